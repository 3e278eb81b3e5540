"""Pages of all families at once, and of lists agencies bring and compare, in the walk."""

from stops import Stop

_STEWARD, _OUTSIDE = "wali_data", "oikn_program"
NO_PAGES = {
    "programmes:families_take_out": "berkas",
    **dict.fromkeys(
        tuple(f"programmes:{name}" for name in (
            "wanted_plan", "list_bring", "list_withdraw", "agreement_propose", "agreement_answer", "agreement_end",
        )),
        "formulir yang menjawab dengan halaman lain",
    ),
}  # fmt: skip
STOPS = [
    Stop("programmes:matrix", _STEWARD, "/program/matriks/?wilayah=64.02.06"),
    Stop("programmes:matrix", "provinsi", "/program/matriks/?wilayah=64.02", state="pelihat"),
    Stop(
        "programmes:matrix_families",
        _STEWARD,
        "/program/matriks/keluarga/?wilayah=64.02.06&tampil=belum_terjangkau",
    ),
    Stop("programmes:families", _STEWARD, "/program/pkh/keluarga/?wilayah=64.02.06"),
    Stop("programmes:families", "program", "/program/pkh/keluarga/", state="instansi_lain"),
    Stop("programmes:families", _STEWARD, "/program/pip/keluarga/?hasil=layak", state="per_orang"),
    Stop("programmes:families", _STEWARD, "/program/air-bersih/keluarga/", state="per_desa"),
    Stop("programmes:wanted", "verifikator", "/program/tanya/"),
    Stop("programmes:lists", _OUTSIDE, "/program/penerima/"),
    Stop("programmes:list", _OUTSIDE, "/program/penerima/{penerima}/"),
    Stop("programmes:agreements", _OUTSIDE, "/program/banding/"),
    Stop("programmes:agreement", _OUTSIDE, "/program/banding/{kesepakatan}/"),
    Stop("programmes:agreement", "program", "/program/banding/{kesepakatan}/", state="kukar"),
]
