"""What is known about a keluarga: a pure function of what officers sent and what people decided, in whatever order it came.

Field by field. Officers who agree settle it. Who corrects an own answer names the earlier one (`deprecatedID` of OpenRosa), and
the correction takes its place; the earlier one stays readable. Neither clock nor order of arrival decides anything: two
answers nobody tied together, also two by one officer, stay open until a person decides. What comes later and says something else
than the decision opens the question again. No value vanishes: each is the settled one, open, or among the lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from selaras.apps.verval.rules import forms

PICK, RELEASE, SET_ASIDE = "pilih", "lepas", "sisihkan"
ALONE, AGREED, DECIDED = "satu_petugas", "sepakat", "diputuskan"
DIFFER, TWICE, REOPENED = "petugas_berbeda", "dua_jawaban", "dibuka_lagi"
REPLACES = "deprecatedID"
# What no officer says: filled in by the form, or evidence and remarks that stand beside each other.
SILENT = frozenset({
    forms.TARGET, forms.CAMPAIGN, forms.PLACE, REPLACES, "start", "end", "today", "deviceid", "audit", "instanceID",
    "instanceName", "nama_kepala", "kode_desa_sasaran", "jumlah_daftar", "tanda_mampu", "foto_depan", "foto_dalam", "catatan", "diketik_oleh",
})  # fmt: skip
_MEMBER_SILENT = frozenset({"urut", "anggota_ref", "anggota_nama"})


@dataclass(frozen=True, slots=True)
class Observed:
    """One observation. `key`: the client's own; `replaces`: the own earlier one it corrects; `values`: see `values_of`."""

    key: str
    user: int
    values: Mapping[str, str]
    replaces: str = ""
    held: bool = False
    back_check: bool = False


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person decided. PICK: `key` holds for `field`, having seen `seen`; RELEASE, SET_ASIDE: about submission `key`.

    `number` orders decisions: people decide one after another, in one place.
    """

    number: int
    what: str
    key: str
    field: str = ""
    seen: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Voice:
    """A value with who said it: keys of observations and users, sorted."""

    value: str
    keys: tuple[str, ...]
    users: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Settled:
    """One value holds. `how`: ALONE, AGREED, DECIDED; `decision` its number; `lost`: what was said otherwise."""

    value: str
    keys: tuple[str, ...]
    how: str
    decision: int | None = None
    lost: tuple[Voice, ...] = ()


@dataclass(frozen=True, slots=True)
class Open:
    """Several values, for a person to decide. `why`: DIFFER, TWICE, REOPENED (`decision`: the one that no longer holds)."""

    voices: tuple[Voice, ...]
    why: str
    decision: int | None = None
    lost: tuple[Voice, ...] = ()


@dataclass(frozen=True, slots=True)
class Gone:
    """Nobody says anything any more: who said it has corrected the answer to none."""

    lost: tuple[Voice, ...]


State = Settled | Open | Gone


@dataclass(frozen=True, slots=True)
class Finding:
    """All fields by name, and which observations count, were corrected, wait, were set aside, or only measure. Keys sorted."""

    fields: Mapping[str, State]
    counting: tuple[str, ...] = ()
    corrected: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    set_aside: tuple[str, ...] = ()
    measuring: tuple[str, ...] = ()

    @property
    def open(self) -> tuple[str, ...]:
        """Names of the fields a person has to decide."""
        return tuple(name for name, state in self.fields.items() if isinstance(state, Open))

    def value(self, name: str) -> str | None:
        """The settled value of a field; None where there is none."""
        state = self.fields.get(name)
        return state.value if isinstance(state, Settled) else None


def values_of(fields: Mapping[str, forms.Value], multiple: frozenset[str] = frozenset()) -> dict[str, str]:
    """The answers of a submission as comparable texts; a member's by "anggota.<reference or #number>.<question>".

    `multiple`: questions of many choices, whose order says nothing. What was not answered is not there.
    """
    found: dict[str, str] = {}
    for name, value in fields.items():
        if name in SILENT:
            continue
        if isinstance(value, str):
            found[name] = _same(value, name in multiple)
            continue
        for number, row in enumerate(value, start=1):
            who = row.get("anggota_ref") or f"#{row.get('urut') or number}"
            for question in sorted(row.keys() - _MEMBER_SILENT):
                found[f"{name}.{who}.{question}"] = _same(row[question], question in multiple)
    return {name: text for name, text in found.items() if text}


def _same(text: str, many: bool) -> str:  # noqa: FBT001  private
    words = text.split()
    return " ".join(sorted(set(words)) if many else words)


def merge(observations: Iterable[Observed], decisions: Iterable[Decided]) -> Finding:
    """The state of a keluarga. The same sets give the same state, however they are ordered or repeated."""
    known = {each.key: each for each in observations}
    made = sorted({each.number: each for each in decisions}.values(), key=lambda each: each.number)
    last = {each.key: each.what for each in made if each.what in (RELEASE, SET_ASIDE)}
    away = {key for key in known if last.get(key) == SET_ASIDE}
    held = {key for key, each in known.items() if each.held and key not in last}
    measuring = {key for key, each in known.items() if each.back_check} - away - held
    counting = known.keys() - away - held - measuring
    corrected = {old for key in counting for old in _corrects(known[key], known)} & counting
    picks = {each.field: each for each in made if each.what == PICK}
    names = {name for key in counting for name in known[key].values}
    now, before = ([known[k] for k in sorted(keys)] for keys in (counting - corrected, corrected))
    fields = {
        name: _state(_voices(name, now), _voices(name, before), _held_to(picks.get(name), known, counting))
        for name in sorted(names)
    }
    groups = (counting - corrected, corrected, held, away, measuring)
    return Finding(fields, *(tuple(sorted(group)) for group in groups))


def _corrects(last: Observed, known: Mapping[str, Observed]) -> set[str]:
    """The own earlier answers an observation takes the place of, through any number of corrections. A circle corrects nothing."""
    found: set[str] = set()
    here = known.get(last.replaces)
    while here is not None and here.user == last.user and here.key not in found:
        found.add(here.key)
        here = known.get(here.replaces)
    return set() if last.key in found else found


def _voices(name: str, said_by: Iterable[Observed]) -> tuple[Voice, ...]:
    said: dict[str, list[Observed]] = {}
    for each in said_by:
        if text := each.values.get(name):
            # A difference in letters' case is none.
            said.setdefault(text.casefold(), []).append(each)
    return tuple(
        Voice(
            min(e.values[name] for e in each),
            tuple(sorted(e.key for e in each)),
            tuple(sorted({e.user for e in each})),
        )
        for _, each in sorted(said.items())
    )


@dataclass(frozen=True, slots=True)
class _Pick:
    """A decision about a field with the value it chose; "" where what it chose no longer counts."""

    made: Decided
    value: str


def _held_to(made: Decided | None, known: Mapping[str, Observed], counting: set[str]) -> _Pick | None:
    if made is None:
        return None
    chosen = known[made.key].values.get(made.field, "") if made.key in counting else ""
    return _Pick(made, chosen)


def _state(now: tuple[Voice, ...], before: tuple[Voice, ...], pick: _Pick | None) -> State:
    if pick is not None and pick.value and not _new(now, pick):
        everyone = [v for v in (*now, *before) if v.value.casefold() == pick.value.casefold()]
        keys = tuple(sorted({key for voice in everyone for key in voice.keys}))
        lost = tuple(v for v in (*now, *before) if v not in everyone)
        return Settled(pick.value, keys, DECIDED, pick.made.number, lost)
    if not now:
        return Gone(before)
    if len(now) == 1:
        how = AGREED if len(now[0].users) > 1 else ALONE
        return Settled(now[0].value, now[0].keys, how, None, before)
    if pick is not None:
        return Open(now, REOPENED, pick.made.number, before)
    users = {user for voice in now for user in voice.users}
    return Open(now, DIFFER if len(users) > 1 else TWICE, None, before)


def _new(now: tuple[Voice, ...], pick: _Pick) -> bool:
    """Whether somebody says something else whom the person who decided had not seen."""
    return any(
        voice.value.casefold() != pick.value.casefold() and not pick.made.seen.issuperset(voice.keys)
        for voice in now
    )
