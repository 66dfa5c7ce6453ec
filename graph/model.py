"""The records: what was read, what was found in it, what is claimed, and how we know.

Offsets are code points of ``Report.text``. All records are immutable and use only the standard
library, so that every room of the project can share them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

REPORTS = "reports"  # the relation whose object is a figure, not an entity


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the text below it, down to the next heading of its level or above.

    ``level`` is 1 for 一、, 2 for （一）, 3 for 1., 4 for 一是; ``start`` is where the heading
    begins, ``end`` where the section ends; ``number`` is the heading's mark as written. ``topic``
    is the notation of what the heading itself speaks of, "" when it names no topic.
    """

    number: str
    title: str
    level: int
    start: int
    end: int
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of text that ends at 。！？； or a line end; ``section`` indexes ``sections``."""

    start: int
    end: int
    section: int  # -1: before the first heading


@dataclass(frozen=True, slots=True)
class Report:
    """One document as read, with who reports and for which year as its own text says.

    ``reporter`` is a canonical name: a district's path (``广西壮族自治区/柳州市/城中区``) or an
    agency's full name; ``place`` is the path of the district that reports or hosts the agency.
    ``published``, ``publisher`` (发布机构), ``index_number`` (索引号) and ``source`` (an address)
    are what the page says on which it was published. Empty strings and ``None`` mean unknown.
    """

    name: str
    text: str
    title: str = ""
    reporter: str = ""
    reporter_type: str = "District"
    place: str = ""
    year: int | None = None
    published: str = ""
    language: str = "zh"
    source: str = ""
    sections: tuple[Section, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    digest: str = ""  # SHA-256 of the file's bytes
    publisher: str = ""
    index_number: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """A span that names a thing: ``text == report.text[start:end]``.

    ``rule`` names what found it, ``reason`` why it has this canonical name (deixis, list, form).
    """

    type: str
    start: int
    end: int
    text: str
    canonical: str
    rule: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """A claim found in a text, between canonical names; ``object_type`` is "" for a literal.

    ``evidence == report.text[start:end]``; ``qualifiers`` are sorted (name, value) pairs.
    """

    type: str
    subject: str
    subject_type: str
    object: str
    object_type: str
    qualifiers: tuple[tuple[str, str], ...]
    start: int
    end: int
    evidence: str
    rule: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything found in one report, in reading order."""

    report: Report
    mentions: tuple[Mention, ...] = ()
    relations: tuple[Relation, ...] = ()


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing. ``iri`` follows from what it is, never from run order.

    ``name`` is its canonical name, ``label`` what a person calls it (a district's own name),
    ``variants`` every surface under which it was found, sorted. ``place`` is the IRI of the
    district it belongs to ("" when none). ``properties`` are sorted (term name, value) pairs that
    its class knows: ``code``, ``level``, ``parent``, ``latitude``, ``longitude`` of a district;
    ``genre``, ``number``, ``period`` of a document; ``topic``, once for each, of an initiative.
    """

    iri: str
    type: str
    name: str
    label: str
    variants: tuple[str, ...] = ()
    place: str = ""
    properties: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """The exact words of a report that prove a statement: ``quote == text[start:end]``.

    ``section`` is the heading above it, ``rule`` what read it, ``reason`` the step that resolved
    an argument which the quote doesn't name (deixis, subject carried over). ``cases`` is how many
    claims the rule made on annotated texts, ``precision`` the share of them that was right, to
    three decimals (``0.9``); "" where there are too few cases for a number.
    """

    iri: str
    report: str  # IRI
    section: str
    start: int
    end: int
    quote: str
    rule: str
    reason: str = ""
    precision: str = ""
    cases: int = 0


@dataclass(frozen=True, slots=True)
class Qualifier:
    """What narrows a statement: a literal ``value``, and the entity it names where there is one."""

    name: str
    value: str
    entity: str = ""  # IRI


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim: subject, predicate, object, qualifiers, and all the evidence for it.

    ``predicate`` is a relation's local name (``adopts``); ``object`` is an IRI, or the literal
    of a figure when ``is_literal``. A figure's qualifiers carry ``value`` and ``unit`` besides.
    """

    iri: str
    subject: str
    predicate: str
    object: str
    is_literal: bool
    qualifiers: tuple[Qualifier, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a person decided about two names: ``verdict`` is ``same`` or ``different``."""

    left: str
    right: str
    verdict: str
    why: str


@dataclass(frozen=True, slots=True)
class Dataset:
    """A whole graph before it is stored: reports with their IRIs, entities, statements.

    Sorted by IRI, so that the same input gives the same bytes. ``undecided`` are pairs of entity
    IRIs that may be one thing, with the reason, for a person to judge.
    """

    base: str
    reports: tuple[tuple[str, Report], ...] = ()
    entities: tuple[Entity, ...] = ()
    statements: tuple[Statement, ...] = ()
    undecided: tuple[tuple[str, str, str], ...] = field(default=())
