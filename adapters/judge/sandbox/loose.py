"""Time and memory limits without isolation: for the development tier alone.

macOS does not keep RLIMIT_AS, so the helper looks at what a process uses and stops it.
"""

import ctypes
import os
import resource
import struct
import sys
from pathlib import Path

from adapters.judge.sandbox.limits import Allowance, close_all_but, limit

_LARGEST_ANSWER, _RESIDENT = 512, 64
"""Of proc_pid_rusage: room for its answer, and where the resident size stands in it."""


def die_with(parent: int) -> None:
    if os.getppid() != parent:
        raise ProcessLookupError("its parent is gone")


def confine(allowance: Allowance, result: int) -> None:
    """What is run can read files, start processes and reach the network."""
    close_all_but(result)
    limit(allowance)


def used(pid: int) -> int:
    """Bytes of memory in use now; 0 when the process has ended."""
    try:
        return _used_on_mac(pid) if sys.platform == "darwin" else _used_on_linux(pid)
    except OSError:
        return 0


def _used_on_linux(pid: int) -> int:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * resource.getpagesize()


def _used_on_mac(pid: int) -> int:
    answer = ctypes.create_string_buffer(_LARGEST_ANSWER)
    if ctypes.CDLL(None).proc_pid_rusage(pid, 0, ctypes.byref(answer)) != 0:
        return 0
    return int(struct.unpack_from("Q", answer, _RESIDENT)[0])
