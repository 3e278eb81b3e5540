"""A version of a rule asked of everybody there is, beside the one that holds: the dry run, and who enters and leaves as far as a
reader may see them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.utils import timezone

from selaras.apps.accounts import rules as accounts
from selaras.apps.programmes.models.catalogue import Programme, Rule
from selaras.apps.programmes.queries import catalogue, costs, editing, facts
from selaras.apps.programmes.queries import rules as asked
from selaras.apps.programmes.rules import components, effects, fields, probing, scope
from selaras.apps.programmes.rules.snapshot import Snapshot
from selaras.apps.registry import queries as registry
from selaras.apps.registry.models import Keluarga, Person
from selaras.engine.eligibility import deciding, syntax
from selaras.engine.eligibility import programme as engine
from selaras.kernel import errors
from selaras.shell import secrets

SEE = accounts.Ability.SEE


@dataclass(frozen=True)
class Trial:
    """What a version would do. `homes`: numbers of the families of `snapshot` that live where the programme works, of a programme about
    persons one for each of their members; `against`: the version that holds on `on`, None for none that can be asked. `components`,
    `spending`: where the benefit differs by them."""

    rule: Rule
    on: dt.date
    snapshot: Snapshot
    homes: pl.Series
    tried: effects.Tried
    against: Rule | None
    components: components.Table | None = None
    spending: effects.Spending | None = None


def day(rule: Rule) -> dt.date:
    """The day a version is tried on: its first, or today where that has passed."""
    return max(rule.valid_from, timezone.localdate())


def trial(rule: Rule) -> Trial:
    """Raises SelarasError of rules that cannot be asked, aturan_tanpa_registri, fakta_belum_ada."""
    snapshot, on = facts.registry(), day(rule)
    if not snapshot.families.height:
        raise errors.SelarasError("aturan_tanpa_registri")
    against = _askable(rule.programme, editing.before(rule), on)
    versions = [asked.as_asked(rule.programme, each) for each in (rule, against) if each is not None]
    outcomes = [each.outcome for each in snapshot.decided(versions, on)]
    here = _in(pl.col("kode_desa"), [rule.programme.wilayah]).alias("_here")
    of_villages = versions[0].unit is engine.Unit.DESA
    table = snapshot.villages if of_villages else snapshot.families
    inside = table.with_columns(here)["_here"]
    belongs = snapshot.members[deciding.BELONGS] if versions[0].unit is engine.Unit.PERSON else None
    rows = (inside if belongs is None else inside.gather(belongs)).arg_true()
    homes = rows if belongs is None else belongs.gather(rows)
    # Villages have no official decile.
    held = table.with_columns(pl.lit(None, pl.Int8).alias("desil")) if of_villages else table
    held = held[["kode_desa", "desil"]][homes]
    before = outcomes[1].gather(rows) if against is not None else None
    family = None if belongs is None else homes
    tried = effects.Tried(before, outcomes[0].gather(rows), held["kode_desa"], held["desil"], family)
    table_, spending = _priced(versions[0].unit, rule.programme, snapshot, on, tried.after, homes)
    return Trial(rule, on, snapshot, homes, tried, against, table_, spending)


def _priced(
    unit: engine.Unit,
    programme: Programme,
    snapshot: Snapshot,
    on: dt.date,
    after: pl.Series,
    homes: pl.Series,
) -> tuple[components.Table | None, effects.Spending | None]:
    """The components of the year of that day, and what everybody eligible would get by them."""
    held = costs.table(programme, on.year, on) if unit is engine.Unit.KELUARGA else None
    if held is None:
        return None, None
    cycles = max(1, programme.cycles)
    rupiah = pl.Series(costs.reckoned(snapshot, held, on).rupiah)[homes] * cycles
    return held, effects.spending(after, rupiah, components.highest(held) * cycles)


def _askable(programme: Programme, rule: Rule | None, on: dt.date) -> Rule | None:
    """The version where it can be asked on that day: its figures may have run out."""
    try:
        return rule if rule is not None and catalogue.ready(programme, rule, on) else None
    except errors.SelarasError:
        return None


def sensitive(rules: Sequence[Rule | None]) -> bool:
    """Whether one of these versions asks for an answer about health or disability, on whatever day."""
    found = [rule for rule in rules if rule is not None]
    return any(_touches(rule) for rule in found)


def _touches(rule: Rule) -> bool:
    days = {
        rule.valid_from,
        day(rule),
        *(dt.date.fromisoformat(each["begins"]) for each in rule.clauses if each.get("begins")),
    }
    names: set[str] = set()
    for on in days:
        try:
            ready: Sequence[engine.Ready] = catalogue.ready(rule.programme, rule, on)
        except errors.SelarasError:
            # What cannot be read may ask for anything.
            return True
        names |= {name for each in ready for _, name in syntax.names(each.node)}
    return bool(names & fields.SENSITIVE)


def sight(rule: Rule, actor: accounts.Actor, *, secret: bool) -> probing.Sight:
    """How the actor reads the numbers of a dry run of this version."""
    return probing.sight(actor, rule.programme.wilayah, secret=secret)


def told(rule: Rule, seen: probing.Sight) -> dict[str, int]:
    """The numbers of the dry run a version keeps, as they are told. What is moved by chance hides one keluarga, so of a programme about
    persons it is keluarga that are counted then."""
    run = rule.dry_run
    counts = run.get("semua_keluarga", run["semua"]) if seen is probing.Sight.SHIFTED else run["semua"]
    return probing.told(counts, seen, _key(rule), compared=run["dibanding"] is not None, scale=scale(run))


def scale(run: Mapping[str, Any]) -> int:
    """How far the numbers of a dry run are moved where they are."""
    return probing.SCALE_PRICED if run.get("komponen") else probing.SCALE


def priced(rule: Rule, actor: accounts.Actor) -> probing.Sight:
    """How the actor reads the rupiah of a dry run by components: what these tell of health, the rupiah tell."""
    run = rule.dry_run
    return sight(rule, actor, secret=run["peka"] or run["komponen"]["peka"])


def needed(rule: Rule, seen: probing.Sight) -> int:
    """The rupiah everybody eligible needs by components, as they are told."""
    run = rule.dry_run["komponen"]
    return probing.money(run["perlu"], run["tertinggi"], seen, _key(rule))


def _key(rule: Rule) -> bytes:
    """Whatever the numbers depend on, sealed: another rule, registry, day or table of components moves all of them anew."""
    run = rule.dry_run
    asked_ = [rule.programme.code, *(str(run[name]) for name in ("sidik", "susunan", "pada", "dibanding"))]
    table = (run.get("komponen") or {}).get("sidik")
    return secrets.blind("|".join([*asked_, *([table] if table else [])]), field="uji_coba")


@dataclass(frozen=True)
class Listed:
    """A page of those who enter or leave. `partly`: the reader does not see everybody the version is asked about, whether anybody of
    them stands in the list or not; `families` with their heads."""

    total: int
    partly: bool
    families: list[tuple[Keluarga, Person | None]]


def listed(found: Trial, which: str, actor: accounts.Actor, place: str, page: slice) -> Listed:
    """Those who do one of effects.NUMBERS, in the order of places, as far as `actor` may see them with all of their members. Of others
    nothing is told: a rule can be written so that whether somebody is left out speaks of one family."""
    mine = scope.narrowed(actor, found.rule.programme.agency)
    if found.rule.programme.unit == engine.Unit.DESA:
        return Listed(0, partly=False, families=[])
    secret = sensitive([found.rule, found.against])
    scopes = set(probing.scopes(mine, secret=secret))
    rows = found.homes.gather(effects.rows(found.tried, which)).unique(maintain_order=True)
    stand = found.snapshot.families[["reference", "kode_desa", "apart"]][rows]
    stand = stand.filter(_in(pl.col("kode_desa"), [place])) if place else stand
    references = stand.filter(_in(pl.col("kode_desa"), scopes) & _whole(scopes))["reference"].to_list()
    partly = sight(found.rule, mine, secret=secret) is not probing.Sight.EXACT
    return Listed(len(references), partly, _named(references[page], mine))


def _in(code: pl.Expr, regions: Sequence[str] | set[str]) -> pl.Expr:
    """What accounts.rules.inside says of one code."""
    if "" in regions:
        return pl.lit(value=True)
    inside = [(code + ".").str.starts_with(region + ".") for region in sorted(regions)]
    return pl.any_horizontal(pl.lit(value=False), *inside).fill_null(value=False)


def _whole(scopes: set[str]) -> pl.Expr:
    """All members live where the reader may see them."""
    if "" in scopes:
        return pl.lit(value=True)
    elsewhere = pl.col("apart").str.split(",").list.eval(_in(pl.element(), scopes)).list.all()
    return pl.col("apart").is_null() | elsewhere.fill_null(value=False)


def _named(references: Sequence[str], actor: accounts.Actor) -> list[tuple[Keluarga, Person | None]]:
    rows = {
        each.reference: each
        for each in registry.visible_keluarga(actor=actor).filter(reference__in=references)
    }
    heads = [each.kepala for each in rows.values() if each.kepala]
    persons = {
        each.reference: each for each in registry.visible_persons(actor=actor).filter(reference__in=heads)
    }
    return [(rows[each], persons.get(rows[each].kepala or "")) for each in references if each in rows]
