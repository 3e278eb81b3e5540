"""Answers on paper: the sheet that goes out, what is wrong with the one that comes back, and its rows through the one door."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from selaras.apps.accounts import queries as accounts
from selaras.apps.accounts import rules as access
from selaras.apps.audit import services as audit
from selaras.apps.verval import vault
from selaras.apps.verval.models.campaigns import Campaign, Target
from selaras.apps.verval.queries import findings as merged
from selaras.apps.verval.queries import paper as queries
from selaras.apps.verval.rules import findings, forms, paper, receiving, words
from selaras.apps.verval.services import sheets, sheets_read
from selaras.apps.verval.services.receiving import receive
from selaras.kernel import errors
from selaras.shell import secrets, trail

LEAD, IDENTITY = access.Ability.LEAD, access.FieldClass.IDENTITY
UNKNOWN, CHANGED, TWICE, OFFICER = "keluarga_asing", "baris_berubah", "dua_kali", "petugas_asing"
NEW, FIXES, SAME, WRONG = "baru", "perbaikan", "sama", "salah"


@dataclass(frozen=True, slots=True)
class Checked:
    """A line of the sheet as it was understood. `state`: NEW, FIXES (corrects an earlier row), SAME (nothing to do), WRONG."""

    number: int
    head: str
    officer: str
    state: str
    problems: tuple[paper.Problem, ...] = ()
    row: paper.Row | None = None
    key: str = ""
    replaces: str = ""


def _may(campaign: Campaign, by: access.Actor, action: str) -> None:
    scopes = access.scopes(by, LEAD, IDENTITY)
    if not any(access.both(campaign.wilayah, scope) is not None for scope in scopes):
        raise trail.Refused(action, "kampanye", campaign.reference)


def _made(campaign: Campaign) -> sheets.Made:
    return sheets.Made(campaign.reference, campaign.instrument.form_id, campaign.instrument.version)


def _mark(campaign: Campaign, target: str, head: str, kk: str) -> str:
    """The checksum of what is locked in a row: keyed, so that nobody makes one up."""
    said = "|".join(paper.plain(each) for each in (campaign.reference, target, head, kk))
    return secrets.blind(said, field="verval_kertas").hex()[:16]


def sheet(*, campaign: Campaign, user: int, by: access.Actor) -> bytes:
    """The empty sheet for the open families of one officer (0: of all). Raises Refused."""
    _may(campaign, by, "kertas_unduh")
    rows = queries.families(by, queries.open_targets(by, campaign, user))
    families = [
        sheets.Family(
            each.target, _mark(campaign, each.target, each.head, each.kk), each.desa, each.rt, each.head, each.kk,
            each.members,
        )
        for each in rows
    ]  # fmt: skip
    audit.record(
        actor=by, action="kertas_unduh", object_kind="kampanye", object_id=campaign.reference, region=campaign.wilayah,
        detail={"baris": len(families), "petugas": user},
    )  # fmt: skip
    asked = paper.questions(campaign.instrument.questions)
    return sheets.written(_made(campaign), asked, families, sorted(queries.officers(by, campaign)))


def keep(*, campaign: Campaign, content: bytes, by: access.Actor) -> str:
    """Puts a sheet away until it is confirmed, sealed; returns its digest. Raises Refused, SelarasError verval_kertas_besar."""
    _may(campaign, by, "kertas_periksa")
    if len(content) > sheets.MOST_BYTES:
        raise errors.SelarasError("verval_kertas_besar")
    return vault.put(_room(campaign, by), content)


def _room(campaign: Campaign, by: access.Actor) -> str:
    return f"kertas-{campaign.reference}-{by.user_id}"


def check(*, campaign: Campaign, digest: str, by: access.Actor) -> list[Checked]:
    """What would be sent, and what is wrong, line by line. Raises Refused, and SelarasError where the file as a whole is wrong."""
    _may(campaign, by, "kertas_periksa")
    asked = paper.questions(campaign.instrument.questions)
    lines = [
        each for each in sheets_read.read(vault.read(_room(campaign, by), digest), _made(campaign), asked)
        if not each.empty
    ]  # fmt: skip
    known = queries.meant(by, campaign, (each.locked[0] for each in lines))
    officers = queries.officers(by, campaign)
    sent = queries.sent(paper.instance(digest, each.number) for each in lines)
    before = queries.before(known.values())
    many = merged.multiple(campaign)
    seen: set[str] = set()
    found = []
    for line in lines:
        target = known.get(line.locked[0])
        problems = _wrong_lock(line, campaign, target, seen)
        seen.add(line.locked[0])
        row, more = _row(line, asked, officers, campaign)
        if problems or more or row is None or target is None:
            found.append(Checked(line.number, line.locked[5], line.officer, WRONG, (*problems, *more)))
            continue
        key = paper.instance(digest, line.number)
        state, replaces = (
            (SAME, "") if key in sent else _against(row, before.get((target.pk, row.officer), []), many)
        )
        found.append(Checked(line.number, line.locked[5], line.officer, state, (), row, key, replaces))
    return found


def _wrong_lock(
    line: sheets.Line, campaign: Campaign, target: Target | None, seen: set[str]
) -> list[paper.Problem]:
    if target is None:
        return [paper.Problem(sheets.LOCKED[5], UNKNOWN)]
    if line.locked[1] != _mark(campaign, line.locked[0], line.locked[5], line.locked[6]):
        return [paper.Problem(sheets.LOCKED[5], CHANGED, line.locked[5][:60])]
    return [paper.Problem(sheets.LOCKED[5], TWICE)] if line.locked[0] in seen else []


def _row(
    line: sheets.Line, asked: Sequence[paper.Question], officers: Mapping[str, int], campaign: Campaign
) -> tuple[paper.Row | None, list[paper.Problem]]:
    values, problems = paper.read([q for q in asked if not q.members], line.cells)
    officer = officers.get(line.officer)
    if officer is None:
        wrong = OFFICER if line.officer else paper.MISSING
        problems.insert(0, paper.Problem(sheets.OFFICER, wrong, line.officer[:60]))
    day = paper.date(line.day)
    if day is None:
        problems.append(paper.Problem(sheets.DAY, paper.DATE if line.day else paper.MISSING, line.day[:60]))
    elif day > timezone.localdate():
        problems.append(paper.Problem(sheets.DAY, paper.LATER, line.day[:60]))
    members = {}
    for reference, cells in line.members.items():
        said, wrong_there = {}, []
        for question in (q for q in asked if q.members):
            value, wrong = paper.answer(question, cells.get(question.name, ""))
            if wrong:
                wrong_there.append(paper.Problem(question.label, wrong, cells.get(question.name, "")[:60]))
            elif value:
                said[question.name] = value
        members[reference] = said
        problems += wrong_there
    if problems or officer is None or day is None:
        return None, problems
    return paper.Row(line.locked[0], officer, day, values, members), []


def _against(
    row: paper.Row, earlier: Sequence[tuple[str, dict[str, forms.Value]]], many: frozenset[str]
) -> tuple[str, str]:
    """Whether the row is new, corrects what this officer said on paper before (its key), or says the same again."""
    if not earlier:
        return NEW, ""
    key, said = earlier[-1]
    now = forms.read(paper.xml(row, ("", ""), "", 0)).fields
    same = findings.values_of(now, many) == findings.values_of(said, many) and said.get("today") == now.get(
        "today"
    )
    return (SAME, "") if same else (FIXES, key)


def bring(*, campaign: Campaign, digest: str, by: access.Actor) -> dict[str, int]:
    """Sends all rows that are right through the one door, in the name of who was there; counts by what was answered.

    The same sheet again changes nothing. Raises as `check` does.
    """
    counted = {"diterima": 0, "karantina": 0, "dilewati": 0}
    zone = timezone.localtime().strftime("%z")
    zone = f"{zone[:3]}:{zone[3:]}"
    form = (campaign.instrument.form_id, campaign.instrument.version)
    for each in check(campaign=campaign, digest=digest, by=by):
        if each.row is None or each.state == SAME:
            counted["dilewati"] += 1
            continue
        xml = paper.xml(each.row, form, each.key, by.user_id, each.replaces, zone)
        with transaction.atomic():
            sent = receiving.Sent(xml, words.Channel.PAPER.value, instance=each.key)
            receipt = receive(sent, _officer(each.row.officer, by))
        counted["karantina" if receipt.held else "diterima"] += 1
    audit.record(
        actor=by, action="kertas_kirim", object_kind="kampanye", object_id=campaign.reference, region=campaign.wilayah,
        detail={**counted, "berkas": digest[:16]},
    )  # fmt: skip
    return counted


def _officer(user: int, by: access.Actor) -> access.Actor:
    """Who was there. Somebody who may do nothing any more is still who was there: their rows are held."""
    return accounts.actor(user) or dataclasses.replace(by, user_id=user, name="", grants=())
