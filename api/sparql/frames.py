"""How the web process and a worker talk: frames of kind, request id, length and bytes on a pipe.

The id lets the reader refuse a late byte that belongs to somebody else's question.
"""

from __future__ import annotations

import struct
from typing import IO

READY, ASK, HEAD, DATA, END, ERROR = range(6)
HEADER = struct.Struct(">BIQ")

Frame = tuple[int, int, bytes]


def pack(kind: int, request: int, payload: bytes = b"") -> bytes:
    """The frame's bytes."""
    return HEADER.pack(kind, request, len(payload)) + payload


def read_frame(stream: IO[bytes]) -> Frame | None:
    """The next frame of a blocking stream, or None at its end."""
    header = stream.read(HEADER.size)
    if len(header) < HEADER.size:
        return None
    kind, request, length = HEADER.unpack(header)
    return kind, request, stream.read(length)
