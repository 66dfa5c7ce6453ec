"""Measure whether a small learned model finds mentions that the rules miss.

A spaCy ``ner`` over characters is trained on the annotated texts of all folds but one and read on
the one left out; printed are micro F1 of mentions for the rules, for the model, and for the rules
with the model's mentions wherever the rules have none. Folds are whole reports, and the passages
in two halves. Nothing is written: a model is kept only if it earns its place.

    python scripts/measure_learned.py [--epochs 20]
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import spacy
from spacy.training import Example
from spacy.util import filter_spans, minibatch
from tqdm import tqdm

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from graph.extract.pipeline import Characters  # noqa: E402
from graph.read.report import report_of  # noqa: E402
from graph.reading import extractor  # noqa: E402
from graph.score import Gold, Tally, read_gold  # noqa: E402

Mark = tuple[str, int, int]
_MODEL = {
    "@architectures": "spacy.TransitionBasedParser.v2",
    "state_type": "ner",
    "extra_state_tokens": False,
    "hidden_width": 64,
    "maxout_pieces": 2,
    "use_upper": True,
    "nO": None,
    "tok2vec": {
        "@architectures": "spacy.Tok2Vec.v2",
        "embed": {
            "@architectures": "spacy.MultiHashEmbed.v2",
            "width": 96,
            "attrs": ["ORTH", "SHAPE"],
            "rows": [4000, 500],
            "include_static_vectors": False,
        },
        "encode": {
            "@architectures": "spacy.MaxoutWindowEncoder.v2",
            "width": 96,
            "depth": 5,
            "window_size": 2,
            "maxout_pieces": 3,
        },
    },
}


def main() -> int:
    """Train and measure every fold; print one line each and the sum."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--epochs", type=int, default=20, help="passes over the training texts")
    options = parser.parse_args()
    folds = list(_folds())
    sums: dict[str, Tally] = {name: Tally() for name in ("rules", "model", "both")}
    print(f"{'left out':<12} {'gold':>5}  {'rules':>6} {'model':>6} {'both':>6}")
    for name, left_out in folds:
        others = [gold for other, golds in folds if other != name for gold in golds]
        model = train(others, options.epochs)
        part = measure(model, left_out)
        for kind, tally in part.items():
            for into, items in zip(sums[kind].parts, tally.parts, strict=True):
                into.extend(items)
        _print(name, part)
    _print("all", sums)
    return 0


def _folds() -> Iterable[tuple[str, list[Gold]]]:
    for folder in ("gold", "reports"):
        for gold in read_gold(ROOT / "tests" / folder):
            yield gold.name, [gold]
    passages = read_gold(ROOT / "tests" / "passages")
    yield "passages 1", passages[::2]
    yield "passages 2", passages[1::2]


def train(texts: list[Gold], epochs: int) -> Any:
    """Return a pipeline of one ``ner`` trained on the lines of annotated texts."""
    nlp = spacy.blank("zh")
    nlp.tokenizer = Characters(nlp.vocab)
    nlp.add_pipe("ner", config={"model": _MODEL})
    examples = [example for gold in texts for example in _examples(nlp, gold)]
    optimizer = nlp.initialize(lambda: examples)
    random.seed(0)
    for _ in tqdm(range(epochs), desc="train", leave=False, disable=None):
        random.shuffle(examples)
        for batch in minibatch(examples, size=16):
            nlp.update(batch, sgd=optimizer, drop=0.2)
    return nlp


def _examples(nlp: Any, gold: Gold) -> Iterable[Example]:
    """Yield one example a line, with the outermost mentions."""
    start = 0
    for line in gold.text.splitlines(keepends=True):
        end = start + len(line)
        doc = nlp.make_doc(line)
        inside = [(kind, a - start, b - start) for kind, a, b in gold.mentions if start <= a < end]
        spans = [doc[a : min(b, len(doc))] for _, a, b in inside]
        for span, (kind, _, _) in zip(spans, inside, strict=True):
            span.label_ = kind
        reference = doc.copy()
        reference.set_ents(filter_spans([s for s in spans if s.text.strip() == s.text]))
        if line.strip():
            yield Example(doc, reference)
        start = end


def measure(model: Any, texts: list[Gold]) -> dict[str, Tally]:
    """Return the tallies of the rules, the model, and both on texts left out."""
    tallies = {name: Tally() for name in ("rules", "model", "both")}
    for gold in texts:
        report = report_of(gold.text, gold.name, extractor().gazetteer)
        rules = {(m.type, m.start, m.end) for m in extractor().extract(report).mentions}
        learned = set(_read(model, gold.text))
        free = {
            m for m in learned if not any(m[1] < end and start < m[2] for _, start, end in rules)
        }
        for name, found in (("rules", rules), ("model", learned), ("both", rules | free)):
            for mark in found | gold.mentions:
                item = (mark[0], gold.name, str(mark[1]), str(mark[2]))
                tally = tallies[name]
                right, wanted = mark in found and mark in gold.mentions, mark in gold.mentions
                (tally.right if right else tally.missed if wanted else tally.added).append(item)
    return tallies


def _read(model: Any, text: str) -> Iterable[Mark]:
    start = 0
    for line in text.splitlines(keepends=True):
        for span in model(line).ents:
            yield span.label_, start + span.start, start + span.end
        start += len(line)


def _print(name: str, part: dict[str, Tally]) -> None:
    wanted = len(part["rules"].right) + len(part["rules"].missed)
    shares = " ".join(f"{part[kind].f1:6.3f}" for kind in ("rules", "model", "both"))
    gained = len(set(part["both"].right) - set(part["rules"].right))
    lost = len(set(part["both"].added) - set(part["rules"].added))
    print(
        f"{name:<12} {wanted:>5}  {shares}   both: {gained} more right, {lost} more wrong",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())
