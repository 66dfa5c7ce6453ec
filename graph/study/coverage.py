"""Which unit reported for which year. Where there is no report, nothing is known either way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from graph.store.read_model import ReadModel
from graph.study.units import DISTRICT, Unit, units

Coverage: TypeAlias = dict[str, dict[int, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class CoverageYear:
    """The reports (IRIs) of a unit for one year; none means that the year isn't covered."""

    unit: Unit
    year: int
    reports: tuple[str, ...]


def coverage(model: ReadModel) -> Coverage:
    """The reports (IRIs) by who reports (IRI) and year, years in order.

    An agency's report covers the agency and not its district. A report without a year, or by
    somebody who isn't in the graph, covers nothing.
    """
    names = {(unit.kind, unit.name): unit.iri for unit in units(model).values()}
    covered: Coverage = {}
    for iri, report in model.reports():
        unit = names.get((report.reporter_type, report.reporter))
        if unit and report.year is not None:
            years = covered.setdefault(unit, {})
            years[report.year] = (*years.get(report.year, ()), iri)
    return {unit: dict(sorted(years.items())) for unit, years in sorted(covered.items())}


def span(covered: Coverage) -> range:
    """The years from the first that any report covers to the last; empty without reports."""
    years = {year for own in covered.values() for year in own}
    return range(min(years), max(years) + 1) if years else range(0)


def coverage_years(model: ReadModel) -> Iterator[CoverageYear]:
    """Every district of the graph and every agency that reports, in every year of the span.

    A former district has no years after its end.
    """
    covered = coverage(model)
    for unit in units(model).values():
        if unit.kind == DISTRICT or unit.iri in covered:
            for year in span(covered):
                if unit.until and year > int(unit.until):
                    break  # it is no more
                yield CoverageYear(unit, year, covered.get(unit.iri, {}).get(year, ()))
