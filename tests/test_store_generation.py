"""A generation is published whole or not at all, and damage is found before anyone reads."""

from __future__ import annotations

import fcntl
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from small_dataset import BASE, small_dataset

from graph.errors import StoreError
from graph.model import Dataset
from graph.store.generation import open_generation, write_generation


def fewer_statements() -> Dataset:
    return replace(small_dataset(), statements=small_dataset().statements[:2])


def generations(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "generations").iterdir())


def files_of_a_store(folder: Path) -> list[Path]:
    current = write_generation(small_dataset(), folder).folder
    return [path for path in current.rglob("*") if path.is_file() and path.stat().st_size]


def flip(path: Path, position: int) -> None:
    content = bytearray(path.read_bytes())
    content[position] ^= 1
    path.write_bytes(content)


def test_what_was_written_can_be_opened(tmp_path: Path) -> None:
    write_generation(small_dataset(), tmp_path)
    generation = open_generation(tmp_path)
    assert generation.info.counts["statements"] == 5
    assert generation.read_model().info == generation.info
    assert len(generation.open_store()) == generation.nquads.read_bytes().count(b"\n")


def test_the_same_graph_is_the_same_generation(tmp_path: Path) -> None:
    first = write_generation(small_dataset(), tmp_path, built="2026-01-01T00:00:00+00:00")
    again = write_generation(small_dataset(), tmp_path, built="2026-02-02T00:00:00+00:00")
    elsewhere = write_generation(small_dataset(), tmp_path / "elsewhere")
    assert first == again
    assert elsewhere.info.id == first.info.id
    assert elsewhere.nquads.read_bytes() == first.nquads.read_bytes()


def test_the_previous_generation_is_kept_and_older_ones_go(tmp_path: Path) -> None:
    one, two, three = (
        write_generation(dataset, tmp_path).info.id
        for dataset in (
            small_dataset(),
            fewer_statements(),
            replace(fewer_statements(), undecided=()),
        )
    )
    assert one not in generations(tmp_path)
    assert generations(tmp_path) == sorted([two, three])
    assert open_generation(tmp_path).info.id == three


def test_leftovers_of_a_killed_build_are_swept(tmp_path: Path) -> None:
    leftover = tmp_path / "generations" / ".building-1234" / "store"
    leftover.mkdir(parents=True)
    kept = write_generation(small_dataset(), tmp_path)
    assert generations(tmp_path) == [kept.info.id]


def test_one_flipped_byte_in_any_file_is_found(tmp_path: Path) -> None:
    for path in files_of_a_store(tmp_path):
        whole = path.read_bytes()
        flip(path, len(whole) // 2)
        with pytest.raises(StoreError, match="damaged"):
            open_generation(tmp_path)
        path.write_bytes(whole)
    assert open_generation(tmp_path).info.base == BASE


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    current = write_generation(small_dataset(), tmp_path).folder
    (current / "model" / "entities.jsonl").unlink()
    with pytest.raises(StoreError, match=r"entities\.jsonl"):
        open_generation(tmp_path)


def test_an_emptied_store_is_refused(tmp_path: Path) -> None:
    current = write_generation(small_dataset(), tmp_path).folder
    for path in (current / "store").iterdir():
        path.unlink()
    with pytest.raises(StoreError, match="Run zhengtu build"):
        open_generation(tmp_path)


def test_a_damaged_generation_is_mended_by_the_next_build(tmp_path: Path) -> None:
    flip(files_of_a_store(tmp_path)[0], 0)
    assert write_generation(small_dataset(), tmp_path) == open_generation(tmp_path)


def test_an_empty_graph_is_not_published(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="nothing to publish"):
        write_generation(Dataset(BASE), tmp_path)


def test_a_folder_without_a_graph_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="zhengtu build"):
        open_generation(tmp_path)


def test_a_failed_build_leaves_the_old_graph(tmp_path: Path) -> None:
    old = write_generation(small_dataset(), tmp_path)
    broken = replace(
        small_dataset(), entities=(replace(small_dataset().entities[0], iri="not an iri"),)
    )
    with pytest.raises(StoreError, match="not an iri"):
        write_generation(broken, tmp_path)
    assert open_generation(tmp_path) == old
    assert generations(tmp_path) == [old.info.id]


def test_a_folder_that_cannot_be_written_is_an_error_in_words(tmp_path: Path) -> None:
    (tmp_path / "generations").write_text("a file in the way")
    with pytest.raises(StoreError, match="can't be written"):
        write_generation(small_dataset(), tmp_path)


def test_only_one_build_writes_at_a_time(tmp_path: Path) -> None:
    write_generation(small_dataset(), tmp_path)
    with (tmp_path / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(StoreError, match="another build is writing"):
            write_generation(fewer_statements(), tmp_path)


WRITE_WITHOUT_END = """
import sys; sys.path[:0] = ["tests", "."]
from pathlib import Path
from test_store_generation import fewer_statements, small_dataset, write_generation
print("ready", flush=True)
while True:
    write_generation(fewer_statements(), Path(sys.argv[1]))
    write_generation(small_dataset(), Path(sys.argv[1]))
"""


def test_a_build_killed_at_any_moment_leaves_a_whole_graph(tmp_path: Path) -> None:
    whole = {
        write_generation(dataset, tmp_path).info.id
        for dataset in (fewer_statements(), small_dataset())
    }
    command = [sys.executable, "-c", WRITE_WITHOUT_END, str(tmp_path)]
    root = Path(__file__).parent.parent
    for delay in (0.0, 0.013, 0.029, 0.057, 0.083):
        with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE) as build:
            build.stdout.readline()
            time.sleep(delay)
            build.kill()
        assert open_generation(tmp_path).info.id in whole
    assert write_generation(small_dataset(), tmp_path).info.id in whole
    assert not any(name.startswith(".building") for name in generations(tmp_path))


def test_readers_see_the_old_or_the_new_graph_while_builds_go_on(tmp_path: Path) -> None:
    datasets = [
        replace(small_dataset(), statements=small_dataset().statements[:n]) for n in range(1, 6)
    ]
    write_generation(datasets[0], tmp_path)
    seen: list[int] = []

    def read() -> None:
        for _ in range(60):
            generation = open_generation(tmp_path)
            seen.append(generation.info.counts["statements"])

    with ThreadPoolExecutor(3) as pool:
        readers = [pool.submit(read) for _ in range(3)]
        for turn in range(1, 12):
            write_generation(datasets[turn % 5], tmp_path)
        for reader in readers:
            reader.result()
    assert set(seen) <= {1, 2, 3, 4, 5}
    assert len(seen) == 180
