"""From the bytes of a file to its text and what it says of itself, whatever kind of file it is.

The kind is read from the bytes; the name decides only where bytes don't tell (Markdown is text).
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, fields, replace
from io import BytesIO
from pathlib import PurePath

from graph.errors import ReadError
from graph.read.encoding import decode
from graph.read.title import title_span, title_text

LARGEST_FILE = 64 * 1024 * 1024  # bytes; a hundred scanned pages stay far below
LONGEST_TEXT = 1_000_000  # code points; the longest real reports have some 60,000

SUFFIXES: tuple[str, ...] = (".txt", ".text", ".md", ".markdown", ".html", ".htm", ".shtml")
SUFFIXES += (".xhtml", ".jhtml", ".docx", ".docm", ".pdf", ".zip")
UNREADABLE = {
    ".doc": "an old Word file",
    ".wps": "a WPS file",
    ".rtf": "a rich text file",
    ".ofd": "an OFD file",
    ".odt": "an OpenDocument file",
    ".ceb": "a CEB file",
    ".rar": "a RAR archive",
    ".7z": "a 7z archive",
    ".tar": "a tar archive",
    ".gz": "a gzip archive",
    ".tgz": "a gzip archive",
    ".mht": "a web archive",
    ".mhtml": "a web archive",
}
_ADVICE = "open it in its own program and save it as .docx or .txt"
_BINARY = {
    b"\xd0\xcf\x11\xe0": f"an old Word or WPS file; {_ADVICE}",
    b"{\\rtf": f"a rich text file; {_ADVICE}",
    b"\x89PNG": "a picture; a scan needs text recognition (OCR) first",
    b"\xff\xd8\xff": "a picture; a scan needs text recognition (OCR) first",
    b"\x1f\x8b": "a gzip archive; unpack it",
    b"Rar!": "a RAR archive; unpack it or make a .zip of it",
    b"7z\xbc\xaf": "a 7z archive; unpack it or make a .zip of it",
    b"MZ": "a program, not a report",
    b"\x7fELF": "a program, not a report",
}
_MARKUP = re.compile(rb"\s*<(?:!doctype html|!--|html|\?xml|head|body)", re.I)
# Characters that no XML can hold, one for one: old marks of a new line, and what has no meaning.
_NOT_IN_XML = dict.fromkeys((*range(9), *range(14, 32), 0xFFFE, 0xFFFF), "\ufffd")
_NOT_IN_XML |= dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
_NOT_IN_XML |= dict.fromkeys((11, 12), "\n")
_LONE_RETURN = re.compile("\r(?!\n)")
_TAGS = re.compile(rb"<(?:html|head|body|div|table|p|meta)[\s>]", re.I)


@dataclass(frozen=True, slots=True)
class Document:
    """The text of a file, and what the file says of itself; "" is what it doesn't say.

    ``published`` is a date (2022-01-15), ``publisher`` who put it on the web (发布机构),
    ``index_number`` its number in the catalogue of disclosed information (索引号), ``source`` the
    address from which it came.
    """

    text: str
    title: str = ""
    publisher: str = ""
    published: str = ""
    index_number: str = ""
    source: str = ""


def read_document(data: bytes, name: str) -> Document:
    """Return what a file says. ReadError, naming the file, when it can't be read as a text.

    ``name`` stands for the file in messages; its ending tells Markdown from plain text. Parsers of
    HTML, Word and PDF see bytes from outside here, so call this in a process with limits.
    """
    if len(data) > LARGEST_FILE:
        raise ReadError(f"{name}: larger than {LARGEST_FILE >> 20} MB; split it or save its text")
    document = _read(data, name)
    if len(document.text) > LONGEST_TEXT:
        raise ReadError(
            f"{name}: {len(document.text)} characters, more than {LONGEST_TEXT}; split the text"
        )
    if not document.text.strip():
        raise ReadError(f"{name}: there is no text in it; replace it with the report's text")
    clean = {f.name: _clean(getattr(document, f.name), f.name) for f in fields(document)}
    lines = with_line_feeds(clean["text"])
    span = title_span(lines)
    return Document(**(clean | {"title": title_text(lines, span)} if span else clean))


def _clean(text: str, field: str) -> str:
    """Return a text without what no XML can hold; all but the text itself on one line."""
    whole = text.translate(_NOT_IN_XML)
    return whole if field == "text" else " ".join(whole.split())


def with_line_feeds(text: str) -> str:
    """Return the text with its old line ends (a lone CR) as LF, every character where it was."""
    return _LONE_RETURN.sub("\n", text)


def _read(data: bytes, name: str) -> Document:
    suffix = PurePath(name).suffix.lower()
    if data.startswith(b"%PDF-") or (b"%PDF-" in data[:1024] and suffix == ".pdf"):
        from graph.read.pdf import read_pdf

        return read_pdf(data, name)
    if data.startswith(b"PK"):
        return _read_package(data, name)
    for magic, what in _BINARY.items():
        if data.startswith(magic) and not (magic == b"MZ" and b"\0" not in data[:512]):
            raise ReadError(f"{name}: {what}")
    if _is_html(data, suffix):
        from graph.read.page import read_page

        return read_page(data, name)
    if suffix in UNREADABLE:
        raise ReadError(f"{name}: {UNREADABLE[suffix]}; {_ADVICE}")
    if suffix in (".docx", ".docm", ".pdf", ".zip") and data.strip():
        raise ReadError(f"{name}: not a {suffix} file, or a damaged one; get a whole copy")
    text = decode(data, name)
    if suffix in (".md", ".markdown"):
        from graph.read.markdown import read_markdown

        return read_markdown(text)
    return Document(text)


def _read_package(data: bytes, name: str) -> Document:
    """Read a Word file; other packages that are zip archives inside are named."""
    try:
        members = set(zipfile.ZipFile(BytesIO(data)).namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise ReadError(f"{name}: the file is damaged ({error}); get a whole copy") from error
    if any(member.startswith("word/") for member in members):
        from graph.read.word import read_word

        return read_word(data, name)
    if "OFD.xml" in members:
        raise ReadError(f"{name}: {UNREADABLE['.ofd']}; {_ADVICE}")
    if "mimetype" in members or any(member.startswith(("xl/", "ppt/")) for member in members):
        raise ReadError(f"{name}: an office file without a report's text; {_ADVICE}")
    raise ReadError(f"{name}: an archive inside an archive; unpack it first")


def _is_html(data: bytes, suffix: str) -> bool:
    head = data[:4096].replace(b"\0", b"")
    if _MARKUP.match(head.removeprefix(b"\xef\xbb\xbf")) or suffix in (
        ".html",
        ".htm",
        ".shtml",
        ".xhtml",
        ".jhtml",
    ):
        return True
    return len(_TAGS.findall(head)) > 3 and suffix not in (".md", ".markdown")


def with_title(document: Document) -> Document:
    """Return the document with its title as the first line, unless its text begins with it."""
    head = re.sub(r"\s+", "", document.text[:1000])
    title = re.sub(r"\s+", "", document.title)
    if not title or title in head:
        return document
    return replace(document, text=f"{document.title}\n{document.text}")
