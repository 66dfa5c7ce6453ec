"""Dumps of the whole graph, in every form that :mod:`graph.publish` writes."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import orjson
from anyio import CapacityLimiter, Lock
from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response

from api.negotiation import choose
from api.problem import problem
from api.served import Served, served
from graph.errors import ZhengtuError
from graph.publish.description import describe
from graph.publish.exports import FORMATS, GZIP, RDF_FORMATS, export, file_name

AT_ONCE = 2  # dumps that are written at a time
HTML, JSON = "text/html", "application/json"


@dataclass(frozen=True, slots=True)
class Shelf:
    """A folder that keeps each dump from the first time somebody asks for it."""

    folder: Path
    limiter: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(AT_ONCE))
    locks: defaultdict[Path, Lock] = field(default_factory=lambda: defaultdict(Lock))

    async def file(self, here: Served, format: str, compress: bool = False) -> Path:
        """The dump of what is served in this format, written now if it isn't there yet.

        Only a few are written at a time, so that the server keeps threads for other requests.
        """
        name = file_name(format) + GZIP * compress
        target = self.folder / f"{here.generation.info.id}-{name}"
        if not target.exists():
            async with self.locks[target]:
                if not target.exists():
                    await run_sync(_write, here, format, compress, target, limiter=self.limiter)
        return target

    def forget(self, generation: str) -> None:
        """Remove the dumps of a generation (id) that isn't served any more."""
        for file in self.folder.glob(f"{generation}-*"):
            file.unlink(missing_ok=True)


def _write(here: Served, format: str, compress: bool, target: Path) -> None:
    unfinished = target.with_name(f"{target.name}.part")
    try:
        with unfinished.open("wb") as out:
            source = here.generation if format in RDF_FORMATS else here.reader.model
            export(source, format, out, compress)
        unfinished.rename(target)
    finally:
        unfinished.unlink(missing_ok=True)


@contextmanager
def open_shelf() -> Iterator[Shelf]:
    """A shelf in a temporary folder that goes away with the server."""
    with tempfile.TemporaryDirectory(prefix="zhengtu-exports-") as folder:
        yield Shelf(Path(folder))


def to_exports(request: Request) -> Response:
    """From ``/exports`` to ``/exports/``."""
    return RedirectResponse(request.url.replace(path=f"{request.url.path}/"), status_code=308)


def exports(request: Request) -> Response:
    """Which dumps there are, as a page or as JSON."""
    here = served(request)
    files = [
        {
            "file": file_name(name),
            "gzip": "" if found.is_packed else file_name(name) + GZIP,
            "format": name,
            "mediaType": found.media_type,
            "zh": found.zh,
            "en": found.en,
        }
        for name, found in FORMATS.items()
    ]
    if choose(request.headers.get("accept"), [JSON, HTML]) == HTML:
        page = here.pages.get_template("exports.html").render(
            files=files, generation=here.generation.info
        )
        return Response(page, headers={"Vary": "Accept"}, media_type=HTML)
    return Response(orjson.dumps(files), headers={"Vary": "Accept"}, media_type=JSON)


async def export_file(request: Request) -> Response:
    """One dump, plain or as a gzip file, with the generation as its ETag."""
    here = served(request)
    formats = {file_name(name): name for name in FORMATS}
    name: str = request.path_params["name"]
    compress = name.endswith(GZIP)
    format = formats.get(name.removesuffix(GZIP))
    if format is None:
        known = ", ".join(formats)
        return problem(404, f"There is no dump {name}; there are {known}, each with {GZIP} too.")
    etag = f'"{here.generation.info.id}-{format}{GZIP * compress}"'
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers={"ETag": etag})
    shelf: Shelf = request.app.state.shelf
    media = "application/gzip" if compress else FORMATS[format].media_type
    try:
        file = await shelf.file(here, format, compress)
    except ZhengtuError as error:
        return problem(409, str(error))
    return FileResponse(file, headers={"ETag": etag}, media_type=media, filename=name)


def well_known_void(request: Request) -> Response:
    """What the data set is, where it can be asked and fetched, in VoID and DCAT (Turtle)."""
    here = served(request)
    address = str(request.base_url).rstrip("/")
    body = describe(here.generation, address, here.reader.ontology, here.reader.model)
    return Response(body, media_type="text/turtle")
