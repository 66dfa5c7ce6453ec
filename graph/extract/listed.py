"""Names that a list knows and that count without marks: 国务院, 跨省通办, 民法典."""

from __future__ import annotations

import re
from bisect import bisect_left
from operator import attrgetter

from spacy.language import Language
from spacy.tokens import Doc

from graph.extract.lexicon import Known, Lexicon
from graph.extract.marks import is_free, mark, work_of
from graph.extract.prefixes import Prefix
from graph.extract.rules import Rule, any_of, load_rules, load_words

_LONGEST_MORE = 8  # characters that can stand before a listed name and belong to it
_MORE = re.compile(r"[\u4e00-\u9fff]*$")
_INSTITUTION = re.compile(r"(?:制度|改革)$")
_NO_MODIFIER = re.compile(
    r"[项个次家名等及并以了]|单位|部门|机关|全面|要求|工作|情况|内容|行业$|领域$|^[一二三四五六七八九十]"
)
_LONGEST_PLACE = 60


def _touches(places: list[Prefix], begin: int, end: int) -> bool:
    """Return whether one of the places, which are sorted, begins or ends between two positions."""
    first = bisect_left(places, begin - _LONGEST_PLACE, key=attrgetter("start"))
    last = bisect_left(places, end, key=attrgetter("start"))
    return any(p.start >= begin or begin < p.end <= end for p in places[first:last])


@Language.factory("listed")
def make_listed(nlp: Language, name: str) -> Listed:
    stops = re.compile(any_of(load_words("mentions.yaml", "STOPS")))
    return Listed(Lexicon.load(), load_rules("listed.yaml", "exceptions"), stops)


class Listed:
    """Marks listed names in running text, but for the exceptions of seeds/rules/listed.yaml."""

    def __init__(
        self, lexicon: Lexicon, exceptions: tuple[Rule, ...], stops: re.Pattern[str]
    ) -> None:
        self.lexicon = lexicon
        self.exceptions = exceptions
        self.stops = stops

    def __call__(self, doc: Doc) -> Doc:
        text = work_of(doc).text
        for start, end, known in self.lexicon.find(text):
            if text.startswith(known.canonical, start):
                end = start + len(known.canonical)  # what a variant adds is a generic noun
            if is_free(doc, start, end) and self._counts(text, start, end, known):
                begin = self._begin(doc, start, end)
                canonical = text[begin:end] if begin < start else known.named(text[start:end])
                mark(doc, known.type, begin, end, canonical, "listed")
        return doc

    def _begin(self, doc: Doc, start: int, end: int) -> int:
        """Return where a name begins that is longer than the listed one (涉企…清单制度)."""
        text = work_of(doc).text
        run = _MORE.search(text, max(0, start - _LONGEST_MORE - 2), start)
        if run is None or not _INSTITUTION.search(text, start, end):
            return start
        begin = run.start()
        for stop in self.stops.finditer(text, begin, start):
            begin = stop.end()
        words = text[begin:start]
        fits = 2 <= len(words) <= _LONGEST_MORE and not _NO_MODIFIER.search(words)
        if not fits or _touches(work_of(doc).prefixes, begin, start):
            return start
        return begin if is_free(doc, begin, start) else start

    def _counts(self, text: str, start: int, end: int, known: Known) -> bool:
        around = f"{text[max(0, start - 8) : start]}⟦{text[start:end]}⟧{text[end : end + 8]}"
        around = re.sub(r"\n", " ", around)
        return not any(
            rule.type in ("", known.type) and rule.pattern.search(around)
            for rule in self.exceptions
        )
