# Every target installs what it needs into this checkout first. Needs python3 (3.11+) and make, nothing else.
PYTHON ?= python3
PERSONS ?= 140000
SEED ?= 2026
DEMO ?= demo

UV := .tools/uv/bin/uv
BIN := .venv/bin
PIP_WHEEL := $(wildcard tools/pip-*.whl)

.DEFAULT_GOAL := help
.PHONY: help install install-dev demo stop test check format bench soak peers bahasa gambar vendor lock audit clean

help:
	@echo "make demo    kabupaten buatan dan portalnya, berjalan di latar; laporan di $(DEMO)/hasil/laporan.html"
	@echo "make stop    hentikan portal demo"
	@echo "make test    semua pemeriksaan dan semua uji"
	@echo "make check   ruff, mypy, import-linter, terjemahan, berkas pihak lain, istilah, dokumen"
	@echo "make bench   tolok ukur berdampingan dengan pembandingnya (lama)"
	@echo "make soak    20.000 kiriman verval, 50 kali kill -9; impor yang dimatikan di 27 titik (sekitar 20 menit)"
	@echo "make peers   mesin formulir ODK sendiri mengisi formulir kita (perlu Node 20)"
	@echo "make bahasa  kumpulkan kalimat dan kompilasi terjemahan Inggris"
	@echo "make gambar  ambil lagi gambar halaman untuk README dan docs/panduan (perlu Chromium)"
	@echo "make vendor  ambil lagi berkas milik pembuat lain (perlu npm) dan cocokkan sidiknya"
	@echo "make lock    tulis ulang kunci ketergantungan"

# The wheel of pip runs without being installed: a bare Debian python3 has neither pip nor ensurepip.
$(UV): tools/uv.txt
	@$(PYTHON) tools/periksa_python.py
	PYTHONPATH=$(PIP_WHEEL) $(PYTHON) -m pip install --quiet --disable-pip-version-check --root-user-action ignore --no-deps \
		--require-hashes --upgrade --target .tools/uv -r tools/uv.txt
	@touch $@

.venv/pyvenv.cfg: | $(UV)
	$(UV) venv --quiet --allow-existing --python $(PYTHON) .venv

.venv/.runtime: requirements.lock pyproject.toml .venv/pyvenv.cfg
	$(UV) pip sync --quiet --require-hashes --python $(BIN)/python requirements.lock
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --editable .
	@rm -f .venv/.dev; touch $@

.venv/.dev: requirements-dev.lock pyproject.toml .venv/pyvenv.cfg
	$(UV) pip sync --quiet --require-hashes --python $(BIN)/python requirements-dev.lock
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --editable .
	@touch .venv/.runtime $@

install: .venv/.runtime

install-dev: .venv/.dev

demo: install
	$(BIN)/selaras demo --persons $(PERSONS) --seed $(SEED) --out $(DEMO)

stop: install
	$(BIN)/selaras stop --out $(DEMO)

check: install-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/bahasa.py --check
	$(BIN)/python tools/vendor.py --check
	SELARAS_MODE=produksi $(BIN)/python manage.py check --deploy --fail-level WARNING
	$(BIN)/pytest tests/architecture

test: check
	$(BIN)/pytest --ignore=tests/architecture -m "not slow" -n auto --dist worksteal

format: install-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: install-dev
	$(BIN)/selaras bench all

soak: install-dev
	$(BIN)/python benchmarks/soak_verval.py
	SELARAS_SOAK=27 $(BIN)/pytest tests/integration/bad_days/test_bad_days_kill.py
	$(BIN)/pytest -m slow tests

# A client nobody here wrote: ODK's own form engine under Node 20 fills our form and submits it.
peers: install-dev
	cd tests/peers && npm ci --silent
	$(BIN)/pytest tests/integration/verval/test_peer_xforms_engine.py

bahasa: install-dev
	$(BIN)/python tools/bahasa.py

gambar: install-dev
	$(BIN)/python tools/gambar.py

vendor: install-dev
	$(BIN)/python tools/vendor.py

# The development lock first: what is shipped is what was tested.
lock: | $(UV)
	$(UV) pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11 \
		pyproject.toml --group dev -o requirements-dev.lock
	$(UV) pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11 \
		pyproject.toml --constraint requirements-dev.lock -o requirements.lock

audit: install-dev
	$(BIN)/pip-audit --require-hashes --disable-pip -r requirements.lock
	$(BIN)/pip-audit --require-hashes --disable-pip -r requirements-dev.lock

clean:
	rm -rf .venv .tools .mypy_cache .ruff_cache .pytest_cache .hypothesis
