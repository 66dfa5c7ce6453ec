"""The read model: what GraphQL and pages read, without RDF.

A folder of JSON lines, written once from a Dataset and only read afterwards. Callers see records;
the files are nobody's business but this module's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import orjson

from graph.errors import StoreError
from graph.model import REPORTS as REPORTS_FIGURE
from graph.model import (
    Dataset,
    Entity,
    Evidence,
    Qualifier,
    Report,
    Section,
    Sentence,
    Statement,
)
from graph.store.index import BigramIndex, Match

INFO, REPORTS, ENTITIES, STATEMENTS, UNDECIDED = (
    "info.json",
    "reports.jsonl",
    "entities.jsonl",
    "statements.jsonl",
    "undecided.jsonl",
)


@dataclass(frozen=True, slots=True)
class GenerationInfo:
    """Which graph this is. ``id`` follows from the content, ``built`` is an ISO 8601 time (UTC).

    ``counts`` has ``reports``, ``entities``, ``statements``, ``evidence``, ``undecided``, and one
    number for every class and relation that occurs (``District``, ``adopts``). Statements of the
    relation ``reports`` are counted as ``figures``, since ``reports`` is how many texts there are.
    """

    id: str
    built: str
    counts: dict[str, int]
    base: str


@dataclass(frozen=True, slots=True)
class SearchHit:
    """An entity found by name: ``matched[highlight[0]:highlight[1]]`` is what was searched for.

    ``score`` is 3 and more for an exact name, 2 for a beginning, 1 for a part; the fraction grows
    with the number of statements about the entity.
    """

    entity: Entity
    matched: str
    score: float
    highlight: tuple[int, int]


def count(dataset: Dataset) -> dict[str, int]:
    """How much of everything a dataset holds, under the names of ``GenerationInfo.counts``."""
    proofs = {evidence.iri for statement in dataset.statements for evidence in statement.evidence}
    return {
        "reports": len(dataset.reports),
        "entities": len(dataset.entities),
        "statements": len(dataset.statements),
        "evidence": len(proofs),
        "undecided": len(dataset.undecided),
        **dict(sorted(Counter(entity.type for entity in dataset.entities).items())),
        **dict(sorted(Counter(map(_counted_as, dataset.statements)).items())),
    }


def _counted_as(statement: Statement) -> str:
    return "figures" if statement.predicate == REPORTS_FIGURE else statement.predicate


def write_read_model(dataset: Dataset, folder: Path) -> None:
    """Write ``dataset`` into ``folder`` (made when missing); equal datasets give equal bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    ordered = in_order(dataset)
    info = {"base": ordered.base, "counts": count(ordered)}
    (folder / INFO).write_bytes(orjson.dumps(info, option=orjson.OPT_INDENT_2))
    _write_lines(folder / REPORTS, ({"iri": i, "report": r} for i, r in ordered.reports))
    _write_lines(folder / ENTITIES, ordered.entities)
    _write_lines(folder / STATEMENTS, ordered.statements)
    _write_lines(folder / UNDECIDED, ordered.undecided)


def in_order(dataset: Dataset) -> Dataset:
    """The same dataset sorted: reports and statements by IRI, entities by class and name."""
    return Dataset(
        dataset.base,
        tuple(sorted(dataset.reports, key=lambda pair: pair[0])),
        tuple(sorted(dataset.entities, key=lambda e: (e.type, e.name, e.iri))),
        tuple(sorted(dataset.statements, key=lambda s: s.iri)),
        tuple(sorted(dataset.undecided)),
    )


def _write_lines(path: Path, records: Iterable[object]) -> None:
    with path.open("wb") as stream:
        for record in records:
            stream.write(orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE))


@dataclass(frozen=True)
class ReadModel:
    """Everything a reader asks, answered from memory. Open one with ``ReadModel.open``."""

    info: GenerationInfo
    _reports: tuple[tuple[str, Report], ...]
    _entities: tuple[Entity, ...]
    _statements: tuple[Statement, ...]
    undecided: tuple[tuple[str, str, str], ...] = field(default=())

    @classmethod
    def open(cls, folder: Path, generation: str = "", built: str = "") -> ReadModel:
        """Read what ``write_read_model`` wrote. Raises StoreError when a file is missing or broken.

        ``generation`` and ``built`` come from the manifest and are shown in ``info``.
        """
        try:
            info = orjson.loads((folder / INFO).read_bytes())
            return cls(
                GenerationInfo(generation, built, info["counts"], info["base"]),
                tuple(
                    (r["iri"], report_of_record(r["report"])) for r in _read_lines(folder / REPORTS)
                ),
                tuple(_entity(record) for record in _read_lines(folder / ENTITIES)),
                tuple(_statement(record) for record in _read_lines(folder / STATEMENTS)),
                tuple((left, right, why) for left, right, why in _read_lines(folder / UNDECIDED)),
            )
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StoreError(
                f"{folder}: the read model can't be read ({error}); run zhengtu build again"
            ) from error

    @classmethod
    def of(cls, dataset: Dataset) -> ReadModel:
        """The read model of a dataset that isn't on disk, for exports and tests."""
        ordered = in_order(dataset)
        info = GenerationInfo("", "", count(ordered), ordered.base)
        return cls(info, ordered.reports, ordered.entities, ordered.statements, ordered.undecided)

    def dataset(self) -> Dataset:
        """The records it was made from, in the order of ``in_order``."""
        return Dataset(
            self.info.base, self._reports, self._entities, self._statements, self.undecided
        )

    def entity(self, iri: str) -> Entity | None:
        """The entity with this IRI."""
        return self._by_iri.get(iri)

    def entities(self, type: str = "") -> Sequence[Entity]:
        """The entities of a class by its local name (all when empty), sorted by name."""
        return self._by_type.get(type, ())

    def find(self, name_or_iri: str, type: str | None = None) -> list[Entity]:
        """Entities with exactly this IRI, canonical name, label or variant.

        Bearers of it as a canonical name come first, then as a label, then as a variant; homonyms
        are all returned.
        """
        bearers = self._bearers.get(name_or_iri, ())
        return [entity for entity in bearers if type in (None, entity.type)]

    def search(self, text: str, types: Collection[str] = (), limit: int = 20) -> list[SearchHit]:
        """Entities whose canonical name, label or a variant contains ``text``, the best first.

        Exact names come before beginnings, beginnings before parts; then the entity with more
        statements; then by name.
        """
        best: dict[int, Match] = {}
        for match in self._index.search(text):
            if types and self._entities[match.owner].type not in types:
                continue
            known = best.get(match.owner)
            if known is None or match.tier > known.tier:
                best[match.owner] = match
        hits = [self._hit(match) for match in best.values()]
        hits.sort(key=lambda hit: (-hit.score, hit.entity.name, hit.entity.iri))
        return hits[:limit]

    def _hit(self, match: Match) -> SearchHit:
        entity = self._entities[match.owner]
        score = match.tier + 1 - 1 / (1 + self.degree(entity.iri))
        return SearchHit(entity, match.text, score, (match.start, match.end))

    def degree(self, iri: str) -> int:
        """How many statements have this entity as subject or object."""
        return len(self._by_subject.get(iri, ())) + len(self._by_object.get(iri, ()))

    def statements(
        self, subject: str | None = None, predicate: str | None = None, object: str | None = None
    ) -> list[Statement]:
        """Statements with this subject IRI, predicate (local name) and object, sorted by IRI.

        ``object`` is an IRI or the words of a figure; what is None may be anything.
        """
        narrowed = min(
            (
                found.get(wanted, ())
                for found, wanted in (
                    (self._by_subject, subject),
                    (self._by_object, object),
                    (self._by_predicate, predicate),
                )
                if wanted is not None
            ),
            key=len,
            default=self._statements,
        )
        return [
            statement
            for statement in narrowed
            if subject in (None, statement.subject)
            and predicate in (None, statement.predicate)
            and object in (None, statement.object)
        ]

    def statement(self, iri: str) -> Statement | None:
        """The statement with this IRI."""
        return self._statement_by_iri.get(iri)

    def qualified_by(self, iri: str) -> list[Statement]:
        """Statements that name this entity in a qualifier (an agency that confers an award)."""
        return list(self._by_qualifier.get(iri, ()))

    def evidence(self, iri: str) -> Evidence | None:
        """The evidence with this IRI."""
        return self._evidence_by_iri.get(iri)

    def statements_proved_by(self, evidence: str) -> list[Statement]:
        """The statements that rest on this evidence."""
        return list(self._by_evidence.get(evidence, ()))

    def reports(self) -> list[tuple[str, Report]]:
        """All reports with their IRIs, sorted by IRI."""
        return list(self._reports)

    def report(self, iri_or_name: str) -> tuple[str, Report] | None:
        """The report with this IRI or name, together with its IRI."""
        return self._report_by_key.get(iri_or_name)

    @cached_property
    def _by_iri(self) -> dict[str, Entity]:
        return {entity.iri: entity for entity in self._entities}

    @cached_property
    def _by_type(self) -> dict[str, tuple[Entity, ...]]:
        grouped: dict[str, list[Entity]] = {"": sorted(self._entities, key=lambda e: e.name)}
        for entity in self._entities:
            grouped.setdefault(entity.type, []).append(entity)
        return {type: tuple(group) for type, group in grouped.items()}

    @cached_property
    def _bearers(self) -> dict[str, dict[Entity, None]]:
        bearers: dict[str, dict[Entity, None]] = {}
        for entity in self._entities:
            bearers.setdefault(entity.iri, {})[entity] = None
            bearers.setdefault(entity.name, {})[entity] = None
        for entity in self._entities:
            bearers.setdefault(entity.label, {})[entity] = None
        for entity in self._entities:
            for variant in entity.variants:
                bearers.setdefault(variant, {})[entity] = None
        return bearers

    @cached_property
    def _index(self) -> BigramIndex:
        return BigramIndex(
            (number, name)
            for number, entity in enumerate(self._entities)
            for name in (entity.label, entity.name, *entity.variants)
        )

    @cached_property
    def _by_subject(self) -> dict[str, list[Statement]]:
        return _grouped((s.subject, s) for s in self._statements)

    @cached_property
    def _by_object(self) -> dict[str, list[Statement]]:
        return _grouped((s.object, s) for s in self._statements)

    @cached_property
    def _by_predicate(self) -> dict[str, list[Statement]]:
        return _grouped((s.predicate, s) for s in self._statements)

    @cached_property
    def _by_qualifier(self) -> dict[str, list[Statement]]:
        return _grouped(
            (iri, s)
            for s in self._statements
            for iri in dict.fromkeys(q.entity for q in s.qualifiers if q.entity)
        )

    @cached_property
    def _by_evidence(self) -> dict[str, list[Statement]]:
        return _grouped((e.iri, s) for s in self._statements for e in s.evidence)

    @cached_property
    def _statement_by_iri(self) -> dict[str, Statement]:
        return {statement.iri: statement for statement in self._statements}

    @cached_property
    def _evidence_by_iri(self) -> dict[str, Evidence]:
        return {proof.iri: proof for s in self._statements for proof in s.evidence}

    @cached_property
    def _report_by_key(self) -> dict[str, tuple[str, Report]]:
        named = {report.name: (iri, report) for iri, report in self._reports}
        return named | {iri: (iri, report) for iri, report in self._reports}


def _grouped(pairs: Iterable[tuple[str, Statement]]) -> dict[str, list[Statement]]:
    groups: dict[str, list[Statement]] = {}
    for key, statement in pairs:
        groups.setdefault(key, []).append(statement)
    return groups


def _read_lines(path: Path) -> Iterable[Any]:
    return map(orjson.loads, path.read_bytes().splitlines())


def report_of_record(record: dict[str, Any]) -> Report:
    """The report that a JSON record of it stands for."""
    record["sections"] = tuple(Section(**section) for section in record["sections"])
    record["sentences"] = tuple(Sentence(**sentence) for sentence in record["sentences"])
    return Report(**record)


def _entity(record: dict[str, Any]) -> Entity:
    record["variants"] = tuple(record["variants"])
    record["properties"] = tuple((name, value) for name, value in record["properties"])
    return Entity(**record)


def _statement(record: dict[str, Any]) -> Statement:
    record["qualifiers"] = tuple(Qualifier(**qualifier) for qualifier in record["qualifiers"])
    record["evidence"] = tuple(Evidence(**evidence) for evidence in record["evidence"])
    return Statement(**record)
