"""What is exported can be read again by the tools that it is meant for."""

from __future__ import annotations

import csv
import gzip
import io
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import networkx as nx
import pytest
from small_dataset import CHENGZHONG, MODEL_DISTRICT, ONE_WINDOW, small_dataset

from graph.errors import ZhengtuError
from graph.publish.exports import FORMATS, export, file_name
from graph.store.generation import write_generation
from graph.store.read_model import ReadModel


def written(format: str) -> bytes:
    out = io.BytesIO()
    export(ReadModel.of(small_dataset()), format, out)
    return out.getvalue()


def rows(format: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(written(format).decode("utf-8"))))


@pytest.mark.parametrize("format", FORMATS)
def test_a_generation_and_its_read_model_give_the_same_bytes(tmp_path: Path, format: str) -> None:
    out = io.BytesIO()
    export(write_generation(small_dataset(), tmp_path), format, out)
    assert out.getvalue() == written(format)


@pytest.mark.parametrize("format", FORMATS)
def test_a_compressed_export_holds_the_plain_one_and_no_time(format: str) -> None:
    out = io.BytesIO()
    export(ReadModel.of(small_dataset()), format, out, compress=True)
    assert gzip.decompress(out.getvalue()) == written(format)
    assert out.getvalue()[3:8] == bytes(5)  # no name of a file, and 0 for the time


def test_another_process_writes_the_same_bytes(tmp_path: Path) -> None:
    script = (
        "import sys; sys.path.insert(0, 'tests'); from test_publish_exports import *\n"
        "[Path(sys.argv[1], file_name(f)).write_bytes(written(f)) for f in FORMATS]"
    )
    root = Path(__file__).parent.parent
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], cwd=root, check=True)
    for format in FORMATS:
        assert (tmp_path / file_name(format)).read_bytes() == written(format), format


def test_turtle_is_written_with_prefixes() -> None:
    assert b"@prefix zt:" in written("turtle")
    assert b"zt:adopts" in written("turtle")


def test_entities_are_a_table() -> None:
    (row,) = (row for row in rows("entities") if row["iri"] == CHENGZHONG)
    assert (row["class"], row["label"], row["code"]) == ("District", "城中区", "450202")
    assert len(rows("entities")) == 12


def test_statements_are_a_table_that_says_what_holds() -> None:
    award, issued = (
        next(row for row in rows("statements") if row["relation"] == relation)
        for relation in ("receivedAward", "issuedBy")
    )
    assert (award["status"], award["holds"]) == ("proposed", "false")
    assert award["conferredBy"] == "中华人民共和国司法部"
    assert (issued["date"], issued["holds"], issued["object_class"]) == (
        "2021-08",
        "true",
        "Agency",
    )


def test_evidence_is_a_table_with_positions() -> None:
    text = small_dataset().reports[0][1].text
    for row in rows("evidence"):
        assert text[int(row["start"]) : int(row["end"])] == row["quote"]
    assert len(rows("evidence")) == 5


def test_networkx_reads_graphml() -> None:
    network = nx.read_graphml(io.BytesIO(written("graphml")), force_multigraph=True)
    assert network.number_of_nodes() == 12
    assert network.nodes[CHENGZHONG]["latitude"] == 24.33
    (edge,) = network.get_edge_data(CHENGZHONG, ONE_WINDOW).values()
    assert (edge["relation"], edge["year"], edge["holds"]) == ("adopts", 2021, True)


def test_cytoscape_json_has_every_node_and_edge() -> None:
    elements = json.loads(written("cytoscape"))["elements"]
    assert len(elements["nodes"]) == 12
    held = {edge["data"]["target"]: edge["data"]["holds"] for edge in elements["edges"]}
    assert held[MODEL_DISTRICT] is False


@pytest.mark.parametrize("format", ["graphml", "gexf"])
def test_control_characters_do_not_break_xml(format: str) -> None:
    dataset = small_dataset()
    odd = replace(dataset.entities[0], label="司\x0b法\x00部")
    out = io.BytesIO()
    export(ReadModel.of(replace(dataset, entities=(odd, *dataset.entities[1:]))), format, out)
    assert "司\ufffd法\ufffd部" in out.getvalue().decode()


def test_an_unknown_format_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ZhengtuError, match="turtle"):
        export(ReadModel.of(small_dataset()), "papyrus", io.BytesIO())
    with pytest.raises(ZhengtuError, match="papyrus"):
        file_name("papyrus")
