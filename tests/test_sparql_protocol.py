"""``/sparql`` keeps to the protocol: methods, forms, statuses, and nothing else gets in."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

import httpx
import pytest
from api_client import RESULTS, serving

ALL = "SELECT * WHERE { ?s ?p ?o }"
TRIPLES = "CONSTRUCT WHERE { ?s a ?type }"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DIRECT = {"Content-Type": "application/sparql-query"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with serving(tmp_path_factory.mktemp("data")) as found:
        yield found


def get(client: httpx.Client, query: str, accept: str = "*/*", **more: str) -> httpx.Response:
    return client.get("/sparql", params={"query": query, **more}, headers={"Accept": accept})


def test_a_query_comes_by_get_by_form_and_directly(client: httpx.Client) -> None:
    answers = [
        get(client, "ASK { ?s ?p ?o }"),
        client.post("/sparql", content=urlencode({"query": "ASK { ?s ?p ?o }"}), headers=FORM),
        client.post("/sparql", content="ASK { ?s ?p ?o }", headers=DIRECT),
    ]
    for answer in answers:
        assert answer.status_code == 200
        assert answer.headers["content-type"] == RESULTS
        assert answer.json()["boolean"] is True


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("*/*", RESULTS),
        ("application/json", RESULTS),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv"),
        ("text/tab-separated-values", "text/tab-separated-values"),
        ("text/csv;q=0.2, application/sparql-results+xml;q=0.9", "application/sparql-results+xml"),
        ("text/turtle, text/csv;q=0.1", "text/csv"),
    ],
)
def test_results_come_as_the_client_likes_best(
    client: httpx.Client, accept: str, media: str
) -> None:
    answer = get(client, ALL, accept)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(media)
    assert "Accept" in answer.headers["vary"]


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("*/*", "text/turtle"),
        ("application/n-triples", "application/n-triples"),
        ("application/ld+json", "application/ld+json"),
        ("application/rdf+xml", "application/rdf+xml"),
        ("application/json", "application/ld+json"),
    ],
)
def test_triples_come_as_the_client_likes_best(
    client: httpx.Client, accept: str, media: str
) -> None:
    answer = get(client, TRIPLES, accept)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(media)


def test_an_unacceptable_form_is_406(client: httpx.Client) -> None:
    assert get(client, ALL, "image/png").status_code == 406
    refused = get(client, ALL, "text/turtle")
    assert refused.status_code == 406
    assert "application/sparql-results+json" in refused.json()["detail"]


@pytest.mark.parametrize(
    "query", ["SELECT * WHERE {", "hello", "SELECT ?s WHERE { ?s ?p ?o } GARBAGE", "\x00"]
)
def test_what_is_no_sparql_is_400(client: httpx.Client, query: str) -> None:
    answer = get(client, query)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "update",
    [
        "INSERT DATA { <a:a> <a:b> <a:c> }",
        "PREFIX e: <e:> DELETE WHERE { ?s ?p ?o }",
        "CLEAR ALL",
        "LOAD <http://127.0.0.1/>",
    ],
)
def test_an_update_is_refused_in_words(client: httpx.Client, update: str) -> None:
    answer = get(client, update)
    assert answer.status_code == 400
    assert "update" in answer.json()["detail"]


def test_update_requests_are_refused(client: httpx.Client) -> None:
    form = client.post("/sparql", content=urlencode({"update": "CLEAR ALL"}), headers=FORM)
    direct = client.post(
        "/sparql", content="CLEAR ALL", headers={"Content-Type": "application/sparql-update"}
    )
    assert (form.status_code, direct.status_code) == (400, 400)


def test_one_query_is_asked_at_a_time(client: httpx.Client) -> None:
    assert client.get("/sparql?query=ASK%7B%7D&query=ASK%7B%7D").status_code == 400
    assert client.post("/sparql", content="", headers=FORM).status_code == 400


def test_other_methods_are_405(client: httpx.Client) -> None:
    answer = client.put("/sparql", content="ASK {}")
    assert answer.status_code == 405
    assert "POST" in answer.headers["allow"]


def test_other_bodies_are_415(client: httpx.Client) -> None:
    answer = client.post("/sparql", content="ASK {}", headers={"Content-Type": "text/plain"})
    assert answer.status_code == 415


def test_too_long_a_query_is_413(client: httpx.Client) -> None:
    query = "ASK { } #" + "x" * 200_000
    assert client.post("/sparql", content=query, headers=DIRECT).status_code == 413


def test_a_body_that_is_not_utf8_is_400(client: httpx.Client) -> None:
    answer = client.post("/sparql", content=b"ASK { ?s ?p '\xff' }", headers=DIRECT)
    assert answer.status_code == 400


def test_head_answers_like_get_without_a_body(client: httpx.Client) -> None:
    answer = client.head("/sparql", params={"query": "ASK {}"})
    assert answer.status_code == 200
    assert answer.content == b""


def test_graphs_named_by_the_request_replace_the_default(client: httpx.Client) -> None:
    query = "ASK { ?s ?p ?o }"
    assert get(client, query).json()["boolean"] is True
    elsewhere = {"default-graph-uri": "https://example.org/none"}
    assert get(client, query, **elsewhere).json()["boolean"] is False


def test_service_is_refused_in_words(client: httpx.Client) -> None:
    answer = get(client, "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")
    assert answer.status_code == 400
    assert "SERVICE" in answer.json()["detail"]


def test_the_word_service_in_a_string_or_a_name_is_no_service(client: httpx.Client) -> None:
    query = 'PREFIX e: <http://e/service> ASK { ?service e:service "SERVICE <x>" } # SERVICE'
    assert get(client, query).status_code == 200


def test_chinese_and_escapes_arrive_whole(client: httpx.Client) -> None:
    query = r"""SELECT ?n WHERE { ?s <https://w3id.org/zhengtu/policy#name> ?n
                FILTER(CONTAINS(?n, "一窗\u901A办") && "a\"}" != 'b' && '''x"''' != "") }"""
    rows = get(client, query).json()["results"]["bindings"]
    assert [row["n"]["value"] for row in rows] == ["一窗通办"]


def test_the_bare_endpoint_describes_itself(client: httpx.Client) -> None:
    answer = client.get("/sparql", headers={"Accept": "text/turtle"})
    assert answer.status_code == 200
    assert "sd:Service" in answer.text


def test_a_browser_gets_an_editor_and_results_in_a_table(client: httpx.Client) -> None:
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    assert "<textarea" in client.get("/sparql", headers={"Accept": browser}).text
    shown = get(client, "SELECT ?type { ?s a ?type }", browser)
    assert shown.status_code == 200
    assert "<table>" in shown.text
    assert get(client, "SELECT", browser).status_code == 400
    assert "true" in get(client, "ASK {}", browser).text
    assert "&lt;https" in get(client, TRIPLES, browser).text


def test_any_origin_may_ask(client: httpx.Client) -> None:
    answer = client.get(
        "/sparql", params={"query": "ASK {}"}, headers={"Origin": "https://elsewhere.example"}
    )
    assert answer.headers["access-control-allow-origin"] == "*"
