"""What GraphQL answers over a graph that one knows by heart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from api_client import ask, serving
from small_dataset import (
    CHENGZHONG,
    JUSTICE,
    LIST,
    LIUZHOU,
    MODEL_DISTRICT,
    ONE_WINDOW,
    REGULATION,
    REPORT,
    TEXT,
    small_dataset,
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with serving(tmp_path_factory.mktemp("data")) as found:
        yield found


def nodes(connection: Any) -> list[Any]:
    return [edge["node"] for edge in connection["edges"]]


def message(client: httpx.Client, query: str) -> str:
    return str(client.post("/graphql", json={"query": query}).json()["errors"][0]["message"])


def test_an_entity_comes_by_id_by_iri_and_by_name(client: httpx.Client) -> None:
    data: Any = ask(
        client,
        """query($id: ID!) {
            node(id: $id) { id __typename }
            nodes(ids: [$id, "https://example.org/nobody"]) { id }
            byIri: entity(iri: $id) { name label typeLabel(lang: EN) variants place { label } }
            byName: entity(name: "区司法局", type: "Agency") { iri type typeLabel degree }
        }""",
        id=JUSTICE,
    )
    assert data["node"] == {"id": JUSTICE, "__typename": "Agency"}
    assert data["nodes"] == [{"id": JUSTICE}, None]
    assert data["byIri"]["name"] == "柳州市城中区司法局"
    assert data["byIri"]["typeLabel"] == "Agency"
    assert data["byIri"]["place"]["label"] == "城中区"
    assert data["byName"] == {"iri": JUSTICE, "type": "Agency", "typeLabel": "机构", "degree": 1}


def test_homonyms_are_listed_and_not_guessed(client: httpx.Client) -> None:
    text = message(client, '{ entity(name: "城中区") { id } }')
    assert "青海省/西宁市/城中区" in text
    assert "广西壮族自治区/柳州市/城中区" in text


def test_a_relation_carries_the_statement_that_proves_it(client: httpx.Client) -> None:
    data: Any = ask(
        client,
        """query($id: ID!) { entity(iri: $id) { ... on District { code level latitude
            adopts { totalCount edges { cursor node { id label } statement {
                predicate predicateLabel(lang: EN) role year precision
                evidence { quote start end before(length: 2) after(length: 1) section reason
                           report { name year reporter { label } } } } } } } } }""",
        id=CHENGZHONG,
    )
    district = data["entity"]
    assert (district["code"], district["level"]) == ("450202", "county")
    assert district["latitude"] == 24.33
    (edge,) = district["adopts"]["edges"]
    assert edge["node"] == {"id": ONE_WINDOW, "label": "一窗通办"}
    statement = edge["statement"]
    assert (statement["role"], statement["year"], statement["precision"]) == ("adopted", 2021, None)
    (proof,) = statement["evidence"]
    assert TEXT[proof["start"] : proof["end"]] == proof["quote"] == "我区推行“一窗通办”"
    assert (proof["before"], proof["after"]) == ("。\n", "，")
    assert proof["report"] == {
        "name": "chengzhong-2021",
        "year": 2021,
        "reporter": {"label": "城中区"},
    }


@pytest.mark.parametrize(
    ("precision", "cases", "answer"), [("0.917", 529, 0.917), ("", 3, None), ("", 0, None)]
)
def test_evidence_says_what_was_measured_of_its_rule(
    tmp_path: Path, precision: str, cases: int, answer: float | None
) -> None:
    first, *others = small_dataset().statements
    proof = replace(first.evidence[0], precision=precision, cases=cases)
    measured = replace(small_dataset(), statements=(replace(first, evidence=(proof,)), *others))
    with serving(tmp_path, measured) as client:
        data: Any = ask(
            client,
            "query($id: ID!) { node(id: $id) { ... on Evidence { rule precision cases } } }",
            id=proof.iri,
        )
    assert data["node"] == {"rule": "by-hand", "precision": answer, "cases": cases}


def test_relations_are_walked_from_the_other_end_too(client: httpx.Client) -> None:
    data: Any = ask(
        client,
        """query($award: ID!, $law: ID!, $city: ID!) {
            award: entity(iri: $award) { ... on Award { awardedTo { nodes { id }
                edges { statement { status conferredBy { name } } } } } }
            law: entity(iri: $law) { ... on Document { genre implementedBy { nodes { id } } } }
            city: entity(iri: $city) { ... on District { children { nodes { id } } } }
        }""",
        award=MODEL_DISTRICT,
        law=REGULATION,
        city=LIUZHOU,
    )
    assert data["award"]["awardedTo"]["nodes"] == [{"id": CHENGZHONG}]
    assert data["award"]["awardedTo"]["edges"][0]["statement"] == {
        "status": "proposed",
        "conferredBy": [{"name": "中华人民共和国司法部"}],
    }
    assert data["law"] == {"genre": ["条例"], "implementedBy": {"nodes": [{"id": LIST}]}}
    assert data["city"]["children"]["nodes"] == [{"id": CHENGZHONG}]


def test_figures_are_statements_without_an_object(client: httpx.Client) -> None:
    data: Any = ask(
        client,
        """{ statements(filter: {relation: ["reports"]}) { nodes {
            literal object { id } value unit indicator
            qualifiers { name label(lang: EN) value valueLabel } } } }""",
    )
    (figure,) = data["statements"]["nodes"]
    assert (figure["literal"], figure["object"], figure["value"]) == ("17件", None, 17.0)
    assert (figure["unit"], figure["indicator"]) == ("件", "办件")
    assert figure["qualifiers"][1] == {
        "name": "unit",
        "label": "unit",
        "value": "件",
        "valueLabel": "件",
    }


def test_statements_are_filtered(client: httpx.Client) -> None:
    query = "query($f: StatementFilter) { statements(filter: $f) { totalCount } }"

    def count(**filter: object) -> int:
        data: Any = ask(client, query, f=filter)
        return int(data["statements"]["totalCount"])

    assert count() == 5
    assert count(subject=CHENGZHONG) == 3
    assert count(object=REGULATION, relation=["implements", "follows"]) == 1
    assert count(status=["proposed"]) == 1
    assert count(year=2021, role=["adopted"]) == 1
    assert count(year=1999) == 0
    assert count(report=REPORT) == 5
    data: Any = ask(
        client,
        """query($id: ID!) { entity(iri: $id) { ... on District {
            received: receivedAward(filter: {status: ["awarded"]}) { totalCount }
            proposed: receivedAward(filter: {status: ["proposed"]}) { totalCount } } } }""",
        id=CHENGZHONG,
    )
    assert data["entity"] == {"received": {"totalCount": 0}, "proposed": {"totalCount": 1}}


def test_statements_about_an_entity_in_both_directions(client: httpx.Client) -> None:
    data: Any = ask(
        client,
        """query($id: ID!) { entity(iri: $id) {
            all: statements { totalCount }
            out: statements(direction: OUT) { nodes { predicate } }
            in: statements(direction: IN, relation: "adopts") { totalCount } } }""",
        id=LIST,
    )
    assert data["entity"]["all"]["totalCount"] == 2
    assert [s["predicate"] for s in data["entity"]["out"]["nodes"]] == ["issuedBy", "implements"]
    assert data["entity"]["in"]["totalCount"] == 0


def test_search_finds_any_part_of_a_name_and_says_where(client: httpx.Client) -> None:
    data: Any = ask(
        client,
        """{ search(text: "城中", types: ["District"]) { matched highlight { start end } score
            entity { name ... on District { code } } } }""",
    )
    found = data["search"]
    assert {hit["entity"]["code"] for hit in found} == {"450202", "630103"}
    assert found[0]["entity"]["code"] == "450202", "more is said about it"
    assert found[0]["highlight"] == [{"start": 0, "end": 2}]


def test_pages_follow_one_another_both_ways(client: httpx.Client) -> None:
    query = """query($first: Int, $after: String, $last: Int, $before: String) {
        districts(first: $first, after: $after, last: $last, before: $before) { totalCount
            edges { cursor node { name } }
            pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"""
    one: Any = ask(client, query, first=4)
    two: Any = ask(client, query, first=4, after=one["districts"]["pageInfo"]["endCursor"])
    back: Any = ask(client, query, last=2, before=two["districts"]["pageInfo"]["startCursor"])
    names = [node["name"] for node in (*nodes(one["districts"]), *nodes(two["districts"]))]
    assert names == sorted(names)
    assert len(names) == one["districts"]["totalCount"] == 6
    assert one["districts"]["pageInfo"]["hasNextPage"]
    assert two["districts"]["pageInfo"] | {"startCursor": 0, "endCursor": 0} == {
        "hasNextPage": False,
        "hasPreviousPage": True,
        "startCursor": 0,
        "endCursor": 0,
    }
    assert [node["name"] for node in nodes(back["districts"])] == names[2:4]


def test_the_neighbourhood_of_an_entity_makes_a_picture(client: httpx.Client) -> None:
    query = """query($id: ID!, $depth: Int!, $limit: Int!) {
        neighbourhood(id: $id, depth: $depth, limit: $limit) {
            truncated nodes { id } edges { id source target relation statement { id } } } }"""
    near: Any = ask(client, query, id=REGULATION, depth=1, limit=10)
    far: Any = ask(client, query, id=REGULATION, depth=2, limit=10)
    cut: Any = ask(client, query, id=REGULATION, depth=2, limit=2)
    assert [node["id"] for node in near["neighbourhood"]["nodes"]] == [REGULATION, LIST]
    (edge,) = near["neighbourhood"]["edges"]
    assert (edge["source"], edge["target"]) == (LIST, REGULATION)
    assert {node["id"] for node in far["neighbourhood"]["nodes"]} == {REGULATION, LIST, JUSTICE}
    assert cut["neighbourhood"]["truncated"]
    nobody: Any = ask(client, query, id="https://example.org/nobody", depth=1, limit=9)
    assert nobody["neighbourhood"]["nodes"] == []


def test_a_relation_is_followed_step_by_step(client: httpx.Client) -> None:
    data: Any = ask(
        client,
        """query($id: ID!) { reachable(id: $id, relation: "implements") {
            distance entity { id } path { evidence { quote } } } }""",
        id=REGULATION,
    )
    (found,) = data["reachable"]
    assert (found["distance"], found["entity"]["id"]) == (1, LIST)
    assert "重大行政决策程序暂行条例" in found["path"][0]["evidence"][0]["quote"]


def test_a_report_brings_its_text_and_what_it_proves(client: httpx.Client) -> None:
    data: Any = ask(
        client,
        """{ report(id: "chengzhong-2021") { id title text length published place { label }
               sections { number title level } statements { totalCount } }
             reports { name } missing: report(id: "nothing") { id } }""",
    )
    report = data["report"]
    assert (report["id"], report["text"], report["length"]) == (REPORT, TEXT, len(TEXT))
    assert report["sections"] == [{"number": "一、", "title": "依法决策", "level": 1}]
    assert report["statements"]["totalCount"] == 5
    assert data["reports"] == [{"name": "chengzhong-2021"}]
    assert data["missing"] is None


def test_the_vocabulary_has_labels_in_both_languages(client: httpx.Client) -> None:
    data: Any = ask(
        client,
        """{ types { name zh: label en: label(lang: EN) count }
             relations { name zh: label inverse inverseLabel(lang: EN) symmetric literal domain }
             generation { reports entities statements base id }
             examples { name language title } }""",
    )
    types = {found["name"]: found for found in data["types"]}
    relations = {found["name"]: found for found in data["relations"]}
    assert types["District"] == {"name": "District", "zh": "区划", "en": "District", "count": 6}
    assert relations["adopts"]["inverseLabel"] == "adopted by"
    assert relations["partnersWith"]["symmetric"]
    assert relations["reports"]["literal"]
    assert data["generation"]["reports"] == 1
    assert data["generation"]["statements"] == 5
    assert {found["language"] for found in data["examples"]} == {"GRAPHQL", "SPARQL"}


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("{ districts(first: 100000) { totalCount } }", "page on"),
        ('{ districts(after: "nonsense!") { totalCount } }', "no cursor"),
        ("{ entity { id } }", "either iri or name"),
        ('{ neighbourhood(id: "x", depth: 99) { truncated } }', "out of range"),
        ("{ nobody }", "Cannot query field"),
    ],
)
def test_mistakes_are_explained(client: httpx.Client, query: str, words: str) -> None:
    assert words in message(client, query)
