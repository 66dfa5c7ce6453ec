"""The page: files that Vite built, and one HTML file for every view of it."""

from __future__ import annotations

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from api.negotiation import parse_accept
from api.problem import problem
from api.served import Served, served

HTML = "text/html"
ASSETS = "assets/"  # a view may have a dot in its address, as names do; these are files
STYLE = Path(__file__).parent / "templates" / "plain.css"
FOREVER = "public, max-age=31536000, immutable"  # Vite puts a hash into these files' names


def website(request: Request) -> Response:
    """A built file, else the page itself for a browser, else 404."""
    here = served(request)
    path = request.path_params["path"]
    file = built_file(here.settings.static, path)
    if file is not None:
        forever = path.startswith(ASSETS)
        return FileResponse(file, headers={"Cache-Control": FOREVER if forever else "no-cache"})
    named = {media for media, _ in parse_accept(request.headers.get("accept", ""))}
    if path.startswith(ASSETS) or (path and HTML not in named):
        return problem(404, f"There is nothing at /{path}.")
    return page(here)


def built_file(folder: Path, path: str) -> Path | None:
    """The file at ``path`` in ``folder``; None when there is none or it lies outside."""
    try:
        file = (folder / path).resolve()
        inside = file.is_relative_to(folder.resolve())
        return file if path and inside and file.is_file() else None
    except (ValueError, OSError):  # no file can have this name: a NUL, or too long
        return None


def page(here: Served) -> Response:
    """The page that shows every view, or how to build it."""
    index = here.settings.static / "index.html"
    if index.is_file():
        return FileResponse(index, headers={"Cache-Control": "no-cache"})
    return Response(here.pages.get_template("unbuilt.html").render(), media_type=HTML)


def style(_request: Request) -> Response:
    """The style sheet of the pages that the server writes itself."""
    return FileResponse(STYLE, headers={"Cache-Control": "no-cache"})
