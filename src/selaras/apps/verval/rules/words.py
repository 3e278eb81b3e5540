"""The closed lists of verval, each code with what an officer reads. Outcomes: flow of Permensos 3/2021 and Kepmensos 245/HUK/2025."""

from __future__ import annotations

from enum import StrEnum


class Purpose(StrEnum):
    """What a campaign is for."""

    DECILE_1 = "desil_1"
    DISCREPANCY = "ketidaksesuaian"
    GREY_ZONE = "zona_abu"
    PROPOSALS = "usulan"
    BACK_CHECK = "uji_petik"
    ANSWERS = "jawaban_program"


class CampaignState(StrEnum):
    """From a plan to its end. Nothing leads back: a campaign that was ended stays as it was."""

    DRAFT = "rancangan"
    RUNNING = "berjalan"
    ENDED = "selesai"
    CANCELLED = "dibatalkan"


class TargetState(StrEnum):
    """How far the visit to one keluarga is."""

    WAITING = "menunggu"
    ASSIGNED = "ditugaskan"
    VISITED = "dikunjungi"
    WITHDRAWN = "dicabut"


class Outcome(StrEnum):
    """What a visit found."""

    LAYAK = "layak"
    TIDAK_LAYAK = "tidak_layak"
    MENINGGAL_AHLI_WARIS = "meninggal_ahli_waris"
    MENINGGAL_TANPA_AHLI_WARIS = "meninggal_tanpa_ahli_waris"
    PINDAH = "pindah"
    GANDA = "ganda"
    TIDAK_DITEMUKAN = "tidak_ditemukan"
    MENOLAK = "menolak"


class Channel(StrEnum):
    """How an answer came in."""

    ODK = "odk"
    PAGE = "halaman"
    PAPER = "kertas"


class Standing(StrEnum):
    """Whether a submission counts. What is not sure is held and shown to a person; nothing is dropped."""

    COUNTS = "berlaku"
    HELD = "karantina"
    REFUSED = "disisihkan"


class Held(StrEnum):
    """Why a submission is held."""

    NOT_ASSIGNED = "bukan_tugas"
    FORM_WITHDRAWN = "formulir_ditarik"
    FORM_UNKNOWN = "formulir_asing"
    OTHER_REGION = "wilayah_lain"
    OFFICER_DISABLED = "petugas_nonaktif"
    CAMPAIGN_ENDED = "kampanye_selesai"
    UNREADABLE = "isi_tidak_terbaca"


class Move(StrEnum):
    """Where somebody moved to."""

    DESA = "dalam_desa"
    KECAMATAN = "dalam_kecamatan"
    KABUPATEN = "dalam_kabupaten"
    PROVINSI = "dalam_provinsi"
    LUAR_PROVINSI = "luar_provinsi"
    LUAR_NEGERI = "luar_negeri"
