"""Write seeds/rules/measured.csv: how often each rule of the relations is right on annotated texts.

The texts are those of tests/gold, tests/reports and tests/passages. ``--check`` writes nothing and
ends with status 1 when the committed file is stale.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parent.parent
FILE = ROOT / "seeds" / "rules" / "measured.csv"
FOLDERS = ("gold", "reports", "passages")


def measured() -> str:
    """The table: rule, how many of its claims are right, how many it made; sorted by rule."""
    from graph.read.report import report_of
    from graph.reading import extractor
    from graph.score import read_gold

    right: Counter[str] = Counter()
    cases: Counter[str] = Counter()
    for folder in FOLDERS:
        for gold in read_gold(ROOT / "tests" / folder):
            report = report_of(gold.text, gold.name, extractor().gazetteer)
            for found in extractor().extract(report).relations:
                cases[found.rule] += 1
                right[found.rule] += (found.type, found.subject, found.object) in gold.relations
    rows = (f"{rule},{right[rule]},{cases[rule]}" for rule in sorted(cases))
    return "\n".join(["rule,right,cases", *rows, ""])


def main() -> int:
    """Write or check the file; returns the exit status."""
    from generated import write_or_check

    sys.path.insert(0, str(ROOT))
    return write_or_check(FILE, measured())


if __name__ == "__main__":
    sys.exit(main())
