"""The command ``zhengtu``.

Exit status: 0 done, 1 done but something was left out or doesn't conform, 2 not done (the message
says what, where and how to fix).
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from graph import __version__
from graph.commands import diff, explain, extract, publish, query, scoring, why
from graph.errors import ZhengtuError

DONE, FAILED = 0, 2
DEFAULT_DATA = Path("data")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with ``arguments`` (those of the process by default); return its status."""
    parser = build_parser()
    options = parser.parse_args(arguments)
    try:
        status = options.run(options)
    except ZhengtuError as error:
        print(f"zhengtu: {error}", file=sys.stderr)
        return FAILED
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return DONE
        where = f"{error.filename}: " if error.filename else ""
        print(f"zhengtu: {where}{error.strerror or error}; check path and disk", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        print("zhengtu: stopped", file=sys.stderr)
        return FAILED
    return int(status or DONE)


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    parser = argparse.ArgumentParser(
        prog="zhengtu", description="A knowledge graph of what governments do, with its proofs."
    )
    parser.add_argument("--version", action="version", version=f"zhengtu {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    extract.add_command(commands)
    publish.add_commands(commands, DEFAULT_DATA)
    query.add_commands(commands, DEFAULT_DATA)
    explain.add_command(commands, DEFAULT_DATA)
    why.add_command(commands, DEFAULT_DATA)
    diff.add_command(commands, DEFAULT_DATA)
    scoring.add_command(commands)
    _add_serve(commands)
    return parser


def _add_serve(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("serve", help="serve GraphQL, SPARQL, linked data and the page")
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--data", type=Path, help="folder of the graph (default: data)")
    source.add_argument(
        "--rdf",
        type=Path,
        nargs="+",
        default=[],
        metavar="FILE",
        help="serve these RDF files at /sparql instead (.ttl, .nt, .nq, .trig, .jsonld, .rdf; .gz)",
    )
    parser.add_argument(
        "--base",
        default="",
        metavar="IRI",
        help="with --rdf: resolves relative IRIs (default: the file's or the endpoint's address)",
    )
    parser.add_argument("--host", help="address to listen on (default: 127.0.0.1)")
    parser.add_argument("--port", type=int, help="port to listen on (default: 8000)")
    parser.set_defaults(run=_serve)


def _serve(options: argparse.Namespace) -> int:
    """Start the web room, which lies above this one and is therefore looked up at run time."""
    settings_room = importlib.import_module("api.settings")
    environment = dict(os.environ)
    if options.data:
        environment["ZHENGTU_DATA"] = str(options.data)
    settings = settings_room.read_settings(environment)
    importlib.import_module("api.server").serve(
        settings, options.host, options.port, options.rdf, options.base
    )
    return DONE
