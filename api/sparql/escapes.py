"""Codepoint escapes outside strings and IRIs (SPARQL 1.1 Query, section 19.2).

The standard lets ``\\u03B1`` stand for α anywhere in a query. The engine knows such escapes in
strings and IRIs only, so those in names of variables and in prefixed names are read here.
"""

from __future__ import annotations

import re

from api.sparql.limits import COMMENT, IRI, STRINGS

ESCAPE = re.compile(
    rf"(?P<kept>{COMMENT}|{IRI}|{STRINGS}) | \\u([0-9A-Fa-f]{{4}}) | \\U(00[0-9A-Fa-f]{{6}})",
    re.VERBOSE | re.DOTALL,
)
LAST = 0x10FFFF
SURROGATES = range(0xD800, 0xE000)


def read_escapes(query: str) -> str:
    """``query`` with its escapes outside strings and IRIs replaced by what they stand for.

    >>> read_escapes(r'ASK { ?\\u03B1 ?p "\\u03B1" }')
    'ASK { ?α ?p "\\\\u03B1" }'
    """
    return ESCAPE.sub(_read, query) if "\\" in query else query


def _read(found: re.Match[str]) -> str:
    """The character of an escape; what isn't one, or stands for none, stays as it is."""
    digits = found[2] or found[3]
    code = int(digits, 16) if digits else -1
    is_character = 0 <= code <= LAST and code not in SURROGATES
    return chr(code) if is_character else found[0]
