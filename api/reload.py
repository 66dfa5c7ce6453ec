"""Serving a new generation as soon as it is published, without dropping a request."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
import threading
from dataclasses import dataclass, field
from typing import Any

from api.exports import Shelf
from api.served import Served, open_next
from api.settings import Settings
from graph.errors import ZhengtuError
from graph.store.generation import CURRENT

log = logging.getLogger("zhengtu.reload")


@dataclass(slots=True)
class Follower:
    """Keeps ``state.served`` at the current generation; old ones close after their last request.

    ``refused`` is the folder (name and inode) of a generation that turned out to be damaged. It
    is tried again only at SIGHUP, or when it has been built again.
    """

    state: Any
    settings: Settings
    hangup: asyncio.Event = field(default_factory=asyncio.Event)
    refused: tuple[str, int] = ("", 0)
    retiring: set[asyncio.Task[None]] = field(default_factory=set)

    async def follow(self) -> None:
        """Look again and again, until cancelled."""
        listen_for_hangup(self.hangup)
        while True:
            await self._pause()
            try:
                await self._look()
            except Exception:
                log.exception("looking for a new generation failed; the old one is served on")

    async def close(self) -> None:
        """Close every pool that is still there."""
        for task in list(self.retiring):
            task.cancel()
        await asyncio.gather(*self.retiring, return_exceptions=True)
        await self.state.served.pool.close()

    async def _pause(self) -> None:
        try:
            await asyncio.wait_for(self.hangup.wait(), self.settings.reload_seconds or None)
        except TimeoutError:
            return
        self.hangup.clear()
        self.refused = ("", 0)

    async def _look(self) -> None:
        """Serve what is current, unless it is served already or was refused."""
        old: Served = self.state.served
        found = current_folder(self.settings)
        if found[0] in ("", old.generation.info.id) or found == self.refused:
            return
        try:
            new = await open_ready(old)
        except (ZhengtuError, OSError, ValueError) as error:
            self._refuse(found, error)
            return
        self.state.served = new
        new.metrics.reloads += 1
        log.info("generation %s is served in place of %s", found[0], old.generation.info.id)
        task = asyncio.get_running_loop().create_task(retire(old, self.state.shelf))
        self.retiring.add(task)
        task.add_done_callback(self.retiring.discard)

    def _refuse(self, found: tuple[str, int], error: Exception) -> None:
        self.refused = found
        old = self.state.served.generation.info.id
        log.error("generation %s is refused, %s is served on: %s", found[0], old, error)
        self.state.served.metrics.refused_generations += 1


async def open_ready(old: Served) -> Served:
    """The current generation, checked in a thread, with workers that have opened it."""
    new = await asyncio.to_thread(open_next, old)
    try:
        await new.pool.start()
    except BaseException:
        await new.pool.close()
        raise
    return new


async def retire(old: Served, shelf: Shelf) -> None:
    """Close a generation's pool after its last request; give back its memory and its dumps."""
    try:
        await old.leases.all_returned()
    finally:
        await old.pool.close()
    await asyncio.to_thread(shelf.forget, old.generation.info.id)
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def current_folder(settings: Settings) -> tuple[str, int]:
    """Name and inode of the folder that ``current`` points at; "" and 0 when there is none now."""
    link = settings.data / CURRENT
    try:
        return link.readlink().name, link.stat().st_ino
    except OSError:
        return "", 0


def listen_for_hangup(event: asyncio.Event) -> None:
    """Set ``event`` at SIGHUP, where the system has it and this is the main thread."""
    if threading.current_thread() is threading.main_thread() and hasattr(signal, "SIGHUP"):
        asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, event.set)
