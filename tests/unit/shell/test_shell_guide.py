"""The guides as pages: what their Markdown becomes, and that each page of the portal names one that is there."""

import re

import pytest

from selaras.shell import frame, guide

NAMES = sorted(guide.names())


def made(*lines: str) -> str:
    return "".join(guide._blocks(list(lines)))


def test_a_paragraph_goes_over_lines_and_is_escaped():
    assert made("Tekan **Kirim** <b>", "lalu `a < b`.") == (
        "<p>Tekan <b>Kirim</b> &lt;b&gt; lalu <code>a &lt; b</code>.</p>"
    )


def test_what_stands_in_code_is_left_alone():
    assert made("`**x** [a](b.md)`") == "<p><code>**x** [a](b.md)</code></p>"


def test_lists_with_lists_and_a_second_line():
    assert made("1. Satu", "   lanjut", "2. Dua", "   - a", "   - b", "", "Sesudahnya.") == (
        "<ol><li>Satu lanjut</li><li>Dua<ul><li>a</li><li>b</li></ul></li></ol><p>Sesudahnya.</p>"
    )


def test_a_list_goes_on_where_it_was_left():
    assert made("3. Tiga") == '<ol start="3"><li>Tiga</li></ol>'


def test_a_table_and_a_heading():
    assert made("## Bila ditolak", "| A | B |", "|---|---|", "| **x** | `y` |") == (
        '<h2 id="bila-ditolak">Bila ditolak</h2><div class="scroll"><table class="data"><thead><tr><th scope="col">A</th>'
        '<th scope="col">B</th></tr></thead><tbody><tr><td><b>x</b></td><td><code>y</code></td></tr></tbody></table></div>'
    )


def test_guides_lead_to_guides_and_other_files_nowhere():
    assert made("[a](kelurahan.md#musyawarah) [b](README.md) [c](../penjelasan/alokasi.md)") == (
        '<p><a href="/panduan/kelurahan/#musyawarah">a</a> <a href="/panduan/">b</a> c</p>'
    )


def test_there_is_no_guide_and_no_picture_of_another_name():
    assert guide.read("../adr/0001") is None
    assert guide.picture("../README.md") is None


@pytest.mark.parametrize("name", NAMES)
def test_every_guide_is_whole(name):
    body = guide.read(name).body
    assert not re.search(r"\*\*|\]\(|^\s*\|", re.sub(r"<(pre|code)\b.*?</\1>", "", body, flags=re.DOTALL))
    pictures = re.findall(r'src="/panduan/gambar/([^"]+)"', body)
    assert [each for each in pictures if guide.picture(each) is None] == []


@pytest.mark.parametrize("entry", frame.entries(), ids=lambda entry: entry.route)
def test_every_task_of_the_menu_has_its_guide(entry):
    name, _, heading = entry.guide.partition("#")
    found = guide.read(name or guide.FIRST)
    assert found is not None
    assert not heading or f'id="{heading}"' in found.body
