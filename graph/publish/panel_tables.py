"""The panels as CSV tables, written row by row; ``codebook`` says what each column means."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from typing import IO

from graph.model import Entity, Report
from graph.publish.codebook import header
from graph.study.adoption import Adoption
from graph.study.coverage import CoverageYear
from graph.study.dyads import DyadYear
from graph.study.panels import RiskYear
from graph.study.units import Unit

ADOPTION, COVERAGE = "adoption.csv", "coverage.csv"
RISK_SET, DYADS = "risk_set.csv", "dyad_year.csv"
REPORTS = "reports.csv"


def write_adoption(found: Iterable[Adoption], out: IO[bytes]) -> None:
    """One row for each claim of a unit about a policy."""
    _write(ADOPTION, (_adoption(record) for record in found), out)


def write_coverage(found: Iterable[CoverageYear], out: IO[bytes]) -> None:
    """One row for each unit and year, whether a report covers it or not."""
    _write(COVERAGE, (_coverage(record) for record in found), out)


def write_risk_set(found: Iterable[RiskYear], out: IO[bytes]) -> None:
    """One row for each unit, policy and year at risk."""
    _write(RISK_SET, (_risk_year(record) for record in found), out)


def write_dyads(found: Iterable[DyadYear], out: IO[bytes]) -> None:
    """One row for each directed pair of units, policy and year."""
    _write(DYADS, (_dyad(record) for record in found), out)


def write_reports(found: Iterable[tuple[str, Report]], out: IO[bytes]) -> None:
    """One row for each report, with where and when it was published."""
    _write(REPORTS, (_report(iri, report) for iri, report in found), out)


def _write(file: str, records: Iterable[Mapping[str, object]], out: IO[bytes]) -> None:
    columns = header(file)
    text = io.TextIOWrapper(out, encoding="utf-8", newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([record[name] for name in columns] for record in records)
    text.detach()


def _unit(unit: Unit) -> dict[str, object]:
    return {
        "unit": unit.iri,
        "unit_name": unit.name,
        "unit_class": unit.kind,
        "level": unit.level,
        "place": unit.place,
        "code": unit.code,
        "parent": unit.parent,
    }


def _policy(policy: Entity) -> dict[str, object]:
    return {"policy": policy.iri, "policy_label": policy.label, "policy_class": policy.type}


def _report(iri: str, report: Report) -> dict[str, object]:
    return {
        "report": iri,
        "name": report.name,
        "title": report.title,
        "reporter": report.reporter,
        "reporter_class": report.reporter_type if report.reporter else "",
        "place": report.place,
        "year": report.year,
        "published": report.published,
        "publisher": report.publisher,
        "index_number": report.index_number,
        "source": report.source,
        "characters": len(report.text),
        "sha256": report.digest,
    }


def _adoption(found: Adoption) -> dict[str, object]:
    return {
        **_unit(found.unit),
        **_policy(found.policy),
        "relation": found.relation,
        "year": found.year,
        "date": found.date,
        "date_precision": found.date_precision,
        "phase": found.phase,
        "role": found.role,
        "status": found.status,
        "mode": found.mode,
        "holds": str(found.holds).lower(),
        "evidence": found.evidence,
        "first_evidence": found.first_evidence,
        "report": found.report,
        "statement": found.statement,
    }


def _coverage(found: CoverageYear) -> dict[str, object]:
    return {
        **_unit(found.unit),
        "year": found.year,
        "covered": _flag(bool(found.reports)),
        "reports": len(found.reports),
        "report": "|".join(found.reports),
    }


def _risk_year(found: RiskYear) -> dict[str, object]:
    return {
        **_unit(found.unit),
        **_policy(found.policy),
        "year": found.year,
        "spell_year": found.spell_year,
        "event": _flag(found.event is not None),
        "right_censored": _flag(found.right_censored),
        "left_censored": _flag(found.left_censored),
        "gap": _flag(found.gap),
        "after_gap": _flag(found.after_gap),
        "relation": found.event.relation if found.event else "",
        "date_precision": found.event.date_precision if found.event else "",
        "phase": found.event.phase if found.event else "",
        "role": found.event.role if found.event else "",
        "statement": found.event.statement if found.event else "",
        "earlier_adopters": found.earlier_adopters,
        "earlier_adopters_level": found.earlier_adopters_level,
        "earlier_adopters_peers": found.earlier_adopters_peers,
        "covered_level": found.covered_level,
        "covered_peers": found.covered_peers,
        "parent_adopted": _flag(found.parent_adopted),
        "parent_issued": _flag(found.parent_issued),
        "policy_first_year": found.first_year,
        "policy_place": found.policy.place,
    }


def _dyad(found: DyadYear) -> dict[str, object]:
    return {
        "unit_i": found.i.iri,
        "unit_j": found.j.iri,
        "unit_class": found.i.kind,
        "level": found.i.level,
        "policy": found.policy.iri,
        "year": found.year,
        "j_adopted_before": _flag(found.j_adopted_before),
        "i_adopts": _flag(found.i_adopts),
        "left_censored": _flag(found.left_censored),
        "same_parent": _flag(found.same_parent),
        "distance_km": found.distance_km,
    }


def _flag(value: bool | None) -> str:
    return "" if value is None else str(int(value))
