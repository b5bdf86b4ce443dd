"""What stays around a WebAssembly guest, which is itself the wall.

Its engine reserves address space by the gigabyte, so memory is watched instead of limited.
"""

import resource

from adapters.judge.sandbox import loose
from adapters.judge.sandbox.limits import MEGABYTE, Allowance, close_all_but

used = loose.used


def die_with(parent: int) -> None:
    loose.die_with(parent)


def confine(allowance: Allowance, result: int) -> None:
    """The engine still reads its own files; what runs in it does not."""
    assert allowance.above
    close_all_but(result)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # The engine copies the guest's library into a temporary folder.
    resource.setrlimit(resource.RLIMIT_FSIZE, (128 * MEGABYTE, 128 * MEGABYTE))
