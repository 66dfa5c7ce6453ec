"""A machine that looks for data learns what there is, how much, and where to get it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rdflib import DCAT, DCTERMS, PROV, RDF, SKOS, VOID, XSD, BNode, Graph, Literal, URIRef
from small_dataset import BASE, REPORT, small_dataset

from graph import terms
from graph.publish.dcat import MEDIA_TYPES, NOT_AT_IANA, SPDX, VERSION
from graph.publish.description import describe
from graph.publish.exports import FORMATS, export, file_name
from graph.store.generation import Generation, write_generation

DATASET = URIRef(BASE)
SERVER = "https://example.org"


def generation(folder: Path) -> Generation:
    return write_generation(small_dataset(), folder, built="2026-01-02T03:04:05+00:00")


def description(folder: Path) -> Graph:
    return Graph().parse(data=describe(generation(folder), SERVER), format="turtle")


def dump(format: str) -> URIRef:
    return URIRef(f"{SERVER}/exports/{file_name(format)}")


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
    assert (DATASET, VOID.dataDump, dump("turtle")) in about
    assert (DATASET, VOID.dataDump, dump("gexf")) not in about


def test_every_relation_and_every_other_predicate_is_counted(tmp_path: Path) -> None:
    about = description(tmp_path)
    parts = set(about.objects(DATASET, VOID.propertyPartition))
    counted = sum(about.value(part, VOID.triples).toPython() for part in parts)
    assert counted == about.value(DATASET, VOID.triples).toPython()
    assert number(
        about, VOID.propertyPartition, VOID.property, str(SKOS.altLabel), VOID.triples
    ) == sum(len(entity.variants) for entity in small_dataset().entities)


def test_it_has_no_blank_nodes_and_always_the_same_bytes(tmp_path: Path) -> None:
    made = generation(tmp_path)
    assert describe(made, SERVER) == describe(made, SERVER, model=made.read_model())
    about = Graph().parse(data=describe(made, SERVER), format="turtle")
    assert not any(isinstance(node, BNode) for triple in about for node in triple)


@pytest.mark.parametrize("format", FORMATS)
def test_each_dump_says_where_it_is_and_what_it_is(format: str, tmp_path: Path) -> None:
    about, file = description(tmp_path), dump(format)
    assert (file, DCAT.downloadURL, file) in about
    assert (file, DCAT.accessURL, URIRef(f"{SERVER}/exports/")) in about
    media = FORMATS[format].media_type
    if media in NOT_AT_IANA:
        named = about.value(file, DCTERMS["format"])
        assert (named, RDF.type, DCTERMS.MediaTypeOrExtent) in about
    else:
        assert (file, DCAT.mediaType, URIRef(MEDIA_TYPES + media)) in about


def test_size_and_checksum_are_those_of_the_dump(tmp_path: Path) -> None:
    made, out = generation(tmp_path), io.BytesIO()
    export(made, "nquads", out)
    about, file = description(tmp_path), dump("nquads")
    size = Literal(len(out.getvalue()), datatype=XSD.nonNegativeInteger)
    assert (file, DCAT.byteSize, size) in about
    checksum = about.value(file, URIRef(SPDX + "checksum"))
    value = about.value(checksum, URIRef(SPDX + "checksumValue"))
    assert bytes(value.toPython()).hex() == made.digest


def test_it_says_which_years_and_provinces_the_reports_are_from(tmp_path: Path) -> None:
    about = description(tmp_path)
    period = about.value(DATASET, DCTERMS.temporal)
    assert str(about.value(period, DCAT.startDate)) == "2021-01-01"
    assert str(about.value(period, DCAT.endDate)) == "2021-12-31"
    assert list(about.objects(DATASET, DCTERMS.spatial)) == [URIRef(BASE + "district/450000")]
    keywords = about.objects(DATASET, DCAT.keyword)
    assert {word.language for word in keywords if isinstance(word, Literal)} == {"zh", "en"}


def test_both_interfaces_serve_the_data_set_of_this_version(tmp_path: Path) -> None:
    about = description(tmp_path)
    served = set(about.subjects(DCAT.servesDataset, DATASET))
    assert served == {URIRef(f"{SERVER}/sparql"), URIRef(f"{SERVER}/graphql")}
    for service in served:
        assert (service, RDF.type, DCAT.DataService) in about
        assert (service, DCAT.endpointURL, service) in about
        assert about.value(service, DCAT.endpointDescription) is not None
    assert str(about.value(DATASET, VERSION)) == generation(tmp_path).info.id


def test_the_build_names_its_reports_and_its_software(tmp_path: Path) -> None:
    about = description(tmp_path)
    activity = about.value(DATASET, PROV.wasGeneratedBy)
    report = URIRef(REPORT)
    assert list(about.objects(activity, PROV.used)) == [report]
    assert str(about.value(report, DCTERMS.title)) == "城中区2021年度法治政府建设情况报告"
    assert str(about.value(report, DCTERMS.source)) == "chengzhong.txt"
    software = about.value(activity, PROV.wasAssociatedWith)
    assert (software, RDF.type, PROV.SoftwareAgent) in about
