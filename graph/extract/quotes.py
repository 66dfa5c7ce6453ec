"""Quoted strings: which of them name an initiative, an award, a platform or a document.

Most quoted strings in these reports name something that places adopt; slogans, goals, principles
and single words in a figurative sense don't. What decides is the company a string keeps: the
verb before it, the noun after it, its own shape, and whether a list knows it. Each is a pattern
in seeds/rules/quotes.yaml with a weight; the sum decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from graph.extract.lexicon import Known, Lexicon, find_all, key_of
from graph.extract.marks import is_free, mark, marked, work_of
from graph.extract.rules import Rule, any_of, load_rules, load_words

_PAIRS = {"“": "”", "‘": "’", '"': '"', "＂": "＂", "「": "」"}
_STRAIGHT = '"＂'  # marks that open and close alike: each second one of a line closes
_LONGEST = 60
_CAMPAIGN = re.compile(r"(?:系列)?(?:专项|执法|整治|攻坚)*行动")
_SYSTEM = re.compile(r"[\u4e00-\u9fff]{0,5}?(?:系统|平台)(?!建设|治理)|APP|小程序|公众号")
_PLUS = re.compile(r"[＋﹢]")
_LONG_ENOUGH = 4  # characters of a name that counts without its quotation marks


@dataclass(frozen=True, slots=True)
class Quote:
    """A quoted string: the span with its marks, and what stands inside."""

    start: int
    end: int
    inside: str


def find_quotes(text: str) -> Iterator[Quote]:
    """Yield the quoted strings of ``text``, left to right; one inside another is passed over.

    A mark that doesn't close within 60 characters or its line is passed over.
    """
    opened = dict.fromkeys(_STRAIGHT, False)
    for match in re.finditer(r"[“‘\"＂「\n]", text):
        opening = match[0]
        if opening == "\n":
            opened = dict.fromkeys(_STRAIGHT, False)
            continue
        if opening in opened:
            opened[opening] = not opened[opening]
        close = _close(text, match.start(), opening) if opened.get(opening, True) else 0
        if close:
            yield Quote(match.start(), close + 1, text[match.start() + 1 : close])


def _close(text: str, start: int, opening: str) -> int:
    limit = min(len(text), start + _LONGEST)
    close = text.find(_PAIRS[opening], start + 1, limit)
    stop = text.find("\n", start, limit)
    if close < 0 or (0 <= stop < close) or close == start + 1:
        return 0
    return close if opening not in text[start + 1 : close] or opening == '"' else 0


_LIST_JOIN = re.compile(r"[、，,和及与 ]{0,2}")
_SOFT_JOIN = re.compile(r"[\u4e00-\u9fff]{1,6}[、和][\u4e00-\u9fff]{0,3}")  # “A”服务、全时段“B”
_REACH = 18


@dataclass(frozen=True, slots=True)
class Company:
    """A quote with the text before and after the list of quotes that it stands in."""

    quote: Quote
    left: str
    right: str
    own_right: str


def keep_company(text: str, quotes: list[Quote]) -> Iterator[Company]:
    """Yield each quote with its company; quotes that only 、 or nothing parts share one."""
    index, left = 0, ""
    while index < len(quotes):
        last = index
        while last + 1 < len(quotes) and _LIST_JOIN.fullmatch(
            text, quotes[last].end, quotes[last + 1].start
        ):
            last += 1
        goes_on = index > 0 and _SOFT_JOIN.fullmatch(
            text, quotes[index - 1].end, quotes[index].start
        )
        left = left if goes_on else _left(text, quotes[index].start)
        right = _right(text, quotes[last].end)
        for quote in quotes[index : last + 1]:
            yield Company(quote, left, right, _right(text, quote.end))
        index = last + 1


def _left(text: str, position: int) -> str:
    return text[max(0, position - _REACH) : position].rsplit("\n", 1)[-1]


def _right(text: str, position: int) -> str:
    return text[position : position + _REACH].split("\n", 1)[0]


@dataclass(frozen=True, slots=True)
class Judge:
    """Weighs the company of a quote by rules; ``scores`` returns the sum for each type."""

    rules: tuple[Rule, ...]

    @property
    def for_listed(self) -> float:
        """What speaks for a name because a list knows it."""
        return sum(rule.weight for rule in self.rules if rule.where == "listed")

    def scores(self, company: Company) -> dict[str, float]:
        """Return the score of each type by the company that the quote keeps."""
        parts = {"left": company.left, "inside": company.quote.inside, "right": company.right}
        sums: dict[str, float] = {}
        for rule in self.rules:
            if rule.where in parts and rule.pattern.search(parts[rule.where]):
                sums[rule.type] = sums.get(rule.type, 0) + rule.weight
        return sums

    def verdict(self, scores: dict[str, float], listed: str = "") -> str:
        """Return the type with the highest score of at least 1, or "" for a plain quotation.

        ``listed`` is the type that a list gives the name, or "".
        """
        sums = dict(scores)
        if listed:
            sums[listed] = sums.get(listed, 0) + self.for_listed
        best = max(sums, key=lambda kind: sums[kind], default="")
        return best if best and sums[best] >= 1 - 1e-9 else ""


@Language.factory("quotes")
def make_quotes(nlp: Language, name: str) -> Quotes:
    return Quotes(Judge(load_rules("quotes.yaml", "quotes")), Lexicon.load())


class Quotes:
    """Marks the quoted names; the span grows by what belongs to the name outside the quotes."""

    def __init__(self, judge: Judge, lexicon: Lexicon) -> None:
        self.judge = judge
        self.lexicon = lexicon
        self.heads = load_rules("heads.yaml", "heads")
        self.stops = re.compile(any_of(load_words("mentions.yaml", "LIST_STOPS")))

    def __call__(self, doc: Doc) -> Doc:
        text = work_of(doc).text
        free = [quote for quote in find_quotes(text) if is_free(doc, quote.start, quote.end)]
        companies = list(keep_company(text, free))
        for company in companies:
            self._judge(doc, company)
        self._again(doc, companies)
        return doc

    def _again(self, doc: Doc, companies: list[Company]) -> None:
        """Mark the other occurrences of what was found to be a name once in this text."""
        names = {
            span.text[1:-1]: (span.label, span.canonical)
            for span in marked(doc)
            if span.rule == "quoted"
            and span.text[:1] in _PAIRS
            and span.text[-1:] in _PAIRS.values()
        }
        for company in companies:
            quote = company.quote
            known = names.get(quote.inside)
            if known and is_free(doc, quote.start, quote.end):
                mark(doc, known[0], quote.start, quote.end, known[1], "quoted-again")
        again = {
            name: canonical
            for name, (kind, canonical) in names.items()
            if kind == "Initiative" and len(name) >= _LONG_ENOUGH
        }
        for name, start, end in find_all(work_of(doc).text, again):
            if is_free(doc, start, end):
                mark(doc, "Initiative", start, end, again[name], "unquoted-again")

    def _judge(self, doc: Doc, company: Company) -> None:
        text = work_of(doc).text
        if self._striven_for(doc, company):
            return
        scores = self.judge.scores(company)
        listed = self._listed_spans(text, company.quote)
        for kind in ("Initiative", "Award", "Platform"):
            span = listed.get(kind)
            is_system = kind == "Initiative" and _SYSTEM.match(company.own_right)
            if span and not is_system and not self._continues(text, company, kind, span[1]):
                start, end, canonical = span
                verdict = self.judge.verdict(scores, kind)
                if (verdict == kind or self._always(company, kind)) and is_free(doc, start, end):
                    mark(doc, kind, start, end, canonical, "quoted-listed")
                    return
        kind = self.judge.verdict(scores)
        if kind:
            start, end = self._grow(text, company, kind)
            if is_free(doc, start, end):
                mark(doc, kind, start, end, plain_name(text[start:end]), "quoted")

    def _striven_for(self, doc: Doc, company: Company) -> bool:
        """Mark a listed title before 创建 as the award that is striven for; return whether."""
        quote = company.quote
        known = self.lexicon.get(quote.inside, "Award")
        if known is None or not company.own_right.startswith(("创建", "争创")):
            return False
        mark(doc, "Award", quote.start, quote.end, known.canonical, "quoted-before-creation")
        return True

    def _always(self, company: Company, kind: str) -> bool:
        """Return whether a list says that the name counts even without quotation marks."""
        known = self.lexicon.get(company.quote.inside, kind)
        return known is not None and known.bare and kind != "Award"

    def _continues(self, text: str, company: Company, kind: str, end: int) -> bool:
        """Return whether a name goes on after the listed part (“爱山东”政务服务平台)."""
        goes_on = kind == "Platform" or _CAMPAIGN.match(company.own_right)
        return bool(goes_on) and self._grow(text, company, kind)[1] > end

    def _listed_spans(self, text: str, quote: Quote) -> dict[str, tuple[int, int, str]]:
        """Return by type the widest span around the quote that a list knows, with its name."""
        before = re.search(r"[\u4e00-\u9fff]{0,10}$", text[max(0, quote.start - 10) : quote.start])
        after = re.match(r"[\u4e00-\u9fff＋+﹢（）]{0,14}", text[quote.end : quote.end + 14])
        left = before[0] if before else ""
        right = _PLUS.sub("+", after[0]) if after else ""
        starts = [left[begin:] + key_of(quote.inside) for begin in range(len(left) + 1)]
        found: dict[str, tuple[int, int, str]] = {}
        for reach in range(len(right), -1, -1):
            for begin, words in enumerate(starts, quote.start - len(left)):
                kinds = self.lexicon.entries.get(words + right[:reach])
                for kind, known in kinds.items() if kinds else ():
                    if kind not in found and self._belongs(right[:reach], quote, known):
                        found[kind] = begin, quote.end + reach, known.canonical
        return found

    def _belongs(self, head: str, quote: Quote, known: Known) -> bool:
        """Return whether the head after the quote is part of the name, not a generic noun.

        It is when the canonical name ends with it (“放管服”改革), or when the quoted part alone
        is no listed name.
        """
        if not head or (head != "改革" and known.canonical.endswith(head)):
            return True
        if head == "改革":
            return "放管服" in quote.inside
        return self.lexicon.get(quote.inside, known.type) is None

    def _grow(self, text: str, company: Company, kind: str) -> tuple[int, int]:
        quote = company.quote
        for rule in self.heads:
            if rule.type != kind or not re.search(rule.settings.get("inside", ""), quote.inside):
                continue
            head = rule.pattern.match(company.own_right)
            if head:
                reach = int(rule.settings.get("reach", "0"))
                return self._start(text, quote.start, reach), quote.end + head.end()
        return quote.start, quote.end

    def _start(self, text: str, start: int, reach: int) -> int:
        """Return where a campaign's name begins: 民生领域案件查办“铁拳”行动, after the verb."""
        run = re.search(r"[\u4e00-\u9fff]*$", text[max(0, start - reach) : start])
        if not reach or not run:
            return start
        begin = start - len(run[0])
        for stop in self.stops.finditer(text, begin, start):
            begin = stop.end()
        return begin if start - begin >= 4 else start


def plain_name(surface: str) -> str:
    """Return a name without quotation marks and blanks, its plus signs half-width."""
    return re.sub(r"[＋﹢]", "+", re.sub(r"[“”‘’\"＂「」\s]", "", surface))
