"""Reading is fast enough, and its cost grows with the text and no faster: ratios of one run."""

from __future__ import annotations

import importlib.util
import time
from pathlib import Path
from types import ModuleType

import pytest
from markup import LUZHAI, extract

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


CLAUSE = (
    "2021年县司法局办理行政复议案件12件，推行“一窗通办”改革，印发《鹿寨县法治政府建设实施方案》，"
    "鹿寨镇、寨沙镇开展“铁拳”行动，县长李明出席会议，"
)
MEGABYTE = 350_000  # code points


@pytest.mark.parametrize(
    ("piece", "most"),
    [
        pytest.param(CLAUSE, MEGABYTE, id="clauses"),
        pytest.param("区市局", MEGABYTE, id="levels"),
        pytest.param("鹿寨镇、", MEGABYTE, id="names"),
        pytest.param("《", 40_000, id="titles"),
        pytest.param("“", 40_000, id="quotes"),
        pytest.param("（", 40_000, id="brackets"),
        pytest.param("1", 160_000, id="digits"),
    ],
)
def test_text_without_a_full_stop_costs_no_more_than_its_length(piece: str, most: int) -> None:
    def seconds(length: int) -> float:
        start = time.perf_counter()
        extract(piece * (length // len(piece)), LUZHAI)
        return time.perf_counter() - start

    seconds(1_000)
    ratios = []
    for _ in range(TRIES):
        ratios.append(seconds(most) / max(seconds(most // 4), 0.02))
        if ratios[-1] <= 6:
            return
    pytest.fail(f"four times the text took {ratios} times the time")
