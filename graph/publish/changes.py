"""What changed from one graph to another: reports, entities merged and split, statements.

Entities and statements are compared by their IRIs, which follow from what they are. A thing whose
IRI is gone is looked for by its names, so that a change of a name isn't taken for a loss.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from graph.model import Entity, Report, Statement
from graph.store.read_model import ReadModel

Claim = tuple[str, str, str]  # subject, predicate, object


@dataclass(frozen=True, slots=True)
class Merged:
    """Several things of the old graph that are one thing of the new one."""

    before: tuple[Entity, ...]
    now: Entity


@dataclass(frozen=True, slots=True)
class Split:
    """A thing of the old graph whose names belong to several things of the new one."""

    before: Entity
    now: tuple[Entity, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """The difference of two graphs, each part sorted by IRI.

    ``requalified`` are statements that are there with other qualifiers (a proposed award that is
    awarded now), as old and new. ``moved`` counts statements that are only about a thing with
    another IRI; ``reproved`` counts those with other evidence.
    """

    reports_gained: tuple[Report, ...] = ()
    reports_lost: tuple[Report, ...] = ()
    reports_changed: tuple[Report, ...] = ()
    entities_gained: tuple[Entity, ...] = ()
    entities_lost: tuple[Entity, ...] = ()
    merged: tuple[Merged, ...] = ()
    split: tuple[Split, ...] = ()
    renamed: tuple[tuple[Entity, Entity], ...] = ()
    statements_gained: tuple[Statement, ...] = ()
    statements_lost: tuple[Statement, ...] = ()
    requalified: tuple[tuple[Statement, Statement], ...] = ()
    moved: int = 0
    reproved: int = 0

    def __bool__(self) -> bool:
        return self != Changes()


def compare(old: ReadModel, new: ReadModel) -> Changes:
    """Return what changed from ``old`` to ``new``; false when they say the same."""
    gone = [entity for entity in old.entities() if new.entity(entity.iri) is None]
    fresh = [entity for entity in new.entities() if old.entity(entity.iri) is None]
    heirs = {entity.iri: _heirs(entity, new) for entity in gone}
    only = {iri: found[0] for iri, found in heirs.items() if len(found) == 1}
    merged = _merged(gone, only, old)
    split = _split(old, new, {entity.iri for entity in fresh})
    inherited = {iri for found in heirs.values() for iri in (heir.iri for heir in found)}
    of_split = {entity.iri for found in split for entity in found.now}
    in_merged = {entity.iri for found in merged for entity in found.before}
    gained, lost, changed = _report_changes(old, new)
    statements = _statement_changes(old, new, {iri: heir.iri for iri, heir in only.items()})
    return Changes(
        gained,
        lost,
        changed,
        tuple(e for e in _sorted(fresh) if e.iri not in inherited | of_split),
        tuple(e for e in _sorted(gone) if not heirs[e.iri]),
        merged,
        split,
        tuple((e, only[e.iri]) for e in _sorted(gone) if e.iri in only and e.iri not in in_merged),
        *statements,
        reproved=sum(_is_reproved(s, new.statement(s.iri)) for s in old.statements()),
    )


def _sorted(entities: Iterable[Entity]) -> list[Entity]:
    return sorted(entities, key=lambda entity: entity.iri)


def _names(entity: Entity) -> tuple[str, ...]:
    return tuple(dict.fromkeys((entity.name, entity.label, *entity.variants)))


def _heirs(entity: Entity, new: ReadModel) -> list[Entity]:
    """Return who bears the names of a thing that is gone: by its first name that anyone bears."""
    for name in (entity.name, entity.label):
        found = new.find(name, entity.type)
        if found:
            return found
    return []


def _merged(gone: Iterable[Entity], only: dict[str, Entity], old: ReadModel) -> tuple[Merged, ...]:
    """Return the things that took in others: those were one of several before."""
    taken: dict[str, list[Entity]] = {}
    for entity in gone:
        if entity.iri in only:
            taken.setdefault(only[entity.iri].iri, []).append(entity)
    found = []
    for iri, before in sorted(taken.items()):
        itself = old.entity(iri)
        together = _sorted([*before, *([itself] if itself else [])])
        if len(together) > 1:
            found.append(Merged(tuple(together), only[before[0].iri]))
    return tuple(found)


def _split(old: ReadModel, new: ReadModel, fresh: set[str]) -> tuple[Split, ...]:
    """Return the things whose names went to new ones: each new one bore a name of it before."""
    found = []
    for entity in _sorted(old.entities()):
        bearers = {e.iri: e for name in _names(entity) for e in _called(new, name, entity.type)}
        own = [e for e in bearers.values() if e.iri == entity.iri]
        others = [e for e in bearers.values() if e.iri in fresh]
        if len(own) + len(others) > 1 and others:
            found.append(Split(entity, tuple(_sorted([*own, *others]))))
    return tuple(found)


def _called(model: ReadModel, name: str, type: str) -> list[Entity]:
    return [entity for entity in model.find(name, type) if name in (entity.name, entity.label)]


def _report_changes(
    old: ReadModel, new: ReadModel
) -> tuple[tuple[Report, ...], tuple[Report, ...], tuple[Report, ...]]:
    """Return the reports that only the new or only the old graph has, and those that differ."""
    before, now = dict(old.reports()), dict(new.reports())
    return (
        tuple(report for iri, report in now.items() if iri not in before),
        tuple(report for iri, report in before.items() if iri not in now),
        tuple(r for iri, r in now.items() if iri in before and before[iri] != r),
    )


def _statement_changes(
    old: ReadModel, new: ReadModel, heirs: dict[str, str]
) -> tuple[
    tuple[Statement, ...], tuple[Statement, ...], tuple[tuple[Statement, Statement], ...], int
]:
    """Return gained, lost and requalified statements, and how many only moved."""
    gained = {s.iri: s for s in new.statements() if old.statement(s.iri) is None}
    lost = [s for s in old.statements() if new.statement(s.iri) is None]
    by_claim: dict[Claim, list[Statement]] = {}
    for statement in gained.values():
        by_claim.setdefault(_claim(statement, {}), []).append(statement)
    left: list[Statement] = []
    requalified, moved = [], 0
    for statement in lost:
        claim = _claim(statement, heirs)
        now = _counterpart(statement, by_claim.get(claim, []), heirs)
        if now is None:
            is_absorbed = claim != _claim(statement, {}) and new.statements(*claim)
            moved += bool(is_absorbed)
            left += [] if is_absorbed else [statement]
            continue
        gained.pop(now.iri)
        by_claim[_claim(now, {})].remove(now)
        if _qualifiers(now, {}) == _qualifiers(statement, heirs):
            moved += 1
        else:
            requalified.append((statement, now))
    return tuple(gained.values()), tuple(left), tuple(requalified), moved


def _claim(statement: Statement, heirs: dict[str, str]) -> Claim:
    subject, object = (heirs.get(iri, iri) for iri in (statement.subject, statement.object))
    return subject, statement.predicate, object


def _qualifiers(statement: Statement, heirs: dict[str, str]) -> Counter[tuple[str, str]]:
    return Counter((q.name, heirs.get(q.entity, q.entity) or q.value) for q in statement.qualifiers)


def _counterpart(
    statement: Statement, options: list[Statement], heirs: dict[str, str]
) -> Statement | None:
    """Return the option with the most qualifiers in common, the first of several."""
    wanted = _qualifiers(statement, heirs)
    return max(options, key=lambda s: (_qualifiers(s, {}) & wanted).total(), default=None)


def _is_reproved(before: Statement, now: Statement | None) -> bool:
    """Return whether a statement that stayed rests on other evidence."""
    if now is None:
        return False
    words = ({(e.report, e.start, e.end) for e in s.evidence} for s in (before, now))
    return next(words) != next(words)
