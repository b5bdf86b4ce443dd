"""A language for tests of the sandbox alone: the text is Python that sets `value`.

It finds `inputs`, what was drawn for it, `sys` with whatever the interpreter has loaded, `write`,
which writes to every descriptor it can, `leave`, which ends the process, `folder`, the working
one, and `maps`, where its writable memory was before it was confined.
"""

import contextlib
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from adapters.judge.work import Json


def preload() -> None:
    import ctypes
    import json
    import re
    import threading
    import time

    assert all((ctypes, json, re, threading, time))


def build(recipe: Json) -> bytes:
    """`say` is drawn as that text, `size` as so many zeros, `chance` as so many random bytes."""
    if "say" in recipe:
        return str(recipe["say"]).encode()
    if "chance" in recipe:
        return os.urandom(recipe["chance"])
    return bytes(recipe["size"])


def prepare(inputs: bytes) -> object:
    if inputs == b"unprepared":
        raise ValueError
    return inputs, os.getcwd(), list(_maps()) if sys.platform == "linux" else []


def preview(prepared: object, text: str) -> Json:
    assert isinstance(prepared, tuple)
    return len(text)


def run(prepared: object, text: str) -> Json:
    assert isinstance(prepared, tuple)
    inputs, folder, maps = prepared
    names = {"inputs": inputs, "folder": folder, "maps": maps, "sys": sys, "value": None}
    names |= {"write": _write, "leave": os._exit}
    exec(text, names)
    return _plain(names["value"])


def _maps() -> Iterator[tuple[int, int]]:
    for line in Path("/proc/self/maps").read_text().splitlines():
        place, rights, *_ = line.split()
        start, end = (int(word, 16) for word in place.split("-"))
        if rights.startswith("rw"):
            yield start, end


def _write(data: bytes) -> None:
    for number in range(64):
        with contextlib.suppress(OSError):
            os.write(number, data)


def _plain(value: object) -> Json:
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    return value.decode() if isinstance(value, bytes) else value
