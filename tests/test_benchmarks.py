"""Reading and publishing are fast enough, and their cost grows no faster: ratios of one run."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

TRIES = 3  # a busy machine may spoil one
FOLDER = Path(__file__).parent / "benchmarks"


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"benchmark_of_{name}", FOLDER / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    return load("extraction")


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


def test_publishing_records_takes_little_longer_than_a_bare_load(tmp_path: Path) -> None:
    publishing = load("load")
    dataset = publishing.records(60_000)
    found = []
    for number in range(TRIES):
        folder = tmp_path / str(number)
        folder.mkdir()
        best, rival = publishing.ours(dataset, folder), publishing.bare(folder)
        assert best["triples"] == rival["triples"] >= 60_000
        found.append(publishing.ratios(best, rival)[1])
        if found[-1] > 0.4:
            return
    pytest.fail(f"slower than 0.4 of a bare load: {found}")


def test_the_benchmark_of_publishing_prints_rates_memory_and_ratios() -> None:
    command = [sys.executable, str(FOLDER / "load.py"), "--triples", "5000", "--tries", "1"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    for said in ("triples/s", "MB at most", "against the bulk load alone", "optimize, flush"):
        assert said in done.stdout, done.stderr
