"""The example queries say what they answer in both languages, and run as they stand."""

from __future__ import annotations

from collections.abc import Iterator

import graphql
import httpx
import pytest
from api_client import ask, serving

from api.examples import Example, load_examples, read_example
from api.graphql.schema import print_schema
from graph.ontology import load_ontology

EXAMPLES = load_examples()


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with serving(tmp_path_factory.mktemp("data")) as found:
        yield found


def name(example: Example) -> str:
    return f"{example.name}.{example.language}"


def test_each_question_is_asked_in_both_query_languages() -> None:
    by_language = {
        language: {found.name for found in EXAMPLES if found.language == language}
        for language in ("graphql", "sparql")
    }
    assert by_language["graphql"] == by_language["sparql"]
    assert len(by_language["graphql"]) >= 5


@pytest.mark.parametrize("example", EXAMPLES, ids=name)
def test_an_example_has_a_title_in_both_languages(example: Example) -> None:
    assert any("\u4e00" <= character <= "\u9fff" for character in example.title_zh)
    assert example.title_en.isascii() or "跨省通办" in example.title_en or "–" in example.title_en


@pytest.mark.parametrize(
    "example", [found for found in EXAMPLES if found.language == "graphql"], ids=name
)
def test_a_graphql_example_is_valid_and_answers(client: httpx.Client, example: Example) -> None:
    schema = graphql.build_schema(print_schema(load_ontology()))
    assert graphql.validate(schema, graphql.parse(example.text)) == []
    assert ask(client, example.text)


@pytest.mark.parametrize(
    "example", [found for found in EXAMPLES if found.language == "sparql"], ids=name
)
def test_a_sparql_example_answers(client: httpx.Client, example: Example) -> None:
    answer = client.get("/sparql", params={"query": example.text})
    assert answer.status_code == 200, answer.text
    assert answer.json()["head"]["vars"]


def rows(client: httpx.Client, name: str) -> list[dict[str, str]]:
    """What the SPARQL example of this name answers, as plain values."""
    (text,) = (e.text for e in EXAMPLES if (e.name, e.language) == (name, "sparql"))
    bindings = client.get("/sparql", params={"query": text}).json()["results"]["bindings"]
    return [{key: cell["value"] for key, cell in row.items()} for row in bindings]


def test_who_carries_out_the_regulation_is_found_with_the_sentence(client: httpx.Client) -> None:
    (row,) = rows(client, "regulation")
    assert row["who"] == "柳州市城中区司法局"
    assert "重大行政决策目录" in row["how"]
    assert row["quote"] == "印发了《重大行政决策目录》"


def test_a_proposed_award_is_shown_as_proposed(client: httpx.Client) -> None:
    (row,) = rows(client, "awards")
    assert row["award"] == "法治政府建设示范区"
    assert row["status"] == "拟获"
    assert row["conferredBy"] == "中华人民共和国司法部"


def test_an_example_without_titles_is_refused() -> None:
    with pytest.raises(ValueError, match=r"new\.rq: begin with # zh"):
        read_example("new.rq", "ASK {}")
