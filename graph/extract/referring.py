"""Short names that refer to a longer one before them: 示范创建 after 民主法治示范村创建."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span

from graph.extract.marks import GROUP, marked, work_of
from graph.extract.rules import load_words


@Language.factory("referring")
def make_referring(nlp: Language, name: str) -> Referring:
    return Referring(frozenset(load_words("mentions.yaml", "REFERRING")))


class Referring:
    """Gives a referring name the canonical name of the last one before it that it can mean."""

    def __init__(self, words: frozenset[str]) -> None:
        self.words = words

    def __call__(self, doc: Doc) -> Doc:
        spans = sorted(marked(doc), key=lambda span: span.start)
        latest: dict[str, str] = {}
        resolved = []
        for span in spans:
            if span.label_ == "Initiative" and span.kb_id_ in self.words:
                span = self._refer(doc, span, latest.get(span.kb_id_[-2:], ""))
            elif span.label_ == "Initiative":
                latest[span.kb_id_[-2:]] = span.kb_id_
            resolved.append(span)
        doc.spans[GROUP] = resolved
        return doc

    def _refer(self, doc: Doc, span: Span, meant: str) -> Span:
        if not meant:
            return span
        key = (span.label_, span.start, span.end)
        work_of(doc).reasons[key] = f"{span.text} → {meant}"
        return Span(doc, span.start, span.end, span.label_, kb_id=meant, span_id="referring")
