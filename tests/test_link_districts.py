"""A district carries what lists know of its past, and nothing that isn't certain."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from markup import extract, gazetteer

from graph.link import link
from graph.model import Dataset


@dataclass(frozen=True)
class Found:
    """The properties of one district in a graph."""

    properties: tuple[tuple[str, str], ...]

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.properties if key == name]


def district(dataset: Dataset, path: str) -> Found:
    (found,) = (e for e in dataset.entities if (e.type, e.name) == ("District", path))
    return Found(found.properties)


def graph_of(place: str) -> Dataset:
    """The graph of a short report by the district at ``place``."""
    return link([extract("我区推行“一窗通办”。", place)], gazetteer())


def test_a_district_has_its_code_level_parent_and_place() -> None:
    found = district(graph_of("广西壮族自治区/柳州市/城中区"), "广西壮族自治区/柳州市/城中区")
    assert found.all("code") == ["450202"]
    assert found.all("level") == ["county"]
    (parent,) = found.all("parent")
    assert parent.endswith("/district/450200")
    assert float(found.all("latitude")[0]) == pytest.approx(24.3, abs=0.2)


def test_a_district_that_was_a_county_has_its_former_name_and_code() -> None:
    found = district(graph_of("北京市/密云区"), "北京市/密云区")
    assert (found.all("formerName"), found.all("formerCode")) == (["密云县"], ["110228"])


@pytest.mark.parametrize(
    ("path", "names", "codes"),
    [
        ("北京市/东城区", [], []),  # 崇文区 was merged into it
        ("重庆市/綦江区", ["綦江县"], ["500222"]),  # 万盛区, whose code it took, was another place
        ("湖北省/襄阳市/襄州区", ["襄阳区"], []),  # renamed, the code stayed
    ],
)
def test_a_district_was_never_called_like_one_that_was_merged_into_it(
    path: str, names: list[str], codes: list[str]
) -> None:
    found = district(graph_of(path), path)
    assert (found.all("formerName"), found.all("formerCode")) == (names, codes)


def test_a_former_district_says_until_when_and_what_took_its_place() -> None:
    dataset = graph_of("北京市/崇文区")
    found = district(dataset, "北京市/崇文区")
    (successor,) = found.all("replacedBy")
    assert successor.endswith("/district/110101")
    assert (found.all("until"), found.all("formerCode")) == (["2010"], ["110103"])
    assert district(dataset, "北京市/东城区").all("code") == ["110101"]


def test_a_functional_zone_has_a_level_and_a_parent_and_no_code() -> None:
    found = district(
        graph_of("广西壮族自治区/柳州市/阳和工业新区"), "广西壮族自治区/柳州市/阳和工业新区"
    )
    assert (found.all("level"), found.all("code")) == (["zone"], [])
    assert found.all("parent")[0].endswith("/district/450200")


def test_a_community_is_a_village_and_no_zone() -> None:
    place = "广西壮族自治区/柳州市/城中区"
    dataset = link([extract("桂中社区获评全国民主法治示范社区。", place)], gazetteer())
    communities = [e for e in dataset.entities if e.label == "桂中社区"]
    assert [dict(e.properties)["level"] for e in communities] == ["village"]
