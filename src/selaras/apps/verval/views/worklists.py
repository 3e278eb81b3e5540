"""Pages: what an officer has to visit, in the order of the way; to print, as a workbook, and for the officer alone."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from selaras.apps.accounts import access, rules
from selaras.apps.audit import services as audit
from selaras.apps.registry import services as registry
from selaras.apps.verval.forms import assigning as forms
from selaras.apps.verval.queries import assigning, targets
from selaras.apps.verval.rules import places, ranking
from selaras.apps.verval.services import targets as services
from selaras.apps.verval.views import campaigns
from selaras.shell import answers, sheets, words

Ability, FieldClass = rules.Ability, rules.FieldClass
HEADS = (
    "No", "Desa/kelurahan", "RT", "Alamat", "Kepala keluarga", "Nomor KK", "Anggota", "Mengapa", "Tanggal kunjungan",
    "Hasil", "Catatan",
)  # fmt: skip


def _officer(request: HttpRequest, row: Any, user: int) -> Any:
    """An officer of a campaign where who asks leads; 404 for anybody else."""
    found = next((each for each in assigning.crew(row, access.actor_of(request)) if each.user == user), None)
    if found is None:
        raise Http404
    return found


def _rows(actor: rules.Actor, row: Any, user: int) -> list[dict[str, Any]]:
    """Families in the order of the way, as paper shows them."""
    found = targets.of_officer(actor, row, user)
    known, members = targets.families(actor, [each.keluarga for each in found], Ability.SEE)
    shown = []
    for number, each in enumerate(found, start=1):
        family, people = known.get(each.keluarga or ""), members.get(each.keluarga or "", [])
        head = targets.head(family, people)
        shown.append({
            "number": number, "desa": words.region(each.kode_desa), "rt": places.rt_words(each.rt),
            "address": targets.address(family), "name": (head.nama if head else "") or "",
            "kk": words.masked(family.kk_tail) if family else "", "members": len(people), "why": " ".join(ranking.said(each.why)),
            "reference": each.reference,
        })  # fmt: skip
    return shown


@require_GET
@access.page(ability=Ability.LEAD, field_class=FieldClass.IDENTITY)
def worklist(request: HttpRequest, reference: str, user: int) -> HttpResponse:
    """What an officer still has to visit, to be printed: masked numbers, empty columns for the pen."""
    row, actor = campaigns.found_or_404(request, reference, Ability.LEAD), access.actor_of(request)
    officer = _officer(request, row, user)
    rows = _rows(actor, row, user)
    audit.record(
        actor=actor, action="tugas_cetak", object_kind="kampanye", object_id=row.reference, region=row.wilayah,
        detail={"petugas": user, "baris": len(rows)},
    )  # fmt: skip
    return render(
        request, "verval/worklist.html", {"campaign": row, "officer": officer, "rows": rows, "paper": True}
    )


@require_POST
@access.page(ability=Ability.LEAD, field_class=FieldClass.IDENTITY)
def worklist_file(request: HttpRequest, reference: str, user: int) -> HttpResponse:
    """The same as a workbook."""
    row, actor = campaigns.found_or_404(request, reference, Ability.LEAD), access.actor_of(request)
    _officer(request, row, user)
    rows = [
        [str(each["number"]), each["desa"], each["rt"], each["address"], each["name"], each["kk"], str(each["members"]),
         each["why"], "", "", ""]
        for each in _rows(actor, row, user)
    ]  # fmt: skip
    content, count = sheets.as_xlsx(HEADS, rows, "Daftar")
    registry.record_export(
        content=content,
        form="xlsx",
        rows=count,
        region=row.wilayah,
        purpose=actor.purpose or "verifikasi",
        by=actor,
    )
    return answers.attachment(content, f"kunjungan-{row.reference}-{user}.xlsx")


@require_GET
@access.page(ability=Ability.VISIT, field_class=FieldClass.IDENTITY)
def mine(request: HttpRequest) -> HttpResponse:
    """What I have to visit, in the order of the way."""
    return _mine(request, None)


def _mine(request: HttpRequest, data: Any) -> HttpResponse:
    actor = access.actor_of(request)
    packed = targets.pack(actor)
    audit.record(actor=actor, action="tugas_lihat", object_kind="sasaran", detail={"baris": len(packed)})
    return render(request, "verval/worklist_mine.html", {"rows": packed, "nearby": _nearby(actor, data)})


def _nearby(actor: rules.Actor, data: Any) -> forms.Nearby | None:
    """The form of a family on no list; None for who takes part in no campaign."""
    running = targets.own_campaigns(actor)
    if not running:
        return None
    form = forms.Nearby(data, auto_id="dekat-%s")
    form.fields["campaign"].choices = [(row.reference, row.title) for row in running]  # type: ignore[attr-defined]
    desa = targets.own_villages(actor)
    form.fields["kode_desa"].choices = [(code, words.region(code)) for code in desa]  # type: ignore[attr-defined]
    return form


@require_POST
@access.page(ability=Ability.VISIT, field_class=FieldClass.IDENTITY)
def add_nearby(request: HttpRequest) -> HttpResponse:
    """A family I met that stands on no list."""
    actor = access.actor_of(request)
    form = _nearby(actor, request.POST)
    if form is None or not form.is_valid():
        return _mine(request, request.POST)
    given = form.cleaned_data
    rt = places.rt(*given["rt"].split("/")[:2])
    answers.done(
        request,
        lambda: services.add_found(campaign=given["campaign"], kode_desa=given["kode_desa"], rt=rt, by=actor),
        _("Keluarga ditambahkan ke tugas Anda. Kunjungi dan isi formulirnya seperti biasa."),
    )
    return redirect("verval:mine")
