"""The door for ODK Collect and other OpenRosa clients. The token in the address says whose phone it is.

Only 201 and 202 mean received: a captive portal answers 200. Whatever is answered, the app shows the message of the
OpenRosaResponse to the officer.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.urls import reverse
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from selaras.apps.accounts import access
from selaras.apps.accounts import rules as rights
from selaras.apps.audit import services as audit
from selaras.apps.verval.queries import instruments, targets
from selaras.apps.verval.rules import openrosa, receiving, words
from selaras.apps.verval.services import devices
from selaras.apps.verval.services.receiving import receive
from selaras.kernel import errors
from selaras.shell import words as house

DOOR = access.Access(rights.Ability.VISIT, rights.FieldClass.IDENTITY)
_UNKNOWN = gettext_lazy("Kode telepon ini tidak dikenal. Minta kode QR yang baru kepada penyelia Anda.")
_CLOSED = gettext_lazy(
    "Telepon ini tidak lagi dipakai untuk verval. Isian yang sudah ada tetap dapat dikirim."
)
Page = Callable[..., HttpResponse]


def said(message: str, status: int, nature: str = "") -> HttpResponse:
    """An OpenRosaResponse."""
    return HttpResponse(
        openrosa.answer(message, nature), status=status, content_type="text/xml; charset=utf-8"
    )


def words_of(error: errors.SelarasError) -> tuple[str, str]:
    """What happened and what to do next, in the language of the page."""
    return house.told(error.code, error.params) or (error.message, error.hint)


def xml(text: str) -> HttpResponse:
    """A document a client asked for."""
    return HttpResponse(text, content_type="text/xml; charset=utf-8")


def dressed(answer: HttpResponse) -> HttpResponse:
    """What every answer of OpenRosa carries."""
    for name, value in openrosa.HEADERS.items():
        answer[name] = value
    answer.headers.setdefault("Date", http_date())
    return answer


def by_token(view: Page, *, also_closed: bool = False) -> Page:
    """Finds out whose phone it is and lets the page run in their name. `also_closed`: what they filled in is taken in even when
    they may do nothing else any more."""

    @functools.wraps(view)
    def opened(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
        phone = devices.opened(token)
        if phone is None:
            return dressed(said(str(_UNKNOWN), 403))
        if not phone.working and not also_closed:
            return dressed(said(str(_CLOSED), 403))
        try:
            return dressed(view(request, phone, token=token, **kwargs))
        except Http404:
            return dressed(
                said(
                    _("Formulir atau daftar ini tidak ada lagi di tugas Anda. Perbarui daftar formulir."), 404
                )
            )
        except errors.SelarasError as error:
            # Nothing of it stays, and the client keeps what it has.
            request.failed = True  # type: ignore[attr-defined]
            return dressed(said(" ".join(words_of(error)), 503))

    setattr(opened, access.ATTRIBUTE, DOOR)
    return csrf_exempt(opened)


def _address(request: HttpRequest, route: str, **parts: str) -> str:
    return request.build_absolute_uri(reverse(f"verval:odk_{route}", kwargs=parts))


def _form_list(request: HttpRequest, phone: devices.Opened, *, token: str) -> HttpResponse:
    """GET formList: the forms of the running campaigns this officer works in."""
    asked = request.GET.get("formID")
    listed = [
        openrosa.Listed(
            form.form_id, form.version, form.title, form.md5,
            _address(request, "form", token=token, form_id=form.form_id, version=form.version),
            _address(request, "manifest", token=token, form_id=form.form_id, version=form.version),
        )
        for form in instruments.of_officer(phone.actor)
        if asked in (None, form.form_id)
    ]  # fmt: skip
    return xml(openrosa.form_list(listed))


def _own_form(phone: devices.Opened, form_id: str, version: str) -> Any:
    for form in instruments.of_officer(phone.actor):
        if (form.form_id, form.version) == (form_id, version):
            return form
    raise Http404


def _form(
    request: HttpRequest, phone: devices.Opened, *, token: str, form_id: str, version: str
) -> HttpResponse:
    """GET the XForm."""
    return xml(_own_form(phone, form_id, version).xform)


def _manifest(
    request: HttpRequest, phone: devices.Opened, *, token: str, form_id: str, version: str
) -> HttpResponse:
    """GET the manifest: the officer's own families and nobody else's."""
    _own_form(phone, form_id, version)
    pack = targets.pack(phone.actor)
    lists = (
        openrosa.Media(
            openrosa.FAMILIES, openrosa.families(pack), _address(request, "media", token=token, name=openrosa.FAMILIES),
            _address(request, "integrity", token=token),
        ),
        openrosa.Media(
            openrosa.MEMBERS, openrosa.members(pack), _address(request, "media", token=token, name=openrosa.MEMBERS)
        ),
    )  # fmt: skip
    return xml(openrosa.manifest(lists))


def _media(request: HttpRequest, phone: devices.Opened, *, token: str, name: str) -> HttpResponse:
    """GET one of the lists of the manifest. That it was handed out stands in the trail."""
    if name not in {openrosa.FAMILIES, openrosa.MEMBERS}:
        raise Http404
    pack = targets.pack(phone.actor)
    audit.record(
        actor=phone.actor, action="verval_bekal", object_kind="perangkat", object_id=phone.device,
        region=phone.kode_desa, detail={"keluarga": len(pack), "daftar": name},
    )  # fmt: skip
    contents = openrosa.families(pack) if name == openrosa.FAMILIES else openrosa.members(pack)
    return HttpResponse(contents, content_type="text/csv; charset=utf-8")


def _integrity(request: HttpRequest, phone: devices.Opened, *, token: str) -> HttpResponse:
    """GET: which of the families a phone still holds are no longer this officer's."""
    asked = [each[:40] for each in request.GET.get("id", "").split(",") if each][:1000]
    held = frozenset(targets.mine(phone.actor).values_list("reference", flat=True))
    return xml(openrosa.integrity(asked, held))


def _submission(request: HttpRequest, phone: devices.Opened, *, token: str) -> HttpResponse:
    """HEAD: 204, come here. POST: a submission, or a part of its files."""
    if request.method == "HEAD":
        answer = HttpResponse(status=204)
        answer["Location"] = _address(request, "submission", token=token)
        return answer
    sent = taken(request)
    if isinstance(sent, HttpResponse):
        return sent
    return answered(receive(sent, phone.actor, phone.device))


def taken(request: HttpRequest) -> receiving.Sent | HttpResponse:
    """A multipart request as a submission, or why it is none. Read whole before anything is written down."""
    if "chunked" in request.headers.get("Transfer-Encoding", ""):
        return said(_("Kiriman ini tidak menyebut panjangnya. Perbarui aplikasinya, lalu kirim lagi."), 411)
    try:
        if int(request.headers.get("Content-Length") or 0) > openrosa.MOST_REQUEST:
            return said(
                _("Kiriman ini terlalu besar. Perkecil foto, lalu kirim lagi; isian tetap ada di telepon."),
                413,
            )
        main = request.FILES.get("xml_submission_file")
        written = request.POST.get("xml_submission_file", "")
        contents = main.read() if main else written.encode()
        files = tuple(
            (each.name or name, each.read())
            for name, group in request.FILES.lists()
            if name != "xml_submission_file"
            for each in group
        )
    except TooManyFilesSent:
        return said(
            _("Terlalu banyak berkas dalam satu kiriman. Isian tetap ada di telepon; kirim sebagian."), 413
        )
    except (MultiPartParserError, UnreadablePostError, RequestDataTooBig, ValueError):
        return said(
            _("Kiriman terpotong di jalan. Isian tetap ada di telepon; kirim lagi saat sinyal baik."), 400
        )
    if not contents:
        return said(_("Kiriman ini tidak memuat isian. Buka lagi formulirnya, lalu kirim lagi."), 400)
    return receiving.Sent(
        contents, words.Channel.ODK.value, files=files, device_label=request.GET.get("deviceID", "")[:80], device_sent=None
    )  # fmt: skip


def answered(receipt: receiving.Receipt) -> HttpResponse:
    """The status and the sentence for a receipt."""
    if receipt.status == receiving.CONTRADICTS:
        return said(
            _(
                "Isian ini sudah pernah dikirim dengan jawaban lain. Keduanya disimpan; beri tahu penyelia Anda."
            ),
            409,
        )
    if receipt.status == receiving.REFUSED:
        return said(
            _("Isian ini rusak dan tidak dapat dibaca. Salinannya disimpan; beri tahu penyelia Anda."), 400
        )
    if receipt.too_big:
        return said(
            _("Isian tersimpan, tetapi foto {foto} lebih dari 20 MB. Ambil foto dengan ukuran lebih kecil.").format(
                foto=", ".join(receipt.too_big)
            ), 413,
        )  # fmt: skip
    if receipt.held:
        return said(_("Diterima, dan akan diperiksa penyelia sebelum dihitung."), 201, "submit_success")
    return said(_("Diterima. Terima kasih."), 201, "submit_success")


form_list = by_token(require_safe(_form_list))
form = by_token(require_safe(_form))
manifest = by_token(require_safe(_manifest))
media = by_token(require_safe(_media))
integrity = by_token(require_safe(_integrity))
submission = by_token(require_http_methods(["HEAD", "POST"])(_submission), also_closed=True)
