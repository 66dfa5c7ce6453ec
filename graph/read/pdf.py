"""The text layer of a PDF as paragraphs: printed lines joined again, page numbers left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import pypdfium2

from graph.errors import ReadError
from graph.read.document import Document

_MOST_PAGES = 500
_PAGE_NUMBER = re.compile(
    r"[\s—\-－–_·•]*(?:第\s*)?\d{1,3}(?:\s*页)?(?:\s*[/共]\s*(?:共\s*)?\d{1,3}\s*页?)?[\s—\-－–_·•]*"
)
_HEADING = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十]+[章节部])"
)
_DIGITS = re.compile(r"\d+")
_HAN = re.compile("[\u3400-\u9fff]")
_WIDE = re.compile("[\u2018-\u201d\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
_INDENT = 1.2  # characters by which a paragraph's first line is set in
_SHORT = 2.5  # characters by which a paragraph's last line ends before the others
_GAP = 1.5  # times the usual step from line to line: a blank line between paragraphs
_CENTRED = 2.5  # characters that a centred line leaves free on both sides
_HALF_LINE = 12  # characters: so short is no line that goes on
_SETS_IN = 0.1  # share of lines set in, from which the document begins its paragraphs so
_ENDS = "。！？；：.!?;:”）"
_JUSTIFIED = 0.2  # share of lines that end at one place in a text with even margins
_EDGE = 0.1  # share of the page at its top and foot in which running heads stand


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line: its page, where it begins and ends (points from the left), and its words.

    ``size`` is the width of a character in points; ``at_edge`` says whether the line stands where
    running heads and page numbers do.
    """

    page: int
    left: float
    right: float
    size: float
    at_edge: bool
    bottom: float
    text: str


def read_pdf(data: bytes, name: str) -> Document:
    """Return the text of a PDF. ReadError for a damaged or locked one, or one without text."""
    try:
        with pypdfium2.PdfDocument(data) as pdf:
            pages = len(pdf)
            if pages > _MOST_PAGES:
                raise ReadError(f"{name}: {pages} pages, more than {_MOST_PAGES}; split it")
            lines = [line for number in range(pages) for line in _lines(pdf, number)]
    except pypdfium2.PdfiumError as error:
        raise ReadError(f"{name}: {_reason(str(error))}") from error
    if not any(_HAN.search(line.text) for line in lines):
        raise ReadError(
            f"{name}: the PDF has no text, only pictures of pages; recognise the text (OCR) first"
        )
    return Document("\n".join(paragraphs(_without_running_heads(lines))))


def _reason(error: str) -> str:
    if "password" in error.lower():
        return "the PDF is locked with a password; save it without one"
    return "the PDF is damaged and can't be opened; get a whole copy"


def _lines(pdf: pypdfium2.PdfDocument, number: int) -> Iterator[Line]:
    """Yield the lines of a page in their order."""
    page = pdf[number]
    height = page.get_height()
    text_page = page.get_textpage()
    text = text_page.get_text_range()
    is_placed = len(text) == text_page.count_chars()  # else positions and characters don't agree
    start = 0
    for row in text.split("\n"):
        words = row.strip("\r \u3000\u00a0\ufffe\x02")
        first = start + row.find(words)
        start += len(row) + 1
        if not words:
            continue
        if is_placed:
            left, bottom, _, top = text_page.get_charbox(first, loose=True)
            right = text_page.get_charbox(first + len(words) - 1, loose=True)[2]
            at_edge = bottom > height * (1 - _EDGE) or top < height * _EDGE
            yield Line(number, left, right, top - bottom, at_edge, bottom, words)
        else:
            yield Line(number, 0.0, 0.0, 0.0, False, 0.0, words)


def _without_running_heads(lines: list[Line]) -> list[Line]:
    """Return the lines without page numbers and without what repeats at the edge of pages."""
    groups = _by_page(lines)
    pages = len(groups)
    repeated = Counter(_DIGITS.sub("0", line.text) for line in lines if line.at_edge)
    firsts = {id(line) for group in groups for line in (group[0], group[-1])}
    return [
        line
        for line in lines
        if not ((line.at_edge or id(line) in firsts) and _PAGE_NUMBER.fullmatch(line.text))
        and not (line.at_edge and repeated[_DIGITS.sub("0", line.text)] > max(1, pages / 2))
    ]


def _by_page(lines: list[Line]) -> list[list[Line]]:
    groups: dict[int, list[Line]] = {}
    for line in lines:
        groups.setdefault(line.page, []).append(line)
    return list(groups.values())


def paragraphs(lines: list[Line]) -> list[str]:
    """Return printed lines joined to paragraphs.

    A paragraph ends with a line that stops short of the others, and begins with one that is set in
    or with the mark of a heading.
    """
    if not lines:
        return []
    size = median(line.size for line in lines) or 1.0
    left, right = _margins(lines)
    steps = [a.bottom - b.bottom for a, b in pairwise(lines) if a.page == b.page]
    spacing = median(steps) if steps else 0.0
    set_in = [line.left > left + _INDENT * size for line in lines]
    sets_in = sum(set_in) > len(lines) * _SETS_IN
    found = [lines[0].text]
    for (before, line), begins in zip(pairwise(lines), set_in[1:], strict=True):
        missing = (right - before.right) / size
        is_short = missing > _SHORT and (not sets_in or before.text[-1] in _ENDS)
        is_apart = before.bottom - line.bottom > _GAP * spacing and before.page == line.page
        is_centred = before.left > left + _CENTRED * size and missing > _CENTRED
        ends = is_short or is_apart or is_centred or missing > _HALF_LINE
        if ends or begins or _HEADING.match(line.text):
            found.append(line.text)
        else:
            found[-1] = _joined(found[-1], line.text)
    return found


def _margins(lines: list[Line]) -> tuple[float, float]:
    """Return where full lines begin and end, by what most lines of the document do."""
    left = min(Counter(round(line.left) for line in lines).most_common(2))[0]
    ends = Counter(round(line.right) for line in lines)
    right, count = ends.most_common(1)[0]
    if count < len(lines) * _JUSTIFIED:  # a ragged margin
        right = sorted(ends.elements())[len(lines) * 4 // 5]
    return float(left), float(right)


def _joined(text: str, more: str) -> str:
    """Return two lines as one, with a blank only between words that have blanks."""
    wide = _WIDE.match(text[-1]) or _WIDE.match(more[0]) or text[-1].isdigit() or more[0].isdigit()
    return text + more if wide else f"{text} {more}"
