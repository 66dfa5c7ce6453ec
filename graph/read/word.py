"""The text of a Word file: paragraphs, tables and text boxes, with the numbers that Word writes.

Headers and footers, deleted and hidden words are no part of it. The XML is read as it is, because
libraries for Word files leave out what Word numbers by itself.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from lxml import etree

from graph.errors import ReadError
from graph.read.document import Document
from graph.read.numbering import Numbering, W, read_numbering

_LARGEST_PART = 50 * 1024 * 1024  # bytes of XML; a report's text has less than one million
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_GONE = {f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText", f"{W}pPr", f"{_MC}Fallback"}
_SPACES = {f"{W}tab": " ", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_DAMAGE = (zipfile.BadZipFile, etree.LxmlError, OSError, EOFError, RuntimeError, ValueError)
_LOCKED = 0x1  # a flag of a file in a zip
_LONG_CELL = 80  # characters from which a cell holds text rather than a value


def read_word(data: bytes, name: str) -> Document:
    """Return the text of a .docx file. ReadError when it is damaged, locked, or has no text."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            if any(info.flag_bits & _LOCKED for info in package.infolist()):
                raise ReadError(f"{name}: locked with a password; save it without one")
            main = _main_part(package)
            folder = main.rpartition("/")[0]
            body = _xml(package, main, name)
            numbering = read_numbering(
                _xml(package, f"{folder}/numbering.xml", name),
                _xml(package, f"{folder}/styles.xml", name),
            )
            notes = _xml(package, f"{folder}/footnotes.xml", name)
            properties = _xml(package, "docProps/core.xml", name)
    except zlib.error as error:
        raise ReadError(f"{name}: the Word file is damaged; get a whole copy") from error
    except _DAMAGE as error:
        raise ReadError(f"{name}: the Word file is damaged ({error}); get a whole copy") from error
    if body is None:
        raise ReadError(f"{name}: a Word file without a text inside; get a whole copy")
    lines = [*_lines(body, numbering), *_note_lines(notes, numbering)]
    title = "" if properties is None else properties.findtext(_TITLE) or ""
    plain = (re.sub(r"[ \t\u00a0]+", " ", line).strip(" \u3000") for line in lines)
    return Document("\n".join(filter(None, plain)), title=title.strip())


def _main_part(package: zipfile.ZipFile) -> str:
    """Return the name of the part with the text, as the package's relationships give it."""
    if "_rels/.rels" in package.namelist():
        rels = _xml(package, "_rels/.rels", "")
        for relationship in rels.iter(_RELATIONSHIP):
            if relationship.get("Type", "").endswith("/officeDocument"):
                return str(relationship.get("Target", "")).lstrip("/")
    return "word/document.xml"


def _xml(package: zipfile.ZipFile, part: str, name: str) -> Any:
    """Return the root of a part, None when there is none. No entity is expanded."""
    try:
        info = package.getinfo(part)
    except KeyError:
        return None
    if info.file_size > _LARGEST_PART:
        raise ReadError(
            f"{name}: {part} unpacks to {info.file_size >> 20} MB, more than "
            f"{_LARGEST_PART >> 20} MB; save its text as .txt"
        )
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(package.read(info), parser)
    if root.getroottree().docinfo.internalDTD is not None:
        raise ReadError(f"{name}: {part} defines entities, which no Word file does; not read")
    return root


def _lines(root: Any, numbering: Numbering) -> Iterator[str]:
    """Yield the paragraphs below an element in their order."""
    body = root.find(f"{W}body")
    walk = etree.iterwalk(root if body is None else body, events=("start",))
    for _, element in walk:
        if element.tag in (f"{W}p", f"{W}tbl"):
            walk.skip_subtree()
            found = _paragraph if element.tag == f"{W}p" else _table
            yield from found(element, numbering)


def _paragraph(paragraph: Any, numbering: Numbering) -> Iterator[str]:
    """Yield a paragraph and then the text boxes that hang on it."""
    words: list[str] = []
    boxes: list[Any] = []
    walk = etree.iterwalk(paragraph, events=("start",))
    for _, element in walk:
        if element.tag in _GONE or (element.tag == f"{W}r" and _is_hidden(element)):
            walk.skip_subtree()
        elif element.tag == f"{W}txbxContent":
            boxes.append(element)
            walk.skip_subtree()
        elif element.tag == f"{W}t":
            words.append(element.text or "")
        else:
            words.append(_SPACES.get(element.tag, ""))
    text = "".join(words)
    if text.strip():
        yield from (numbering.mark(paragraph) + text).split("\n")
    for box in boxes:
        yield from _lines(box, numbering)


def _is_hidden(run: Any) -> bool:
    return run.find(f"{W}rPr/{W}vanish") is not None


def _table(table: Any, numbering: Numbering) -> Iterator[str]:
    """Yield the rows of a table; a row whose cells hold whole texts comes cell by cell."""
    for row in table.iterchildren(f"{W}tr"):
        cells = [list(_lines(cell, numbering)) for cell in row.iterchildren(f"{W}tc")]
        filled = [cell for cell in cells if cell]
        if any(len(cell) > 1 or len(cell[0]) > _LONG_CELL for cell in filled):
            yield from (line for cell in filled for line in cell)
        else:
            yield " ".join(cell[0] for cell in filled)


def _note_lines(notes: Any, numbering: Numbering) -> Iterator[str]:
    """Yield the footnotes, without the lines that Word draws above them."""
    for note in () if notes is None else notes.iter(f"{W}footnote"):
        if note.get(f"{W}type", "normal") == "normal":
            yield from _lines(note, numbering)
