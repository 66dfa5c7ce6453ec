"""Field and type descriptions in both languages, and the languages themselves."""

from __future__ import annotations

from enum import Enum
from typing import Any

import strawberry


@strawberry.enum(description="标签的语言。 / The language of a label.")
class Language(Enum):
    ZH = strawberry.enum_value("zh", description="中文 / Chinese")
    EN = strawberry.enum_value("en", description="英文 / English")


@strawberry.enum(description="陈述的方向。 / Which way a statement points.")
class Direction(Enum):
    OUT = strawberry.enum_value("out", description="此实体为主语。 / The entity is the subject.")
    IN = strawberry.enum_value("in", description="此实体为宾语。 / The entity is the object.")
    BOTH = strawberry.enum_value("both", description="两个方向。 / Either.")


def words(zh: str, en: str) -> str:
    """A description in both languages, Chinese first.

    >>> words("名称", "name")
    '名称 / name'
    """
    return f"{zh} / {en}"


def described(zh: str, en: str, resolver: Any = None, name: str | None = None) -> Any:
    """A Strawberry field with a description in both languages."""
    return strawberry.field(resolver=resolver, name=name, description=words(zh, en))
