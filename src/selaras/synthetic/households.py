"""How families form, lose their head, split and dissolve. A keluarga keeps its number; its KK card changes."""

from __future__ import annotations

import numpy as np

from selaras.synthetic import calendar, world
from selaras.synthetic.columns import Flags, Ints

NEVER = -9


def heads(w: world.World) -> Ints:
    """The present head of each family, -1 where there is none. Shape (families,)."""
    found = np.full(len(w.families), -1, np.int64)
    now = np.flatnonzero(w.present() & (w.people["rel"] == world.KEPALA))
    found[w.people["fam"][now]] = now
    return found


def sizes(w: world.World) -> Ints:
    """Present members of each family."""
    return np.bincount(w.people["fam"][w.present()], minlength=len(w.families))


def relate(w: world.World, members: Ints, head: Ints) -> None:
    """Sets the relation of each member to the head given beside it, from parents and partners."""
    folk = w.people
    mother, father, spouse = folk["mother"], folk["father"], folk["spouse"]
    old = folk["rel"][members].astype(np.int64)
    partner = np.where(spouse[head] >= 0, spouse[head], NEVER)
    parents = (
        np.where(mother[members] >= 0, mother[members], NEVER),
        np.where(father[members] >= 0, father[members], NEVER),
    )

    def child_of(people: tuple[Ints, Ints], who: Ints) -> Flags:
        return np.asarray((people[0] == who) | (people[1] == who))

    mate = spouse[members]
    mate_parents = np.where(mate >= 0, mother[mate], NEVER), np.where(mate >= 0, father[mate], NEVER)
    grand = np.zeros(len(members), bool)
    for parent in parents:
        known = parent >= 0
        for line in (mother, father):
            above = np.where(known, line[parent], NEVER)
            grand |= (above >= 0) & ((above == head) | (above == partner))
    rel = np.where(old == world.PEMBANTU, old, world.FAMILI)
    rel = np.where(
        (old == world.ANAK) & (folk["rel"][head] == world.KEPALA) & (mother[members] < 0), old, rel
    )
    rel = np.where(grand, world.CUCU, rel)
    rel = np.where(
        (mate >= 0) & (child_of(mate_parents, head) | child_of(mate_parents, partner)), world.MENANTU, rel
    )
    rel = np.where((members == mother[head]) | (members == father[head]), world.ORANGTUA, rel)
    theirs = (partner >= 0) & ((members == mother[partner]) | (members == father[partner]))
    rel = np.where(theirs, world.MERTUA, rel)
    rel = np.where(child_of(parents, head) | child_of(parents, partner), world.ANAK, rel)
    rel = np.where(members == partner, np.where(folk["sex"][members] == 1, world.ISTRI, world.SUAMI), rel)
    folk["rel"][members] = np.where(members == head, world.KEPALA, rel)


def widow(w: world.World, dying: Ints) -> None:
    """The partners of the dying are left alone."""
    folk = w.people
    left = folk["spouse"][dying]
    left = left[left >= 0]
    folk["marital"][left] = world.CERAI_MATI
    folk["spouse"][left] = -1


def new_heads(w: world.World, fams: Ints, day: int) -> None:
    """Families among `fams` that lost their head get one, and usually a new KK; empty ones dissolve."""
    folk = w.people
    lost = np.zeros(len(w.families), bool)
    lost[fams] = True
    lost &= w.active() & (heads(w) < 0)
    members = np.flatnonzero(w.present() & lost[folk["fam"]])
    age = (day - folk["birth"][members]) / calendar.YEAR
    rel = folk["rel"][members]
    score = np.where(rel <= world.ISTRI, 1000.0, 0) + np.where(age >= 17, 500, 0)
    score += np.where(rel == world.ANAK, 200, 0) - np.where(age > 75, 300, 0) + age
    order = np.lexsort((-score, folk["fam"][members]))
    members = members[order]
    home = folk["fam"][members]
    first = np.r_[True, home[1:] != home[:-1]] if len(home) else np.zeros(0, bool)
    chosen = members[first]
    head = np.repeat(chosen, np.diff(np.r_[np.flatnonzero(first), len(members)])) if len(members) else chosen
    folk["rel"][chosen] = world.KEPALA
    relate(w, members, head)
    kept = folk["fam"][chosen].astype(np.int64)
    lost[kept] = False
    w.families["status"][np.flatnonzero(lost)] = world.BUBAR
    told = kept[w.rng.random(len(kept)) < 0.8]
    w.issue_kk(told, np.full(len(told), day) - w.rng.integers(0, 20, len(told)))


def move(w: world.World, who: Ints, to: Ints, day: int) -> None:
    """Moves adults with their unmarried children from their family to another, as relatives of its head."""
    folk = w.people
    target = np.full(len(folk), -1, np.int64)
    target[who] = to
    left = folk["fam"][who].astype(np.int64)
    mother = folk["mother"]
    along = w.present() & (folk["marital"] == world.BELUM) & (mother >= 0)
    # A grown child who heads the family left behind stays there.
    along &= folk["rel"] != world.KEPALA
    along &= (target[mother] >= 0) & (folk["fam"] == folk["fam"][mother]) & (target < 0)
    children = np.flatnonzero(along)
    destination = np.r_[to, target[mother[children]]]
    movers = np.r_[who, children]
    folk["fam"][movers] = destination
    folk["rel"][who] = np.where(folk["rel"][who] == world.KEPALA, world.FAMILI, folk["rel"][who])
    head = heads(w)[destination]
    relate(w, movers[head >= 0], head[head >= 0])
    new_heads(w, np.unique(np.r_[left, to]), day)


def found_home(w: world.World, man: Ints, woman: Ints, span: tuple[int, int]) -> None:
    """Couples found a family of their own, mostly in the village of his or her parents."""
    rng, fam = w.rng, w.families
    his, hers = w.people["fam"][man], w.people["fam"][woman]
    village = np.where(rng.random(len(man)) < 0.6, fam["village"][his], fam["village"][hers]).astype(np.int64)
    z0 = (fam["z0"][his] + fam["z0"][hers]) / 2 + rng.normal(-0.08, 0.45, len(man))
    new = w.found(village, fam["group"][his], calendar.between(rng, span, len(man)), z0)
    w.people["fam"][man] = new
    w.people["rel"][man] = world.KEPALA
    move(w, woman, new, span[1])
    new_heads(w, np.unique(his), span[1])


def marry(w: world.World, span: tuple[int, int], years: float, new_home: float) -> None:
    """Single people marry within their kecamatan and mostly within their group."""
    man, woman = couples(w, span[1], years)
    folk = w.people
    for one, other in ((man, woman), (woman, man)):
        folk["marital"][one] = world.KAWIN
        folk["spouse"][one] = other
    size = sizes(w)
    his, hers = folk["fam"][man].astype(np.int64), folk["fam"][woman].astype(np.int64)
    keeps = (folk["rel"][man] == world.KEPALA) & (size[his] > 1)
    holds = (folk["rel"][woman] == world.KEPALA) & (size[hers] > 1) & ~keeps
    own = ~keeps & ~holds & (w.rng.random(len(man)) < new_home)
    to_hers = holds | (~own & ~keeps & (w.rng.random(len(man)) < 0.3))
    to_his = ~own & ~to_hers
    # A person who lives alone has no parents' home to bring a partner to, but a home of their own.
    move(w, woman[to_his], his[to_his], span[1])
    move(w, man[to_hers], hers[to_hers], span[1])
    found_home(w, man[own], woman[own], span)


def couples(w: world.World, day: int, years: float) -> tuple[Ints, Ints]:
    """Men and women who marry, pairwise."""
    folk, rng = w.people, w.rng
    age = (day - folk["birth"]) / calendar.YEAR
    free = w.present() & (folk["marital"] != world.KAWIN) & w.active()[folk["fam"]]
    men = np.interp(age, [18.9, 19, 24, 29, 38, 60], [0, 0.04, 0.16, 0.2, 0.07, 0.01])
    women = np.interp(age, [16.9, 17, 21, 26, 35, 55], [0, 0.05, 0.19, 0.2, 0.06, 0.005])
    rate = np.where(folk["sex"] == 0, men, women) * np.where(folk["marital"] == world.BELUM, 1, 0.35)
    willing = np.flatnonzero(free & (age < 60) & (rng.random(len(folk)) < rate * years))
    kec = w.region.kec[w.families["village"][folk["fam"][willing]]]
    group = np.where(
        rng.random(len(willing)) < 0.2, rng.integers(0, 13, len(willing)), folk["group"][willing]
    )
    key = (kec * 16 + group) * 64 + (age[willing] // 3).astype(np.int64)
    order = np.lexsort((rng.random(len(willing)), key))
    willing = willing[order]
    man, woman = willing[folk["sex"][willing] == 0], willing[folk["sex"][willing] == 1]
    count = min(len(man), len(woman))
    # Thin the larger side evenly so that places and ages stay matched.
    man = man[np.linspace(0, len(man) - 1, count).astype(np.int64)] if count else man[:0]
    woman = woman[np.linspace(0, len(woman) - 1, count).astype(np.int64)] if count else woman[:0]
    strangers = folk["fam"][man] != folk["fam"][woman]
    strangers &= (folk["mother"][man] < 0) | (folk["mother"][man] != folk["mother"][woman])
    strangers &= (folk["father"][man] < 0) | (folk["father"][man] != folk["father"][woman])
    return man[strangers], woman[strangers]


def split(w: world.World, span: tuple[int, int], rate: float) -> None:
    """Couples who live with parents leave and found their own family (KK pecahan)."""
    folk = w.people
    mate = folk["spouse"]
    inside = w.present() & (folk["rel"] == world.MENANTU) & (mate >= 0) & (w.rng.random(len(folk)) < rate)
    inside &= folk["fam"][mate] == folk["fam"]
    who = np.flatnonzero(inside)
    partner = mate[who].astype(np.int64)
    male = folk["sex"][who] == 0
    found_home(w, np.where(male, who, partner), np.where(male, partner, who), span)


def divorce(w: world.World, span: tuple[int, int], rate: float) -> None:
    """The wife leaves with her unmarried children, or alone with half of the couples."""
    folk, rng = w.people, w.rng
    wives = np.flatnonzero(w.present() & (folk["rel"] == world.ISTRI) & (rng.random(len(folk)) < rate))
    men = folk["spouse"][wives].astype(np.int64)
    wives, men = wives[men >= 0], men[men >= 0]
    for who in (wives, men):
        folk["marital"][who] = world.CERAI_HIDUP
        folk["spouse"][who] = -1
    fam = w.families
    old = folk["fam"][wives]
    z0 = fam["z0"][old] + rng.normal(-0.25, 0.3, len(wives))
    new = w.found(
        fam["village"][old].astype(np.int64), fam["group"][old], calendar.between(rng, span, len(wives)), z0
    )
    # A child stays with the father when its mother has moved before `move` looks for her children.
    alone = rng.random(len(wives)) < 0.5
    folk["fam"][wives[alone]] = new[alone]
    folk["rel"][wives[alone]] = world.KEPALA
    move(w, wives[~alone], new[~alone], span[1])
