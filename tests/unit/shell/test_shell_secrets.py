"""Values open only where they were sealed; keys stay with their owner."""

import multiprocessing
import stat

import pytest
from django.test import Client

from selaras.kernel import errors
from selaras.shell import guard, secrets

NIK = "6402064101909001"
PLACE = {"table": "registry_person", "row": "P000000000001", "field": "nik"}


def test_a_value_opens_where_it_was_sealed():
    sealed = secrets.seal(NIK, **PLACE)
    assert secrets.unseal(sealed, **PLACE) == NIK
    assert secrets.unseal(memoryview(sealed), **PLACE) == NIK
    assert NIK.encode() not in sealed
    assert secrets.seal(NIK, **PLACE) != sealed


@pytest.mark.parametrize("moved", [{"row": "P000000000002"}, {"field": "kk"}, {"table": "other"}])
def test_a_value_that_was_moved_does_not_open(moved):
    with pytest.raises(errors.SelarasError) as caught:
        secrets.unseal(secrets.seal(NIK, **PLACE), **{**PLACE, **moved})
    assert caught.value.code == "rahasia_tidak_terbuka"
    assert NIK not in str(caught.value)


@pytest.mark.parametrize("position", [0, 3, 20, -1])
def test_a_value_that_was_changed_does_not_open(position):
    sealed = bytearray(secrets.seal(NIK, **PLACE))
    sealed[position] ^= 1
    with pytest.raises(errors.SelarasError):
        secrets.unseal(bytes(sealed), **PLACE)


def test_a_blind_index_is_equal_for_equal_values_of_one_field():
    assert secrets.blind(NIK, field="nik") == secrets.blind(NIK, field="nik")
    assert secrets.blind(NIK, field="nik") != secrets.blind(NIK, field="kk")
    assert len(secrets.blind(NIK, field="nik")) == 32


def test_many_are_sealed_as_one_by_one():
    rows = [(f"P{n:012}", str(n)) for n in range(1000)]
    sealed = list(secrets.seal_many(rows, table="t", field="nik"))
    assert len({value[3:15] for value in sealed}) == 1000
    opened = [
        secrets.unseal(s, table="t", row=r, field="nik") for (r, _), s in zip(rows, sealed, strict=True)
    ]
    assert opened == [text for _, text in rows]


def test_an_older_key_still_opens_what_it_sealed(settings, tmp_path):
    settings.SELARAS_KEYS = tmp_path / "a"
    secrets.create(settings.SELARAS_KEYS)
    old = secrets.seal(NIK, **PLACE)
    settings.SELARAS_KEYS = tmp_path / "b"
    settings.SELARAS_KEYS.mkdir()
    for path in (tmp_path / "a").iterdir():
        (settings.SELARAS_KEYS / path.name).write_text(path.read_text())
    (settings.SELARAS_KEYS / "data-2.key").write_text("ab" * 32)
    for path in settings.SELARAS_KEYS.iterdir():
        path.chmod(0o600)
    assert secrets.unseal(old, **PLACE) == NIK
    assert secrets.seal(NIK, **PLACE)[1:3] == b"\x00\x02"


def _create(folder):
    secrets.create(folder)


def test_two_makers_at_once_agree(tmp_path):
    folder = tmp_path / "kunci"
    context = multiprocessing.get_context("spawn")
    makers = [context.Process(target=_create, args=(folder,)) for _ in range(3)]
    for maker in makers:
        maker.start()
    for maker in makers:
        maker.join()
    assert sorted(path.name for path in folder.iterdir()) == ["cari-1.key", "data-1.key", "segel-1.key"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda folder: (folder / "data-1.key").chmod(0o644), "kunci_terbuka"),
        (lambda folder: (folder / "data-1.key").write_text("pendek"), "kunci_rusak"),
        (lambda folder: (folder / "cari-1.key").unlink(), "kunci_tidak_ada"),
    ],
)
def test_bad_keys_are_refused(tmp_path, spoil, code):
    secrets.create(tmp_path)
    spoil(tmp_path)
    with pytest.raises(errors.SelarasError) as caught:
        secrets.load(tmp_path)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "address",
    [
        "/?q=" + NIK,
        "/registri/" + NIK + "/",
        "/?q=6402%200641%200190%209001",
        "/?q=6402-0641-0190-9001",
        "/?q=%36402064101909001",
        "/?q=%2536402064101909001",
        "/?q=6402+0641+0190+9001",
    ],
)
def test_a_nik_in_an_address_is_refused(db, address):
    assert guard.carries_identity(address)
    answer = Client().get(address)
    assert answer.status_code == 400
    assert NIK not in answer.content.decode()


@pytest.mark.parametrize(
    "address", ["/?q=64.02.06.2001", "/?sejak=2026-11-22&sampai=2026-11-23", "/?q=1234567890123"]
)
def test_other_numbers_pass(address):
    assert not guard.carries_identity(address)
