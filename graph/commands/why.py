"""``zhengtu why``: why two names are one thing, are kept apart, or wait for a person."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from pathlib import Path

from graph.commands.extract import Commands
from graph.extract.lexicon import joined_names
from graph.link.judgements import read_judgements
from graph.model import Entity, Judgement
from graph.store.generation import open_generation
from graph.store.read_model import ReadModel


def add_command(commands: Commands[argparse.ArgumentParser], data: Path) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser("why", help="say why two names are one thing or not")
    parser.add_argument("left", metavar="A", help="a name or an IRI")
    parser.add_argument("right", metavar="B", help="another name or IRI")
    parser.add_argument("--data", type=Path, default=data, help="folder of the graph")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the reasons; 1 when a name is not in the graph."""
    model = open_generation(options.data).read_model()
    left, right = model.find(options.left), model.find(options.right)
    for name, found in ((options.left, left), (options.right, right)):
        if not found:
            print(f"{name}: nothing in the graph bears this name")
    if not left or not right:
        return 1
    for line in reasons(left, right, model, read_judgements()):
        print(line)
    return 0


def reasons(
    left: Sequence[Entity],
    right: Sequence[Entity],
    model: ReadModel,
    judgements: Iterable[Judgement],
) -> Iterable[str]:
    """Yield what speaks for or against each pair of things that bear the two names."""
    judged = {frozenset((j.left, j.right)): j for j in judgements}
    undecided = {frozenset(pair[:2]): pair[2] for pair in model.undecided}
    for one in left:
        for other in right:
            yield _verdict(one, other, judged, undecided)


def _verdict(
    one: Entity,
    other: Entity,
    judged: dict[frozenset[str], Judgement],
    undecided: dict[frozenset[str], str],
) -> str:
    if one.iri == other.iri:
        names = "、".join((one.name, *one.variants))
        listed = "、".join(n for n in one.variants if (one.type, n) in joined_names())
        joins = f"\n  joined to {one.name} by a list of seeds/names: {listed}" if listed else ""
        return f"one thing: {one.name} [{one.type}] {one.iri}\n  found as {names}{joins}"
    pair = f"{one.name} [{one.type}] {one.iri}\n  {other.name} [{other.type}] {other.iri}"
    judgement = judged.get(frozenset((f"{one.type}:{one.name}", f"{other.type}:{other.name}")))
    if judgement:
        return f"two things: {pair}\n  judged {judgement.verdict}: {judgement.why}"
    why = undecided.get(frozenset((one.iri, other.iri)))
    if why:
        return f"undecided: {pair}\n  alike because {why}; write a line in seeds/judgements.csv"
    if one.type != other.type:
        return f"two things: {pair}\n  of different types"
    if one.place != other.place:
        return f"two things: {pair}\n  of different places"
    return f"two things: {pair}\n  different names, and no list or judgement joins them"
