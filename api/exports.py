"""Dumps of the whole graph, in every form that :mod:`graph.publish` writes."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from api.problem import problem
from api.served import served


def exports(request: Request) -> Response:
    """Which files there are."""
    raise NotImplementedError


def export_file(request: Request) -> Response:
    """One of the files."""
    here = served(request)
    if request.path_params["name"] == "dataset.nq":
        return FileResponse(here.generation.nquads, media_type="application/n-quads")
    return problem(404, "no")


def well_known_void(request: Request) -> Response:
    """The description of the data set."""
    raise NotImplementedError
