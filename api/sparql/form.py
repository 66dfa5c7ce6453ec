"""Parameters as a URL or a form carries them, read strictly.

Python's own reader keeps a broken escape as text and puts U+FFFD for bytes that aren't UTF-8, which
would answer another question than the one that was asked.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl

BROKEN = re.compile(r"%(?![0-9A-Fa-f]{2}).{0,2}", re.DOTALL)

Parameters = list[tuple[str, str]]


def parse_form(data: bytes) -> Parameters:
    """Names and values in their order; ValueError says what is no UTF-8 or no percent-encoding.

    >>> parse_form(b"query=ASK+%7B%7D&named-graph-uri=")
    [('query', 'ASK {}'), ('named-graph-uri', '')]
    """
    text = data.decode()
    broken = BROKEN.search(text)
    if broken:
        raise ValueError(f"{broken.group()!r} at character {broken.start()} is no percent-encoding")
    return parse_qsl(text, keep_blank_values=True, errors="strict")
