"""Platforms: which place or agency uses one."""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

from graph.extract.marks import marked
from graph.extract.relate.findings import REACH, findings_of

_NOT_USED = re.compile(r"(?:未|尚未|没有|缺乏)[^，。；]{0,8}$")


@Language.factory("relate_platforms")
def make_platforms(nlp: Language, name: str) -> object:
    return relate_platforms


def relate_platforms(doc: Doc) -> Doc:
    """Find uses: a named platform that a report speaks of is used by the one who acts there."""
    findings = findings_of(doc)
    for span in sorted(marked(doc, "Platform"), key=lambda s: s.start):
        start = max(findings.clauses.sentence(span.start)[0], span.start - REACH)
        if _NOT_USED.search(findings.text[start : span.start]):
            continue
        spans = findings.clauses.subject(span.start)
        where = findings.evidence(spans[0] if spans else None, span.start, span.end)
        for actor in findings.actors(span.start):
            findings.add(
                "uses",
                actor,
                (span.canonical, "Platform"),
                where,
                "uses-platform",
                "" if spans else "主语承前或为报告者",
            )
    return doc
