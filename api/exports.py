"""Dumps of the whole graph, in every form that :mod:`graph.publish` writes."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

import orjson
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from api.negotiation import choose
from api.problem import problem
from api.served import Served, served
from graph.publish.description import describe
from graph.publish.exports import FORMATS, RDF_FORMATS, export, file_name

HTML, JSON = "text/html", "application/json"


@dataclass(frozen=True, slots=True)
class Shelf:
    """A folder that keeps each dump from the first time somebody asks for it."""

    folder: Path
    lock: Lock = field(default_factory=Lock)

    def file(self, here: Served, format: str) -> Path:
        """The dump of what is served in this format, written now if it isn't there yet."""
        target = self.folder / f"{here.generation.info.id}-{file_name(format)}"
        with self.lock:
            if not target.exists():
                unfinished = target.with_suffix(".part")
                with unfinished.open("wb") as out:
                    source = here.store if format in RDF_FORMATS else here.reader.model
                    export(source, format, out)
                unfinished.rename(target)
        return target


@contextmanager
def open_shelf() -> Iterator[Shelf]:
    """A shelf in a temporary folder that goes away with the server."""
    with tempfile.TemporaryDirectory(prefix="zhengtu-exports-") as folder:
        yield Shelf(Path(folder))


def exports(request: Request) -> Response:
    """Which dumps there are, as a page or as JSON."""
    here = served(request)
    files = [
        {"file": file_name(name), "format": name, "mediaType": found.media_type}
        for name, found in FORMATS.items()
    ]
    if choose(request.headers.get("accept"), [JSON, HTML]) == HTML:
        page = here.pages.get_template("exports.html").render(
            files=files, generation=here.generation.info
        )
        return Response(page, headers={"Vary": "Accept"}, media_type=HTML)
    return Response(orjson.dumps(files), headers={"Vary": "Accept"}, media_type=JSON)


def export_file(request: Request) -> Response:
    """One dump, with the generation as its ETag."""
    here = served(request)
    formats = {file_name(name): name for name in FORMATS}
    name = request.path_params["name"]
    if name not in formats:
        known = ", ".join(formats)
        return problem(404, f"There is no dump {name}; there are {known}.")
    shelf: Shelf = request.app.state.shelf
    file = shelf.file(here, formats[name])
    media = FORMATS[formats[name]].media_type
    etag = f'"{here.generation.info.id}-{formats[name]}"'
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers={"ETag": etag})
    return FileResponse(file, headers={"ETag": etag}, media_type=media, filename=name)


def well_known_void(request: Request) -> Response:
    """What the data set is, where it can be asked and fetched, in VoID and DCAT (Turtle)."""
    here = served(request)
    address = str(request.base_url).rstrip("/")
    body = describe(here.generation, address, here.reader.ontology, here.reader.model)
    return Response(body, media_type="text/turtle")
