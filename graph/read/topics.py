"""What the sections of a report are about, by the words of their headings.

Which words mean which topic is data (seeds/rules/topics.yaml); the topics themselves are the
concepts of ontology/topics.ttl.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from importlib.resources import files

import yaml

from graph.model import Section

_HEADING = 40  # a title that is longer runs on into its paragraph
_CLAUSE_END = re.compile("[，,。.：:；;！!]")


def with_topics(sections: Iterable[Section]) -> tuple[Section, ...]:
    """Return the same sections, each with the topic of its own heading; nothing is inherited."""
    return tuple(replace(section, topic=topic_of(section.title)) for section in sections)


def topic_of(heading: str) -> str:
    """Return the notation of the topic that a heading names first, "" when it names none.

    Of two topics whose words begin at the same place, the one with more words counts, because
    行政执法监督 says more than 行政执法. Of a heading that runs on into its paragraph only the
    first clause is read, and nothing when that is long as well.

    >>> topic_of("深化行政复议改革，化解矛盾纠纷"), topic_of("存在的问题")
    ('reconsideration', '')
    """
    if len(heading) > _HEADING:
        heading = _CLAUSE_END.split(heading, maxsplit=1)[0]
    if len(heading) > _HEADING:
        return ""
    found = [
        (match.start(), -len(match[0]), order, notation)
        for order, (notation, pattern) in enumerate(_patterns())
        if (match := pattern.search(heading))
    ]
    return min(found)[-1] if found else ""


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    text = files("seeds").joinpath("rules", "topics.yaml").read_text(encoding="utf-8")
    rules = yaml.safe_load(text)["topics"]
    return tuple((rule["name"], re.compile(rule["pattern"])) for rule in rules)
