"""The grounds on which a text may mean an entity, the strongest first."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ground:
    """How much a ground is worth, and whether it decides when one entity alone has such."""

    score: float
    is_certain: bool
    zh: str
    en: str


GROUNDS = {
    "id-exact": Ground(100, True, "标识符相同", "same identifier"),
    "code-exact": Ground(100, True, "区划代码相同", "same code"),
    "name-exact": Ground(100, True, "正式名称相同", "same canonical name"),
    "label-exact": Ground(98, True, "名称相同", "same name"),
    "name-normalised": Ground(96, True, "除标点和全半角外名称相同", "same name but for marks"),
    "name-part": Ground(95, True, "区划路径逐级相符", "the parts of its path in order"),
    "name-variant": Ground(92, True, "与别称相同", "same as a variant"),
    "code-former": Ground(90, False, "曾用此代码", "had this code before"),
    "name-short": Ground(88, False, "省去市、县、区等字后相同", "same without 市, 县, 区"),
    "name-former": Ground(86, False, "曾用此名", "bore this name before"),
    "similarity": Ground(80, False, "名称相近", "similar name"),
    "properties": Ground(60, False, "按属性找到", "found by its properties"),
}
