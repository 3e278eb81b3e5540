"""Addresses of verval. Lines by subject, so that builders do not meet."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from selaras.apps.verval.views import (
    assigning,
    campaigns,
    central,
    devices,
    field,
    findings,
    instruments,
    openrosa,
    paper,
    progress,
    quality,
    quarantine,
    questions,
    returning,
    weekly,
    worklists,
)
from selaras.shell.frame import Entry

app_name = "verval"
_FORM = "odk/v1/projects/<int:project>/forms/<str:form_id>"
_SENT = f"{_FORM}/submissions/<str:instance>"
urlpatterns = [
    # ODK Collect and other OpenRosa clients: the token says whose phone it is.
    path("odk/k/<str:token>/formList", openrosa.form_list, name="odk_form_list"),
    path("odk/k/<str:token>/formulir/<str:form_id>/<str:version>.xml", openrosa.form, name="odk_form"),
    path(
        "odk/k/<str:token>/formulir/<str:form_id>/<str:version>/manifest",
        openrosa.manifest,
        name="odk_manifest",
    ),
    path("odk/k/<str:token>/berkas/<str:name>", openrosa.media, name="odk_media"),
    path("odk/k/<str:token>/keutuhan", openrosa.integrity, name="odk_integrity"),
    path("odk/k/<str:token>/submission", openrosa.submission, name="odk_submission"),
    # Calls of the ODK Central API: a session opened with the token of a phone.
    path("odk/v1/sessions", central.begin, name="central_begin"),
    path("odk/v1/users/current", central.me, name="central_me"),
    path("odk/v1/projects", central.projects, name="central_projects"),
    path("odk/v1/projects/<int:project>", central.project, name="central_project"),
    path("odk/v1/projects/<int:project>/forms", central.forms, name="central_forms"),
    path(f"{_FORM}.xml", central.form_xml, name="central_form_xml"),
    path(f"{_FORM}.svc/Submissions", central.table, name="central_table"),
    path(_FORM, central.form, name="central_form"),
    path(f"{_FORM}/submissions", central.submissions_of, name="central_submissions"),
    path(f"{_SENT}.xml", central.submission_xml, name="central_submission_xml"),
    path(_SENT, central.submission, name="central_submission"),
    path(f"{_SENT}/attachments", central.attachments, name="central_attachments"),
    path(f"{_SENT}/attachments/<str:name>", central.attachment, name="central_attachment"),
    path("odk/v1/projects/<int:project>/datasets", central.datasets, name="central_datasets"),
    path("odk/v1/projects/<int:project>/datasets/keluarga", central.dataset, name="central_dataset"),
    path(
        "odk/v1/projects/<int:project>/datasets/keluarga/entities", central.entities, name="central_entities"
    ),
    path(
        "odk/v1/projects/<int:project>/datasets/keluarga.svc/Entities",
        central.entity_table,
        name="central_entity_table",
    ),
    # Phones and versions of the form.
    path("verval/telepon/", devices.mine, name="devices"),
    path("verval/telepon/baru/", devices.add, name="device_add"),
    path("verval/telepon/<int:device>/cabut/", devices.withdraw, name="device_withdraw"),
    path("verval/telepon/petugas/", devices.led, name="devices_led"),
    path("verval/telepon/petugas/<int:device>/cabut/", devices.withdraw_led, name="device_withdraw_led"),
    path("verval/formulir/", instruments.versions, name="instruments"),
    path("verval/formulir/terbitkan/", instruments.publish, name="instrument_publish"),
    path("verval/formulir/<int:instrument>/", instruments.version, name="instrument"),
    path("verval/formulir/<int:instrument>/berkas/", instruments.workbook, name="instrument_workbook"),
    path("verval/formulir/<int:instrument>/tarik/", instruments.withdraw, name="instrument_withdraw"),
    # The offline page: one folder, so that its service worker reaches nothing else.
    path("lapangan/", field.page, name="field"),
    path("lapangan/en/", field.page_en, name="field_en"),
    path("lapangan/sw.js", field.worker, name="field_worker"),
    path("lapangan/manifest.webmanifest", field.manifest, name="field_manifest"),
    path("lapangan/sesi/", field.session, name="field_session"),
    path("lapangan/paket/", field.pack, name="field_pack"),
    path("lapangan/kunci/", field.work_key, name="field_key"),
    path("lapangan/kirim/", field.send, name="field_send"),
    path("verval/impor/", field.bring, name="field_import"),
    # Campaigns, officers, worklists, progress.
    path("verval/", campaigns.overview, name="campaigns"),
    path("verval/kampanye/baru/", campaigns.new, name="new"),
    path("verval/kampanye/simpan/", campaigns.plan, name="plan"),
    path("verval/kampanye/<str:reference>/", progress.campaign, name="campaign"),
    path("verval/kampanye/<str:reference>/luncurkan/", campaigns.launch, name="launch"),
    path("verval/kampanye/<str:reference>/peluncuran/", campaigns.launching, name="launching"),
    path("verval/kampanye/<str:reference>/akhiri/", campaigns.end, name="end"),
    path("verval/kampanye/<str:reference>/pertanyaan/", questions.questions, name="questions"),
    path("verval/kampanye/<str:reference>/batalkan/", campaigns.cancel, name="cancel"),
    path("verval/kampanye/<str:reference>/desa/<str:code>/", progress.village, name="village"),
    path("verval/kampanye/<str:reference>/petugas/", assigning.officers, name="officers"),
    path("verval/kampanye/<str:reference>/petugas/tambah/", assigning.add, name="officer_add"),
    path("verval/kampanye/<str:reference>/petugas/semua/", assigning.add_all, name="officer_all"),
    path(
        "verval/kampanye/<str:reference>/petugas/<int:user>/berhalangan/",
        assigning.absent,
        name="officer_absent",
    ),
    path(
        "verval/kampanye/<str:reference>/petugas/<int:user>/keluar/<str:code>/",
        assigning.remove,
        name="officer_remove",
    ),
    path("verval/kampanye/<str:reference>/bagikan/", assigning.share_out, name="share_out"),
    path("verval/kampanye/<str:reference>/pindahkan/", assigning.move, name="move"),
    path("verval/kampanye/<str:reference>/sasaran/", assigning.target_list, name="targets"),
    path("verval/kampanye/<str:reference>/sasaran/<str:target>/beri/", assigning.assign, name="assign"),
    path("verval/kampanye/<str:reference>/daftar/<int:user>/", worklists.worklist, name="worklist"),
    path(
        "verval/kampanye/<str:reference>/daftar/<int:user>/berkas/",
        worklists.worklist_file,
        name="worklist_file",
    ),
    # What was settled, back into the registry.
    path("verval/kampanye/<str:reference>/kembali/", returning.back, name="send_back"),
    path("verval/mingguan/", weekly.reports, name="weekly"),
    path("verval/mingguan/buat/", weekly.make, name="weekly_make"),
    path("verval/mingguan/<int:report_id>/", weekly.report, name="weekly_report"),
    path("verval/tugas/", worklists.mine, name="mine"),
    path("verval/tugas/tambah/", worklists.add_nearby, name="add_nearby"),
    # The supervisor: answers that differ, what is held, one visit, quality.
    path("verval/temuan/", findings.queue, name="finding_queue"),
    path("verval/temuan/<str:reference>/", findings.family, name="finding_family"),
    path("verval/temuan/<str:reference>/putuskan/", findings.decide, name="finding_decide"),
    path("verval/karantina/", quarantine.held, name="quarantine"),
    path("verval/kunjungan/<int:number>/", quarantine.visit, name="visit"),
    path("verval/kunjungan/<int:number>/lepas/", quarantine.release, name="release"),
    path("verval/kunjungan/<int:number>/sisihkan/", quarantine.set_aside, name="set_aside"),
    path("verval/foto/<int:number>/", quarantine.photo, name="photo"),
    path("verval/mutu/", quality.quality, name="quality"),
    path("verval/mutu/berkas/", quality.workbook, name="quality_file"),
    # Paper: printed, typed in, sent.
    path("verval/kertas/<str:reference>/", paper.paper_page, name="paper"),
    path("verval/kertas/<str:reference>/cetak/", paper.print_forms, name="paper_print"),
    path("verval/kertas/<str:reference>/lembar/", paper.sheet, name="paper_sheet"),
    path("verval/kertas/<str:reference>/periksa/", paper.look, name="paper_look"),
    path("verval/kertas/<str:reference>/periksa/<str:digest>/", paper.checked, name="paper_checked"),
    path("verval/kertas/<str:reference>/kirim/", paper.bring, name="paper_bring"),
]

MENU = [
    Entry(
        _("Verval"), "verval:campaigns", "map-pin", 50, first_for=("verifikator",), guide="pengawas-verval"
    ),
    Entry(_("Tugas kunjungan"), "verval:mine", "checklist", 51, short=_("Tugas"), guide="petugas-lapangan"),
]
