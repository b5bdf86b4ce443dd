"""What was drawn for the exercises in use, kept where no submission's memory has it."""

import os
from collections import OrderedDict

from adapters.judge.sandbox.limits import MEGABYTE

KEPT_BYTES = 48 * MEGABYTE


class Inputs:
    """Descriptors by the digest of a recipe; those not used for the longest time go first."""

    def __init__(self, most: int = KEPT_BYTES) -> None:
        self._most, self._files = most, OrderedDict[str, int]()

    def get(self, key: str) -> int | None:
        if (found := self._files.get(key)) is not None:
            self._files.move_to_end(key)
        return found

    def keep(self, key: str, descriptor: int) -> None:
        """One that is too large by itself stays until the next comes."""
        self._files[key] = descriptor
        while len(self._files) > 1 and self.size() > self._most:
            os.close(self._files.popitem(last=False)[1])

    def size(self) -> int:
        """Bytes."""
        return sum(os.fstat(descriptor).st_size for descriptor in self._files.values())
