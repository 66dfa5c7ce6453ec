"""The shapes as they are published: any SHACL engine finds with them what is wrong with a dump."""

from __future__ import annotations

import re
from dataclasses import replace

import pyshacl
import pytest
from rdflib import RDF, SH, Graph, URIRef
from small_dataset import BASE, small_dataset

from graph.model import Dataset
from graph.ontology import ontology_sources
from graph.publish.validation import validate
from graph.store.canonical import canonical_nquads
from graph.store.rdf import to_quads
from graph.store.values import is_calendar_date

POLICY, TOPICS, SHAPES = (
    Graph().parse(data=source, format="turtle") for source in ontology_sources()
)


def broken(dataset: Dataset) -> list[tuple[str, str]]:
    """Node and message of what plain pySHACL finds with the shapes as they are published."""
    data = Graph().parse(data=canonical_nquads(to_quads(dataset)), format="nt")
    conforms, results, _ = pyshacl.validate(
        data + POLICY + TOPICS, shacl_graph=SHAPES, inplace=True
    )
    found = sorted(
        (str(results.value(result, SH.focusNode)), str(message))
        for result in results.subjects(RDF.type, SH.ValidationResult)
        for message in results.objects(result, SH.resultMessage)
    )
    assert conforms == (not found)
    return found


def test_any_engine_finds_a_sound_graph_sound() -> None:
    assert broken(small_dataset()) == []


def test_any_engine_finds_a_broken_quote() -> None:
    claims = small_dataset().statements
    proof = replace(claims[0].evidence[0], quote="印发了《重大行政决策名录》")
    claim = replace(claims[0], evidence=(proof,))
    found = broken(replace(small_dataset(), statements=(claim, *claims[1:])))
    assert found == [
        (
            proof.iri,
            "The quote '印发了《重大行政决策名录》' isn't what the report says at that place.",
        ),
        (proof.iri, "引文“印发了《重大行政决策名录》”与报告在该位置的原文不同。"),
    ]


def test_any_engine_finds_a_district_above_itself() -> None:
    (province,) = (e for e in small_dataset().entities if e.name == "青海省")
    looped = replace(
        province, properties=(*province.properties, ("parent", f"{BASE}district/630103"))
    )
    entities = tuple(looped if e == province else e for e in small_dataset().entities)
    dataset = replace(small_dataset(), entities=entities)
    nodes = {node for node, message in broken(dataset) if "above itself" in message}
    assert nodes == {BASE + "district/" + code for code in ("630000", "630100", "630103")}
    violations = validate(dataset).violations
    assert {(v.node, v.rule) for v in violations} == {
        (node, "District/parent/ancestor") for node in nodes
    }


@pytest.mark.parametrize(
    ("value", "exists"),
    [
        ("2024-02-29", True),
        ("2000-02-29", True),
        ("2023-02-29", False),
        ("1900-02-29", False),
        ("2021-04-31", False),
        ("2021-12-31", True),
        ("2021-00-10", False),
    ],
)
def test_the_pattern_of_a_day_knows_the_calendar(value: str, exists: bool) -> None:
    day = URIRef("https://w3id.org/zhengtu/shapes#Day")
    pattern = str(SHAPES.value(day, SH.pattern))
    assert bool(re.search(pattern, value)) == exists == is_calendar_date(value)
