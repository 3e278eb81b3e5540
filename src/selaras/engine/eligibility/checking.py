"""Whether a clause means something: its fields are known, its kinds fit. Nothing is guessed, nothing is cast."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from selaras.engine.eligibility import syntax
from selaras.engine.eligibility.fields import Catalogue, Field, Kind
from selaras.kernel import errors

_ORDERED = ("<", "<=", ">", ">=")
_LISTS = {Kind.NUMBERS: Kind.NUMBER, Kind.TEXTS: Kind.TEXT}


@dataclass(frozen=True)
class Subject:
    """What a rule is about: a keluarga, a person (then `keluarga.x` reaches the keluarga's fields), or, where the catalogue knows no
    members, a village."""

    catalogue: Catalogue
    person: bool = False

    def field(self, name: syntax.Name) -> Field:
        """The field a name means. Raises SelarasError klausul_isian_tak_dikenal with the nearest one."""
        of_person = name.of == "anggota" or (self.person and not name.of)
        among = self.catalogue.anggota if of_person else self.catalogue.keluarga
        if name.of == "keluarga" and not self.person:
            among = self.catalogue.keluarga
        found = among.get(name.name)
        if found is None:
            raise errors.SelarasError(
                "klausul_isian_tak_dikenal",
                isian=name.name,
                posisi=name.at + 1,
                saran=self._hint(name.name, among),
            )
        return found

    def _hint(self, name: str, among: Mapping[str, Field]) -> str:
        """What to write instead: the field of the other one, else the nearest."""
        if among is self.catalogue.keluarga and not self.person and name in self.catalogue.anggota:
            return f"Isian {name} ada pada anggota: tulis anggota.exists(o, o.{name} ...), atau pakai program bersatuan orang."
        if among is self.catalogue.anggota and name in self.catalogue.keluarga:
            return f"Isian {name} ada pada keluarga: tulis keluarga.{name}."
        near = self.catalogue.near(name, among)
        return f"Mungkin maksudnya {near}." if near else ""


def check(node: syntax.Node, subject: Subject, parameters: Mapping[str, Kind]) -> None:
    """Passes for a clause that asks a yes-or-no question over known things.

    Raises SelarasError klausul_isian_tak_dikenal, klausul_parameter_tak_dikenal, klausul_jenis, klausul_hitungan, klausul_rentang, klausul_anggota_orang,
    klausul_anggota_desa, klausul_bukan_pertanyaan.
    """
    kind = _kind(node, subject, parameters)
    if kind is not Kind.TRUTH:
        raise errors.SelarasError("klausul_bukan_pertanyaan", jenis=kind.value)


def _kind(node: syntax.Node, subject: Subject, parameters: Mapping[str, Kind]) -> Kind:
    match node:
        case syntax.Literal(value=value):
            return kind_of(value)
        case syntax.Name():
            return subject.field(node).kind
        case syntax.Parameter(name=name, at=at):
            if name not in parameters:
                raise errors.SelarasError("klausul_parameter_tak_dikenal", angka=name, posisi=at + 1)
            return parameters[name]
        case syntax.Has(item=item):
            subject.field(item)
            return Kind.TRUTH
        case syntax.Both(parts=parts) | syntax.Either(parts=parts):
            for part in parts:
                _must(part, Kind.TRUTH, subject, parameters)
            return Kind.TRUTH
        case syntax.Not(part=part):
            _must(part, Kind.TRUTH, subject, parameters)
            return Kind.TRUTH
        case syntax.Compare():
            return _compared(node, subject, parameters)
        case syntax.Among():
            return _among(node, subject, parameters)
        case syntax.Arithmetic(left=left, right=right):
            for side in (left, right):
                _no_count(side)
                _no_spread(side, subject)
                _must(side, Kind.NUMBER, subject, parameters)
            return Kind.NUMBER
        case syntax.Members(what=what, condition=condition, at=at):
            if subject.person:
                raise errors.SelarasError("klausul_anggota_orang", posisi=at + 1)
            if not subject.catalogue.anggota:
                raise errors.SelarasError("klausul_anggota_desa", posisi=at + 1)
            _must(condition, Kind.TRUTH, subject, parameters)
            return Kind.NUMBER if what == "count" else Kind.TRUTH


def kind_of(value: syntax.Value) -> Kind:
    """The kind of a value."""
    if isinstance(value, bool):
        return Kind.TRUTH
    return Kind.TEXT if isinstance(value, str) else Kind.NUMBER


def _must(node: syntax.Node, wanted: Kind, subject: Subject, parameters: Mapping[str, Kind]) -> None:
    found = _kind(node, subject, parameters)
    if found is not wanted:
        raise errors.SelarasError("klausul_jenis", kiri=found.value, kanan=wanted.value, posisi=_at(node) + 1)


def _no_count(node: syntax.Node) -> None:
    if isinstance(node, syntax.Members) and node.what == "count":
        raise errors.SelarasError("klausul_hitungan", posisi=node.at + 1)


def _spread(node: syntax.Node, subject: Subject) -> bool:
    return isinstance(node, syntax.Name) and subject.field(node).spread


def _no_spread(node: syntax.Node, subject: Subject) -> None:
    if isinstance(node, syntax.Name) and _spread(node, subject):
        raise errors.SelarasError("klausul_rentang", isian=node.name, posisi=node.at + 1)


def _compared(node: syntax.Compare, subject: Subject, parameters: Mapping[str, Kind]) -> Kind:
    left = _kind(node.left, subject, parameters)
    right = _kind(node.right, subject, parameters)
    if left is not right or left in _LISTS or (node.op in _ORDERED and left is not Kind.NUMBER):
        raise errors.SelarasError("klausul_jenis", kiri=left.value, kanan=right.value, posisi=node.at + 1)
    if (
        left is Kind.NUMBER
        and isinstance(node.left, syntax.Members)
        and isinstance(node.right, syntax.Members)
    ):
        raise errors.SelarasError("klausul_hitungan", posisi=node.at + 1)
    if _spread(node.left, subject):
        _no_spread(node.right, subject)
    return Kind.TRUTH


def _among(node: syntax.Among, subject: Subject, parameters: Mapping[str, Kind]) -> Kind:
    _no_count(node.item)
    _no_spread(node.item, subject)
    item = _kind(node.item, subject, parameters)
    if isinstance(node.options, syntax.Parameter):
        of_list = _LISTS.get(_kind(node.options, subject, parameters))
        found = {of_list} if of_list else {None}
    else:
        found = {kind_of(value) for value in node.options.values}
    if found != {item} or item is Kind.TRUTH:
        other = next((kind.value for kind in found if kind is not None and kind is not item), "satu nilai")
        raise errors.SelarasError("klausul_jenis", kiri=item.value, kanan=other, posisi=node.at + 1)
    return Kind.TRUTH


def _at(node: syntax.Node) -> int:
    own = getattr(node, "at", None)
    if own is not None:
        return int(own)
    return min((_at(child) for child in syntax.children(node)), default=0)
