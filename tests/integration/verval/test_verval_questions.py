"""What a campaign asks besides the standard form: typed, looked at, kept, and refused where it cannot be."""

import campaign_ground as ground
import pytest
from django.urls import reverse

from selaras.apps.accounts.services import identify
from selaras.apps.audit.models import Event
from selaras.apps.verval.models.campaigns import Campaign, Instrument
from selaras.apps.verval.rules import adding
from selaras.apps.verval.services import campaigns

TYPED = [
    ("punya_perahu", "ya_tidak", "Punya perahu?", ""),
    ("bahan_dermaga", "pilihan", "Dermaga dari apa?", "Ulin; Beton & baja"),
    ("jumlah_keramba", "angka", "Berapa keramba?", ""),
]


@pytest.fixture
def draft(lead, sign_in):
    client = sign_in(lead)
    client.post(reverse("verval:plan"), {
        "tujuan": "desil_1", "wilayah": ground.KECAMATAN, "title": "Pesisir", "begins": "2026-11-23", "ends": "2026-12-20",
        "officers": "2", "per_day": "8", "day_rate": "150000", "do": "simpan",
    })  # fmt: skip
    return client, Campaign.objects.get()


def _post(client, row, typed, do="simpan"):
    form = {"form-TOTAL_FORMS": str(len(typed)), "form-INITIAL_FORMS": "0", "do": do}
    for n, values in enumerate(typed):
        form |= {
            f"form-{n}-{key}": text
            for key, text in zip(("name", "kind", "label", "choices"), values, strict=True)
        }
    return client.post(reverse("verval:questions", args=[row.reference]), form)


def test_questions_are_looked_at_first_and_then_belong_to_the_campaign(draft):
    client, row = draft
    before = Instrument.objects.count()
    page = _post(client, row, [*TYPED, ("", "angka", "", "")], "lihat").content.decode()
    assert "Begini ditanyakan di telepon" in page
    assert "Beton &amp; baja" in page
    assert Instrument.objects.count() == before
    standard = row.instrument

    assert _post(client, row, TYPED).status_code == 302
    row.refresh_from_db()
    assert row.instrument.form_id != standard.form_id
    asked = {each["name"]: each for each in row.instrument.questions if each["group"] == "g_tambahan"}
    assert list(asked) == [name for name, *_ in TYPED]
    assert asked["bahan_dermaga"]["choices"] == [["ulin", "Ulin"], ["beton_dan_baja", "Beton & baja"]]
    assert "<punya_perahu" in row.instrument.xform
    assert Event.objects.filter(action="kampanye_tanya", detail={"pertanyaan": 3}).count() == 1
    assert (
        'value="Ulin; Beton &amp; baja"'
        in client.get(reverse("verval:questions", args=[row.reference])).content.decode()
    )

    _post(client, row, [])
    row.refresh_from_db()
    assert row.instrument == standard


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("keadaan", "teks", "Apa kabar?", ""), "sudah dipakai"),
        (("Dua Kata", "teks", "Apa kabar?", ""), "huruf kecil"),
        (("warna", "pilihan", "Warna apa?", "Merah"), "dua pilihan yang berbeda"),
        (("warna", "pilihan", "Warna apa?", "Merah; merah"), "dua pilihan yang berbeda"),
        (("warna", "teks", "Warna ${catatan}?", ""), "tidak dapat disisipkan"),
        (("warna", "teks", "", ""), "kosong"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused_with_the_reason(draft, typed, said):
    client, row = draft
    answer = _post(client, row, [typed])
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert Campaign.objects.get().instrument == row.instrument


def test_a_launched_campaign_asks_what_it_asked(draft, lead):
    client, row = draft
    identify(lead)
    campaigns.launch(reference=row.reference, by=lead)
    assert _post(client, row, TYPED).status_code == 422
    assert Campaign.objects.get().instrument == row.instrument


@pytest.mark.parametrize("typed", [*TYPED, ("ket", "teks", "Keterangan", "")])
def test_what_was_typed_is_read_back(typed):
    assert tuple(adding.typed(adding.row_of(*typed)).values()) == typed
