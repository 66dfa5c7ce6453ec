"""The ontology says enough for everybody who reads it, and new terms need no Python."""

from __future__ import annotations

from dataclasses import replace

import owlrl
import pyoxigraph as ox
import pytest
from rdflib import RDF, SKOS, Graph, URIRef
from small_dataset import BASE, CHENGZHONG, JUSTICE, REPORT, small_dataset

from graph import terms
from graph.errors import OntologyError
from graph.extract.rules import load_rules
from graph.model import Entity, Evidence, Statement
from graph.ontology import FILES, load_ontology, ontology_sources, read_ontology
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
OWN = [t for t in ONTOLOGY.terms if t.kind != "external"]
PROPERTIES = [t for t in OWN if t.kind in ("relation", "property", "annotation")]
CLASSES = [t for t in OWN if t.kind == "class"]
CONCEPTS = [t for t in OWN if t.kind == "concept"]
POLICY, TOPICS, SHAPES = ontology_sources()
ERROR = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")


def graph_of(*sources: str) -> Graph:
    triples = Graph()
    for source in sources:
        triples.parse(data=source, format="turtle")
    return triples


VOCABULARY = graph_of(POLICY, TOPICS)


@pytest.mark.parametrize("term", [*OWN, *ONTOLOGY.schemes], ids=lambda t: t.name)
def test_every_term_is_explained_in_both_languages(term) -> None:
    assert all((term.label_zh, term.label_en, term.comment_zh, term.comment_en))
    assert term.iri.startswith(terms.NAMESPACE)


@pytest.mark.parametrize("property", PROPERTIES, ids=lambda p: p.name)
def test_every_property_has_a_domain_and_a_range(property) -> None:
    assert property.domain
    assert property.range


@pytest.mark.parametrize(
    "property",
    [p for p in PROPERTIES if any(iri.startswith(terms.NAMESPACE) for iri in p.range)],
    ids=lambda p: p.name,
)
def test_every_property_that_leads_to_a_thing_can_be_read_backwards(property) -> None:
    assert all((property.inverse_name, property.inverse_label_zh, property.inverse_label_en))


@pytest.mark.parametrize("relation", ONTOLOGY.relations(), ids=lambda r: r.name)
def test_every_relation_is_in_the_shapes_of_its_domain(relation) -> None:
    for owner in relation.domain:
        (listed,) = (p for p in ONTOLOGY.properties(owner) if p.path == (relation.iri,))
        assert listed.node_class + listed.datatype == relation.range


@pytest.mark.parametrize("found", CLASSES, ids=lambda c: c.name)
def test_every_class_has_a_shape_under_its_own_name(found) -> None:
    shape = ONTOLOGY.shape(found.iri)
    assert (shape.name_zh, shape.name_en) == (found.label_zh, found.label_en)
    assert shape.description_zh
    assert shape.description_en
    assert ONTOLOGY.properties(found.name)


@pytest.mark.parametrize("found", CLASSES, ids=lambda c: c.name)
def test_a_shape_gives_each_field_one_name(found) -> None:
    fields = [p.name for p in ONTOLOGY.properties(found.name)]
    assert len(fields) == len(set(fields))


def test_what_an_entity_inherits_comes_first() -> None:
    for found in ONTOLOGY.classes():
        fields = [p.name for p in ONTOLOGY.properties(found.name)]
        assert fields[:3] == ["name", "label", "variant"]


def test_the_seven_classes_and_ten_relations_of_the_guideline_are_there() -> None:
    classes = "Agency Award District Document Initiative Person Platform"
    relations = "adopts follows holdsPost implements issuedBy partOf partnersWith receivedAward"
    assert [found.name for found in ONTOLOGY.classes()] == classes.split()
    assert [r.name for r in ONTOLOGY.relations()] == [*relations.split(), "reports", "uses"]


def test_every_property_in_a_shape_is_a_term_with_labels() -> None:
    steps = {step for shape in ONTOLOGY.shapes for p in shape.properties for step in p.path}
    assert {step for step in steps if ONTOLOGY.term(step) is None} == set()


def test_a_property_of_a_class_is_in_its_shape() -> None:
    listed = {
        (shape.target, step)
        for shape in ONTOLOGY.shapes
        for p in shape.properties
        for step in p.path
    }
    missing = [
        (owner, property.name)
        for property in PROPERTIES
        if property.kind != "annotation"
        for owner in property.domain
        if (owner, property.iri) not in listed and (terms.Entity, property.iri) not in listed
    ]
    assert missing == []


@pytest.mark.parametrize("metadata", ONTOLOGY.metadata, ids=lambda m: m.iri.rsplit("/", 1)[-1])
def test_each_document_says_who_made_it_when_and_under_which_licence(metadata) -> None:
    assert metadata.version == ONTOLOGY.version == "0.2.0"
    assert metadata.version_iri == f"{metadata.iri}/{metadata.version}"
    assert metadata.prior_version in ("", f"{metadata.iri}/0.1.0")
    assert metadata.created <= metadata.modified
    assert metadata.licence == "https://www.apache.org/licenses/LICENSE-2.0"
    assert all((metadata.creator, metadata.description_zh, metadata.description_en))


@pytest.mark.parametrize("source", ontology_sources(), ids=FILES)
def test_two_parsers_read_the_same_triples(source: str) -> None:
    by_rdflib = Graph().parse(data=source, format="turtle").serialize(format="nt")
    assert canonical(source, ox.RdfFormat.TURTLE) == canonical(by_rdflib, ox.RdfFormat.N_TRIPLES)


def canonical(text: str, form: ox.RdfFormat) -> set[ox.Quad]:
    found = ox.Dataset(ox.parse(text, format=form))
    found.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return set(found)


# ------------------------------------------------------------------ concepts


@pytest.mark.parametrize("scheme", ONTOLOGY.schemes, ids=lambda s: s.name)
def test_the_concepts_of_a_scheme_are_told_apart(scheme) -> None:
    found = [c for c in CONCEPTS if c.scheme == scheme.iri]
    assert len({c.notation for c in found}) == len(found) > 2
    assert len({c.label_zh for c in found}) == len(found)
    assert len({c.label_en for c in found}) == len(found)


@pytest.mark.parametrize("concept", CONCEPTS, ids=lambda c: c.name)
def test_a_concept_is_at_the_top_of_its_scheme_or_below_another(concept) -> None:
    node, scheme = URIRef(concept.iri), URIRef(concept.scheme)
    is_top = (node, SKOS.topConceptOf, scheme) in VOCABULARY
    assert is_top == ((scheme, SKOS.hasTopConcept, node) in VOCABULARY)
    assert is_top == (concept.broader == ())
    for broader in concept.broader:
        assert (URIRef(broader), SKOS.narrower, node) in VOCABULARY
        assert ONTOLOGY.term(broader).scheme == concept.scheme
    assert concept.iri not in set(VOCABULARY.transitive_objects(node, SKOS.broader)) - {node}


@pytest.mark.parametrize("concept", CONCEPTS, ids=lambda c: c.name)
def test_a_preferred_label_is_no_alternative(concept) -> None:
    """SKOS S13: prefLabel, altLabel and hiddenLabel are pairwise disjoint."""
    assert concept.label_zh not in concept.alternatives_zh
    assert concept.label_en not in concept.alternatives_en


def test_topics_follow_the_outline_and_have_words() -> None:
    topics = ONTOLOGY.concepts(terms.Topic)
    assert len([t for t in topics if not t.broader]) == 12
    assert {rule.name for rule in load_rules("topics.yaml", "topics")} == {
        t.notation for t in topics
    }


# ------------------------------------------------------------------ alignments and logic


@pytest.mark.parametrize("name", ["transposes", "transposed_by"])
def test_nothing_is_called_a_transposition(name: str) -> None:
    forbidden = URIRef(f"http://data.europa.eu/eli/ontology#{name}")
    for source in ontology_sources():
        assert forbidden not in set(graph_of(source).all_nodes())


def test_what_holds_only_closely_is_not_said_to_hold_always() -> None:
    """A list is no enacted law, a district no agent, and an initiative may be a campaign."""
    for name, close in (
        ("Document", "http://data.europa.eu/eli/ontology#LegalResource"),
        ("Initiative", "http://www.w3.org/ns/prov#Plan"),
        ("issuedBy", "http://www.w3.org/ns/prov#wasAttributedTo"),
        ("value", "http://purl.org/linked-data/sdmx/2009/measure#obsValue"),
    ):
        alignments = ONTOLOGY.term(name).alignments
        assert [relation for relation, iri in alignments if iri == close] == ["closeMatch"]


def test_a_term_without_an_english_label_is_refused_by_name() -> None:
    bare = '<urn:x> <http://www.w3.org/2000/01/rdf-schema#label> "甲"@zh .'
    with pytest.raises(OntologyError, match="urn:x has no label@en"):
        read_ontology([bare])


def closed(*extra: tuple[str, str, str]) -> Graph:
    """What OWL 2 RL makes of the vocabulary, the small graph and some more triples.

    owlrl adds a node with ``ERROR`` and a message for each contradiction.
    """
    everything = graph_of(POLICY, TOPICS)
    everything.parse(data=canonical_nquads(to_quads(small_dataset())), format="nt")
    for triple in extra:
        everything.add(tuple(map(URIRef, triple)))
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(everything)
    return everything


def test_owl_rl_finds_no_contradiction() -> None:
    everything = closed()
    assert [str(message) for message in everything.objects(predicate=ERROR)] == []
    assert (URIRef(CHENGZHONG), None, URIRef(terms.Entity)) in everything


@pytest.mark.parametrize(
    ("planted", "classes"),
    [
        ((CHENGZHONG, str(RDF.type), terms.Agency), (terms.District, terms.Agency)),
        ((CHENGZHONG, terms.holdsPost, JUSTICE), (terms.District, terms.Person)),
        ((terms.statusIssued, str(RDF.type), terms.Role), (terms.Status, terms.Role)),
        ((REPORT, str(RDF.type), terms.Evidence), (terms.Report, terms.Evidence)),
    ],
)
def test_a_planted_contradiction_is_found(planted, classes: tuple[str, ...]) -> None:
    messages = [str(message) for message in closed(planted).objects(predicate=ERROR)]
    assert any(all(name in message for name in classes) for message in messages)


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
