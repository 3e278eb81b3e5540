"""The form as the page asks it, against the XForm that pyxform compiled."""

import re
from xml.etree import ElementTree as Xml

import pytest

from selaras.apps.verval.rules import field, field_paths, instruments
from selaras.apps.verval.services.instruments import compiled

XF = "{http://www.w3.org/2002/xforms}"


@pytest.fixture(scope="module")
def xform():
    return compiled(instruments.standard()).xform


@pytest.fixture(scope="module")
def form(xform):
    return field.prepared(xform)


def test_every_question_of_the_compiled_form_is_asked_in_its_order(form, xform):
    controls = ("input", "select1", "select", "upload", "trigger")
    order = [
        each.get("ref").rpartition("/")[2]
        for each in Xml.fromstring(xform).iter()
        if each.tag.removeprefix(XF) in controls
    ]
    assert [each["name"] for step in form["steps"] for each in step["fields"]] == order


def test_every_rule_of_the_compiled_form_is_read(form, xform):
    binds = [each.attrib for each in Xml.fromstring(xform).iter(f"{XF}bind")]
    fields = {each["name"]: each for step in form["steps"] for each in step["fields"]}
    names = {each["nodeset"].rpartition("/")[2]: each for each in binds}
    assert {name for name, each in fields.items() if each["rule"]} == {
        name for name, each in names.items() if "constraint" in each
    }
    assert {each["name"] for each in form["sums"]} == {n for n, each in names.items() if "calculate" in each}
    for name, each in names.items():
        if "relevant" in each and name in fields:
            assert fields[name]["relevant"], name


def test_every_choice_of_the_compiled_form_is_offered(form):
    rows = instruments.standard().choices
    listed = {row["list_name"]: [] for row in rows}
    for row in rows:
        listed[row["list_name"]].append(row["name"])
    kinds = {
        row["name"]: row["type"] for row in instruments.standard().survey if row["type"].startswith("select")
    }
    for step in form["steps"]:
        for each in step["fields"]:
            if each["kind"] in {"one", "many"} and not each["from"]:
                wanted = listed[kinds[each["name"]].split()[1]]
                assert [choice["value"] for choice in each["choices"]] == wanted


def test_the_outcome_comes_first_and_a_question_of_a_group_waits_for_its_group(form):
    asked = [step["name"] for step in form["steps"]]
    assert asked.index("keadaan") == 1
    house = next(step for step in form["steps"] if step["name"] == "g_rumah")
    assert re.search(r"'of', 'keadaan'", str(house["fields"][0]["relevant"]))
    assert next(step for step in form["steps"] if step["repeat"])["count"] == ["of", "jumlah_daftar"]


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("1 + 2 * 3", ["+", ["number", 1], ["*", ["number", 2], ["number", 3]]]),
        ("not( /data/a  = 'x') and . >= -1.5", [
            "and", ["call", "not", ["=", ["of", "a"], ["text", "x"]]],
            [">=", ["self"], ["-", ["number", 0], ["number", 1.5]]],
        ]),
        ("instance('k')/root/item[name= current()/../b  and urut=2]/nama", [
            "first", ["rows", "k", ["and", ["=", ["column", "name"], ["of", "b"]], ["=", ["column", "urut"], ["number", 2]]]], "nama",
        ]),
        ("count(instance('k')/root/item)", ["call", "count", ["rows", "k", None]]),
        ("position(..)", ["call", "position"]),
        ("'a or b'", ["text", "a or b"]),
    ],
)  # fmt: skip
def test_an_expression_is_read_as_xpath_has_it(text, tree):
    assert field_paths.read(text) == tree


@pytest.mark.parametrize("text", [
    "", "1 +", "alert(1)", "/data/a[", "'open", "a = 1", "system-property('x')", "//a", "1 2", "selected(", "$x", "count(a | b)",
])  # fmt: skip
def test_what_the_page_could_not_work_out_is_refused_here(text):
    with pytest.raises(field_paths.StrangeError):
        field_paths.read(text)
