"""Calls of the ODK Central API for scripts that already speak it (pyodk). What is offered stands in docs/reference/odk.md."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from selaras.apps.accounts import access
from selaras.apps.audit import services as audit
from selaras.apps.verval.queries import instruments, submissions, targets
from selaras.apps.verval.rules import central, openrosa, receiving, words
from selaras.apps.verval.services import central as sessions
from selaras.apps.verval.services import devices
from selaras.apps.verval.services.receiving import receive
from selaras.apps.verval.views import openrosa as collect
from selaras.kernel import angka

MOST_ROWS = 500
Call = Callable[..., HttpResponse]


def _refusal(status: int, code: float, message: str) -> JsonResponse:
    return JsonResponse({"code": code, "message": message}, status=status)


def by_session(**methods: Call) -> Call:
    """A call that a session opens, with a function per method. Errors as Central writes them."""

    def opened(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        kind, _found, token = request.headers.get("Authorization", "").partition(" ")
        phone = sessions.opened(token.strip()) if kind.lower() == "bearer" else None
        if phone is None:
            return _refusal(
                401, 401.2, _("Sesi tidak ada atau sudah berakhir. Masuk lagi dengan kode telepon.")
            )
        if int(kwargs.pop("project", central.PROJECT)) != central.PROJECT:
            return _refusal(404, 404.1, _("Tidak ditemukan."))
        run = methods.get(request.method or "")
        if run is None:
            return _refusal(
                501, 501.1, _("Panggilan ini tidak didukung Selaras. Lihat docs/reference/odk.md.")
            )
        try:
            return run(request, phone, **kwargs)
        except Http404:
            return _refusal(404, 404.1, _("Tidak ditemukan."))

    setattr(opened, access.ATTRIBUTE, collect.DOOR)
    return csrf_exempt(opened)


@csrf_exempt
def begin(request: HttpRequest) -> HttpResponse:
    """POST /sessions: address and token of a phone against a session token."""
    try:
        given = json.loads(request.body)
        token = sessions.begin(str(given["email"]), str(given["password"]))
    except (ValueError, KeyError, TypeError):
        token = None
    if request.method != "POST" or token is None:
        return _refusal(401, 401.2, _("Surel dan kode telepon tidak cocok."))
    now = timezone.now()
    return JsonResponse(
        {"token": token, "createdAt": central.moment(now), "expiresAt": central.moment(now + sessions.LASTS)}
    )


setattr(begin, access.ATTRIBUTE, collect.DOOR)


def _me(request: HttpRequest, phone: devices.Opened) -> HttpResponse:
    actor = phone.actor
    return JsonResponse({"id": actor.user_id, "type": "field_key", "displayName": actor.name, "verbs": []})


def _projects(request: HttpRequest, phone: devices.Opened) -> HttpResponse:
    return JsonResponse([_the_project(phone)], safe=False)


def _project(request: HttpRequest, phone: devices.Opened) -> HttpResponse:
    return JsonResponse(_the_project(phone))


def _the_project(phone: devices.Opened) -> dict[str, Any]:
    return central.project("Verval", len(instruments.of_officer(phone.actor)), timezone.now())


def _forms(request: HttpRequest, phone: devices.Opened) -> HttpResponse:
    found = instruments.of_officer(phone.actor)
    return JsonResponse([_told(each) for each in found], safe=False)


def _told(each: Any) -> dict[str, Any]:
    return central.form(each.form_id, each.version, each.title, each.md5, each.published_at)


def _own_form(phone: devices.Opened, form_id: str) -> Any:
    found = [each for each in instruments.of_officer(phone.actor) if each.form_id == form_id]
    if not found:
        raise Http404
    return found[-1]


def _form(request: HttpRequest, phone: devices.Opened, *, form_id: str) -> HttpResponse:
    return JsonResponse(_told(_own_form(phone, form_id)))


def _form_xml(request: HttpRequest, phone: devices.Opened, *, form_id: str) -> HttpResponse:
    return collect.xml(_own_form(phone, form_id).xform)


def _submissions(request: HttpRequest, phone: devices.Opened, *, form_id: str) -> HttpResponse:
    rows = submissions.own(phone.actor, form_id)[:MOST_ROWS]
    return JsonResponse([central.submission(submissions.told(row)) for row in rows], safe=False)


def _one(phone: devices.Opened, form_id: str, instance: str) -> Any:
    found = submissions.own(phone.actor, form_id).filter(instance=instance).first()
    if found is None:
        raise Http404
    return found


def _submission(request: HttpRequest, phone: devices.Opened, *, form_id: str, instance: str) -> HttpResponse:
    return JsonResponse(central.submission(submissions.told(_one(phone, form_id, instance))))


def _submission_xml(
    request: HttpRequest, phone: devices.Opened, *, form_id: str, instance: str
) -> HttpResponse:
    row = _one(phone, form_id, instance)
    _read(phone, row.instance)
    return collect.xml(central.masked(submissions.xml_of(row).decode(errors="replace")))


def _read(phone: devices.Opened, what: str) -> None:
    audit.record(
        actor=phone.actor,
        action="kunjungan_baca",
        object_kind="kunjungan",
        object_id=what[:60],
        region=phone.kode_desa,
    )


def _body(request: HttpRequest, most: int) -> bytes | None:
    """What was sent, also in chunks of unknown number (pyodk sends files so); None where it is too much."""
    # Without a length Django reads nothing; the server below it has put the chunks together.
    chunked = "chunked" in request.headers.get("Transfer-Encoding", "")
    stream = request.META["wsgi.input"] if chunked else request
    contents: bytes = stream.read(most + 1)
    return None if len(contents) > most else contents


def _send(request: HttpRequest, phone: devices.Opened, *, form_id: str) -> HttpResponse:
    """POST: the XML itself. Central answers 200 here; a script reads the JSON, not only the status."""
    contents = _body(request, openrosa.ACCEPTED)
    if contents is None:
        return _refusal(413, 413.1, _("Kiriman ini terlalu besar."))
    label = request.GET.get("deviceID", "")[:80]
    sent = receiving.Sent(contents, words.Channel.ODK.value, device_label=label)
    receipt = receive(sent, phone.actor, phone.device)
    if receipt.status == receiving.CONTRADICTS:
        return _refusal(
            409, 409.3, _("Isian ini sudah pernah dikirim dengan jawaban lain. Keduanya disimpan.")
        )
    if receipt.status == receiving.REFUSED:
        return _refusal(400, 400.1, _("Isian ini rusak dan tidak dapat dibaca. Salinannya disimpan."))
    return _submission(request, phone, form_id=form_id, instance=receipt.instance)


def _attachments(request: HttpRequest, phone: devices.Opened, *, form_id: str, instance: str) -> HttpResponse:
    names = submissions.told(_one(phone, form_id, instance))["names"]
    return JsonResponse([{"name": name, "exists": there} for name, there in names], safe=False)


def _attach(
    request: HttpRequest, phone: devices.Opened, *, form_id: str, instance: str, name: str
) -> HttpResponse:
    """POST: a file that the answers speak of, sent with the answers that are kept."""
    row = _one(phone, form_id, instance)
    if name not in row.expected:
        raise Http404
    contents = _body(request, openrosa.MOST_REQUEST)
    if contents is None:
        return _refusal(413, 413.1, _("Kiriman ini terlalu besar."))
    if not contents:
        return _refusal(400, 400.1, _("Berkas ini kosong."))
    sent = receiving.Sent(
        submissions.xml_of(row), row.channel, instance=row.instance, files=((name, contents),)
    )
    receipt = receive(sent, phone.actor, phone.device)
    if receipt.too_big:
        return _refusal(413, 413.1, _("Foto ini lebih dari 20 MB."))
    return JsonResponse({"success": True})


def _table(request: HttpRequest, phone: devices.Opened, *, form_id: str) -> HttpResponse:
    """OData: `$top`, `$skip`, `$count`. Numbers of sixteen digits are masked."""
    found = submissions.own(phone.actor, form_id)
    skip, top = (_number(request, name, most) for name, most in (("$skip", 10**6), ("$top", MOST_ROWS)))
    rows = [
        submissions.told(row, whole=True)
        for row in found[skip or 0 : (skip or 0) + (MOST_ROWS if top is None else top)]
    ]
    total = found.count() if request.GET.get("$count", "").lower() == "true" else None
    _read(phone, form_id)
    return JsonResponse(central.table(rows, total=total, address=request.build_absolute_uri(request.path)))


def _number(request: HttpRequest, name: str, most: int) -> int | None:
    number = angka.whole(request.GET.get(name, ""), 9)
    return None if number is None else min(number, most)


def _datasets(request: HttpRequest, phone: devices.Opened) -> HttpResponse:
    return JsonResponse([central.dataset()], safe=False)


def _dataset(request: HttpRequest, phone: devices.Opened) -> HttpResponse:
    return JsonResponse(central.dataset())


def _families(phone: devices.Opened) -> list[dict[str, str]]:
    pack = targets.pack(phone.actor)
    audit.record(
        actor=phone.actor, action="verval_bekal", object_kind="perangkat", object_id=phone.device,
        region=phone.kode_desa, detail={"keluarga": len(pack), "daftar": central.DATASET},
    )  # fmt: skip
    return [openrosa.family(each) for each in pack]


def _entities(request: HttpRequest, phone: devices.Opened) -> HttpResponse:
    now = timezone.now()
    return JsonResponse([central.entity(each, now) for each in _families(phone)], safe=False)


def _entity_table(request: HttpRequest, phone: devices.Opened) -> HttpResponse:
    address = request.build_absolute_uri(request.path)
    return JsonResponse(central.entity_table(_families(phone), timezone.now(), address))


me = by_session(GET=_me)
projects, project = by_session(GET=_projects), by_session(GET=_project)
forms, form, form_xml = by_session(GET=_forms), by_session(GET=_form), by_session(GET=_form_xml)
submissions_of = by_session(GET=_submissions, POST=_send)
submission, submission_xml = by_session(GET=_submission), by_session(GET=_submission_xml)
attachments, attachment = by_session(GET=_attachments), by_session(POST=_attach)
table = by_session(GET=_table)
datasets, dataset = by_session(GET=_datasets), by_session(GET=_dataset)
entities, entity_table = by_session(GET=_entities), by_session(GET=_entity_table)
