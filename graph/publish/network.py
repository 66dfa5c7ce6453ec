"""The graph as a network: entities as nodes, statements between them as arrows.

For Gephi, igraph and Cytoscape. Attributes are text, numbers and truth values only, and one that
an entity doesn't have is left out, because the network formats know no empty value. In GEXF the
network is dynamic: an arrow lives from its date on, and a thing from its first arrow on.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import IO, Any

import networkx as nx
import orjson
from networkx.readwrite.gexf import GEXFWriter
from networkx.readwrite.graphml import GraphMLWriter

from graph.model import Entity, Statement
from graph.ontology import Ontology, load_ontology
from graph.store.rdf import holds
from graph.store.read_model import ReadModel
from graph.store.values import is_calendar_date
from graph.study.timing import PRECISIONS, timing

_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
NUMBERS: dict[str, Callable[[str], float]] = {
    "latitude": float,
    "longitude": float,
    "year": int,
    "value": float,
}


def to_network(model: ReadModel, ontology: Ontology | None = None) -> nx.MultiDiGraph:
    """A directed network with parallel edges; its nodes and edge keys are IRIs.

    Nodes have ``label``, ``name``, ``class``, ``variants`` and the properties of their class;
    edges have ``relation``, ``holds``, ``evidence`` (how many), ``quote`` (the first) and their
    qualifiers. A figure has no node and becomes no edge.
    """
    known = ontology or load_ontology()
    network = nx.MultiDiGraph(name="Zhengtu")
    for entity in model.entities():
        network.add_node(entity.iri, **_node(entity))
    for statement in model.statements():
        if statement.subject in network and statement.object in network:
            edge = _edge(model, statement, known)
            network.add_edge(statement.subject, statement.object, key=statement.iri, **edge)
    return network


def _node(entity: Entity) -> dict[str, Any]:
    found: dict[str, Any] = {
        "label": entity.label,
        "name": entity.name,
        "class": entity.type,
        "variants": "|".join(entity.variants),
        "place": entity.place,
        **{name: _number(name, value) for name, value in entity.properties},
    }
    return {name: value for name, value in found.items() if value != ""}


def _edge(model: ReadModel, statement: Statement, ontology: Ontology) -> dict[str, Any]:
    found: dict[str, Any] = {
        "relation": statement.predicate,
        "holds": holds(statement, ontology),
        "evidence": len(statement.evidence),
        "quote": statement.evidence[0].quote if statement.evidence else "",
        **joined_qualifiers(statement),
    }
    when = timing(model, statement)
    is_dated = found.get("date", when.date) == when.date  # what is no date stays as it is
    if {"date", "year"} & set(found) and when.precision and is_dated:
        found |= {"date_precision": when.precision, "date": when.date}
    return {name: _number(name, value) for name, value in found.items() if value != ""}


def joined_qualifiers(statement: Statement) -> dict[str, str]:
    """The qualifiers by name; several values of one name are joined with ``|``."""
    values: dict[str, list[str]] = {}
    for qualifier in statement.qualifiers:
        values.setdefault(qualifier.name, []).append(qualifier.value)
    return {name: "|".join(found) for name, found in values.items()}


def _number(name: str, value: Any) -> Any:
    """The value as a number where its name asks for one and it is one."""
    if name not in NUMBERS or not isinstance(value, str):
        return value
    try:
        return NUMBERS[name](value)
    except ValueError:
        return value


def write_graphml(network: nx.MultiDiGraph, out: IO[bytes]) -> None:
    """GraphML, with characters that XML can't hold replaced."""
    writer = GraphMLWriter(encoding="utf-8", prettyprint=True)
    writer.add_graph_element(_fit_for_xml(network))
    writer.dump(out)


def write_cytoscape(network: nx.MultiDiGraph, out: IO[bytes]) -> None:
    """The JSON of Cytoscape."""
    out.write(orjson.dumps(nx.cytoscape_data(network), option=orjson.OPT_INDENT_2))


def write_gexf(network: nx.MultiDiGraph, out: IO[bytes]) -> None:
    """GEXF 1.2, dynamic, with characters that XML can't hold replaced."""
    writer = GEXFWriter(encoding="utf-8", prettyprint=True, version="1.2draft")
    network.graph["mode"] = "dynamic"
    _add_spells(network)
    for _, _, key, edge in network.edges(keys=True, data=True):
        edge["id"] = key
    writer.add_graph(_fit_for_xml(network))
    writer.graph_element.set("timeformat", "date")
    writer.graph_element.attrib.pop("name")  # which GEXF doesn't know
    for meta in writer.xml.findall("meta"):  # names the day of writing
        writer.xml.remove(meta)
    writer.write(out)


def _add_spells(network: nx.MultiDiGraph) -> None:
    """Give every edge with a date a spell from its first day, and every node one from its first.

    An edge must not live before its nodes do, and one without date lives always; so a node with
    such an edge has no spell either. What doesn't hold (a plan) has no date at which it came true.
    """
    starts: dict[str, list[str]] = {}
    for source, target, edge in network.edges(data=True):
        written = str(edge.get("date") or edge.get("year") or "")
        start = _first_day(written) if edge["holds"] else ""
        for end in (source, target):
            starts.setdefault(end, []).append(start)
        if start:
            edge["spells"] = [(start, None)]
    for iri, found in starts.items():
        if all(found):
            network.nodes[iri]["spells"] = [(min(found), None)]


def _first_day(written: str) -> str:
    """The first day of a year, month or day, "" when it isn't one.

    >>> _first_day("2021-08"), _first_day("2021-02-30")
    ('2021-08-01', '')
    """
    if len(written) not in PRECISIONS or not is_calendar_date(written):
        return ""
    return written + "-01-01"[len(written) - 4 :]


def _fit_for_xml(network: nx.MultiDiGraph) -> nx.MultiDiGraph:
    """The network without the control characters that XML can't hold."""
    records = [data for _, data in network.nodes(data=True)]
    records += [data for _, _, data in network.edges(data=True)]
    for data in records:
        for name, value in data.items():
            if isinstance(value, str):
                data[name] = _NOT_IN_XML.sub("\ufffd", value)
    return network
