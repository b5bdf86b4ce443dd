"""Files that have no name: in memory on Linux, already deleted elsewhere."""

import fcntl
import os
import tempfile

_LINUX = os.uname().sysname == "Linux"
_ADD_SEALS, _NO_CHANGE = 1033, 0b1111


def nameless() -> int:
    """A new descriptor, open for reading and writing."""
    if _LINUX:
        return os.memfd_create("", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    with tempfile.TemporaryFile() as file:
        return os.dup(file.fileno())


def holding(data: bytes) -> int:
    descriptor = nameless()
    write(descriptor, data)
    return descriptor


def seal(descriptor: int) -> None:
    """Nobody can change it any more, whoever holds the descriptor; on Linux."""
    if _LINUX:
        fcntl.fcntl(descriptor, _ADD_SEALS, _NO_CHANGE)


def contents(descriptor: int) -> bytes:
    """All of a file, wherever others who share it have read to."""
    return os.pread(descriptor, os.fstat(descriptor).st_size, 0)


def write(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]
