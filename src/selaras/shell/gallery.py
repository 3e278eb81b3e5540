"""Made-up data for the page that shows every brick live. Nobody in it exists; serials of numbers begin with 9."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.utils.translation import gettext as _

_SEEN = (
    ("Siti Aminah", "•••• •••• •••• 9001", "64.02.06.1001", 4, "P3KE"),
    ("Andi Saputra", "•••• •••• •••• 9014", "64.02.06.1002", 5, "DTKS"),
    ("Maria Goreti", "•••• •••• •••• 9120", "64.02.06.1005", 3, "Dukcapil"),
    ("Yohanes Bulan", "•••• •••• •••• 9317", "64.02.06.1006", 6, "DTSEN"),
)


def context(page: int = 1) -> dict[str, Any]:
    """Everything the gallery's template needs."""
    rows = [
        {"name": name, "nik": nik, "code": code, "members": members, "source": source}
        for name, nik, code, members, source in _SEEN
    ]
    return {
        "day": date(2026, 11, 22),
        "region_code": "64.02.02.2003",
        "as_known_on": date(2026, 11, 22),
        "pair": _pair(),
        "weights": _weights(),
        "events": _events(),
        "steps": _steps(),
        "job": {
            "stage": _("Mencocokkan orang"), "done": 81_240, "total": 140_000, "state": "berjalan",
            "note": _("12 pasangan perlu ditinjau sampai sekarang."), "next": _("menggabungkan menjadi satu registri"),
        },
        "failed": {
            "stage": _("Membaca berkas"), "done": 3_100, "total": 9_000, "state": "gagal",
            "note": _("Berkas terpotong di baris 3.101. Tidak ada yang masuk ke registri."),
            "next": _("minta pengirim mengekspor ulang, lalu unggah lagi"),
        },
        "sources": [
            {"label": "P3KE × DTKS", "value": 1834, "note": _("alamat, status, anggota")},
            {"label": "DTKS × Dukcapil", "value": 912, "note": _("NIK tidak padan"), "tone": "amber"},
            {"label": "DTSEN × Regsosek", "value": 377, "note": _("desil berjarak tiga atau lebih")},
            {"label": _("Regsosek × daftar dinas"), "value": 41},
        ],
        "months": {
            "categories": ["Jul", "Agu", "Sep", "Okt", "Nov"],
            "series": [{"name": _("perlu ditinjau"), "values": [1200, 940, 700, 520, 312]}],
        },
        "page": Paginator(rows * 12, 8).get_page(page),
        "villages": _villages(),
        "map_limits": ["1-7", "8-14", "15-21", "22-28", "29-35"],
    }  # fmt: skip


def _pair() -> list[dict[str, Any]]:
    return [
        {"label": _("Nama"), "left": "SITI AMINAH", "right": "SITI AMINNAH", "state": "close"},
        {"label": "NIK", "left": "•••• •••• •••• 9001", "right": None, "state": "missing"},
        {"label": _("Tanggal lahir"), "left": "17 Agustus 1978", "right": "17 Agustus 1978", "state": "same"},
        {"label": _("Nama ibu"), "left": "MARDIANA", "right": "MARDIANA", "state": "same"},
        {
            "label": _("Alamat"),
            "left": "RT 004, Jl. Poros",
            "right": "RT 011, Jl. Belida",
            "state": "different",
        },
        {"label": _("Anggota keluarga"), "left": 4, "right": 4, "state": "same"},
    ]


def _weights() -> list[dict[str, Any]]:
    return [
        {"label": _("Nama"), "level": _("mirip, satu huruf berbeda"), "bits": 7.9},
        {"label": _("Tanggal lahir"), "level": _("sama persis"), "bits": 13.2},
        {"label": _("Nama ibu"), "level": _("sama persis"), "bits": 9.4},
        {"label": _("Alamat"), "level": _("RT berbeda"), "bits": -3.1},
        {"label": _("Berapa orang dapat tertukar"), "level": _("140.000 orang di kabupaten"), "bits": -17.1},
    ]


def _events() -> list[dict[str, Any]]:
    return [
        {"date": date(2026, 11, 20), "title": _("Pindah ke RT 011"), "source": "Dukcapil 2026-11", "text": _("Nomor KK tetap.")},
        {"date": date(2026, 6, 2), "title": _("NIK belum padan"), "source": "DTKS 2026-06", "tone": "amber"},
        {"date": date(2024, 3, 14), "title": _("Pertama kali tercatat"), "source": "Regsosek 2024"},
    ]  # fmt: skip


def _steps() -> list[dict[str, Any]]:
    return [
        {"label": _("Unggah"), "state": "done"},
        {"label": _("Kenali kolom"), "state": "done"},
        {"label": _("Periksa"), "state": "now"},
        {"label": _("Bandingkan"), "state": "next"},
        {"label": _("Terima"), "state": "next"},
    ]


def _villages() -> list[dict[str, Any]]:
    """Six squares that stand for villages, in degrees near the equator; one figure weak, one missing."""
    shown = []
    for index, level in enumerate((1, 2, 3, 4, 5, 0)):
        west, south = 116.9 + 0.1 * (index % 3), -0.5 + 0.1 * (index // 3)
        ring = [
            (west, south),
            (west + 0.1, south),
            (west + 0.1, south + 0.1),
            (west, south + 0.1),
            (west, south),
        ]
        name = _("Desa contoh %(number)s") % {"number": index + 1}
        shown.append(
            {"code": f"99.99.01.200{index + 1}", "name": name, "level": level, "weak": index == 2,
             "value": level * 7 if level else None, "ring": ring}
        )  # fmt: skip
    return shown
