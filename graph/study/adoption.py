"""Who took up which policy, and when: one record per claim, with how well its date is known.

A report that covers 2021 and mentions a reform says that the reform was there in 2021, not that
it began in that year. ``date_precision`` keeps the two apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graph import terms
from graph.model import Entity, Evidence, Statement
from graph.ontology import Ontology, load_ontology, local_name
from graph.store.rdf import holds
from graph.store.read_model import ReadModel
from graph.study.timing import covered_year, is_planned, timing
from graph.study.units import Unit, units

ADOPTS, FOLLOWS = local_name(terms.adopts), local_name(terms.follows)
ISSUED, IMPLEMENTS = local_name(terms.issuedBy), local_name(terms.implements)
DATE = local_name(terms.date)
ROLE, STATUS, MODE = local_name(terms.role), local_name(terms.status), local_name(terms.mode)
NEVER = 9999  # sorts what has no year after everything that has one


@dataclass(frozen=True, slots=True)
class Adoption:
    """What one statement says of a unit and a policy, whether it holds or not.

    ``relation`` is adopts, follows, issuedBy (the unit issued the document) or implements (the
    unit issued a document that implements the policy). ``date`` is as precise as the text;
    ``date_precision`` is day, month, year, ``report-year`` when only the year that the report
    covers is known, or "" without any year. ``phase`` is beginning, continuing or "";
    ``tells_onset`` says whether the year is the one in which it began, as far as the words go.
    ``holds`` is false too for what is said in a part of a report about what is to come.
    ``evidence`` counts the proofs.
    """

    unit: Unit
    policy: Entity
    relation: str
    year: int | None
    date: str
    date_precision: str
    phase: str
    tells_onset: bool
    role: str
    status: str
    mode: str
    holds: bool
    evidence: int
    first_evidence: str
    report: str
    statement: str


def adoptions(model: ReadModel, ontology: Ontology | None = None) -> list[Adoption]:
    """Every claim that a district or agency takes up a policy, sorted by policy, year and unit.

    Each adopts, follows and issuedBy statement gives one record. An implements statement gives
    one for each issuer of the implementing document, and one for the document's own place when no
    report names an issuer; an initiative has no issuer and gives none.
    """
    known, everybody = ontology or load_ontology(), units(model)
    found = [*_direct(model, everybody, known), *_implementers(model, everybody, known)]
    return sorted(found, key=_order)


def _order(found: Adoption) -> tuple[str, str, str, int, str, str, str]:
    policy = (found.policy.type, found.policy.name, found.policy.iri)
    return (*policy, found.year or NEVER, found.unit.iri, found.relation, found.statement)


def _direct(model: ReadModel, everybody: dict[str, Unit], ontology: Ontology) -> Iterator[Adoption]:
    """What statements say of a unit and a policy; the unit is the object of issuedBy."""
    for relation in (ADOPTS, FOLLOWS, ISSUED):
        for statement in model.statements(predicate=relation):
            who, what = statement.subject, statement.object
            if relation == ISSUED:
                who, what = what, who
            unit, policy = everybody.get(who), model.entity(what)
            if unit and policy:
                yield _adoption(model, unit, policy, statement, statement, ontology)


def _implementers(
    model: ReadModel, everybody: dict[str, Unit], ontology: Ontology
) -> Iterator[Adoption]:
    for statement in model.statements(predicate=IMPLEMENTS):
        own, policy = model.entity(statement.subject), model.entity(statement.object)
        if own is None or policy is None:
            continue
        issued = _best_by_issuer(model.statements(own.iri, ISSUED), ontology)
        if not issued and own.type == local_name(terms.Document) and own.place:
            issued = {own.place: statement}
        for iri, issuing in issued.items():
            if iri in everybody:
                yield _adoption(model, everybody[iri], policy, statement, issuing, ontology)


def _best_by_issuer(issued: Iterable[Statement], ontology: Ontology) -> dict[str, Statement]:
    """One issuing statement for each issuer: one that holds and has a date, if there is one."""
    best: dict[str, Statement] = {}
    for statement in sorted(issued, key=lambda s: (not holds(s, ontology), _said_date(s), s.iri)):
        best.setdefault(statement.object, statement)
    return best


def _said_date(statement: Statement) -> str:
    return _said(statement, DATE) or str(NEVER)


def _adoption(
    model: ReadModel,
    unit: Unit,
    policy: Entity,
    claim: Statement,
    dated: Statement,
    ontology: Ontology,
) -> Adoption:
    """The record of ``claim``, with the date and status of ``dated`` (the issuing, or itself)."""
    when = timing(model, dated)
    first = min(claim.evidence, key=lambda e: _evidence_order(model, e), default=None)
    return Adoption(
        unit,
        policy,
        claim.predicate,
        when.year,
        when.date,
        when.precision,
        when.phase,
        when.tells_onset,
        _said(claim, ROLE),
        _said(dated, STATUS),
        _said(claim, MODE),
        holds(claim, ontology) and holds(dated, ontology) and not is_planned(model, claim),
        len(claim.evidence),
        first.iri if first else "",
        first.report if first else "",
        claim.iri,
    )


def _said(statement: Statement, name: str) -> str:
    return next((q.value for q in statement.qualifiers if q.name == name), "")


def _evidence_order(model: ReadModel, evidence: Evidence) -> tuple[int, str, int, str]:
    return covered_year(model, evidence) or NEVER, evidence.report, evidence.start, evidence.iri
