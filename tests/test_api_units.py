"""The small parts of the web: settings, negotiation, the look at a query's text."""

from __future__ import annotations

import doctest
import importlib
import time
from pathlib import Path

import pytest

from api.negotiation import choose
from api.settings import Settings, SettingsError, read_settings
from api.sparql.escapes import read_escapes
from api.sparql.limits import TooLargeError, check_text
from graph.errors import QueryError

OFFERED = ["text/turtle", "application/ld+json", "text/html"]
DOCUMENTED = (
    "api.settings",
    "api.negotiation",
    "api.metrics",
    "api.examples",
    "api.sparql.escapes",
    "api.sparql.form",
    "api.sparql.freshness",
    "api.sparql.protocol",
    "api.graphql.words",
    "api.graphql.query",
    "api.graphql.entities",
)


@pytest.mark.parametrize("module", DOCUMENTED)
def test_examples_in_docstrings_run(module: str) -> None:
    result = doctest.testmod(importlib.import_module(module))
    assert result.attempted > 0
    assert result.failed == 0


def test_settings_come_from_the_environment() -> None:
    assert read_settings({}) == Settings()
    read = read_settings(
        {"ZHENGTU_DATA": "/srv/graph", "ZHENGTU_SPARQL_DEADLINE": "2.5", "ZHENGTU_PORT": "81"}
    )
    assert (read.data, read.sparql_deadline, read.port) == (Path("/srv/graph"), 2.5, 81)


def test_a_setting_that_makes_no_sense_is_named() -> None:
    with pytest.raises(SettingsError, match="ZHENGTU_PORT='high': expected a whole number"):
        read_settings({"ZHENGTU_PORT": "high"})


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, "text/turtle"),
        ("", "text/turtle"),
        ("*/*", "text/turtle"),
        ("text/*", "text/turtle"),
        ("text/*;q=0.5, application/ld+json", "application/ld+json"),
        ("text/turtle;q=0, */*;q=0.1", "application/ld+json"),
        ("TEXT/HTML", "text/html"),
        ("text/html;q=0.9;level=1, text/turtle;q=0.8", "text/html"),
        ("image/png", None),
        ("nonsense", None),
        ("text/turtle;q=high", None),
    ],
)
def test_the_best_form_is_chosen(accept: str | None, chosen: str | None) -> None:
    assert choose(accept, OFFERED) == chosen


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ?p ?o FILTER(?o < 3 && ?o > 1) }",
        'ASK { ?s ?p "INSERT { SERVICE" }',
        "ASK { ?s <http://e/SERVICE> '''it's {'''@en } # } SERVICE",
        "PREFIX insert: <e:> SELECT ?delete { ?delete insert:service ?load }",
        "ASK { ?s ?p \"a\\\"{\" . ?s ?p 'b\\'{' }",
        "ASK { ?s ?p ?o.e:x e:service 1.e:y e:z 2 }",
        r"ASK { ?s e:o\'clock e:insert }",
    ],
)
def test_ordinary_queries_pass_the_look(query: str) -> None:
    check_text(query, 1000)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { service <http://e/> { } }",
        "SELECT * { SERVICE<http://e/>{} }",
        "SELECT * { ?s ?p 1.SERVICE <http://e/> {} }",
        r"SELECT * { ?s e:o\'clock ?o . SERVICE <http://e/> { ?s ?p 'x' } }",
        r"SELECT * { ?s <http://e/\u0041#x> ?o . SERVICE <http://e/> {} }",
        "SELECT * { SERVICE SILENT ?x { } }",
        "# ask\nBASE <e:> INSERT DATA {}",
        "with <g:> delete { } where { }",
        "ASK " + "[" * 200,
    ],
)
def test_updates_service_and_deep_nesting_do_not(query: str) -> None:
    with pytest.raises(QueryError):
        check_text(query, 1000)


@pytest.mark.parametrize(
    "part", ["a.", "a-", '"\\', "'\\", "<a", "'" * 3 + "\\", "?a", "\\u0041", "a:", "1 "]
)
def test_the_look_takes_time_in_proportion_to_the_text(part: str) -> None:
    text = "ASK {" + part * (100_000 // len(part))
    begun = time.perf_counter()
    check_text(read_escapes(text), 200_000)
    assert time.perf_counter() - begun < 1


def test_length_counts_bytes() -> None:
    check_text("#" + "政" * 33, 100)
    with pytest.raises(TooLargeError, match="103 bytes"):
        check_text("#" + "政" * 34, 100)
