"""Server-sent events: what is new, told to every open page as far as it may know."""

import asyncio
import json
from collections.abc import Callable

from aiohttp import web

from adapters.playground.places import path_of
from adapters.playground.records import Change
from adapters.playground.security import HEADERS

_HEARTBEAT_S = 15.0
"""A closed tab is noticed when a write fails, so there must be writes."""
_OPENING = "retry: 1000\nevent: hello\ndata: {}\n\n"


class Stream:
    """One open page. News it has not taken yet is merged, so a slow page costs no memory."""

    def __init__(self, person: str) -> None:
        self.person = person
        self._news: dict[str, str] = {}
        self._ready = asyncio.Event()
        self._closed = False

    def tell(self, event: str, data: dict[str, object], about: str = "") -> None:
        self._news[f"{event} {about}"] = f"event: {event}\ndata: {json.dumps(data)}\n\n"
        self._ready.set()

    def close(self) -> None:
        self._closed = True
        self._ready.set()

    async def take(self) -> str | None:
        """All waiting news as text, a heartbeat after a quiet while, None once closed."""
        try:
            await asyncio.wait_for(self._ready.wait(), _HEARTBEAT_S)
        except TimeoutError:
            return ": still here\n\n"
        if self._closed:
            return None
        self._ready.clear()
        news, self._news = "".join(self._news.values()), {}
        return news


class Streams:
    """Every open page. `clock` makes the data of a clock event."""

    def __init__(self, clock: Callable[[], dict[str, object]]) -> None:
        self._clock = clock
        self._open: set[Stream] = set()

    def tell_change(self, change: Change) -> None:
        for stream in self._open:
            if change.concerns(stream.person):
                place = path_of(change.place) if change.place else ""
                stream.tell("change", {"place": place}, about=place)

    def tell_clock(self) -> None:
        data = self._clock()
        for stream in self._open:
            stream.tell("clock", data)

    def close(self) -> None:
        for stream in self._open:
            stream.close()

    async def serve(self, request: web.Request, person: str) -> web.StreamResponse:
        response = web.StreamResponse(
            headers={**HEADERS, "Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        )
        stream = Stream(person)
        self._open.add(stream)
        try:
            await response.prepare(request)
            await response.write(_OPENING.encode())
            while (news := await stream.take()) is not None:
                await response.write(news.encode())
        except ConnectionResetError:
            pass  # the tab was closed: nothing to tell and nobody to tell it to
        finally:
            self._open.discard(stream)
        return response
