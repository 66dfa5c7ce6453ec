"""Files that are made by a script and committed."""

from __future__ import annotations

import sys
from pathlib import Path


def write_or_check(file: Path, content: str) -> int:
    """Write a generated file, or with ``--check`` only say whether it is as it would be written.

    Returns the exit status: 1 for a file that is stale.
    """
    if "--check" not in sys.argv:
        file.write_text(content, encoding="utf-8")
        return 0
    if file.is_file() and file.read_text(encoding="utf-8") == content:
        return 0
    print(f"{file}: stale; run make generate", file=sys.stderr)
    return 1
