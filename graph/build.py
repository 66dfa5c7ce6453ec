"""From report files to a published generation, in one function.

Extraction is per report and runs in worker processes; everything after it sees all reports at
once. The same files give the same bytes, with one worker or eight.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from multiprocessing import get_context
from pathlib import Path

from graph.errors import ReadError, ValidationError
from graph.extract.pipeline import Extractor
from graph.link import DEFAULT_BASE, link, read_judgements
from graph.model import Dataset, Extraction, Judgement
from graph.names import Gazetteer, load_gazetteer
from graph.publish.validation import validate
from graph.read import CatalogueEntry, find_files, read_catalogue, read_report
from graph.store.generation import Generation, write_generation


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that couldn't be read, with the reason in words for the user."""

    path: str
    reason: str


@dataclass(slots=True)
class Summary:
    """What a build did: counts, failures, whether the graph conforms, and how long it took."""

    reports: int = 0
    mentions: Counter[str] = field(default_factory=Counter)
    entities: Counter[str] = field(default_factory=Counter)
    statements: Counter[str] = field(default_factory=Counter)
    nameless: list[str] = field(default_factory=list)
    unresolved: int = 0
    undecided: int = 0
    conforms: bool = False
    warnings: int = 0
    failures: list[Failure] = field(default_factory=list)
    seconds: float = 0.0
    generation: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """One file to read, with what its catalogue says of it."""

    path: Path
    entry: CatalogueEntry | None
    name: str


def plan(paths: Iterable[Path]) -> list[Task]:
    """Return the files to read in ``paths``, with their catalogue entries, in a fixed order."""
    catalogues: dict[Path, dict[str, CatalogueEntry]] = {}
    files = find_files(paths)
    stems = Counter(path.stem for path in files)
    tasks = []
    for path in files:
        folder = path.parent
        if folder not in catalogues:
            catalogues[folder] = read_catalogue(folder)
        alone = stems[path.stem] == 1
        name = path.stem if alone else "-".join((*_parts_below_root(path), path.stem))
        tasks.append(Task(path, catalogues[folder].get(path.name), name))
    return tasks


def _parts_below_root(path: Path) -> tuple[str, ...]:
    """Return the folders of a path, which tell two files with one name apart."""
    return tuple(part for part in path.parent.parts if part not in ("/", "..", "."))


def plan_files(paths: Sequence[Path]) -> list[Task]:
    """Return one task for each path as given, without catalogue: the text speaks for itself."""
    return [Task(path, None, path.stem) for path in paths]


@cache
def extractor() -> Extractor:
    """Return this process's extractor; a worker process builds it once."""
    return Extractor(load_gazetteer())


def extract_file(task: Task) -> Extraction | Failure:
    """Return what one file says, or why it couldn't be read."""
    reader = extractor()
    try:
        return reader.extract(read_report(task.path, reader.gazetteer, task.entry, task.name))
    except ReadError as error:
        return Failure(str(task.path), str(error))
    except Exception as error:  # a fault of ours in one report must not stop the others
        kind = type(error).__name__
        return Failure(str(task.path), f"{task.path}: {kind}: {error}; please report this file")


def extract_all(tasks: Sequence[Task], workers: int = 1) -> Iterator[Extraction | Failure]:
    """Yield the outcome of each task, in the order of the tasks."""
    if workers <= 1 or len(tasks) <= 1:
        yield from map(extract_file, tasks)
        return
    context = get_context("forkserver")
    context.set_forkserver_preload([__name__])
    with ProcessPoolExecutor(min(workers, len(tasks)), context) as pool:
        yield from pool.map(extract_file, tasks)


def gather(outcomes: Iterable[Extraction | Failure], summary: Summary) -> list[Extraction]:
    """Return the extractions among ``outcomes``, counting everything in ``summary``.

    Two files with one name are kept apart by the folder; a text that is there twice counts once.
    """
    found: list[Extraction] = []
    digests: dict[str, str] = {}
    for outcome in outcomes:
        if isinstance(outcome, Failure):
            summary.failures.append(outcome)
            continue
        twin = digests.get(outcome.report.digest)
        if twin is not None:
            reason = f"{outcome.report.name}: the same text as {twin}; counted once"
            summary.failures.append(Failure(outcome.report.name, reason))
            continue
        digests[outcome.report.digest] = outcome.report.name
        summary.reports += 1
        summary.nameless += [] if outcome.report.place else [outcome.report.name]
        summary.mentions.update(mention.type for mention in outcome.mentions)
        summary.unresolved += sum(mention.canonical == "" for mention in outcome.mentions)
        found.append(outcome)
    return found


def build(
    tasks: Sequence[Task],
    out: Path,
    outcomes: Iterable[Extraction | Failure],
    judgements: Sequence[Judgement] | None = None,
    base: str = DEFAULT_BASE,
) -> tuple[Summary, Generation]:
    """Link, check and publish what was extracted; return the summary and the new generation.

    Raises ValidationError, with the first violations, for a graph that doesn't conform: it isn't
    published. Raises ReadError when no file at all could be read.
    """
    begun = time.perf_counter()
    summary = Summary()
    extractions = gather(outcomes, summary)
    if not extractions:
        first = summary.failures[0].reason if summary.failures else "no report was given"
        raise ReadError(f"none of {len(tasks)} files could be read; the first: {first}")
    dataset = link(
        extractions,
        load_gazetteer_once(),
        read_judgements() if judgements is None else judgements,
        base,
    )
    _check(dataset, summary)
    generation = write_generation(dataset, out)
    summary.generation = generation.info.id
    summary.seconds = time.perf_counter() - begun
    return summary, generation


def load_gazetteer_once() -> Gazetteer:
    """Return this process's gazetteer."""
    return extractor().gazetteer


def _check(dataset: Dataset, summary: Summary) -> None:
    summary.entities.update(entity.type for entity in dataset.entities)
    summary.statements.update(statement.predicate for statement in dataset.statements)
    summary.undecided = len(dataset.undecided)
    verdict = validate(dataset)
    summary.conforms = verdict.conforms
    if not verdict.conforms:
        lines = [verdict.text(10)]
        raise ValidationError(
            f"the graph breaks {len(verdict.violations)} rules and isn't published:\n"
            + "\n".join(lines)
        )
