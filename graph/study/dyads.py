"""Directed pairs of units by year: does i take up what j already had?

The dyadic form of event history analysis: Volden (2006, American Journal of Political Science
50(2): 294-312). Boehmke (2009, Journal of Politics 71(3): 1125-1140) shows that i can only emulate
j where j has something that i lacks; rows with ``j_adopted_before`` are those opportunities.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

from graph.model import Entity
from graph.study.panels import History, Panel, Size, onset_unknown, spell
from graph.study.units import Unit

EARTH_RADIUS = 6371.0088  # km, mean radius of GRS 80


@dataclass(frozen=True, slots=True)
class DyadYear:
    """Unit ``i``, at risk and covered in ``year``, beside unit ``j`` of its class and level.

    ``j_adopted_before`` is None where j's beginning is unknown and may lie before this year.
    ``left_censored`` as in the risk set. ``same_parent`` and ``distance_km`` are None where the
    graph doesn't know it.
    """

    i: Unit
    j: Unit
    policy: Entity
    year: int
    j_adopted_before: bool | None
    i_adopts: bool
    left_censored: bool
    same_parent: bool | None
    distance_km: float | None


def dyad_years(panel: Panel, kept: Container[str] | None = None) -> Iterator[DyadYear]:
    """All dyads, by policy, i, year and j, one at a time and never held in memory.

    Only where at least one unit of their class and level took the policy up, whether its own
    report says so or another's; and only what is in ``kept`` (``Size.key``; all when None).
    """
    groups = _covered_groups(panel)
    for history in panel.histories:
        for group, members in groups.items():
            is_kept = kept is None or _key(history, group) in kept
            if is_kept and _adopters(history, group):
                for i in members:
                    yield from _dyads(panel, history, i, members)


def _covered_groups(panel: Panel) -> dict[tuple[str, str], list[Unit]]:
    groups: dict[tuple[str, str], list[Unit]] = {}
    for iri in panel.covered:
        unit = panel.units[iri]
        groups.setdefault(unit.group, []).append(unit)
    return dict(sorted(groups.items()))


def _key(history: History, group: tuple[str, str]) -> str:
    return " ".join((history.policy.iri, *group))


def _adopters(history: History, group: tuple[str, str]) -> int:
    return sum(event.unit.group == group for event in history.events.values())


def _dyads(panel: Panel, history: History, i: Unit, members: list[Unit]) -> Iterator[DyadYear]:
    event, first = history.events.get(i.iri), next(iter(panel.covered[i.iri]))
    for year in spell(panel.covered, history, i.iri):
        if year not in panel.covered[i.iri]:
            continue
        adopts = event is not None and event.year == year
        censored = event is not None and adopts and onset_unknown(event, year == first)
        for j in members:
            if j.iri != i.iri and year in panel.covered[j.iri]:
                yield DyadYear(
                    i,
                    j,
                    history.policy,
                    year,
                    _had_adopted(panel, history, j, year),
                    adopts,
                    censored,
                    i.parent == j.parent if i.parent and j.parent else None,
                    distance(i, j),
                )


def _had_adopted(panel: Panel, history: History, j: Unit, year: int) -> bool | None:
    event = history.events.get(j.iri)
    if event is None or event.year is None or event.year < year:
        return event is not None
    first = next(iter(panel.covered[j.iri]))
    return None if onset_unknown(event, event.year == first) else False


def distance(i: Unit, j: Unit) -> float | None:
    """Kilometres along a great circle (haversine formula), None without both positions.

    >>> distance(Unit("a", "a", "", position=(0, 0)), Unit("b", "b", "", position=(0, 180)))
    20015.114
    """
    if i.position is None or j.position is None:
        return None
    (south, west), (north, east) = (tuple(map(radians, unit.position or ())) for unit in (i, j))
    chord = sin((north - south) / 2) ** 2 + cos(south) * cos(north) * sin((east - west) / 2) ** 2
    return round(2 * EARTH_RADIUS * asin(min(1.0, sqrt(chord))), 3)


def dyad_sizes(panel: Panel) -> Iterator[Size]:
    """For each policy and group with an adopter: a key, how many adopters, and how many rows."""
    for group, members in _covered_groups(panel).items():
        others: dict[int, int] = {}  # beside a unit that is covered in the year
        for unit in members:
            for year in panel.covered[unit.iri]:
                others[year] = others.get(year, -1) + 1
        everybody = sum(number * (number + 1) for number in others.values())
        own = {unit.iri for unit in members}
        for history in panel.histories:
            adopters = _adopters(history, group)
            if adopters:
                shorter = own & (set(history.events) | history.issuers)
                left = sum(
                    others[year]
                    for unit in shorter
                    for year in panel.covered[unit]
                    if year not in spell(panel.covered, history, unit)
                )
                yield Size(_key(history, group), adopters, everybody - left)
