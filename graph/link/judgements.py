"""What people decided: seeds/judgements.csv says which names are one thing and which are not."""

from __future__ import annotations

import csv
import io
from importlib.resources import files
from pathlib import Path

from graph.errors import RuleError
from graph.model import Judgement

_VERDICTS = ("same", "different")


def read_judgements(path: Path | None = None) -> tuple[Judgement, ...]:
    """Return the judgements of ``path`` (the project's own by default), in their order.

    RuleError, naming the line, for an unknown verdict or an empty name.
    """
    where = str(path) if path else "seeds/judgements.csv"
    source = path or files("seeds").joinpath("judgements.csv")
    rows = csv.DictReader(io.StringIO(source.read_text(encoding="utf-8")))
    return tuple(_judgement(row, f"{where}:{rows.line_num}") for row in rows)


def _judgement(row: dict[str, str], where: str) -> Judgement:
    if row.get("verdict") not in _VERDICTS:
        raise RuleError(f"{where}: verdict {row.get('verdict')!r}; write same or different")
    if not row.get("left") or not row.get("right"):
        raise RuleError(f"{where}: a name is missing; fill left and right (Type:canonical name)")
    return Judgement(row["left"], row["right"], row["verdict"], row.get("why", ""))
