"""Rules as data: patterns with examples that they find and examples that they ignore."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from graph.errors import RuleError


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of seeds/rules: what it says beyond its pattern depends on the component.

    ``line`` is where it stands in its file, for messages.
    """

    name: str
    type: str
    pattern: re.Pattern[str]
    where: str
    weight: float
    settings: dict[str, str]
    finds: tuple[str, ...]
    ignores: tuple[str, ...]
    source: str
    line: int

    @property
    def place(self) -> str:
        """Return file and line, for messages."""
        return f"seeds/rules/{self.source}:{self.line}"


class _Loader(yaml.SafeLoader):
    """Keeps the line of each mapping under the key ``__line__``."""

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        mapping = super().construct_mapping(node, deep=deep)
        mapping["__line__"] = node.start_mark.line + 1
        return mapping


_KNOWN = {"name", "type", "pattern", "where", "weight", "finds", "ignores", "__line__"}


def load_rules(source: str, group: str) -> tuple[Rule, ...]:
    """Return the rules of one group of a file in seeds/rules, in their order.

    A pattern may use ``{WORDS}``, a list of words defined under ``words`` in the same file.
    RuleError, with file and line, for a broken one.
    """
    content = _content(source)
    words = {k: _alternatives(v) for k, v in content.get("words", {}).items() if k != "__line__"}
    return tuple(_rule(item, words, source) for item in content.get(group, ()))


def load_words(source: str, name: str) -> tuple[str, ...]:
    """Return one list of words of a file in seeds/rules."""
    return tuple(str(_content(source)["words"][name]).split())


def any_of(words: Iterable[str]) -> str:
    """Return a pattern that finds one of ``words`` (themselves patterns), the longest first.

    Words with one first character share it, so that a text is compared with each only once.

    >>> any_of(["和", "制定", "制发"])
    '制(?:定|发)|和'
    """
    ordered = sorted(words, key=len, reverse=True)
    if not all(map(_BEGINS_PLAIN.match, ordered)):
        return "|".join(ordered)
    rests: dict[str, list[str]] = {}
    for word in ordered:
        rests.setdefault(word[0], []).append(word[1:])
    return "|".join(
        first + (f"(?:{'|'.join(after)})" if any(after) else "") for first, after in rests.items()
    )


_BEGINS_PLAIN = re.compile(r"[\u4e00-\u9fff](?![?*+{])[^|]*$")


@cache
def _content(source: str) -> dict[str, Any]:
    """Return what a file in seeds/rules says; several components share one file."""
    text = files("seeds").joinpath("rules", source).read_text(encoding="utf-8")
    content: dict[str, Any] = yaml.load(text, _Loader)
    return content


def _alternatives(words: str) -> str:
    return any_of(map(_escape, str(words).split()))


def _escape(word: str) -> str:
    return word if re.search(r"[\[\\(?]", word) else re.escape(word)


def _rule(item: dict[str, Any], words: dict[str, str], source: str) -> Rule:
    place = f"seeds/rules/{source}:{item.get('__line__', 0)}"
    for needed in ("name", "pattern"):
        if needed not in item:
            raise RuleError(f"{place}: the rule has no {needed!r}; add it")
    pattern = re.sub(r"\{([A-Z_]+)\}", lambda m: f"(?:{words[m[1]]})", item["pattern"])
    try:
        compiled = re.compile(pattern)
    except re.error as error:
        raise RuleError(f"{place}: rule {item['name']}: {error}; mend the pattern") from error
    return Rule(
        item["name"],
        item.get("type", ""),
        compiled,
        item.get("where", ""),
        float(item.get("weight", 1)),
        {key: str(value) for key, value in item.items() if key not in _KNOWN},
        tuple(item.get("finds", ())),
        tuple(item.get("ignores", ())),
        source,
        int(item["__line__"]),
    )
