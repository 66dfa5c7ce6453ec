"""What a served generation is, for machines that look for data; one Turtle document."""

from __future__ import annotations

from rdflib import DCAT, DCTERMS, FOAF, RDF, VOID, Graph, Literal, URIRef

from graph.ontology import Ontology, load_ontology
from graph.publish.dcat import (
    Distribution,
    Service,
    add_distribution,
    add_service,
    count_predicates,
    describe_dataset,
)
from graph.publish.exports import FORMATS, RDF_FORMATS, file_name
from graph.store.generation import Generation
from graph.store.read_model import ReadModel

INTROSPECTION = "%7B__schema%7Btypes%7Bname%20description%7D%7D%7D"


def describe(
    generation: Generation,
    address: str,
    ontology: Ontology | None = None,
    model: ReadModel | None = None,
) -> str:
    """The description in Turtle. ``address`` is where the data is served, without a last slash.

    ``model`` is the generation's read model, for who has it in memory already.
    """
    known, read = ontology or load_ontology(), model or generation.read_model()
    dataset = URIRef(generation.info.base)
    with generation.nquads.open("rb") as lines:
        predicates = count_predicates(lines)
    about = describe_dataset(read, predicates, known, generation.info)
    document = URIRef(f"{address}/.well-known/void")
    about.add((document, RDF.type, VOID.DatasetDescription))
    about.add((document, FOAF.primaryTopic, dataset))
    about.add((document, DCTERMS.title, Literal("VoID", lang="en")))
    about.add((dataset, DCAT.landingPage, URIRef(f"{address}/")))
    about.add((dataset, VOID.sparqlEndpoint, URIRef(f"{address}/sparql")))
    for service in _services(address):
        add_service(about, dataset, service)
    _distribute(about, dataset, generation, address)
    return about.serialize(format="turtle")


def _services(address: str) -> tuple[Service, Service]:
    sparql, graphql = f"{address}/sparql", f"{address}/graphql"
    return (
        Service(sparql, "SPARQL", sparql, "https://www.w3.org/TR/sparql11-protocol/"),
        Service(
            graphql,
            "GraphQL",
            f"{graphql}?query={INTROSPECTION}",
            "https://spec.graphql.org/October2021/",
        ),
    )


def _distribute(about: Graph, dataset: URIRef, generation: Generation, address: str) -> None:
    for format, found in FORMATS.items():
        name = file_name(format)
        whole = format == "nquads"  # the one dump that lies on disk, with a digest
        file = Distribution(
            f"{address}/exports/{name}",
            name,
            found.media_type,
            generation.nquads.stat().st_size if whole else None,
            generation.digest if whole else "",
            dump=format in RDF_FORMATS,
        )
        add_distribution(about, dataset, file, f"{address}/exports/")
