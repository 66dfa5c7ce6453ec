"""Write api/graphql/schema.graphql, the printed GraphQL schema that clients generate types from.

``--check`` writes nothing and ends with status 1 when the committed file is stale.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
FILE = ROOT / "api" / "graphql" / "schema.graphql"


def main() -> int:
    """Write or check the file; returns the exit status."""
    sys.path.insert(0, str(ROOT))
    from api.graphql.schema import print_schema
    from graph.ontology import load_ontology

    printed = print_schema(load_ontology())
    if "--check" in sys.argv:
        fresh = FILE.read_text(encoding="utf-8") == printed
        if not fresh:
            print(f"{FILE}: stale; run python scripts/generate_schema.py", file=sys.stderr)
        return 0 if fresh else 1
    FILE.write_text(printed, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
