"""``zhengtu score``: the extraction against annotated reports."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from pathlib import Path

from graph.commands.extract import Commands
from graph.model import Extraction
from graph.score import Gold, Tally, changes, compare, merge, read_gold, table


def add_command(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser("score", help="measure the extraction on annotated reports")
    parser.add_argument(
        "gold",
        type=Path,
        metavar="GOLD_DIR",
        help="folder with NAME.marked.txt and NAME.relations.jsonl",
    )
    parser.add_argument("--by-rule", action="store_true", help="precision of every rule")
    parser.add_argument("--errors", action="store_true", help="list what was missed and added")
    parser.add_argument(
        "--against",
        type=Path,
        metavar="RESULT.json",
        help="earlier result to compare with (default: GOLD_DIR/result.json)",
    )
    parser.add_argument("--save", type=Path, metavar="RESULT.json", help="write this result")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the table, and what else was asked for."""
    pairs = [(gold, _extract(gold)) for gold in read_gold(options.gold)]
    tallies = merge(compare(gold, found) for gold, found in pairs)
    print(f"{'measure':<10} {'type':<14} {'gold':>5} {'P':>6} {'R':>6} {'F1':>6}")
    for measure, kind, count, precision, recall, f1 in table(tallies):
        print(f"{measure:<10} {kind:<14} {count:>5} {precision:6.3f} {recall:6.3f} {f1:6.3f}")
    if options.by_rule:
        _print_rules(pairs)
    if options.errors:
        _print_errors(tallies)
    earlier = options.against or options.gold / "result.json"
    if options.against or earlier.is_file():
        before = json.loads(earlier.read_text(encoding="utf-8"))
        for measure, counter in changes(before, tallies).items():
            print(f"{measure}: {counter['gained']} gained, {counter['lost']} lost")
    if options.save:
        right = {measure: sorted(tally.right) for measure, tally in tallies.items()}
        content = json.dumps(right, ensure_ascii=False, indent=0)
        options.save.write_text(content + "\n", encoding="utf-8")
    return 0


def _extract(gold: Gold) -> Extraction:
    # Reading needs spaCy, which takes over a second to import; other commands do without.
    from graph.read.report import report_of
    from graph.reading import extractor

    return extractor().extract(report_of(gold.text, gold.name, extractor().gazetteer))


def _print_rules(pairs: list[tuple[Gold, Extraction]]) -> None:
    """Print the precision of every rule with its counts, the least precise first."""
    counts: dict[str, Counter[bool]] = defaultdict(Counter)
    for gold, found in pairs:
        for mention in found.mentions:
            key = f"{mention.type} {mention.rule}"
            counts[key][(mention.type, mention.start, mention.end) in gold.mentions] += 1
        for relation in found.relations:
            key = f"{relation.type} {relation.rule}"
            counts[key][(relation.type, relation.subject, relation.object) in gold.relations] += 1
    print(f"\n{'rule':<44} {'right':>6} {'of':>6} {'precision':>9}")
    rows = [
        (c[True] / sum(c.values()), name, c[True], sum(c.values())) for name, c in counts.items()
    ]
    for precision, name, right, total in sorted(rows):
        print(f"{name:<44} {right:>6} {total:>6} {precision:9.3f}")


def _print_errors(tallies: dict[str, Tally]) -> None:
    for measure, tally in tallies.items():
        for sign, items in (("-", tally.missed), ("+", tally.added)):
            for item in items:
                print(f"{measure} {sign} {' | '.join(item)}", file=sys.stdout)
