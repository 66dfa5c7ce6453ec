"""When something happened, and whether the words tell of its beginning.

A report for 2021 that mentions a reform says that it was there in 2021. That it began then has to
be said: by a date in the sentence, or by a word such as 启动 or 率先. 持续推进 says the opposite.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from graph import terms
from graph.model import Evidence, Report, Statement
from graph.ontology import local_name
from graph.store.read_model import ReadModel
from graph.store.values import is_calendar_date

DATE, YEAR = local_name(terms.date), local_name(terms.year)
BEGINNING, CONTINUING, PLANNED = "beginning", "continuing", "planned"
REPORT_YEAR = "report-year"
PRECISIONS = {4: "year", 7: "month", 10: "day"}  # by the length of the date as written

_TITLE = re.compile("《[^《》]*》")
_SENTENCE_END = re.compile("[。！？；;!?\n]")
_DATE = re.compile(
    r"(?<![—\-－–~至到\d])(20\d\d)年(?:(1[0-2]|0?[1-9])月(?:(3[01]|[12]\d|0?[1-9])日)?)?"
    r"(?![度]?[—\-－–~至到])"
)


@dataclass(frozen=True, slots=True)
class Timing:
    """When a statement is about, how well that is known, and which phase its words tell of.

    ``date`` is as precise as the text; ``precision`` is day, month, year, ``report-year`` when
    only the year that the report covers is known, or "" without any year. ``phase`` is beginning,
    continuing, or "" when the words tell neither.
    """

    year: int | None
    date: str
    precision: str
    phase: str

    @property
    def tells_onset(self) -> bool:
        """Whether this is the time at which it began, as far as the words go."""
        dated = self.precision not in (REPORT_YEAR, "")
        return self.phase == BEGINNING or (dated and self.phase != CONTINUING)


def timing(model: ReadModel, statement: Statement) -> Timing:
    """The timing of a statement: by its own qualifiers, its sentences, or the report's year."""
    date, year = (_calendar(_said(statement, name)) for name in (DATE, YEAR))
    phase = _phase(model, statement)
    if date:
        return Timing(int(date[:4]), date, PRECISIONS[len(date)], phase)
    covered = [found for e in statement.evidence if (found := covered_year(model, e)) is not None]
    written = max(_dates(model, statement, year), key=len, default="")
    if written:
        return Timing(int(written[:4]), written, PRECISIONS[len(written)], phase)
    if year and int(year) not in covered and not _is_of_title(model, statement, year):
        return Timing(int(year), year, PRECISIONS[len(year)], phase)
    if year or covered:
        known = int(year) if int(year or 0) in covered or not covered else min(covered)
        return Timing(known, "", REPORT_YEAR, phase)
    return Timing(None, "", "", phase)


def is_planned(model: ReadModel, statement: Statement) -> bool:
    """Whether all that proves a statement stands in a part of its report about what is to come."""
    return bool(statement.evidence) and all(
        _is_ahead(model, evidence) for evidence in statement.evidence
    )


def covered_year(model: ReadModel, evidence: Evidence) -> int | None:
    """The year that the report of an evidence covers."""
    report = _report(model, evidence)
    return report.year if report else None


def _calendar(written: str) -> str:
    """A year, month or day as written; "" for what is none."""
    return written if is_calendar_date(written) else ""


def _said(statement: Statement, name: str) -> str:
    return next((q.value for q in statement.qualifiers if q.name == name), "")


def _report(model: ReadModel, evidence: Evidence) -> Report | None:
    found = model.report(evidence.report)
    return found[1] if found else None


def _dates(model: ReadModel, statement: Statement, year: str) -> Iterator[str]:
    """The last date of each sentence up to the end of its quote, if it is in the right year."""
    for evidence in statement.evidence:
        found = [_iso(match) for match in _DATE.finditer(_sentence(model, evidence))]
        if found and (not year or found[-1][:4] == year):
            yield found[-1]


def _is_of_title(model: ReadModel, statement: Statement, year: str) -> bool:
    """Whether the sentences name a year only within titles (按照《2019年…要点》)."""
    return all(
        f"{year}年" in evidence.quote and f"{year}年" not in _sentence(model, evidence)
        for evidence in statement.evidence
    )


def _iso(match: re.Match[str]) -> str:
    return "-".join(part.zfill(2) for part in match.groups() if part)


def _sentence(model: ReadModel, evidence: Evidence) -> str:
    """The words from the start of the sentence to the end of the quote, without titles."""
    report = _report(model, evidence)
    if report is None:
        return _TITLE.sub("《》", evidence.quote)
    before = report.text[max(0, evidence.start - 300) : evidence.start]
    return _TITLE.sub("《》", _SENTENCE_END.split(before)[-1] + evidence.quote)


def _phase(model: ReadModel, statement: Statement) -> str:
    """Continuing where any evidence says so, else beginning where any does, else ""."""
    words = _words()
    told = {
        phase
        for evidence in statement.evidence
        for phase in (BEGINNING, CONTINUING)
        if words[phase].search(_sentence(model, evidence))
    }
    return next((phase for phase in (CONTINUING, BEGINNING) if phase in told), "")


def _is_ahead(model: ReadModel, evidence: Evidence) -> bool:
    report = _report(model, evidence)
    return report is not None and any(
        section.start <= evidence.start < section.end and _words()[PLANNED].search(section.title)
        for section in report.sections
    )


@cache
def _words() -> dict[str, re.Pattern[str]]:
    """The words of each phase (seeds/phases.csv) as one pattern."""
    text = files("seeds").joinpath("phases.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(text)))
    return {
        phase: re.compile("|".join(re.escape(r["word"]) for r in rows if r["phase"] == phase))
        for phase in (BEGINNING, CONTINUING, PLANNED)
    }
