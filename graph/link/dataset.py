"""Put the findings of all reports together: one entity per thing, one statement per claim."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graph.extract.lexicon import joined_names
from graph.extract.setting import Setting
from graph.link.entities import EntityTable
from graph.link.iris import Minter
from graph.link.resolve import Resolution, undecided_pairs
from graph.link.statements import StatementTable
from graph.model import Dataset, Extraction, Judgement
from graph.names import Gazetteer

DEFAULT_BASE = "https://w3id.org/zhengtu/id/"


def link(
    extractions: Iterable[Extraction],
    gazetteer: Gazetteer,
    judgements: Sequence[Judgement] = (),
    base: str = DEFAULT_BASE,
) -> Dataset:
    """Return the dataset of the given extractions; their order doesn't matter.

    ``judgements`` override what the names suggest, both ways.
    """
    minter = Minter(base, gazetteer)
    resolution = Resolution.of(judgements, joined_names())
    entities = EntityTable(minter, resolution)
    statements = StatementTable(minter, entities)
    reports = []
    for extraction in sorted(extractions, key=lambda e: e.report.name):
        setting = Setting(extraction.report, gazetteer)
        iri = minter.report(extraction.report.name)
        reports.append((iri, extraction.report))
        entities.read(extraction, setting)
        statements.read(extraction, setting, iri)
    found = entities.entities()
    return Dataset(
        base,
        tuple(sorted(reports, key=lambda pair: pair[0])),
        found,
        statements.statements(),
        tuple(undecided_pairs(found, resolution)),
    )
