"""A machine that looks for data learns what there is, how much, and where to get it."""

from __future__ import annotations

from pathlib import Path

from rdflib import DCAT, DCTERMS, RDF, VOID, Graph, Literal, URIRef
from small_dataset import BASE, small_dataset

from graph import terms
from graph.publish.description import describe
from graph.publish.exports import FORMATS
from graph.store.generation import write_generation

DATASET = URIRef(BASE)


def description(folder: Path) -> Graph:
    generation = write_generation(small_dataset(), folder, built="2026-01-02T03:04:05+00:00")
    return Graph().parse(data=describe(generation, "https://example.org"), format="turtle")


def number(about: Graph, link: URIRef, what: URIRef, iri: str, how_many: URIRef) -> Literal:
    (part,) = (p for p in about.objects(DATASET, link) if (p, what, URIRef(iri)) in about)
    return about.value(part, how_many).toPython()


def test_it_counts_triples_classes_and_relations(tmp_path: Path) -> None:
    about = description(tmp_path)
    lines = len((tmp_path / "current" / "dataset.nq").read_bytes().splitlines())
    assert about.value(DATASET, VOID.triples).toPython() == lines
    classes = (VOID.classPartition, VOID["class"])
    assert number(about, *classes, terms.District, VOID.entities) == 6
    relations = (VOID.propertyPartition, VOID.property)
    assert number(about, *relations, terms.adopts, VOID.triples) == 1
    assert number(about, *relations, terms.receivedAward, VOID.triples) == 0


def test_it_names_licence_time_and_every_format(tmp_path: Path) -> None:
    about = description(tmp_path)
    assert (DATASET, RDF.type, DCAT.Dataset) in about
    assert about.value(DATASET, DCTERMS.license) is not None
    assert str(about.value(DATASET, DCTERMS.modified)).startswith("2026-01-02")
    assert len(set(about.objects(DATASET, DCAT.distribution))) == len(FORMATS)
    dump = URIRef("https://example.org/exports/zhengtu.ttl")
    assert (DATASET, VOID.dataDump, dump) in about
