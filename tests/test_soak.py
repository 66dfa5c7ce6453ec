"""The soak script, for some seconds: mixed requests beside poison, and every answer right."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from small_dataset import small_dataset

from graph.store.generation import write_generation

SCRIPT = Path(__file__).parent.parent / "scripts" / "soak.py"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(SCRIPT), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_some_seconds_of_soaking_find_no_wrong_answer(tmp_path: Path) -> None:
    write_generation(small_dataset(), tmp_path)
    done = run("--data", str(tmp_path), "--seconds", "8", "--rate", "20", "--deadline", "1")
    assert done.returncode == 0, done.stdout + done.stderr
    rows = re.findall(
        r"^(\w[\w ]+?) +(\d+) +(\d+) +([\d.]+) +([\d.]+) +([\d.]+)$", done.stdout, re.M
    )
    assert len(rows) == 7
    assert sum(int(number) for _, number, *_ in rows) >= 150
    for _, _, errors, _, _, slowest in rows:
        assert errors == "0"
        assert float(slowest) < 10_000
    poison = re.search(r"^poison +(.+)$", done.stdout, re.M)
    assert poison
    assert "50" in poison[1] or "broken off" in poison[1]


def test_a_folder_without_a_graph_ends_the_script_with_its_reason(tmp_path: Path) -> None:
    done = run("--data", str(tmp_path), "--seconds", "1")
    assert done.returncode != 0
    assert "zhengtu build" in done.stderr
