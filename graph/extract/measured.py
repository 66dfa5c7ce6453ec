"""How often each rule of the relations was right on annotated texts (seeds/rules/measured.csv).

``scripts/measure_rules.py`` writes the table; what it doesn't tell is not made up.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

ENOUGH = 5  # cases from which a share says something


@dataclass(frozen=True, slots=True)
class Measured:
    """What a rule got right: ``right`` of ``cases`` claims."""

    right: int = 0
    cases: int = 0

    @property
    def precision(self) -> str:
        """The share that was right, to three decimals; "" for fewer than five cases.

        >>> Measured(9, 10).precision, Measured(1, 1).precision
        ('0.9', '')
        """
        share = f"{self.right / self.cases:.3f}" if self.cases >= ENOUGH else ""
        return share.rstrip("0").rstrip(".")


@cache
def load_measured() -> dict[str, Measured]:
    """Return what was measured of each rule of the relations, by its name."""
    source = files("seeds").joinpath("rules", "measured.csv")
    rows = csv.DictReader(source.read_text(encoding="utf-8").splitlines())
    return {row["rule"]: Measured(int(row["right"]), int(row["cases"])) for row in rows}
