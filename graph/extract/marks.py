"""How the components of the pipeline share what they found.

A component adds spans to ``doc.spans[GROUP]``: the label is the type, ``kb_id_`` the canonical
name, ``id_`` the rule. The first component that claims a stretch of text keeps it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.tokens import Doc, Span

from graph.extract.prefixes import Prefix
from graph.extract.setting import Setting

GROUP = "mentions"
_KEY = "zhengtu"


@dataclass(slots=True)
class Work:
    """What the components know about one text besides its spans."""

    setting: Setting
    text: str
    covered: bytearray
    reasons: dict[tuple[str, int, int], str] = field(default_factory=dict)
    prefixes: list[Prefix] = field(default_factory=list)
    place_starts: frozenset[int] = frozenset()
    title: tuple[int, int] | None = None
    inner: dict[tuple[int, int], list[tuple[int, int]]] = field(default_factory=dict)
    numbers: dict[int, tuple[int, int, str]] = field(default_factory=dict)
    short_titles: dict[str, str] = field(default_factory=dict)


def begin(doc: Doc, setting: Setting) -> None:
    """Attach the setting of its report to a fresh document."""
    text = setting.report.text
    doc.user_data[_KEY] = Work(setting, text, bytearray(len(text)))
    doc.spans[GROUP] = []


def work_of(doc: Doc) -> Work:
    """Return what the components share about ``doc``."""
    work = doc.user_data[_KEY]
    assert isinstance(work, Work)
    return work


def is_free(doc: Doc, start: int, end: int) -> bool:
    """Return whether no component has claimed any character of the stretch."""
    return not any(work_of(doc).covered[start:end])


def cover(doc: Doc, start: int, end: int) -> None:
    """Claim a stretch without naming anything in it."""
    work_of(doc).covered[start:end] = b"\1" * (end - start)


def mark(
    doc: Doc, kind: str, start: int, end: int, canonical: str, rule: str, reason: str = ""
) -> None:
    """Add a mention and claim its stretch."""
    span = Span(doc, start, end, label=kind, kb_id=canonical, span_id=rule)
    doc.spans[GROUP].append(span)
    if reason:
        work_of(doc).reasons[kind, start, end] = reason
    cover(doc, start, end)


def marked(doc: Doc, kind: str = "") -> Iterator[Span]:
    """Yield the mentions found so far (of one type), in the order in which they were found."""
    for span in doc.spans[GROUP]:
        if not kind or span.label_ == kind:
            yield span
