"""Bytes to text, by what the bytes are and never by luck."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from graph.errors import ReadError

# The encodings that a page may claim; a codec by any other name isn't one of texts.
_CLAIMS = dict.fromkeys(("gb2312", "gbk", "gb18030", "gb-2312", "x-gbk", "hz-gb-2312"), "gb18030")
_CLAIMS |= {"big5": "big5", "big5-hkscs": "big5hkscs", "utf-16": "utf-16", "utf-16le": "utf-16-le"}
_CLAIMS |= {"utf-16be": "utf-16-be"}
_COMMON = re.compile("[的一是在和年法政府建设工作、，。（）]")
_WIDE = re.compile("[^\x00-\x7f]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")
_LONGEST_CHARACTER = 4  # bytes of one code point in UTF-8


def decode(data: bytes, name: str, declared: str = "") -> str:
    """Return the text of ``data``: UTF-8, UTF-16, GB18030, Big5, or what a detector is sure of.

    ``declared`` is the encoding that the file itself claims, believed where it fits.
    Nothing is stripped, so offsets are code points of the file as decoded. ReadError, naming the
    file, for an empty, binary, cut-off or undecodable one.
    """
    if not data.strip():
        raise ReadError(f"{name}: the file is empty; replace it with the report's text")
    text = _decode(data, name, declared)
    if len(_CONTROL.findall(text)) > len(text) // 100:
        raise ReadError(f"{name}: binary data, not text; save the report as .txt in UTF-8")
    return text


def _decode(data: bytes, name: str, declared: str) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _strict(data, "utf-16", name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start >= len(data) - _LONGEST_CHARACTER:
            raise ReadError(
                f"{name}: the file is cut off inside a character at byte {error.start}; "
                "get a complete copy"
            ) from error
    return _other(data, name, declared)


def _strict(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ReadError(
            f"{name}: not valid {encoding} at byte {error.start}; save it as UTF-8"
        ) from error


def _other(data: bytes, name: str, declared: str) -> str:
    claimed = _CLAIMS.get(declared.lower().replace("_", "-"), "")
    for encoding in filter(None, (claimed, "gb18030", "utf-16-le", "utf-16-be", "big5")):
        try:
            text = data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if _reads_as_chinese(text):
            return text
    best = from_bytes(data).best()
    if best is not None and best.chaos < 0.1 and _reads_as_chinese(str(best)):
        return str(best)
    raise ReadError(f"{name}: the character encoding can't be recognised; save it as UTF-8")


def _reads_as_chinese(text: str) -> bool:
    """Return whether one in 20 characters beyond ASCII is among the commonest of such reports."""
    wide = len(_WIDE.findall(text))
    return len(_COMMON.findall(text)) * 20 >= wide > 0
