"""The page of a family asks the database a handful of questions, however many programmes there are, and speaks plainly."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from selaras.apps.programmes.models.allocation import Receives
from selaras.apps.programmes.models.catalogue import Programme
from selaras.apps.programmes.queries import family

MOST_QUESTIONS = 9


@pytest.fixture
def known(kabupaten):
    """A family of the kabupaten with a decile that lists say receives something."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT reference FROM registry_keluarga WHERE build_to IS NULL AND desil <= 2 AND kode_desa LIKE '64.02.%' ORDER BY id LIMIT 1"
        )
        return cursor.fetchone()[0]


def test_all_programmes_of_a_family_take_few_questions(
    known, make_actor, as_actor, django_assert_max_num_queries
):
    actor = make_actor("wali_data")
    as_actor(actor)
    with django_assert_max_num_queries(MOST_QUESTIONS):
        found = family.answer(known, actor, timezone.localdate())
    assert len(found.lines) == Programme.objects.exclude(unit="desa").count()


def test_reasons_are_plain_and_receipts_carry_list_and_day(known, make_actor, sign_in):
    actor = make_actor("wali_data")
    row = Receives(
        programme=Programme.objects.get(code="lansia"), keluarga=known, kode_desa="64.02.06.1001", agency="dinsos", source="uji",
        since=dt.date(2026, 3, 1), recorded_by=0,
    )  # fmt: skip
    row.save()
    page = sign_in(actor).get(reverse("programmes:family", args=[known])).content.decode()
    sheet = re.search(r'<div class="sheet">.*?</div>', page, re.DOTALL)[0]
    assert "daftar Dinas Sosial sejak 1 Maret 2026" in sheet
    assert re.search(r"\bp\.[a-z]", sheet) is None
    assert "asumsi" not in sheet
