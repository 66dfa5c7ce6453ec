"""``/sparql`` keeps to the protocol: methods, forms, statuses, and nothing else gets in."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from urllib.parse import urlencode

import httpx
import pytest
from api_client import RESULTS, serving

ALL = "SELECT * WHERE { ?s ?p ?o }"
TRIPLES = "CONSTRUCT WHERE { ?s a ?type }"
XML = "application/sparql-results+xml"
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
        client.post("/sparql/", content="ASK { ?s ?p ?o }", headers=DIRECT),
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


def test_a_body_without_its_content_type_is_refused(client: httpx.Client) -> None:
    """bad_query_missing_form_type, bad_query_missing_direct_type, bad_query_wrong_media_type."""
    for body in (urlencode({"query": "ASK {}"}), "ASK {}"):
        assert client.post("/sparql", content=body.encode()).status_code == 415
        plain = client.post("/sparql", content=body, headers={"Content-Type": "text/plain"})
        assert plain.status_code == 415


@pytest.mark.parametrize(
    ("body", "media", "status"),
    [
        ("ASK {}".encode("utf-16"), "application/sparql-query", 400),
        ("ASK {}".encode("utf-16-le"), "application/sparql-query", 400),
        ("ASK {}".encode("utf-16"), "application/sparql-query; charset=UTF-16", 415),
        (b"ASK {}", 'application/sparql-query; charset="UTF-8"', 200),
        (b"query=ASK+%7B%7D", "Application/X-WWW-Form-urlencoded;charset=utf-8", 200),
        (b"query=ASK+%7B%7D", "application/x-www-form-urlencoded;charset=gbk", 415),
        ("query=ASK {} # 政".encode("gbk"), "application/x-www-form-urlencoded", 400),
    ],
)
def test_queries_are_in_utf8(client: httpx.Client, body: bytes, media: str, status: int) -> None:
    """bad_query_non_utf8."""
    answer = client.post("/sparql", content=body, headers={"Content-Type": media})
    assert answer.status_code == status


@pytest.mark.parametrize("encoded", ["ASK%7B%7D%", "ASK%7B%7D%zz", "ASK%7B%7D%23%ff", "%C3ASK"])
def test_broken_percent_encoding_is_400(client: httpx.Client, encoded: str) -> None:
    form = client.post("/sparql", content="query=" + encoded, headers=FORM)
    assert form.status_code == 400
    assert "percent-encoding" in form.json()["detail"]
    address = raw(client, b"GET /sparql?query=" + encoded.encode())
    assert address.startswith(b"HTTP/1.1 400")


def test_bytes_in_the_address_that_are_no_utf8_are_400(client: httpx.Client) -> None:
    assert raw(client, b"GET /sparql?query=ASK{}%23\xff").startswith(b"HTTP/1.1 400")


def raw(client: httpx.Client, line: bytes) -> bytes:
    """The answer to a request line that an HTTP library wouldn't send."""
    with socket.create_connection((client.base_url.host, client.base_url.port or 0)) as connection:
        connection.sendall(line + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        return b"".join(iter(lambda: connection.recv(65536), b""))


@pytest.mark.parametrize(
    "body", ["update=CLEAR+ALL", "query=ASK%7B%7D&update=", "query=ASK%7B%7D&using-graph-uri=e:g"]
)
def test_parameters_of_updates_are_refused(client: httpx.Client, body: str) -> None:
    answer = client.post("/sparql", content=body, headers=FORM)
    assert answer.status_code == 400
    assert "read-only" in answer.json()["detail"]


def test_a_query_in_the_address_and_one_in_the_body_are_two(client: httpx.Client) -> None:
    """bad_multiple_queries, for a direct POST."""
    answer = client.post("/sparql?query=ASK%7B%7D", content="ASK {}", headers=DIRECT)
    assert answer.status_code == 400
    assert "has 2" in answer.json()["detail"]


def test_options_say_what_is_allowed(client: httpx.Client) -> None:
    answer = client.options("/sparql")
    assert answer.status_code == 204
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS, POST"
    for method in ("PUT", "DELETE", "PATCH"):  # bad_query_method
        refused = client.request(method, "/sparql?query=ASK%7B%7D")
        assert refused.status_code == 405
        assert refused.headers["allow"] == "GET, HEAD, OPTIONS, POST"


@pytest.mark.parametrize(
    ("query", "accept", "media"),
    [
        (ALL, "text/*", "text/csv; charset=utf-8"),
        (ALL, "application/*", RESULTS),
        (ALL, f"{RESULTS};q=0, */*;q=0.1", "application/sparql-results+xml"),
        (ALL, "text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("ASK {}", "application/sparql-results+xml, application/json;q=0.9", XML),
        (TRIPLES, "text/*", "text/turtle; charset=utf-8"),
        (TRIPLES, "application/*", "application/n-triples"),
        (TRIPLES, "application/trig", "application/trig"),
        (TRIPLES, "application/n-quads, text/turtle;q=0.9", "application/n-quads"),
        ("DESCRIBE <e:x>", "application/rdf+xml, text/turtle;q=0.5", "application/rdf+xml"),
    ],
)
def test_forms_are_weighed_and_named(
    client: httpx.Client, query: str, accept: str, media: str
) -> None:
    """query_content_type_select, _ask, _describe and _construct."""
    answer = get(client, query, accept)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == media


def test_an_answer_that_is_ruled_out_is_406(client: httpx.Client) -> None:
    assert get(client, ALL, "text/csv;q=0").status_code == 406
    assert get(client, TRIPLES, "application/sparql-results+json").status_code == 406


def test_a_truth_value_as_table_is_its_bare_word(client: httpx.Client) -> None:
    """The standard has no table for ASK."""
    assert get(client, "ASK {}", "text/csv").text.strip() == "true"
    assert get(client, "ASK { <a:a> ?p ?o }", "text/tab-separated-values").text.strip() == "false"


def test_who_has_the_answer_gets_304(client: httpx.Client) -> None:
    first = get(client, ALL, RESULTS)
    tag = first.headers["etag"]
    for known in (tag, f'"other", {tag}', tag.removeprefix("W/")):
        again = client.get(
            "/sparql",
            params={"query": ALL},
            headers={"Accept": RESULTS, "If-None-Match": known},
        )
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
        assert "Accept" in again.headers["vary"]
    assert get(client, ALL, "text/csv").headers["etag"] != tag
    assert get(client, "ASK {}", RESULTS).headers["etag"] != tag


def test_what_changes_by_itself_has_no_tag(client: httpx.Client) -> None:
    assert "etag" not in get(client, "SELECT (NOW() AS ?now) {}").headers
    assert "etag" not in get(client, "SELECT (1 + rand() AS ?x) {}").headers
    assert "etag" not in get(client, "SELECT").headers
    assert "etag" not in client.post("/sparql", content=ALL, headers=DIRECT).headers
    assert "etag" in get(client, 'SELECT ("NOW()" AS ?now) {}').headers


def test_escapes_count_anywhere_in_a_query(client: httpx.Client) -> None:
    query = r'PREFIX \u0065: <e:> SELECT ?\u03B1 { VALUES (?α ?β) { (e:\u00E9 "\u00E9") } }'
    answer = get(client, query).json()
    assert answer["head"]["vars"] == ["α"]
    assert answer["results"]["bindings"][0]["α"]["value"] == "e:é"


def test_what_xml_cannot_hold_is_406(client: httpx.Client) -> None:
    query = 'SELECT ("a\\u0007" AS ?x) {}'
    refused = get(client, query, XML)
    assert refused.status_code == 406
    assert "U+0007" in refused.json()["detail"]
    assert get(client, query).status_code == 200
    nameless = get(client, "CONSTRUCT { <e:s> <http://e/1> 1 } {}", "application/rdf+xml")
    assert nameless.status_code == 406
    returned = get(client, 'SELECT ("a\\r\\nb" AS ?x) {}', XML)
    assert "a&#xD;\nb" in returned.text
