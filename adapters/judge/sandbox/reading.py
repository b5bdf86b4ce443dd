"""What a submission wrote into its pipe, read with suspicion."""

import asyncio
import json
import os
import re

from adapters.judge.sandbox.child import LARGEST_OPENING, LARGEST_RESULT
from adapters.judge.work import Json

_LONE_HALVES = re.compile(rb"\\u[dD][89a-fA-F]")
_PIECE = 1 << 16


class NotPlain(Exception):
    """No JSON, or JSON that cannot be passed on."""


class Catch:
    """Reads a pipe to its end without ever holding more than is allowed; closes it."""

    def __init__(self, descriptor: int, most: int = LARGEST_OPENING + LARGEST_RESULT) -> None:
        self._descriptor, self._most = descriptor, most
        self._loop = asyncio.get_running_loop()
        self.data = bytearray()
        self.over = False
        """More came than is allowed; the rest was not read."""
        self.done = self._loop.create_future()
        os.set_blocking(descriptor, False)
        self._loop.add_reader(descriptor, self._read)

    def close(self) -> None:
        """Whoever still writes is told that nobody reads."""
        if not self.done.done():
            self._loop.remove_reader(self._descriptor)
            os.close(self._descriptor)
            self.done.set_result(None)

    def _read(self) -> None:
        piece = os.read(self._descriptor, _PIECE)
        self.data += piece
        self.over = len(self.data) > self._most
        if not piece or self.over:
            self.close()


def parted(data: bytes) -> tuple[Json, Json]:
    """The child's own first line, and what the text made of the rest. Raises NotPlain."""
    opening, _, rest = data.partition(b"\n")
    return plain(opening), plain(rest)


def plain(data: bytes) -> Json:
    """Raises NotPlain."""
    try:
        value = json.loads(data)
        if _LONE_HALVES.search(data):
            # Half a character cannot be stored or shown; whole ones pass.
            json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise NotPlain from error
    return value
