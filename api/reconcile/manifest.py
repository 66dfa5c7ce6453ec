"""The service manifest: what a client learns of the service before it asks anything."""

from __future__ import annotations

from typing import Any

from api.reconcile.asked import MAX_QUERIES
from api.reconcile.extend import SETTINGS
from api.reconcile.register import Register
from graph import __version__, terms

VERSIONS = ("0.1", "0.2")
NAME = "政图：法治政府建设报告知识图谱 Zhengtu: reports on law-based government"
PREVIEW_WIDTH, PREVIEW_HEIGHT = 440, 300  # pixels
GENERAL = "Entity"


def manifest(register: Register, server: str, root: str, has_logo: bool) -> dict[str, Any]:
    """The manifest of the service at ``server`` (no slash at its end).

    ``root`` is how the IRIs of entities begin.
    """
    here = f"{server}/reconcile"
    found: dict[str, Any] = {
        "versions": VERSIONS,
        "name": NAME,
        "identifierSpace": root,
        "schemaSpace": terms.NAMESPACE,
        "defaultTypes": types_of(register),
        "documentation": f"{here}/about",
        "serviceVersion": __version__,
        "batchSize": MAX_QUERIES,
        "view": {"url": here + "/view?id={{id}}"},
        "feature_view": {"url": here + "/about#{{id}}"},
        "preview": {
            "url": here + "/preview?id={{id}}",
            "width": PREVIEW_WIDTH,
            "height": PREVIEW_HEIGHT,
        },
        "suggest": {kind: _suggest(here, kind) for kind in ("entity", "type", "property")},
        "extend": {
            "propose_properties": {"service_url": here, "service_path": "/properties"},
            "property_settings": SETTINGS,
        },
    }
    return found | ({"logo": f"{server}/favicon.svg"} if has_logo else {})


def types_of(register: Register) -> list[dict[str, str]]:
    """The classes of entities, then the class of all of them."""
    ontology = register.reader.ontology
    listed = (*ontology.classes(), ontology.term(GENERAL))
    return [
        {"id": term.name, "name": f"{term.label_zh} {term.label_en}"} for term in listed if term
    ]


def _suggest(here: str, kind: str) -> dict[str, str]:
    return {
        "service_url": here,
        "service_path": f"/suggest/{kind}",
        "flyout_service_url": here,
        "flyout_service_path": f"/flyout/{kind}?id=${{id}}",
    }
