"""Pages of meetings: begun, who is there, decided one by one, closed, and their papers."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from selaras.apps.accounts import access
from selaras.apps.accounts import rules as accounts
from selaras.apps.audit import services as audit
from selaras.apps.penetapan import choosing
from selaras.apps.penetapan import meeting_forms as forms
from selaras.apps.penetapan.queries import meetings as queries
from selaras.apps.penetapan.rules import meetings as rules
from selaras.apps.penetapan.services import meetings as services
from selaras.apps.penetapan.services import minutes
from selaras.apps.wilayah import rules as regions
from selaras.kernel import errors
from selaras.shell import answers, words

DELIBERATE, IDENTITY = accounts.Ability.DELIBERATE, accounts.FieldClass.IDENTITY
_PER_PAGE = 30


@require_GET
@access.page(ability=DELIBERATE, field_class=IDENTITY)
def overview(request: HttpRequest) -> HttpResponse:
    """Meetings, newest first."""
    actor = access.actor_of(request)
    page = Paginator(queries.visible(actor), _PER_PAGE).get_page(request.GET.get("halaman"))
    rows = [{"row": each, "kind": rules.KINDS[each.kind]} for each in page.object_list]
    return render(request, "penetapan/meetings.html", {"rows": rows, "page": page})


@require_http_methods(["GET", "POST"])
@access.page(ability=DELIBERATE, field_class=IDENTITY)
def begin(request: HttpRequest) -> HttpResponse:
    """A new meeting: the village first, then when, where, and about what."""
    actor = access.actor_of(request)
    scopes = accounts.scopes(actor, DELIBERATE, IDENTITY)
    place = choosing.place(request.GET.get("wilayah", "")[:13], scopes, regions.home(scopes))
    context = {"place": place, "address": reverse("penetapan:meeting_begin")}
    if not place.first:
        return render(request, "penetapan/meeting_place.html", context)
    earlier = [(each.reference, each.number) for each in queries.closed(place.first, actor)]
    values = {"campaigns": queries.campaigns_for(actor, place.first), "earlier": earlier}
    form = forms.Begin(request.POST or None, **values)
    context |= {"form": form, "region_code": place.first, "kind": rules.KINDS[rules.kind_of(place.first)]}
    if request.method == "GET" or not form.is_valid():
        return render(request, "penetapan/meeting_begin.html", context, status=422 if form.is_bound else 200)
    try:
        made = services.begin(plan=form.plan(place.first), by=actor)
    except errors.SelarasError as error:
        form.add_error(None, words.error(error))
        return render(request, "penetapan/meeting_begin.html", context, status=422)
    return answers.lead(request, reverse("penetapan:meeting", args=[made.reference]))


def found(reference: str, actor: accounts.Actor) -> queries.Found:
    """A meeting this person may open. Raises Http404."""
    row = queries.one(reference, actor)
    if row is None:
        raise Http404
    return row


def _kept(actor: accounts.Actor, action: str, row: queries.Found) -> None:
    audit.record(
        actor=actor, action=action, object_kind="musyawarah", object_id=row.reference, region=row.kode_desa
    )


@require_GET
@access.page(ability=DELIBERATE, field_class=IDENTITY)
def meeting(request: HttpRequest, reference: str) -> HttpResponse:
    """How far it is: who is there, what is decided, what is missing; once closed its papers."""
    actor = access.actor_of(request)
    row = found(reference, actor)
    _kept(actor, "musyawarah_lihat", row)
    lacks, first = queries.missing(row), queries.next_open(row)
    listed = list(queries.items(row))
    context = {
        "meeting": row, "region_code": row.kode_desa, "kind": rules.KINDS[row.kind], "open": row.closed_at is None,
        "attendees": [(each, rules.CAPACITIES.get(each.capacity, each.capacity)) for each in queries.attendees(row)],
        "quorum": rules.quorum(row.kind), "needed": [rules.CAPACITIES[each] for each in rules.quorum(row.kind).needed],
        "lacks": minutes.lacking(lacks), "first": first, "total": len(listed), "decided": sum(bool(i.decision) for i in listed),
        "counted": rules.counted(each.decision for each in listed), "attend": forms.Attend(), "scan": forms.Scan(),
        "scans": row.scan.get("files", []), "corrects": queries.one(row.corrects, actor) if row.corrects else None,
        "corrected_by": queries.corrected_by(row),
    }  # fmt: skip
    return render(request, "penetapan/meeting.html", context)


@require_GET
@access.page(ability=DELIBERATE, field_class=IDENTITY)
def listing(request: HttpRequest, reference: str) -> HttpResponse:
    """The list by name, to be printed for the meeting."""
    actor = access.actor_of(request)
    row = found(reference, actor)
    _kept(actor, "musyawarah_daftar", row)
    lines = queries.lines(list(queries.items(row)), actor)
    context = {"meeting": row, "lines": lines, "region_code": row.kode_desa, "kind": rules.KINDS[row.kind]}
    return render(request, "penetapan/meeting_list.html", context)


@require_POST
@access.page(ability=DELIBERATE, field_class=IDENTITY)
def attend(request: HttpRequest, reference: str) -> HttpResponse:
    """Somebody is there."""
    actor = access.actor_of(request)
    found(reference, actor)
    form = forms.Attend(request.POST)
    given = form.cleaned_data if form.is_valid() else {"name": "", "capacity": "", "signs": False}
    answers.done(request, lambda: services.attend(reference=reference, by=actor, **given))
    return redirect(reverse("penetapan:meeting", args=[reference]) + "#hadir")


@require_POST
@access.page(ability=DELIBERATE, field_class=IDENTITY)
def leave(request: HttpRequest, reference: str, attendee: int) -> HttpResponse:
    """A name was written down by mistake."""
    actor = access.actor_of(request)
    found(reference, actor)
    answers.done(request, lambda: services.leave(reference=reference, attendee=attendee, by=actor))
    return redirect(reverse("penetapan:meeting", args=[reference]) + "#hadir")


@require_http_methods(["GET", "POST"])
@access.page(ability=DELIBERATE, field_class=IDENTITY)
def item(request: HttpRequest, reference: str, place: int) -> HttpResponse:
    """One family: what was found, and what the meeting says. By key or button; then the next one."""
    actor = access.actor_of(request)
    row = found(reference, actor)
    one = queries.items(row).filter(place=place).first()
    if one is None:
        raise Http404
    context = _item(row, one, actor)
    if request.method == "GET":
        _kept(actor, "musyawarah_lihat", row)
        return render(request, "penetapan/meeting_item.html", context)
    said = services.Said(*(request.POST.get(name, "") for name in ("putusan", "alasan", "keberatan")))
    try:
        services.decide(reference=reference, place=place, said=said, by=actor)
    except errors.SelarasError as error:
        more = {"said": said, "trouble": words.error(error)}
        return render(request, "penetapan/meeting_item.html", {**context, **more}, status=422)
    following = queries.next_open(row, place)
    if following is None:
        messages.success(request, _("Semua sudah diputuskan. Periksa daftar hadir, lalu tutup musyawarah."))
        return redirect("penetapan:meeting", reference)
    return redirect("penetapan:meeting_item", reference, following.place)


def _item(row: queries.Found, one: queries.Listed, actor: accounts.Actor) -> dict[str, object]:
    line = queries.lines([one], actor)[0]
    total = queries.items(row).count()
    return {
        "meeting": row, "line": line, "region_code": row.kode_desa, "open": row.closed_at is None,
        "said": services.Said(one.decision, one.reason, one.objection), "decisions": rules.DECISIONS,
        "total": total, "done": queries.items(row).exclude(decision="").count(),
        "before": one.place - 1 if one.place > 1 else 0, "after": one.place + 1 if one.place < total else 0,
    }  # fmt: skip


@require_POST
@access.page(ability=DELIBERATE, field_class=IDENTITY)
def close(request: HttpRequest, reference: str) -> HttpResponse:
    """Closes it; the berita acara is made."""
    actor = access.actor_of(request)
    found(reference, actor)
    answers.done(
        request, lambda: services.close(reference=reference, by=actor),
        _("Musyawarah ditutup dan berita acaranya terbit. Cetak, tanda tangani, lalu unggah."),
    )  # fmt: skip
    return redirect("penetapan:meeting", reference)


@require_GET
@access.page(ability=DELIBERATE, field_class=IDENTITY)
def paper(request: HttpRequest, reference: str) -> HttpResponse:
    """The berita acara as PDF."""
    actor = access.actor_of(request)
    contents = minutes.read(row=found(reference, actor), by=actor)
    return answers.attachment(contents, f"berita-acara-{reference}.pdf")


@require_POST
@access.page(ability=DELIBERATE, field_class=IDENTITY)
def add_scan(request: HttpRequest, reference: str) -> HttpResponse:
    """The signed paper comes back."""
    actor = access.actor_of(request)
    found(reference, actor)
    form = forms.Scan(request.POST, request.FILES)
    contents = form.contents() if form.is_valid() else b""
    answers.done(
        request, lambda: minutes.add_scan(reference=reference, contents=contents, by=actor),
        _("Berita acara bertanda tangan tersimpan."),
    )  # fmt: skip
    return redirect("penetapan:meeting", reference)


@require_GET
@access.page(ability=DELIBERATE, field_class=IDENTITY)
def scan(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """A signed paper as it is kept: not ours."""
    actor = access.actor_of(request)
    kept = minutes.scan(row=found(reference, actor), number=number, by=actor)
    if kept is None:
        raise Http404
    kind, contents = kept
    return answers.brought(contents, f"berita-acara-{reference}-{number + 1}.{kind}")
