"""What a helper says of a child, whenever it comes to look."""

import os
import signal
import socket
import sys
from collections.abc import Iterator
from typing import cast

import pytest

from adapters.judge.sandbox import child
from adapters.judge.sandbox.framing import LONGEST, Frame, Frames
from adapters.judge.sandbox.helper import Helper, Request, Running
from tests.judge.sandbox import echo, no_walls

INSIDE, CONFINEMENT = cast(child.Inside, echo), cast(child.Confinement, no_walls)


@pytest.fixture
def ears() -> Iterator[tuple[Helper, socket.socket]]:
    """A helper and where it is heard."""
    its, ours = socket.socketpair()
    with its, ours:
        yield Helper(its, INSIDE, CONFINEMENT, 0), ours


def a_late_child(helper: Helper, text: str) -> int:
    """Of the helper, and its time has been up for long."""
    pid = os.posix_spawn(sys.executable, [sys.executable, "-c", text], {})
    helper.running[pid] = Running(Request(1, "key", 0.0, []), started=0.0, deadline=0.0)
    return pid


def told(ear: socket.socket) -> Frame:
    return next(Frames().feed(ear.recv(LONGEST)))


def test_a_child_that_has_ended_is_not_late_when_it_is_looked_at_late(
    ears: tuple[Helper, socket.socket],
) -> None:
    helper, ear = ears
    pid = a_late_child(helper, "pass")
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
    helper.look_after()
    said = told(ear)
    assert (said["stopped"], said["code"]) == ("", 0)


def test_a_child_that_goes_on_is_stopped_and_then_told_of(
    ears: tuple[Helper, socket.socket],
) -> None:
    helper, ear = ears
    pid = a_late_child(helper, "import time; time.sleep(30)")
    helper.look_after()
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
    helper.look_after()
    said = told(ear)
    assert (said["stopped"], said["code"]) == ("timeout", -signal.SIGKILL)
