"""The playground as one aiohttp application, to be mounted by whoever owns the socket."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

from aiohttp import web

from adapters.playground.controls import Controls, Mover
from adapters.playground.conversation import Conversation
from adapters.playground.doings import Doings
from adapters.playground.library import Library, Shelf
from adapters.playground.live import Streams
from adapters.playground.pages import Pages
from adapters.playground.room import Room
from adapters.playground.security import guard
from adapters.tasks import TaskSet
from bot.ports import Clock, Desk

_LAST_ANSWERS_SECONDS = 5.0
_STATIC = Path(__file__).parent / "static"


def playground_app(
    desk: Desk,
    room: Room,
    controls: Controls,
    clock: Clock,
    ids: Callable[[], str],
    tasks: TaskSet,
    *,
    extra_host: str = "",
    shelf: Shelf | None = None,
) -> web.Application:
    """Wire the parts. `ids` makes invocation ids; `extra_host` is one more Host to answer to.

    Without a shelf there is no library.
    """
    streams = Streams(lambda: _clock_news(controls, mover))
    mover = Mover(controls, clock, streams.tell_clock, tasks)
    pages = Pages(room, controls, clock, mover, library=shelf is not None)
    doings = Doings(pages, Conversation(desk, room, ids, tasks), room, controls, mover)
    app = web.Application(middlewares=[guard(extra_host)])
    app.add_routes([*_reading(pages, doings, streams, room), *_doing(doings)])
    if shelf is not None:
        app.add_routes(Library(shelf, clock).routes())
    app.cleanup_ctx.append(_listening(room, streams))
    # On shutdown, before the server waits for open requests: a stream would never end by itself.
    app.on_shutdown.append(_closing(streams, mover, tasks))
    return app


def _reading(
    pages: Pages, doings: Doings, streams: Streams, room: Room
) -> list[web.AbstractRouteDef]:
    async def events(request: web.Request) -> web.StreamResponse:
        person = room.person(request.query.get("as", ""))
        if person is None:
            raise web.HTTPNotFound(text="There is no such person.")
        return await streams.serve(request, person.id)

    return [
        web.get("/", pages.front),
        web.get("/r/{room}", pages.page),
        web.get("/r/{room}/feed", pages.fragment),
        web.get("/d/{person}", pages.page),
        web.get("/d/{person}/feed", pages.fragment),
        web.get("/file/{file}", pages.file),
        web.get("/complete", doings.complete),
        web.get("/events", events, allow_head=False),
        web.static("/static", _STATIC),
    ]


def _doing(doings: Doings) -> list[web.AbstractRouteDef]:
    return [
        web.post("/send", doings.send),
        web.post("/press", doings.press),
        web.post("/submit", doings.submit),
        web.post("/dismiss", doings.dismiss),
        web.post("/clock", doings.clock),
        web.post("/classmates", doings.classmates),
        web.post("/rooms", doings.rooms),
    ]


def _clock_news(controls: Controls, mover: Mover) -> dict[str, object]:
    return {"line": controls.day_line(), "moving": mover.is_moving(), "share": mover.share}


def _listening(room: Room, streams: Streams) -> Callable[[web.Application], AsyncIterator[None]]:
    async def listening(_app: web.Application) -> AsyncIterator[None]:
        stop = room.listen(streams.tell_change)
        yield
        stop()

    return listening


def _closing(
    streams: Streams, mover: Mover, tasks: TaskSet
) -> Callable[[web.Application], Awaitable[None]]:
    async def closing(_app: web.Application) -> None:
        streams.close()
        await mover.close()
        await tasks.drain(_LAST_ANSWERS_SECONDS)

    return closing
