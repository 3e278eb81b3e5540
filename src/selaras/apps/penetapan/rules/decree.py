"""What stands in the SK: who decides, why, by which law, and the list. Text for the legal section to check, not legal advice.

Law: DOMAIN of this project (DTSEN: Permensos 3/2025, Kepmensos 245/HUK/2025) and UU 13/2011.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from selaras.kernel import dates

LEAST_YEAR: Final = 2000
BASIS: Final = (
    "Undang-Undang Nomor 13 Tahun 2011 tentang Penanganan Fakir Miskin;",
    "Undang-Undang Nomor 23 Tahun 2014 tentang Pemerintahan Daerah;",
    "Peraturan Menteri Sosial Nomor 3 Tahun 2025 tentang Data Tunggal Sosial dan Ekonomi Nasional;",
    "Keputusan Menteri Sosial Nomor 245/HUK/2025 tentang tata cara usulan serta verifikasi dan validasi.",
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the annex. `nik`: masked, as it is printed."""

    head: str
    nik: str
    outcome: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """What the SK is about. `kabupaten`: its name with Kabupaten or Kota in front; `met`: a meeting deliberated about it."""

    number: str
    on: dt.date
    kabupaten: str
    village: str
    title: str
    signed_by: str
    digest: str
    lines: Sequence[Line]
    met: bool = False


def office(kabupaten: str) -> str:
    """Who heads it: BUPATI KUTAI KARTANEGARA, WALI KOTA KUPANG."""
    kind, _, name = kabupaten.partition(" ")
    if kind.casefold() == "kota":
        return f"WALI KOTA {name}".upper()
    return f"BUPATI {name if kind.casefold() == 'kabupaten' else kabupaten}".upper()


def sound(number: str, on: dt.date | None, today: dt.date) -> bool:
    """Whether an SK can bear this number and day."""
    return bool(number.strip()) and on is not None and on.year >= LEAST_YEAR and on <= today


def totals(lines: Iterable[Line]) -> list[tuple[str, int]]:
    """How many lines of each outcome, most first."""
    counted: dict[str, int] = {}
    for line in lines:
        counted[line.outcome] = counted.get(line.outcome, 0) + 1
    return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))


def _path(paper: Paper) -> str:
    """What became of the findings before this paper: no meeting is spoken of that was not held."""
    return "dimusyawarahkan serta diperiksa" if paper.met else "diperiksa"


def contents(paper: Paper) -> dict[str, Any]:
    """Everything the template prints, as plain texts."""
    head = office(paper.kabupaten)
    spoken = head.title()
    return {
        "pemerintah": f"Pemerintah {paper.kabupaten}".upper(), "jabatan": head, "nomor": paper.number,
        "tentang": f"PENETAPAN HASIL VERIFIKASI DAN VALIDASI DATA KESEJAHTERAAN SOSIAL {paper.village}".upper(),
        "menimbang": [
            f"bahwa petugas telah mengunjungi keluarga-keluarga di {paper.village} dan hasilnya {_path(paper)} "
            "berjenjang oleh desa atau kelurahan, kecamatan, dan Dinas Sosial;",
            "bahwa hasil verifikasi dan validasi perlu ditetapkan sebagai dasar usulan pemutakhiran data;",
            f"bahwa untuk itu perlu menetapkan Keputusan {spoken};",
        ],
        "mengingat": list(BASIS),
        "kesatu": f"Menetapkan hasil verifikasi dan validasi {len(paper.lines)} keluarga di {paper.village} ({paper.title}) "
        "sebagaimana tercantum dalam lampiran.",
        "kedua": "Penetapan ini menjadi dasar usulan pemutakhiran data. Peringkat desil tetap ditetapkan oleh pemerintah pusat.",
        "ketiga": "Warga yang keberatan dapat mengajukan sanggah melalui desa atau kelurahan.",
        "tanggal": dates.long(paper.on), "kabupaten": paper.kabupaten, "desa": paper.village,
        "penanda_tangan": paper.signed_by, "sidik": paper.digest,
        "jumlah": [[name, str(count)] for name, count in totals(paper.lines)],
        "baris": [
            [str(place), line.head, line.nik, line.outcome, line.reason]
            for place, line in enumerate(paper.lines, start=1)
        ],
    }  # fmt: skip
