"""Reading is fast enough, and its cost grows with the text and no faster: ratios of one run."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

TRIES = 3  # a busy machine may spoil one


def load() -> ModuleType:
    path = Path(__file__).parent / "benchmarks" / "extraction.py"
    spec = importlib.util.spec_from_file_location("benchmark_of_extraction", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    return load()


@pytest.fixture(scope="module")
def texts(benchmark: ModuleType) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted(benchmark._reports())]


def test_reading_and_linking_is_faster_than_cutting_words(
    benchmark: ModuleType, texts: list[str]
) -> None:
    benchmark.read(texts, 1)
    ratios = []
    for _ in range(TRIES):
        ours = benchmark.rate(3 * sum(map(len, texts)), lambda: benchmark.read(texts, 3))
        ratios.append(ours / benchmark.rivals(texts, 1)["jieba.posseg"])
        if ratios[-1] > 1:
            return
    pytest.fail(f"slower than jieba.posseg: {ratios}")


def test_ten_times_the_text_costs_ten_times_the_time(
    benchmark: ModuleType, texts: list[str]
) -> None:
    ratios = []
    for _ in range(TRIES):
        ratios.append(benchmark.linearity(texts))
        if ratios[-1] <= 11:
            return
    pytest.fail(f"more than linear: {ratios}")
