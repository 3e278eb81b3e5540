"""A form as the offline page asks it: made from the XForm that pyxform compiled, so that phone and ODK Collect ask the same.

    {"id", "version", "title", "template": the empty answers as XML, "root": name of the outermost element,
     "steps": [{"name", "label", "relevant", "repeat": name or "", "count", "fields": [field, ...]}, ...],
     "sums": [{"name", "tree", "relevant", "repeat"}, ...], "lists": names of lists that come beside the form (families of the officer)}
    field: {"name", "kind", "label", "hint", "required", "relevant", "rule", "message", "choices", "where", "from", "look"}

Texts are {"id": ..., "en": ...}, each a list of pieces: words, or ["of", question] for an answer within a sentence. One group is
one step on the phone; questions outside groups that follow one another share one. W3C XForms 1.1 in the profile of ODK XForms; rules are trees of `field_paths`.
"""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as Xml

from selaras.apps.verval.rules import field_paths

XF, H, JR = (
    "{http://www.w3.org/2002/xforms}",
    "{http://www.w3.org/1999/xhtml}",
    "{http://openrosa.org/javarosa}",
)
LANGUAGES = ("id", "en")
_KINDS = {
    "int": "int",
    "decimal": "decimal",
    "date": "date",
    "geopoint": "geopoint",
    "time": "time",
    "dateTime": "dateTime",
}
_CONTROLS = ("input", "select1", "select", "upload", "trigger")
Part = dict[str, Any]


def prepared(xform: str) -> Part:
    """The form of an XForm. Raises field_paths.StrangeError for a rule or a control the page cannot do."""
    return _Form(xform).whole()


class _Form:
    def __init__(self, xform: str) -> None:
        # Compiled by us from a form we publish; nothing a stranger wrote.
        try:
            root = Xml.fromstring(xform)  # noqa: S314
        except Xml.ParseError:
            raise field_paths.StrangeError("xml") from None
        self.title = root.findtext(f"{H}head/{H}title") or ""
        model = root.find(f"{H}head/{XF}model")
        body = root.find(f"{H}body")
        if model is None or body is None:
            raise field_paths.StrangeError("model")
        self.model, self.body = model, body
        self.binds = {bind.get("nodeset", ""): bind for bind in model.iter(f"{XF}bind")}
        instances = model.findall(f"{XF}instance")
        self.data = instances[0][0]
        self.lists = {each.get("id", ""): each for each in instances[1:]}
        self.repeats = [each.get("nodeset", "") for each in body.iter(f"{XF}repeat")]
        self.words = self._translations()

    def _translations(self) -> dict[str, dict[str, Xml.Element]]:
        found: dict[str, dict[str, Xml.Element]] = {}
        for translation in self.model.iter(f"{XF}translation"):
            name = translation.get("lang", "")
            code = next((each for each in LANGUAGES if f"({each})" in name or name == each), "id")
            for text in translation.iter(f"{XF}text"):
                value = next((v for v in text.iter(f"{XF}value") if not v.get("form")), None)
                if value is not None:
                    found.setdefault(text.get("id", ""), {})[code] = value
        return found

    def whole(self) -> Part:
        """The form."""
        return {
            "id": self.data.get("id", ""), "version": self.data.get("version", ""), "title": self.title,
            "root": self.data.tag.removeprefix(XF), "template": self._template(), "steps": self._steps(),
            "sums": [self._sum(place, bind) for place, bind in self.binds.items() if bind.get("calculate")],
            "lists": [name for name, each in self.lists.items() if each.get("src")],
        }  # fmt: skip

    def _template(self) -> str:
        """The empty answers; of a repeat only its pattern stays."""
        for parent in self.data.iter():
            patterns = {child.tag for child in parent if f"{JR}template" in child.attrib}
            for child in list(parent):
                if child.tag in patterns and f"{JR}template" not in child.attrib:
                    parent.remove(child)
                child.attrib.pop(f"{JR}template", None)
        Xml.register_namespace("", XF.strip("{}"))
        return Xml.tostring(self.data, encoding="unicode")

    def _sum(self, place: str, bind: Xml.Element) -> Part:
        repeat = next((each for each in self.repeats if place.startswith(each + "/")), "")
        return {
            "name": field_paths.last(place), "tree": field_paths.read(bind.get("calculate", "")),
            "relevant": self._relevant(place), "repeat": field_paths.last(repeat),
        }  # fmt: skip

    def _relevant(self, place: str) -> field_paths.Tree | None:
        """When something is asked: its own rule and those of all groups around it."""
        parts = place.strip("/").split("/")
        around = ["/" + "/".join(parts[: n + 1]) for n in range(len(parts))]
        whole: field_paths.Tree | None = None
        for each in around:
            tree = self._tree(each, "relevant")
            if tree is not None:
                whole = tree if whole is None else ["and", whole, tree]
        return whole

    def _steps(self) -> list[Part]:
        steps: list[Part] = []
        loose: Part | None = None
        for element in self.body:
            tag = element.tag.removeprefix(XF)
            if tag == "group":
                loose = None
                steps += self._group(element)
            elif tag in _CONTROLS:
                field = self._field(element)
                if loose is None:
                    loose = _step(field["name"], None)
                    steps.append(loose)
                loose["fields"].append(field)
            else:
                raise field_paths.StrangeError(tag)
        return [step for step in steps if step["fields"]]

    def _group(self, element: Xml.Element) -> list[Part]:
        """A group is a step; groups within it are steps of their own behind it, those within a row belong to the row."""
        place = element.get("ref", "")
        repeat = element.find(f"{XF}repeat")
        step = _step(field_paths.last(place), self._relevant(place))
        step["label"] = self._text(element.find(f"{XF}label"))
        if repeat is not None:
            count = repeat.get(f"{JR}count")
            step["repeat"] = field_paths.last(repeat.get("nodeset", ""))
            step["count"] = field_paths.read(count) if count else None
        inner: list[Part] = []
        for child in element if repeat is None else repeat:
            tag = child.tag.removeprefix(XF)
            if tag == "group":
                inner += self._group(child)
            elif tag in _CONTROLS:
                step["fields"].append(self._field(child))
            elif tag not in {"label", "hint"}:
                raise field_paths.StrangeError(tag)
        if repeat is None:
            return [step, *inner]
        step["fields"] += [field for each in inner for field in each["fields"]]
        return [step]

    def _field(self, element: Xml.Element) -> Part:
        place = element.get("ref", "")
        bind = self.binds.get(place, Xml.Element("bind"))
        where, source, choices = self._choices(element)
        message = bind.get(f"{JR}constraintMsg", "")
        return {
            "name": field_paths.last(place), "kind": self._kind(element, bind),
            "label": self._text(element.find(f"{XF}label")), "hint": self._text(element.find(f"{XF}hint")),
            "required": self._tree(place, "required"), "relevant": self._relevant(place),
            "rule": self._tree(place, "constraint"), "message": self._said(message), "look": element.get("appearance", ""),
            "choices": choices, "where": where, "from": source,
        }  # fmt: skip

    def _kind(self, element: Xml.Element, bind: Xml.Element) -> str:
        tag = element.tag.removeprefix(XF)
        if tag == "upload":
            if not element.get("mediatype", "").startswith("image"):
                raise field_paths.StrangeError(element.get("mediatype", tag))
            return "image"
        if tag in {"select1", "select"}:
            return {"select1": "one", "select": "many"}[tag]
        if tag == "trigger":
            return "acknowledge"
        if bind.get("readonly") == "true()":
            return "note"
        return _KINDS.get(bind.get("type", ""), "text")

    def _tree(self, place: str, what: str) -> field_paths.Tree | None:
        bind = self.binds.get(place)
        text = bind.get(what, "") if bind is not None else ""
        return field_paths.read(text) if text.strip() else None

    def _choices(self, element: Xml.Element) -> tuple[field_paths.Tree | None, str, list[Part]]:
        """What narrows the choices, the list that comes beside the form, and the choices."""
        itemset = element.find(f"{XF}itemset")
        if itemset is None:
            plain = [
                {
                    "value": (item.findtext(f"{XF}value") or ""),
                    "label": self._text(item.find(f"{XF}label")),
                    "more": {},
                }
                for item in element.findall(f"{XF}item")
            ]
            return None, "", plain
        nodeset = itemset.get("nodeset", "")
        source = nodeset.partition("instance('")[2].partition("'")[0]
        condition = nodeset.partition("[")[2].rpartition("]")[0]
        where = field_paths.read(condition, of_rows=True) if condition else None
        listed = self.lists.get(source)
        if listed is None or listed.get("src"):
            return where, source, []
        return where, "", [self._choice(item) for item in listed.iter(f"{XF}item")]

    def _choice(self, item: Xml.Element) -> Part:
        columns = {child.tag.removeprefix(XF): (child.text or "") for child in item}
        said = columns.pop("itextId", "")
        label = self._of(said) if said else {code: [columns.get("label", "")] for code in LANGUAGES}
        return {"value": columns.pop("name", ""), "label": label, "more": columns}

    def _text(self, element: Xml.Element | None) -> dict[str, list[object]]:
        if element is None:
            return {}
        reference = element.get("ref", "")
        return self._said(reference) if reference else dict.fromkeys(LANGUAGES, _pieces(element))

    def _said(self, reference: str) -> dict[str, list[object]]:
        """A text by its reference jr:itext('...'), or itself."""
        if reference.startswith("jr:itext("):
            return self._of(reference.partition("(")[2].rstrip(")").strip("'\""))
        return {code: [reference] for code in LANGUAGES} if reference else {}

    def _of(self, name: str) -> dict[str, list[object]]:
        found = self.words.get(name, {})
        fallback = found.get("id", next(iter(found.values()), None))
        return {} if fallback is None else {code: _pieces(found.get(code, fallback)) for code in LANGUAGES}


def _step(name: str, relevant: field_paths.Tree | None) -> Part:
    return {"name": name, "label": {}, "relevant": relevant, "repeat": "", "count": None, "fields": []}


def _pieces(element: Xml.Element) -> list[object]:
    """Words and answers of a sentence, in order."""
    found: list[object] = [(element.text or "").lstrip()] if (element.text or "").strip() else []
    for child in element:
        if child.tag == f"{XF}output":
            found.append(["of", field_paths.last(child.get("value", ""))])
        found.append(child.tail or "")
    return [piece for piece in found if piece != ""]
