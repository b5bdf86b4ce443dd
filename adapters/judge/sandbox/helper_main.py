"""How a helper starts: its languages loaded, then requests until the bot hangs up.

python -I -c "…main()" INSIDE CONFINEMENT ABOVE       control socket as standard input
"""

import contextlib
import gc
import importlib
import os
import selectors
import signal
import socket
import sys
import traceback
from pathlib import Path
from typing import cast

from adapters.judge.sandbox import child
from adapters.judge.sandbox.framing import DESCRIPTORS, LONGEST, Frame, Frames, encoded
from adapters.judge.sandbox.helper import Helper, Request

NICENESS = 5
_FIRST_TO_GO = "500"
"""For the kernel, when the machine runs out of memory."""


def main() -> None:
    inside_name, confinement_name, above = sys.argv[1:]
    control = socket.socket(fileno=0)
    _step_back()
    try:
        inside = cast(child.Inside, importlib.import_module(inside_name))
        confinement = cast(child.Confinement, importlib.import_module(confinement_name))
        inside.preload()
        _one_thread()
    except Exception:
        why = traceback.format_exc()[-child.LONGEST_COMPLAINT :]
        control.sendall(encoded({"ready": False, "why": why}))
        return
    gc.collect()
    gc.freeze()
    control.sendall(encoded({"ready": True}))
    serve(Helper(control, inside, confinement, int(above)))


def serve(helper: Helper) -> None:
    """Until the other end of the control socket is closed."""
    awake = _woken_by_children()
    frames, ends, open_ = Frames(), list[int](), True
    with selectors.DefaultSelector() as selector:
        selector.register(helper.control, selectors.EVENT_READ)
        selector.register(awake, selectors.EVENT_READ)
        while open_:
            for key, _ in selector.select(helper.patience()):
                if key.fileobj is helper.control:
                    open_ = _hear(helper, frames, ends)
                else:
                    awake.recv(LONGEST)
            helper.look_after()
    helper.stop()


def _hear(helper: Helper, frames: Frames, ends: list[int]) -> bool:
    """False when nobody is there any more."""
    data, descriptors, _, _ = socket.recv_fds(helper.control, LONGEST, DESCRIPTORS)
    ends += descriptors
    for frame in frames.feed(data):
        if frame["do"] == "run":
            helper.start(_request(frame, ends))
        else:
            helper.drop(frame["id"])
    return bool(data)


def _request(frame: Frame, ends: list[int]) -> Request:
    own = ends[:DESCRIPTORS]
    del ends[:DESCRIPTORS]
    return Request(frame["id"], frame["key"], frame["seconds"], own)


def _woken_by_children() -> socket.socket:
    """Readable when a child ended."""
    awake, bell = socket.socketpair()
    for end in (awake, bell):
        end.setblocking(False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(bell.detach())
    return awake


def _step_back() -> None:
    """The bot comes first, for the processor and when memory runs out."""
    os.nice(NICENESS)
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(_FIRST_TO_GO)


def _one_thread() -> None:
    """A forked child would wait for ever for what another thread held."""
    tasks = Path("/proc/self/task")
    if tasks.exists() and len(list(tasks.iterdir())) > 1:
        raise RuntimeError("preload started threads")
