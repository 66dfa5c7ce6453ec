"""Short names that refer to a longer one before them: 示范创建 after 民主法治示范村创建."""

from __future__ import annotations

from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from graph.extract.marks import work_of
from graph.extract.rules import load_words


@Language.factory("referring")
def make_referring(nlp: Language, name: str) -> Referring:
    return Referring(frozenset(load_words("mentions.yaml", "REFERRING")))


class Referring:
    """Gives a referring name the canonical name of the last one before it that it can mean."""

    def __init__(self, words: frozenset[str]) -> None:
        self.words = words

    def __call__(self, doc: Doc) -> Doc:
        found = work_of(doc).found.get("Initiative", [])
        latest: dict[str, str] = {}
        for index, item in sorted(enumerate(found), key=lambda pair: pair[1].start):
            ending = item.canonical[-2:]
            if item.canonical not in self.words:
                latest[ending] = item.canonical
            elif ending in latest:
                reason = f"{item.text} → {latest[ending]}"
                found[index] = replace(
                    item, canonical=latest[ending], rule="referring", reason=reason
                )
        return doc
