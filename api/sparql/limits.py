"""What a query must not be before it reaches a worker: one linear look at its text."""

from __future__ import annotations

import re

from graph.errors import QueryError

MAX_NESTING = 128

# Linear in the text: possessive throughout, so that nothing goes back, and what has been looked at
# is taken, so that nothing is looked at again. A string that never ends takes what is left.
COMMENT = r"\#[^\r\n]*+"
IRI = r"""<(?:[^<>"{}|^`\\\x00-\x20]|\\[uU])*+>"""
STRINGS = r"""
    \"\"\"(?:[^"\\]|\\.|"(?!""))*+(?:\"\"\")?+
  | \'\'\'(?:[^'\\]|\\.|'(?!''))*+(?:\'\'\')?+
  | "(?:[^"\\\r\n]|\\.)*+"?+
  | '(?:[^'\\\r\n]|\\.)*+'?+
"""
NAMES = r"""
    [?$@][\w-]++                                # variable, language tag
  | [\w.-]*+:(?:[\w.:%-]|\\[^\r\n])*+           # prefixed name
"""
TOKEN = re.compile(
    rf"""
      (?P<skip>  {COMMENT} | {IRI} | {STRINGS} | {NAMES} )
    | (?P<open>  [({{\[] )
    | (?P<close> [)}}\]] )
    | (?P<words> [\w.-]++ )
    | .
    """,
    re.VERBOSE | re.DOTALL,
)
WORD = re.compile("[A-Za-z]+")

PROLOGUE = {"BASE", "PREFIX"}
QUERIES = {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}
UPDATES = {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"}


class TooLargeError(QueryError):
    """The query's text is longer than this server reads."""


def check_text(text: str, max_bytes: int) -> None:
    """Raise :class:`QueryError` if ``text`` is too long, too deep, an update, or calls out."""
    size = len(text.encode())
    if size > max_bytes:
        raise TooLargeError(
            f"The query has {size:,} bytes; this endpoint reads up to {max_bytes:,}. "
            "Split it, or move long VALUES lists into several queries."
        )
    depth, form = 0, ""
    for token in TOKEN.finditer(text):
        if token.lastgroup == "open":
            depth += 1
            if depth > MAX_NESTING:
                raise QueryError(f"Brackets are nested more than {MAX_NESTING} deep; flatten them.")
        elif token.lastgroup == "close":
            depth -= 1
        elif token.lastgroup == "words":
            for word in WORD.findall(token.group()):
                form = _check_word(word.upper(), form)


def words_of(text: str) -> set[str]:
    """The words of a query outside strings, IRIs and names, in capitals."""
    tokens = (token.group() for token in TOKEN.finditer(text) if token.lastgroup == "words")
    return {word.upper() for token in tokens for word in WORD.findall(token)}


def _check_word(word: str, form: str) -> str:
    """The query's form as known after ``word``; refuses updates and SERVICE."""
    if word == "SERVICE":
        raise QueryError(
            "SERVICE is switched off: this endpoint opens no connection to other servers. "
            "Ask the other endpoint yourself and join the answers, or pass them in VALUES."
        )
    if form or word in PROLOGUE:
        return form
    if word in UPDATES:
        raise QueryError(
            f"{word} is an update; this endpoint only answers SELECT, ASK, CONSTRUCT and DESCRIBE. "
            "The graph changes only by a new build."
        )
    return word if word in QUERIES else form
