"""The schema follows from the ontology, and the committed file is what it prints."""

from __future__ import annotations

from pathlib import Path

import graphql
import pytest

import api.graphql
from api.graphql.schema import make_schema, print_schema
from graph.ontology import load_ontology, ontology_sources, read_ontology

COMMITTED = Path(api.graphql.__file__).parent / "schema.graphql"

FESTIVAL = """
@prefix zt: <https://w3id.org/zhengtu/policy#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

zt:Festival a owl:Class ; rdfs:subClassOf zt:Entity ;
    rdfs:label "节庆"@zh , "Festival"@en ;
    rdfs:comment "有名称的节庆活动。"@zh , "A named festival."@en .
zt:hostedBy a owl:ObjectProperty , zt:Relation ;
    rdfs:label "主办者"@zh , "hosted by"@en ;
    rdfs:comment "由谁主办。"@zh , "Who hosts it."@en ;
    rdfs:domain zt:Festival ; rdfs:range zt:District ;
    zt:inverseName "festivals" ; zt:inverseLabel "主办的节庆"@zh , "festivals"@en .
zt:visitors a owl:DatatypeProperty ;
    rdfs:label "参加人数"@zh , "visitors"@en ; rdfs:comment "多少人。"@zh , "How many came."@en ;
    rdfs:domain zt:Festival ; rdfs:range xsd:integer .
[] a sh:NodeShape ; sh:targetClass zt:Festival ;
    sh:property [ sh:path zt:visitors ; sh:maxCount 1 ; sh:datatype xsd:integer ] ;
    sh:property [ sh:path zt:hostedBy ; sh:order 2 ; sh:class zt:District ] .
"""


@pytest.fixture(scope="module")
def schema() -> graphql.GraphQLSchema:
    return graphql.build_schema(print_schema(load_ontology()))


def test_the_committed_schema_is_what_the_ontology_gives() -> None:
    committed = COMMITTED.read_text(encoding="utf-8")
    assert committed == print_schema(load_ontology()), "run python scripts/generate_schema.py"


def test_introspection_tells_the_committed_schema() -> None:
    result = make_schema(load_ontology()).execute_sync(graphql.get_introspection_query())
    assert result.errors is None
    assert result.data is not None
    told = graphql.build_client_schema(result.data)  # type: ignore[arg-type]
    committed = graphql.build_schema(COMMITTED.read_text(encoding="utf-8"))
    assert graphql.find_breaking_changes(committed, told) == []
    assert graphql.find_dangerous_changes(committed, told) == []
    assert graphql.find_breaking_changes(told, committed) == []


def test_every_class_has_a_type_and_a_list(schema: graphql.GraphQLSchema) -> None:
    for term in load_ontology().classes():
        type_ = schema.type_map[term.name]
        assert isinstance(type_, graphql.GraphQLObjectType)
        assert {found.name for found in type_.interfaces} == {"Entity", "Node"}
    assert {"districts", "agencies", "persons"} <= set(schema.query_type.fields)  # type: ignore[union-attr]


def test_relations_are_connections_at_both_ends(schema: graphql.GraphQLSchema) -> None:
    for relation in load_ontology().relations():
        for iri in relation.domain:
            fields = schema.type_map[iri.rpartition("#")[2]].fields  # type: ignore[attr-defined]
            assert str(fields[relation.name].type).endswith("Connection!")
        for iri in relation.range if relation.inverse_name else ():
            fields = schema.type_map[iri.rpartition("#")[2]].fields  # type: ignore[attr-defined]
            assert str(fields[relation.inverse_name].type).endswith("Connection!")


def test_everything_is_described_in_both_languages(schema: graphql.GraphQLSchema) -> None:
    for name, type_ in schema.type_map.items():
        if name.startswith("__") or graphql.is_specified_scalar_type(type_):
            continue
        assert " / " in (type_.description or ""), name
        for field_name, field in getattr(type_, "fields", {}).items():
            assert " / " in (field.description or ""), f"{name}.{field_name}"


def test_a_new_class_and_relation_in_the_ontology_appear_in_the_schema() -> None:
    schema = graphql.build_schema(print_schema(read_ontology([*ontology_sources(), FESTIVAL])))
    festival = schema.type_map["Festival"]
    assert isinstance(festival, graphql.GraphQLObjectType)
    assert festival.description == "有名称的节庆活动。 / A named festival."
    assert str(festival.fields["visitors"].type) == "Int"
    assert str(festival.fields["hostedBy"].type) == "RelatedDistrictConnection!"
    district = schema.type_map["District"]
    assert str(district.fields["festivals"].type) == "RelatedFestivalConnection!"  # type: ignore[attr-defined]
    assert "festivals" in schema.query_type.fields  # type: ignore[union-attr]
    assert "Festival" not in print_schema(load_ontology()), "nothing stays for the next schema"
