"""How the components of the pipeline share what they found.

A component calls ``mark``; the first that claims a stretch of text keeps it. When all mentions
are found, ``settle`` sorts them for the relation components and shows them as
``doc.spans["mentions"]``: the label is the type, ``kb_id_`` the canonical name, ``id_`` the rule.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.language import Language
from spacy.tokens import Doc, Span

from graph.extract.prefixes import Prefix
from graph.extract.setting import Setting

GROUP = "mentions"
_KEY = "zhengtu"


@dataclass(frozen=True, slots=True)
class Found:
    """A mention while it is worked on: ``text`` is the surface, ``reason`` why it means that."""

    label: str
    start: int
    end: int
    text: str
    canonical: str
    rule: str
    reason: str = ""


@dataclass(slots=True)
class Work:
    """What the components know about one text."""

    setting: Setting
    text: str
    covered: bytearray
    found: dict[str, list[Found]] = field(default_factory=dict)
    starts: dict[str, list[int]] = field(default_factory=dict)
    prefixes: list[Prefix] = field(default_factory=list)
    place_starts: frozenset[int] = frozenset()
    title: tuple[int, int] | None = None
    inner: dict[tuple[int, int], list[tuple[int, int]]] = field(default_factory=dict)
    numbers: dict[int, tuple[int, int, str]] = field(default_factory=dict)
    short_titles: dict[str, str] = field(default_factory=dict)
    ends: dict[str, str] = field(default_factory=dict)  # of platforms' names, to the whole name
    ends_known: int = 0  # how many platforms are in there


def begin(doc: Doc, setting: Setting) -> None:
    """Attach the setting of its report to a fresh document."""
    text = setting.report.text
    doc.user_data[_KEY] = Work(setting, text, bytearray(len(text)))


def work_of(doc: Doc) -> Work:
    """Return what the components share about ``doc``."""
    work: Work = doc.user_data[_KEY]
    return work


def is_free(doc: Doc, start: int, end: int) -> bool:
    """Return whether no component has claimed any character of the stretch."""
    return work_of(doc).covered.find(1, start, end) < 0


def cover(doc: Doc, start: int, end: int) -> None:
    """Claim a stretch without naming anything in it."""
    work_of(doc).covered[start:end] = b"\1" * (end - start)


def mark(
    doc: Doc, kind: str, start: int, end: int, canonical: str, rule: str, reason: str = ""
) -> None:
    """Add a mention and claim its stretch."""
    work = work_of(doc)
    found = Found(kind, start, end, work.text[start:end], canonical, rule, reason)
    work.found.setdefault(kind, []).append(found)
    cover(doc, start, end)


def marked(doc: Doc, kind: str = "") -> Iterator[Found]:
    """Yield the mentions found so far (of one type); sorted by start once they are settled."""
    found = work_of(doc).found
    for name in (kind,) if kind else tuple(found):
        yield from found.get(name, ())


def marked_between(doc: Doc, kind: str, start: int, end: int) -> Iterator[Found]:
    """Yield the settled mentions of a type that begin at ``start`` or later, before ``end``."""
    work = work_of(doc)
    found, starts = work.found.get(kind, []), work.starts.get(kind, [])
    for index in range(bisect_left(starts, start), len(found)):
        if found[index].start >= end:
            return
        yield found[index]


@Language.factory("settle")
def make_settle(nlp: Language, name: str) -> object:
    """Return the component between mentions and relations."""
    return settle


def settle(doc: Doc) -> Doc:
    """Sort the mentions, and show them as spans of the document."""
    work = work_of(doc)
    for kind, found in work.found.items():
        found.sort(key=lambda item: (item.start, -item.end))
        work.starts[kind] = [item.start for item in found]
    doc.spans[GROUP] = [
        Span(doc, item.start, item.end, item.label, kb_id=item.canonical, span_id=item.rule)
        for item in sorted(marked(doc), key=lambda item: (item.start, -item.end))
    ]
    return doc
