"""Names are found by any part, whatever the width and case of their letters."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from graph.store.index import EXACT, PREFIX, SUBSTRING, BigramIndex, fold

ALPHABET = st.text(alphabet="城中区司法局Ａaİ", max_size=6)


def test_a_match_says_how_good_it_is() -> None:
    index = BigramIndex([(0, "城中区"), (1, "城中区司法局"), (2, "柳州市城中区")])
    assert [(m.owner, m.tier) for m in index.search("城中区")] == [
        (0, EXACT),
        (1, PREFIX),
        (2, SUBSTRING),
    ]


def test_width_and_case_do_not_matter_and_offsets_stay() -> None:
    (match,) = BigramIndex([(0, "“ＩnternET”服务")]).search("internet")
    assert match.text[match.start : match.end] == "ＩnternET"


@given(st.lists(ALPHABET, max_size=8), ALPHABET.filter(bool))
def test_it_finds_exactly_the_names_that_contain_the_query(names: list[str], query: str) -> None:
    found = {match.text for match in BigramIndex(enumerate(names)).search(query)}
    assert found == {name for name in names if fold(query) in fold(name)}
    assert found >= {name for name in names if query in name}


@given(st.text())
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(fold(text)) == len(text)
