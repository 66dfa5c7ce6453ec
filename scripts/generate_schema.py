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
    from generated import write_or_check

    sys.path.insert(0, str(ROOT))
    from api.graphql.schema import print_schema
    from graph.ontology import load_ontology

    return write_or_check(FILE, print_schema(load_ontology()))


if __name__ == "__main__":
    sys.exit(main())
