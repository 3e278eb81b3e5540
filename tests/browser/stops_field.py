"""Pages of field work, of citizens and of the way to the decree: who stands there, on the ground that pages_ground.py lays."""

import stops_delivery
import stops_lists
import stops_plans
import stops_rules
from live_portal import Portal
from playwright.sync_api import Page
from stops import Stop, places, posts

_LEADS, _VILLAGE = "verifikator", "desa"
PLAN = {
    "tujuan": "desil_1", "wilayah": "64.02.06", "title": "Uji", "begins": "2026-11-23", "ends": "2026-12-20", "officers": "1",
    "per_day": "8", "day_rate": "150000", "do": "hitung",
}  # fmt: skip

NO_PAGES = {
    **stops_plans.NO_PAGES,
    **stops_lists.NO_PAGES,
    **stops_rules.NO_PAGES,
    **stops_delivery.NO_PAGES,
    **dict.fromkeys(
        ("verval:photo", "verval:quality_file", "verval:paper_sheet", "verval:instrument_workbook", "verval:worklist_file",
         "verval:weekly_report", "penetapan:package_paper", "penetapan:package_proposal", "penetapan:meeting_paper",
         "penetapan:meeting_scan"),
        "berkas",
    ),
    **dict.fromkeys(
        ("programmes:public_data", "programmes:public_programme_data", "programmes:measures_download"), "berkas"
    ),
    **dict.fromkeys(("programmes:ticket_issue", "programmes:complaint_step"), "formulir yang menjawab dengan halaman lain"),
    **dict.fromkeys(("verval:field_worker", "verval:field_manifest"), "berkas untuk peramban"),
    **dict.fromkeys(("verval:field_session", "verval:field_pack", "verval:field_key", "verval:field_send"), "JSON"),
    **dict.fromkeys(
        tuple(f"verval:odk_{name}" for name in ("form_list", "form", "manifest", "media", "integrity", "submission")),
        "XML atau berkas untuk ODK Collect",
    ),
    **dict.fromkeys(
        tuple(f"verval:central_{name}" for name in (
            "begin", "me", "projects", "project", "forms", "form", "form_xml", "table", "submissions", "submission",
            "submission_xml", "attachments", "attachment", "datasets", "dataset", "entities", "entity_table",
        )),
        "JSON, XML atau berkas menurut API ODK Central",
    ),
    "verval:field_en": "halaman lapangan dalam bahasa Inggris (test_field_barriers.py)",
    "verval:launching": "bagian halaman yang bertanya sendiri",
    **dict.fromkeys(
        tuple(f"verval:{name}" for name in (
            "finding_decide", "release", "set_aside", "paper_look", "paper_bring", "device_withdraw", "device_withdraw_led",
            "instrument_publish", "instrument_withdraw", "launch", "end", "cancel", "officer_add", "officer_all",
            "officer_absent", "officer_remove", "share_out", "move", "assign", "add_nearby", "weekly_make",
        )) + tuple(f"penetapan:{name}" for name in (
            "package_make", "package_sign", "package_back", "package_decree", "package_row", "meeting_attend", "meeting_leave",
            "meeting_close", "meeting_add_scan", "appeal_step", "appeal_link", "appeal_visit",
        )),
        "formulir yang menjawab dengan halaman lain",
    ),
}  # fmt: skip


def _sheet_checked(page: Page, portal: Portal) -> None:
    """The sheet for typing in, brought back as it was taken."""
    page.goto("/verval/kertas/{kampanye}/".format(**places(portal)))
    with page.expect_download() as taken:
        page.get_by_role("button", name="Unduh lembar isian").click()
    page.locator("#berkas").set_input_files(taken.value.path())
    with page.expect_navigation():
        page.get_by_role("button", name="Periksa").click()


_AT = "/verval/kampanye/{kampanye}/"
CAMPAIGNS = [
    Stop("verval:campaigns", _LEADS, "/verval/"),
    Stop("verval:campaigns", "provinsi", "/verval/", state="pelihat"),
    Stop("verval:new", _LEADS, "/verval/kampanye/baru/"),
    Stop("verval:plan", _LEADS, posts("/verval/kampanye/baru/", "/verval/kampanye/simpan/", PLAN)),
    Stop("verval:campaign", _LEADS, _AT),
    Stop("verval:campaign", "wali_data", "/verval/kampanye/{rancangan}/", state="rancangan"),
    Stop("verval:campaign", _LEADS, "/verval/kampanye/{selesai}/", state="selesai"),
    Stop("verval:campaign", "provinsi", _AT, state="pelihat"),
    Stop("verval:questions", "wali_data", "/verval/kampanye/{rancangan}/pertanyaan/"),
    Stop("verval:village", _LEADS, _AT + "desa/64.02.06.1002/"),
    Stop("verval:officers", _LEADS, _AT + "petugas/"),
    Stop("verval:targets", _LEADS, _AT + "sasaran/"),
    Stop("verval:worklist", _LEADS, _AT + "daftar/{petugas}/"),
    Stop("verval:send_back", _LEADS, "/verval/kampanye/{selesai}/kembali/"),
    Stop("verval:weekly", _LEADS, "/verval/mingguan/"),
    Stop("verval:mine", "petugas", "/verval/tugas/"),
]
FORMS = [
    Stop("verval:devices", "petugas", "/verval/telepon/"),
    Stop("verval:device_add", "petugas", posts("/verval/telepon/", "/verval/telepon/baru/", {"name": "Telepon kedua"})),
    Stop("verval:devices_led", _LEADS, "/verval/telepon/petugas/"),
    Stop("verval:instruments", _LEADS, "/verval/formulir/"),
    Stop("verval:instrument", _LEADS, "/verval/formulir/{formulir}/"),
    Stop("verval:field", "", "/lapangan/"),
    Stop("verval:field", "petugas", "/lapangan/", state="petugas"),
    Stop("verval:field", "operator", "/lapangan/", state="bukan_petugas"),
    Stop("verval:field_import", _LEADS, "/verval/impor/"),
]  # fmt: skip
LOOKING = [
    Stop("verval:finding_queue", _LEADS, "/verval/temuan/"),
    Stop("verval:finding_family", _LEADS, "/verval/temuan/{beda}/"),
    Stop("verval:quarantine", _LEADS, "/verval/karantina/"),
    Stop("verval:visit", _LEADS, "/verval/kunjungan/{kunjungan}/"),
    Stop("verval:quality", _LEADS, "/verval/mutu/"),
    Stop("verval:paper", _LEADS, "/verval/kertas/{kampanye}/"),
    Stop("verval:paper_print", _LEADS, "/verval/kertas/{kampanye}/cetak/"),
    Stop("verval:paper_checked", _LEADS, _sheet_checked),
]
DECIDING = [
    Stop("penetapan:packages", _VILLAGE, "/penetapan/"),
    Stop("penetapan:package", "camat", "/penetapan/paket/{paket}/"),
    Stop("penetapan:meetings", _VILLAGE, "/musyawarah/"),
    Stop("penetapan:meeting_begin", _VILLAGE, "/musyawarah/baru/"),
    Stop("penetapan:meeting_begin", _LEADS, "/musyawarah/baru/", state="memilih_desa"),
    Stop("penetapan:meeting", _VILLAGE, "/musyawarah/{rapat}/"),
    Stop("penetapan:meeting", _VILLAGE, "/musyawarah/{rapat_tutup}/", state="tutup"),
    Stop("penetapan:meeting_list", _VILLAGE, "/musyawarah/{rapat}/daftar/"),
    Stop("penetapan:meeting_item", _VILLAGE, "/musyawarah/{rapat}/putusan/1/"),
    Stop("penetapan:meeting_item", _VILLAGE, "/musyawarah/{rapat_tutup}/putusan/1/", state="tutup"),
]
CITIZENS = [
    Stop("penetapan:propose", "", "/usul/", state="memilih_desa"),
    Stop("penetapan:propose", "", "/usul/?wilayah=64.02.06.1002"),
    Stop("penetapan:object", "", "/sanggah/?wilayah=64.02.06.1002"),
    Stop("penetapan:slip", "", "/tanda-terima/", state="kosong"),
    Stop("penetapan:track", "", "/lacak/"),
    Stop("penetapan:appeals", _VILLAGE, "/usul-sanggah/"),
    Stop("penetapan:appeal_record", _VILLAGE, "/usul-sanggah/baru/"),
    Stop("penetapan:appeal", _VILLAGE, "/usul-sanggah/{sanggah}/"),
    Stop(
        "penetapan:appeal_reveal",
        "kadinsos",
        posts(
            "/usul-sanggah/{sanggah_lain}/",
            "/usul-sanggah/{sanggah_lain}/pelapor/",
            {"alasan": "memeriksa sanggahan ini"},
        ),
    ),
]
PROGRAMMES = [
    Stop("programmes:programmes", "program", "/program/"),
    Stop("programmes:programme", "program", "/program/pkh/"),
    Stop("programmes:family", "wali_data", "/program/keluarga/{keluarga}/"),
]
PUBLIC = [
    Stop("programmes:public", "", "/bantuan/"),
    Stop("programmes:public_programme", "", "/bantuan/jamban/"),
    Stop("programmes:check", "", "/cek/"),
    Stop("programmes:complain", "", "/pengaduan/?wilayah=64.02.06.1002"),
    Stop("programmes:complain", "", "/pengaduan/", state="memilih_desa"),
    Stop("programmes:ticket", _VILLAGE, "/kartu-cek/"),
    Stop("programmes:complaints", "program", "/pengaduan/antrean/"),
    Stop("programmes:complaint", "program", "/pengaduan/kiriman/{pengaduan}/"),
    Stop("programmes:complaint_record", _VILLAGE, "/pengaduan/catat/"),
    Stop("programmes:publishing", "penyetuju", "/program/angka-terbit/"),
    Stop("programmes:measures", "wali_data", "/program/ukuran/"),
]
STOPS = [
    *CAMPAIGNS,
    *FORMS,
    *LOOKING,
    *DECIDING,
    *CITIZENS,
    *PROGRAMMES,
    *PUBLIC,
    *stops_plans.STOPS,
    *stops_lists.STOPS,
    *stops_rules.STOPS,
    *stops_delivery.STOPS,
]
# Pages that only a longer way leads to; those journeys look for barriers there.
SEEN_IN_JOURNEYS: dict[str, str] = {
    "programmes:check_answer": "test_journey_own_check.py",
    "programmes:check_object": "test_journey_own_check.py",
}
