"""@getodk/xforms-engine (ODK Web Forms) under Node loads our form and lists, fills it, and submits it to the running server."""

import base64
import io
import json
import shutil
import subprocess
from pathlib import Path

import pytest
from PIL import Image
from verval_world import HOME, field

from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as accounts
from selaras.apps.verval.models.campaigns import Campaign
from selaras.apps.verval.models.submissions import Attachment, Observation, Submission
from selaras.apps.verval.rules import forms
from selaras.apps.verval.services import devices, instruments

PEERS = Path(__file__).parents[2] / "peers"
NODE = shutil.which("node")
READY = NODE is not None and (PEERS / "node_modules" / "@getodk" / "xforms-engine").is_dir()
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        not READY,
        reason="TIDAK DIUJI: mesin XForms ODK tidak terpasang. `npm ci` di tests/peers, perlu Node 20",
    ),
]


@pytest.fixture
def place(make_actor):
    with accounts.acting(access.SYSTEM):
        found = field(make_actor("petugas"))
        Campaign.objects.update(instrument=instruments.publish(by=access.SYSTEM))
        found.token = devices.issue(
            user=found.officer.user_id, kode_desa=HOME, channel="odk", by=access.SYSTEM
        )
    return found


def _photo() -> str:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(out, "JPEG")
    return base64.b64encode(out.getvalue()).decode()


def _fill(live_server, place, **answers: str) -> dict:
    done = subprocess.run(
        [NODE, "isi.mjs", f"{live_server.url}/odk/k/{place.token}", json.dumps(answers)],
        cwd=PEERS, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


POOR = {
    "keadaan": "ada", "persetujuan": "ya", "punya_tempat": "ya", "kedudukan_tertinggi": "6", "aset_besar": "tidak_ada",
    "rumah_lain": "tidak", "kepala_bekerja": "ya", "khawatir_makan": "ya", "makan_lebih_setengah": "ya", "tanpa_sandang": "ya",
    "status_rumah": "1", "luas_lantai": "24", "lantai": "5", "dinding": "3", "atap": "3", "air_minum": "9", "penerangan": "1",
    "daya": "1", "bahan_bakar": "4", "jamban": "6", "aset": "sepeda_motor smartphone", "ternak_besar": "0",
    "ternak_kecil": "2", "program_diterima": "tidak_ada", "keinginan": "rumah air_sanitasi", "kelayakan": "layak",
    "lokasi": "ya", "foto_depan": _photo(), "catatan": "diisi mesin lain",
}  # fmt: skip


def test_the_whole_interview_reaches_the_house_once(live_server, place):
    target = place.targets[1].reference
    told = _fill(live_server, place, sasaran=target, **POOR)
    assert (told["status"], told["violations"]) == ("ready", [])
    assert [each["status"] for each in told["sent"]] == [201, 201]
    with accounts.acting(access.SYSTEM):
        row = Submission.objects.get()
        seen = Observation.objects.get()
        assert (row.standing, row.device_label) == ("berlaku", "peer:xforms-engine")
        assert (seen.outcome, seen.target_id) == ("layak", place.targets[1].pk)
        assert (round(seen.lat, 2), round(seen.lon, 2)) == (-0.41, 116.99)
        assert Attachment.objects.get().picture
    answers = forms.read(told["xml"].encode())
    assert (answers.fields["kampanye"], answers.fields["luas_lantai"]) == (place.campaign.reference, "24")
    assert "kloset" not in {each.split("/")[-1] for each in told["asked"]}


SHORT = {
    "pindah": {"keadaan": "pindah", "pindah_ke": "dalam_kabupaten"},
    "meninggal_ahli_waris": {"keadaan": "meninggal_ahli_waris"},
    "tidak_ditemukan": {"keadaan": "tidak_ditemukan", "alasan_tidak_ditemukan": "tidak_dikenal"},
    "menolak": {"keadaan": "ada", "persetujuan": "tidak", "alasan_menolak": "tidak_percaya"},
    "tidak_layak": {
        "keadaan": "ada", "persetujuan": "ya", "punya_tempat": "ya", "kedudukan_tertinggi": "5", "aset_besar": "mobil",
        "rumah_lain": "tidak", "aset": "tidak_ada", "program_diterima": "tidak_ada", "kelayakan": "tidak_layak",
        "alasan_tidak_layak": "pegawai",
    },
}  # fmt: skip


@pytest.mark.parametrize("outcome", SHORT)
def test_a_short_visit_ends_where_it_is_settled(live_server, place, outcome):
    told = _fill(live_server, place, sasaran=place.targets[0].reference, **SHORT[outcome])
    assert (told["status"], [each["status"] for each in told["sent"]]) == ("ready", [201, 201])
    with accounts.acting(access.SYSTEM):
        seen = Observation.objects.get()
        assert (seen.outcome, seen.counts) == (outcome, True)
        detail = SHORT[outcome].get("pindah_ke", "") or SHORT[outcome].get("alasan_tidak_layak", "")
        assert seen.detail.startswith(detail)


def test_a_question_that_must_be_answered_holds_the_form_back(live_server, place):
    told = _fill(live_server, place, sasaran=place.targets[0].reference, keadaan="pindah")
    assert (told["status"], told["sent"]) == ("pending", [])
    assert any("pindah_ke" in each for each in told["violations"])


def test_a_number_that_is_no_nik_is_refused_by_the_form(live_server, place):
    told = _fill(
        live_server,
        place,
        sasaran=place.targets[0].reference,
        **POOR,
        perbaikan="nik",
        nik_benar="640206410780947",
    )
    assert told["status"] == "pending"
    assert any("nik_benar" in each for each in told["violations"])
