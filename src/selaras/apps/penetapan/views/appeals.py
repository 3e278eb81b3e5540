"""Pages of offices: the queue of proposals and objections, one of them, and what is done with it."""

from __future__ import annotations

import secrets as random

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from selaras.apps.accounts import access
from selaras.apps.accounts import rules as accounts
from selaras.apps.audit import services as audit
from selaras.apps.penetapan import appeal_forms as forms
from selaras.apps.penetapan import choosing
from selaras.apps.penetapan.queries import appeals as queries
from selaras.apps.penetapan.rules import appeals as rules
from selaras.apps.penetapan.services import appeals as services
from selaras.apps.penetapan.services import visits
from selaras.apps.penetapan.views import public
from selaras.apps.wilayah import rules as regions
from selaras.kernel import errors
from selaras.shell import answers, words

DELIBERATE, IDENTITY = accounts.Ability.DELIBERATE, accounts.FieldClass.IDENTITY
_PER_PAGE = 50


@require_GET
@access.page(ability=DELIBERATE, field_class=IDENTITY)
def queue(request: HttpRequest) -> HttpResponse:
    """What waits, overdue first. No names: they stand on the page of each."""
    actor = access.actor_of(request)
    shown = request.GET.get("tampil", "milik")
    village = request.GET.get("wilayah", "")[:13]
    found = (
        queries.ended(actor)
        if shown == "selesai"
        else queries.queue(actor, mine=shown == "milik", village=village)
    )
    page = Paginator(found, _PER_PAGE).get_page(request.GET.get("halaman"))
    today = timezone.localdate()
    rows = [
        {
            "row": each, "kind": rules.KINDS[each.kind], "topic": rules.topic(each.kind, each.topic),
            "state": rules.STATES[each.state], "holder": rules.HOLDERS[each.holder],
            "late": max((today - each.due).days, 0) if each.state in rules.OPEN else 0,
        }
        for each in page.object_list
    ]  # fmt: skip
    waiting = queries.queue(actor)
    context = {
        "rows": rows, "page": page, "shown": shown, "waiting": waiting.count(), "overdue": waiting.filter(due__lt=today).count(),
        "linked": queries.linked(actor), "region_code": village,
    }  # fmt: skip
    return render(request, "penetapan/appeals.html", context)


@require_http_methods(["GET", "POST"])
@access.page(ability=DELIBERATE, field_class=IDENTITY)
def record(request: HttpRequest) -> HttpResponse:
    """Writes down what somebody says at the office."""
    actor = access.actor_of(request)
    kind = rules.Kind.SANGGAH if request.GET.get("jenis") == "sanggah" else rules.Kind.USUL
    scopes = accounts.scopes(actor, DELIBERATE, IDENTITY)
    place = choosing.place(request.GET.get("wilayah", "")[:13], scopes, regions.home(scopes))
    context = {"kind": kind, "place": place, "kind_query": f"&jenis={kind}"}
    if not place.villages:
        return render(request, "penetapan/appeal_place.html", context)
    if request.method == "GET":
        first = {"key": random.token_urlsafe(24), "kode_desa": place.first}
        form = forms.Office(kind=kind, choices=place.villages, initial=first)
        return render(request, "penetapan/appeal_record.html", {**context, "form": form})
    form = forms.Office(request.POST, kind=kind, choices=place.villages)
    if not form.is_valid():
        return render(request, "penetapan/appeal_record.html", {**context, "form": form}, status=422)
    return public.with_slip(request, services.record(sent=form.sent(), by=actor))


@require_GET
@access.page(ability=DELIBERATE, field_class=IDENTITY)
def appeal(request: HttpRequest, reference: str) -> HttpResponse:
    """One of them: what was written, where this person may read it, and its steps."""
    actor = access.actor_of(request)
    row = queries.one(reference, actor)
    if row is None:
        raise Http404
    audit.record(
        actor=actor,
        action="usul_sanggah_lihat",
        object_kind="usul_sanggah",
        object_id=reference,
        region=row.kode_desa,
    )
    return render(request, "penetapan/appeal.html", _shown(row, actor))


def _shown(
    row: queries.Found, actor: accounts.Actor, reporter: queries.Reporter | None = None
) -> dict[str, object]:
    told = queries.steps(row)
    opened = rules.may_open(actor, row.kode_desa, row.holder, row.topic)
    sealed = row.topic == rules.OTHERS
    may_know = rules.may_know_reporter(actor, row.kode_desa, row.topic)
    works = rules.may_work(actor, row.kode_desa, row.holder) and row.state in rules.OPEN
    running = visits.running(actor, row.kode_desa) if works and not row.keluarga else []
    return {
        "row": row, "region_code": row.kode_desa, "kind": rules.KINDS[row.kind], "topic": rules.topic(row.kind, row.topic),
        "state": rules.STATES[row.state], "holder": rules.HOLDERS[row.holder], "about": queries.about(row) if opened else None,
        "reporter": reporter or (queries.reporter(row) if may_know and not sealed else None),
        "may_reveal": sealed and may_know and reporter is None, "sealed": sealed, "works": works, "duty": rules.duty(row.state),
        "late": row.state in rules.OPEN and row.due < timezone.localdate(),
        "step": forms.Step(now=row.state, initial={"seen": len(told)}) if works else None,
        "link": forms.Link(initial={"keluarga": row.keluarga}) if works else None,
        "visit": forms.Visit(choices=running) if running else None,
        "steps": [
            {"date": each.at, "title": rules.STATES[each.state], "text": each.told, "source": each.by_name}
            for each in reversed(told)
        ],
    }  # fmt: skip


@require_POST
@access.page(ability=DELIBERATE, field_class=IDENTITY)
def step(request: HttpRequest, reference: str) -> HttpResponse:
    """The next step, with word to the citizen."""
    actor = access.actor_of(request)

    def move() -> None:
        form = forms.Step(request.POST, now=_mine(reference, actor).state)
        if not form.is_valid():
            raise errors.SelarasError(
                "aduan_kabar_kurang" if "told" in form.errors else "aduan_langkah_salah"
            )
        services.move(reference=reference, seen=form.cleaned_data["seen"], what=form.move(), by=actor)

    answers.done(request, move, _("Langkah tersimpan. Warga dapat membacanya dengan kodenya."))
    return redirect("penetapan:appeal", reference)


def _found(reference: str, actor: accounts.Actor) -> queries.Found:
    row = queries.one(reference, actor)
    if row is None:
        raise Http404
    return row


def _mine(reference: str, actor: accounts.Actor) -> queries.Found:
    """One whose turn is this person's. Raises Http404, SelarasError aduan_giliran_lain."""
    row = _found(reference, actor)
    if not rules.may_work(actor, row.kode_desa, row.holder):
        raise errors.SelarasError("aduan_giliran_lain")
    return row


@require_POST
@access.page(ability=DELIBERATE, field_class=IDENTITY)
def link(request: HttpRequest, reference: str) -> HttpResponse:
    """Which keluarga it is about."""
    actor = access.actor_of(request)

    def link_now() -> None:
        _mine(reference, actor)
        services.link(reference=reference, keluarga=request.POST.get("keluarga", "")[:13], by=actor)

    answers.done(request, link_now, _("Kaitan ke keluarga tersimpan."))
    return redirect("penetapan:appeal", reference)


@require_POST
@access.page(ability=accounts.Ability.LEAD, field_class=IDENTITY)
def visit(request: HttpRequest, reference: str) -> HttpResponse:
    """Sends an officer to a family on no list."""
    actor = access.actor_of(request)

    def send() -> None:
        _mine(reference, actor)
        visits.send(reference=reference, campaign=request.POST.get("campaign", "")[:12], by=actor)

    answers.done(request, send, _("Keluarga ini masuk ke daftar kunjungan kampanye itu."))
    return redirect("penetapan:appeal", reference)


@require_POST
@access.page(ability=accounts.Ability.LEAD, field_class=IDENTITY)
def reveal(request: HttpRequest, reference: str) -> HttpResponse:
    """Who objects about another family: for this one answer, against a reason that is kept."""
    actor = access.actor_of(request)
    row = _found(reference, actor)
    if not rules.may_know_reporter(actor, row.kode_desa, row.topic):
        raise Http404
    try:
        reporter = services.reveal(reference=reference, reason=request.POST.get("alasan", "")[:200], by=actor)
    except errors.SelarasError as error:
        messages.warning(request, words.error(error))
        return redirect("penetapan:appeal", reference)
    return render(request, "penetapan/appeal.html", _shown(row, actor, reporter))
