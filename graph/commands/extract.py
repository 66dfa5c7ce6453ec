"""``zhengtu extract``: what each file says, as JSON lines in the reading order."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from graph.model import Extraction

Commands = argparse._SubParsersAction  # of ArgumentParser


def add_command(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser("extract", help="print mentions and relations as JSON lines")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="report to read")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print what every readable file says; 1 when a file couldn't be read, 2 when none could."""
    # Reading needs spaCy, which takes over a second to import; other commands do without.
    from graph.reading import Failure, extract_all, plan_files

    failed = 0
    tasks = plan_files(options.files)
    for task, outcome in zip(tasks, extract_all(tasks), strict=True):
        if isinstance(outcome, Failure):
            print(f"zhengtu: {outcome.reason}", file=sys.stderr)
            failed += 1
            continue
        for record in records(outcome, str(task.source.path)):
            print(json.dumps(record, ensure_ascii=False))
    return 0 if not failed else 2 if failed == len(options.files) else 1


def records(extraction: Extraction, name: str) -> Iterator[dict[str, object]]:
    """Yield the mentions and relations of one report in the stable form, by where they stand."""
    found: list[tuple[int, int, dict[str, object]]] = []
    for mention in extraction.mentions:
        record = {
            "kind": "mention",
            "report": name,
            "type": mention.type,
            "start": mention.start,
            "end": mention.end,
            "text": mention.text,
            "canonical": mention.canonical,
        }
        found.append((mention.start, 0, record))
    for relation in extraction.relations:
        record = {
            "kind": "relation",
            "report": name,
            "type": relation.type,
            "subject": relation.subject,
            "object": relation.object,
            "qualifiers": {k: v == "true" if k == "former" else v for k, v in relation.qualifiers},
            "evidence": relation.evidence,
        }
        found.append((relation.start, 1, record))
    found.sort(key=lambda item: item[:2])
    yield from (record for _, _, record in found)
