"""Titles of documents: 《…〈…〉…》 with nested, mixed, half-width and broken marks.

A title is the best sensor of diffusion there is: it names issuer, parent document and level.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from graph.extract.lexicon import Lexicon
from graph.extract.marks import cover, is_free, mark, work_of
from graph.read.title import title_span

_OPENING = "《〈<＜"
_CLOSING = {"《": "》", "〈": "〉", "<": ">", "＜": "＞"}
_ANY_CLOSING = "》〉>＞"
_CLOSES = re.compile(f"[{_ANY_CLOSING}]")
_LONGEST = 150
_SHORT_FORM = re.compile(
    r"\s*[（(](?:以下|下)?简称[为:：]?\s*(?:[《“\"])([^》”\"]{2,20})(?:[》”\"])[）)]"
)
_NUMBER = re.compile(
    r"\s*[（(]\s*((?:[^（）()〔〕\[\]【】，。]{1,24}[〔（(\[【［]\s*(?:19|20)\d\d\s*[〕）)\]】］]\s*第?\s*\d+\s*号"
    r"|[^（）()，。]{2,24}令\s*(?:[（(〔\[]?\d{4}[）)〕\]]?)?\s*第?\s*\d+\s*号"
    r"|[^（）()，。]{2,20}公告\s*第?\d+号))\s*[）)]"
)
_ANY_NUMBER = re.compile(
    r"[（(][^（）()，。\n]{1,16}[〔\[【（(]\s?20\d\d\s?[〕\]】）)]\s?\d{1,4}\s?号[）)]"
)
_OUTER = re.compile(r"《|[<〈＜](?=[\u4e00-\u9fff])")  # 〈…〉 alone only for a genre of text
_GENRE = re.compile(
    r"(?:法|条例|规定|办法|方案|意见|通知|要点|规划|纲要|决定|细则|规则|清单|标准|指引|计划)"
    r"(?:[（(][^（）()]{1,12}[）)])?[〉>＞]"
)
_LAST_GENRE = re.compile(
    r"(纲要|规划|条例|方案|意见|办法|规定|要点)(?:[（(][^（）()]{1,14}[）)])?$"
)
_BREAK = re.compile(r"\s*\n\s*")
_BESIDE_DIGITS = re.compile(r"(?<=\d)[ \u3000]+|[ \u3000]+(?=\d)")
_PERIOD = re.compile(r"(?<=\d{4})\s*[-－–—一~～至]{1,2}\s*(?=\d{4})")


@dataclass(slots=True)
class Title:
    """A title with its marks, and the titles inside it."""

    start: int
    end: int
    inner: list[Title]


def find_titles(text: str) -> Iterator[Title]:
    """Yield the outermost titles in ``text``; one that is never closed is passed over.

    A closing mark of another kind closes the innermost open title when its own mark doesn't come.
    Linear: each character is looked at once for each level that is open, at most two.
    """
    opening = _OUTER.search(text)
    while opening:
        title = _title_at(text, opening.start())
        if title and (opening[0] == "《" or _GENRE.search(text, title.start, title.end)):
            yield title
        opening = _OUTER.search(text, title.end if title else opening.end())


def _title_at(text: str, start: int) -> Title | None:
    if not _CLOSES.search(text, start, start + _LONGEST):
        return None
    stack = [Title(start, start, [])]
    for position in range(start + 1, min(start + _LONGEST, len(text))):
        character = text[position]
        if character in _OPENING and (character != "<" or text[position - 1] != " "):
            if character == "《" and _restarts(text, stack, position):
                return None
            stack.append(Title(position, position, []))
        elif character in _ANY_CLOSING:
            closed = stack.pop()
            closed.end = position + 1
            if character == "》" and stack and not _closes_later(text, position + 1):
                return _close_all(text, stack, closed, position + 1)
            if not stack:
                return closed
            stack[-1].inner.append(closed)
        elif character == "。" and len(stack) == 1 and position - start > _LONGEST // 2:
            return None
    return None


def _restarts(text: str, stack: list[Title], position: int) -> bool:
    """Return whether an opening 《 inside 《 begins another title, the first never being closed."""
    before = text[position - 1]
    return len(stack) == 1 and before in "、，,和及与》。；\n"


def _closes_later(text: str, position: int) -> bool:
    """Return whether a 》 comes before any other title opens."""
    close = text.find("》", position, position + _LONGEST)
    opening = text.find("《", position, position + _LONGEST)
    return close >= 0 and (opening < 0 or close < opening) and "。" not in text[position:close]


def _close_all(text: str, stack: list[Title], closed: Title, end: int) -> Title:
    """Close the titles on the stack at ``end``: one 》 stands for all the marks still open."""
    while stack:
        outer = stack.pop()
        inner_end = closed.start + len(_up_to_period(text[closed.start : end - 1]))
        closed.end = min(closed.end, inner_end) if closed.start != outer.start else closed.end
        outer.inner.append(closed)
        outer.end = end
        closed = outer
    return closed


def _up_to_period(inner: str) -> str:
    """Return an inner title that isn't closed up to its bracketed period, if it has one."""
    match = re.match(r".*?[（(]20\d\d[^（(）)]{0,8}[）)]", inner)
    return match[0] if match else inner


@Language.factory("titles")
def make_titles(nlp: Language, name: str) -> Titles:
    return Titles(Lexicon.load())


class Titles:
    """Marks documents by their title marks, and the report's own title line."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def __call__(self, doc: Doc) -> Doc:
        work = work_of(doc)
        work.title = title_span(work.text)
        if work.title:
            start, end = work.title
            mark(doc, "Document", start, end, plain_title(work.text[start:end]), "report-title")
        found = [t for t in find_titles(work.text) if is_free(doc, t.start, t.end)]
        self._note_short_titles(doc, found)
        self._note_genres(doc, found)
        for title in found:
            self._mark(doc, title)
        for number in _ANY_NUMBER.finditer(work.text):
            if "令" not in number[0] and "政府" not in number[0]:
                cover(doc, *number.span())
        return doc

    def _note_short_titles(self, doc: Doc, found: list[Title]) -> None:
        work = work_of(doc)
        for title in found:
            defined = _SHORT_FORM.match(work.text, title.end)
            if defined:
                work.short_titles[defined[1]] = self._canonical(doc, title)

    def _note_genres(self, doc: Doc, found: list[Title]) -> None:
        """《纲要》 alone stands for the one outline that the text names, if it names just one."""
        work = work_of(doc)
        named: dict[str, set[str]] = {}
        for title in (one for outer in found for one in (outer, *outer.inner)):
            canonical = self._canonical(doc, title)
            genre = _LAST_GENRE.search(canonical)
            if genre and genre[1] != canonical:
                named.setdefault(genre[1], set()).add(canonical)
        for genre_word, titles in named.items():
            if len(titles) == 1:
                work.short_titles.setdefault(genre_word, *titles)

    def _mark(self, doc: Doc, title: Title) -> None:
        work = work_of(doc)
        inner = []
        for nested in title.inner:
            if nested.end - nested.start > 4:
                mark_nested = self._canonical(doc, nested)
                mark(doc, "Document", nested.start, nested.end, mark_nested, "nested-title")
                inner.append((nested.start, nested.end))
        surface = work.text[title.start + 1 : title.end - 1]
        reason = f"简称见前文: {surface}" if surface in work.short_titles else ""
        canonical = self._canonical(doc, title)
        mark(doc, "Document", title.start, title.end, canonical, "title-marks", reason)
        work.inner[title.start, title.end] = inner
        number = _NUMBER.match(work.text, title.end)
        if number:
            work.numbers[title.start] = (number.start(1), number.end(1), number[1].strip())

    def _canonical(self, doc: Doc, title: Title) -> str:
        work = work_of(doc)
        closed = work.text[title.end - 1] in _ANY_CLOSING
        surface = work.text[title.start + 1 : title.end - closed]
        if surface in work.short_titles:
            return work.short_titles[surface]
        return self.lexicon.document(plain_title(surface)) or plain_title(surface)


def plain_title(surface: str) -> str:
    """Return a title without line breaks and blanks beside digits; its inner marks stay."""
    return _BESIDE_DIGITS.sub("", _BREAK.sub("", surface)).strip()


def title_key(title: str) -> str:
    """Return what is compared of titles: dashes, blanks and widths make no other document."""
    joined = _PERIOD.sub("-", re.sub(r"\s", "", title))
    joined = re.sub(r"[〈<＜‹]", "《", re.sub(r"[〉>＞›]", "》", joined))
    return joined.replace("(", "（").replace(")", "）")
