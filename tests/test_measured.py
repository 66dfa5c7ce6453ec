"""The precision of the rules is measured, not claimed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_the_table_of_measured_rules_is_fresh() -> None:
    command = [sys.executable, str(ROOT / "scripts" / "measure_rules.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
