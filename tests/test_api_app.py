"""What every answer carries, the page, linked data, dumps and how the server is."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import httpx
import pyoxigraph as ox
import pytest
from api_client import serving
from small_dataset import BASE, CHENGZHONG, JUSTICE

from api.app import create_app
from api.settings import Settings
from graph.errors import StoreError
from graph.store.generation import open_generation

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
NAME = ox.NamedNode("https://w3id.org/zhengtu/policy#name")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[httpx.Client]:
    with serving(folder) as found:
        yield found


def path_of(iri: str) -> str:
    return "/id/" + quote(iri.removeprefix(BASE))


def test_a_folder_without_a_graph_says_how_to_build_one(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="zhengtu build"):
        create_app(Settings(data=tmp_path))


def test_health_names_the_generation_and_what_it_holds(client: httpx.Client, folder: Path) -> None:
    body = client.get("/healthz").json()
    assert body["status"] == "ok"
    assert body["generation"]["id"] == open_generation(folder).info.id
    assert body["generation"]["counts"]["statements"] == 5
    assert body["sparql"]["sandbox"] == "seccomp"
    assert client.get("/readyz").text == "ready\n"


def test_metrics_count_requests_by_room_and_status(client: httpx.Client) -> None:
    client.get("/id/nothing")
    text = client.get("/metrics").text
    assert 'zhengtu_requests_total{route="id",status="404"}' in text
    assert "zhengtu_sparql_workers 2" in text


@pytest.mark.parametrize(
    "path", ["/", "/healthz", "/sparql", "/graphql", path_of(CHENGZHONG), "/nothing.js", "/policy"]
)
def test_every_answer_has_a_strict_policy(client: httpx.Client, path: str) -> None:
    headers = client.get(path, headers=BROWSER).headers
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "object-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("*/*", "text/turtle"),
        ("text/turtle", "text/turtle"),
        ("application/n-triples", "application/n-triples"),
        ("application/ld+json", "application/ld+json"),
        ("application/rdf+xml", "application/rdf+xml"),
        (BROWSER["Accept"], "text/html"),
    ],
)
def test_a_thing_comes_as_the_client_likes_best(
    client: httpx.Client, accept: str, media: str
) -> None:
    answer = client.get(path_of(JUSTICE), headers={"Accept": accept})
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(media)
    assert "Accept" in answer.headers["vary"]
    assert 'rel="alternate"' in answer.headers["link"]
    assert "柳州市城中区司法局" in answer.text


def test_rdf_of_a_thing_has_its_statements_down_to_the_quote(client: httpx.Client) -> None:
    answer = client.get(path_of(CHENGZHONG), headers={"Accept": "application/n-triples"})
    triples = {quad.triple for quad in ox.parse(answer.content, format=ox.RdfFormat.N_TRIPLES)}
    quotes = {str(triple.object) for triple in triples if triple.predicate.value.endswith("exact")}
    assert any("一窗通办" in quote for quote in quotes)
    name = ox.Triple(ox.NamedNode(CHENGZHONG), NAME, ox.Literal("广西壮族自治区/柳州市/城中区"))
    assert name in triples


def test_the_page_of_a_thing_shows_facts_with_their_sentences(client: httpx.Client) -> None:
    text = client.get(path_of(CHENGZHONG), headers=BROWSER).text
    assert "<h1>城中区</h1>" in text
    assert "采纳" in text
    assert "adopts" in text
    assert "我区推行“一窗通办”" in text
    assert "拟获 proposed" in text
    assert path_of(BASE + "initiative/一窗通办") in text
    assert 'href="/entity/district/450202"' in text


def test_statements_evidence_and_reports_resolve_too(client: httpx.Client) -> None:
    for path in ("statement/1", "evidence/1", "report/chengzhong-2021"):
        assert client.get(f"/id/{path}", headers=BROWSER).status_code == 200
        assert client.get(f"/id/{path}").headers["content-type"].startswith("text/turtle")


def test_a_form_can_be_named_in_the_address(client: httpx.Client) -> None:
    address = path_of(CHENGZHONG)
    jsonld = client.get(f"{address}?format=jsonld", headers=BROWSER)
    assert jsonld.headers["content-type"] == "application/ld+json"
    assert client.get(f"{address}?format=doc").status_code == 406
    assert client.get(address, headers={"Accept": "image/png"}).status_code == 406


def test_what_the_graph_does_not_know_is_404_with_a_body(client: httpx.Client) -> None:
    program = client.get("/id/district/000000")
    assert program.status_code == 404
    assert "nothing" in program.json()["detail"]
    person = client.get("/id/<script>alert(1)</script>", headers=BROWSER)
    assert person.status_code == 404
    assert "<script>" not in person.text


def test_vocabulary_terms_resolve(client: httpx.Client) -> None:
    assert 'id="adopts"' in client.get("/policy", headers=BROWSER).text
    turtle = client.get("/policy", headers={"Accept": "text/turtle"})
    assert "zt:adopts a owl:ObjectProperty" in turtle.text
    jsonld = client.get("/policy", headers={"Accept": "application/ld+json"})
    assert "采纳" in jsonld.text
    assert "sh:NodeShape" in client.get("/shapes?format=ttl").text


def test_dumps_are_listed_and_served(client: httpx.Client, folder: Path) -> None:
    listed = client.get("/exports/").json()
    assert {"zhengtu.nq", "zhengtu.gexf", "zhengtu-statements.csv"} <= {f["file"] for f in listed}
    assert "zhengtu.nq" in client.get("/exports/", headers=BROWSER).text
    nquads = client.get("/exports/zhengtu.nq")
    assert nquads.headers["content-type"].startswith("application/n-quads")
    assert nquads.content == open_generation(folder).nquads.read_bytes()
    again = {"If-None-Match": nquads.headers["etag"]}
    assert client.get("/exports/zhengtu.nq", headers=again).status_code == 304
    assert client.get("/exports/zhengtu.doc").status_code == 404
    for found in listed:
        assert client.get(f"/exports/{found['file']}").status_code == 200


def test_a_dump_is_served_as_a_gzip_file_too(client: httpx.Client) -> None:
    plain = client.get("/exports/zhengtu.ttl")
    packed = client.get("/exports/zhengtu.ttl.gz")
    assert packed.headers["content-type"] == "application/gzip"
    assert "zhengtu.ttl.gz" in packed.headers["content-disposition"]
    assert gzip.decompress(packed.content) == plain.content
    assert packed.headers["etag"] != plain.headers["etag"]
    again = {"If-None-Match": packed.headers["etag"]}
    assert client.get("/exports/zhengtu.ttl.gz", headers=again).status_code == 304
    assert client.get("/exports/zhengtu.doc.gz").status_code == 404


def test_a_plain_dump_is_compressed_on_the_way(client: httpx.Client) -> None:
    answer = client.get("/exports/zhengtu.nq", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["content-type"].startswith("application/n-quads")


def test_the_address_of_the_dumps_without_a_slash_leads_there(client: httpx.Client) -> None:
    answer = client.get("/exports?x=1", follow_redirects=False)
    assert answer.status_code == 308
    assert answer.headers["location"].endswith("/exports/?x=1")


def test_the_data_set_describes_itself(client: httpx.Client) -> None:
    answer = client.get("/.well-known/void")
    assert answer.headers["content-type"].startswith("text/turtle")
    assert "void:sparqlEndpoint" in answer.text
    assert f"{client.base_url}/sparql".replace("//sparql", "/sparql") in answer.text
    list(ox.parse(answer.content, format=ox.RdfFormat.TURTLE))


def test_without_a_built_page_the_server_says_how_to_build_it(client: httpx.Client) -> None:
    answer = client.get("/", headers=BROWSER)
    assert answer.status_code == 200
    assert "scripts/build_web.py" in answer.text


def test_a_built_page_answers_for_all_its_views(tmp_path: Path) -> None:
    static = tmp_path / "static"
    (static / "assets").mkdir(parents=True)
    (static / "index.html").write_text("<title>page</title>", encoding="utf-8")
    (static / "assets" / "index-1a2b.js").write_text("export {};", encoding="utf-8")
    (tmp_path / "secret.txt").write_text("private words", encoding="utf-8")
    with serving(tmp_path) as found:
        for path in (
            "/",
            "/entity?id=x",
            "/report/某报告",
            "/search?q=a.b",
            "/entity/document/办法1.0",
        ):
            assert found.get(path, headers=BROWSER).text == "<title>page</title>"
        script = found.get("/assets/index-1a2b.js")
        assert script.headers["content-type"].startswith("text/javascript")
        assert "immutable" in script.headers["cache-control"]
        same = {"If-None-Match": script.headers["etag"]}
        assert found.get("/assets/index-1a2b.js", headers=same).status_code in (200, 304)
        assert found.get("/assets/gone.js", headers=BROWSER).status_code == 404
        assert found.get("/gone.js").status_code == 404
        for path in ("/%2e%2e/secret.txt", "/..%2fsecret.txt", "/assets/..%2f..%2fsecret.txt"):
            assert "private words" not in found.get(path, headers=BROWSER).text


def test_long_answers_are_compressed(client: httpx.Client) -> None:
    answer = client.get("/policy", headers={"Accept": "text/turtle", "Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
