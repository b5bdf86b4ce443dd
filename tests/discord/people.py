"""People: what they see and do. Every deed returns when the app has given its first answer."""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.discord import slash
from tests.discord.acting import filled, find_button, find_select, picked
from tests.discord.deliveries import Deliveries
from tests.discord.payloads import Payloads
from tests.discord.posting import keep
from tests.discord.records import Account, Interaction, Json, Member, Message, Ping, Room
from tests.discord.resolving import Resolved
from tests.discord.shown import Channel, Shown, ShownModal, shown_message, shown_modal
from tests.discord.state import State
from tests.discord.wire_messages import message_json

USER_COMMAND, MESSAGE_COMMAND = 2, 3
Where = str | Channel


@dataclass(frozen=True)
class Person:
    """Channels are named by name or id, or given as they were looked at."""

    state: State
    account: Account
    deliveries: Deliveries
    payloads: Payloads

    # What they see

    @property
    def id(self) -> str:
        return self.account.id

    def sees(self, channel: Where) -> list[Shown]:
        """Messages in a channel that only this person sees."""
        return Channel(self.state, self._room(channel)).only_for(self.account.id)

    @property
    def dm(self) -> Channel:
        """The conversation with the bot."""
        return Channel(self.state, self.state.direct(self.account.id))

    @property
    def modal(self) -> ShownModal:
        """The one that is open. Raises LookupError when none is."""
        return shown_modal(self._opened())

    @property
    def pings(self) -> list[Ping]:
        """What notified this person by name."""
        return [ping for ping in self.state.pings if ping.target == self.account.id]

    def roles(self, guild: str) -> list[str]:
        """By name."""
        there = self.state.guild(guild)
        held = there.members[self.account.id].roles
        return [role.name for role in there.roles.values() if role.id in held]

    # What they do

    async def types(self, line: str, channel: Where, /, **options: object) -> Interaction:
        """A slash command: `/prep drill skill:sql`, or the options as keywords."""
        room = self._room(channel)
        data = slash.sent(self._place(room), line, options)
        return await self.deliveries.send(self.payloads.command(self.account, room, data))

    async def completes(self, line: str, channel: Where, /, **options: object) -> list[Json]:
        """What is offered for the last option while the line is typed: names and values."""
        room = self._room(channel)
        data = slash.half_sent(self._place(room), line, options)
        asked = self.payloads.completion(self.account, room, data)
        return (await self.deliveries.send(asked)).choices

    async def presses(self, on: Shown, wanted: str) -> Interaction:
        """A button by its custom id or label."""
        return await self.deliveries.send(self.pressing(on, wanted))

    def pressing(self, on: Shown, wanted: str) -> Interaction:
        """The press itself, for `discord.deliveries` to post without waiting."""
        button = find_button(on.components, wanted)
        data = {"component_type": button["type"], "custom_id": button["custom_id"]}
        return self._acts(on, {**data, "id": button["id"]})

    async def picks(self, on: Shown, *wanted: str) -> Interaction:
        """Options of one menu by value or label; people, roles and channels by name."""
        select = find_select(on.components, wanted[0])
        place = self._place(self._room(on.room))
        return await self.deliveries.send(self._acts(on, picked(place, select, wanted)))

    async def forges(self, on: Shown, custom_id: str, *values: str) -> Interaction:
        """A press or a pick that no button offers, as a tampered client would send it."""
        data: Json = {"component_type": 3 if values else 2, "custom_id": custom_id, "id": 1}
        data |= {"values": list(values)} if values else {}
        return await self.deliveries.send(self._acts(on, data))

    async def submits(self, values: Mapping[str, object] | None = None) -> Interaction:
        """Fill in the open modal by custom id or label and send it; the rest stays as it is.

        A file is a (name, bytes) pair. The modal stays open when nothing answers.
        """
        opened = self._opened()
        place = self._place(self._room(opened.room))
        components = (opened.modal or {})["components"]
        sent = filled(place, components, values or {})
        return await self.sends(opened, sent, place.found)

    async def sends(
        self, opened: Interaction, components: list[Json], resolved: Json | None = None
    ) -> Interaction:
        """Submit a modal with whatever content, checks of the client or not."""
        data: Json = {"custom_id": (opened.modal or {})["custom_id"], "components": components}
        data |= {"resolved": resolved} if resolved else {}
        answered = await self.deliveries.send(self.payloads.submission(opened, data))
        if self.state.modals.get(self.account.id) is opened:
            del self.state.modals[self.account.id]
        return answered

    def closes(self) -> None:
        """The modal; the app does not hear of it."""
        self._opened()
        del self.state.modals[self.account.id]

    async def context_menu(self, name: str, on: Shown) -> Interaction:
        """An app command of a message's menu."""
        room = self._room(on.room)
        command = slash.find(self._place(room), MESSAGE_COMMAND, name)
        told = message_json(self.state, self._message(on))
        data = {part: command[part] for part in ("id", "name", "type")}
        data |= {"target_id": on.id, "resolved": {"messages": {on.id: told}}}
        return await self.deliveries.send(self.payloads.command(self.account, room, data))

    async def user_menu(self, name: str, on: "Person", channel: Where) -> Interaction:
        """An app command of a person's menu."""
        room = self._room(channel)
        place = self._place(room)
        command = slash.find(place, USER_COMMAND, name)
        data = {part: command[part] for part in ("id", "name", "type")}
        data |= {"target_id": place.person(on.account.id), "resolved": place.found}
        return await self.deliveries.send(self.payloads.command(self.account, room, data))

    def says(self, text: str, channel: Where) -> Shown:
        """In a channel; without the message intents the app does not hear of it."""
        room = self._room(channel)
        at = self.state.now()
        said = Message(self.state.new_id(), room.id, self.account.id, at, content=text)
        return shown_message(keep(self.state, said))

    def dismisses(self, on: Shown) -> None:
        """An ephemeral message; from then on nobody can change it."""
        assert on.only_for == self.account.id, "only one's own ephemeral messages"
        del self.state.rooms[on.room].messages[on.id]

    # How

    def _room(self, channel: Where) -> Room:
        return channel.room if isinstance(channel, Channel) else self.state.room(channel)

    def _member(self, room: Room) -> Member | None:
        guild = self.state.guilds.get(room.guild)
        return guild.members[self.account.id] if guild else None

    def _place(self, room: Room) -> Resolved:
        return Resolved(self.state, room, self._member(room))

    def _message(self, on: Shown) -> Message:
        return self.state.rooms[on.room].messages[on.id]

    def _acts(self, on: Shown, data: Json) -> Interaction:
        assert on.only_for in {"", self.account.id}, "somebody else's ephemeral message"
        return self.payloads.component(self.account, self._message(on), data)

    def _opened(self) -> Interaction:
        if self.account.id not in self.state.modals:
            raise LookupError(f"{self.account.name} has no modal open")
        return self.state.modals[self.account.id]
