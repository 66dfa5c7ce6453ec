"""The main text of a web page, paragraph by paragraph, and what the page says of it.

The text stands in the element of a known content system, or else in the smallest element that
holds nearly all of the page's sentences: navigation has words and links, but no sentences.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from lxml import etree, html

from graph.errors import ReadError
from graph.read.document import Document, with_title
from graph.read.encoding import decode
from graph.read.metadata import day_of, describe, is_address
from graph.read.title import title_span

_CELLS = frozenset(("td", "th"))
_SENTENCE = re.compile("[，。；、：？！]")
_HAN = re.compile("[\u3400-\u9fff]")
_BLANKS = re.compile("[ \t\n\r\f\v\u00a0\u2000-\u200b\u2028\u2029\u202f\u3000\ufeff]+")
_BREAK, _CELL, _ROW = "\x1e", "\x1d", "\x1c"  # bounds of blocks, of cells, of rows
_WIDE = "[\u2018-\u201d\u3000-\u303f\u3400-\u9fff\uff00-\uffef]"
_BETWEEN = re.compile(f"(?<={_WIDE}) (?={_WIDE})")
_WORD = re.compile("[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_BEGIN = re.compile(r"<!--\s*<\$\[信息内容\]>begin\s*-->")
_END = re.compile(r"<!--\s*<\$\[信息内容\]>end\s*-->")
_SAVED_FROM = re.compile(r"<!-- saved from url=\(\d+\)(\S+) -->")
_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([\w-]+)""", re.I
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_NEARLY_ALL = 0.85  # of an element's sentences in one child: the rest is furniture
_SMALL = 0.3  # of the page's sentences: an element called furniture with more is the text itself
_SENTENCES = 8  # marks of sentences that no menu has
_EDGE_LINES = 12  # at the head and the foot of a page, where it speaks of the text
_MOSTLY_LINKS, _FEW_LINKS = 0.6, 3
_SITE = re.compile(r"\s*[-_|–—]+\s*[^-_|–—]*$")  # the name of the site after the page's title
_ENOUGH = 10  # sentence marks from which a known container is believed
_FEW_PIECES = 6
_LONG_HEADING = 300  # characters; no title of a report is longer
_MOST_TEXTS = 3000  # pieces of text in which metadata are looked for


def read_page(data: bytes, name: str) -> Document:
    """Return the main text of an HTML page with its metadata. ReadError when there is none."""
    source = decode(data, name, declared_encoding(data)).replace("\0", "")
    root = _parse(source)
    if root is None:
        raise ReadError(f"{name}: the page is empty; replace it with the report's page or text")
    marked = _marked(source)
    main = _parse(f"<div>{marked}</div>") if _HAN.search(marked) else None
    lines = page_lines(_main(root) if main is None else main)
    if not any(map(_HAN.search, lines)):
        raise ReadError(f"{name}: the page has no report in it; save the report's text as .txt")
    texts = _texts(root)
    said = describe(_metas(root, source), texts, page_words()["metadata"])
    title = _title(said.title, root, texts)
    published = said.published or _day_below(title, texts)
    return with_title(replace(said, text="\n".join(lines), title=title, published=published))


@cache
def page_words() -> dict[str, Any]:
    """Return seeds/pages.yaml: what pages of government sites are made of."""
    text = files("seeds").joinpath("pages.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


def declared_encoding(data: bytes) -> str:
    """Return the encoding that a page declares in its first 4,096 bytes, or ""."""
    match = _CHARSET.search(data[:4096])
    return match[1].decode("ascii").lower() if match else ""


def _marked(source: str) -> str:
    """Return the text that a content system has marked as such, or ""."""
    begin = _BEGIN.search(source)
    end = _END.search(source, begin.end()) if begin else None
    return source[begin.end() : end.start()] if begin and end else ""


def _parse(source: str) -> Any:
    """Return the root of a page. Nothing is fetched, and entities of its own aren't expanded."""
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_pis=True)
    try:
        return html.document_fromstring(
            source.encode("utf-8", "replace"), parser=parser, ensure_head_body=True
        )
    except (etree.ParserError, etree.XMLSyntaxError):
        return None


# ------------------------------------------------------------------ where the text stands


def _main(root: Any) -> Any:
    """Return the element that holds the text."""
    weights = _weights(root)
    known = [
        element
        for element in root.iter(etree.Element)
        if weights[element] >= _ENOUGH and _names(element) & set(page_words()["containers"])
    ]
    start = max(known, key=lambda element: weights[element], default=root)
    if weights[start] < weights[root] * 0.5:
        start = root
    return _narrowed(start, weights)


def _narrowed(element: Any, weights: Counter[Any]) -> Any:
    """Return the smallest element inside that still holds nearly all of the sentences."""
    while True:
        inner = max(element.iterchildren(etree.Element), key=lambda e: weights[e], default=None)
        if inner is None or weights[inner] < _NEARLY_ALL * weights[element] or not weights[inner]:
            return element
        if inner.tag not in page_words()["blocks"] and inner.tag not in _CELLS:
            return element
        element = inner


def _weights(root: Any) -> Counter[Any]:
    """Return for each element how many marks of sentences it holds outside of links."""
    weights: Counter[Any] = Counter()
    silencing = {"a", *page_words()["never"]}
    silent = 0  # how many elements around are links or never text
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            silent += element.tag in silencing
            if not silent:
                weights[element] += len(_SENTENCE.findall(element.text or ""))
            continue
        silent -= element.tag in silencing
        parent = element.getparent()
        if parent is not None:
            weights[parent] += weights[element]
            if not silent:
                weights[parent] += len(_SENTENCE.findall(element.tail or ""))
    return weights


def _names(element: Any) -> set[str]:
    return {element.get("id", ""), *element.get("class", "").split()}


# ------------------------------------------------------------------ the text itself


def page_lines(main: Any) -> list[str]:
    """Return the paragraphs of an element, without blanks around them and without furniture.

    A row of a table is one line, unless a cell of it holds several paragraphs.
    """
    starts = tuple(page_words()["lines"])
    text = "".join(_pieces(main, _weights(main)))
    lines = [line for row in text.split(_ROW) for line in _row_lines(row) if line]
    return [
        line
        for number, line in enumerate(lines)
        if not (line.startswith(starts) and _is_edge(line, number, len(lines)))
    ]


def _is_edge(line: str, number: int, count: int) -> bool:
    """Whether a line is short, no sentence, and among the first or last of its page."""
    return len(line) < 80 and "。" not in line and min(number, count - 1 - number) < _EDGE_LINES


def _row_lines(row: str) -> list[str]:
    cells = [list(filter(None, map(_plain, cell.split(_BREAK)))) for cell in row.split(_CELL)]
    if len(cells) > 1 and all(len(cell) < 2 and len("".join(cell)) < 80 for cell in cells):
        return [" ".join(line for cell in cells for line in cell)]
    return [line for cell in cells for line in cell]


def _plain(text: str) -> str:
    return _BETWEEN.sub("", _BLANKS.sub(" ", text)).strip(" \u3000")


def _pieces(main: Any, weights: Counter[Any]) -> Iterator[str]:
    """Yield the text in order, with marks where blocks, rows and cells of tables begin and end."""
    walk = etree.iterwalk(main, events=("start", "end", "comment"))
    for event, element in walk:
        if event == "start":
            yield _mark(element.tag)
            if element is not main and _is_furniture(element, weights, weights[main]):
                walk.skip_subtree()
            else:
                yield element.text or ""
            continue
        if element is main:
            return
        yield _mark(element.tag) if event == "end" else ""
        yield element.tail or ""


def _mark(tag: str) -> str:
    """Return what stands for the bound of an element in the text."""
    if tag == "tr":
        return _ROW
    if tag in _CELLS:
        return _CELL
    return _BREAK if tag in page_words()["blocks"] else ""


def _is_furniture(element: Any, weights: Counter[Any], whole: int) -> bool:
    """Return whether an element within the text is no part of it: hidden, a menu, links."""
    if element.tag in page_words()["never"] or _HIDDEN.search(element.get("style", "")):
        return True
    is_text = weights[element] > _SMALL * whole or weights[element] >= _SENTENCES
    if is_text or element.tag not in page_words()["blocks"]:
        return False
    words = {
        word.lower()
        for name in (*_names(element), element.get("role", ""))
        for word in (name, *_WORD.findall(name))
    }
    return bool(words & set(page_words()["furniture"])) or _is_links(element)


def _is_links(element: Any) -> bool:
    """Return whether a list consists of links."""
    if element.tag not in ("ul", "ol", "dl", "div", "table"):
        return False
    links = element.findall(".//a")
    if len(links) < _FEW_LINKS:
        return False
    linked = sum(len("".join(link.itertext()).strip()) for link in links)
    return linked > _MOSTLY_LINKS * len("".join("".join(element.itertext()).split()))


# ------------------------------------------------------------------ what the page says of it


def _metas(root: Any, source: str) -> dict[str, str]:
    """Return the page's ``<meta>`` by lower-case name, and its own address where it is given."""
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = meta.get("name") or meta.get("property") or ""
        found.setdefault(name.lower(), _plain(meta.get("content") or ""))
    saved = _SAVED_FROM.search(source[:4096])
    canonical = root.find('.//link[@rel="canonical"]')
    address = saved[1] if saved else canonical.get("href", "") if canonical is not None else ""
    if address and not is_address(found.get("url", "")):
        found["url"] = address
    return found


def _texts(root: Any) -> list[str]:
    """Return the pieces of text at the head and the foot of a page, in order."""
    found = []
    for element in root.body.iter() if root.find("body") is not None else ():
        text = (
            element.text
            if isinstance(element.tag, str) and element.tag not in page_words()["never"]
            else ""
        )
        found += [piece for piece in (text, element.tail) if piece and not piece.isspace()]
    return found[:_MOST_TEXTS] + found[_MOST_TEXTS:][-_MOST_TEXTS:]


def _title(said: str, root: Any, texts: list[str]) -> str:
    """Return the title: what the page calls it, or a heading of the page that is a report's."""
    headings = ["".join(found.itertext()) for tag in ("h1", "h2", "h3") for found in root.iter(tag)]
    headings += [found.text or "" for found in root.iter("title")]
    plain = [_SITE.sub("", _plain(heading)) for heading in headings if len(heading) < _LONG_HEADING]
    found = (heading for heading in (said, *plain, *map(_plain, texts)) if title_span(heading))
    return next(found, said)


def _day_below(title: str, texts: list[str]) -> str:
    """Return the first day in the few pieces of text after the title, "" when there is none."""
    places = [place for place, text in enumerate(texts) if title and title in _plain(text)]
    below = (day_of(text) for place in places for text in texts[place + 1 : place + _FEW_PIECES])
    return next(filter(None, below), "")
