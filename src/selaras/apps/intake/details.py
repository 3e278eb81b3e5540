"""What a check writes beside a finding, and why a file is taken for what it is, in the language of the page.

The engine writes whole Indonesian sentences with values in them. Here each stands once with names for its values, so that
they are read back and said in English; what is not known stays as it was written. A test looks for every one of the engine.
"""

from __future__ import annotations

import functools
import re

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from selaras.shell import words as shell

TEMPLATES = (
    _("%(n)s anggota"),
    _("%(n)s anggota, dari baris %(first)s sampai baris %(last)s"),
    _("%(n)s baris"),
    _("%(n)s baris, dari baris %(first)s sampai baris %(last)s"),
    _("%(n)s keluarga"),
    _("%(n)s kepala dalam satu keluarga"),
    _("%(n)s nama berhenti tepat di huruf ke-%(place)s"),
    _("%(n)s pasangan"),
    _("%(n)s persen"),
    _("%(level)s, umur %(age)s tahun"),
    _("bahan bakar %(fuel)s"),
    _("desil %(desil)s"),
    _("desil %(low)s sampai %(high)s"),
    _("hubungan tertulis %(relation)s"),
    _("kode kecamatan %(code)s"),
    _("menurut NIK %(said)s"),
    _("menurut NIK %(said)s; hanya tahunnya berbeda"),
    _("menurut NIK %(said)s; hari dan bulan tertukar"),
    _("sebagian besar berkas ini di %(place)s"),
    _("selisih tahun lahir dengan kepala %(years)s tahun"),
    _("semua %(value)s"),
    _("semua desil %(desil)s"),
    _("tercatat %(n)s baris anggota"),
    _("umur %(age)s tahun"),
    _("untuk %(n)s orang"),
    _("Lembar %(sheet)s: %(known)s dari %(all)s kolom dikenal sebagai %(part)s."),
    _("Lembar %(sheet)s: %(known)s dari %(all)s kolom dikenal sebagai %(part)s; kolom khas: %(marks)s."),
    _(
        "Lembar %(sheet)s: %(known)s dari %(all)s kolom dikenal sebagai %(part)s; kolom khas: %(marks)s dan %(more)s lainnya."
    ),
)
_VALUE = re.compile(r"%\((\w+)\)s")


def said(text: str) -> str:
    """A detail as kept, in the language of the page."""
    if not text or not shell.english():
        return text
    for template, pattern in _patterns():
        if found := pattern.fullmatch(text):
            return gettext(template) % found.groupdict()
    return text


@functools.cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Templates with the pattern they leave; those with the most words of their own first, so that none hides another."""
    ordered = sorted(TEMPLATES, key=lambda each: -len(_VALUE.sub("", each)))
    return tuple((each, re.compile(_pattern(each))) for each in ordered)


def _pattern(template: str) -> str:
    parts = _VALUE.split(template)
    return "".join(f"(?P<{part}>.+)" if odd % 2 else re.escape(part) for odd, part in enumerate(parts))
