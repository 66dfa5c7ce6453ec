"""Hostile and broken files cost only themselves: the rest is built, nothing leaks, nothing hangs.

All of them go through the real command at once, and the five dearest alone under a watch. The
script tests/benchmarks/hostile.py measures each of them alone.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import socket
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hostile import LEFT_OUT, PASSED_OVER, READ, Hostile
from hostile_files import SECRET, write_hostile_files

HERE = Path(__file__).parent
REPORTS = HERE.parent / "seeds" / "reports"
GOOD = ("liuzhou-chengzhong-2021", "liuzhou-luzhai-2021", "liuzhou-yanghe-2022")
UNPRINTABLE = re.compile("[\x00-\x1f\x7f\u202e\ud800-\udfff]")
NOT_FOR_PEOPLE = re.compile(
    r"Traceback|\b[A-Z]\w*(?:Error|Exception)\b|<\w+ |object at 0x|-\d while|please report|\bNone\b"
)
AT_ONCE = 600.0  # seconds for all files together, on a busy machine
DEAREST = (
    "forms.pdf",
    "object_stream.pdf",
    "blanks.pdf",
    "numbers_of_headings.html",
    "breaks.html",
)

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="pipes and /proc are Linux here")


def load_benchmark() -> ModuleType:
    path = HERE / "benchmarks" / "hostile.py"
    spec = importlib.util.spec_from_file_location("benchmark_of_hostile_files", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # its dataclass looks itself up there
    spec.loader.exec_module(module)
    return module


@dataclass(frozen=True)
class Built:
    """A build of everything: the files, how it ended, and what lay around it before."""

    place: Path
    hostile: list[Hostile]
    cost: Any  # a Cost of the benchmark
    account: dict[str, list[dict[str, str]]]
    before: set[str]
    connections: int


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    place = tmp_path_factory.mktemp("hostile")
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"http://127.0.0.1:{server.getsockname()[1]}"
        hostile = write_hostile_files(place / "in", place / "canary", address)
        for name in GOOD:
            shutil.copy(REPORTS / f"{name}.txt", place / "in" / f"zz-{name}.txt")
        before = inventory(place)
        cost = load_benchmark().build([place / "in"], place / "out", AT_ONCE)
        connections = pending(server)
    account = place / "out" / "build.json"
    found = json.loads(account.read_bytes()) if account.exists() else {}
    yield Built(place, hostile, cost, found, before, connections)
    shutil.rmtree(place)


def inventory(place: Path) -> set[str]:
    """Every path below ``place`` but those of the graph, links not followed."""
    return {
        str(Path(folder, name))
        for folder, folders, names in os.walk(place)
        for name in (*folders, *names)
        if not Path(folder, name).is_relative_to(place / "out")
    }


def pending(server: socket.socket) -> int:
    """How many connections wait to be accepted."""
    server.setblocking(False)
    count = 0
    while True:
        try:
            server.accept()[0].close()
        except BlockingIOError:
            return count
        count += 1


def pattern(path: str) -> re.Pattern[str]:
    """Paths as they may be shown: what can't be printed may be replaced by anything short."""
    parts = UNPRINTABLE.split(path)
    return re.compile(".{0,6}".join(map(re.escape, parts)) + r"(/.*)?", re.S)


def about(built: Built, hostile: Hostile, kind: str) -> list[dict[str, str]]:
    """The entries of build.json about a file, or about the members of an archive."""
    wanted = pattern(str(built.place / "in" / hostile.name))
    return [entry for entry in built.account[kind] if wanted.fullmatch(entry["file"])]


def test_the_build_ends_and_says_that_files_were_left_out(built: Built) -> None:
    assert built.cost.status == 1, built.cost.messages[-3000:]


def test_the_good_reports_are_in_the_graph(built: Built) -> None:
    names = {report["name"] for report in built.account["reports"]}
    assert {f"zz-{name}" for name in GOOD} <= names


def test_every_file_is_read_or_left_out_with_one_reason(built: Built) -> None:
    wrong = {}
    for hostile in built.hostile:
        failures, reports = about(built, hostile, "failures"), about(built, hostile, "reports")
        outcomes = {LEFT_OUT} if failures else set()
        outcomes |= {READ} if reports else set()
        is_one = len(failures) + len(reports) <= 1 or hostile.name.endswith(".zip")
        if not (outcomes or {PASSED_OVER}) <= hostile.outcomes | {LEFT_OUT} or not is_one:
            wrong[hostile.name] = (hostile.why, failures, len(reports))
        if not outcomes and PASSED_OVER not in hostile.outcomes:
            wrong[hostile.name] = (hostile.why, "no word about it", 0)
    assert not wrong


def test_reasons_are_words_for_people(built: Built) -> None:
    reasons = [failure["reason"] for failure in built.account["failures"]]
    bad = [
        reason
        for reason in reasons
        if NOT_FOR_PEOPLE.search(reason) or UNPRINTABLE.search(reason) or len(reason) > 1_000
    ]
    assert reasons
    assert not bad
    assert not NOT_FOR_PEOPLE.search(built.cost.messages)


def test_reasons_say_what_is_the_matter(built: Built) -> None:
    wrong = {
        hostile.name: failure["reason"]
        for hostile in built.hostile
        if hostile.says
        for failure in about(built, hostile, "failures")
        if not re.search(hostile.says, failure["reason"].partition(hostile.name)[2])
    }
    assert not wrong


def test_each_file_left_out_has_one_line_of_its_own(built: Built) -> None:
    lines = built.cost.messages.splitlines()
    left_out = [line for line in lines if line.startswith("left out")]
    assert len(left_out) == len(built.account["failures"])
    assert len(set(left_out)) == len(left_out)
    assert not UNPRINTABLE.search("".join(built.cost.messages.split("\n")))


def test_nothing_is_written_but_the_graph(built: Built) -> None:
    assert inventory(built.place) == built.before
    assert (built.place / "canary" / "secret.txt").read_text(encoding="utf-8") == SECRET


def test_nothing_of_a_file_elsewhere_comes_into_the_graph(built: Built) -> None:
    said = built.cost.messages + built.cost.output
    assert SECRET not in said
    leaking = [
        path
        for path in (built.place / "out").rglob("*")
        if path.is_file() and holds(path.read_bytes())
    ]
    assert not leaking


def holds(data: bytes) -> bool:
    """Whether the secret is in these bytes, as it is or escaped."""
    forms = (SECRET.encode(), SECRET.encode("utf-16-le"), json.dumps(SECRET)[1:-1].encode())
    return b"canary 7f3a" in data or any(form in data for form in forms)


def test_nobody_was_called(built: Built) -> None:
    assert built.connections == 0


@pytest.mark.parametrize("name", DEAREST)
def test_a_file_alone_stays_below_30_seconds_and_a_gigabyte(
    built: Built, tmp_path: Path, name: str
) -> None:
    good = REPORTS / f"{GOOD[2]}.txt"
    cost = load_benchmark().build([built.place / "in" / name, good], tmp_path)
    assert cost.status in (0, 1), cost.messages[-2000:]
    assert cost.bearable, f"{cost.seconds:.1f} s, {cost.megabytes:.0f} MB"


def test_there_is_one_file_of_each_kind_and_they_are_made_at_once(tmp_path: Path) -> None:
    hostile = write_hostile_files(tmp_path / "in")
    assert len({one.name for one in hostile}) == len(hostile) >= 45
    assert len({one.why for one in hostile}) > 100
    blocks = sum((tmp_path / "in" / one.name).lstat().st_blocks for one in hostile)
    assert blocks * 512 < 160 << 20
