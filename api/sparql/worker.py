"""A process that answers one SPARQL query after the other and can be killed at any moment.

Only the standard library and pyoxigraph are imported, so that a fresh one is ready in no time.
Frames come in on stdin and go out on stdout (see :mod:`api.sparql.frames`).
"""

from __future__ import annotations

import json
import re
import sys
import threading
import time
from typing import IO, Any

import pyoxigraph as ox

from api.sparql.frames import ASK, DATA, END, ERROR, HEAD, READY, pack, read_frame
from graph.sandbox import limit_memory, refuse_sockets

STACK = 512 * 1024 * 1024  # pyoxigraph parses and evaluates recursively
CHUNK = 256 * 1024
NOT_IN_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
NAMELESS = re.compile(rb"<oxprefix:[ />]")  # an element for a predicate such as <http://e/1>


class NotInXmlError(Exception):
    """The answer has a character or a predicate that no XML document can hold."""


class Answer:
    """A file that sends what is written to it as frames of about :data:`CHUNK` bytes."""

    def __init__(self, output: IO[bytes], request: int) -> None:
        self.output, self.request, self.pending = output, request, bytearray()

    def write(self, data: bytes) -> int:
        self.pending += data
        if len(self.pending) >= CHUNK:
            self.flush()
        return len(data)

    def flush(self) -> None:
        """Send what is pending."""
        self.output.write(pack(DATA, self.request, self.encode(bytes(self.pending))))
        self.pending.clear()

    def encode(self, data: bytes) -> bytes:
        """The bytes as they go out."""
        return data


class XmlAnswer(Answer):
    """The same for XML, whose readers would take a bare carriage return for a line feed."""

    last = b""

    def encode(self, data: bytes) -> bytes:
        """The bytes with carriage returns as references; NotInXmlError where XML has no way."""
        seen = self.last + data
        found = NOT_IN_XML.search(seen)
        if found:
            raise _not_in_xml(f"the character U+{ord(found.group().decode()):04X}")
        if NAMELESS.search(seen):
            raise _not_in_xml("a predicate that doesn't end in a name")
        self.last = data[-len("<oxprefix:") :]
        return data.replace(b"\r", b"&#xD;")


def _not_in_xml(what: str) -> NotInXmlError:
    return NotInXmlError(
        f"The answer has {what}, which XML can't hold; ask for JSON "
        "(application/sparql-results+json) or Turtle (text/turtle)."
    )


def evaluate(store: ox.Store, question: dict[str, Any]) -> Any:
    """The result of ``question["query"]`` over the graphs that the request names, if any."""
    default: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] = [
        ox.NamedNode(iri) for iri in question["default"]
    ]
    named: list[ox.NamedNode | ox.BlankNode] = [ox.NamedNode(iri) for iri in question["named"]]
    chosen = bool(default or named)
    return store.query(
        question["query"],
        base_iri=question["base"],
        default_graph=default if chosen else None,
        named_graphs=named if chosen else None,
    )


def answer(store: ox.Store, question: dict[str, Any], request: int, output: IO[bytes]) -> None:
    """Write the frames that answer ``question``: head, data and end, or an error."""
    result = evaluate(store, question)
    form = "triples" if isinstance(result, ox.QueryTriples) else "results"
    media = question[form]
    head = {"media": media, "form": form}
    if media is None:
        report(ERROR, request, output, kind="form", text=form)
        return
    output.write(pack(HEAD, request, json.dumps(head).encode()))
    written = (XmlAnswer if media.endswith("+xml") else Answer)(output, request)
    formats = ox.RdfFormat if form == "triples" else ox.QueryResultsFormat
    result.serialize(written, formats.from_media_type(media))
    written.flush()
    report(END, request, output)


def refuse(error: Exception, request: int, output: IO[bytes]) -> None:
    """Write what went wrong; a syntax error is the client's, everything else ours."""
    kinds: dict[type[Exception], str] = {
        SyntaxError: "syntax",
        NotInXmlError: "form",
        MemoryError: "memory",
    }
    kind = next((kind for found, kind in kinds.items() if isinstance(error, found)), "failed")
    report(ERROR, request, output, kind=kind, text=str(error))


def report(frame: int, request: int, output: IO[bytes], **detail: str) -> None:
    """Write the frame that ends an answer, with the CPU seconds this process has used so far."""
    body = json.dumps({**detail, "cpu": time.process_time()})
    output.write(pack(frame, request, body.encode()))


def serve(path: str, memory: int) -> None:
    """Answer frames from stdin until it ends."""
    input_, output = sys.stdin.buffer, sys.stdout.buffer
    unguarded = refuse_sockets()
    store = ox.Store.read_only(path)
    limit_memory(memory)
    output.write(pack(READY, 0, unguarded.encode()))
    output.flush()
    while (frame := read_frame(input_)) is not None:
        kind, request, payload = frame
        if kind == ASK:
            try:
                answer(store, json.loads(payload), request, output)
            except (
                SyntaxError,
                ValueError,
                OSError,
                RuntimeError,
                MemoryError,
                NotInXmlError,
            ) as error:
                refuse(error, request, output)
            output.flush()


def main() -> None:
    """Serve the store named on the command line from a thread with a big stack."""
    threading.stack_size(STACK)
    thread = threading.Thread(target=serve, args=(sys.argv[1], int(sys.argv[2])))
    thread.start()
    thread.join()


if __name__ == "__main__":
    main()
