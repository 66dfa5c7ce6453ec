"""The ontology says enough for everybody who reads it, and new terms need no Python."""

from __future__ import annotations

from dataclasses import replace

import owlrl
import pytest
from rdflib import Graph, URIRef
from small_dataset import BASE, CHENGZHONG, REPORT, small_dataset

from graph import terms
from graph.errors import OntologyError
from graph.model import Entity, Evidence, Statement
from graph.ontology import load_ontology, ontology_sources, read_ontology
from graph.publish.validation import validate
from graph.store.canonical import canonical_nquads
from graph.store.rdf import to_dataset, to_quads

SCHOOL_OF_THOUGHT = """
@prefix zt: <https://w3id.org/zhengtu/policy#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

zt:Doctrine a owl:Class ; rdfs:subClassOf zt:Entity ;
    rdfs:label "思想"@zh , "Doctrine"@en ;
    rdfs:comment "有名称的思想。"@zh , "A named doctrine."@en .
zt:invokes a owl:ObjectProperty , zt:Relation ;
    rdfs:label "援引"@zh , "invokes"@en ; rdfs:domain zt:District ; rdfs:range zt:Doctrine ;
    rdfs:comment "援引一种思想。"@zh , "Invokes a doctrine."@en ;
    zt:inverseName "invokedBy" ; zt:inverseLabel "援引者"@zh , "invoked by"@en .
zt:since a owl:DatatypeProperty ;
    rdfs:label "始于"@zh , "since"@en ; rdfs:domain zt:Doctrine ; rdfs:range xsd:gYear ;
    rdfs:comment "提出的年份。"@zh , "The year in which it was put forward."@en .
<https://w3id.org/zhengtu/shapes#DoctrineShape> a sh:NodeShape ; sh:targetClass zt:Doctrine ;
    sh:name "思想"@zh , "Doctrine"@en ;
    sh:property [ sh:path zt:since ; sh:order 1 ; sh:maxCount 1 ; sh:datatype xsd:gYear ] .
<https://w3id.org/zhengtu/shapes#DistrictShape>
    sh:property [ sh:path zt:invokes ; sh:order 20 ; sh:class zt:Doctrine ] .
"""

ONTOLOGY = load_ontology()


@pytest.mark.parametrize(
    "term",
    [t for t in ONTOLOGY.terms if t.kind not in ("concept", "external")],
    ids=lambda t: t.name,
)
def test_every_term_is_explained_in_both_languages(term) -> None:
    assert all((term.label_zh, term.label_en, term.comment_zh, term.comment_en))


@pytest.mark.parametrize("relation", ONTOLOGY.relations(), ids=lambda r: r.name)
def test_every_relation_is_in_the_shapes_of_its_domain(relation) -> None:
    for owner in relation.domain:
        (listed,) = (p for p in ONTOLOGY.properties(owner) if p.path == (relation.iri,))
        assert listed.node_class + listed.datatype == relation.range


@pytest.mark.parametrize("relation", ONTOLOGY.relations(), ids=lambda r: r.name)
def test_every_relation_to_an_entity_can_be_read_backwards(relation) -> None:
    if terms.NAMESPACE in relation.range[0]:
        assert all((relation.inverse_name, relation.inverse_label_zh, relation.inverse_label_en))


@pytest.mark.parametrize("found", ONTOLOGY.classes(), ids=lambda c: c.name)
def test_every_class_has_a_shape_that_inherits_names(found) -> None:
    assert ONTOLOGY.shape(found.iri).name_zh == found.label_zh
    fields = [p.name for p in ONTOLOGY.properties(found.name)]
    assert fields[:3] == ["name", "label", "variant"]
    assert len(fields) == len(set(fields))


def test_the_seven_classes_and_ten_relations_of_the_guideline_are_there() -> None:
    classes = "Agency Award District Document Initiative Person Platform"
    relations = "adopts follows holdsPost implements issuedBy partOf partnersWith receivedAward"
    assert [found.name for found in ONTOLOGY.classes()] == classes.split()
    assert [r.name for r in ONTOLOGY.relations()] == [*relations.split(), "reports", "uses"]


def test_every_property_in_a_shape_is_a_term_with_labels() -> None:
    steps = {step for shape in ONTOLOGY.shapes for p in shape.properties for step in p.path}
    assert {step for step in steps if ONTOLOGY.term(step) is None} == set()


def test_nothing_is_called_a_transposition() -> None:
    transposes = URIRef("http://data.europa.eu/eli/ontology#transposes")
    policy = Graph().parse(data=ontology_sources()[0], format="turtle")
    assert transposes not in set(policy.objects())


def test_a_term_without_an_english_label_is_refused_by_name() -> None:
    bare = '<urn:x> <http://www.w3.org/2000/01/rdf-schema#label> "甲"@zh .'
    with pytest.raises(OntologyError, match="urn:x has no label@en"):
        read_ontology([bare])


def test_owl_rl_finds_no_contradiction() -> None:
    everything = Graph().parse(data=canonical_nquads(to_quads(small_dataset())), format="nt")
    for source in ontology_sources():
        everything.parse(data=source, format="turtle")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(everything)
    errors = URIRef("http://www.daml.org/2002/03/agents/agent-ont#ErrorMessage")
    assert errors not in set(everything.objects())
    assert (URIRef(CHENGZHONG), None, URIRef(terms.Entity)) in everything


def test_a_new_class_and_relation_are_data() -> None:
    sources = (*ontology_sources(), SCHOOL_OF_THOUGHT)
    ontology = read_ontology(sources)
    doctrine = Entity(
        f"{BASE}doctrine/1", "Doctrine", "法治思想", "法治思想", properties=(("since", "2020"),)
    )
    text = small_dataset().reports[0][1].text
    proof = Evidence(f"{BASE}evidence/9", REPORT, "", 0, 3, text[:3], "by-hand", "an example")
    claim = Statement(
        f"{BASE}statement/9", CHENGZHONG, "invokes", doctrine.iri, False, (), (proof,)
    )
    dataset = replace(
        small_dataset(),
        entities=(*small_dataset().entities, doctrine),
        statements=(*small_dataset().statements, claim),
    )
    assert validate(dataset, sources).violations == ()
    assert not validate(dataset).conforms
    again = to_dataset(to_quads(dataset, ontology), BASE, ontology)
    assert doctrine in again.entities
    assert claim in again.statements
    assert ontology.properties("District")[-1].name == "invokes"
