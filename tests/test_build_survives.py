"""Whatever interrupts a build, the published graph is the old one or the new one, whole."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from random import Random

import pytest
from markup import REPORTS

from graph.cli import main
from graph.errors import StoreError
from graph.store.generation import open_generation

ONE, OTHER = (
    REPORTS / f"{name}.txt" for name in ("liuzhou-luzhai-2021", "liuzhou-xingzheng-shenpiju-2021")
)
MOMENTS = 50
COMMAND = (sys.executable, "-c", "import sys; from graph.cli import main; sys.exit(main())")


def build(reports: list[Path], out: Path) -> int:
    return main(["build", *map(str, reports), "--out", str(out), "--workers", "1"])


def build_quietly(reports: list[Path], out: Path) -> None:
    """What a process of its own does, its output thrown away."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    os._exit(build(reports, out))


@pytest.fixture
def two_graphs(tmp_path: Path) -> tuple[Path, set[str]]:
    """A folder with a graph of one report, and the ids of that graph and of two reports'."""
    out = tmp_path / "data"
    assert build([ONE, OTHER], out) == 0
    both = open_generation(out).info.id
    assert build([ONE], out) == 0
    return out, {both, open_generation(out).info.id}


def check_whole(out: Path, ids: set[str]) -> None:
    """The published graph is one of these, every file as its build wrote it."""
    generation = open_generation(out)
    assert generation.info.id in ids
    assert len(generation.open_store()) == generation.nquads.read_bytes().count(b"\n")


def test_a_build_killed_at_fifty_moments_leaves_a_whole_graph(
    two_graphs: tuple[Path, set[str]],
) -> None:
    out, ids = two_graphs
    moments, context = Random(4), get_context("forkserver")
    context.set_forkserver_preload(["graph.build", "graph.reading", "test_build_survives"])
    begun = time.monotonic()
    whole = context.Process(target=build_quietly, args=([ONE, OTHER], out))
    whole.start()
    whole.join()
    assert whole.exitcode == 0
    lasts = time.monotonic() - begun
    killed = 0
    for number in range(MOMENTS):
        if number % 5 == 0:
            shutil.rmtree(out / "extractions", ignore_errors=True)  # so that reading is hit too
        process = context.Process(target=build_quietly, args=([ONE, OTHER][: 1 + number % 2], out))
        process.start()
        process.join(moments.uniform(0, lasts))
        process.kill()
        process.join()
        killed += process.exitcode == -signal.SIGKILL
        check_whole(out, ids)
    assert killed > MOMENTS / 2
    assert build([ONE, OTHER], out) == 0
    check_whole(out, ids)
    assert not any(path.name.startswith(".") for path in (out / "generations").iterdir())


def session_of(pid: str) -> int:
    try:
        return int(Path("/proc", pid, "stat").read_text().rpartition(")")[2].split()[3])
    except (OSError, ValueError):
        return 0


def alive(session: int) -> list[str]:
    """The processes of a session that run."""
    return [path.name for path in Path("/proc").iterdir() if session_of(path.name) == session]


def test_a_killed_build_leaves_no_process_behind(tmp_path: Path) -> None:
    many = tmp_path / "in"
    many.mkdir()
    text = ONE.read_text(encoding="utf-8")
    for number in range(300):
        (many / f"{number}.txt").write_text(f"{text}\n{number}", encoding="utf-8")
    command = [*COMMAND, "build", str(many), "--out", str(tmp_path / "data")]
    process = subprocess.Popen(command, start_new_session=True, stderr=subprocess.DEVNULL)
    kept = tmp_path / "data" / "extractions"
    while not any(kept.glob("*/*.z")):
        assert process.poll() is None
        time.sleep(0.05)
    process.kill()
    process.wait()
    until = time.monotonic() + 10
    while alive(process.pid) and time.monotonic() < until:
        time.sleep(0.1)
    assert alive(process.pid) == []


def test_a_build_goes_on_where_a_killed_one_stopped(tmp_path: Path) -> None:
    out = tmp_path / "data"
    assert build([ONE], out) == 0
    (kept,) = (out / "extractions").glob("*/*.z")
    written = kept.stat().st_mtime_ns
    assert build([ONE, OTHER], out) == 0
    assert kept.stat().st_mtime_ns == written
    assert len(list((out / "extractions").glob("*/*.z"))) == 2
    from_nothing = tmp_path / "anew"
    assert build([ONE, OTHER], from_nothing) == 0
    assert open_generation(out).nquads.read_bytes() == (
        open_generation(from_nothing).nquads.read_bytes()
    )
    assert open_generation(out).info.id == open_generation(from_nothing).info.id


def test_a_kept_extraction_that_is_damaged_is_read_again(tmp_path: Path) -> None:
    assert build([ONE], tmp_path) == 0
    whole = open_generation(tmp_path).info.id
    (kept,) = (tmp_path / "extractions").glob("*/*.z")
    kept.write_bytes(kept.read_bytes()[:100])
    assert build([ONE], tmp_path) == 0
    assert open_generation(tmp_path).info.id == whole


# ------------------------------------------------------------------ disks


@contextmanager
def mounted(place: Path, *arguments: str) -> Iterator[None]:
    """Something mounted at ``place``; skipped where this isn't allowed."""
    place.mkdir(exist_ok=True)
    tried = subprocess.run(["mount", *arguments, str(place)], capture_output=True, text=True)
    if tried.returncode != 0:
        pytest.skip(f"mounting needs rights that this user doesn't have: {tried.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(place)], capture_output=True, check=False)


@pytest.mark.parametrize("free", [0, 256, 1024])
def test_a_full_disk_leaves_the_old_graph(
    tmp_path: Path, free: int, capfd: pytest.CaptureFixture[str]
) -> None:
    """``free`` KB are left when the second build begins."""
    out = tmp_path / "disk"
    with mounted(out, "-t", "tmpfs", "-o", "size=16m", "zhengtu"):
        assert build([ONE], out) == 0
        old = open_generation(out).info.id
        room = os.statvfs(out)
        filler = out / "filler"
        filler.write_bytes(bytes(max(0, room.f_bavail * room.f_frsize - free * 1024)))
        capfd.readouterr()
        assert build([ONE, OTHER], out) == 2
        said = capfd.readouterr().err
        assert "No space left" in said
        assert "Traceback" not in said
        check_whole(out, {old})
        filler.unlink()
        assert build([ONE, OTHER], out) == 0
        assert open_generation(out).info.id != old


@pytest.mark.parametrize("seconds", [0.3, 1.2, 2.5])
def test_a_disk_that_is_unplugged_has_the_old_graph_or_the_new_one(
    tmp_path: Path, seconds: float
) -> None:
    disk, out = tmp_path / "disk", tmp_path / "data"
    disk.mkdir()
    with mounted(out, "--bind", str(disk)):
        assert build([ONE], out) == 0
        ids = {open_generation(out).info.id}
        command = [*COMMAND, "build", str(ONE), str(OTHER), "--out", str(out)]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        time.sleep(seconds)
        subprocess.run(["umount", "-l", str(out)], check=True)
        assert "Traceback" not in process.communicate()[1].decode()
    shutil.rmtree(out)
    with mounted(out, "--bind", str(disk)):
        found = open_generation(out)
        assert found.info.id in ids or found.info.counts["reports"] == 2
        assert build([ONE, OTHER], out) == 0
        assert open_generation(out).info.counts["reports"] == 2


def test_a_folder_that_is_taken_away_is_an_error_in_words(tmp_path: Path) -> None:
    out = tmp_path / "data"
    assert build([ONE], out) == 0
    command = [*COMMAND, "build", str(ONE), str(OTHER), "--out", str(out)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    for _ in range(200):
        shutil.rmtree(out, ignore_errors=True)
        if process.poll() is not None:
            break
        time.sleep(0.05)
    said = process.communicate()[1].decode()
    assert "Traceback" not in said
    assert process.returncode in (0, 2)
    assert build([ONE], out) == 0


# ------------------------------------------------------------------ readers


def test_three_readers_meet_no_mixed_graph_in_two_hundred_rebuilds(tmp_path: Path) -> None:
    out = tmp_path / "data"
    command = [sys.executable, "-c", REBUILD, str(out), "200"]
    root = Path(__file__).parent.parent
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as rebuilding:
        assert rebuilding.stdout is not None
        first = rebuilding.stdout.readline()
        with ThreadPoolExecutor(3) as pool:
            answers = list(pool.map(lambda _: read_until(rebuilding, out), range(3)))
        rebuilt = rebuilding.stdout.read().split()
    assert first.strip() == "ready"
    assert rebuilding.returncode == 0
    assert len(rebuilt) == 200
    assert {count for _, count in set().union(*answers)} > {1}
    known = dict(pair.split(":") for pair in rebuilt)
    for found in set().union(*answers):
        assert known[found[0]] == str(found[1])


REBUILD = """
import sys; sys.path[:0] = ["tests", "."]
from dataclasses import replace
from pathlib import Path
from small_dataset import small_dataset
from graph.store.generation import write_generation
whole, folder = small_dataset(), Path(sys.argv[1])
write_generation(whole, folder)
print("ready", flush=True)
for number in range(int(sys.argv[2])):
    some = replace(whole, statements=whole.statements[: 1 + number % 5])
    made = write_generation(some, folder)
    print(f"{made.info.id}:{len(some.statements)}", flush=True)
"""
COUNT = (
    "SELECT (COUNT(?s) AS ?n) WHERE { ?s a <http://www.w3.org/1999/02/22-rdf-syntax-ns#Statement> }"
)


def read_until(rebuilding: subprocess.Popen[str], out: Path) -> set[tuple[str, int]]:
    """What a reader sees until the builds end: generations, and how many statements they have.

    The store, the read model and the manifest are each asked, and have to agree.
    """
    seen = set()
    while rebuilding.poll() is None:
        generation = open_generation(out)
        try:
            lease = generation.lease()
        except StoreError:  # two newer ones have been published since
            continue
        with lease:
            (row,) = generation.open_store().query(COUNT)
            count = int(row["n"].value)
            assert generation.info.counts["statements"] == count
            assert len(generation.read_model().statements()) == count
        seen.add((generation.info.id, count))
    return seen
