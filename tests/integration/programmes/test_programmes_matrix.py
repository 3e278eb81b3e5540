"""The list of a programme and the matrix: figures are the families behind them, and of those the reader may see."""

import csv
import io
import re

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from selaras.apps.programmes.models.allocation import Receives
from selaras.apps.programmes.models.catalogue import Programme
from selaras.apps.programmes.queries import asking, families, verdicts
from selaras.apps.programmes.queries.matrix import Matrix
from selaras.apps.programmes.rules import matrix as rules
from selaras.apps.registry.models import Keluarga

TODAY = timezone.localdate()
HOME = "64.02"


def found(actor, **chosen):
    asked = asking.everything(actor, TODAY, verdicts.access.FieldClass.IDENTITY)
    return Matrix(asked.seen, asked.current, rules.Filter(**{"wilayah": HOME, **chosen}))


def trail():
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('selaras.audit', '*', true)")
        cursor.execute("SELECT action FROM audit_event ORDER BY id DESC LIMIT 1")
        return cursor.fetchone()[0]


def listed(programme, rows, agency="uji"):
    code = Programme.objects.get(code=programme)
    Receives.objects.bulk_create(
        Receives(
            programme=code,
            keluarga=each.reference,
            kode_desa=each.kode_desa,
            agency=agency,
            source="uji",
            recorded_by=0,
        )
        for each in rows
    )


def test_figures_of_views_add_up_family_by_family(kabupaten, make_actor, as_actor):
    actor = make_actor("wali_data")
    as_actor(actor)
    some = list(Keluarga.objects.filter(kode_desa__startswith=HOME).order_by("reference")[:12])
    listed("bedah-rumah", some[:8])
    listed("bsps", some[4:12])
    whole = found(actor)
    snapshot = whole.seen.snapshot
    at = {reference: row for row, reference in enumerate(snapshot.references)}
    conflict = whole.of(rules.View.CONFLICT, "bsps")
    assert {snapshot.references[int(row)] for row in conflict.nonzero()[0]} == {
        each.reference for each in some[4:8]
    }
    gap, has = whole.of(rules.View.GAP), whole.anything
    for reference, row in at.items():
        fits = [code for code, marks in whole.seen.outcomes.items() if marks[row] == verdicts.LAYAK]
        having = [code for code, marks in whole.seen.has.items() if marks is not None and marks[row]]
        assert bool(gap[row]) == bool(whole.rows[row] and fits and not having), reference
        assert bool(has[row]) == bool(having)
        owners = {whole.owner[code] for code in having}
        assert bool(whole.of(rules.View.OVERLAP)[row]) == bool(whole.rows[row] and len(owners) > 1)
    for line in whole.lines():
        assert line.layak + line.belum_tahu + line.tidak_layak == whole.rows.sum()
    pair = next(each for each in whole.pairs() if {each.one.code, each.other.code} == {"bsps", "bedah-rumah"})
    assert (pair.both, bool(pair.why)) == (4, True)
    places = whole.places(conflict, 2)
    assert sum(marked for marked, _ in places.values()) == 4
    assert (
        sum(of for _, of in places.values())
        == (whole.rows & snapshot.kode_desa.is_not_null().to_numpy()).sum()
    )


def test_the_page_leads_from_figures_to_families(kabupaten, make_actor, sign_in):
    client = sign_in(make_actor("wali_data"))
    page = client.get(reverse("programmes:matrix"), {"wilayah": HOME, "tampil": "belum_terjangkau"})
    text = page.content.decode()
    assert page.status_code == 200
    assert "Siapa terjangkau, siapa belum?" in text
    families_page = client.get(
        reverse("programmes:matrix_families"), {"wilayah": HOME, "tampil": "belum_terjangkau"}
    )
    assert families_page.status_code == 200
    assert "registri/keluarga/" in families_page.content.decode()
    assert trail() == "program_matriks"


@pytest.mark.parametrize(
    "given",
    [
        {"tampil": "'; DROP TABLE", "program": "tidak-ada", "wilayah": HOME},
        {"halaman": "99999999999999999999", "wilayah": HOME},
        {"halaman": "-1", "desil": "²", "hasil": "ya", "menerima": "1", "wilayah": HOME},
        {"desil": "11", "wilayah": HOME},
    ],
)
def test_what_is_unknown_in_an_address_chooses_nothing(kabupaten, make_actor, sign_in, given):
    client = sign_in(make_actor("wali_data"))
    for name, kwargs in (("matrix", {}), ("matrix_families", {}), ("families", {"code": "lansia"})):
        assert client.get(reverse(f"programmes:{name}", kwargs=kwargs), given).status_code == 200
    assert client.get(reverse("programmes:matrix"), {"wilayah": "94.01"}).status_code == 404
    assert client.get(reverse("programmes:families", kwargs={"code": "tidak-ada"})).status_code == 404


def test_who_names_nobody_sees_no_small_number(kabupaten, make_actor, sign_in):
    client = sign_in(make_actor("pelihat"))
    text = client.get(reverse("programmes:matrix"), {"wilayah": HOME}).content.decode()
    assert "Angka di bawah 10 disembunyikan" in text
    numbers = [
        int(each.replace(".", ""))
        for each in re.findall(r'<td class="num(?: nowrap)?">(\d[\d.]*)</td>', text)
    ]
    assert numbers
    assert all(number == 0 or (number >= 10 and number % 5 == 0) for number in numbers)
    assert client.get(reverse("programmes:matrix_families")).status_code == 403
    assert client.get(reverse("programmes:families", kwargs={"code": "lansia"})).status_code == 403


def test_an_owner_sees_families_of_the_own_programmes_only(kabupaten, make_actor, sign_in):
    owner = make_actor("pemilik_program")
    Programme.objects.filter(code="lansia").update(agency=owner.agency)
    client = sign_in(owner)
    mine = client.get(
        reverse("programmes:families", kwargs={"code": "lansia"}), {"wilayah": HOME}
    ).content.decode()
    assert "registri/keluarga/" in mine
    for code in ("disabilitas", "pkh"):
        other = client.get(
            reverse("programmes:families", kwargs={"code": code}), {"wilayah": HOME}
        ).content.decode()
        assert "registri/keluarga/" not in other
        assert "Program instansi lain" in other
    several = client.get(reverse("programmes:matrix_families"), {"wilayah": HOME}).content.decode()
    assert "registri/keluarga/" not in several


def test_the_list_of_a_programme_says_why_and_leaves_with_a_purpose(kabupaten, make_actor, sign_in):
    client = sign_in(make_actor("wali_data"))
    here = reverse("programmes:families", kwargs={"code": "pkh"})
    page = client.get(here, {"wilayah": HOME, "hasil": "tidak_layak"}).content.decode()
    assert trail() == "program_keluarga"
    assert "Tidak layak" in page
    out = reverse("programmes:families_take_out", kwargs={"code": "pkh"})
    refused = client.post(out, {"wilayah": HOME, "form": "csv", "purpose": ""})
    assert "Pilih" in refused.content.decode() or refused.status_code >= 400
    answer = client.post(
        out, {"wilayah": HOME, "form": "csv", "purpose": "perencanaan", "hasil": "layak", "menerima": "tidak"}
    )
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows
    assert {row["Hasil"] for row in rows} == {"layak"}
    assert {row["Menerima menurut daftar"] for row in rows} == {"tidak"}
    assert all(not re.search(r"\d{16}", " ".join(row.values())) for row in rows)
    asked = asking.named(make_actor("wali_data"), TODAY)
    gap = families.meant(asked.seen, "pkh", rules.Wanted(HOME, "layak", "tidak"))
    assert len(rows) == gap.sum()


def test_an_owner_takes_out_nothing_of_others(kabupaten, make_actor, sign_in):
    owner = make_actor("pemilik_program")
    out = reverse("programmes:families_take_out", kwargs={"code": "disabilitas"})
    answer = sign_in(owner).post(out, {"wilayah": HOME, "form": "csv", "purpose": "perencanaan"})
    assert len(answer.content.decode("utf-8-sig").strip().splitlines()) == 1


def test_before_the_first_build_pages_say_so_quietly(db, make_actor, sign_in):
    client = sign_in(make_actor("wali_data"))
    assert client.get(reverse("programmes:matrix")).status_code == 200
    assert client.get(reverse("programmes:matrix_families")).status_code == 200
