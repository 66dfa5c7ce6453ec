"""``zhengtu diff``: what changed between two graphs, in words."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from graph.commands.explain import statement_line
from graph.commands.extract import Commands
from graph.model import Entity, Report, Statement
from graph.publish.changes import Changes, Merged, Split, compare
from graph.store.generation import Generation, find_generation, previous_generation
from graph.store.read_model import ReadModel

Item = TypeVar("Item")


def add_command(commands: Commands[argparse.ArgumentParser], data: Path) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "diff",
        help="say what changed between two graphs",
        description="Says what changed between two graphs; exits with 1 when they differ.",
    )
    parser.add_argument(
        "graphs",
        nargs="*",
        metavar="GRAPH",
        help="two graphs, old and new: the folder of a graph, of one of its generations, or a "
        "generation's id (default: the previous generation and the current one)",
    )
    parser.add_argument("--data", type=Path, default=data, help="folder of the graph")
    parser.add_argument(
        "--limit", type=int, default=20, metavar="N", help="lines of each kind (0: all of them)"
    )
    parser.set_defaults(run=run, parser=parser)


def run(options: argparse.Namespace) -> int:
    """Print the changes; 0 when both graphs say the same, 1 when they differ."""
    if len(options.graphs) not in (0, 2):
        options.parser.error("give two graphs, or none for the previous and the current one")
    old, new = _generations(options.graphs, options.data)
    models = old.read_model(), new.read_model()
    changes = compare(*models)
    print(f"from {_title(old)}\nto   {_title(new)}")
    for line in describe(changes, *models, options.limit or None):
        print(line)
    if not changes:
        print("both say the same")
    return 1 if changes else 0


def _generations(graphs: Sequence[str], data: Path) -> tuple[Generation, Generation]:
    if graphs:
        old, new = (find_generation(name, data) for name in graphs)
        return old, new
    return previous_generation(data), find_generation(str(data), data)


def _title(generation: Generation) -> str:
    info = generation.info
    return (
        f"{info.id} ({info.counts['reports']} reports, {info.counts['entities']} entities, "
        f"{info.counts['statements']} statements; built {info.built})"
    )


def describe(
    changes: Changes, old: ReadModel, new: ReadModel, limit: int | None = None
) -> Iterator[str]:
    """Yield the changes line by line, at most ``limit`` of each kind."""

    def part(title: str, items: Sequence[Item], line: Callable[[Item], str]) -> Iterable[str]:
        return _part(title, sorted(map(line, items))[:limit], len(items))

    yield from part("reports gained", changes.reports_gained, _report)
    yield from part("reports lost", changes.reports_lost, _report)
    yield from part("reports with other contents", changes.reports_changed, _report)
    yield from part("merged", changes.merged, _merged)
    yield from part("split", changes.split, _split)
    yield from part("renamed", changes.renamed, lambda pair: f"{_name(pair[0])} → {_name(pair[1])}")
    yield from part("entities gained", changes.entities_gained, _name)
    yield from part("entities lost", changes.entities_lost, _name)
    yield from part("statements gained", changes.statements_gained, lambda s: _claim(s, new))
    yield from part("statements lost", changes.statements_lost, lambda s: _claim(s, old))
    yield from part(
        "statements with other qualifiers",
        changes.requalified,
        lambda pair: f"{_claim(pair[1], new)}, before {_qualifiers(pair[0]) or 'without any'}",
    )
    for number, what in (
        (changes.moved, "statements that only follow a merged or renamed thing"),
        (changes.reproved, "statements that rest on other words"),
    ):
        if number:
            yield f"\n{what}: {number}"


def _part(title: str, lines: list[str], count: int) -> Iterator[str]:
    if count:
        yield f"\n{title}: {count}"
        yield from (f"  {line}" for line in lines)
        if count > len(lines):
            yield f"  … and {count - len(lines)} more"


def _report(report: Report) -> str:
    return f"{report.name}: {report.title}"


def _name(entity: Entity) -> str:
    return f"{entity.name} [{entity.type}]"


def _merged(found: Merged) -> str:
    return f"{' + '.join(map(_name, found.before))} → {_name(found.now)}"


def _split(found: Split) -> str:
    return f"{_name(found.before)} → {' + '.join(map(_name, found.now))}"


def _claim(statement: Statement, model: ReadModel) -> str:
    qualifiers = _qualifiers(statement)
    return statement_line(statement, model) + (f" ({qualifiers})" if qualifiers else "")


def _qualifiers(statement: Statement) -> str:
    return ", ".join(f"{q.name}={q.value}" for q in statement.qualifiers)
