"""The surfaces that every contract is held against; a new one is a new row in SURFACES."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from adapters.playground.messenger import PlaygroundMessenger
from adapters.playground.places import room_ref
from bot.cards import Card
from bot.ports import Invocation, Messenger
from tests.adapters.playground.site import BEN, Site, a_site
from tests.adapters.playground.test_render import page_of
from tests.adapters.playground.test_room import a_room
from tests.contracts.discord_surface import DiscordSurface
from tests.contracts.slack_surface import SlackSurface
from tests.contracts.surface import Inbound, Rendered, Surface, Venue


class PlaygroundVenue:
    room, nowhere = room_ref("general"), room_ref("closed")

    def __init__(self) -> None:
        self._room = a_room()
        self.messenger: Messenger = PlaygroundMessenger(self._room)

    def titles(self) -> list[str]:
        return [_title(entry.message.content) for entry in self._room.seen_by("ben", self.room)]

    def replies(self) -> list[str]:
        first = self._room.seen_by("ben", self.room)[0]
        return [_title(reply.message.content) for reply in first.replies]


def _title(content: Card | str) -> str:
    return content.title if isinstance(content, Card) else content


class PlaygroundInbound:
    def __init__(self, site: Site) -> None:
        self._site = site

    async def type(self, text: str) -> Invocation:
        await self._site.post("/send", BEN, text=f"/prep {text}")
        return self._site.desk.asked[-1]

    async def press(self, token: str) -> Invocation:
        await self._site.post("/press", BEN, token=token)
        return self._site.desk.asked[-1]

    async def submit(self, token: str, values: Mapping[str, str]) -> Invocation:
        fields = {f"field.{name}": value for name, value in values.items()}
        await self._site.post("/submit", BEN, token=token, **fields)
        return self._site.desk.asked[-1]


class Playground:
    def render(self, card: Card) -> Rendered:
        page = page_of(card)
        pressed = [attrs["value"] for attrs in page.all("button") if attrs.get("name") == "token"]
        chosen = [attrs["value"] for attrs in page.all("option") if attrs["value"]]
        return Rendered(page.words, pressed + chosen)

    @asynccontextmanager
    async def venue(self) -> AsyncIterator[Venue]:
        yield PlaygroundVenue()

    @asynccontextmanager
    async def inbound(self) -> AsyncIterator[Inbound]:
        async with a_site() as site:
            yield PlaygroundInbound(site)


SURFACES: dict[str, Surface] = {
    "playground": Playground(),
    "slack": SlackSurface(),
    "discord": DiscordSurface(),
}
