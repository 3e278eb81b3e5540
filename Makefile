# Every target installs what it needs into this checkout first. Needs python3 (3.11+) and make, nothing else.
PYTHON ?= python3
PERSONS ?= 140000
SEED ?= 2026
DEMO ?= demo

UV := .tools/uv/bin/uv
BIN := .venv/bin
PIP_WHEEL := $(wildcard tools/pip-*.whl)
# Compiled modules are kept: where a machine forbids it, each of some hundred processes compiles them all anew, for three seconds.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
CHECKS := check-types check-structure check-style check-floors check-words check-vendor check-deploy
.PHONY: help install install-dev demo stop test check $(CHECKS) format bench soak peers bahasa gambar vendor lock audit clean

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

# The longest first, beside one another.
check: install-dev
	@$(MAKE) --no-print-directory -j4 $(CHECKS)

check-types: install-dev
	$(BIN)/mypy

check-structure: install-dev
	$(BIN)/pytest tests/architecture

check-style: install-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

check-floors: install-dev
	$(BIN)/lint-imports

check-words: install-dev
	$(BIN)/python tools/bahasa.py --check

check-vendor: install-dev
	$(BIN)/python tools/vendor.py --check

check-deploy: install-dev
	SELARAS_MODE=produksi $(BIN)/python manage.py check --deploy --fail-level WARNING

test: check
	$(BIN)/pytest --ignore=tests/architecture -m "not slow" -n auto --dist loadgroup --no-loadscope-reorder

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
