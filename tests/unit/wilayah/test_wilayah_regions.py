"""Regions near a person, boundaries that lead back to degrees, an office's own layer."""

import datetime as dt
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from selaras.apps.accounts.services import identify
from selaras.apps.wilayah import queries, rules, services
from selaras.kernel import errors
from selaras.pipeline import boundaries
from selaras.shell import trail

TODAY = dt.date(2026, 11, 1)
SQUARE = [[116.9, -0.5], [117.0, -0.5], [117.0, -0.4], [116.9, -0.4], [116.9, -0.5]]
HOLE = [[116.94, -0.46], [116.96, -0.46], [116.96, -0.44], [116.94, -0.44], [116.94, -0.46]]


def geojson(code="64.02.06.2001", rings=None, name="Desa Uji", kind="Polygon"):
    feature = {
        "type": "Feature",
        "properties": {"kode": code, "nama": name},
        "geometry": {"type": kind, "coordinates": rings or [SQUARE]},
    }
    return json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()


def test_home_is_the_deepest_region_that_holds_all():
    assert rules.home(("64.02.06", "64.02.07")) == "64.02"
    assert rules.home(("64.02.06.2001",)) == "64.02.06.2001"
    assert rules.home(("64.02", "94.01")) == ""
    assert rules.home(("",)) == ""


def test_near_is_inside_or_on_the_way():
    assert rules.near("64.02.06.2001", ("64.02.06",))
    assert rules.near("64", ("64.02.06",))
    assert not rules.near("64.02.07", ("64.02.06",))
    assert not rules.near("64.02.061", ("64.02.06",))


def test_both_codes_and_the_split_of_samboja():
    found = rules.region("64.02")
    assert (found.name, found.bps) == ("Kabupaten Kutai Kartanegara", "6403")
    assert [r.code for r in rules.split_off("64.02.13")] == ["64.02.20"]
    assert [r.code for r in rules.split_from("64.02.20")] == ["64.02.13"]
    assert rules.region("99.99") is None
    assert rules.region("6402") is None


def test_packed_boundaries_lead_back_to_degrees():
    layer = boundaries.of("64.02")
    found = list(boundaries.features(layer.villages, layer.grid))
    assert len(found) == 237
    west, south, east, north = boundaries.bounds(layer)
    for feature in found:
        for polygon in feature["geometry"]["coordinates"]:
            for ring in polygon:
                assert ring[0] == ring[-1]
                assert all(
                    west - 0.001 <= x <= east + 0.001 and south - 0.001 <= y <= north + 0.001 for x, y in ring
                )


def test_an_offices_hole_stays_a_hole():
    layer = boundaries.unpacked(boundaries.packed(geojson(rings=[SQUARE, HOLE]), "64.02"))
    (feature,) = boundaries.features(layer.villages, layer.grid)
    (polygon,) = feature["geometry"]["coordinates"]
    assert len(polygon) == 2
    assert polygon[0][0] == pytest.approx([116.9, -0.4], abs=0.11)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xff\xfe not json", "batas_tak_terbaca"),
        (b'{"features": []}', "batas_tak_terbaca"),
        (b'{"features": [1]}', "batas_tak_terbaca"),
        (b'{"features": ' + b"[" * 50_000 + b"]" * 50_000 + b"}", "batas_tak_terbaca"),
        (geojson(code="64.02"), "batas_tak_terbaca"),
        (geojson(kind="Point", rings=[117, 0]), "batas_tak_terbaca"),
        (geojson(rings=[[[999, 0], [1000, 0], [1000, 1], [999, 0]]]), "batas_tak_terbaca"),
        (geojson(code="94.01.01.2001"), "batas_luar_wilayah"),
    ],
)
def test_bad_boundaries_are_refused_in_words(content, code):
    with pytest.raises(errors.SelarasError) as refusal:
        boundaries.packed(content, "64.02")
    assert refusal.value.code == code


def test_an_offices_layer_counts_until_it_is_withdrawn(make_actor, as_actor):
    steward = make_actor("wali_data", scope="64.02")
    as_actor(steward)
    before = queries.map_of("64.02").address
    assert services.bring(kabkota="64.02", content=geojson(), origin="Bappeda", as_of=TODAY, by=steward) == 1
    drawn = queries.map_of("64.02")
    assert (drawn.sources[0].origin, drawn.sources[0].as_of) == ("Bappeda", TODAY)
    assert drawn.address != before
    assert b"Desa Uji" in queries.geojson("64.02")[0]
    services.withdraw(layer=drawn.sources[0].number, kabkota="64.02", by=steward)
    assert queries.map_of("64.02").address == before
    assert queries.layers("64.02").count() == 1


def test_only_those_who_answer_there_replace_boundaries(make_actor):
    for actor in (make_actor("operator", scope="64.02"), make_actor("wali_data", scope="64.02.06")):
        identify(actor)
        with pytest.raises(trail.Refused):
            services.bring(kabkota="64.02", content=geojson(), origin="x", as_of=TODAY, by=actor)


def test_the_page_of_a_region_and_not_of_others(make_actor, sign_in):
    client = sign_in(make_actor("pelihat", scope="64.02.06"))
    assert client.get(reverse("wilayah:index")).headers["Location"] == "/wilayah/64.02.06/"
    body = client.get("/wilayah/64.02.06/").content.decode()
    assert "Batas wilayah di peta ini indikatif" in body
    assert "64.02.06.2" in body
    assert client.get("/wilayah/64.02.07/").status_code == 404
    assert client.get("/wilayah/64.02.07/batas.geojson").status_code == 404
    assert "64.02.07" not in client.get("/wilayah/64.02/").content.decode()
    assert client.get("/wilayah/'%22%3Cscript%3E/").status_code == 404


def test_boundaries_are_small_and_kept_by_version(make_actor, sign_in):
    client = sign_in(make_actor("pelihat", scope="64"))
    for code, most in (("64.02", 100_000), ("64", 310_000)):
        answer = client.get(f"/wilayah/{code}/batas.geojson", headers={"Accept-Encoding": "gzip"})
        assert answer["Content-Encoding"] == "gzip"
        assert len(answer.content) < most
        again = client.get(
            f"/wilayah/{code}/batas.geojson", headers={"If-None-Match": answer["ETag"].removeprefix("W/")}
        )
        assert again.status_code == 304


def test_an_upload_by_the_page(make_actor, sign_in):
    client = sign_in(make_actor("wali_data", scope="64.02"))
    address = reverse("wilayah:layers", kwargs={"code": "64.02"})
    sent = {
        "origin": "Bappeda <b>",
        "as_of": "2026-11-01",
        "file": SimpleUploadedFile("a.geojson", geojson(name="<script>x")),
    }
    assert client.post(address, sent).status_code == 302
    body = client.get(address).content.decode()
    assert "Bappeda &lt;b&gt;" in body
    bad = {**sent, "file": SimpleUploadedFile("a.geojson", b"{}")}
    answer = client.post(address, bad)
    assert answer.status_code == 422
    assert "Batas yang lama tetap dipakai" in answer.content.decode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM wilayah_layer")
        assert cursor.fetchone()[0] == 1
