"""``zhengtu explain``: every statement about a thing, each with the words that prove it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from graph.commands.extract import Commands
from graph.model import Entity, Evidence, Statement
from graph.ontology import load_ontology
from graph.store.generation import open_generation
from graph.store.read_model import ReadModel


def add_command(commands: Commands[argparse.ArgumentParser], data: Path) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser("explain", help="print all that is known of a thing, with proofs")
    parser.add_argument("name", metavar="NAME|IRI", help="any of its names, or its IRI")
    parser.add_argument("--data", type=Path, default=data, help="folder of the graph")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print what is known; 1 with suggestions when nothing bears the name."""
    model = open_generation(options.data).read_model()
    found = model.find(options.name)
    if not found:
        near = ", ".join(hit.entity.name for hit in model.search(options.name, limit=5))
        hint = f"; did you mean {near}?" if near else ""
        print(f"zhengtu: nothing is called {options.name}{hint}", file=sys.stderr)
        return 1
    for entity in found:
        for line in describe(entity, model):
            print(line)
    return 0


def describe(entity: Entity, model: ReadModel) -> Iterable[str]:
    """Yield the lines about one entity: names, then statements with quotes."""
    yield f"{entity.label}  [{entity.type}]  {entity.iri}"
    if entity.name != entity.label:
        yield f"  {entity.name}"
    if entity.variants:
        yield f"  又作 also: {'、'.join(entity.variants)}"
    about = model.statements(subject=entity.iri) + model.statements(object=entity.iri)
    for statement in about:
        yield from _statement_lines(statement, model)
    yield ""


def statement_line(statement: Statement, model: ReadModel) -> str:
    """Return a statement in words: who does what to what."""
    term = load_ontology().term(statement.predicate)
    label = f"{term.label_zh} {term.label_en}" if term else statement.predicate
    target = statement.object if statement.is_literal else _name(statement.object, model)
    return f"{_name(statement.subject, model)} — {label} → {target}"


def _statement_lines(statement: Statement, model: ReadModel) -> Iterable[str]:
    qualifiers = "，".join(f"{q.name}={q.value}" for q in statement.qualifiers)
    yield f"\n  {statement_line(statement, model)}"
    if qualifiers:
        yield f"    {qualifiers}"
    for proof in statement.evidence:
        report = model.report(proof.report)
        title = report[1].name if report else proof.report
        yield f"    “{proof.quote}”"
        parts = (
            f"{title}:{proof.start}–{proof.end}",
            proof.section,
            f"[{proof.rule}{_measured(proof)}]",
            proof.reason,
        )
        yield "    " + "  ".join(part for part in parts if part)


def _measured(proof: Evidence) -> str:
    """Return how often the rule was right on annotated texts, where that was measured."""
    if proof.precision:
        return f", right in {float(proof.precision):.1%} of {proof.cases} cases measured"
    return f", {proof.cases} cases measured" if proof.cases else ", not measured"


def _name(iri: str, model: ReadModel) -> str:
    entity = model.entity(iri)
    return entity.name if entity else iri
