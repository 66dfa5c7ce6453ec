"""Panels for event history analysis: who is at risk of taking up which policy in which year.

A row is a unit, a policy and a year in which the unit is under observation and hasn't taken the
policy up before: the person-period data of Allison (1982, Sociological Methodology 13: 61-98), as
Berry and Berry (1990, American Political Science Review 84(2): 395-415) brought them to policy
innovation. On censoring see Box-Steffensmeier and Jones (2004, Event History Modeling, Cambridge
University Press).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from graph.model import Entity
from graph.ontology import Ontology
from graph.store.read_model import ReadModel
from graph.study.adoption import (
    ADOPTS,
    FOLLOWS,
    IMPLEMENTS,
    ISSUED,
    NEVER,
    Adoption,
    adoptions,
)
from graph.study.coverage import Coverage, coverage
from graph.study.timing import CONTINUING
from graph.study.units import Unit, units

EVENTS = (ADOPTS, FOLLOWS, IMPLEMENTS)  # to issue a document is its origin, not its adoption
MOST_ROWS = 2_000_000  # some 400 MB of CSV


@dataclass(frozen=True, slots=True)
class Size:
    """How many units took something up, and how many rows of a table it needs."""

    key: str
    adopters: int
    rows: int


@dataclass(frozen=True)
class History:
    """How one policy spread: the first event of each unit (by IRI), and who issued it."""

    policy: Entity
    events: dict[str, Adoption]
    issuers: frozenset[str]

    def event_year(self, unit: str) -> int | None:
        """The year of a unit's event."""
        event = self.events.get(unit)
        return event.year if event else None

    def had_adopted(self, unit: str, year: int) -> bool:
        """Whether a unit has an event before ``year``."""
        found = self.event_year(unit)
        return found is not None and found < year

    def earlier(self, year: int, *among: object) -> int:
        """How many units have an event before ``year``.

        ``among`` narrows it to a group (``unit.group``), or to a group and a parent.
        """
        return bisect_left(self._years.get(among, []), year)

    @cached_property
    def first_year(self) -> int:
        """The first year in which anyone has an event."""
        return min(event.year or NEVER for event in self.events.values())

    @cached_property
    def _years(self) -> dict[tuple[object, ...], list[int]]:
        """The years of events in order: of all units, by group, by group and parent."""
        years: dict[tuple[object, ...], list[int]] = {}
        for event in self.events.values():
            unit, year = event.unit, event.year or 0
            for among in ((), (unit.group,), (unit.group, unit.parent)):
                years.setdefault(among, []).append(year)
        return {among: sorted(found) for among, found in years.items()}


@dataclass(frozen=True)
class Panel:
    """What studies of diffusion start from: units, coverage, claims, and how policies spread.

    ``histories`` has a policy only when somebody has an event that holds and has a year.
    """

    units: dict[str, Unit]
    covered: Coverage
    adoptions: tuple[Adoption, ...]
    histories: tuple[History, ...]

    def covered_units(self, year: int, *among: object) -> int:
        """How many units of a group (and parent) have a report for this year."""
        return self._covered_in[(year, *among)]

    @cached_property
    def _covered_in(self) -> Counter[tuple[object, ...]]:
        found: Counter[tuple[object, ...]] = Counter()
        for iri, years in self.covered.items():
            unit = self.units[iri]
            found.update((year, unit.group) for year in years)
            found.update((year, unit.group, unit.parent) for year in years)
        return found


@dataclass(frozen=True, slots=True)
class RiskYear:
    """A unit at risk of a policy in one year.

    ``event`` is the adoption in this year. ``left_censored``: it was there already, so its
    beginning is unknown: the first covered year shows it and no words tell that it began then, or
    the words say that it goes on. ``right_censored``: the last covered year, without
    an event. ``gap``: no report covers this year; ``after_gap``: none covers the year before.
    Numbers count units with an event in an earlier year: of all units, of the same class and
    level, of those the ones with the same parent; ``covered_level`` and ``covered_peers`` are how
    many of these have a report for the year. ``parent_adopted`` is None without a parent, and
    where nothing is known of it: no report of the parent covers this year or an earlier one.
    ``first_year`` is the first year in which anyone is known to have the policy.
    """

    unit: Unit
    policy: Entity
    year: int
    spell_year: int
    event: Adoption | None
    right_censored: bool
    left_censored: bool
    gap: bool
    after_gap: bool
    earlier_adopters: int
    earlier_adopters_level: int
    earlier_adopters_peers: int
    covered_level: int
    covered_peers: int
    parent_adopted: bool | None
    parent_issued: bool | None
    first_year: int


def panel(model: ReadModel, ontology: Ontology | None = None) -> Panel:
    """The units, coverage and histories of a graph; histories sorted as ``adoptions`` are."""
    events: dict[str, dict[str, Adoption]] = {}
    issuers: dict[str, set[str]] = {}
    policies: dict[str, Entity] = {}
    claims = tuple(adoptions(model, ontology))
    for found in claims:
        policy = policies.setdefault(found.policy.iri, found.policy).iri
        if found.relation == ISSUED and found.holds:
            issuers.setdefault(policy, set()).add(found.unit.iri)
        elif found.relation in EVENTS and found.holds and found.year is not None:
            own = events.setdefault(policy, {})
            own[found.unit.iri] = min(own.get(found.unit.iri, found), found, key=_earliest)
    histories = (
        History(policy, events[iri], frozenset(issuers.get(iri, ())))
        for iri, policy in policies.items()
        if iri in events
    )
    return Panel(units(model), coverage(model), claims, tuple(histories))


def _earliest(found: Adoption) -> tuple[int, bool, str]:
    """Of events in one year, one that tells of the beginning comes first."""
    return found.year or 0, not found.tells_onset, found.statement


def spell(covered: Coverage, history: History, unit: str) -> range:
    """The years in which a covered unit is at risk: up to its event or its last covered year.

    Empty for the issuer of a document, and for a unit that is known to have taken the policy up
    before its first covered year: it never was at risk under observation.
    """
    years = tuple(covered[unit])
    event = history.event_year(unit)
    if unit in history.issuers:
        return range(0)
    return range(years[0], (years[-1] if event is None else min(event, years[-1])) + 1)


def risk_set(panel: Panel, kept: Container[str] | None = None) -> Iterator[RiskYear]:
    """Every covered unit, policy and year at risk, by policy, unit and year, one at a time.

    Only of the policies in ``kept`` (IRIs; all when None). A unit without any report isn't
    observed and has no row; as an earlier adopter it counts where another's report speaks of it.
    """
    for history in panel.histories:
        if kept is None or history.policy.iri in kept:
            for iri in panel.covered:
                yield from _spell_rows(panel, history, panel.units[iri])


def _spell_rows(panel: Panel, history: History, unit: Unit) -> Iterator[RiskYear]:
    covered = panel.covered[unit.iri]
    years = spell(panel.covered, history, unit.iri)
    first_event = history.events.get(unit.iri)
    for year in years:
        event = first_event if first_event and first_event.year == year else None
        yield RiskYear(
            unit=unit,
            policy=history.policy,
            year=year,
            spell_year=year - years.start + 1,
            event=event,
            right_censored=year == years[-1] and event is None,
            left_censored=event is not None and onset_unknown(event, year == years.start),
            gap=year not in covered,
            after_gap=year > years.start and year - 1 not in covered,
            earlier_adopters=history.earlier(year),
            earlier_adopters_level=history.earlier(year, unit.group),
            earlier_adopters_peers=history.earlier(year, unit.group, unit.parent),
            covered_level=panel.covered_units(year, unit.group),
            covered_peers=panel.covered_units(year, unit.group, unit.parent),
            parent_adopted=_of_parent(panel, unit, year, history.had_adopted(unit.parent, year)),
            parent_issued=_of_parent(panel, unit, year, unit.parent in history.issuers),
            first_year=history.first_year,
        )


def onset_unknown(event: Adoption, is_first: bool) -> bool:
    """Whether an event was there before: in the first covered year, or by its own words."""
    return event.phase == CONTINUING or (is_first and not event.tells_onset)


def _of_parent(panel: Panel, unit: Unit, year: int, is_so: bool) -> bool | None:
    """What is known of a parent: a no needs a report that could have said yes."""
    if is_so or not unit.parent:
        return is_so or None
    return False if any(known <= year for known in panel.covered.get(unit.parent, {})) else None


def risk_set_sizes(panel: Panel) -> Iterator[Size]:
    """For each policy its IRI, how many units took it up and how many rows its risk set has."""
    full = {unit: max(years) - min(years) + 1 for unit, years in panel.covered.items()}
    everybody = sum(full.values())
    for history in panel.histories:
        shorter = (set(history.events) | history.issuers) & set(full)
        left = sum(full[unit] - len(spell(panel.covered, history, unit)) for unit in shorter)
        yield Size(history.policy.iri, len(history.events), everybody - left)


def within(sizes: Iterable[Size], most: int = MOST_ROWS) -> frozenset[str]:
    """The keys of what a table can hold within ``most`` rows.

    What many took up tells most about diffusion and comes first; of equals the first by key.
    """
    kept, total = set(), 0
    for size in sorted(sizes, key=lambda size: (-size.adopters, size.key)):
        if total + size.rows <= most:
            kept.add(size.key)
            total += size.rows
    return frozenset(kept)
