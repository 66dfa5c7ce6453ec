"""The spaCy pipeline: a blank Chinese tokenizer by character, and one component per concern.

Offsets of tokens are offsets of code points, so no segmenter can break a name.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from graph.extract import (  # noqa: F401  (each registers its component)
    agencies,
    figures,
    heads,
    listed,
    own_names,
    people,
    places,
    quotes,
    referring,
    titles,
)
from graph.extract.marks import begin, marked
from graph.extract.relate import (  # noqa: F401
    awards,
    districts,
    documents,
    initiatives,
    platforms,
    posts,
)
from graph.extract.relate import figures as figure_relations  # noqa: F401
from graph.extract.relate.findings import findings_of
from graph.extract.setting import Setting
from graph.model import Extraction, Mention, Report
from graph.names import Gazetteer

_COMPONENTS: tuple[tuple[str, str, dict[str, object]], ...] = (
    ("titles", "titles", {}),
    ("prefixes", "prefixes", {}),
    ("heads", "awards", {"group": "awards"}),
    ("quotes", "quotes", {}),
    ("heads", "documents", {"group": "documents"}),
    ("heads", "platforms", {"group": "platforms"}),
    ("listed", "listed", {}),
    ("heads", "initiatives", {"group": "initiatives"}),
    ("agencies", "agencies", {}),
    ("own_names", "own_names", {}),
    ("places", "places", {}),
    ("people", "people", {}),
    ("referring", "referring", {}),
    ("settle", "settle", {}),
    ("figures", "figures", {}),
    ("relate_documents", "relate_documents", {}),
    ("relate_initiatives", "relate_initiatives", {}),
    ("relate_awards", "relate_awards", {}),
    ("relate_platforms", "relate_platforms", {}),
    ("relate_posts", "relate_posts", {}),
    ("relate_districts", "relate_districts", {}),
    ("relate_figures", "relate_figures", {}),
    ("order_relations", "order_relations", {}),
)


class Characters:
    """A tokenizer whose tokens are the code points of the text, blanks and line ends included."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        return Doc(self.vocab, words=list(text), spaces=[False] * len(text))


def build_pipeline() -> Language:
    """Return the pipeline with all components, ready to read any number of reports."""
    nlp = spacy.blank("zh")
    nlp.tokenizer = Characters(nlp.vocab)
    for factory, name, config in _COMPONENTS:
        nlp.add_pipe(factory, name=name, config=config)
    return nlp


class Extractor:
    """Reads reports: ``extract(report)`` returns its mentions and relations in reading order."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self.nlp = build_pipeline()
        self.steps: list[Callable[[Doc], Doc]] = [step for _, step in self.nlp.pipeline]

    def extract(self, report: Report) -> Extraction:
        """Return what the report says; the same report always gives the same."""
        with _without_collector():
            doc = self.nlp.make_doc(report.text)
            begin(doc, Setting(report, self.gazetteer))
            for step in self.steps:
                doc = step(doc)
            relations = tuple(findings_of(doc).relations.values())
            mentions = mentions_of(doc)
            doc.user_data.clear()  # what the components shared refers to the document in turn
        return Extraction(report, mentions, relations)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Pause the garbage collector: nothing of a report is garbage before it has been read.

    Otherwise it goes through all that was found, and all the lists, again and again.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def mentions_of(doc: Doc) -> tuple[Mention, ...]:
    """Return the mentions of ``doc``, by start, the longer first."""
    return tuple(
        Mention(item.label, item.start, item.end, item.text, item.canonical, item.rule, item.reason)
        for item in sorted(marked(doc), key=lambda item: (item.start, -item.end))
    )
