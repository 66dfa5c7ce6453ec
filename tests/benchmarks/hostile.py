"""What each hostile file costs by itself: seconds, and megabytes at the worst moment.

    python tests/benchmarks/hostile.py [NAME ...]

Makes the folder of hostile files, reads each of them (or those named) together with one good
report in a build of its own, and prints status, time and memory; 1 when one costs more than
30 s or 1 GB, or ends in another way than with a graph of the good report.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from hostile_files import write_hostile_files  # noqa: E402

SECONDS, MEGABYTES = 30.0, 1024.0
COMMAND = "import sys; from graph.cli import main; sys.exit(main())"
GOOD = ROOT / "seeds" / "reports" / "liuzhou-yanghe-2022.txt"
INTERVAL = 0.05


@dataclass(frozen=True)
class Cost:
    """How a build ended and what it cost; ``megabytes`` is what all its processes had at most."""

    status: int
    seconds: float
    megabytes: float
    output: str
    messages: str

    @property
    def bearable(self) -> bool:
        """Whether it stayed below the limits."""
        return self.seconds < SECONDS and self.megabytes < MEGABYTES


def build(paths: list[Path], out: Path, seconds: float = 4 * SECONDS) -> Cost:
    """Run ``zhengtu build`` and watch it; after ``seconds`` it is killed (status -9)."""
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as messages:
        begun = time.monotonic()
        process = subprocess.Popen(
            [sys.executable, "-c", COMMAND, "build", "--out", str(out), "--", *map(str, paths)],
            stdout=output, stderr=messages, cwd=ROOT, start_new_session=True,
        )  # fmt: skip
        most = 0.0
        while process.poll() is None:
            most = max(most, megabytes_of_session(process.pid))
            if time.monotonic() - begun > seconds:
                os.killpg(process.pid, signal.SIGKILL)
            time.sleep(INTERVAL)
        took = time.monotonic() - begun
        texts = [_whole(stream) for stream in (output, messages)]
    return Cost(process.returncode, took, most, *texts)


def _whole(stream: object) -> str:
    stream.seek(0)  # type: ignore[attr-defined]
    return str(stream.read().decode("utf-8", "replace"))  # type: ignore[attr-defined]


def megabytes_of_session(session: int) -> float:
    """The memory of all processes of a session, what they share counted once (PSS)."""
    total = 0
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            if int(fields[3]) == session:
                total += _proportional(folder)
        except (OSError, IndexError):
            continue  # it has just ended
    return total / 1024


def _proportional(process: Path) -> int:
    """Kilobytes of one process."""
    for line in (process / "smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    return 0


def main() -> int:
    """Print a line for each file."""
    bad = 0
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "in")
        hostile = write_hostile_files(folder)
        wanted = set(sys.argv[1:]) or {one.name for one in hostile}
        for number, one in enumerate(hostile):
            if one.name not in wanted or (folder / one.name).is_dir():
                continue
            out = Path(place, f"out{number}")
            cost = build([folder / one.name, GOOD], out)
            is_good = cost.bearable and cost.status in (0, 1) and GOOD.stem in _read(out)
            bad += not is_good
            mark = "" if is_good else "  <--"
            figures = f"{cost.status:>3} {cost.seconds:6.1f} s {cost.megabytes:6.0f} MB"
            print(f"{figures}  {one.name!r:<40} {one.why}{mark}", flush=True)
            if not is_good:
                print(cost.messages[-2000:], flush=True)
    return int(bool(bad))


def _read(out: Path) -> list[str]:
    account = out / "build.json"
    if not account.exists():
        return []
    return [Path(report["file"]).stem for report in json.loads(account.read_bytes())["reports"]]


if __name__ == "__main__":
    sys.exit(main())
