"""Values take the form that their property asks for, and only if they have it."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from graph import terms
from graph.ontology import load_ontology
from graph.store.values import XSD, is_calendar_date, remembered, value_node, value_word


def read(name: str, value: str) -> ox.NamedNode | ox.Literal:
    """The value of a property as Oxigraph reads what was written."""
    line = f"<urn:x> <urn:y> {value_node(name, value, load_ontology())} ."
    (quad,) = ox.parse(line, format=ox.RdfFormat.N_QUADS)
    return quad.object


@pytest.mark.parametrize(
    ("value", "form"),
    [("2021", "gYear"), ("2021-08", "gYearMonth"), ("2021-08-27", "date"), ("8月", "string")],
)
def test_a_date_is_as_precise_as_it_was_written(value: str, form: str) -> None:
    assert read("date", value).datatype.value == XSD + form


@pytest.mark.parametrize(
    "value", ["2021-02-30", "2021-13", "21", "2021-8-7", "20211", "年二〇二一"]
)
def test_days_that_do_not_exist_are_told_apart(value: str) -> None:
    assert not is_calendar_date(value)


@pytest.mark.parametrize(
    ("value", "stored"), [("24.330", "24.33"), ("1000", "1000"), ("-0", "0"), ("x", "x")]
)
def test_numbers_are_written_as_oxigraph_writes_them(value: str, stored: str) -> None:
    assert read("value", value).value == stored


def test_a_status_is_a_concept_and_reads_back_as_its_word() -> None:
    concept = read("status", "proposed")
    assert concept.value == terms.statusProposed
    assert value_word(concept, load_ontology()) == "proposed"


def test_an_unknown_status_stays_what_it_was() -> None:
    assert read("status", "rumoured") == ox.Literal("rumoured")


def test_the_forms_of_values_are_remembered_for_one_ontology() -> None:
    value_of = remembered(value_node, load_ontology())
    assert value_of("year", "2021") is value_of("year", "2021")
