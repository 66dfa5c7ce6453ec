"""How good the extraction is, measured on annotated reports (the markup of the guideline).

Mentions are right when type, start and end are; entities when report, type and canonical name
are; relations when report, type, subject and object are; figures are the relation ``reports``,
counted on their own.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from graph.errors import ReadError
from graph.model import REPORTS, Extraction

_OPEN, _CLOSE = "⟦", "⟧"
_PARTS = re.compile(r"([A-Za-z]+)\|")

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gold:
    """One annotated report: its plain text, and what a careful reader takes from it."""

    name: str
    text: str
    mentions: frozenset[tuple[str, int, int]]
    canonicals: dict[tuple[str, int, int], str]
    relations: frozenset[tuple[str, str, str]]


@dataclass(slots=True)
class Tally:
    """Items that were right, missed and added, for one measure; each item starts with its type."""

    right: list[Key] = field(default_factory=list)
    missed: list[Key] = field(default_factory=list)
    added: list[Key] = field(default_factory=list)

    def of_type(self, kind: str) -> Tally:
        return Tally(*([k for k in part if k[0] == kind] for part in self.parts))

    @property
    def parts(self) -> tuple[list[Key], list[Key], list[Key]]:
        return self.right, self.missed, self.added

    @property
    def types(self) -> list[str]:
        return sorted({key[0] for part in self.parts for key in part})

    @property
    def precision(self) -> float:
        return len(self.right) / max(1, len(self.right) + len(self.added))

    @property
    def recall(self) -> float:
        return len(self.right) / max(1, len(self.right) + len(self.missed))

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def read_gold(folder: Path) -> list[Gold]:
    """Return the annotated reports in ``folder`` (NAME.marked.txt and NAME.relations.jsonl)."""
    found = sorted(folder.glob("*.marked.txt"))
    if not found:
        raise ReadError(f"{folder}: no annotated report (NAME.marked.txt) in this folder")
    return [_read_one(path) for path in found]


def _read_one(path: Path) -> Gold:
    name = path.name.removesuffix(".marked.txt")
    with path.open(encoding="utf-8", newline="") as source:
        text, marks = parse_markup(source.read(), str(path))
    lines = path.with_name(f"{name}.relations.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line.strip()]
    return Gold(
        name,
        text,
        frozenset(marks),
        marks,
        frozenset((row["type"], row["subject"], row["object"]) for row in rows),
    )


def parse_markup(marked: str, where: str = "") -> tuple[str, dict[tuple[str, int, int], str]]:
    """Return the plain text, and the canonical name of each (type, start, end).

    ReadError, with the place in the file, for a wrapper that doesn't close.
    """
    plain: list[str] = []
    stack: list[tuple[str, int]] = []
    marks: dict[tuple[str, int, int], str] = {}
    position = length = 0
    while position < len(marked):
        character = marked[position]
        if character == _OPEN:
            head = _PARTS.match(marked, position + 1)
            if not head:
                raise ReadError(f"{where}: no type after {_OPEN} at character {position}")
            stack.append((head[1], length))
            position = head.end()
        elif character == "|" and stack:
            close = marked.find(_CLOSE, position)
            kind, start = stack.pop()
            marks[kind, start, length] = marked[position + 1 : close]
            position = close + 1
        else:
            plain.append(character)
            length += 1
            position += 1
    if stack:
        raise ReadError(f"{where}: {_OPEN}{stack[-1][0]} is never closed")
    return "".join(plain), marks


def compare(gold: Gold, found: Extraction) -> dict[str, Tally]:
    """Return the tallies ``mentions``, ``entities``, ``relations`` and ``figures``."""
    found_marks = {(m.type, m.start, m.end): m for m in found.mentions}
    tallies = {"mentions": Tally()}
    for kind, start, end in sorted(gold.mentions | found_marks.keys(), key=lambda k: k[1:]):
        item = (kind, gold.name, str(start), str(end), gold.text[start:end])
        _sort_in(
            tallies["mentions"],
            item,
            (kind, start, end) in gold.mentions,
            (kind, start, end) in found_marks,
        )
    wanted = {(k[0], gold.name, name) for k, name in gold.canonicals.items()}
    tallies["entities"] = _tally(wanted, {(m.type, gold.name, m.canonical) for m in found.mentions})
    pairs = {(r.type, gold.name, r.subject, r.object) for r in found.relations}
    sought = {(r[0], gold.name, *r[1:]) for r in gold.relations}
    for measure, figures in (("relations", False), ("figures", True)):
        tallies[measure] = _tally(
            {k for k in sought if (k[0] == REPORTS) == figures},
            {k for k in pairs if (k[0] == REPORTS) == figures},
        )
    return tallies


def _tally(wanted: Iterable[Key], found: Iterable[Key]) -> Tally:
    tally = Tally()
    wanted, found = set(wanted), set(found)
    for key in sorted(wanted | found):
        _sort_in(tally, key, key in wanted, key in found)
    return tally


def _sort_in(tally: Tally, item: Key, wanted: bool, found: bool) -> None:
    target = tally.right if wanted and found else tally.missed if wanted else tally.added
    target.append(item)


def merge(tallies: Iterable[dict[str, Tally]]) -> dict[str, Tally]:
    """Return one tally per measure over several reports."""
    merged: dict[str, Tally] = {}
    for one in tallies:
        for measure, tally in one.items():
            into = merged.setdefault(measure, Tally())
            for target, part in zip(into.parts, tally.parts, strict=True):
                target.extend(part)
    return merged


def table(tallies: dict[str, Tally]) -> list[tuple[str, str, int, float, float, float]]:
    """Return rows (measure, type or "all", gold count, precision, recall, F1)."""
    rows = []
    for measure, tally in tallies.items():
        for kind in ("all", *tally.types):
            part = tally if kind == "all" else tally.of_type(kind)
            if kind != "all" and measure == "figures":
                continue
            count = len(part.right) + len(part.missed)
            rows.append((measure, kind, count, part.precision, part.recall, part.f1))
    return rows


def changes(before: dict[str, list[Key]], now: dict[str, Tally]) -> dict[str, Counter[str]]:
    """Return gains and losses per measure against the right items of an earlier run."""
    result = {}
    for measure, tally in now.items():
        old, new = {tuple(k) for k in before.get(measure, [])}, {tuple(k) for k in tally.right}
        result[measure] = Counter(gained=len(new - old), lost=len(old - new))
    return result
