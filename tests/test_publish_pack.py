"""The research pack holds what the graph says, and its own scripts and codebooks fit it."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path

import networkx as nx
import pandas as pd
import pyoxigraph as ox
import pytest
from markup import five_reports
from rdflib import DCAT, PROV, VOID, Graph, URIRef
from small_dataset import small_dataset

from graph.cli import main
from graph.model import Dataset
from graph.ontology import load_ontology
from graph.publish.codebook import CODEBOOKS, columns, pack_files
from graph.publish.exports import export, file_name
from graph.store.canonical import digest
from graph.store.read_model import ReadModel
from graph.study.timing import REPORT_YEAR

TABLES = (
    "adoption",
    "coverage",
    "dyad_year",
    "entities",
    "evidence",
    "reports",
    "risk_set",
    "statements",
)


@cache
def packed() -> bytes:
    """The pack of the five reports."""
    out = io.BytesIO()
    export(five_reports()[1].read_model(), "research-pack", out)
    return out.getvalue()


def read(name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(packed())) as archive:
        return archive.read(name)


def table(name: str) -> pd.DataFrame:
    return pd.read_csv(io.BytesIO(read(f"{name}.csv")), dtype={"code": "string"})


def count(query: str) -> int:
    """What a SPARQL query over the store counts as ?n."""
    solutions = (
        five_reports()[1]
        .open_store()
        .query(
            "PREFIX zt: <https://w3id.org/zhengtu/policy#>"
            f"PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> {query}"
        )
    )
    assert isinstance(solutions, ox.QuerySolutions)
    (row,) = solutions
    return int(row["n"].value)


def unpacked(folder: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(packed())) as archive:
        archive.extractall(folder)
    return folder


# ------------------------------------------------------------------ what the graph says


@pytest.mark.parametrize("relation", ["adopts", "follows", "issuedBy"])
def test_each_statement_of_a_unit_about_a_policy_is_a_row(relation: str) -> None:
    stated = count(
        f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s a rdf:Statement ; rdf:predicate zt:{relation} }}"
    )
    adoption = table("adoption")
    assert (adoption["relation"] == relation).sum() == stated > 0


def test_a_document_that_implements_another_is_a_row_for_each_issuer() -> None:
    issued = count(
        "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?unit {"
        " ?s rdf:predicate zt:implements ; rdf:subject ?own ."
        " ?issuing rdf:predicate zt:issuedBy ; rdf:subject ?own ; rdf:object ?unit } }"
    )
    placed = count(
        "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s rdf:predicate zt:implements ; rdf:subject ?own ."
        " ?own a zt:Document ; zt:place ?place"
        " FILTER NOT EXISTS { ?issuing rdf:predicate zt:issuedBy ; rdf:subject ?own } }"
    )
    assert (table("adoption")["relation"] == "implements").sum() == issued + placed > 0


def test_a_row_holds_when_the_graph_has_the_plain_triple() -> None:
    true = count("SELECT (COUNT(*) AS ?n) { ?unit zt:adopts ?policy }")
    adopts = table("adoption").query("relation == 'adopts' and holds")
    assert len(adopts[["unit", "policy"]].drop_duplicates()) == true > 0


def test_planned_adoptions_are_no_events() -> None:
    adoption, risk_set = table("adoption"), table("risk_set")
    planned = adoption.query("role == 'planned'")
    assert not planned.empty
    assert not planned["holds"].any()
    held = adoption[adoption["holds"]].set_index(["unit", "policy"]).index
    events = risk_set[risk_set["event"] == 1].set_index(["unit", "policy"]).index
    assert len(events) > 100
    assert events.isin(held).all()


def test_coverage_is_what_the_reports_say() -> None:
    coverage = table("coverage")
    assert coverage["covered"].sum() == count("SELECT (COUNT(*) AS ?n) { ?r zt:coversYear ?y }")
    districts = count(
        "SELECT (COUNT(*) AS ?n) { ?d a zt:District FILTER NOT EXISTS { ?d zt:until ?end } }"
    )
    assert coverage.query("unit_class == 'District'")["unit"].nunique() == districts


def test_every_first_evidence_is_in_the_table_of_evidence() -> None:
    evidence = table("evidence")
    assert table("adoption")["first_evidence"].isin(evidence["iri"]).all()


def test_a_year_that_only_the_report_gives_is_told_apart() -> None:
    adoption = table("adoption")
    assert adoption["date"][adoption["date_precision"] == REPORT_YEAR].isna().all()
    assert adoption["date"][adoption["date_precision"] == "day"].str.len().eq(10).all()


def test_the_risk_set_ends_with_an_event_or_censored() -> None:
    spells = table("risk_set").groupby(["unit", "policy"])
    assert (spells["event"].sum() + spells["right_censored"].sum()).eq(1).all()
    ends = spells.tail(1)
    assert (ends["event"] | ends["right_censored"]).all()


def test_the_network_has_the_entities_as_nodes() -> None:
    network = nx.read_gexf(io.BytesIO(read("zhengtu.gexf")))
    assert set(network.nodes) == set(table("entities")["iri"])


def test_the_dump_is_that_of_the_generation() -> None:
    assert digest(read("zhengtu.nq")) == five_reports()[1].digest


# ------------------------------------------------------------------ the pack itself


def test_it_holds_exactly_the_files_that_the_codebook_lists_in_order() -> None:
    with zipfile.ZipFile(io.BytesIO(packed())) as archive:
        names = archive.namelist()
    assert names == [file.name for file in pack_files()]
    assert names == sorted(names)


def test_checksums_cover_every_other_file_and_are_right(tmp_path: Path) -> None:
    folder = unpacked(tmp_path)
    lines = (folder / "checksums.sha256").read_text(encoding="utf-8").splitlines()
    listed = dict(reversed(line.split("  ", 1)) for line in lines)
    assert set(listed) == {file.name for file in pack_files()} - {"checksums.sha256"}
    for name, expected in listed.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == expected, name


def test_the_same_generation_gives_the_same_bytes() -> None:
    again = io.BytesIO()
    export(five_reports()[1].read_model(), "research-pack", again)
    assert again.getvalue() == packed()


def test_the_time_of_building_makes_no_other_pack() -> None:
    model, out = five_reports()[1].read_model(), io.BytesIO()
    later = replace(model, info=replace(model.info, built="2031-01-01T00:00:00+00:00"))
    export(later, "research-pack", out)
    assert out.getvalue() == packed()


def test_the_command_writes_the_pack(tmp_path: Path) -> None:
    folder, target = five_reports()[0], tmp_path / "pack.zip"
    command = ["export", "--format", "research-pack", "-o", str(target), "--data", str(folder)]
    assert main(command) == 0
    assert target.read_bytes() == packed()
    assert file_name("research-pack") == "zhengtu-research-pack.zip"


@pytest.mark.parametrize("dataset", [small_dataset(), Dataset("https://example.org/id/")])
def test_a_graph_that_is_not_on_disk_and_an_empty_one_give_a_pack_too(dataset: Dataset) -> None:
    out = io.BytesIO()
    export(ReadModel.of(dataset), "research-pack", out)
    with zipfile.ZipFile(out) as archive:
        assert archive.testzip() is None
        assert len(archive.read("risk_set.csv").splitlines()) >= 1


# ------------------------------------------------------------------ codebook


@pytest.mark.parametrize("name", TABLES)
def test_every_column_is_described_and_every_description_has_its_column(name: str) -> None:
    described = columns(five_reports()[1].read_model(), load_ontology())
    assert {file.removesuffix(".csv") for file in described} == set(TABLES)
    own = described[f"{name}.csv"]
    assert [column.name for column in own] == list(table(name).columns)
    assert all(column.zh and column.en for column in own)
    assert all(bool(column.empty_zh) == bool(column.empty_en) for column in own)


@pytest.mark.parametrize("name", TABLES)
def test_values_are_those_that_the_codebook_allows(name: str) -> None:
    found = table(name)
    for column in columns(five_reports()[1].read_model(), load_ontology())[f"{name}.csv"]:
        values = found[column.name].dropna()
        if not column.empty_en:
            assert len(values) == len(found), column.name
        if column.values:
            written = {str(value).lower().removesuffix(".0") for value in values}
            assert written <= set(map(str.lower, column.values))


@pytest.mark.parametrize("language", CODEBOOKS)
def test_the_codebook_names_every_file_and_column(language: str) -> None:
    text = read(CODEBOOKS[language]).decode()
    assert "$" not in text
    for file in pack_files():
        assert f"`{file.name}`" in text
    for found in columns(five_reports()[1].read_model(), load_ontology()).values():
        for column in found:
            assert f"| `{column.name}` |" in text
            assert column.said(language)[0].replace("|", "\\|") in text


def test_the_data_package_describes_the_tables() -> None:
    package = json.loads(read("datapackage.json"))
    for resource in package["resources"]:
        fields = [field["name"] for field in resource["schema"]["fields"]]
        assert fields == list(table(resource["name"]).columns)
        assert resource["bytes"] == len(read(resource["path"]))
        assert resource["hash"] == f"sha256:{hashlib.sha256(read(resource['path'])).hexdigest()}"
    assert len(package["resources"]) == len(TABLES)


def test_the_citation_names_version_and_generation() -> None:
    text = read("CITATION.cff").decode()
    assert five_reports()[1].info.id in text
    assert five_reports()[1].digest in text


def test_the_description_names_the_files_by_relative_address() -> None:
    about = Graph().parse(data=read("void.ttl"), format="turtle", publicID="file:///pack/")
    dataset = URIRef(five_reports()[1].info.base)
    files = {
        str(file).removeprefix("file:///pack/")
        for file in about.objects(dataset, DCAT.distribution)
    }
    assert files == {f"{name}.csv" for name in TABLES} | {"zhengtu.nq", "zhengtu.gexf"}
    size = about.value(URIRef("file:///pack/adoption.csv"), DCAT.byteSize)
    assert size is not None
    assert size.toPython() == len(read("adoption.csv"))
    assert (dataset, VOID.dataDump, URIRef("file:///pack/zhengtu.nq")) in about
    assert len(set(about.objects(None, PROV.used))) == 5


# ------------------------------------------------------------------ scripts


def test_the_python_script_says_what_is_in_the_pack_and_draws(tmp_path: Path) -> None:
    folder = unpacked(tmp_path)
    command = [sys.executable, "load.py"]
    found = subprocess.run(command, cwd=folder, capture_output=True, check=True, encoding="utf-8")
    assert f"adoption rows: {len(table('adoption'))}," in found.stdout
    assert "units covered: 5 of 22" in found.stdout
    assert "most adopters: 谁执法谁普法普法责任制, 5 units" in found.stdout
    figure = folder / found.stdout.rpartition("figure: ")[2].strip()
    assert figure.stat().st_size > 500


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed")
def test_the_r_script_says_the_same_and_draws(tmp_path: Path) -> None:
    folder = unpacked(tmp_path)
    command = ["Rscript", "load.R"]
    found = subprocess.run(command, cwd=folder, capture_output=True, check=True, encoding="utf-8")
    assert f"adoption rows: {len(table('adoption'))}," in found.stdout
    assert "units covered: 5 of 22" in found.stdout
    figure = folder / found.stdout.rpartition("figure: ")[2].strip()
    assert figure.stat().st_size > 500
