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
    """How a format is called on the wire and on disk, and what writes it."""

    media_type: str
    suffix: str
    write: Writer


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
PARQUET = "application/vnd.apache.parquet"
FORMATS: dict[str, Format] = {
    **{
        name: Format(kind.media_type, f".{kind.file_extension}", partial(_rdf, kind))
        for name, kind in RDF_FORMATS.items()
    },
    "entities": Format("text/csv", "-entities.csv", partial(_csv, entities)),
    "statements": Format("text/csv", "-statements.csv", partial(_csv, statements)),
    "evidence": Format("text/csv", "-evidence.csv", partial(_csv, evidence)),
    "entities-parquet": Format(PARQUET, "-entities.parquet", partial(_parquet, entities)),
    "statements-parquet": Format(PARQUET, "-statements.parquet", partial(_parquet, statements)),
    "evidence-parquet": Format(PARQUET, "-evidence.parquet", partial(_parquet, evidence)),
    "graphml": Format("application/graphml+xml", ".graphml", partial(_network, write_graphml)),
    "gexf": Format("application/gexf+xml", ".gexf", partial(_network, write_gexf)),
    "cytoscape": Format("application/json", ".cyjs", partial(_network, write_cytoscape)),
    "research-pack": Format("application/zip", "-research-pack.zip", _pack),
}
