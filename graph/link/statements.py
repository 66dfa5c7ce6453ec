"""Statements: each claim once, with its qualifiers and all the evidence for it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from graph.extract.measured import Measured, load_measured
from graph.extract.setting import Setting
from graph.link.entities import EntityTable
from graph.link.iris import Minter
from graph.model import Evidence, Extraction, Mention, Qualifier, Relation, Statement
from graph.read.outline import Nest

_NAMED_ENTITIES = {"conferredBy": "Agency", "initiative": "Initiative"}


@dataclass(slots=True)
class _Draft:
    subject: str
    predicate: str
    object: str
    is_literal: bool
    qualifiers: tuple[Qualifier, ...]
    evidence: dict[str, Evidence] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Source:
    """A report as a place of evidence: its IRI, where its mentions start, where sections stand."""

    extraction: Extraction
    iri: str
    starts: list[int]
    nest: Nest

    @classmethod
    def of(cls, extraction: Extraction, iri: str) -> _Source:
        sections = extraction.report.sections
        starts = [mention.start for mention in extraction.mentions]
        return cls(extraction, iri, starts, Nest.of((s.start, s.end) for s in sections))

    def mentions(self, start: int, end: int) -> list[Mention]:
        """Return the mentions within a stretch of the text."""
        first, last = bisect_left(self.starts, start), bisect_right(self.starts, end)
        return [m for m in self.extraction.mentions[first:last] if m.end <= end]

    def section_title(self, position: int) -> str:
        """Return number and title of the innermost section at ``position``, or ""."""
        index = self.nest.innermost(position)
        section = self.extraction.report.sections[index] if index >= 0 else None
        return f"{section.number}{section.title}" if section else ""

    def topic(self, position: int) -> str:
        """Return the topic of the innermost section around ``position`` that has one, or ""."""
        sections = self.extraction.report.sections
        index = self.nest.innermost(position)
        while index >= 0 and not sections[index].topic:
            index = self.nest.above[index]
        return sections[index].topic if index >= 0 else ""


class StatementTable:
    """Collects statements report by report."""

    def __init__(self, minter: Minter, entities: EntityTable) -> None:
        self.minter = minter
        self.entities = entities
        self.drafts: dict[str, _Draft] = {}

    def read(self, extraction: Extraction, setting: Setting, report_iri: str) -> None:
        """Take in the relations of a report."""
        source = _Source.of(extraction, report_iri)
        for relation in extraction.relations:
            self._add(relation, source, setting)

    def _add(self, relation: Relation, source: _Source, setting: Setting) -> None:
        subject, counted = self._subject(relation, setting)
        if not subject:
            return
        literal = not relation.object_type
        target = (
            relation.object
            if literal
            else self.entities.iri(relation.object_type, relation.object, setting)
        )
        qualifiers = self._qualifiers(relation, setting, counted)
        pairs = [f"{q.name}={q.entity or q.value}" for q in qualifiers]
        iri = self.minter.statement(subject, relation.type, target, *pairs)
        draft = self.drafts.setdefault(
            iri, _Draft(subject, relation.type, target, literal, qualifiers)
        )
        proof = self._evidence(relation, source, counted)
        draft.evidence[proof.iri] = proof
        topic = source.topic(relation.start) if relation.type == "adopts" else ""
        if topic:
            adopted = self.entities.draft(relation.object_type, relation.object, setting)
            adopted.several.add(("topic", topic))

    def _subject(self, relation: Relation, setting: Setting) -> tuple[str, str]:
        """Return the subject's IRI; counted recipients (4名个人) belong to whoever reports."""
        if relation.subject_type:
            return self.entities.iri(relation.subject_type, relation.subject, setting), ""
        report = setting.report
        if not report.reporter:
            return "", ""
        return self.entities.iri(report.reporter_type, report.reporter, setting), relation.subject

    def _qualifiers(
        self, relation: Relation, setting: Setting, counted: str
    ) -> tuple[Qualifier, ...]:
        found = [Qualifier("recipient", counted)] if counted else []
        for name, value in relation.qualifiers:
            kind = _NAMED_ENTITIES.get(name)
            if kind is None:
                found.append(Qualifier(name, value))
                continue
            for part in value.split("、"):
                self.entities.draft(kind, part, setting)
                found.append(Qualifier(name, part, self.entities.iri(kind, part, setting)))
        return tuple(sorted(found, key=lambda q: (q.name, q.value, q.entity)))

    def _evidence(self, relation: Relation, source: _Source, counted: str) -> Evidence:
        reason = _reason(relation, source)
        if counted:
            own = f"{counted}: 属{source.extraction.report.reporter}"
            reason = f"{reason}；{own}" if reason else own
        measured = load_measured().get(relation.rule, Measured())
        return Evidence(
            self.minter.evidence(source.iri, relation.start, relation.end, relation.rule, reason),
            source.iri,
            source.section_title(relation.start),
            relation.start,
            relation.end,
            relation.evidence,
            relation.rule,
            reason,
            measured.precision,
            measured.cases,
        )

    def statements(self) -> tuple[Statement, ...]:
        """Return all statements, sorted by IRI, their evidence too."""
        return tuple(
            Statement(
                iri,
                draft.subject,
                draft.predicate,
                draft.object,
                draft.is_literal,
                draft.qualifiers,
                tuple(proof for _, proof in sorted(draft.evidence.items())),
            )
            for iri, draft in sorted(self.drafts.items())
        )


def _reason(relation: Relation, source: _Source) -> str:
    """Return why the quote means its arguments where it doesn't write out their names."""
    inside = source.mentions(relation.start, relation.end)
    reasons = []
    for name in (relation.subject, relation.object):
        named = [m for m in inside if m.canonical == name]
        if named:
            reasons += [why for why in dict.fromkeys(map(_why_means, named)) if why][:1]
        elif name not in relation.evidence:
            reasons.append(relation.reason or f"{name}: 据上文")
    return "；".join(dict.fromkeys(reasons))


def _why_means(mention: Mention) -> str:
    plain = mention.text.strip("《》“”‘’")
    if mention.reason:
        return mention.reason
    name = mention.canonical.rsplit("/", 1)[-1]
    return "" if plain == name else f"{mention.text} = {mention.canonical}"
