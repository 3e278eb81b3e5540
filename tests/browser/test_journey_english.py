"""Somebody who reads English walks the portal: every page says it is English, and no Indonesian is left in its own words."""

import re

import pytest
from playwright.sync_api import Page
from story import step

PAGES = (
    "/", "/data-masuk/", "/data-masuk/edisi/", "/data-masuk/kiriman/{siap}/", "/data-masuk/kiriman/{siap}/temuan/",
    "/data-masuk/kiriman/{siap}/perbedaan/", "/data-masuk/kiriman/{siap}/contoh/", "/data-masuk/kiriman/{perlu_pemetaan}/pemetaan/",
    "/registri/", "/registri/susunan/", "/registri/orang/{person}/", "/registri/keluarga/{keluarga}/", "/registri/desa/{desa}/",
    "/tinjau/", "/ketidaksesuaian/", "/ketidaksesuaian/daftar/", "/ketidaksesuaian/daftar-kerja/", "/wilayah/64.02/", "/akun/",
    "/verval/", "/verval/kampanye/baru/", "/verval/temuan/", "/verval/karantina/", "/verval/mutu/", "/verval/mingguan/",
    "/verval/formulir/", "/verval/telepon/petugas/", "/penetapan/", "/jejak/saya/",
)  # fmt: skip
# Words of function: no English sentence has them, and no name, address or value of a list has them in small letters.
INDONESIAN = re.compile(
    r"\b(?:yang|dan|atau|tidak|belum|sudah|dari|untuk|dengan|adalah|akan|pada|oleh|bila|agar|lalu|juga|hanya|sedang|"
    r"menurut|karena|sesudah|sebelum|dapat|perlu|lihat|pilih|semua|setiap|sekarang|ditemukan|terbaca|kurang)\b"
)
# What stays as it is in any language: values that lists carry, and names that people gave.
KEPT = re.compile(
    r"^(?:tidak sekolah|tidak ada|belum kawin|tidak/belum.*|tidak kawin|bukan .*|.*\.(?:xlsx|csv)|Berkas contoh, salah kirim\.)$",
    re.I,
)
# Names of kinds of list, as their owners call them: no translation.
LISTS = re.compile(
    r"P3KE, data keluarga dan individu(?:, edisi \w+ \d{4})?|DTSEN, set keluarga dan anggota|Daftar orang dari kantor daerah"
)
TEXTS = """() => [...document.querySelectorAll('body *')].flatMap(one => {
  if (one.closest('script, style, datalist, [hidden], td.value')) return [];
  const own = [...one.childNodes].filter(node => node.nodeType === 3).map(node => node.textContent);
  const told = ['aria-label', 'placeholder', 'title'].map(name => one.getAttribute(name) || '');
  return [...own, ...told].map(text => text.replace(/\\s+/g, ' ').trim()).filter(text => /[a-z]/.test(text));
})"""


def texts(page: Page) -> list[str]:
    """What a page says: texts between tags, labels, hints."""
    return list(dict.fromkeys(page.evaluate(TEXTS)))


def foreign(text: str) -> bool:
    """Whether an Indonesian sentence of the portal stands in a text of an English page."""
    return bool(INDONESIAN.search(LISTS.sub("", text))) and not KEPT.match(text)


@pytest.fixture
def addresses(portal) -> list[str]:
    """The main pages, with something to see on each."""
    places = {**portal.places["deliveries"], **portal.places}
    return [
        address.format(**{k: v for k, v in places.items() if not isinstance(v, dict)}) for address in PAGES
    ]


def test_the_portal_is_read_in_english(page_for, portal, addresses, width):
    page = page_for("wali_data", width)
    source = {}
    for address in addresses:
        page.goto(address)
        source[address] = texts(page)
        assert page.locator("html").get_attribute("lang") == "id"
    with step(page, "switches to English"):
        page.get_by_role("button", name=re.compile("English")).click()
        page.wait_for_load_state()
        assert page.locator("html").get_attribute("lang") == "en"
    left = {}
    for address in addresses:
        with step(page, f"reads {address}"):
            page.goto(address)
            assert page.locator("html").get_attribute("lang") == "en"
            said = texts(page)
            assert set(said) - set(source[address]), "nothing on this page was translated"
            left |= {text: address for text in said if foreign(text)}
    assert left == {}, "\n".join(f"{address}: {text}" for text, address in left.items())
