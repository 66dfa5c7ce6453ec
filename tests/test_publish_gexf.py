"""The dynamic network keeps to the rules of GEXF, and networkx reads it back."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import networkx as nx
import pytest
from markup import five_reports
from small_dataset import CHENGZHONG, JUSTICE, LIST, MODEL_DISTRICT, ONE_WINDOW, small_dataset

from graph.model import Dataset, Qualifier
from graph.publish.exports import export
from graph.publish.network import to_network
from graph.store.read_model import ReadModel

GEXF = "{http://www.gexf.net/1.2draft}"
TYPES = {  # of attributes that the project has, and what their values look like
    "string": re.compile(".*", re.DOTALL),
    "boolean": re.compile("true|false"),
    "long": re.compile("-?[0-9]+"),
    "double": re.compile(r"-?[0-9]+\.[0-9]+(e[-+]?[0-9]+)?"),
}
DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


def written(model: ReadModel) -> bytes:
    out = io.BytesIO()
    export(model, "gexf", out)
    return out.getvalue()


def small(dataset: Dataset | None = None) -> bytes:
    return written(ReadModel.of(dataset or small_dataset()))


def dated(date: str) -> Dataset:
    """The small graph in which the list was issued on ``date``."""
    first, *others = small_dataset().statements
    issued = replace(first, qualifiers=(Qualifier("date", date),))
    return replace(small_dataset(), statements=(issued, *others))


def graph_of(document: bytes) -> ET.Element:
    root = ET.fromstring(document)
    assert (root.tag, root.get("version")) == (f"{GEXF}gexf", "1.2")
    (graph,) = root
    return graph


def start_of(element: ET.Element) -> str:
    """Where the life of a node or an edge begins, "" when it has always been."""
    spells = element.findall(f"{GEXF}spells/{GEXF}spell")
    assert len(spells) <= 1
    return spells[0].get("start", "") if spells else ""


@pytest.mark.parametrize("whole", [False, True])
def test_the_document_keeps_to_the_rules_of_gexf(whole: bool) -> None:
    model = five_reports()[1].read_model() if whole else ReadModel.of(small_dataset())
    graph = graph_of(written(model))
    assert set(graph.keys()) == {"defaultedgetype", "mode", "timeformat"}
    assert (graph.get("mode"), graph.get("timeformat")) == ("dynamic", "date")
    order = [child.tag.removeprefix(GEXF) for child in graph]
    assert order == ["attributes", "attributes", "nodes", "edges"]
    nodes = {node.get("id"): node for node in graph.iter(f"{GEXF}node")}
    edges = list(graph.iter(f"{GEXF}edge"))
    assert len(nodes) == len(model.entities())
    assert len(edges) == len({edge.get("id") for edge in edges}) > 0
    for edge in edges:
        for end in ("source", "target"):
            life = start_of(nodes[edge.get(end)])
            assert life == "" or life <= start_of(edge), "an edge lives while its nodes do"


@pytest.mark.parametrize("whole", [False, True])
def test_every_attribute_is_declared_and_has_its_type(whole: bool) -> None:
    model = five_reports()[1].read_model() if whole else ReadModel.of(small_dataset())
    graph = graph_of(written(model))
    for kind in ("node", "edge"):
        (declared,) = graph.findall(f"{GEXF}attributes[@class='{kind}']")
        types = {found.get("id"): TYPES[found.get("type", "")] for found in declared}
        values = list(graph.iterfind(f".//{GEXF}{kind}/{GEXF}attvalues/{GEXF}attvalue"))
        assert values
        assert all(types[value.get("for")].fullmatch(value.get("value", "")) for value in values)
    for spell in graph.iter(f"{GEXF}spell"):
        assert set(spell.keys()) == {"start"}
        assert DATE.fullmatch(spell.get("start", ""))


@pytest.mark.parametrize(
    ("date", "start", "precision"),
    [
        ("2021", "2021-01-01", "year"),
        ("2021-08", "2021-08-01", "month"),
        ("2021-08-27", "2021-08-27", "day"),
    ],
)
def test_an_edge_lives_from_its_date_on(date: str, start: str, precision: str) -> None:
    network = nx.read_gexf(io.BytesIO(small(dated(date))))
    edge = network.get_edge_data(LIST, JUSTICE)
    assert edge["spells"][0][0] == start
    assert (edge["date"], edge["date_precision"]) == (date, precision)
    assert network.nodes[JUSTICE]["spells"][0][0] == start


@pytest.mark.parametrize("date", ["2021-02-30", "八月", "2021|2022"])
def test_what_is_no_date_gives_no_spell(date: str) -> None:
    edge = nx.read_gexf(io.BytesIO(small(dated(date)))).get_edge_data(LIST, JUSTICE)
    assert "spells" not in edge
    assert edge["date"] == date


def test_a_thing_with_an_undated_edge_has_always_been() -> None:
    network = nx.read_gexf(io.BytesIO(small()))
    assert "spells" not in network.get_edge_data(CHENGZHONG, MODEL_DISTRICT)
    assert "spells" not in network.nodes[CHENGZHONG]
    assert network.get_edge_data(CHENGZHONG, ONE_WINDOW)["spells"][0][0] == "2021-01-01"
    assert network.nodes[ONE_WINDOW]["spells"][0][0] == "2021-01-01"


def test_networkx_reads_back_nodes_edges_and_attributes() -> None:
    expected = to_network(ReadModel.of(small_dataset()))
    found = nx.read_gexf(io.BytesIO(small()))
    assert set(found) == set(expected)
    assert set(found.edges()) == {
        (source, target) for source, target, _ in expected.edges(keys=True)
    }
    for iri, data in expected.nodes(data=True):
        assert {name: found.nodes[iri][name] for name in data} == data
    for source, target, data in expected.edges(data=True):
        assert {name: found.edges[source, target][name] for name in data} == data
