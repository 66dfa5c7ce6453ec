"""The graph as a network: entities as nodes, statements between them as arrows.

For Gephi, igraph and Cytoscape. Attributes are text, numbers and truth values only, and one that
an entity doesn't have is left out, because the network formats know no empty value.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import networkx as nx

from graph.model import Entity, Statement
from graph.ontology import Ontology, load_ontology
from graph.store.rdf import holds
from graph.store.read_model import ReadModel

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
            edge = _edge(statement, known)
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


def _edge(statement: Statement, ontology: Ontology) -> dict[str, Any]:
    found: dict[str, Any] = {
        "relation": statement.predicate,
        "holds": holds(statement, ontology),
        "evidence": len(statement.evidence),
        "quote": statement.evidence[0].quote if statement.evidence else "",
        **joined_qualifiers(statement),
    }
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
