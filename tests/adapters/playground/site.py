"""The playground served on a loopback port, with everything it was given in reach."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiohttp.test_utils import TestClient, TestServer
from aiohttp.web import Application, Request

from adapters.playground.records import Person
from adapters.playground.room import Room
from adapters.playground.server import playground_app
from adapters.tasks import OnError, TaskSet
from tests.adapters.playground.scripted import (
    ScriptedClock,
    ScriptedControls,
    ScriptedDesk,
    numbered,
    raised,
)
from tests.adapters.playground.test_room import PEOPLE, a_room

OURS = {"Sec-Fetch-Site": "same-origin"}
SCRIPT = {**OURS, "X-Playground": "script"}
Seat = dict[str, str]
ANA = {"as": "ana", "at": "r/general"}
BEN = {"as": "ben", "at": "r/general"}
ANA_DIRECT = {"as": "ana", "at": "d/ana"}


@dataclass
class Site:
    client: TestClient[Request, Application]
    room: Room
    desk: ScriptedDesk
    clock: ScriptedClock
    controls: ScriptedControls

    async def page(self, path: str = "/r/general?as=ana") -> str:
        async with self.client.get(path) as answer:
            assert answer.status == 200, await answer.text()
            return await answer.text()

    async def post(self, path: str, seat: Seat, **data: str) -> str:
        """Post as a browser without scripts and return the page it ends on."""
        async with self.client.post(path, data={**seat, **data}, headers=OURS) as answer:
            assert answer.status == 200, await answer.text()
            return await answer.text()

    async def script(self, path: str, seat: Seat, **data: str) -> dict[str, Any]:
        """Post as app.js does."""
        async with self.client.post(path, data={**seat, **data}, headers=SCRIPT) as answer:
            assert answer.status == 200, await answer.text()
            found: dict[str, Any] = await answer.json()
            return found

    async def status(
        self, method: str, path: str, data: Seat | None = None, headers: Seat | None = None
    ) -> int:
        async with self.client.request(method, path, data=data, headers=headers) as answer:
            return answer.status


@asynccontextmanager
async def a_site(
    extra_host: str = "",
    people: Sequence[Person] = PEOPLE,
    controls: type[ScriptedControls] = ScriptedControls,
    on_error: OnError = raised,
) -> AsyncIterator[Site]:
    clock = ScriptedClock()
    room, desk = a_room(clock=clock, people=people), ScriptedDesk()
    moves = controls(clock)
    app = playground_app(
        desk, room, moves, clock, numbered(), TaskSet(on_error), extra_host=extra_host
    )
    async with TestClient(TestServer(app)) as client:
        yield Site(client, room, desk, clock, moves)
    room.close()
