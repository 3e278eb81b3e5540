"""Clauses that are never true, always true, or contradict one another: found before anybody is refused by them.

A clause that only compares fields with written values can change its answer only where a field passes one of those values. So one
value between each two neighbours, the values themselves, and the ends of what the field can be at all stand for every value there
is: trying them all is a proof. Whether anyone or all of the members do something is judged by what is asked of one member. Clauses
that compute, count, or compare fields with one another are not judged.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from selaras.engine.eligibility import answering, syntax
from selaras.engine.eligibility.checking import Subject
from selaras.engine.eligibility.fields import Field, Kind
from selaras.engine.eligibility.programme import Ready

MOST_TRIED = 20_000
# Parts of clauses looked at for all doubts of a rule together, a few hundred milliseconds: a rule of sixty clauses as long as may be
# must not hold up a page. What is left then is not judged.
MOST_WORK = 400_000
# Words of one clause that no answer can be: who reads so many of them knows what is wrong.
MOST_STRANGE = 5
ELSE = "\x00"
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is wrong: `code` selalu | tidak_pernah | bertentangan | pilihan_asing (a word no answer can be) | bagi_nol (a quotient nobody
    will ever know); `clauses`: ids of the clauses concerned; `detail`: the word."""

    code: str
    clauses: tuple[str, ...]
    detail: str = ""


def doubts(clauses: Sequence[Ready], subject: Subject) -> list[Doubt]:
    """What an official should look at before publishing; empty where nothing is wrong or nothing can be proved."""
    found = [
        Doubt("pilihan_asing", (each.clause.id,), word)
        for each in clauses
        for word in _strange(each, subject)
    ]
    found.extend(Doubt("bagi_nol", (each.clause.id,)) for each in clauses if _by_nothing(each.node))
    asked = [_of_one_member(each) for each in clauses]
    trial = _Trial(subject)
    for each in asked:
        answers = trial.answers([each]) if _plain(each.node) else None
        if answers is not None and len(answers) == 1:
            code = "selalu" if answers.pop() else "tidak_pernah"
            found.append(Doubt(code, (each.clause.id,)))
    plain = [each for each in clauses if _plain(each.node)]
    never = {each.clauses[0] for each in found if each.code == "tidak_pernah"}
    sound = [each for each in plain if each.clause.id not in never]
    found.extend(_contradictions(sound, trial))
    members = [each for each in clauses if each.clause.id not in never]
    found.extend(_apart(members, trial))
    return found


def _apart(clauses: Sequence[Ready], trial: _Trial) -> list[Doubt]:
    """Pairs of which one asks something of all members that none of them can be beside what the other asks of all or of anyone."""
    held = [
        (each.node.what, _of_one_member(each))
        for each in clauses
        if isinstance(each.node, syntax.Members) and each.node.what != "count" and _plain(each.node.condition)
    ]
    return [
        Doubt("bertentangan", (one.clause.id, other.clause.id))
        for (what, one), (beside, other) in itertools.combinations(held, 2)
        if "all" in (what, beside)
        and trial.keys(one) & trial.keys(other)
        and trial.answers([one, other]) == {False}
    ]


def _by_nothing(node: syntax.Node) -> bool:
    """Whether something is divided by a written nought: the answer would stay unknown whatever is asked in the field."""
    return any(
        isinstance(each, syntax.Arithmetic)
        and each.op == "/"
        and isinstance(each.right, syntax.Literal)
        and each.right.value == 0
        for each in syntax.walk(node)
    )


def _contradictions(clauses: Sequence[Ready], trial: _Trial) -> list[Doubt]:
    """The smallest sets of clauses that cannot hold together, each found once: pairs first, then all that share fields."""
    found = [
        Doubt("bertentangan", (one.clause.id, other.clause.id))
        for one, other in itertools.combinations(clauses, 2)
        if trial.keys(one) & trial.keys(other) and trial.answers([one, other]) == {False}
    ]
    if found or len(clauses) < 3:
        return found
    for group in _sharing(clauses):
        if len(group) > 2 and trial.answers(group) == {False}:
            found.append(Doubt("bertentangan", tuple(each.clause.id for each in _least(group, trial))))
    return found


def _least(group: list[Ready], trial: _Trial) -> list[Ready]:
    """A part of the group that still contradicts itself, of which none can be left out."""
    left = list(group)
    for each in group:
        fewer = [other for other in left if other is not each]
        if trial.answers(fewer) == {False}:
            left = fewer
    return left


def _of_one_member(clause: Ready) -> Ready:
    """What a clause about anyone or all of the members asks of each: never or always true of one, so of the keluarga."""
    match clause.node:
        case syntax.Members(what="exists" | "all", condition=condition):
            return Ready(clause.clause, condition)
        case _:
            return clause


def _strange(clause: Ready, subject: Subject) -> list[str]:
    """Words a field with known choices is compared with that it can never be."""
    found: set[str] = set()
    for name in (each for each in syntax.walk(clause.node) if isinstance(each, syntax.Name)):
        choices = subject.field(name).choices
        if choices:
            found |= {str(each) for each in _written(clause.node, (name.of, name.name))} - set(choices)
    return sorted(found)[:MOST_STRANGE]


def _sharing(clauses: Sequence[Ready]) -> list[list[Ready]]:
    groups: list[tuple[set[Key], list[Ready]]] = []
    for each in clauses:
        keys, members = syntax.names(each.node), [each]
        for group in [group for group in groups if group[0] & keys]:
            groups.remove(group)
            keys, members = keys | group[0], group[1] + members
        groups.append((keys, members))
    return [members for _, members in groups]


def _plain(node: syntax.Node) -> bool:
    for each in syntax.walk(node):
        if isinstance(each, syntax.Members | syntax.Arithmetic | syntax.Has):
            return False
        if isinstance(each, syntax.Compare) and all(
            not isinstance(side, syntax.Literal) for side in (each.left, each.right)
        ):
            return False
    return True


class _Trial:
    """Everything that can be, tried on clauses. What a clause compares with is read once; `left` is the work that may still be done."""

    def __init__(self, subject: Subject) -> None:
        self.subject, self.left = subject, MOST_WORK
        # By the clause itself: it is kept beside, so that no other takes its place.
        self._read: dict[int, tuple[Ready, int, Mapping[Key, frozenset[syntax.Value]]]] = {}

    def _of(self, clause: Ready) -> tuple[int, Mapping[Key, frozenset[syntax.Value]]]:
        """How many parts a clause has, and what it compares each of its fields with."""
        if id(clause) not in self._read:
            size = sum(1 for _ in syntax.walk(clause.node))
            told = {key: frozenset(_written(clause.node, key)) for key in syntax.names(clause.node)}
            self.left -= size * (1 + len(told))
            self._read[id(clause)] = (clause, size, told)
        return self._read[id(clause)][1:]

    def keys(self, clause: Ready) -> Set[Key]:
        """The fields it asks about."""
        return self._of(clause)[1].keys()

    def answers(self, clauses: Sequence[Ready]) -> set[bool] | None:
        """The answers all clauses together give over everything that can be; None where there is too much to try."""
        if self.left <= 0:
            return None
        told = [self._of(each) for each in clauses]
        keys = sorted(set().union(*(compared for _, compared in told)))
        choices = [
            _values(key, self.subject, set().union(*(compared.get(key, frozenset()) for _, compared in told)))
            for key in keys
        ]
        size = sum(each for each, _ in told)
        self.left -= sum(len(each) for each in choices)
        if math.prod(len(each) for each in choices) > MOST_TRIED:
            return None
        found: set[bool] = set()
        for values in itertools.product(*choices):
            self.left -= size
            if self.left <= 0:
                return None
            case = _case(dict(zip(keys, values, strict=True)))
            member = case.members[0] if case.members else None
            found.add(all(answering.truth(each.node, case, member) for each in clauses))
            if len(found) == 2:
                break
        return found


def _case(values: Mapping[Key, syntax.Value]) -> answering.Case:
    rows = [
        {name: value for (of, name), value in values.items() if of == whose}
        for whose in ("", "keluarga", "anggota")
    ]
    return answering.Case(rows[0], [rows[2]], rows[1])


def _values(key: Key, subject: Subject, written: Set[syntax.Value]) -> list[syntax.Value]:
    field = subject.field(syntax.Name(key[1], key[0]))
    if field.kind is Kind.TRUTH:
        return [True, False]
    if field.kind is Kind.TEXT:
        # One word more stands for every word nobody wrote, unless all that can be are known.
        words = set(field.choices) or {str(each) for each in written} | {ELSE}
        return sorted(words)
    return list(_numbers(field, [float(each) for each in written]))


def _written(node: syntax.Node, key: Key) -> Iterable[syntax.Value]:
    for each in syntax.walk(node):
        match each:
            case syntax.Compare(left=syntax.Name() as name, right=syntax.Literal(value=value)):
                pass
            case syntax.Compare(left=syntax.Literal(value=value), right=syntax.Name() as name):
                pass
            case syntax.Among(item=syntax.Name() as name, options=syntax.Options(values=values)):
                if (name.of, name.name) == key:
                    yield from values
                continue
            case _:
                continue
        if (name.of, name.name) == key:
            yield value


def _numbers(field: Field, written: list[float]) -> list[float]:
    low = -math.inf if field.low is None else field.low
    high = math.inf if field.high is None else field.high
    marks = sorted({*written, *(end for end in (low, high) if math.isfinite(end))}) or [0.0]
    between = [(one + other) / 2 for one, other in itertools.pairwise(marks)]
    found = {*marks, *between, marks[0] - 1, marks[-1] + 1}
    if field.whole:
        found = {step for each in found for step in (math.floor(each), math.ceil(each))}
        found |= {math.floor(each) + 1 for each in marks} | {math.ceil(each) - 1 for each in marks}
    return sorted(each for each in found if low <= each <= high)
