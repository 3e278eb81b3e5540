"""Rows of a table as cards: every cell says the head above it."""

from selaras.shell.cards import labelled

HEAD = '<th scope="col">Program</th><th scope="col" class="num">Keluarga <b>"layak"</b></th><th scope="col"></th>'


def test_each_cell_says_its_head():
    rows = '<tr><th scope="row">PKH</th><td class="num">12</td><td><a href="/x/">Buka</a></td></tr>'
    assert labelled(rows, HEAD) == (
        '<tr><th scope="row">PKH</th><td class="num" data-from="Keluarga &quot;layak&quot;">12</td>'
        '<td><a href="/x/">Buka</a></td></tr>'
    )


def test_what_a_cell_says_itself_stays():
    rows = '<tr><th scope="row">PKH</th><td data-from="Layak">12</td></tr>'
    assert labelled(rows, HEAD) == rows


def test_a_cell_over_several_columns_says_nothing_and_counts_them():
    rows = '<tr><td colspan="2">Tidak ada.</td><td>x</td></tr><tr><th scope="row">A</th><td>1</td></tr>'
    made = labelled(rows, "<th>Satu</th><th>Dua</th><th>Tiga</th>")
    assert (
        made
        == '<tr><td colspan="2">Tidak ada.</td><td data-from="Tiga">x</td></tr><tr><th scope="row">A</th><td data-from="Dua">1</td></tr>'
    )


def test_a_table_without_rows():
    assert labelled("\n", HEAD) == "\n"
