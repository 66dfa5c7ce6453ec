"""What the kernel takes away from a process before it reads what comes from outside.

The filter is a classic BPF program for seccomp (``man 2 seccomp``), installed with ``prctl``
through ctypes, so that nothing has to be compiled. A refused call gets EACCES, it isn't fatal:
a library that wants a socket then reports an error like any other.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import resource
import signal
import struct
import sys
from pathlib import Path

PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 1, 38, 22, 2
ALLOW, REFUSE = 0x7FFF0000, 0x00050000 | errno.EACCES
LOAD, EQUAL, AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06
NUMBER_OFFSET, ARCH_OFFSET = 0, 4
X32_BIT = 0x40000000

# AUDIT_ARCH value, and the numbers of socket, socketpair, connect, io_uring_setup, execve
ARCHITECTURES = {
    "x86_64": (0xC000003E, (41, 53, 42, 425, 59, 322)),
    "aarch64": (0xC00000B7, (198, 199, 203, 425, 221, 281)),
}


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def limit_memory(more: int) -> None:
    """Let this process map at most ``more`` bytes beyond what it has, and leave no core files."""
    limit = _mapped() + more
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _mapped() -> int:
    """How many bytes this process has mapped; 0 where the system doesn't tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
    except OSError:
        return 0
    return pages * resource.getpagesize()


def refuse_sockets() -> str:
    """Take away sockets and exec for good; "" when done, else why the kernel wouldn't."""
    if sys.platform != "linux":
        return f"seccomp needs Linux, this is {sys.platform}"
    if platform.machine() not in ARCHITECTURES:
        return f"no seccomp filter for {platform.machine()}"
    instructions = _filter(*ARCHITECTURES[platform.machine()])
    buffer = ctypes.create_string_buffer(b"".join(instructions))
    program = _Program(len(instructions), ctypes.cast(buffer, ctypes.c_void_p))
    try:
        _prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        _prctl(PR_SET_NO_NEW_PRIVS, 1)
        _prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(program))
    except OSError as error:
        return f"the kernel refuses seccomp: {error.strerror}"
    return ""


def _filter(architecture: int, refused: tuple[int, ...]) -> list[bytes]:
    """The BPF instructions: refuse a foreign architecture, the x32 calls and ``refused``."""
    last = len(refused) + 5  # index of the refusing return
    return [
        _instruction(LOAD, ARCH_OFFSET),
        _instruction(EQUAL, architecture, 0, last - 2),
        _instruction(LOAD, NUMBER_OFFSET),
        _instruction(AT_LEAST, X32_BIT, last - 4, 0),
        *(_instruction(EQUAL, number, last - index - 5, 0) for index, number in enumerate(refused)),
        _instruction(RETURN, ALLOW),
        _instruction(RETURN, REFUSE),
    ]


def _instruction(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)


def _prctl(option: int, *arguments: object) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    values = [*arguments, *([0] * (4 - len(arguments)))]
    longs = [ctypes.c_ulong(value) if isinstance(value, int) else value for value in values]
    if libc.prctl(option, *longs) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
