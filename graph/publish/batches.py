"""A dataset in parts that can be checked one by one.

A part holds what its records point at as stand-ins: a name and a class, which break no shape. So
the parts together show what the whole would.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import TypeVar

from graph.model import Dataset, Entity, Report

Item = TypeVar("Item")

RECORDS = (
    4000  # statements or entities in a part: some 100,000 triples, which pySHACL takes 4 s for
)
TEXTS = 200  # reports in a part


@dataclass(frozen=True, slots=True)
class Index:
    """Where to find what a record points at: by IRI, and by class and name."""

    entities: Mapping[str, Entity]
    reports: Mapping[str, Report]
    names: Mapping[tuple[str, str], str]

    @classmethod
    def of(cls, dataset: Dataset) -> Index:
        """The index of a dataset."""
        return cls(
            {entity.iri: entity for entity in dataset.entities},
            dict(dataset.reports),
            {(entity.type, entity.name): entity.iri for entity in dataset.entities},
        )


def batches_of(dataset: Dataset, records: int = RECORDS) -> Iterator[Dataset]:
    """Yield the parts of a dataset, of ``records`` each; a small one is its own only part."""
    count = len(dataset.statements) + len(dataset.entities)
    if count <= 2 * records and len(dataset.reports) <= TEXTS:
        yield dataset
        return
    index, base = Index.of(dataset), dataset.base
    parts = chain(
        (Dataset(base, entities=some) for some in batched(dataset.entities, records)),
        (Dataset(base, reports=some) for some in batched(dataset.reports, TEXTS)),
        (Dataset(base, statements=some) for some in batched(dataset.statements, records)),
        (Dataset(base, undecided=some) for some in batched(dataset.undecided, records)),
    )
    for part in parts:
        yield _with_stand_ins(part, index)


def batched(items: Sequence[Item], size: int) -> Iterator[tuple[Item, ...]]:
    """Yield the items in order, ``size`` at a time."""
    return (tuple(items[start : start + size]) for start in range(0, len(items), size))


def _with_stand_ins(part: Dataset, index: Index) -> Dataset:
    own = {entity.iri for entity in part.entities} | {iri for iri, _ in part.reports}
    wanted = sorted(set(_pointed_at(part, index)) - own)
    entities = (index.entities[iri] for iri in wanted if iri in index.entities)
    reports = ((iri, index.reports[iri]) for iri in wanted if iri in index.reports)
    return replace(
        part,
        entities=(*part.entities, *(Entity(e.iri, e.type, "-", "-") for e in entities)),
        reports=(*part.reports, *((iri, Report(r.name, "-")) for iri, r in reports)),
    )


def _pointed_at(part: Dataset, index: Index) -> Iterator[str]:
    """Yield the IRIs that the records of a part point at."""
    for entity in part.entities:
        yield entity.place
        yield from (value for _, value in entity.properties)
    for _, report in part.reports:
        yield index.names.get((report.reporter_type, report.reporter), "")
        yield index.names.get(("District", report.place), "")
    for claim in part.statements:
        yield from (claim.subject, claim.object, *(q.entity for q in claim.qualifiers))
        yield from (proof.report for proof in claim.evidence)
    for left, right, _ in part.undecided:
        yield from (left, right)
