"""The registry made anew from accepted editions: undone, repeated, interrupted."""

import datetime as dt
from dataclasses import dataclass

import pytest
from django.conf import settings

from selaras.apps.accounts import rules
from selaras.apps.accounts import services as accounts
from selaras.apps.registry import rebuild
from selaras.apps.registry.models import Build, Job, Person
from selaras.kernel import errors
from selaras.pipeline import intake, progress, sync

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass
class Edition:
    """An accepted edition as intake hands it over."""

    read: intake.Piece

    @property
    def source(self) -> str:
        return self.read.file.source

    @property
    def edition(self) -> str:
        return self.read.file.edition

    @property
    def file(self) -> str:
        return self.read.file.name

    @property
    def sha256(self) -> str:
        return self.read.file.sha256

    def piece(self) -> intake.Piece:
        return self.read


@pytest.fixture
def accepted(material, monkeypatch):
    """The editions that count, as a list the test may change."""
    folder = material["sources"]
    pieces = intake.gather(folder, intake.files(folder, folder / "none"), progress.Log())
    held = [Edition(piece) for piece in pieces]
    monkeypatch.setattr(rebuild.intake, "accepted_editions", lambda: list(held))
    return held


def _known() -> set[tuple[object, ...]]:
    with accounts.acting(rules.SYSTEM):
        return set(
            Person.objects.filter(build_to=None).values_list(
                "reference", "keluarga", "sources", "isi", "asal"
            )
        )


def test_undo_and_again(accepted):
    late = [each for each in accepted if each.source == "dtsen"]
    for each in late:
        accepted.remove(each)
    rebuild.rebuild()
    before = _known()
    assert before
    accepted.extend(late)
    assert Job.objects.get(pk=rebuild.rebuild()).state == "selesai"
    assert _known() != before
    for each in late:
        accepted.remove(each)
    rebuild.rebuild()
    assert _known() == before
    assert Build.objects.filter(state="aktif").count() == 1
    assert list((settings.SELARAS_FILES / "susun").iterdir()) == []


def test_what_breaks_leaves_the_old_build_and_says_so(accepted, monkeypatch):
    rebuild.rebuild()
    before = _known()

    def broken(*_args: object) -> None:
        raise errors.SelarasError("disk_penuh", folder="hasil")

    monkeypatch.setattr(sync, "conveyor", broken)
    with pytest.raises(rebuild.NoRoomError):
        rebuild.rebuild()
    newest = Job.objects.latest("pk")
    assert (newest.state, newest.error) == ("gagal", "portal_disk_penuh")
    assert "Keadaan lama tetap utuh" in newest.note
    assert _known() == before


def test_a_killed_job_is_told_apart(accepted):
    killed = Job.objects.create(state="berjalan", begun=dt.datetime.now(dt.UTC))
    rebuild.rebuild()
    killed.refresh_from_db()
    assert (killed.state, killed.error) == ("gagal", "terputus")


def test_without_editions_nothing_is_known(accepted):
    rebuild.rebuild()
    accepted.clear()
    rebuild.rebuild()
    assert _known() == set()
    assert Build.objects.get(state="aktif").persons == 0
