"""How plans are told on pages: reasons in a sentence, limits with their price, scenarios in columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from selaras.apps.accounts import rules as access
from selaras.apps.programmes.queries import costs
from selaras.apps.programmes.queries import plans as queries
from selaras.apps.programmes.rules import components, words
from selaras.apps.programmes.rules import plans as rules
from selaras.apps.programmes.rules.plan_told import Why
from selaras.apps.programmes.services import plans as services
from selaras.apps.registry import rules as registry
from selaras.shell import words as shell

MOST_LIMITS = 12
CODE_OF_KECAMATAN = 8


def line(row: Any) -> dict[str, Any]:
    """A plan in a list."""
    return {
        "row": row, "state": rules.STATES[words.PlanState(row.state)], "mode": rules.MODES[words.Mode(row.mode)],
        "scenario": rules.SCENARIOS.get(row.scenario, ""), "waits": services.waits(row), "result": row.result,
        "percent": row.settings.get("percent", 100),
    }  # fmt: skip


def uncounted(row: Any, actor: access.Actor) -> list[Mapping[str, Any]]:
    """Programmes of a plan whose components count nobody of some families their rules fit; where that may tell of health, to who reads
    their recipients in all of the plan's region."""
    seen = queries.readable(row, actor)
    return [
        each
        for each in row.result.get("programmes", ())
        if each.get("uncounted")
        and any(access.inside(row.wilayah, region) for region in seen.get(each["code"], ()))
    ]


def made_of(award: Any, year: int, actor: access.Actor) -> str:
    """What a share that differs by keluarga is made of, of one payment; "" where it does not, or where it tells of health and the reader
    may not know it."""
    if award.cost is None:
        return ""
    found = costs.of_keluarga(award.programme, year, [award.keluarga], timezone.localdate()) or {}
    parts = found[award.keluarga].parts if award.keluarga in found else ()
    hidden = any(each.sensitive for each in parts) and not registry.may_see_sensitive(actor, award.kode_desa)
    return "" if hidden else components.said(parts)


def job(row: Any) -> dict[str, Any]:
    """Reckoning as the brick of slow work shows it."""
    told = row.progress
    trouble = shell.told(told["error"], told.get("params") or {}) if told.get("error") else None
    return {
        "stage": _("Menghitung rencana"), "done": told.get("done", 0), "total": told.get("total", 0),
        "state": told.get("state", "selesai"), "note": " ".join(trouble) if trouble else "",
        "next": _("lihat siapa mendapat apa, dan mengapa"),
    }  # fmt: skip


def number(value: float) -> str:
    """A weight or value with one decimal."""
    return shell.number(round(float(value), 1), 1)


def reason(award: Any, names: Mapping[str, str]) -> str:
    """Why a family gets a programme or not, in a sentence."""
    why, cut, value = award.why.get("why", ""), float(award.why.get("cut", 0)), award.value
    if award.overridden:
        return _("Diputus petugas: %(reason)s. Nilai yang dikorbankan %(cost)s.") % {
            "reason": award.override_reason.rstrip("."), "cost": number(award.why.get("cost", 0)),
        }  # fmt: skip
    if award.given:
        if cut <= 0:
            return _("Terlayani: nilai %(value)s; jatah program ini masih cukup.") % {"value": number(value)}
        if number(value) != number(cut) and value < cut:
            return _(
                "Terlayani: nilai %(value)s, di bawah batas umum %(cut)s; cara pembagiannya atau batas bawah desanya mendahulukan "
                "keluarga ini."
            ) % {"value": number(value), "cut": number(cut)}
        return _("Terlayani: nilai %(value)s, batas %(cut)s.") % {"value": number(value), "cut": number(cut)}
    instead = ", ".join(names.get(code, code) for code in award.why.get("instead", ()))
    said = {
        Why.EXCLUDED: _("Tidak dilayani: mendapat %(other)s, yang tidak boleh bersama.") % {"other": instead},
        Why.ENOUGH: _("Tidak dilayani: sudah mendapat sebanyak yang boleh dalam rencana ini: %(other)s.") % {"other": instead},
    }.get(why, "")  # fmt: skip
    # Who is out because of what they get has no turn by a larger quota either.
    return said or " ".join(filter(None, (_below(value, cut), _place(award))))


def _below(value: float, cut: float) -> str:
    if number(value) != number(cut) and value > cut > 0:
        return _(
            "Tidak dilayani: nilai %(value)s di atas batas umum %(cut)s, tetapi cara pembagiannya mendahulukan keluarga lain "
            "(menurut desil, desa, atau jatah wilayah)."
        ) % {"value": number(value), "cut": number(cut)}
    # What cannot be told apart at the decimals shown was told apart by lot.
    if value < cut and number(value) != number(cut):
        return _("Tidak dilayani: nilai %(value)s di bawah batas %(cut)s.") % {
            "value": number(value), "cut": number(cut),
        }  # fmt: skip
    return _("Tidak dilayani: jatah habis pada nilai %(value)s; urutannya menurut undian.") % {
        "value": number(value)
    }


def _place(award: Any) -> str:
    if not award.place:
        return ""
    place = shell.number(award.place)
    if award.why.get("regional"):
        return _("Urutan %(place)s di wilayahnya; terlayani bila jatah wilayah +%(place)s.") % {
            "place": place
        }
    return _("Urutan %(place)s; terlayani bila kuota +%(place)s.") % {"place": place}


def limit(each: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """A limit with what it costs, in words."""
    place = shell.region(each["place"]) if each["place"] else ""
    name = names.get(each["programme"], each["programme"])
    titles = {
        "kuota": _("Kuota %(name)s") % {"name": name},
        "anggaran": _("Anggaran %(name)s") % {"name": name},
        "wilayah": _("Jatah %(name)s di %(place)s") % {"name": name, "place": place},
        "lantai": _("Batas bawah %(place)s") % {"place": place},
    }
    price = number(each["price"]) if each["price"] < 1000 else shell.number(round(each["price"]))
    means = {
        "anggaran": _("sejuta rupiah lagi menambah nilai %(price)s"),
        "lantai": _("satu keluarga lebih sedikit di sana menambah nilai %(price)s di tempat lain"),
    }.get(each["kind"], _("satu jatah lagi menambah nilai %(price)s"))
    most, used = each["most"], each["used"]
    shown = shell.money if each["kind"] == "anggaran" else shell.number
    return {
        "title": titles[each["kind"]], "most": shown(most), "used": shown(used), "binding": each["binding"],
        "means": means % {"price": price} if each["price"] > 0 else _("tidak mengikat: menambahnya tidak mengubah apa pun"),
    }  # fmt: skip


def names(row: Any) -> dict[str, str]:
    """What the programmes of a plan are called."""
    return {each["code"]: each["name"] for each in row.settings["shares"]}


def limits(row: Any) -> list[dict[str, Any]]:
    """The limits that bind, dearest first, floors of villages last; a page shows the first of them."""
    called = names(row)
    binding = [each for each in row.result.get("limits", ()) if each["binding"]]
    # A floor's price is of another kind: a family less, not a share more.
    binding.sort(key=lambda each: each["kind"] == "lantai")
    return [limit(each, called) for each in binding[:MOST_LIMITS]]


def villages(row: Any, actor: access.Actor) -> list[tuple[str, list[int]]]:
    """Coverage by kecamatan, of places whose recipients this reader may know: families, eligible, served, shares."""
    readable = queries.readable(row, actor).values()
    found: dict[str, list[int]] = {}
    for code, *figures in row.result.get("by_village", ()):
        if all(any(access.inside(code, scope) for scope in scopes) for scopes in readable):
            held = found.setdefault(code[:CODE_OF_KECAMATAN], [0, 0, 0, 0])
            found[code[:CODE_OF_KECAMATAN]] = [a + b for a, b in zip(held, figures, strict=True)]
    return sorted(found.items())


def deciles(row: Any, actor: access.Actor) -> list[tuple[str, list[int]]]:
    """Coverage by decile, for who may know all recipients; last those whose decile is not known."""
    if not queries.whole(row, actor, row.wilayah):
        return []
    told = [(key, list(figures)) for key, *figures in row.result.get("by_decile", ())]
    told.sort(key=lambda each: (each[0] == 0, each[0]))
    return [
        (_("Desil %(n)s") % {"n": key} if key else _("Desil belum tahu"), figures) for key, figures in told
    ]


def share_of_bound(row: Any) -> dict[str, Any]:
    """How near to the best there is, and who says so."""
    told = row.result
    linear = told.get("linear")
    bound = linear or told.get("bound") or 0
    share = min(1.0, told["value"] / bound) if bound else 1.0
    by = _("batas program linear HiGHS") if linear else _("batas yang dibuktikan harga rencana ini sendiri")
    return {"share": share, "by": by}


def columns(rows: Sequence[Any]) -> list[dict[str, Any]]:
    """Scenarios beside one another; the first is what the others are compared with."""
    base: dict[str, Any] = next((row.result for row in rows if row.result), {})
    return [
        {**line(row), "cost": _cost(base, row.result), "left": _left(row), **_first_decile(row)}
        for row in rows
    ]


def _cost(base: Mapping[str, Any], told: Mapping[str, Any]) -> float | None:
    """What a way of sharing out costs, as a part of the value of the first."""
    if not base or not told or not base["value"]:
        return None
    return float(told["value"]) / float(base["value"]) - 1


def _left(row: Any) -> int:
    return sum(each["left"] or 0 for each in row.result.get("programmes", ()))


def _first_decile(row: Any) -> dict[str, int]:
    told = {key: figures for key, *figures in row.result.get("by_decile", ())}
    _families, fit, served, _shares = told.get(1, (0, 0, 0, 0))
    return {"first_fit": fit, "first_served": served}


def event(step: Any) -> dict[str, Any]:
    """A step of the history."""
    text = [step.by_name]
    if step.digest:
        text.append(
            _("%(n)s jatah · sidik %(digest)s") % {"n": shell.number(step.count), "digest": step.digest[:12]}
        )
    if step.reason:
        text.append(step.reason)
    tone = "amber" if step.act in (rules.Act.RETURN, rules.Act.REJECT) else ""
    return {"date": step.at, "title": rules.ACTS[rules.Act(step.act)], "text": " · ".join(text), "tone": tone}
