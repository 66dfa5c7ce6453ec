"""``zhengtu query``: a SPARQL query over the published graph, answered on the terminal."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

import pyoxigraph as ox

from graph.commands.extract import Commands
from graph.errors import QueryError
from graph.store.generation import open_generation

_SERVICE = re.compile(r"\bservice\b", re.IGNORECASE)
_NOT_CODE = re.compile(r"<[^<>\s]*>|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|#[^\n]*|[?$]\w+")
_FORMATS = {
    "json": ox.QueryResultsFormat.JSON,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "xml": ox.QueryResultsFormat.XML,
}


def add_commands(commands: Commands[argparse.ArgumentParser], data: Path) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser("query", help="answer a SPARQL query")
    parser.add_argument(
        "query", metavar="FILE.rq", help="file with the query, - for standard input"
    )
    parser.add_argument("--data", type=Path, default=data, help="folder of the graph")
    parser.add_argument("--format", choices=sorted(_FORMATS), help="form of a table (default: csv)")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the answer: a table, true or false, or N-Triples."""
    text = _read(options.query)
    if not text.strip():
        raise QueryError(f"{options.query}: the query is empty; give a SPARQL query")
    if _SERVICE.search(_NOT_CODE.sub(" ", text)):
        raise QueryError(f"{options.query}: SERVICE would ask another server; leave it out")
    store = open_generation(options.data).open_store()
    try:
        results = store.query(text)
    except (SyntaxError, ValueError, OSError) as error:
        raise QueryError(f"{options.query}: {error}; mend the query") from error
    if isinstance(results, ox.QueryTriples):
        results.serialize(sys.stdout.buffer, ox.RdfFormat.N_TRIPLES)
        return 0
    if isinstance(results, ox.QueryBoolean) and options.format is None:
        print(str(bool(results)).lower())
        return 0
    results.serialize(sys.stdout.buffer, _FORMATS[options.format or "csv"])
    return 0


def _read(name: str) -> str:
    if name == "-":
        return sys.stdin.read()
    try:
        return Path(name).read_text(encoding="utf-8")
    except OSError as error:
        raise QueryError(f"{name}: {error.strerror}; give a file with a SPARQL query") from error
