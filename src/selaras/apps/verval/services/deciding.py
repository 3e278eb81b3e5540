"""What a person decides about answers: which of two holds, whether a held submission counts, what is set aside. Append-only."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.utils import timezone

from selaras.apps.accounts import rules as access
from selaras.apps.audit import services as audit
from selaras.apps.verval.models.campaigns import Target
from selaras.apps.verval.models.submissions import Attachment, Decision, Observation, Submission
from selaras.apps.verval.queries import findings as queries
from selaras.apps.verval.rules import findings, words
from selaras.apps.verval.services import targets
from selaras.kernel import errors
from selaras.shell import trail

LEAD, IDENTITY = access.Ability.LEAD, access.FieldClass.IDENTITY
SHORTEST_REASON = 5


def _reason(text: str) -> str:
    text = " ".join(text.split())
    if len(text) < SHORTEST_REASON:
        raise errors.SelarasError("verval_putusan_tanpa_alasan")
    return text[:300]


def decide(
    *, target: str, picks: Mapping[str, str], seen: Collection[str], reason: str, by: access.Actor
) -> list[Decision]:
    """For each field the observation (its key) whose answer holds. `seen`: the keys the person had before them.

    Raises Refused; SelarasError verval_putusan_tanpa_alasan, verval_temuan_berubah where something came in meanwhile.
    """
    row = Target.objects.select_for_update(of=("self",)).select_related("campaign__instrument")
    found = row.filter(reference=target).first()
    if found is None or not access.may(by, LEAD, found.kode_desa, IDENTITY):
        raise trail.Refused("temuan_putus", "sasaran", target)
    why = _reason(reason)
    told = queries.told([found])[found.pk]
    current = {*told.finding.counting, *told.finding.corrected}
    if not picks or set(seen) != set(told.observations):
        raise errors.SelarasError("verval_temuan_berubah")
    if not all(key in current and _says(told.finding, field, key) for field, key in picks.items()):
        raise errors.SelarasError("verval_temuan_berubah")
    made = Decision.objects.bulk_create([
        Decision(
            target=found, kode_desa=found.kode_desa, field=field, observation=told.observations[key],
            what=findings.PICK, reason=why, by=by.user_id, by_name=by.name, seen=sorted(seen),
        )
        for field, key in sorted(picks.items())
    ])  # fmt: skip
    audit.record(
        actor=by, action="temuan_putus", object_kind="sasaran", object_id=target, region=found.kode_desa,
        detail={"isian": sorted(_question(field) for field in picks)},
    )  # fmt: skip
    return made


def _question(field: str) -> str:
    """The question a field belongs to, without the person it is about."""
    return field.rpartition(".")[2]


def _says(finding: findings.Finding, field: str, key: str) -> bool:
    """Whether that observation says something about the field."""
    state = finding.fields.get(field)
    if state is None:
        return False
    said = set(state.keys) if isinstance(state, findings.Settled) else set()
    voices = (*state.voices, *state.lost) if isinstance(state, findings.Open) else state.lost
    return key in said.union(*(voice.keys for voice in voices))


def _locked(number: int, action: str, by: access.Actor) -> Submission:
    row = Submission.objects.select_for_update(of=("self",)).select_related("campaign", "target")
    found = row.filter(pk=number).first()
    if found is None or not access.may(by, LEAD, found.kode_desa, IDENTITY):
        raise trail.Refused(action, "kiriman_verval", str(number))
    return found


def release(*, submission: int, target: str, reason: str, by: access.Actor) -> None:
    """A submission counts, for this target; `target` "": for the one it names. What was sent stays as it was.

    Raises Refused; SelarasError verval_putusan_tanpa_alasan, verval_tak_terbaca, verval_tanpa_tujuan.
    """
    row = _locked(submission, "karantina_lepas", by)
    why = _reason(reason)
    observation = Observation.objects.filter(submission=row).first()
    if observation is None:
        raise errors.SelarasError("verval_tak_terbaca")
    to = Target.objects.select_for_update().filter(reference=target).first() if target else row.target
    if to is None:
        raise errors.SelarasError("verval_tanpa_tujuan")
    if not access.may(by, LEAD, to.kode_desa, IDENTITY):
        raise trail.Refused("karantina_lepas", "sasaran", to.reference)
    moved = row.target_id != to.pk
    _note(row, to, findings.RELEASE, why, by)
    row.standing = words.Standing.COUNTS
    row.target, row.campaign_id, row.kode_desa = to, to.campaign_id, to.kode_desa
    row.save(update_fields=["standing", "target", "campaign", "kode_desa"])
    Observation.objects.filter(pk=observation.pk).update(
        counts=True, target=to, campaign=to.campaign_id, keluarga=to.keluarga, kode_desa=to.kode_desa,
        back_check=bool(to.checks_id),
    )  # fmt: skip
    Attachment.objects.filter(submission=row).update(kode_desa=to.kode_desa)
    targets.visited(target_id=to.pk, by=by)
    audit.record(
        actor=by, action="karantina_lepas", object_kind="kiriman_verval", object_id=row.pk, region=to.kode_desa,
        detail={"sasaran": to.reference, "pindah": moved, "karena": row.held},
    )  # fmt: skip


def set_aside(*, submission: int, reason: str, by: access.Actor) -> None:
    """A submission does not count; it stays as evidence. The family waits for another visit where nothing else counts.

    Raises Refused; SelarasError verval_putusan_tanpa_alasan.
    """
    row = _locked(submission, "karantina_sisih", by)
    why = _reason(reason)
    _note(row, row.target, findings.SET_ASIDE, why, by)
    row.standing = words.Standing.REFUSED
    row.save(update_fields=["standing"])
    Observation.objects.filter(submission=row).update(counts=False)
    _visit_again(row.target, by)
    audit.record(
        actor=by, action="karantina_sisih", object_kind="kiriman_verval", object_id=row.pk, region=row.kode_desa or "",
        detail={"karena": row.held},
    )  # fmt: skip


def _note(row: Submission, to: Target | None, what: str, why: str, by: access.Actor) -> None:
    place = to.kode_desa if to else row.kode_desa
    Decision.objects.create(
        target=to, submission=row, kode_desa=place, what=what, reason=why, by=by.user_id, by_name=by.name,
        at=timezone.now(),
    )  # fmt: skip


def _visit_again(target: Target | None, by: access.Actor) -> None:
    if target is None or target.state != words.TargetState.VISITED:
        return
    if not Observation.objects.filter(target=target, counts=True).exists():
        targets.reopen(target_id=target.pk, by=by)
