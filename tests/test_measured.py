"""The precision of the rules is measured, not claimed."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from pathlib import Path

from markup import five_reports

from graph.publish.exports import export

ROOT = Path(__file__).parent.parent
TABLE = ROOT / "seeds" / "rules" / "measured.csv"


def table() -> dict[str, tuple[int, int]]:
    """What the committed file says of each rule: how many claims were right, of how many."""
    with TABLE.open(encoding="utf-8", newline="") as source:
        return {
            row["rule"]: (int(row["right"]), int(row["cases"])) for row in csv.DictReader(source)
        }


def expected(rule: str) -> tuple[float | None, int]:
    right, cases = table().get(rule, (0, 0))
    return (round(right / cases, 3) if cases >= 5 else None), cases


def test_the_table_of_measured_rules_is_fresh() -> None:
    command = [sys.executable, str(ROOT / "scripts" / "measure_rules.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_published_evidence_carries_exactly_the_numbers_of_the_table() -> None:
    _, generation = five_reports()
    proofs = [proof for s in generation.read_model().statements() for proof in s.evidence]
    for proof in proofs:
        precision = float(proof.precision) if proof.precision else None
        assert (precision, proof.cases) == expected(proof.rule), proof.rule
    assert any(proof.precision for proof in proofs)


def test_the_table_of_evidence_has_the_numbers_in_columns() -> None:
    _, generation = five_reports()
    out = io.BytesIO()
    export(generation.read_model(), "evidence", out)
    rows = list(csv.DictReader(io.StringIO(out.getvalue().decode("utf-8-sig"))))
    assert rows
    for row in rows:
        precision = float(row["rule_precision"]) if row["rule_precision"] else None
        assert (precision, int(row["rule_cases"])) == expected(row["rule"]), row["rule"]
