"""GraphQL over HTTP: methods, forms, statuses and limits."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from api_client import serving

from api.settings import Settings

RESPONSE = "application/graphql-response+json"
QUERY = "{ generation { statements } }"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with serving(tmp_path_factory.mktemp("data")) as found:
        yield found


def post(client: httpx.Client, query: str, accept: str = "*/*") -> httpx.Response:
    return client.post("/graphql", json={"query": query}, headers={"Accept": accept})


def test_a_query_comes_by_get_and_by_post(client: httpx.Client) -> None:
    for answer in (client.get("/graphql", params={"query": QUERY}), post(client, QUERY)):
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "application/json; charset=utf-8"
        assert answer.json() == {"data": {"generation": {"statements": 5}}}


def test_variables_and_operation_names_are_used(client: httpx.Client) -> None:
    query = "query A($n: Int!) { districts(first: $n) { nodes { id } } } query B { reports { id } }"
    params = {"query": query, "operationName": "A", "variables": '{"n": 2}'}
    answer = client.get("/graphql", params=params).json()
    assert len(answer["data"]["districts"]["nodes"]) == 2
    assert "operationName" in post(client, query).json()["errors"][0]["message"]
    params["operationName"] = "C"
    assert "named C" in client.get("/graphql", params=params).json()["errors"][0]["message"]
    assert "no operation" in post(client, "fragment F on Query { __typename }").text


def test_chinese_comes_as_itself(client: httpx.Client) -> None:
    answer = post(client, '{ search(text: "一窗") { entity { label } } }')
    assert "一窗通办" in answer.content.decode()


def test_the_response_media_type_carries_the_status(client: httpx.Client) -> None:
    assert post(client, "{ nobody }", RESPONSE).status_code == 400
    assert post(client, "{ nobody }", "application/json").status_code == 200
    assert post(client, "{", RESPONSE).status_code == 400
    answer = post(client, QUERY, f"{RESPONSE}, application/json;q=0.9")
    assert answer.headers["content-type"] == f"{RESPONSE}; charset=utf-8"
    assert post(client, QUERY, "image/png").status_code == 406


@pytest.mark.parametrize(
    ("body", "media", "status"),
    [
        ("not json", "application/json", 400),
        ("[]", "application/json", 400),
        ("{}", "application/json", 400),
        ('{"query": 1}', "application/json", 400),
        ('{"query": "{a}", "variables": []}', "application/json", 400),
        ('{"query": "{a}", "operationName": 1}', "application/json", 400),
        ('{"query": "{a}", "extensions": 1}', "application/json", 400),
        ("query={a}", "text/plain", 415),
        ('{"query": "' + "x" * 300_000 + '"}', "application/json", 413),
    ],
)
def test_what_is_no_request_is_refused(
    client: httpx.Client, body: str, media: str, status: int
) -> None:
    answer = client.post("/graphql", content=body, headers={"Content-Type": media})
    assert answer.status_code == status
    assert answer.json()["errors"][0]["message"]


def test_other_methods_are_405(client: httpx.Client) -> None:
    answer = client.put("/graphql", json={"query": QUERY})
    assert answer.status_code == 405
    assert "POST" in answer.headers["allow"]


def test_mutations_are_refused(client: httpx.Client) -> None:
    assert "mutation" in post(client, "mutation { nothing }").json()["errors"][0]["message"]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("{ districts { nodes { " + "place { " * 40 + "id" + " }" * 40 + " } } }", "depth"),
        ("{ " + " ".join(f"a{i}: generation {{ id }}" for i in range(500)) + " }", "aliases"),
        ("{ generation { " + "id " * 20_000 + "} }", "tokens"),
        ("{ ...F } fragment F on Query { ...F }", "Cannot spread fragment"),
        ("{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }", "Cannot spread"),
    ],
    ids=["depth", "aliases", "tokens", "cycle", "long cycle"],
)
def test_a_query_of_death_is_refused_at_once(client: httpx.Client, query: str, words: str) -> None:
    begun = time.monotonic()
    answer = post(client, query)
    assert time.monotonic() - begun < 0.5
    assert any(words in error["message"] for error in answer.json()["errors"])


def test_a_request_may_not_ask_for_the_whole_graph_at_once(tmp_path: Path) -> None:
    settings = Settings(graphql_nodes=10)
    query = "{ districts(first: 1000) { nodes { children { nodes { id } } id } } }"
    with serving(tmp_path, settings=settings) as narrow:
        assert "errors" not in post(narrow, "{ districts(first: 1000) { totalCount } }").json()
        deep = post(narrow, query.replace("children {", "hosts { nodes { id } } children {")).json()
        assert "smaller" in deep["errors"][0]["message"]
        assert deep["errors"][0]["extensions"]["code"] == "BAD_REQUEST"


def test_a_browser_gets_the_editor_or_how_to_build_it(tmp_path: Path) -> None:
    static = tmp_path / "static"
    browser = {"Accept": "text/html,*/*;q=0.8"}
    with serving(tmp_path) as found:
        assert "scripts/build_web.py" in found.get("/graphql", headers=browser).text
        static.mkdir()
        (static / "graphiql.html").write_text("<title>GraphiQL</title>", encoding="utf-8")
        answer = found.get("/graphql", headers=browser)
        assert answer.text == "<title>GraphiQL</title>"
        assert "script-src 'self'" in answer.headers["content-security-policy"]
