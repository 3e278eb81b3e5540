"""Writes of packages: made, changed while open, signed one step on, sent back. Two at once: one wins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from selaras.apps.accounts import rules as access
from selaras.apps.penetapan.models import Meeting, Package, PackageItem, Step
from selaras.apps.penetapan.queries import packages as queries
from selaras.apps.penetapan.queries import proposed
from selaras.apps.penetapan.queries.proposed import Left, Proposed
from selaras.apps.penetapan.rules import packages as rules
from selaras.apps.penetapan.services import telling
from selaras.apps.verval.rules import words
from selaras.kernel import errors
from selaras.shell import trail
from selaras.shell import words as shell

KIND = "paket"
MADE, CHANGED, DROPPED = "buat", "ubah", "keluarkan"
_IDENTITY = access.FieldClass.IDENTITY


@dataclass(frozen=True, slots=True)
class Draft:
    """What a package is made of: a village, the reference of a campaign, a meeting, a title and the rows."""

    kode_desa: str
    title: str
    rows: Sequence[Proposed]
    campaign: str = ""
    meeting: Meeting | None = None
    left: Sequence[Left] = ()


def make(*, draft: Draft, by: access.Actor) -> Package:
    """A new package in the hands of the village. Raises Refused without the right there; SelarasError paket_tanpa_isi,
    paket_wilayah_lain, paket_sudah_ada, paket_hasil_asing."""
    if not access.may(by, access.Ability.DELIBERATE, draft.kode_desa, _IDENTITY):
        raise trail.Refused("paket_buat", KIND)
    if not draft.rows:
        raise errors.SelarasError("paket_tanpa_isi")
    if draft.campaign and queries.open_package(draft.campaign, draft.kode_desa):
        raise errors.SelarasError("paket_sudah_ada")
    _inside(draft, by)
    made = Package.objects.create(
        campaign=draft.campaign, meeting=draft.meeting, kode_desa=draft.kode_desa, title=draft.title.strip()[:160],
        made_by=by.user_id, left_out=[asdict(each) for each in draft.left],
    )  # fmt: skip
    PackageItem.objects.bulk_create(
        PackageItem(
            package=made, kode_desa=made.kode_desa, keluarga=row.keluarga, appeal=row.appeal,
            outcome=words.Outcome(row.outcome), reason=row.reason[:300], finding=row.finding, heard=row.heard,
        )
        for row in draft.rows
    )  # fmt: skip
    _note(made, MADE, by)
    telling.told(made, KIND, "paket_buat", by, baris=len(draft.rows), tidak_ikut=len(draft.left))
    return made


def make_of(*, campaign: str, kode_desa: str, by: access.Actor) -> Package:
    """A package of what a campaign settled in a village and its meeting decided. Raises as `make`, and SelarasError
    paket_kampanye_berjalan."""
    found = proposed.campaign(campaign, by)
    if found is None or not access.may(by, access.Ability.DELIBERATE, kode_desa, _IDENTITY):
        raise trail.Refused("paket_buat", KIND)
    if found.state != words.CampaignState.ENDED:
        raise errors.SelarasError("paket_kampanye_berjalan")
    held = proposed.meeting(campaign, kode_desa)
    rows, left = proposed.rows(found, kode_desa, held)
    title = f"{found.title}, {shell.region(kode_desa)}"
    return make(draft=Draft(kode_desa, title, rows, campaign, held, left), by=by)


def _inside(draft: Draft, by: access.Actor) -> None:
    """Every keluarga lives in the village, and every outcome is one of the list."""
    if any(row.outcome not in set(words.Outcome) for row in draft.rows):
        raise errors.SelarasError("paket_hasil_asing")
    wanted = {row.keluarga for row in draft.rows if row.keluarga}
    known = queries.villages(wanted, by)
    elsewhere = any(known.get(reference) != draft.kode_desa for reference in wanted)
    if elsewhere or any(row.appeal and row.appeal.kode_desa != draft.kode_desa for row in draft.rows):
        raise errors.SelarasError("paket_wilayah_lain")


def change(*, item_id: int, outcome: str, reason: str, by: access.Actor) -> None:
    """Corrects a row that is open. Raises Refused; SelarasError paket_terkunci, paket_hasil_asing, paket_tanpa_alasan."""
    package, item = _open_item(item_id, by)
    if outcome not in set(words.Outcome):
        raise errors.SelarasError("paket_hasil_asing")
    if item.outcome != outcome and len(reason.strip()) < rules.LEAST_REASON:
        raise errors.SelarasError("paket_tanpa_alasan")
    before = item.outcome
    item.outcome, item.reason = outcome, reason.strip()[:300]
    item.save(update_fields=["outcome", "reason"])
    _note(package, CHANGED, by, reason)
    telling.told(package, KIND, "paket_ubah", by, baris=item.pk, dari=before, ke=outcome)


def drop(*, item_id: int, reason: str, by: access.Actor) -> None:
    """Takes an open row out of the package; the keluarga stays in the registry. Raises as `change`."""
    package, item = _open_item(item_id, by)
    if len(reason.strip()) < rules.LEAST_REASON:
        raise errors.SelarasError("paket_tanpa_alasan")
    if PackageItem.objects.filter(package=package).count() == 1:
        raise errors.SelarasError("paket_tanpa_isi")
    about = item.keluarga or str(item.appeal_id)
    item.delete()
    _note(package, DROPPED, by, reason)
    telling.told(package, KIND, "paket_ubah", by, keluar=about)


def _open_item(item_id: int, by: access.Actor) -> tuple[Package, PackageItem]:
    item = PackageItem.objects.filter(pk=item_id).first()
    package = Package.objects.select_for_update().filter(pk=item.package_id).first() if item else None
    if item is None or package is None:
        raise trail.Refused("paket_ubah", KIND)
    if not access.may(by, access.Ability.DELIBERATE, package.kode_desa, _IDENTITY):
        raise trail.Refused("paket_ubah", KIND, package.reference)
    told = queries.steps(package)
    rows = queries.rows(queries.items(package))
    if item.pk not in rules.open_rows(rules.State(package.state), rows, queries.moves(told)):
        raise errors.SelarasError("paket_terkunci")
    item.refresh_from_db()
    return package, item


@dataclass(slots=True)
class Turn:
    """A package that was locked for somebody whose turn it is, with what was done so far."""

    package: Package
    moves: list[rules.Made]
    rows: list[rules.Row]
    by: access.Actor
    to: rules.State


def take(reference: str, act: rules.Act, seen: int, by: access.Actor) -> Turn:
    """Locks a package for an act. `seen`: how many steps the page showed. Raises Refused out of turn; SelarasError
    paket_sudah_bergerak, paket_sudah_ditetapkan, paket_buatan_sendiri, paket_sudah_ditandatangani, paket_isi_berubah."""
    found = Package.objects.select_for_update().filter(reference=reference).first()
    if found is None or not access.may(by, access.Ability.SIGN, found.kode_desa, _IDENTITY):
        raise trail.Refused(f"paket_{act}", KIND, reference)
    told = queries.steps(found)
    if len(told) != seen:
        raise errors.SelarasError("paket_sudah_bergerak")
    state = rules.State(found.state)
    if state is rules.State.SK:
        raise errors.SelarasError("paket_sudah_ditetapkan")
    to = rules.target(state, act)
    if to is None or not rules.turn_of(by, state, found.kode_desa):
        raise trail.Refused(f"paket_{act}", KIND, reference)
    moves = queries.moves(told)
    code = rules.obstacle(by.user_id, authors=queries.authors(found, told), steps=moves)
    if code:
        raise errors.SelarasError(code)
    turn = Turn(found, moves, queries.rows(queries.items(found)), by, to)
    if not rules.sound(moves, rules.digest(reference, turn.rows)):
        raise errors.SelarasError("paket_isi_berubah")
    return turn


def sign(*, reference: str, seen: int, by: access.Actor, note: str = "") -> Package:
    """Signs what stands in the package and sends it one step on. Raises as `take`, and paket_tanpa_isi."""
    turn = take(reference, rules.Act.SIGN, seen, by)
    go_on(turn, rules.Act.SIGN, note)
    return turn.package


def go_on(turn: Turn, act: rules.Act, note: str = "") -> None:
    """The step itself: rows that had been sent back are answered for by this signature."""
    if not turn.rows:
        raise errors.SelarasError("paket_tanpa_isi")
    if turn.package.state == rules.State.DESA:
        PackageItem.objects.filter(package=turn.package).exclude(returned="").update(returned="")
    _moved(turn, act, note, {})


def give_back(
    *, reference: str, act: rules.Act, seen: int, reason: str, by: access.Actor, rows: Mapping[int, str] | None = None
) -> Package:  # fmt: skip
    """Sends a package back: one step, to the village, or (`rows`: row -> reason) to the village for single rows.

    Raises as `take`, and SelarasError paket_tanpa_alasan, paket_baris_asing.
    """
    turn = take(reference, act, seen, by)
    marked = dict(rows or {})
    if act is rules.Act.ROWS:
        if not marked or not set(marked) <= {row.key for row in turn.rows}:
            raise errors.SelarasError("paket_baris_asing")
        if any(len(why.strip()) < rules.LEAST_REASON for why in marked.values()):
            raise errors.SelarasError("paket_tanpa_alasan")
        for key, why in marked.items():
            PackageItem.objects.filter(pk=key).update(returned=why.strip()[:300])
    elif len(reason.strip()) < rules.LEAST_REASON:
        raise errors.SelarasError("paket_tanpa_alasan")
    _moved(turn, act, reason, {str(key): why.strip()[:300] for key, why in marked.items()})
    return turn.package


def _moved(turn: Turn, act: rules.Act, reason: str, rows: dict[str, str]) -> None:
    package, before = turn.package, turn.package.state
    digest = rules.digest(package.reference, turn.rows)
    Step.objects.create(
        package=package, kode_desa=package.kode_desa, act=act, came_from=before, went_to=turn.to,
        reason=reason.strip()[:300], items=len(turn.rows), rows=rows, digest=digest, by=turn.by.user_id, by_name=turn.by.name,
    )  # fmt: skip
    package.state = turn.to
    package.save(update_fields=["state"])
    telling.told(
        package,
        KIND,
        f"paket_{act}",
        turn.by,
        dari=before,
        ke=str(turn.to),
        baris=len(turn.rows),
        sidik=digest,
    )


def _note(package: Package, act: str, by: access.Actor, reason: str = "") -> None:
    """Work on the contents stands in the same history as the signatures."""
    rows = queries.rows(queries.items(package))
    Step.objects.create(
        package=package, kode_desa=package.kode_desa, act=act, came_from=package.state, went_to=package.state,
        reason=reason.strip()[:300], items=len(rows), digest=rules.digest(package.reference, rows), by=by.user_id,
        by_name=by.name,
    )  # fmt: skip
