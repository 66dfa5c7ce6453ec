"""The whole graph in the formats that other tools read. Equal graphs give equal bytes."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import IO, Any, NamedTuple, TypeAlias

import networkx as nx
import orjson
import pyoxigraph as ox
from networkx.readwrite.gexf import GEXFWriter
from networkx.readwrite.graphml import GraphMLWriter

from graph.errors import ZhengtuError
from graph.publish.network import to_network
from graph.publish.pack import write_pack
from graph.publish.tables import write_entities, write_evidence, write_statements
from graph.store.canonical import canonical_nquads
from graph.store.rdf import PREFIXES, to_dataset, to_quads
from graph.store.read_model import ReadModel


class Format(NamedTuple):
    """How a format is called on the wire and on disk."""

    media_type: str
    suffix: str


Source: TypeAlias = "ReadModel | ox.Store"

RDF_FORMATS = {
    "turtle": (Format("text/turtle", ".ttl"), ox.RdfFormat.TURTLE),
    "ntriples": (Format("application/n-triples", ".nt"), ox.RdfFormat.N_TRIPLES),
    "nquads": (Format("application/n-quads", ".nq"), ox.RdfFormat.N_QUADS),
    "trig": (Format("application/trig", ".trig"), ox.RdfFormat.TRIG),
    "jsonld": (Format("application/ld+json", ".jsonld"), ox.RdfFormat.JSON_LD),
    "rdfxml": (Format("application/rdf+xml", ".rdf"), ox.RdfFormat.RDF_XML),
}
OTHER_FORMATS = {
    "entities": Format("text/csv", "-entities.csv"),
    "statements": Format("text/csv", "-statements.csv"),
    "evidence": Format("text/csv", "-evidence.csv"),
    "graphml": Format("application/graphml+xml", ".graphml"),
    "gexf": Format("application/gexf+xml", ".gexf"),
    "cytoscape": Format("application/json", ".cyjs"),
    "research-pack": Format("application/zip", "-research-pack.zip"),
}
FORMATS: dict[str, Format] = {name: row[0] for name, row in RDF_FORMATS.items()} | OTHER_FORMATS

_HEAD = re.compile(
    rb"\A(?P<turtle>(?:@prefix [^\n]*\n)+)|(?<=\A<\?xml version=\"1.0\" encoding=\"UTF-8\"\?>\n)"
    rb"<rdf:RDF (?P<xml>[^>]*)>"
)
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def file_name(format: str) -> str:
    """What a dump in this format is called: ``zhengtu.ttl``, ``zhengtu-entities.csv``."""
    return f"zhengtu{_known(format).suffix}"


def export(source: Source, format: str, out: IO[bytes]) -> None:
    """Write the graph to a binary stream. Raises ZhengtuError for a format that isn't known.

    RDF formats are fastest from a store, the others from a read model; either serves all.
    """
    _known(format)
    if format in RDF_FORMATS:
        _write_rdf(source, format, out)
    else:
        _WRITERS[format](_read_model(source), out)


def _known(format: str) -> Format:
    try:
        return FORMATS[format]
    except KeyError:
        raise ZhengtuError(f"{format}: no such format; use one of {', '.join(FORMATS)}") from None


def _read_model(source: Source) -> ReadModel:
    return source if isinstance(source, ReadModel) else ReadModel.of(to_dataset(source, ""))


def _write_rdf(source: Source, format: str, out: IO[bytes]) -> None:
    quads = to_quads(source.dataset()) if isinstance(source, ReadModel) else iter(source)
    if format in ("nquads", "ntriples"):  # one and the same text, as there are no named graphs
        out.write(canonical_nquads(quads))
        return
    triples = sorted({quad.triple for quad in quads}, key=str)
    kind = RDF_FORMATS[format][1]
    prefixes = None if kind == ox.RdfFormat.JSON_LD else PREFIXES
    document = ox.serialize(triples, format=kind, prefixes=prefixes) or b""
    out.write(_HEAD.sub(_in_order, document, count=1))


def _in_order(head: re.Match[bytes]) -> bytes:
    """The prefixes in order, which Oxigraph writes in a new order each time."""
    if head["turtle"]:
        return b"".join(sorted(head["turtle"].splitlines(keepends=True)))
    return b"<rdf:RDF " + b" ".join(sorted(head["xml"].split())) + b">"


def _write_graphml(model: ReadModel, out: IO[bytes]) -> None:
    writer = GraphMLWriter(encoding="utf-8", prettyprint=True)
    writer.add_graph_element(_fit_for_xml(to_network(model)))
    writer.dump(out)


def _write_gexf(model: ReadModel, out: IO[bytes]) -> None:
    writer = GEXFWriter(encoding="utf-8", prettyprint=True, version="1.2draft")
    network = _fit_for_xml(to_network(model))
    for _, _, key, edge in network.edges(keys=True, data=True):
        edge["id"] = key
    writer.add_graph(network)
    for meta in writer.xml.findall("meta"):  # names the day of writing
        writer.xml.remove(meta)
    writer.write(out)


def _write_cytoscape(model: ReadModel, out: IO[bytes]) -> None:
    out.write(orjson.dumps(nx.cytoscape_data(to_network(model)), option=orjson.OPT_INDENT_2))


def _write_pack(model: ReadModel, out: IO[bytes]) -> None:
    write_pack(model, out, _write_gexf)


def _fit_for_xml(network: nx.MultiDiGraph) -> nx.MultiDiGraph:
    """The network without the control characters that XML can't hold."""
    records = [data for _, data in network.nodes(data=True)]
    records += [data for _, _, data in network.edges(data=True)]
    for data in records:
        for name, value in data.items():
            if isinstance(value, str):
                data[name] = _NOT_IN_XML.sub("\ufffd", value)
    return network


_WRITERS: dict[str, Callable[[ReadModel, IO[bytes]], Any]] = {
    "entities": write_entities,
    "statements": write_statements,
    "evidence": write_evidence,
    "graphml": _write_graphml,
    "gexf": _write_gexf,
    "cytoscape": _write_cytoscape,
    "research-pack": _write_pack,
}
