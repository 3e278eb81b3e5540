"""Pages of plans in the walk."""

import stops
from stops import Stop, posts

_PLANNER = "perencana"
NO_PAGES = {
    "programmes:plan_paper": "berkas",
    "programmes:plan_export": "berkas",
    "programmes:plan_progress": "bagian halaman yang bertanya sendiri",
    **dict.fromkeys(
        tuple(f"programmes:plan_{name}" for name in ("again", "change", "propose", "decide", "approve")),
        "formulir yang menjawab dengan halaman lain",
    ),
}
STOPS = [
    Stop("programmes:plans", _PLANNER, "/program/rencana/"),
    Stop("programmes:plan_new", _PLANNER, stops._open_all("/program/rencana/baru/?wilayah=64.02")),
    Stop("programmes:plan_make", _PLANNER, posts("/program/rencana/", "/program/rencana/susun/", {"wilayah": "64.02"}), status=400),
    Stop("programmes:plan_compare", _PLANNER, "/program/rencana/banding/{rencana_keluarga}/"),
    Stop("programmes:plan_moved", _PLANNER, "/program/rencana/banding/{rencana}/{rencana_lain}/"),
    Stop("programmes:plan", _PLANNER, stops._open_all("/program/rencana/{rencana}/")),
    Stop("programmes:plan", "penyetuju", stops._open_all("/program/rencana/{rencana_sah}/"), state="disetujui"),
    Stop("programmes:plan_rows", _PLANNER, "/program/rencana/{rencana}/daftar/"),
    Stop("programmes:plan_family", _PLANNER, stops._open_all("/program/rencana/{rencana}/keluarga/{rencana_satu}/")),
]  # fmt: skip
