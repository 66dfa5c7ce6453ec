"""Check the page's sources: generated types are current, TypeScript and ESLint find nothing."""

from __future__ import annotations

import sys
from pathlib import Path

from build_web import STEPS, Node, WebBuildError, find_node, run, say

GENERATED = Path("src/data/generated.ts")


def main() -> int:
    """Run every check; the exit status says whether all passed."""
    web = Path(__file__).resolve().parent.parent / "api" / "web"
    try:
        node = find_node()
        if not (web / "node_modules").is_dir():
            run(*STEPS[0], web, node)
        check_generated(web, node)
        run("checking types", ("run", "--silent", "typecheck"), web, node)
        run("checking style", ("run", "--silent", "lint"), web, node)
    except WebBuildError as error:
        say(str(error))
        return 1
    return 0


def check_generated(web: Path, node: Node) -> None:
    """Fail when the committed GraphQL types aren't what the schema gives; leaves the new ones."""
    file = web / GENERATED
    before = file.read_bytes()
    run("generating the GraphQL types", ("run", "--silent", "generate"), web, node)
    if file.read_bytes() != before:
        raise WebBuildError(f"{file} was out of date with the schema; commit it as it is now")


if __name__ == "__main__":
    sys.exit(main())
