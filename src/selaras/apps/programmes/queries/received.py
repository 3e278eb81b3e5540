"""What the lists of the registry say families receive, where it excludes the programme of a cycle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from selaras.apps.programmes.models.catalogue import Programme
from selaras.apps.registry import layout
from selaras.apps.registry.models import Keluarga
from selaras.pipeline import run

_MOST = 2000


def by_lists(
    programmes: Iterable[int], but: Iterable[str], references: Iterable[str]
) -> Mapping[str, list[str]]:
    """Keluarga -> what they receive of these programmes by the newest build, as "PKH (DTSEN)"; only those with any.

    `but`: codes of programmes that are not held against a family. Runs as whoever acts: row security narrows it.
    """
    found = Programme.objects.filter(pk__in=list(programmes)).exclude(receives="").exclude(code__in=list(but))
    fields = dict(found.values_list("receives", "name"))
    wanted = sorted(set(references)) if fields else []
    made: dict[str, list[str]] = {}
    for begin in range(0, len(wanted), _MOST):
        rows = Keluarga.objects.filter(reference__in=wanted[begin : begin + _MOST], build_to=None)
        for reference, isi in rows.values_list("reference", "isi"):
            texts = layout.unpack(isi, layout.KELUARGA)
            told = [
                _told(name, texts.get(f"{field}__sources", ""))
                for field, name in fields.items()
                if texts.get(field) == "1"
            ]
            if told:
                made[reference] = told
    return made


def _told(name: str, sources: str) -> str:
    lists = ", ".join(run.title(each) for each in sources.split(",") if each)
    return f"{name} ({lists})" if lists else name
