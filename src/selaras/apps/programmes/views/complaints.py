"""Complaints: sent by citizens without signing in, written down at counters, answered by who owns the programme."""

from __future__ import annotations

import secrets as random
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from selaras.apps.accounts import access
from selaras.apps.accounts import rules as accounts
from selaras.apps.audit import services as audit
from selaras.apps.penetapan import choosing
from selaras.apps.penetapan.rules import appeals as appeal_rules
from selaras.apps.penetapan.services import knocking
from selaras.apps.penetapan.views import public
from selaras.apps.programmes import complaint_forms as forms
from selaras.apps.programmes.queries import complaints as queries
from selaras.apps.programmes.rules import complaints as rules
from selaras.apps.programmes.services import complaints as services
from selaras.apps.wilayah import rules as regions
from selaras.kernel import errors
from selaras.shell import answers, drafts, words

SEE, DELIVER, IDENTITY = accounts.Ability.SEE, accounts.Ability.DELIVER, accounts.FieldClass.IDENTITY
_PER_PAGE = 50


@require_http_methods(["GET", "POST"])
@access.public
def send(request: HttpRequest) -> HttpResponse:
    """A citizen complains about a programme, without account."""
    home = appeal_rules.province()
    place = choosing.place(request.GET.get("wilayah", "")[:13], (home,), home)
    context: dict[str, Any] = {"place": place, "days": rules.WHOLE}
    if not place.villages:
        return render(request, "programmes/complaint_place.html", context)
    asked = {"places": place.villages, "programmes": queries.programmes()}
    written = drafts.read(request)
    if request.method == "GET" and written is None:
        first = {
            "key": random.token_urlsafe(24), "kode_desa": place.first, "programme": request.GET.get("program", "")[:40],
        }  # fmt: skip
        form = forms.Send(initial=first, **asked)
        return render(request, "programmes/complaint_form.html", {**context, "form": form})
    form, status = forms.Send(request.POST if written is None else written, **asked), 422
    if written is None and form.is_valid():
        if knocking.may_send(public.address(request)):
            return public.with_slip(request, services.send(sent=form.sent()))
        status = 429
    if status == 429 or (written is not None and drafts.TOO_OFTEN in written):
        form.add_error(None, words.error(errors.SelarasError("aduan_terlalu_sering")))
    if written is not None:
        status = 200
    answer = render(request, "programmes/complaint_form.html", {**context, "form": form}, status=status)
    answer["HX-Retarget"] = "#isi"
    return drafts.refused(request, answer) if written is None else drafts.over(request, answer)


def tracked(request: HttpRequest, digest: bytes) -> HttpResponse | None:
    """For the page of tracking codes: how far a complaint is; None where the code is none of one."""
    found = queries.with_code(digest)
    told = queries.steps(found) if found else []
    if found is None:
        return None
    audit.record(
        actor=None, action="lacak_lihat", object_kind=services.KIND, object_id=found.reference, region=found.kode_desa
    )  # fmt: skip
    context = {
        "found": found, "state": rules.STATES[found.state], "holder": rules.HOLDERS[found.holder],
        "ended": found.state in rules.ENDED, "days": rules.FIRST,
        "steps": [{"date": each.at, "title": rules.STATES[each.state], "text": each.told} for each in reversed(told)],
    }  # fmt: skip
    return render(request, "programmes/complaint_status.html", context)


@require_GET
@access.page(ability=SEE, field_class=IDENTITY)
def queue(request: HttpRequest) -> HttpResponse:
    """What waits, overdue first. No names: they stand on the page of each."""
    actor, today = access.actor_of(request), timezone.localdate()
    waiting = queries.waiting(actor, today)
    shown = request.GET.get("tampil", "milik")
    found = {"semua": queries.running, "selesai": queries.ended}.get(shown, lambda _actor: waiting)(actor)
    page = Paginator(found, _PER_PAGE).get_page(request.GET.get("halaman"))
    rows = [
        {
            "row": each, "topic": rules.TOPICS[each.topic], "state": rules.STATES[each.state],
            "holder": rules.HOLDERS[each.holder], "late": _late(each),
        }
        for each in page.object_list
    ]  # fmt: skip
    context = {
        "rows": rows, "page": page, "shown": shown, "waiting": waiting.count(),
        "overdue": waiting.filter(due__lt=today).count(), "records": _records(actor),
    }  # fmt: skip
    return render(request, "programmes/complaints.html", context)


def _records(actor: accounts.Actor) -> bool:
    return accounts.may(actor, DELIVER, field_class=IDENTITY)


def _late(row: queries.Found) -> int:
    """Days past its day, of an open one."""
    return max((timezone.localdate() - row.due).days, 0) if row.state in rules.OPEN else 0


@require_http_methods(["GET", "POST"])
@access.page(ability=DELIVER, field_class=IDENTITY)
def record(request: HttpRequest) -> HttpResponse:
    """Writes down at the counter what somebody says."""
    actor = access.actor_of(request)
    scopes = accounts.scopes(actor, DELIVER, IDENTITY)
    place = choosing.place(request.GET.get("wilayah", "")[:13], scopes, regions.home(scopes))
    if not place.villages:
        return render(request, "programmes/complaint_record.html", {"place": place})
    asked = {"places": place.villages, "programmes": queries.programmes()}
    if request.method == "GET":
        first = {
            "key": random.token_urlsafe(24), "kode_desa": place.first,
            **{name: request.GET.get(name, "")[:20] for name in ("keluarga", "line")},
        }  # fmt: skip
        return render(request, "programmes/complaint_record.html", {"place": place, "form": forms.Office(initial=first, **asked)})  # fmt: skip
    form = forms.Office(request.POST, **asked)
    if form.is_valid():
        try:
            return public.with_slip(request, services.record(sent=form.sent(), by=actor))
        except errors.SelarasError as error:
            form.add_error(None, words.error(error))
    return render(request, "programmes/complaint_record.html", {"place": place, "form": form}, status=422)


@require_GET
@access.page(ability=SEE, field_class=IDENTITY)
def complaint(request: HttpRequest, reference: str) -> HttpResponse:
    """One of them: what was written, where this person may read it, and its steps."""
    actor = access.actor_of(request)
    row = queries.one(reference, actor)
    if row is None:
        raise Http404
    audit.record(
        actor=actor, action="pengaduan_lihat", object_kind=services.KIND, object_id=reference, region=row.kode_desa
    )  # fmt: skip
    agency, told, late = row.programme.agency, queries.steps(row), _late(row)
    opened = rules.may_open(actor, agency, row.kode_desa, row.topic)
    works = row.state in rules.OPEN and rules.may_work(actor, agency, row.kode_desa, row.holder, late)
    context = {
        "row": row, "region_code": row.kode_desa, "topic": rules.TOPICS[row.topic], "state": rules.STATES[row.state],
        "holder": rules.HOLDERS[row.holder], "channel": rules.CHANNELS[row.channel], "late": late,
        "said": queries.said(row) if opened else None,
        "step": forms.Step(now=row.state, holder=row.holder, initial={"seen": len(told)}) if works else None,
        "steps": [
            {"date": each.at, "title": rules.STATES[each.state], "text": each.told, "source": each.by_name}
            for each in reversed(told)
        ],
    }  # fmt: skip
    return render(request, "programmes/complaint.html", context)


@require_POST
@access.page(ability=SEE, field_class=IDENTITY)
def step(request: HttpRequest, reference: str) -> HttpResponse:
    """The next step, with word to the citizen."""
    actor = access.actor_of(request)
    row = queries.one(reference, actor)
    if row is None:
        raise Http404

    def move() -> None:
        if not rules.may_work(actor, row.programme.agency, row.kode_desa, row.holder, _late(row)):
            raise errors.SelarasError("pengaduan_giliran_lain")
        form = forms.Step(request.POST, now=row.state, holder=row.holder)
        if not form.is_valid():
            raise errors.SelarasError(
                "pengaduan_kabar_kurang" if "told" in form.errors else "aduan_langkah_salah"
            )
        services.move(reference=reference, what=form.move(), by=actor)

    answers.done(request, move, _("Langkah tersimpan. Warga dapat membacanya dengan kodenya."))
    return redirect("programmes:complaint", reference)
