"""Quality of visits as its page and its workbook show it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from selaras.apps.accounts import rules as access
from selaras.apps.verval.models.campaigns import Campaign
from selaras.apps.verval.queries import quality as queries
from selaras.apps.verval.rules import agreement, asked, labels, marks
from selaras.shell import sheets as leaving
from selaras.shell import words

PER_PAGE = 100


def page(
    actor: access.Actor, campaign: Campaign, wanted_mark: str = "", wanted_user: int = 0
) -> dict[str, Any]:
    """Everything the supervisor's page shows. `wanted_*` narrow the list of visits, not the figures."""
    seen = queries.visits(actor, campaign)
    officers = queries.officers(seen)
    names = {each.user: each.name for each in officers}
    shown = [
        each for each in seen
        if each.marks and (not wanted_mark or wanted_mark in {m.code for m in each.marks})
        and (not wanted_user or each.user == wanted_user)
    ]  # fmt: skip
    fields, people = queries.agreed(actor, campaign)
    form = asked.Asked(campaign.instrument.questions)
    return {
        "campaign": campaign, "visits": len(seen), "marked": sum(bool(each.marks) for each in seen),
        "officers": [_officer(each) for each in officers], "codes": _codes(seen),
        "rows": [_visit(each, names) for each in shown[:PER_PAGE]], "count": len(shown), "per_page": PER_PAGE,
        "fields": [{"name": form.label(each.name), **_agreed(each.result)} for each in fields],
        "people": [{"name": each.name, **_agreed(each.result)} for each in people], "least": agreement.LEAST,
        "mark": wanted_mark, "officer": wanted_user, "named": sorted(names.items(), key=lambda item: item[1]),
    }  # fmt: skip


def _codes(seen: Iterable[queries.Seen]) -> list[dict[str, Any]]:
    """Each kind of mark with how many visits carry it, also those nobody carries."""
    carried = [{mark.code for mark in each.marks} for each in seen]
    return [
        {
            "code": code,
            "name": name,
            "hint": marks.MARK_HINTS[code],
            "count": sum(code in each for each in carried),
        }
        for code, name in marks.MARKS.items()
    ]


def _officer(each: queries.Officer) -> dict[str, Any]:
    most = [f"{marks.mark(code)} ({count})" for code, count in each.counted.most_common(3)]
    return {"user": each.user, "name": each.name, "visits": each.visits, "marked": each.marked,
            "share": each.marked / each.visits, "most": most, "few": each.visits < agreement.LEAST}  # fmt: skip


def _visit(each: queries.Seen, names: dict[int, str]) -> dict[str, Any]:
    return {
        "number": each.submission, "who": names.get(each.user, "–"), "desa": each.kode_desa, "received": each.received,
        "outcome": labels.outcome(each.outcome), "said": [marks.said(mark) for mark in each.marks],
    }  # fmt: skip


def _agreed(found: agreement.Agreement) -> dict[str, Any]:
    """Kappa in words: its interval beside it, not said under the least number of pairs."""
    kappa = interval = ""
    if found.kappa is not None and found.low is not None and found.high is not None:
        kappa = words.number(found.kappa, 2)
        interval = f"{words.number(found.low, 2)} – {words.number(found.high, 2)}"
    return {"n": found.n, "same": found.same, "share": found.share, "kappa": kappa, "interval": interval,
            "paradox": found.paradox, "few": found.n < agreement.LEAST}  # fmt: skip


def sheets(actor: access.Actor, campaign: Campaign) -> list[leaving.Sheet]:
    """The page as (name of the sheet, heads, rows): officers, visits to look at, agreement by question and officer."""
    seen = queries.visits(actor, campaign)
    officers = queries.officers(seen)
    names = {each.user: each.name for each in officers}
    fields, people = queries.agreed(actor, campaign)
    form = asked.Asked(campaign.instrument.questions)
    told: list[tuple[leaving.Cell, ...]] = [
        (each.name, each.visits, each.marked, *(each.counted[code] for code in marks.MARKS))
        for each in officers
    ]
    looked = [
        (str(v.submission), names.get(v.user, ""), words.region(v.kode_desa), words.moment(v.received),
         str(labels.outcome(v.outcome)), "; ".join(marks.said(mark) for mark in v.marks))
        for v in seen if v.marks
    ]  # fmt: skip
    agreed = [
        (
            kind,
            name,
            r.n,
            r.same,
            r.kappa,
            r.low,
            r.high,
        )
        for kind, group in (("Pertanyaan", fields), ("Petugas", people))
        for name, r in ((form.label(c.name) if kind == "Pertanyaan" else c.name, c.result) for c in group)
    ]
    return [
        ("Petugas", ("Petugas", "Kunjungan", "Perlu dilihat", *(str(n) for n in marks.MARKS.values())),
         told),
        ("Kunjungan", ("Nomor", "Petugas", "Desa/kelurahan", "Diterima", "Hasil", "Perlu dilihat"), looked),
        ("Uji petik", ("Menurut", "Nama", "Pasangan", "Sama", "Kappa", "Batas bawah 95%", "Batas atas 95%"), agreed),
    ]  # fmt: skip
