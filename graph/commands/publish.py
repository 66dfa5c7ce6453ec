"""``zhengtu build``, ``validate`` and ``export``: make a graph, check it, hand it out."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from graph.commands.extract import Commands
from graph.commands.progress import Progress
from graph.errors import ReadError, ZhengtuError
from graph.model import Extraction
from graph.publish.dumps import read_dump
from graph.publish.exports import FORMATS, GZIP, export
from graph.publish.validation import validate
from graph.store.generation import open_generation
from graph.store.rdf import to_dataset

if TYPE_CHECKING:
    from graph.build import Summary
    from graph.reading import Failure


def add_commands(commands: Commands[argparse.ArgumentParser], data: Path) -> None:
    """Add the three commands to the parser."""
    parser = commands.add_parser("build", help="read reports and publish the graph")
    parser.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="PATH",
        help="report, archive or folder of reports (default: the five of the project)",
    )
    parser.add_argument(
        "--out",
        "--data",
        dest="out",
        type=Path,
        default=data,
        help="where to publish (default: data)",
    )
    parser.add_argument(
        "--workers",
        type=int,
        default=min(os.cpu_count() or 1, 8),
        help="processes that read reports (default: one per core)",
    )
    parser.add_argument(
        "--anew", action="store_true", help="read every report again, also those read before"
    )
    parser.set_defaults(run=run_build)
    parser = commands.add_parser("validate", help="check a graph against its shapes")
    parser.add_argument(
        "file",
        nargs="?",
        type=Path,
        metavar="FILE",
        help="a dump to check, in any RDF format (default: the published graph)",
    )
    parser.add_argument(
        "--limit", type=int, default=50, metavar="N", help="print at most N violations"
    )
    parser.add_argument("--data", type=Path, default=data, help="folder of the graph")
    parser.set_defaults(run=run_validate)
    parser = commands.add_parser("export", help="write the graph in another format")
    parser.add_argument("--format", required=True, choices=sorted(FORMATS), help="the format")
    parser.add_argument(
        "-o", "--output", type=Path, help="file to write (default: standard output)"
    )
    parser.add_argument("--gzip", action="store_true", help="compress; FILE.gz always is")
    parser.add_argument("--data", type=Path, default=data, help="folder of the graph")
    parser.set_defaults(run=run_export)


def run_build(options: argparse.Namespace) -> int:
    """Build and publish; 1 when files were left out, with a line for each."""
    # Reading needs spaCy, which takes over a second to import; other commands do without.
    from graph.build import build, write_account
    from graph.reading import extract_all, plan
    from graph.store.kept import Kept

    begun = time.perf_counter()
    if options.workers < 1:
        raise ReadError(f"--workers {options.workers}: give 1 or more")
    tasks = plan(options.paths or [Path(str(files("seeds").joinpath("reports")))])
    kept = None if options.anew else Kept.below(options.out)
    outcomes = Progress(extract_all(tasks, options.workers, kept), len(tasks), _name)
    summary, generation = build(tasks, options.out, outcomes, workers=options.workers, tell=_tell)
    summary.seconds = time.perf_counter() - begun
    write_account(options.out, summary, tasks, generation)
    if kept:
        kept.sweep()
    print_summary(summary)
    print(f"published  {generation.folder}")
    return 1 if summary.failures else 0


def _tell(step: str) -> None:
    print(f"{step} …", file=sys.stderr, flush=True)


def _name(outcome: Extraction | Failure) -> str:
    return outcome.report.name if isinstance(outcome, Extraction) else outcome.path


def print_summary(summary: Summary) -> None:
    """Print what a build did, for people."""
    rows = [
        ("reports", str(len(summary.reports))),
        ("mentions", _counts(summary.mentions)),
        ("entities", _counts(summary.entities)),
        ("statements", _counts(summary.statements)),
        ("unresolved", f"{summary.unresolved} mentions, {summary.undecided} pairs to judge"),
        ("SHACL", "conforms" if summary.conforms else "does not conform"),
        ("time", f"{summary.seconds:.1f} s"),
    ]
    for name, value in rows:
        print(f"{name:<10} {value}")
    for name in summary.nameless:
        print(f"warning    {name}: the text doesn't say who reports", file=sys.stderr)
    for failure in summary.failures:
        print(f"left out   {failure.reason}", file=sys.stderr)


def _counts(counter: Counter[str]) -> str:
    parts = ", ".join(f"{kind} {count}" for kind, count in sorted(counter.items()))
    return f"{sum(counter.values())} ({parts})"


def run_validate(options: argparse.Namespace) -> int:
    """Check a graph; 1 with the violations when it doesn't conform, each with node and rule."""
    if options.file:
        quads = read_dump(options.file)
        verdict = validate(to_dataset(quads, ""), quads=quads)
    else:
        generation = open_generation(options.data)
        dataset = to_dataset(generation.open_store(), generation.info.base)
        verdict = validate(dataset, workers=os.cpu_count() or 1)
    print(verdict.text(options.limit) if not verdict.conforms else "conforms")
    return 0 if verdict.conforms else 1


def run_export(options: argparse.Namespace) -> int:
    """Write the graph to a file, which is there only when it is whole, or to standard output."""
    generation = open_generation(options.data)
    target: Path | None = options.output
    compress = options.gzip or (target is not None and target.suffix == GZIP)
    if target is None:
        export(generation, options.format, sys.stdout.buffer, compress)
        return 0
    if target.exists() and not target.is_file():  # a pipe or a device stays what it is
        with target.open("wb") as out:
            export(generation, options.format, out, compress)
        return 0
    target = target.resolve()  # a link stays one
    unfinished = target.with_name(f".{target.name}.part")
    try:
        with unfinished.open("wb") as out:
            export(generation, options.format, out, compress)
        unfinished.replace(target)
    except OSError as error:
        raise ZhengtuError(f"{target}: it can't be written ({error})") from error
    finally:
        unfinished.unlink(missing_ok=True)
    return 0
