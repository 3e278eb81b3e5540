"""What pages say and draw: dates, numbers, money in both languages; pictures whose parts add up."""

import itertools
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import engines
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from selaras.kernel import rupiah
from selaras.shell import pictures, words


def said(text, **context):
    return engines["django"].from_string("{% load shell %}" + text).render(context)


@pytest.mark.parametrize(
    ("template", "value", "indonesian", "english"),
    [
        ("{{ x|long_date }}", date(2026, 8, 17), "17 Agustus 2026", "17 August 2026"),
        (
            "{{ x|moment }}",
            datetime(2026, 11, 22, 6, 5, tzinfo=UTC),
            "22 November 2026, 14.05",
            "22 November 2026, 14:05",
        ),
        ("{{ x|number }}", 1234567, "1.234.567", "1,234,567"),
        ("{{ x|number:1 }}", 1234.5, "1.234,5", "1,234.5"),
        ("{{ x|percent:1 }}", Decimal("0.874"), "87,4 %", "87.4 %"),
        ("{{ x|money }}", 6670000, "Rp 6.670.000", "Rp 6,670,000"),
        ("{{ x|money }}", rupiah.Rupiah(-500), "-Rp 500", "-Rp 500"),
        ("{{ x|signed:1 }}", -3.14, "−3,1", "−3.1"),
        ("{{ x|region }}", "64.02.02.2003", "Jembayan", "Jembayan"),
    ],
)
def test_values_in_both_languages(template, value, indonesian, english):
    with translation.override("id"):
        assert said(template, x=value) == indonesian
    with translation.override("en"):
        assert said(template, x=value) == english


@pytest.mark.parametrize("word", ["long_date", "moment", "number", "percent", "money", "signed"])
def test_unknown_is_not_zero(word):
    assert said("{{ x|" + word + " }}", x=None) == words.NOT_KNOWN


@pytest.mark.parametrize(
    "number", ["6402064101909001", "6402 0641 0190 9001", "•••• •••• •••• 9001", "9001", " 9001 "]
)
def test_a_number_shows_its_last_four_digits_and_no_more(number):
    assert said("{{ x|masked }}", x=number) == "•••• •••• •••• 9001"


@pytest.mark.parametrize("number", ["12", "901", "90012", "A9001", "9001-9002"])
def test_of_what_is_no_number_little_is_shown(number):
    assert "90" not in said("{{ x|masked }}", x=number).removesuffix("9002")


def test_no_number_is_no_row_of_dots():
    assert said("{{ x|masked }}", x=None) == said("{{ x|masked }}", x="") == ""


def test_a_place_is_a_path():
    assert [name for _, name in words.region_path("64.02.02.2003")] == [
        "Kalimantan Timur", "Kabupaten Kutai Kartanegara", "Loa Kulu", "Jembayan",
    ]  # fmt: skip


@given(st.lists(st.floats(-20, 20), min_size=1, max_size=12))
def test_contributions_begin_where_the_one_before_ended_and_add_up(bits):
    drawn = pictures.running([{"label": "x", "level": "y", "bits": each} for each in bits])
    assert drawn[-1]["sum"] == pytest.approx(sum(bits))
    for row in drawn:
        assert 0 <= float(row["left"]) <= 98.5
        assert float(row["left"]) + float(row["width"]) <= 100
    for before, after in itertools.pairwise(drawn):
        joint = float(before["left"]) + (float(before["width"]) if before["bits"] > 0 else 0)
        edges = (float(after["left"]), float(after["left"]) + float(after["width"]))
        assert min(abs(joint - edge) for edge in edges) < 0.9


@pytest.mark.parametrize(("value", "whole", "width"), [(0, 10, "0"), (5, 10, "50.00"), (20, 10, "100.00"), (1, 10**6, "0.40"), (3, 0, "0"), (None, 5, "0")])  # fmt: skip
def test_widths_have_a_dot_in_every_language(value, whole, width):
    with translation.override("id"):
        assert said("{{ x|width_of:y }}", x=value, y=whole) == width


def test_differing_letters_are_marked_and_nothing_of_the_value_is_trusted():
    assert pictures.marked("AMINNAH", "AMINAH").count("<mark>") == 1
    hostile = pictures.marked("<script>alert(1)</script>", "<b>AMINAH</b>")
    assert "<script" not in hostile
    assert "&lt;" in hostile


def test_pages_of_a_list_keep_the_filter():
    assert (
        said("{{ x|with_page:3 }}", x="/beda/?jenis=alamat&halaman=2&a=b c")
        == "/beda/?jenis=alamat&amp;a=b+c&amp;halaman=3"
    )


def test_text_of_a_file_stays_text_in_every_brick():
    hostile = '"><img src=x onerror=alert(1)>'
    page = said(
        '<c-provenance :source="x" /><c-timeline :events="e" /><c-side-by-side :rows="r" /><c-bars :rows="b" caption="c" />'
        '<c-alert :text="x" /><c-map id="peta" caption="c" :villages="v" />',
        x=hostile, e=[{"title": hostile, "text": hostile}], r=[{"label": hostile, "left": hostile, "right": "b", "state": "different"}],
        b=[{"label": hostile, "value": 3}], v=[{"code": "1", "name": hostile, "level": 1}],
    )  # fmt: skip
    assert "<img src=x" not in page
