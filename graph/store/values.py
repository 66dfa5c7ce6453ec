"""Values as terms of N-Quads: which form the range of a property asks for, and back to the word."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache, partial
from typing import Protocol, TypeAlias, TypeVar

import pyoxigraph as ox

from graph.errors import StoreError
from graph.ontology import Ontology

XSD = "http://www.w3.org/2001/XMLSchema#"
_LEXICAL = {
    XSD + "decimal": re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)"),
    XSD + "integer": re.compile(r"[+-]?[0-9]+"),
    XSD + "boolean": re.compile(r"true|false|0|1"),
}
_DATE_FORMS = {4: XSD + "gYear", 7: XSD + "gYearMonth", 10: XSD + "date"}
_TO_ESCAPE = re.compile('[\x00-\x1f"\\\\\x7f\ud800-\udfff\ufffe\uffff]')
_ESCAPES = {
    "\b": r"\b",
    "\t": r"\t",
    "\n": r"\n",
    "\f": r"\f",
    "\r": r"\r",
    '"': r"\"",
    "\\": r"\\",
}
MANY = 65536  # forms kept in memory

Form = TypeVar("Form")
Form_co = TypeVar("Form_co", covariant=True)
Remembered: TypeAlias = Callable[[str, str], Form]


class _Asked(Protocol[Form_co]):
    def __call__(self, name: str, value: str, ontology: Ontology) -> Form_co: ...


def remembered(asked: _Asked[Form], ontology: Ontology) -> Remembered[Form]:
    """A question about a property and its value, put to one ontology, that keeps its answers."""
    return lru_cache(maxsize=MANY)(partial(asked, ontology=ontology))


def check_iri(iri: str) -> None:
    """Raises StoreError when it isn't a valid IRI."""
    try:
        ox.NamedNode(iri)
    except ValueError as error:
        raise StoreError(f"{iri!r} is not a valid IRI ({error}); mend what made it") from error


@lru_cache(maxsize=MANY)
def node(iri: str) -> str:
    """``<iri>``. Raises StoreError when it isn't a valid IRI."""
    check_iri(iri)
    return f"<{iri}>"


def literal(value: str, language: str = "", datatype: str = "") -> str:
    """A literal as RDFC-1.0 writes it. Raises StoreError when it can't be written.

    >>> print(literal('a "word"', "zh"), literal("17", datatype=XSD + "integer"))
    "a \\"word\\""@zh "17"^^<http://www.w3.org/2001/XMLSchema#integer>
    """
    plain = value.isprintable() and '"' not in value and "\\" not in value
    text = value if plain else _TO_ESCAPE.sub(_escape, value)
    if language:
        return f'"{text}"@{_tag(language)}'
    return f'"{text}"^^<{datatype}>' if datatype else f'"{text}"'


def integer(value: int) -> str:
    """An ``xsd:integer``."""
    return f'"{value}"^^<{XSD}integer>'


def _escape(found: re.Match[str]) -> str:
    character = found[0]
    if "\ud800" <= character <= "\udfff":
        near = found.string[max(0, found.start() - 10) : found.start()]
        raise StoreError(
            f"U+{ord(character):04X} after {near!r} is half a character and can't be written; "
            "read the text in the encoding that it has"
        )
    return _ESCAPES.get(character) or f"\\u{ord(character):04X}"


@lru_cache(maxsize=256)
def _tag(language: str) -> str:
    """The language tag as Oxigraph keeps it, in lower case."""
    try:
        return str(ox.Literal("", language=language).language)
    except ValueError as error:
        raise StoreError(
            f"{language!r} is not a language tag ({error}); write one like zh or zh-Hant"
        ) from error


def value_node(name: str, value: str, ontology: Ontology) -> str:
    """A value of a property (its name or IRI) in the form that the property's range asks for.

    A value that doesn't fit is written as it is: validation finds it and says where.
    """
    term = ontology.term(name)
    if term is None:
        return literal(value)
    concept = ontology.concept(term.name, value)
    if concept is not None:
        return node(concept.iri)
    if any(option in _DATE_FORMS.values() for option in term.range):
        return literal(value, datatype=_DATE_FORMS.get(len(value), ""))
    if XSD + "decimal" in term.range:
        return literal(_plain_decimal(value), datatype=XSD + "decimal")
    if XSD + "boolean" in term.range:
        return literal(value.lower(), datatype=XSD + "boolean")
    is_link = not any(option.startswith(XSD) for option in term.range) and "://" in value
    return node(value) if is_link else literal(value)


def value_word(value: ox.NamedNode | ox.Literal, ontology: Ontology) -> str:
    """The plain word of a value: a concept's notation, else its IRI or text."""
    concept = ontology.term(value.value) if isinstance(value, ox.NamedNode) else None
    return concept.notation if concept and concept.notation else value.value


def is_calendar_date(value: str) -> bool:
    """Whether a year, month or day exists: ``2021-02-30`` doesn't.

    >>> is_calendar_date("2021-08"), is_calendar_date("2021-02-30")
    (True, False)
    """
    padded = value + "-01-01"[len(value) - 4 :] if len(value) in (4, 7) else value
    try:
        return len(padded) == 10 and date.fromisoformat(padded).isoformat() == padded
    except ValueError:
        return False


def is_well_formed(value: str, datatype: str) -> bool:
    """Whether ``value`` is a literal of ``datatype``, for the datatypes that the ontology uses.

    >>> is_well_formed("1e3", XSD + "decimal"), is_well_formed("-7.5", XSD + "decimal")
    (False, True)
    """
    if datatype in _DATE_FORMS.values():
        return _DATE_FORMS.get(len(value)) == datatype and is_calendar_date(value)
    pattern = _LEXICAL.get(datatype)
    return pattern is None or pattern.fullmatch(value) is not None


def _plain_decimal(value: str) -> str:
    """The shortest way to write a number, as Oxigraph writes it, so that both agree."""
    try:
        return format(Decimal(value).normalize() or Decimal(0), "f")
    except InvalidOperation:
        return value
