"""How a process that serves sets up its Python: the loop answers somebody, always."""

import gc
import sys

SWITCH_SECONDS = 0.0002
"""How long a worker thread keeps the interpreter while the loop waits (the default is 5 ms)."""


def favour_the_loop() -> None:
    """Call it once everything that lives as long as the process is loaded."""
    sys.setswitchinterval(SWITCH_SECONDS)
    gc.collect()
    # Content and modules never become garbage, and looking through them stops every thread.
    gc.freeze()
