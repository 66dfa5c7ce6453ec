"""Whether a client has an answer already: entity tags (RFC 9110, section 8.8.3)."""

from __future__ import annotations

import hashlib
import re
from dataclasses import astuple

from api.sparql.limits import words_of
from api.sparql.pool import Question

TAG = re.compile(r'(?:W/)?("[^"]*")')
CHANGING = {"NOW", "RAND", "UUID", "STRUUID"}


def is_lasting(query: str) -> bool:
    """Whether the answer stays the same as long as the graph does.

    >>> is_lasting("SELECT (NOW() AS ?now) {}"), is_lasting('ASK { ?now ?p "NOW" }')
    (False, True)
    """
    return CHANGING.isdisjoint(words_of(query))


def tag_of(version: str, question: Question) -> str:
    """The tag of the answer to ``question`` from the graph of this version.

    It is weak: rows may come in another order and blank nodes with other names. The question is
    part of it, so a tag is known to nobody who hasn't had this very answer.
    """
    asked = repr((version, astuple(question)))
    return f'W/"{hashlib.sha256(asked.encode()).hexdigest()[:32]}"'


def has_tag(header: str | None, tag: str) -> bool:
    """Whether an If-None-Match header lists ``tag``, by the weak comparison.

    >>> has_tag('"a", W/"b"', 'W/"a"'), has_tag("*", 'W/"a"')
    (True, False)
    """
    return tag.removeprefix("W/") in TAG.findall(header or "")
