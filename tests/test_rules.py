"""Every rule finds what it says it finds, and ignores what it says it ignores."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files

import pytest
import yaml

from graph.extract.marks import Found
from graph.extract.relate.findings import Slot, first_rule
from graph.extract.rules import Rule, load_rules
from graph.read.topics import topic_of

GROUPS = (
    ("quotes.yaml", "quotes"),
    ("heads.yaml", "heads"),
    ("mentions.yaml", "initiatives"),
    ("mentions.yaml", "platforms"),
    ("mentions.yaml", "awards"),
    ("mentions.yaml", "documents"),
    ("agencies.yaml", "bare"),
    ("agencies.yaml", "stations"),
    ("agencies.yaml", "free"),
    ("places.yaml", "anaphora"),
    ("places.yaml", "never"),
    ("listed.yaml", "exceptions"),
    ("relations.yaml", "issued"),
    ("relations.yaml", "follows"),
    ("topics.yaml", "topics"),
)
RULES = [rule for source, group in GROUPS for rule in load_rules(source, group)]


def finds(rule: Rule, example: str) -> bool:
    """Whether the rule fits the example, looked at as its component looks at a text."""
    if rule.source == "relations.yaml":
        return first_rule((rule,), slot(example)) is not None
    if rule.source == "topics.yaml":
        return topic_of(example) == rule.name
    if rule.source == "heads.yaml":
        head = rule.pattern.match(example)
        return head is not None and head[0] == example
    if rule.source == "mentions.yaml":
        return any(counts(rule, name) for name in names(rule, example))
    return rule.pattern.search(example) is not None


def slot(example: str) -> Slot:
    """``left⟦mention⟧right`` as a relation's rule sees it."""
    left, rest = example.split("⟦")
    text, right = rest.split("⟧")
    span = Found("Document", len(left), len(left) + len(text), text, text, "example")
    return Slot(span, left, right, (span,))


def names(rule: Rule, example: str) -> Iterator[str]:
    """The names that grow from the rule's heads, back to the start where it reaches back."""
    for head in rule.pattern.finditer(example):
        yield example[0 if "reach" in rule.settings else head.start() : head.end()]


def counts(rule: Rule, name: str) -> bool:
    needs, never = rule.settings.get("needs", ""), rule.settings.get("never", "(?!)")
    return re.search(needs, name) is not None and re.search(never, name) is None


def examples(which: str) -> list[object]:
    return [
        pytest.param(rule, example, id=f"{rule.source}-{rule.name}-{example}")
        for rule in RULES
        for example in (rule.finds if which == "finds" else rule.ignores)
    ]


@pytest.mark.parametrize(("rule", "example"), examples("finds"))
def test_a_rule_finds_its_example(rule: Rule, example: str) -> None:
    assert finds(rule, example), (
        f"{rule.place}: rule {rule.name} does not find its example {example}; "
        "change the pattern or the example"
    )


@pytest.mark.parametrize(("rule", "example"), examples("ignores"))
def test_a_rule_ignores_its_counter_example(rule: Rule, example: str) -> None:
    assert not finds(rule, example), (
        f"{rule.place}: rule {rule.name} does not ignore its example {example}; "
        "change the pattern or the example"
    )


def test_every_rule_shows_what_it_is_for() -> None:
    """A rule that only counts a listed name has no words of its own to show."""
    silent = [
        f"{rule.place}: rule {rule.name} has no example; add finds or ignores"
        for rule in RULES
        if rule.where != "listed" and not (rule.finds or rule.ignores)
    ]
    assert silent == []


def test_every_group_of_rules_is_tested() -> None:
    """A new group in seeds/rules has to be added above, with the way in which it is applied."""
    found = {
        (file.name, group)
        for file in files("seeds").joinpath("rules").iterdir()
        if file.name.endswith(".yaml")
        for group in yaml.safe_load(file.read_text(encoding="utf-8"))
        if group != "words"
    }
    assert found == set(GROUPS)


def test_a_rule_has_a_name_of_its_own_in_its_file() -> None:
    for source, group in GROUPS:
        found = [rule.name for rule in load_rules(source, group)]
        assert len(found) == len(set(found)), (source, group)


def test_a_message_about_a_rule_names_file_and_line() -> None:
    rule = load_rules("listed.yaml", "exceptions")[0]
    assert rule.place == "seeds/rules/listed.yaml:3"
