"""What happens in the processes that a helper forks: one per submission, one per drawing."""

import io
import json
import os
import signal
import socket
import sys
import time
import traceback
from typing import NoReturn, Protocol

from adapters.judge.sandbox.files import contents, write
from adapters.judge.sandbox.limits import MEGABYTE, Allowance, close_all_but
from adapters.judge.work import Json

MEMORY, OUTPUT, FAILED = 3, 4, 5
UNREADY = -signal.SIGHUP
"""How a child that could not finish leaves; `unready` is before the text had its turn, and by a
signal: a text can leave with any number, and can send no signal."""
LARGEST_RESULT = MEGABYTE
"""Bytes of JSON."""
LARGEST_OPENING = 1 << 14
"""Bytes of the line before it."""
LONGEST_COMPLAINT = 2_000
"""Bytes of what is said about a failure."""


class Inside(Protocol):
    """A language's module; see adapters.judge.work."""

    def preload(self) -> None: ...

    def build(self, recipe: Json) -> bytes: ...

    def prepare(self, inputs: bytes) -> object: ...

    def run(self, prepared: object, text: str) -> Json: ...


class Confinement(Protocol):
    """A tier's module; confine is the native one."""

    def die_with(self, parent: int) -> None: ...

    def confine(self, allowance: Allowance, result: int) -> None: ...


def submission(
    inside: Inside, confinement: Confinement, parent: int, door: socket.socket
) -> NoReturn:
    """Waits at the door for what `hand_over` sends; nobody comes when the helper is gone."""
    # Taken now: the text can put others in their place.
    leave, code, result = os._exit, UNREADY, -1
    try:
        _alone(confinement, parent, [door.fileno()])
        getattr(inside, "warm", _nothing)()
        allowance, (result, text, inputs) = _received(door)
        answer, prepared = contents(text).decode(), inside.prepare(contents(inputs))
        confinement.confine(allowance, result)
        code = FAILED
        code = _answer(inside, prepared, answer, result)
    except BaseException:
        _complain(result)
        if code == UNREADY:
            os.kill(os.getpid(), signal.SIGHUP)
    finally:
        leave(code)


def hand_over(door: socket.socket, allowance: Allowance, ends: list[int]) -> None:
    """`ends` are the descriptors of result, text and inputs. Raises OSError."""
    socket.send_fds(door, [json.dumps([allowance.seconds, allowance.above]).encode()], ends)


def drawing(
    inside: Inside, confinement: Confinement, parent: int, recipe: int, out: int
) -> NoReturn:
    """Trusted: our own recipe, our own generators. What it says when it fails goes to `out`."""
    try:
        _alone(confinement, parent, [recipe, out])
        write(out, inside.build(json.loads(contents(recipe))))
        os._exit(0)
    except BaseException:
        os.ftruncate(out, 0)
        os.lseek(out, 0, os.SEEK_SET)
        _complain(out)
    finally:
        os._exit(FAILED)


def _alone(confinement: Confinement, parent: int, kept: list[int]) -> None:
    """Nothing shared with the helper but the descriptors kept; nothing printed goes anywhere."""
    signal.set_wakeup_fd(-1)
    for known in (signal.SIGCHLD, signal.SIGHUP):
        signal.signal(known, signal.SIG_DFL)
    confinement.die_with(parent)
    # What comes later must not get the numbers that libraries write their complaints to.
    os.dup2(1, 0)
    close_all_but(0, 1, 2, *kept)
    sys.stdin, sys.stdout, sys.stderr = io.StringIO(), _Void(), _Void()


def _received(door: socket.socket) -> tuple[Allowance, list[int]]:
    data, ends, _, _ = socket.recv_fds(door, MEGABYTE, len(("result", "text", "inputs")))
    if not data:
        raise EOFError
    seconds, above = json.loads(data)
    return Allowance(seconds, above), ends


def _answer(inside: Inside, prepared: object, text: str, result: int) -> int:
    try:
        write(result, _opening(inside, prepared, text))
        data = json.dumps(inside.run(prepared, text)).encode()
    except MemoryError:
        return MEMORY
    if len(data) > LARGEST_RESULT:
        return OUTPUT
    write(result, data)
    return 0


def _opening(inside: Inside, prepared: object, text: str) -> bytes:
    """A line of its own, which no text can take back: it has not had its turn yet."""
    read = getattr(inside, "preview", _nothing)(prepared, text)
    return json.dumps({"read": read, "cpu": time.process_time()}).encode() + b"\n"


def _nothing(*_: object) -> None:
    """What a language does that has no such step."""


def _complain(descriptor: int) -> None:
    write(descriptor, traceback.format_exc().encode(errors="replace")[-LONGEST_COMPLAINT:])


class _Void(io.TextIOBase):
    """Takes what is printed and keeps none of it."""

    def write(self, text: str) -> int:
        return len(text)
