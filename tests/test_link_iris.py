"""An IRI is valid whatever a name is made of."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from graph.link.iris import segment


@pytest.mark.parametrize("plane", range(17))
def test_every_character_gives_a_valid_iri(plane: int) -> None:
    points = range(plane << 16, (plane + 1) << 16)
    name = "".join(map(chr, points))
    assert ox.NamedNode("https://example.org/id/" + segment(name))


def test_chinese_stays_as_it_is() -> None:
    assert segment("一窗通办（试点）") == "一窗通办（试点）"


def test_what_an_iri_does_not_allow_is_encoded() -> None:
    assert segment("a b/c\ufffd\n") == "a%20b%2Fc%EF%BF%BD%0A"
