"""Helpers, from the first submission until nobody has come for a while."""

import asyncio
import contextlib
import signal
from collections.abc import Callable, Mapping

from adapters.judge.sandbox.child import FAILED, LONGEST_COMPLAINT, MEMORY, OUTPUT, UNREADY
from adapters.judge.sandbox.framing import Frame
from adapters.judge.sandbox.limits import MEGABYTE
from adapters.judge.sandbox.link import Link, Loaded, Lost
from adapters.judge.sandbox.reading import Catch, NotPlain, parted
from adapters.judge.work import End, Job, Ran
from bot.domain.exercises import Language

AT_ONCE = 2
IDLE_SECONDS = 600.0
LANGUAGES: Mapping[Language, Loaded] = {
    "sql": Loaded("adapters.judge.sql.inside", 768 * MEGABYTE),
    "python": Loaded("adapters.judge.python.inside", 512 * MEGABYTE),
}
_ENDS: Mapping[object, End] = {
    "timeout": "timeout",
    "memory": "memory",
    -signal.SIGXCPU: "timeout",
    0: "done",
    MEMORY: "memory",
    OUTPUT: "output",
}
"""By what the helper stopped it for, else by how it left."""


class Helpers:
    """Workers whose submissions run in helpers' children. `on_problem` hears what went wrong.

    Lives in one event loop; whoever makes it closes it.
    """

    def __init__(
        self,
        languages: Mapping[Language, Loaded] = LANGUAGES,
        on_problem: Callable[[str], None] = lambda _: None,
        idle_seconds: float = IDLE_SECONDS,
    ) -> None:
        self._languages, self._on_problem = languages, on_problem
        self._idle_seconds = idle_seconds
        self._links: dict[Language, Link] = {}
        self._stops: dict[Language, asyncio.TimerHandle] = {}
        self._places = asyncio.Semaphore(AT_ONCE)
        self._closed = False

    @property
    def pids(self) -> Mapping[Language, int]:
        """The helpers that are up."""
        return {language: link.pid for language, link in self._links.items()}

    async def run(self, job: Job) -> Ran:
        """Never raises for anything the text does."""
        async with self._places:
            try:
                link = await self._up(job.language)
                frame, catch = await link.run(job)
            except (Lost, OSError) as lost:
                self._on_problem(f"{job.language} helper: {lost}")
                return Ran("lost")
            finally:
                self._stop_later(job.language)
            return await self._told(job, frame, catch)

    def close(self) -> None:
        """Submissions that are being run end as lost, and so do those that come later."""
        self._closed = True
        for stop in self._stops.values():
            stop.cancel()
        for link in list(self._links.values()):
            link.close()

    async def _up(self, language: Language) -> Link:
        if (stop := self._stops.pop(language, None)) is not None:
            stop.cancel()
        if self._closed or language not in self._languages:
            raise Lost("closed" if self._closed else f"no tier for {language} here")
        if language not in self._links:
            self._links[language] = Link(self._languages[language], lambda: self._gone(language))
        link = self._links[language]
        await link.ready()
        return link

    def _gone(self, language: Language) -> None:
        self._links.pop(language, None)

    def _stop_later(self, language: Language) -> None:
        if (stop := self._stops.pop(language, None)) is not None:
            stop.cancel()
        if (link := self._links.get(language)) is not None and not link.busy:
            later = asyncio.get_running_loop().call_later
            self._stops[language] = later(self._idle_seconds, link.close)

    async def _told(self, job: Job, frame: Frame, catch: Catch) -> Ran:
        code = frame.get("code")
        seconds, cpu = (float(frame.get(name, 0.0)) for name in ("seconds", "cpu"))
        told = catch.data[-LONGEST_COMPLAINT:].decode(errors="replace")
        if "undrawn" in frame or code == UNREADY:
            self._on_problem(f"{job.language} inputs: {frame.get('undrawn') or told}")
            return Ran("lost")
        if code == FAILED:
            self._on_problem(f"{job.language} run: {told}")
        if (end := _end(frame, catch)) != "done":
            return Ran(end, seconds=seconds, cpu=cpu)
        with contextlib.suppress(NotPlain):
            # A large one would hold up everybody else.
            opening, value = await asyncio.to_thread(parted, bytes(catch.data))
            own = max(0.0, cpu - opening["cpu"])
            return Ran("done", value, seconds, opening["read"], own)
        return Ran("died", seconds=seconds, cpu=cpu)


def _end(frame: Frame, catch: Catch) -> End:
    if catch.over:
        return "output"
    return _ENDS.get(frame.get("stopped") or frame.get("code"), "died")
