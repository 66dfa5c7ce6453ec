"""What a generation is, for machines that look for data: VoID and DCAT in one Turtle document."""

from __future__ import annotations

from collections import Counter

from rdflib import DCAT, DCTERMS, OWL, PROV, RDF, RDFS, VOID, XSD, BNode, Graph, Literal, URIRef

from graph import __version__, terms
from graph.ontology import Ontology, load_ontology
from graph.publish.exports import FORMATS, file_name
from graph.store.generation import Generation
from graph.store.rdf import PREFIXES, STATEMENT

LICENCE = "https://www.apache.org/licenses/LICENSE-2.0"
TITLE = {"zh": "政图：政府政策知识图谱", "en": "Zhengtu: a knowledge graph of government policy"}
COMMENT = {
    "zh": "政府做了什么，每条陈述都附有证明它的报告原文。",
    "en": "What governments do; every statement comes with the words of the report that prove it.",
}


def describe(generation: Generation, address: str, ontology: Ontology | None = None) -> str:
    """The description in Turtle. ``address`` is where the data is served, without a last slash."""
    known = ontology or load_ontology()
    dataset = URIRef(generation.info.base)
    about = Graph()
    for prefix, namespace in {**PREFIXES, "dcat": DCAT, "void": VOID}.items():
        about.bind(prefix, namespace)
    _name(about, dataset, generation)
    predicates = _predicates(generation)
    _count(about, dataset, generation, predicates)
    _classes(about, dataset, generation, known)
    for relation in known.relations():
        roles = (VOID.propertyPartition, VOID.property, VOID.triples)
        _part(about, dataset, roles, relation.iri, predicates[relation.iri])
    _distribute(about, dataset, address)
    return about.serialize(format="turtle")


def _name(about: Graph, dataset: URIRef, generation: Generation) -> None:
    for kind in (VOID.Dataset, DCAT.Dataset, PROV.Entity):
        about.add((dataset, RDF.type, kind))
    for language, title in TITLE.items():
        about.add((dataset, DCTERMS.title, Literal(title, lang=language)))
        about.add((dataset, DCTERMS.description, Literal(COMMENT[language], lang=language)))
    built = Literal(generation.info.built, datatype=XSD.dateTime)
    about.add((dataset, DCTERMS.modified, built))
    about.add((dataset, PROV.generatedAtTime, built))
    about.add((dataset, OWL.versionInfo, Literal(generation.info.id)))
    about.add((dataset, DCTERMS.license, URIRef(LICENCE)))
    about.add((dataset, DCTERMS.language, Literal("zh")))
    activity = URIRef(f"{generation.info.base}build/{generation.info.id}")
    about.add((dataset, PROV.wasGeneratedBy, activity))
    about.add((activity, RDF.type, PROV.Activity))
    about.add((activity, RDFS.label, Literal(f"zhengtu build {__version__}")))
    about.add((activity, PROV.endedAtTime, built))


def _count(about: Graph, dataset: URIRef, generation: Generation, predicates: Counter[str]) -> None:
    about.add((dataset, VOID.triples, Literal(predicates.total())))
    about.add((dataset, VOID.entities, Literal(generation.info.counts["entities"])))
    about.add((dataset, VOID.uriSpace, Literal(generation.info.base)))
    for vocabulary in PREFIXES.values():
        about.add((dataset, VOID.vocabulary, URIRef(vocabulary)))


def _classes(about: Graph, dataset: URIRef, generation: Generation, ontology: Ontology) -> None:
    """How many things of each class there are."""
    counts = generation.info.counts
    classes = {found.iri: counts.get(found.name, 0) for found in ontology.classes()}
    classes |= {
        terms.Report: counts["reports"],
        terms.Evidence: counts["evidence"],
        STATEMENT: counts["statements"],
    }
    for iri, number in classes.items():
        _part(about, dataset, (VOID.classPartition, VOID["class"], VOID.entities), iri, number)


def _part(
    about: Graph, dataset: URIRef, roles: tuple[URIRef, URIRef, URIRef], iri: str, number: int
) -> None:
    link, what, how_many = roles
    part = BNode()
    about.add((dataset, link, part))
    about.add((part, what, URIRef(iri)))
    about.add((part, how_many, Literal(number)))


def _predicates(generation: Generation) -> Counter[str]:
    """How many triples have each predicate."""
    with generation.nquads.open("rb") as lines:
        return Counter(line.split(b" ", 2)[1].decode().strip("<>") for line in lines)


def _distribute(about: Graph, dataset: URIRef, address: str) -> None:
    about.add((dataset, VOID.sparqlEndpoint, URIRef(f"{address}/sparql")))
    for format, found in FORMATS.items():
        distribution = URIRef(f"{address}/exports/{file_name(format)}")
        about.add((dataset, DCAT.distribution, distribution))
        about.add((distribution, RDF.type, DCAT.Distribution))
        about.add((distribution, DCAT.downloadURL, distribution))
        about.add((distribution, DCAT.mediaType, Literal(found.media_type)))
        about.add((distribution, DCTERMS.license, URIRef(LICENCE)))
        if found.suffix in (".ttl", ".nt", ".nq"):
            about.add((dataset, VOID.dataDump, distribution))
