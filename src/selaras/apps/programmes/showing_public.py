"""How citizens are told: where a family stands with a programme, and what of a programme's figures anybody reads."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from selaras.apps.programmes.queries.own_check import Place, Told

Text = str | Promise
# Word of a place, the sign it is shown with (as c-reason takes it), and what to do next.
PLACES: dict[Place, tuple[Text, str, Text]] = {
    Place.RECEIVED: (
        _("Tercatat menerima"), "layak",
        _("Belum sampai, atau kurang? Sampaikan lewat tombol di bawah; kami periksa penyalurannya."),
    ),
    Place.DECIDED: (
        _("Sudah ditetapkan, belum disalurkan"), "layak",
        _("Tunggu kabar penyalurannya dari desa atau kelurahan. Bawa KTP dan KK saat mengambil."),
    ),
    Place.RETURNED: (
        _("Sudah disalurkan, tetapi kembali"), "belum_tahu",
        _("Datang ke kantor desa atau kelurahan dengan KTP dan KK, supaya disalurkan ulang."),
    ),
    Place.QUEUED: (
        _("Memenuhi syarat, menunggu giliran"), "layak",
        _("Anggaran tahun ini belum cukup untuk semua yang memenuhi syarat. Anda tidak perlu mendaftar lagi."),
    ),
    Place.FITS: (
        _("Memenuhi syarat"), "layak",
        _("Memenuhi syarat belum berarti menerima: penerima ditetapkan menurut anggaran dan kuota."),
    ),
    Place.UNKNOWN: (
        _("Belum dapat dinilai"), "belum_tahu",
        _("Ada jawaban yang belum kami miliki. Datang ke kantor desa atau kelurahan, atau tunggu kunjungan petugas."),
    ),
    Place.CLOSED: (
        _("Tidak ditampilkan di sini"), "belum_tahu",
        _("Program ini bertanya tentang kesehatan. Hasilnya hanya disampaikan langsung, di kantor desa atau kelurahan."),
    ),
    Place.NOT: (
        _("Tidak memenuhi syarat"), "tidak_layak",
        _("Bila data di bawah tidak sesuai keadaan Anda, sampaikan; kami periksa dan nilai ulang."),
    ),
}  # fmt: skip
GROUPS: tuple[tuple[Text, tuple[Place, ...]], ...] = (
    (_("Yang Anda terima atau akan terima"), (Place.RECEIVED, Place.DECIDED, Place.RETURNED)),
    (_("Memenuhi syarat"), (Place.QUEUED, Place.FITS)),
    (_("Belum dapat dinilai"), (Place.UNKNOWN, Place.CLOSED)),
    (_("Tidak memenuhi syarat"), (Place.NOT,)),
)


def told(each: Told) -> dict[str, Any]:
    """One programme as the family reads it."""
    word, verdict, advice = PLACES[each.place]
    shares = [(share, PLACES[share.place][0]) for share in each.shares]
    return {"told": each, "word": word, "verdict": verdict, "advice": advice, "shares": shares}


def numbers(each: Told) -> list[tuple[str, Text]]:
    """Deliveries a complaint may be about, by number."""
    return [(share.number, f"{share.number}: {PLACES[share.place][0]}") for share in each.shares]


def standing(found: Iterable[Told]) -> list[dict[str, Any]]:
    """Programmes in groups, those that are empty left out."""
    rows = list(found)
    groups = [(title, places, [told(e) for e in rows if e.place in places]) for title, places in GROUPS]
    # What holds for all of a group is said once above it.
    return [
        {"title": title, "rows": inside, "advice": PLACES[places[0]][2] if len(places) == 1 else ""}
        for title, places, inside in groups
        if inside
    ]
