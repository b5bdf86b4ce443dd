"""A clean process that has loaded one language and forks a child for every submission.

It holds no secret and nothing of any exercise: text, recipe and result pass it by as descriptors,
and inputs that were drawn stay in files in memory which it never reads. See framing.
"""

import contextlib
import os
import signal
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import NoReturn

from adapters.judge.sandbox import child
from adapters.judge.sandbox.files import contents, nameless, seal
from adapters.judge.sandbox.framing import Frame, encoded
from adapters.judge.sandbox.inputs import Inputs
from adapters.judge.sandbox.limits import Allowance

DRAWING_SECONDS = 60.0
WATCH_SECONDS = 0.05


@dataclass(slots=True)
class Request:
    """`ends` are the descriptors of result, text and recipe."""

    id: int
    key: str
    seconds: float
    ends: list[int]

    def close(self) -> None:
        while self.ends:
            os.close(self.ends.pop())


@dataclass(slots=True)
class Running:
    """A child; for a drawing `drawn` is where it goes. `stopped` says for what, if it was."""

    request: Request
    started: float
    deadline: float
    drawn: int | None = None
    stopped: str = ""


@dataclass(frozen=True, slots=True)
class Spare:
    """A child that waits at a door for its submission: forking took its time before."""

    pid: int
    door: socket.socket


@dataclass(slots=True)
class Helper:
    """`above`: bytes a run may take on top of what it starts with."""

    control: socket.socket
    inside: child.Inside
    confinement: child.Confinement
    above: int
    inputs: Inputs = field(default_factory=Inputs)
    running: dict[int, Running] = field(default_factory=dict)
    """By process id."""
    waiting: list[Request] = field(default_factory=list)
    """For inputs that are being drawn."""
    spare: Spare | None = None

    def start(self, request: Request) -> None:
        """Run it, or have its inputs drawn first."""
        if (inputs := self.inputs.get(request.key)) is not None:
            self._run(request, inputs)
            return
        self.waiting.append(request)
        if not any(
            one.drawn is not None and one.request.key == request.key
            for one in self.running.values()
        ):
            self._draw(request)

    def drop(self, number: int) -> None:
        """Nobody waits for this one any more."""
        for request in [one for one in self.waiting if one.id == number]:
            self.waiting.remove(request)
            request.close()
        for pid, one in self.running.items():
            if one.request.id == number and one.drawn is None:
                os.kill(pid, signal.SIGKILL)

    def patience(self) -> float | None:
        """Seconds until somebody's time is up."""
        if not self.running:
            return None
        first = min(one.deadline for one in self.running.values())
        left = max(0.0, first - time.monotonic())
        return min(left, WATCH_SECONDS) if self._used else left

    def look_after(self) -> None:
        """See to those that ended and stop those that overstep."""
        for pid, one in list(self.running.items()):
            # First of all: one that ended in time is not late because nobody looked.
            found, status, used = os.wait4(pid, os.WNOHANG)
            if found:
                del self.running[pid]
                cpu = used.ru_utime + used.ru_stime
                self._ended(one, os.waitstatus_to_exitcode(status), cpu)
            elif not one.stopped and (why := self._overstepped(pid, one)):
                one.stopped = why
                os.kill(pid, signal.SIGKILL)

    def stop(self) -> None:
        """Every child, without a word."""
        children = [*self.running, *([self.spare.pid] if self.spare else [])]
        for pid in children:
            os.kill(pid, signal.SIGKILL)
        for pid in children:
            os.waitpid(pid, 0)

    @property
    def _used(self) -> Callable[[int], int] | None:
        """How to see a child's memory, where its own limit cannot be relied on."""
        return getattr(self.confinement, "used", None)

    def _overstepped(self, pid: int, one: Running) -> str:
        if time.monotonic() >= one.deadline:
            return "timeout"
        if self._used and one.drawn is None:
            return "memory" if self._used(pid) > self._used(os.getpid()) + self.above else ""
        return ""

    def _run(self, request: Request, inputs: int) -> None:
        spare = self._waiting_spare() or self._hatched()
        running = Running(request, *_from_now(request.seconds))
        with spare.door, contextlib.suppress(OSError):
            ends = [*request.ends[:2], inputs]
            child.hand_over(spare.door, Allowance(request.seconds, self.above), ends)
        request.close()
        self.running[spare.pid] = running
        self.spare = self._hatched()

    def _waiting_spare(self) -> Spare | None:
        if self.spare is None or os.waitpid(self.spare.pid, os.WNOHANG)[0] == 0:
            return self.spare
        self.spare.door.close()
        return None

    def _hatched(self) -> Spare:
        mine, its = socket.socketpair()
        with its:
            work = partial(child.submission, self.inside, self.confinement, door=its)
            return Spare(_forked(work), mine)

    def _draw(self, request: Request) -> None:
        drawn, recipe = nameless(), request.ends[2]
        work = partial(child.drawing, self.inside, self.confinement, recipe=recipe, out=drawn)
        running = Running(request, *_from_now(DRAWING_SECONDS), drawn=drawn)
        self.running[_forked(work)] = running

    def _ended(self, one: Running, code: int, cpu: float) -> None:
        if one.drawn is not None:
            self._drawn(one.request.key, one.drawn, code)
            return
        seconds = time.monotonic() - one.started
        told = {"stopped": one.stopped, "code": code, "seconds": seconds, "cpu": cpu}
        self._tell({"id": one.request.id, **told})

    def _drawn(self, key: str, drawn: int, code: int) -> None:
        ready = [request for request in self.waiting if request.key == key]
        self.waiting = [request for request in self.waiting if request.key != key]
        if code == 0:
            seal(drawn)
            self.inputs.keep(key, drawn)
            for request in ready:
                self._run(request, drawn)
            return
        why = contents(drawn)[-child.LONGEST_COMPLAINT :].decode(errors="replace")
        os.close(drawn)
        for request in ready:
            request.close()
            self._tell({"id": request.id, "undrawn": why or f"ended with {code}"})

    def _tell(self, frame: Frame) -> None:
        self.control.sendall(encoded(frame))


def _forked(work: Callable[[int], NoReturn]) -> int:
    """The child's id. `work` gets this process's own."""
    parent = os.getpid()
    if (pid := os.fork()) == 0:
        work(parent)
    return pid


def _from_now(seconds: float) -> tuple[float, float]:
    now = time.monotonic()
    return now, now + seconds
