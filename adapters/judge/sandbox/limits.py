"""How much a process may use. Limits alone are no isolation: see confine."""

import itertools
import math
import os
import resource
import sys
from dataclasses import dataclass
from pathlib import Path

MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Allowance:
    """`seconds` of processor time; `above` bytes on top of what the process has already."""

    seconds: float
    above: int


def limit(allowance: Allowance) -> None:
    """Memory, time, no growing files, no processes; from here on there is no way back up."""
    size = _size_now() + allowance.above
    seconds = math.ceil(allowance.seconds)
    _set(resource.RLIMIT_AS, size)
    # The second number ends a process that catches the signal of the first.
    resource.setrlimit(resource.RLIMIT_CPU, (seconds + 1, seconds + 2))
    _set(resource.RLIMIT_STACK, 8 * MEGABYTE)
    for nothing in (resource.RLIMIT_FSIZE, resource.RLIMIT_CORE):
        _set(nothing, 0)
    for nothing in (resource.RLIMIT_NPROC, resource.RLIMIT_MEMLOCK):
        _set(nothing, 0)


def no_more_descriptors() -> None:
    _set(resource.RLIMIT_NOFILE, 0)


def close_all_but(*kept: int) -> None:
    """Every other descriptor of the process."""
    highest = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    ends = (-1, *sorted(kept), min(highest, 1 << 20))
    for before, after in itertools.pairwise(ends):
        # An empty range that ends below 0 would be taken for all there are.
        if before + 1 < after:
            os.closerange(before + 1, after)


def _set(which: int, most: int) -> None:
    hard = resource.getrlimit(which)[1]
    top = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(which, (top, top))


def _size_now() -> int:
    """Bytes of address space in use."""
    if sys.platform != "linux":
        return 0
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    return pages * resource.getpagesize()
