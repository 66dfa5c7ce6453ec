"""The whole graph in the formats that other tools read. Equal graphs give equal bytes."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import IO, TypeAlias, cast

import networkx as nx
import pyoxigraph as ox

from graph.errors import ZhengtuError
from graph.publish.dumps import write_rdf
from graph.publish.network import to_network, write_cytoscape, write_gexf, write_graphml
from graph.publish.pack import write_pack
from graph.publish.parquet import write_parquet
from graph.publish.tables import TableOf, entities, evidence, statements, write_csv
from graph.store.generation import Generation
from graph.store.rdf import to_lines
from graph.store.read_model import ReadModel

Source: TypeAlias = "Generation | ReadModel"
Writer: TypeAlias = Callable[[Source, IO[bytes]], None]
GZIP = ".gz"


@dataclass(frozen=True, slots=True)
class Format:
    """How a format is called on the wire and on disk, what writes it, and what is in it."""

    media_type: str
    suffix: str
    write: Writer
    zh: str
    en: str

    @property
    def is_packed(self) -> bool:
        """Whether it is compressed already, so that gzip gains nothing."""
        return self.media_type in (PARQUET, ZIP)


def file_name(format: str) -> str:
    """What a dump in this format is called: ``zhengtu.ttl``, ``zhengtu-entities.csv``."""
    return f"zhengtu{_known(format).suffix}"


def export(source: Source, format: str, out: IO[bytes], compress: bool = False) -> None:
    """Write the graph to a binary stream, through gzip when asked to.

    A generation or its read model gives the same bytes; RDF is written from a generation without
    loading it. Raises ZhengtuError for a format that isn't known, or that can't hold a text.
    """
    found = _known(format)
    if not compress:
        found.write(source, out)
        return
    with gzip.GzipFile(filename="", mode="wb", fileobj=out, mtime=0, compresslevel=6) as packed:
        found.write(source, cast(IO[bytes], packed))


def _known(format: str) -> Format:
    try:
        return FORMATS[format]
    except KeyError:
        raise ZhengtuError(f"{format}: no such format; use one of {', '.join(FORMATS)}") from None


def _rdf(kind: ox.RdfFormat, source: Source, out: IO[bytes]) -> None:
    write_rdf(_lines(source), kind, out)


def _csv(table: TableOf, source: Source, out: IO[bytes]) -> None:
    write_csv(table(_model(source)), out)


def _parquet(table: TableOf, source: Source, out: IO[bytes]) -> None:
    write_parquet(table(_model(source)), out)


def _network(
    write: Callable[[nx.MultiDiGraph, IO[bytes]], None], source: Source, out: IO[bytes]
) -> None:
    write(to_network(_model(source)), out)


def _pack(source: Source, out: IO[bytes]) -> None:
    write_pack(_model(source), out)


def _lines(source: Source) -> Iterator[bytes]:
    """The graph as lines of canonical N-Quads."""
    if isinstance(source, ReadModel):
        yield from (line.encode() for line in to_lines(source.dataset()))
        return
    with source.nquads.open("rb") as lines:
        yield from lines


def _model(source: Source) -> ReadModel:
    return source if isinstance(source, ReadModel) else source.read_model()


RDF_FORMATS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "nquads": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
PARQUET, ZIP = "application/vnd.apache.parquet", "application/zip"
_TABLES: tuple[tuple[str, TableOf, str, str], ...] = (
    ("entities", entities, "实体：名称、类别、所在地", "Entities: names, class, place"),
    ("statements", statements, "陈述：谁做什么，附限定", "Statements: who does what, qualified"),
    ("evidence", evidence, "证据：报告原文及其位置", "Evidence: the words of a report, and where"),
)
FORMATS: dict[str, Format] = {
    **{
        name: Format(
            kind.media_type,
            f".{kind.file_extension}",
            partial(_rdf, kind),
            f"整个图谱（{kind.name}）",
            f"The whole graph in {kind.name}",
        )
        for name, kind in RDF_FORMATS.items()
    },
    **{
        name: Format("text/csv", f"-{name}.csv", partial(_csv, table), zh, en)
        for name, table, zh, en in _TABLES
    },
    **{
        f"{name}-parquet": Format(PARQUET, f"-{name}.parquet", partial(_parquet, table), zh, en)
        for name, table, zh, en in _TABLES
    },
    "graphml": Format(
        "application/graphml+xml",
        ".graphml",
        partial(_network, write_graphml),
        "网络，供 igraph、yEd",
        "The network, for igraph and yEd",
    ),
    "gexf": Format(
        "application/gexf+xml",
        ".gexf",
        partial(_network, write_gexf),
        "动态网络，供 Gephi",
        "The network with dates, for Gephi",
    ),
    "cytoscape": Format(
        "application/json",
        ".cyjs",
        partial(_network, write_cytoscape),
        "网络，供 Cytoscape",
        "The network, for Cytoscape",
    ),
    "research-pack": Format(
        ZIP,
        "-research-pack.zip",
        _pack,
        "研究数据包：图谱、面板数据、说明和脚本",
        "Research pack: graph, panels, codebooks, scripts",
    ),
}
