"""From extractions to a published generation, in one function.

Everything here sees all reports at once. The same reports give the same bytes, whether they were
read now or kept from an earlier build.
"""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import orjson

from graph import __version__
from graph.errors import ReadError, ValidationError
from graph.link import DEFAULT_BASE, link, read_judgements
from graph.model import Dataset, Extraction, Judgement, Report
from graph.names import load_gazetteer
from graph.publish.validation import validate
from graph.reading import Failure, Task
from graph.store.generation import Generation, write_generation
from graph.store.kept import rules_fingerprint

ACCOUNT = "build.json"


@dataclass(slots=True)
class Summary:
    """What a build did: counts, failures, whether the graph conforms, and how long it took."""

    reports: list[Report] = field(default_factory=list)
    mentions: Counter[str] = field(default_factory=Counter)
    entities: Counter[str] = field(default_factory=Counter)
    statements: Counter[str] = field(default_factory=Counter)
    unresolved: int = 0
    undecided: int = 0
    conforms: bool = False
    failures: list[Failure] = field(default_factory=list)
    seconds: float = 0.0
    generation: str = ""

    @property
    def nameless(self) -> list[str]:
        """The names of reports whose text doesn't say who reports."""
        return [report.name for report in self.reports if not report.place]


def gather(
    outcomes: Iterable[Extraction | Failure],
    summary: Summary,
    sources: Mapping[str, str] = MappingProxyType({}),
) -> list[Extraction]:
    """Return the extractions among ``outcomes``, counting everything in ``summary``.

    A text that is there twice counts once, whatever kind of file it is in; what only one of the
    files says of it (its publisher, its address) is kept. ``sources`` are the files by the names
    of their reports.
    """
    found: dict[str, Extraction] = {}
    for outcome in outcomes:
        if isinstance(outcome, Failure):
            summary.failures.append(outcome)
            continue
        key = _text_key(outcome.report)
        if key in found:
            twin = found[key].report
            path, other = (sources.get(r.name, r.name) for r in (outcome.report, twin))
            reason = f"{path}: the same text as {other}; counted once"
            summary.failures.append(Failure(path, reason))
            found[key] = replace(found[key], report=_with_what_is_known(twin, outcome.report))
        else:
            found[key] = outcome
    for extraction in found.values():
        summary.reports.append(extraction.report)
        summary.mentions.update(mention.type for mention in extraction.mentions)
        summary.unresolved += sum(mention.canonical == "" for mention in extraction.mentions)
    return list(found.values())


def _text_key(report: Report) -> str:
    """Return what two files of one text have in common: the text without its blanks."""
    return hashlib.sha256("".join(report.text.split()).encode()).hexdigest()


def _with_what_is_known(report: Report, other: Report) -> Report:
    """Return the report with what another file of the same text says of its publication."""
    fields = ("published", "publisher", "index_number", "source")
    found = {name: getattr(report, name) or getattr(other, name) for name in fields}
    return replace(report, **found)


def build(
    tasks: Sequence[Task],
    out: Path,
    outcomes: Iterable[Extraction | Failure],
    judgements: Sequence[Judgement] | None = None,
    base: str = DEFAULT_BASE,
    workers: int = 1,
    tell: Callable[[str], object] = str,
) -> tuple[Summary, Generation]:
    """Link, check and publish what was extracted; return the summary and the new generation.

    ``workers`` processes check a big graph against the shapes; ``tell`` hears what is begun.

    Raises ValidationError, with the first violations, for a graph that doesn't conform: it isn't
    published. Raises ReadError when no file at all could be read.
    """
    begun = time.perf_counter()
    summary = Summary()
    extractions = gather(outcomes, summary, files_of(tasks))
    if not extractions:
        first = summary.failures[0].reason if summary.failures else "no report was given"
        raise ReadError(f"none of {len(tasks)} files could be read; the first: {first}")
    tell(f"linking what {len(extractions)} reports say")
    dataset = link(
        extractions,
        load_gazetteer(),
        read_judgements() if judgements is None else judgements,
        base,
    )
    tell(f"checking {len(dataset.statements)} statements against the shapes")
    _check(dataset, summary, workers)
    tell("publishing")
    generation = write_generation(dataset, out)
    summary.generation = generation.info.id
    summary.seconds = time.perf_counter() - begun
    return summary, generation


def files_of(tasks: Iterable[Task]) -> dict[str, str]:
    """Return the files of reports by the reports' names."""
    return {task.name: task.source.shown for task in tasks}


def _check(dataset: Dataset, summary: Summary, workers: int) -> None:
    summary.entities.update(entity.type for entity in dataset.entities)
    summary.statements.update(statement.predicate for statement in dataset.statements)
    summary.undecided = len(dataset.undecided)
    verdict = validate(dataset, workers=workers)
    summary.conforms = verdict.conforms
    if not verdict.conforms:
        lines = [verdict.text(10)]
        raise ValidationError(
            f"the graph breaks {len(verdict.violations)} rules and isn't published:\n"
            + "\n".join(lines)
        )


def write_account(
    out: Path, summary: Summary, tasks: Sequence[Task], generation: Generation
) -> None:
    """Write ``build.json``: what was read, what was left out and why, what was published.

    ``digest`` is the SHA-256 of the canonical N-Quads (RDFC-1.0), ``rules`` stands for the rules,
    lists and code that read the reports.
    """
    sources = files_of(tasks)
    account = {
        "generation": generation.info.id,
        "digest": generation.digest,
        "built": generation.info.built,
        "version": __version__,
        "rules": rules_fingerprint(),
        "seconds": round(summary.seconds, 3),
        "conforms": summary.conforms,
        "counts": generation.info.counts,
        "mentions": dict(sorted(summary.mentions.items())),
        "unresolved": summary.unresolved,
        "undecided": summary.undecided,
        "reports": [_account_of(report, sources) for report in summary.reports],
        "failures": [{"file": f.path, "reason": f.reason} for f in summary.failures],
    }
    unfinished = out / f".{ACCOUNT}"
    unfinished.write_bytes(orjson.dumps(account, option=orjson.OPT_INDENT_2))
    unfinished.replace(out / ACCOUNT)


def _account_of(report: Report, sources: dict[str, str]) -> dict[str, Any]:
    return {
        "name": report.name,
        "file": sources.get(report.name, ""),
        "title": report.title,
        "reporter": report.reporter,
        "place": report.place,
        "year": report.year,
        "published": report.published,
        "publisher": report.publisher,
        "index_number": report.index_number,
        "source": report.source,
        "sha256": report.digest,
    }
