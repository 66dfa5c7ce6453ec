"""Generated terms are those of the ontology."""

from __future__ import annotations

import runpy
import subprocess
import sys
from pathlib import Path

from graph import terms
from graph.ontology import load_ontology, ontology_sources

ROOT = Path(__file__).parent.parent
GENERATOR = runpy.run_path(str(ROOT / "scripts" / "generate_terms.py"))


def test_terms_are_fresh() -> None:
    written = (ROOT / "graph" / "terms.py").read_text(encoding="utf-8")
    assert GENERATOR["terms_module"](*ontology_sources()[:2]) == written
    script = ROOT / "scripts" / "generate_terms.py"
    assert subprocess.run([sys.executable, str(script), "--check"], check=False).returncode == 0


def test_every_term_of_the_project_has_a_constant() -> None:
    for term in load_ontology().terms:
        if term.iri.startswith(terms.NAMESPACE):
            assert getattr(terms, term.name) == term.iri
