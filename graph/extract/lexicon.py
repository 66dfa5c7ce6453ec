"""The names of the lists in seeds/names, found in text in one pass."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

import ahocorasick

from graph.names import read_table, split_names

_LISTS = (
    # table, column of the name, type, column that says whether the bare name counts
    ("initiatives.csv", "name", "Initiative", "unquoted"),
    ("documents.csv", "title", "Document", "unmarked"),
    ("awards.csv", "name", "Award", ""),
    ("platforms.csv", "name", "Platform", ""),
    ("agencies.csv", "name", "Agency", ""),
)
_NOISE = re.compile(r"[\s“”‘’\"'＂《》〈〉]")
_PERIOD = re.compile(r"(?<=20\d\d)\s*[-－–—一~～至]{0,2}\s*(?=20\d\d年?[）])")
_PLUS = re.compile(r"[＋﹢]")


def wide_brackets(text: str) -> str:
    """Return the text with its half-width brackets as the lists write them; offsets stay."""
    return text.replace("(", "（").replace(")", "）")


def key_of(name: str) -> str:
    """Return what is compared of names: without quotation marks, blanks, and kinds of marks."""
    plain = _PLUS.sub("+", _NOISE.sub("", name))
    plain = wide_brackets(plain).replace("，", "、").replace(",", "、")
    return _PERIOD.sub("—", plain)


@dataclass(frozen=True, slots=True)
class Known:
    """A name of a list: its type, its canonical form, and whether it counts without marks."""

    type: str
    canonical: str
    bare: bool

    def named(self, surface: str) -> str:
        """Return the canonical name for a surface: its own brackets make no other name."""
        return surface if wide_brackets(surface) == self.canonical else self.canonical


@dataclass(slots=False)
class Lexicon:
    """All listed names; ``entries`` maps a key (see ``key_of``) to what it names, by type."""

    entries: dict[str, dict[str, Known]] = field(default_factory=dict)

    @classmethod
    @cache
    def load(cls) -> Lexicon:
        """Return the lexicon of seeds/names (read once per process)."""
        return cls(_read_lists())

    def get(self, name: str, kind: str) -> Known | None:
        """Return the entry of ``name`` as a thing of type ``kind``."""
        return self.entries.get(key_of(name), {}).get(kind)

    def document(self, title: str) -> str:
        """Return the formal title of a listed document, or ""."""
        known = self.get(title, "Document")
        if known is None and title.startswith("新") and len(title) > 3:
            known = self.get(title[1:], "Document")
        return known.canonical if known else ""

    @cached_property
    def _automaton(self) -> Any:
        automaton = ahocorasick.Automaton()
        for name, kinds in self.entries.items():
            bare = [known for known in kinds.values() if known.bare]
            if bare:
                automaton.add_word(name, (len(name), bare[0]))
        automaton.make_automaton()
        return automaton

    def find(self, text: str) -> Iterator[tuple[int, int, Known]]:
        """Yield the longest names that count without marks: start, end, entry."""
        for last, (length, known) in self._automaton.iter_long(wide_brackets(text)):
            yield last + 1 - length, last + 1, known


def _is_bare(kind: str, name: str) -> bool:
    """Return whether a name of a list without that column counts in running text.

    An award's name is often a common description; one that says who awards it is not.
    """
    return kind != "Award" or name.startswith(("全国", "中国", "国家"))


def _read_lists() -> dict[str, dict[str, Known]]:
    entries: dict[str, dict[str, Known]] = {}
    for table, column, kind, bare_column in _LISTS:
        for row in read_table(table):
            bare = (
                row[bare_column].startswith("yes") if bare_column else _is_bare(kind, row[column])
            )
            known = Known(kind, row[column], bare)
            for name in (row[column], *split_names(row.get("variants"))):
                entries.setdefault(key_of(name), {}).setdefault(kind, known)
            for name in split_names(row.get("joined")):
                own = Known(kind, name, bare)
                entries.setdefault(key_of(name), {}).setdefault(kind, own)
    return entries


def find_all(text: str, names: Iterable[str]) -> Iterator[tuple[str, int, int]]:
    """Yield where ``names`` stand in ``text`` (name, start, end): name after name, in one pass.

    As with ``re.finditer``, places of one name don't overlap; those of two names may.
    """
    automaton = ahocorasick.Automaton()
    for rank, name in enumerate(dict.fromkeys(names)):
        automaton.add_word(name, (rank, name))
    if not automaton:
        return
    automaton.make_automaton()
    found = [(rank, last + 1, name) for last, (rank, name) in automaton.iter(text)]
    before, free = -1, 0
    for rank, end, name in sorted(found):
        start = end - len(name)
        if rank != before or start >= free:
            yield name, start, end
            before, free = rank, end


@cache
def joined_names() -> dict[tuple[str, str], str]:
    """Return which names the lists join to another one: (type, name) to the name of the thing.

    A report's own words stay its mention's canonical name; linking makes them one thing.
    """
    return {
        (kind, name): row[column]
        for table, column, kind, _ in _LISTS
        for row in read_table(table)
        for name in split_names(row.get("joined"))
    }
