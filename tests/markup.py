"""The gold markup as examples, and the one extractor and one graph that the tests share.

``read("⟦Agency|区司法局|柳州市城中区司法局⟧印发了…", CHENGZHONG)`` takes the marks off, reads
the text as a report of that place, and compares what was found with the marks and their names.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from pathlib import Path

from graph.build import build
from graph.model import Dataset, Extraction, Mention, Relation, Report
from graph.names import Gazetteer
from graph.read.catalogue import CatalogueEntry
from graph.read.report import report_of
from graph.reading import extract_all, extractor, plan
from graph.score import parse_markup
from graph.store.generation import Generation

CHENGZHONG = "广西壮族自治区/柳州市/城中区"
LUZHAI = "广西壮族自治区/柳州市/鹿寨县"
LIUZHOU = "广西壮族自治区/柳州市"
XINING_CHENGZHONG = "青海省/西宁市/城中区"
JINGHAI = "天津市/静海区"
REPORTS = Path(str(files("seeds").joinpath("reports")))


def gazetteer() -> Gazetteer:
    """The gazetteer that the shared extractor reads with."""
    return extractor().gazetteer


def report(text: str, place: str = "", year: int | None = 2022, name: str = "example") -> Report:
    """``text`` as the report of ``place`` (a path, or an agency's full name) for ``year``."""
    entry = CatalogueEntry(name, reporter=place, year=str(year or ""))
    return report_of(text, name, gazetteer(), entry)


def extract(
    text: str, place: str = "", year: int | None = 2022, name: str = "example"
) -> Extraction:
    """What a plain text says as the report of ``place``."""
    return extractor().extract(report(text, place, year, name))


def read(marked: str, place: str = "", year: int | None = 2022) -> Extraction:
    """What a marked text says; its mentions have to be those of the marks, no more and no fewer."""
    text, _ = parse_markup(marked)
    found = extract(text, place, year)
    assert mark_up(text, found.mentions) == marked
    return found


def mark_up(text: str, mentions: Iterable[Mention]) -> str:
    """``text`` with its mentions in the gold markup."""
    signs: list[tuple[int, int, int, str]] = []
    for mention in mentions:
        length = mention.end - mention.start
        signs.append((mention.start, 1, -length, f"⟦{mention.type}|"))
        signs.append((mention.end, 0, length, f"|{mention.canonical}⟧"))
    pieces, last = [], 0
    for position, _, _, sign in sorted(signs):
        pieces += [text[last:position], sign]
        last = position
    return "".join([*pieces, text[last:]])


def claims(found: Extraction, kind: str) -> list[tuple[str, str]]:
    """The relations of one type, as (subject, object), sorted."""
    return sorted((r.subject, r.object) for r in found.relations if r.type == kind)


def claim(found: Extraction, kind: str) -> Relation:
    """The only relation of its type."""
    (only,) = (r for r in found.relations if r.type == kind)
    return only


def qualifiers(found: Extraction, kind: str) -> dict[str, str]:
    """The qualifiers of the only relation of its type."""
    return dict(claim(found, kind).qualifiers)


@cache
def five_extractions() -> tuple[Extraction, ...]:
    """What the five real reports say."""
    found = tuple(extract_all(plan([REPORTS])))
    assert all(isinstance(one, Extraction) for one in found)
    return found  # type: ignore[return-value]


@cache
def five_reports() -> tuple[Path, Generation]:
    """The graph of the five real reports: the folder it was published in, and the generation."""
    folder = Path(tempfile.mkdtemp(prefix="zhengtu-five-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    _, generation = build(plan([REPORTS]), folder, five_extractions())
    return folder, generation


def quotes_hold(dataset: Dataset) -> bool:
    """Whether every evidence quote is, character for character, what its report says there."""
    texts = {iri: one.text for iri, one in dataset.reports}
    return all(
        proof.quote == texts[proof.report][proof.start : proof.end]
        for statement in dataset.statements
        for proof in statement.evidence
    )
