"""What is wrong with a graph, said of a node and by a rule, in Chinese and English."""

from __future__ import annotations

from dataclasses import dataclass

from graph.publish.messages import MESSAGES


@dataclass(frozen=True, slots=True)
class Violation:
    """What is wrong with a node. ``rule`` is ``Statement/evidence/minCount``: class, field, rule.

    ``value`` is what breaks the rule, "" when something is missing. A ``warning`` is worth a look
    and stops nothing.
    """

    node: str
    rule: str
    value: str
    zh: str
    en: str
    severity: str = "violation"

    def __str__(self) -> str:
        return f"{self.node} [{self.rule}]: {self.en} {self.zh}"


@dataclass(frozen=True, slots=True)
class ValidationReport:
    """The verdict, with everything found, sorted by rule and node; warnings come last."""

    conforms: bool
    violations: tuple[Violation, ...]
    warnings: tuple[Violation, ...] = ()

    def text(self, limit: int = 20) -> str:
        """One line for each of the first violations, for people."""
        lines = [str(violation) for violation in self.violations[:limit]]
        rest = len(self.violations) - limit
        return "\n".join(lines + [f"… and {rest} more"] * (rest > 0))


def violation(node: str, rule: str, value: str = "", severity: str = "violation") -> Violation:
    """A violation with the messages of its rule."""
    zh, en = MESSAGES.get(rule.rsplit("/", 1)[-1], MESSAGES["other"])
    field = "/".join(rule.split("/")[:-1]) or rule
    said = {"field": field, "value": value}
    return Violation(node, rule, value, zh.format(**said), en.format(**said), severity)
