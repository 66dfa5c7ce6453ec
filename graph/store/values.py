"""Values as RDF terms: which form the range of a property asks for, and back to the plain word."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache

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


@lru_cache(maxsize=65536)
def node(iri: str) -> ox.NamedNode:
    """The node of an IRI. Raises StoreError when it isn't a valid IRI."""
    try:
        return ox.NamedNode(iri)
    except ValueError as error:
        raise StoreError(f"{iri!r} is not a valid IRI ({error}); mend what made it") from error


def value_node(name_or_iri: str, value: str, ontology: Ontology) -> ox.NamedNode | ox.Literal:
    """A value of a property in the form that the property's range asks for.

    A value that doesn't fit is written as it is: validation finds it and says where.
    """
    term = ontology.term(name_or_iri)
    if term is None:
        return ox.Literal(value)
    concept = ontology.concept(term.name, value)
    if concept is not None:
        return node(concept.iri)
    if any(option in _DATE_FORMS.values() for option in term.range):
        return _date(value)
    if XSD + "decimal" in term.range:
        return ox.Literal(_plain_decimal(value), datatype=node(XSD + "decimal"))
    if XSD + "boolean" in term.range:
        return ox.Literal(value.lower(), datatype=node(XSD + "boolean"))
    is_link = not any(option.startswith(XSD) for option in term.range) and "://" in value
    return node(value) if is_link else ox.Literal(value)


def value_word(value: ox.NamedNode | ox.Literal, ontology: Ontology) -> str:
    """The plain word of a value: a concept's notation, else its IRI or text."""
    concept = ontology.term(value.value) if isinstance(value, ox.NamedNode) else None
    return concept.notation if concept and concept.notation else value.value


def _date(value: str) -> ox.Literal:
    form = _DATE_FORMS.get(len(value))
    return ox.Literal(value, datatype=node(form)) if form else ox.Literal(value)


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
        return format(Decimal(value).normalize(), "f")
    except InvalidOperation:
        return value
