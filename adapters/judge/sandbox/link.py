"""One helper process, seen from the bot."""

import asyncio
import contextlib
import hashlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from adapters.judge.sandbox.child import LONGEST_COMPLAINT
from adapters.judge.sandbox.files import holding
from adapters.judge.sandbox.framing import LONGEST, Frame, Frames, Garbled, encoded
from adapters.judge.sandbox.helper import DRAWING_SECONDS
from adapters.judge.sandbox.reading import Catch
from adapters.judge.work import Job

ROOT = Path(__file__).resolve().parents[3]
"""Where the packages are; helpers get no search path from their environment."""
_BOOT = (
    "import sys; sys.path.insert(0, sys.argv.pop(1)); "
    "from adapters.judge.sandbox.helper_main import main; main()"
)
_ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1"}


class Lost(Exception):
    """The helper failed, whatever it was doing; says how."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a helper is started with; `above` are the bytes a run may take on top.

    `patience`: seconds to start, or to go on after a run's own time, drawing its inputs included.
    """

    inside: str
    above: int
    confinement: str = "adapters.judge.sandbox.confine"
    patience: float = DRAWING_SECONDS + 5.0


class Link:
    """Talks to a helper until one of the two is gone. `on_end` hears of that once."""

    def __init__(self, loaded: Loaded, on_end: Callable[[], None]) -> None:
        self._on_end, self._patience = on_end, loaded.patience
        self._loop = asyncio.get_running_loop()
        self._frames, self._last = Frames(), 0
        self._replies: dict[int, asyncio.Future[Frame]] = {}
        self._control, self._process = _spawned(loaded)
        self._ready: asyncio.Future[Frame] = self._loop.create_future()
        self._replies[0] = self._ready
        self._loop.add_reader(self._control, self._hear)
        self.open = True

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def busy(self) -> bool:
        return bool(self._replies)

    async def ready(self) -> None:
        """Raises Lost when the language cannot be loaded here."""
        try:
            async with asyncio.timeout(self._patience):
                frame = await asyncio.shield(self._ready)
        except TimeoutError:
            self.close("it did not start in time")
            raise Lost("it did not start in time") from None
        if frame.get("ready") is not True:
            self.close("it did not start")
            raise Lost(str(frame.get("why"))[-LONGEST_COMPLAINT:])

    async def run(self, job: Job) -> tuple[Frame, Catch]:
        """The helper's word on how it ended, and what was written. Raises Lost."""
        self._last += 1
        number, reply = self._last, self._loop.create_future()
        self._replies[number] = reply
        catch = self._sent(number, job)
        catch.done.add_done_callback(lambda _: self._drop(number) if catch.over else None)
        try:
            async with asyncio.timeout(job.seconds + self._patience):
                frame = await reply
                await catch.done
        except TimeoutError:
            self.close("it hung")
            raise Lost("it hung") from None
        finally:
            self._drop(number)
            self._replies.pop(number, None)
            catch.close()
        return frame, catch

    def close(self, why: str = "it was stopped") -> None:
        """Ends the process and all that it started; those who wait hear Lost."""
        if not self.open:
            return
        self.open = False
        self._loop.remove_reader(self._control)
        self._control.close()
        _end(self._process)
        for reply in self._replies.values():
            if not reply.done():
                reply.set_exception(Lost(why))
                # Nobody may be waiting any more, and that is no news.
                reply.exception()
        self._replies.clear()
        self._on_end()

    def _sent(self, number: int, job: Job) -> Catch:
        key = hashlib.sha256(job.recipe.encode()).hexdigest()
        frame = encoded({"do": "run", "id": number, "key": key, "seconds": job.seconds})
        mine, result = os.pipe()
        catch = Catch(mine)
        ends = [result, holding(job.text.encode(errors="replace")), holding(job.recipe.encode())]
        try:
            self._send(frame, ends)
        except Lost:
            catch.close()
            raise
        finally:
            for end in ends:
                os.close(end)
        return catch

    def _send(self, frame: bytes, ends: list[int]) -> None:
        """A helper that reads does not let its socket fill up."""
        try:
            if socket.send_fds(self._control, [frame], ends) != len(frame):
                raise BlockingIOError
        except OSError as error:
            self.close("it does not listen")
            raise Lost("it does not listen") from error

    def _drop(self, number: int) -> None:
        """Have it stopped, if it still runs."""
        if self.open and number in self._replies:
            with contextlib.suppress(Lost):
                self._send(encoded({"do": "drop", "id": number}), [])

    def _hear(self) -> None:
        try:
            data = self._control.recv(LONGEST)
            for frame in self._frames.feed(data):
                self._tell(frame)
        except (OSError, Garbled):
            data = b""
        if not data:
            self.close("it ended")

    def _tell(self, frame: Frame) -> None:
        number = 0 if "ready" in frame else frame.get("id")
        reply = self._replies.pop(number, None) if isinstance(number, int) else None
        if reply is not None and not reply.done():
            reply.set_result(frame)


def _spawned(loaded: Loaded) -> tuple[socket.socket, subprocess.Popen[bytes]]:
    """A clean process: nothing of the environment, no descriptor but its end of the socket."""
    mine, its = socket.socketpair()
    mine.setblocking(False)
    words = [str(ROOT), loaded.inside, loaded.confinement, str(loaded.above)]
    with its:
        process = subprocess.Popen(
            [sys.executable, "-I", "-X", "utf8", "-c", _BOOT, *words],
            stdin=its.fileno(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env=_ENVIRONMENT,
            start_new_session=True,
        )
    return mine, process


def _end(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
