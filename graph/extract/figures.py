"""Figures: every number in digits that counts or measures something, as written with its unit."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter

from spacy.language import Language
from spacy.tokens import Doc

from graph.extract.marks import marked, work_of
from graph.extract.rules import any_of, load_words

FIGURES = "figures"
_DIGITS = (
    r"(?:\d{1,3}(?: \d{3}){1,4}(?!\d)|[\d０-９]{1,12}(?:[,，][\d０-９]{3}){0,4})"
    r"(?:[.．]\s?[\d０-９]{1,6})?"
)
_BEFORE = "约|接近|近|超过|超|逾"
_BEYOND = "以上|以下|左右|以内|内(?=[，。；、）)可]|[办完审响处答出回反到立送][\u4e00-\u9fff])"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its unit at ``start:end``; ``value`` is the number in plain digits."""

    start: int
    end: int
    text: str
    value: str
    unit: str


@Language.factory("figures")
def make_figures(nlp: Language, name: str) -> Figures:
    return Figures()


class Figures:
    """Notes the figures of a text in ``doc.user_data``; titles and names are passed over."""

    def __init__(self) -> None:
        units = any_of(load_words("figures.yaml", "UNITS"))
        begins = "".join(word[0] for word in _BEFORE.split("|"))
        self.pattern = re.compile(
            rf"(?=[{begins}\s\d０-９])"
            rf"(?<![\d０-９])(?P<before>{_BEFORE})?\s?(?P<number>{_DIGITS})"
            rf"(?P<range>\s?[-－—–~～至]{{1,2}}\s?{_DIGITS})?"
            rf"\s?(?P<scale>[百千万亿]{{0,2}})\s?(?P<about>余|多|几)?(?P<scale2>[万亿]?)\s?"
            rf"(?P<unit>{units}|[%％‰])(?P<beyond>{_BEYOND})?"
        )
        self.ratio = re.compile(r"(?<!\d)\d{1,3}[:：]\d{1,3}(?=的比例|比例|配备|配比)")
        self.vague = re.compile(rf"(?P<number>上[百千万亿])(?P<unit>{units})(?!级|元户)")
        nevers = load_words("figures.yaml", "NEVER_BEFORE")
        self.never_before = re.compile("(?:" + "|".join(nevers) + r")\s?$")
        self.never_after = re.compile("|".join(load_words("figures.yaml", "NEVER_AFTER")))

    def __call__(self, doc: Doc) -> Doc:
        doc.user_data[FIGURES] = list(self._find(doc))
        return doc

    def _find(self, doc: Doc) -> Iterator[Figure]:
        text = work_of(doc).text
        hidden = bytearray(len(text))
        for span in marked(doc):
            if span.label in ("Document", "Award", "Initiative", "Platform"):
                hidden[span.start : span.end] = b"\1" * (span.end - span.start)
        for start, end, _ in work_of(doc).numbers.values():
            hidden[start:end] = b"\1" * (end - start)
        found = [
            _figure(match)
            for match in self.pattern.finditer(text)
            if not hidden[match.start("number")] and self._counts(text, match)
        ]
        found += [Figure(*m.span(), m[0], "", "") for m in self.ratio.finditer(text)]
        found += [
            Figure(*m.span(), m[0], "", m["unit"])
            for m in self.vague.finditer(text)
            if not hidden[m.start()]
        ]
        yield from sorted(found, key=lambda figure: figure.start)

    def _counts(self, text: str, match: re.Match[str]) -> bool:
        start, end = match.start("number"), match.end()
        if re.match(r"[\d.．A-Za-z·第]", text[start - 1 : start]):
            return False
        if self.never_before.search(text[max(0, start - 6) : start]):
            return False
        if self.never_after.match(text, end):
            return False
        return not _is_date(text, match)


def _is_date(text: str, match: re.Match[str]) -> bool:
    """Return whether the number with 年, 月 or 日 is a date, not a span of time."""
    unit, number = match["unit"], match["number"]
    after = text[match.end() : match.end() + 3]
    if unit == "年":
        return len(number) == 4 or (match["about"] is None and not re.match("内|以", after))
    if unit == "月":
        return True
    if unit == "日":
        return text[match.start("number") - 1 : match.start("number")] == "月" or (
            not re.match("内|以内", after) and match["about"] is None
        )
    return False


_WIDTH = str.maketrans("０１２３４５６７８９．，", "0123456789.,")
_SCALES = {"百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}


def _figure(match: re.Match[str]) -> Figure:
    start = match.start("before") if match["before"] else match.start("number")
    scale = 1
    for sign in (match["scale"] or "") + (match["scale2"] or ""):
        scale *= _SCALES[sign]
    value = "" if match["range"] else _scaled(match["number"], scale)
    return Figure(start, match.end(), match.string[start : match.end()], value, match["unit"])


def _scaled(number: str, scale: int) -> str:
    digits = re.sub(r"[,，\s]", "", number.translate(_WIDTH))
    if scale == 1:
        return digits.rstrip("0").rstrip(".") if "." in digits else digits
    whole, _, fraction = digits.partition(".")
    places = len(str(scale)) - 1
    moved = f"{whole}{fraction.ljust(places, '0')[:places]}"
    rest = fraction[places:].rstrip("0")
    return (moved.lstrip("0") or "0") + (f".{rest}" if rest else "")


def figures_between(doc: Doc, start: int, end: int) -> Iterator[Figure]:
    """Yield the figures that begin at ``start`` or later, before ``end``."""
    figures = figures_of(doc)
    for index in range(bisect_left(figures, start, key=attrgetter("start")), len(figures)):
        if figures[index].start >= end:
            return
        yield figures[index]


def figures_of(doc: Doc) -> list[Figure]:
    """Return the figures of ``doc`` in reading order."""
    found: list[Figure] = doc.user_data[FIGURES]
    return found
