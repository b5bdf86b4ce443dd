"""How the bot and a helper talk: a length, then that much JSON.

The bot asks for `{"do": "run", "id", "key", "seconds"}` with three descriptors: where the result
goes, the text, the recipe. So neither passes through the helper's memory, which every later
submission inherits a copy of. `{"do": "drop", "id"}` ends one. The helper says `{"ready": ...}`
once, then `{"id", "code", "stopped", "seconds", "cpu"}` or `{"id", "undrawn"}` for each run.
"""

import json
import struct
from collections.abc import Iterator
from typing import Any

LONGEST = 8_192
"""Bytes of a frame; whatever is longer is not one of ours."""
DESCRIPTORS = 3
"""That come with each run."""

Frame = dict[str, Any]


class Garbled(Exception):
    """What came is no frame; nothing after it can be trusted."""


def encoded(frame: Frame) -> bytes:
    data = json.dumps(frame).encode()
    return struct.pack(">I", len(data)) + data


class Frames:
    """Puts together what arrives in pieces."""

    def __init__(self) -> None:
        self._bytes = bytearray()

    def feed(self, data: bytes) -> Iterator[Frame]:
        """Raises Garbled."""
        self._bytes += data
        while len(self._bytes) >= 4:
            length = int.from_bytes(self._bytes[:4], "big")
            if length > LONGEST:
                raise Garbled
            if len(self._bytes) < 4 + length:
                return
            yield _decoded(bytes(self._bytes[4 : 4 + length]))
            del self._bytes[: 4 + length]


def _decoded(data: bytes) -> Frame:
    try:
        frame = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Garbled from error
    if not isinstance(frame, dict):
        raise Garbled
    return frame
