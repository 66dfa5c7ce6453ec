"""Running the application with uvicorn."""

from __future__ import annotations

import signal
import socket
import sys
from collections.abc import Sequence
from pathlib import Path

import uvicorn

from api.app import create_app
from api.rdf import create_rdf_app
from api.settings import Settings

LOG = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "loggers": {
        "zhengtu": {"handlers": ["stderr"], "level": "INFO"},
        "uvicorn": {"handlers": ["stderr"], "level": "WARNING"},
    },
}


def serve(
    settings: Settings,
    host: str | None = None,
    port: int | None = None,
    files: Sequence[Path] = (),
    base: str = "",
) -> None:
    """Serve the graph in ``settings.data`` until stopped, or the RDF in ``files`` when given.

    Prints the address when it is ready. Raises StoreError when there is no graph to serve, and
    ReadError when a file can't be read.
    """
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # while loading, too
    app = create_rdf_app(settings, files, base) if files else create_app(settings)
    config = uvicorn.Config(
        app,
        host=host or settings.host,
        port=settings.port if port is None else port,
        loop="uvloop" if sys.platform != "win32" else "asyncio",
        http="httptools" if sys.platform != "win32" else "h11",
        log_config=LOG,
        access_log=False,
        proxy_headers=False,  # api.client decides whom to believe
        server_header=False,
        timeout_graceful_shutdown=5,
    )
    server = _Announcing(config)
    server.run()
    if not server.started:
        raise SystemExit(1)


class _Announcing(uvicorn.Server):
    """A server that says where it is once it listens."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        if self.started:
            for listener in self.servers:
                host, port = listener.sockets[0].getsockname()[:2]
                shown = f"[{host}]" if ":" in host else host
                print(f"Zhengtu is ready at http://{shown}:{port}/", flush=True)
