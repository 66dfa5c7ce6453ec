"""Names that a list knows and that count without marks: 国务院, 跨省通办, 民法典."""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

from graph.extract.lexicon import Known, Lexicon
from graph.extract.marks import is_free, mark, work_of
from graph.extract.rules import Rule, load_rules


@Language.factory("listed")
def make_listed(nlp: Language, name: str) -> Listed:
    return Listed(Lexicon.load(), load_rules("listed.yaml", "exceptions"))


class Listed:
    """Marks listed names in running text, but for the exceptions of seeds/rules/listed.yaml."""

    def __init__(self, lexicon: Lexicon, exceptions: tuple[Rule, ...]) -> None:
        self.lexicon = lexicon
        self.exceptions = exceptions

    def __call__(self, doc: Doc) -> Doc:
        text = work_of(doc).text
        for start, end, known in self.lexicon.find(text):
            if text.startswith(known.canonical, start):
                end = start + len(known.canonical)  # what a variant adds is a generic noun
            if is_free(doc, start, end) and self._counts(text, start, end, known):
                mark(doc, known.type, start, end, known.canonical, "listed")
        return doc

    def _counts(self, text: str, start: int, end: int, known: Known) -> bool:
        around = f"{text[max(0, start - 8) : start]}⟦{text[start:end]}⟧{text[end : end + 8]}"
        around = re.sub(r"\n", " ", around)
        return not any(
            rule.type in ("", known.type) and rule.pattern.search(around)
            for rule in self.exceptions
        )
