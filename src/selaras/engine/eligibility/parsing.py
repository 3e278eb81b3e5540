"""A clause read: a closed subset of CEL (Common Expression Language, cel-spec), nothing of which can run for long or reach out.

either  = both {or both}            both = negated {and negated}          negated = [not] compared
compared = sum [(== != < <= > >=) sum | in options]                       options = "[" literal {, literal} "]" | p.name
sum = product {(+ -) product}       product = signed {(* /) signed}       signed = [-] atom | ! {!} atom
atom = number | "text" | true | false | has(field) | field | p.name | ( either )
     | anggota.exists(x, either) | anggota.all(x, either) | anggota.filter(x, either).size()
field = word | keluarga.word | x.word   (x: the word a macro over members introduced)

Every number is a CEL double (so 5 / 2 is 2.5). The sign ! binds as in CEL: !a == b asks whether (not a) is b. The word not takes
the whole comparison after it, as people say it. && || are and, or; chains such as 1 < a < 5 are refused.
"""

from __future__ import annotations

from selaras.engine.eligibility import syntax
from selaras.engine.eligibility.lexing import Token, tokens
from selaras.kernel import errors

DEEPEST = 40
_COMPARING = ("==", "!=", "<", "<=", ">", ">=")
_TRUTHS = {"true": True, "false": False, "ya": True, "tidak": False}
_MACROS = {"exists": "exists", "all": "all", "filter": "count"}


def parse(text: str) -> syntax.Node:
    """The tree of a clause. Raises SelarasError klausul_kosong, klausul_tanda, klausul_panjang, klausul_belum_selesai,
    klausul_tak_terduga, klausul_dalam."""
    reader = _Reader(tokens(text))
    node = reader.either()
    if reader.now.kind != "akhir":
        raise reader.unexpected()
    return node


class _Reader:
    """Reads from left to right; each method takes one rule of the grammar above."""

    def __init__(self, found: list[Token]) -> None:
        self.found, self.place, self.depth = found, 0, 0
        self.member, self.steps = "", 0

    @property
    def now(self) -> Token:
        return self.found[self.place]

    def take(self, *texts: str) -> Token | None:
        """The next sign where it is one of these."""
        if self.now.kind == "tanda" and self.now.text in texts:
            self.place += 1
            return self.found[self.place - 1]
        return None

    def need(self, text: str) -> Token:
        found = self.take(text)
        if found is None:
            raise self.unexpected(text)
        return found

    def word(self) -> Token:
        if self.now.kind != "kata":
            raise self.unexpected("nama isian")
        self.place += 1
        return self.found[self.place - 1]

    def unexpected(self, wanted: str = "") -> errors.SelarasError:
        """What to say of a sign that cannot stand here."""
        if self.now.kind == "akhir":
            return errors.SelarasError("klausul_belum_selesai", harap=wanted or "lanjutan syarat")
        return errors.SelarasError(
            "klausul_tak_terduga",
            kata=self.now.text,
            posisi=self.now.at + 1,
            harap=wanted or "and, or, atau akhir syarat",
        )

    def either(self) -> syntax.Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise errors.SelarasError("klausul_dalam", batas=DEEPEST)
        parts = [self.both()]
        while self.take("or"):
            parts.append(self.both())
        self.depth -= 1
        return parts[0] if len(parts) == 1 else syntax.Either(tuple(parts))

    def both(self) -> syntax.Node:
        parts = [self.negated()]
        while self.take("and"):
            parts.append(self.negated())
        return parts[0] if len(parts) == 1 else syntax.Both(tuple(parts))

    def negated(self) -> syntax.Node:
        turns = 0
        while self.take("not"):
            turns += 1
        node = self.compared()
        if not turns:
            return node
        # Two of them still ask for a yes or no: the kind is checked inside.
        return syntax.Not(node) if turns % 2 else syntax.Not(syntax.Not(node))

    def compared(self) -> syntax.Node:
        left = self.sum()
        sign = self.take(*_COMPARING)
        if sign is not None:
            return syntax.Compare(sign.text, left, self.sum(), sign.at)
        sign = self.take("in")
        if sign is not None:
            return syntax.Among(left, self.options(), sign.at)
        return left

    def options(self) -> syntax.Options | syntax.Parameter:
        opening = self.take("[")
        if opening is None:
            found = self.named()
            if isinstance(found, syntax.Parameter):
                return found
            raise errors.SelarasError(
                "klausul_tak_terduga", kata=found.name, posisi=found.at + 1, harap="[daftar pilihan]"
            )
        values = [self.literal()]
        while self.take(","):
            values.append(self.literal())
        self.need("]")
        return syntax.Options(tuple(values), opening.at)

    def literal(self) -> syntax.Value:
        minus = self.take("-")
        node = self.atom()
        if not isinstance(node, syntax.Literal) or (minus and not isinstance(node.value, int | float)):
            raise self.unexpected("angka atau teks")
        return -node.value if minus and not isinstance(node.value, str) else node.value

    def step(self) -> None:
        """Counts what is computed: a long chain is as deep a tree as many brackets."""
        self.steps += 1
        if self.steps > DEEPEST:
            raise errors.SelarasError("klausul_dalam", batas=DEEPEST)

    def sum(self) -> syntax.Node:
        node = self.product()
        while sign := self.take("+", "-"):
            self.step()
            node = syntax.Arithmetic(sign.text, node, self.product(), sign.at)
        return node

    def product(self) -> syntax.Node:
        node = self.signed()
        while sign := self.take("*", "/"):
            self.step()
            node = syntax.Arithmetic(sign.text, node, self.signed(), sign.at)
        return node

    def signed(self) -> syntax.Node:
        turns = 0
        while self.take("!"):
            turns += 1
        if turns:
            node = self.atom()
            return syntax.Not(node) if turns % 2 else syntax.Not(syntax.Not(node))
        sign = self.take("-")
        node = self.atom()
        if sign is None:
            return node
        if isinstance(node, syntax.Literal) and not isinstance(node.value, str | bool):
            return syntax.Literal(-node.value, sign.at)
        return syntax.Arithmetic("-", syntax.Literal(0, sign.at), node, sign.at)

    def atom(self) -> syntax.Node:
        token = self.now
        if self.take("("):
            node = self.either()
            self.need(")")
            return node
        if token.kind == "angka":
            self.place += 1
            return syntax.Literal(float(token.text) if "." in token.text else int(token.text), token.at)
        if token.kind == "teks":
            self.place += 1
            return syntax.Literal(token.text, token.at)
        if token.kind == "kata" and token.text in _TRUTHS:
            self.place += 1
            return syntax.Literal(_TRUTHS[token.text], token.at)
        if token.kind == "kata" and token.text == "has":
            return self.has()
        if token.kind == "kata" and token.text == "anggota":
            return self.members()
        return self.named()

    def has(self) -> syntax.Node:
        self.word()
        self.need("(")
        found = self.named()
        self.need(")")
        if not isinstance(found, syntax.Name):
            raise errors.SelarasError(
                "klausul_tak_terduga", kata=found.name, posisi=found.at + 1, harap="nama isian"
            )
        return syntax.Has(found)

    def named(self) -> syntax.Name | syntax.Parameter:
        first = self.word()
        if not self.take("."):
            return syntax.Name(first.text, "", first.at)
        second = self.word()
        if first.text == "p":
            return syntax.Parameter(second.text, first.at)
        if first.text == "keluarga":
            return syntax.Name(second.text, "keluarga", first.at)
        if self.member and first.text == self.member:
            return syntax.Name(second.text, "anggota", first.at)
        raise errors.SelarasError(
            "klausul_tak_terduga", kata=first.text, posisi=first.at + 1, harap="keluarga, p, atau nama isian"
        )

    def members(self) -> syntax.Node:
        start = self.word()
        self.need(".")
        macro = self.word()
        if macro.text not in _MACROS or self.member:
            raise errors.SelarasError(
                "klausul_tak_terduga",
                kata=macro.text,
                posisi=macro.at + 1,
                harap="exists, all, atau filter(...).size()",
            )
        self.need("(")
        self.member = self.word().text
        self.need(",")
        condition = self.either()
        self.need(")")
        self.member = ""
        if macro.text == "filter":
            self.need(".")
            if self.word().text != "size":
                self.place -= 1
                raise self.unexpected("size()")
            self.need("(")
            self.need(")")
        return syntax.Members(_MACROS[macro.text], condition, start.at)
