"""A graph described for machines that look for data: VoID, DCAT 3 and PROV.

https://www.w3.org/TR/void/, https://www.w3.org/TR/vocab-dcat-3/ and https://www.w3.org/TR/prov-o/.
Every node has an IRI, below that of the data set, so that equal graphs give equal Turtle.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from rdflib import DCAT, DCTERMS, FOAF, OWL, PROV, RDF, RDFS, VOID, XSD, Graph, Literal, URIRef

from graph import __version__, terms
from graph.ontology import Ontology, local_name
from graph.store.rdf import PREFIXES, STATEMENT
from graph.store.read_model import GenerationInfo, ReadModel

LICENCE = URIRef("https://www.apache.org/licenses/LICENSE-2.0")
ONTOLOGY = URIRef(terms.NAMESPACE.rstrip("#"))
PROJECT = URIRef("https://w3id.org/zhengtu")
GOVERNMENT = URIRef("http://publications.europa.eu/resource/authority/data-theme/GOVE")
CHINESE = URIRef("http://id.loc.gov/vocabulary/iso639-1/zh")
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
NOT_AT_IANA = ("application/graphml+xml", "application/gexf+xml")
SPDX = "http://spdx.org/rdf/terms#"
VERSION = URIRef(f"{DCAT}version")  # new in DCAT 3, which rdflib doesn't list
TITLE = {"zh": "政图：政府政策知识图谱", "en": "Zhengtu: a knowledge graph of government policy"}
COMMENT = {
    "zh": "政府做了什么，每条陈述都附有证明它的报告原文。",
    "en": "What governments do; every statement comes with the words of the report that prove it.",
}
KEYWORDS = {
    "zh": ("法治政府建设", "政策扩散", "知识图谱", "地方政府"),
    "en": ("rule of law", "policy diffusion", "knowledge graph", "local government", "China"),
}


@dataclass(frozen=True, slots=True)
class Distribution:
    """A file with the data. ``address`` may be relative; ``size`` is in bytes, None when unknown.

    ``dump`` says that it is RDF and holds the whole graph.
    """

    address: str
    name: str
    media_type: str
    size: int | None = None
    sha256: str = ""
    dump: bool = False


@dataclass(frozen=True, slots=True)
class Service:
    """A programming interface: its endpoint, where it describes itself, and its standard."""

    endpoint: str
    name: str
    description: str
    standard: str


def count_predicates(nquads: Iterable[bytes]) -> Counter[str]:
    """How many triples have each predicate (IRI), from the lines of N-Quads."""
    return Counter(line.split(b" ", 2)[1].decode().strip("<>") for line in nquads)


def describe_dataset(
    model: ReadModel, predicates: Counter[str], ontology: Ontology, info: GenerationInfo
) -> Graph:
    """The data set without its files. ``info`` says which generation, and when it was built."""
    about, dataset = Graph(), URIRef(info.base)
    for prefix, namespace in {**PREFIXES, "dcat": DCAT, "void": VOID, "foaf": FOAF}.items():
        about.bind(prefix, namespace)
    about.bind("spdx", SPDX)
    _name(about, dataset, info)
    _cover(about, dataset, model)
    _prove(about, dataset, model, info)
    about.add((dataset, VOID.triples, Literal(predicates.total())))
    about.add((dataset, VOID.entities, Literal(info.counts["entities"])))
    about.add((dataset, VOID.uriSpace, Literal(info.base)))
    for vocabulary in PREFIXES.values():
        about.add((dataset, VOID.vocabulary, URIRef(vocabulary)))
    _classes(about, dataset, model, ontology)
    _predicates(about, dataset, predicates, ontology)
    return about


def _name(about: Graph, dataset: URIRef, info: GenerationInfo) -> None:
    for kind in (VOID.Dataset, DCAT.Dataset, PROV.Entity):
        about.add((dataset, RDF.type, kind))
    for language, title in TITLE.items():
        about.add((dataset, DCTERMS.title, Literal(title, lang=language)))
        about.add((dataset, DCTERMS.description, Literal(COMMENT[language], lang=language)))
        for word in KEYWORDS[language]:
            about.add((dataset, DCAT.keyword, Literal(word, lang=language)))
    for property, value in (
        (DCTERMS.identifier, Literal(info.id)),
        (VERSION, Literal(info.id)),
        (OWL.versionInfo, Literal(info.id)),
        (DCTERMS.license, LICENCE),
        (DCTERMS.language, CHINESE),
        (DCTERMS.conformsTo, ONTOLOGY),
        (DCAT.theme, GOVERNMENT),
        (DCTERMS.publisher, PROJECT),
    ):
        about.add((dataset, property, value))
    about.add((PROJECT, RDF.type, FOAF.Agent))
    about.add((PROJECT, FOAF.name, Literal("The Zhengtu developers")))


def _cover(about: Graph, dataset: URIRef, model: ReadModel) -> None:
    """The years that reports cover, and the provinces that the reports are from."""
    year = Literal("P1Y", datatype=XSD.duration)
    about.add((dataset, DCAT.temporalResolution, year))
    years = sorted(report.year for _, report in model.reports() if report.year is not None)
    if years:
        period = URIRef(f"{dataset}void/period")
        about.add((dataset, DCTERMS.temporal, period))
        about.add((period, RDF.type, DCTERMS.PeriodOfTime))
        for property, day in (
            (DCAT.startDate, f"{years[0]:04}-01-01"),
            (DCAT.endDate, f"{years[-1]:04}-12-31"),
        ):
            about.add((period, property, Literal(day, datatype=XSD.date)))
    names = {report.place.split("/")[0] for _, report in model.reports() if report.place}
    for entity in model.entities(local_name(terms.District)):
        if entity.name in names:
            province = URIRef(entity.iri)
            about.add((dataset, DCTERMS.spatial, province))
            about.add((province, RDF.type, DCTERMS.Location))
            about.add((province, RDFS.label, Literal(entity.label, lang="zh")))


def _prove(about: Graph, dataset: URIRef, model: ReadModel, info: GenerationInfo) -> None:
    """Which software made it of which reports, and when where that is known."""
    activity = URIRef(f"{info.base}build/{info.id}")
    software = URIRef(f"{PROJECT}/software/{__version__}")
    about.add((dataset, PROV.wasGeneratedBy, activity))
    about.add((activity, RDF.type, PROV.Activity))
    about.add((activity, RDFS.label, Literal(f"zhengtu build {__version__}")))
    about.add((activity, PROV.wasAssociatedWith, software))
    about.add((software, RDF.type, PROV.SoftwareAgent))
    about.add((software, RDFS.label, Literal("Zhengtu 政图")))
    about.add((software, OWL.versionInfo, Literal(__version__)))
    if info.built:
        built = Literal(info.built, datatype=XSD.dateTime)
        about.add((dataset, DCTERMS.modified, built))
        about.add((dataset, PROV.generatedAtTime, built))
        about.add((activity, PROV.endedAtTime, built))
    for iri, report in model.reports():
        used = URIRef(iri)
        about.add((activity, PROV.used, used))
        about.add((used, RDF.type, PROV.Entity))
        if report.title:
            about.add((used, DCTERMS.title, Literal(report.title, lang=report.language)))
        if report.source:
            about.add((used, DCTERMS.source, Literal(report.source)))


def _classes(about: Graph, dataset: URIRef, model: ReadModel, ontology: Ontology) -> None:
    """How many things of each class there are, and one of each to look at."""
    counts = model.info.counts
    classes = {found.iri: counts.get(found.name, 0) for found in ontology.classes()}
    classes |= {
        terms.Report: counts["reports"],
        terms.Evidence: counts["evidence"],
        STATEMENT: counts["statements"],
    }
    for iri, number in classes.items():
        roles = (VOID.classPartition, VOID["class"], VOID.entities)
        _part(about, dataset, roles, iri, number)
    for found in ontology.classes():
        for entity in model.entities(found.name)[:1]:
            about.add((dataset, VOID.exampleResource, URIRef(entity.iri)))


def _predicates(
    about: Graph, dataset: URIRef, predicates: Counter[str], ontology: Ontology
) -> None:
    """How many triples each predicate has; relations without any are listed too."""
    for iri in sorted({*predicates, *(relation.iri for relation in ontology.relations())}):
        roles = (VOID.propertyPartition, VOID.property, VOID.triples)
        _part(about, dataset, roles, iri, predicates[iri])


def _part(
    about: Graph, dataset: URIRef, roles: tuple[URIRef, URIRef, URIRef], iri: str, number: int
) -> None:
    link, what, how_many = roles
    prefix = next((p for p, space in PREFIXES.items() if iri.startswith(space)), "other")
    part = URIRef(f"{dataset}void/{local_name(what)}/{prefix}/{local_name(iri)}")
    about.add((dataset, link, part))
    about.add((part, RDF.type, VOID.Dataset))
    about.add((part, what, URIRef(iri)))
    about.add((part, how_many, Literal(number)))


def add_distribution(about: Graph, dataset: URIRef, found: Distribution, access: str) -> None:
    """Add a file of the data set; ``access`` is the page from which it is to be had."""
    file = URIRef(found.address)
    about.add((dataset, DCAT.distribution, file))
    about.add((file, RDF.type, DCAT.Distribution))
    about.add((file, DCTERMS.title, Literal(found.name)))
    about.add((file, DCAT.accessURL, URIRef(access)))
    about.add((file, DCAT.downloadURL, file))
    about.add((file, DCTERMS.license, LICENCE))
    if found.media_type in NOT_AT_IANA:
        format = URIRef(f"{dataset}void/format/{found.media_type.partition('/')[2]}")
        about.add((file, DCTERMS["format"], format))
        about.add((format, RDF.type, DCTERMS.MediaTypeOrExtent))
        about.add((format, RDFS.label, Literal(found.media_type)))
    else:
        about.add((file, DCAT.mediaType, URIRef(MEDIA_TYPES + found.media_type)))
    if found.dump:
        about.add((dataset, VOID.dataDump, file))
    if found.size is not None:
        size = Literal(found.size, datatype=XSD.nonNegativeInteger)
        about.add((file, DCAT.byteSize, size))
    if found.sha256:
        _checksum(about, file, found.sha256)


def _checksum(about: Graph, file: URIRef, sha256: str) -> None:
    checksum = URIRef(f"{file}#sha256")
    about.add((file, URIRef(SPDX + "checksum"), checksum))
    about.add((checksum, RDF.type, URIRef(SPDX + "Checksum")))
    algorithm = URIRef(SPDX + "checksumAlgorithm_sha256")
    about.add((checksum, URIRef(SPDX + "algorithm"), algorithm))
    value = Literal(sha256, datatype=XSD.hexBinary, normalize=False)
    about.add((checksum, URIRef(SPDX + "checksumValue"), value))


def add_service(about: Graph, dataset: URIRef, found: Service) -> None:
    """Add an interface through which the data set is asked."""
    service = URIRef(found.endpoint)
    for property, value in (
        (RDF.type, DCAT.DataService),
        (DCTERMS.title, Literal(found.name)),
        (DCAT.endpointURL, service),
        (DCAT.endpointDescription, URIRef(found.description)),
        (DCTERMS.conformsTo, URIRef(found.standard)),
        (DCAT.servesDataset, dataset),
    ):
        about.add((service, property, value))
