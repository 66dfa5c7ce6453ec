"""Speed of reading and linking, beside jieba and spaCy's EntityRuler in the same run.

    python tests/benchmarks/extraction.py [--times 200] [--no-rivals]

Reads the five reports of seeds/reports ``--times`` times through extraction and linking in one
process and prints characters per second; then how time grows with ten times the text in one
report, and how memory grows with twice the reports. Times on a busy machine say little by
themselves: compare the figures of one run.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from graph.extract.lexicon import Lexicon  # noqa: E402
from graph.link import link  # noqa: E402
from graph.model import Extraction  # noqa: E402
from graph.read.report import report_of  # noqa: E402
from graph.reading import extractor  # noqa: E402


def main() -> int:
    """Print the figures; 1 when reading is slower than jieba, or grows faster than the text."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=200, help="how often to read the reports")
    parser.add_argument("--no-rivals", action="store_true", help="leave jieba and spaCy out")
    options = parser.parse_args()
    texts = [path.read_text(encoding="utf-8") for path in sorted(_reports())]
    size = sum(map(len, texts))
    rates = {
        "zhengtu extract + link": rate(size * options.times, lambda: read(texts, options.times))
    }
    if not options.no_rivals:
        rates |= rivals(texts, max(1, options.times // 20))
    for name, found in rates.items():
        print(f"{name:<28} {found:>12,.0f} characters/s")
    growth = linearity(texts)
    print(f"{'ten times the text':<28} {growth:>12.1f} times the time")
    first, second = memory(texts)
    print(f"{'memory':<28} {first:>12,.0f} MB after 50 reports, {second:,.0f} MB after 250")
    slower = rates.get("jieba.posseg", 0) > rates["zhengtu extract + link"]
    return int(slower or growth > 11)


def _reports() -> Iterator[Path]:
    return (ROOT / "seeds" / "reports").glob("*.txt")


def read(texts: list[str], times: int) -> None:
    """Extract every text ``times`` times as a report of its own, and link them all."""
    link(extractions(texts, times), extractor().gazetteer)


def extractions(texts: list[str], times: int) -> Iterator[Extraction]:
    """Yield the extraction of each text, ``times`` times, under a name of its own."""
    for turn in range(times):
        for number, text in enumerate(texts):
            yield extractor().extract(report_of(text, f"r{turn}-{number}", extractor().gazetteer))


def rate(characters: int, work: Callable[[], object]) -> float:
    """Return characters per second of ``work``."""
    start = time.perf_counter()
    work()
    return characters / (time.perf_counter() - start)


def rivals(texts: list[str], times: int) -> dict[str, float]:
    """Return the rates of jieba.posseg and of spaCy's EntityRuler with the same lists."""
    found: dict[str, float] = {}
    size = sum(map(len, texts)) * times
    try:
        from jieba import posseg
    except ImportError:
        print("jieba isn't installed: left out")
    else:
        list(posseg.cut("预热"))
        found["jieba.posseg"] = rate(size, lambda: _drain(posseg.cut(t) for t in texts * times))
    nlp = entity_ruler()
    found["spaCy zh + EntityRuler"] = rate(size, lambda: _drain(nlp.pipe(texts * times)))
    return found


def _drain(items: Iterable[object]) -> None:
    for item in items:
        list(item)  # type: ignore[call-overload]


def entity_ruler() -> object:
    """Return a blank Chinese pipeline that finds the listed names and nothing else."""
    import spacy

    nlp = spacy.blank("zh")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns(
        [
            {"label": known.type, "pattern": name}
            for name, kinds in Lexicon.load().entries.items()
            for known in kinds.values()
        ]
    )
    return nlp


def linearity(texts: list[str]) -> float:
    """Return how many times longer a report of ten times the text takes; the best of three."""
    text = texts[0]

    def seconds(copies: int) -> float:
        report = report_of("\n".join([text] * copies), "long", extractor().gazetteer)
        best = float("inf")
        for _ in range(3):
            start = time.perf_counter()
            extractor().extract(report)
            best = min(best, time.perf_counter() - start)
        return best

    return seconds(50) / seconds(5)


def memory(texts: list[str]) -> tuple[float, float]:
    """Return the greatest memory in MB after reading 50 reports and then 200 more, unkept."""
    figures = []
    for times in (10, 40):
        for _ in extractions(texts, times):
            pass
        figures.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    return figures[0], figures[1]


if __name__ == "__main__":
    sys.exit(main())
