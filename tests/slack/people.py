"""People: what they see and do. Every deed returns when the app has acked it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from tests.slack.acting import (
    SELECTS,
    ClientRefuses,
    button_action,
    filled,
    find_button,
    find_option,
    flipped,
    holding_action,
    picked,
)
from tests.slack.deliveries import Ack, Deliveries, Delivery
from tests.slack.elements import state_of
from tests.slack.payloads import Payloads
from tests.slack.posting import keep
from tests.slack.records import Account, File, Json, Message, Upload, View
from tests.slack.responses import Responses
from tests.slack.shown import Channel, Shown, ShownView, shown_view
from tests.slack.state import State
from tests.slack.wire import file_json


@dataclass(frozen=True)
class Person:
    state: State
    account: Account
    deliveries: Deliveries
    payloads: Payloads
    responses: Responses

    # What they see

    def sees(self, channel: str) -> list[Shown]:
        """Messages in a channel that only this person sees."""
        return Channel(self.state.room(channel)).only_for(self.account.id)

    @property
    def dm(self) -> Channel:
        """The conversation with the app."""
        return Channel(self.state.direct(self.account.id))

    @property
    def home(self) -> ShownView:
        """The app's home tab. Raises LookupError while it was never published."""
        return shown_view(self._home())

    @property
    def modals(self) -> list[ShownView]:
        """The stack, topmost last."""
        return [
            shown_view(self.state.views[name])
            for name in self.state.stacks.get(self.account.id, [])
        ]

    @property
    def modal(self) -> ShownView:
        """The topmost. Raises LookupError when none is open."""
        return shown_view(self._top())

    # What they do

    async def types(self, line: str, channel: str) -> Ack:
        """A slash command; @name and #name become ids as Slack escapes them."""
        word, _, rest = line.partition(" ")
        room = self.state.room(channel)
        sent = self.payloads.command(self.account, room, word, self._escaped(rest.strip()))
        ack = await self.deliveries.send(sent)
        self.responses.to_command(room.id, self.account.id, ack)
        return ack

    async def presses(self, on: Shown | ShownView, wanted: str, *, agrees: bool = True) -> Ack:
        """A button by its value or label; `agrees` answers its confirm dialog, if it has one."""
        block, element = find_button(on.blocks, wanted)
        if "confirm" in element and not agrees:
            raise ClientRefuses("the confirm dialog was declined")
        return await self._acts(on, button_action(block, element))

    async def picks(self, on: Shown | ShownView, wanted: str) -> Ack:
        """An option of a menu or a radio group, by its value or text."""
        block, element, option = find_option(on.blocks, wanted, SELECTS)
        return await self._holds(on, block, element, picked(element, option))

    async def flips(self, on: Shown | ShownView, wanted: str) -> Ack:
        """A check box, by its value or text."""
        block, element, option = find_option(on.blocks, wanted, {"checkboxes"})
        held = self._touched(on).get((block["block_id"], element["action_id"]))
        return await self._holds(on, block, element, flipped(element, option, held))

    async def submits(self, values: Mapping[str, str | File] | None = None) -> Ack:
        """Fill in the topmost modal by block id and send it; what is not named stays as it is.

        Raises ClientRefuses for what Slack's own client would not send.
        """
        view = self._top()
        given = {name: self._given(value) for name, value in (values or {}).items()}
        view.touched = filled(view.content["blocks"], given, view.touched)
        return await self._sends(view, {})

    async def forces(self, values: Json) -> Ack:
        """Submit the topmost modal with these `state.values` on top, past the client's checks."""
        return await self._sends(self._top(), values)

    async def closes(self, *, all_of_them: bool = False) -> Ack | None:
        """Close the topmost modal; the app hears of it only if the view asks for that."""
        view = self._top()
        told = self.payloads.closed(self.account, view, all_of_them=all_of_them)
        self.responses.close(view, all_of_them=all_of_them)
        return await self.deliveries.send(told) if view.content.get("notify_on_close") else None

    async def opens_home(self, tab: str = "home") -> Ack:
        event: Json = {"type": "app_home_opened", "user": self.account.id, "tab": tab}
        event["channel"] = self.dm.id
        home = self.state.homes.get((self._app_team, self.account.id))
        if home is not None and tab == "home":
            event["view"] = self.payloads.pressed_view(self.account, home, {}).payload["view"]
        return await self._event(event)

    async def shortcut(self, callback_id: str) -> Ack:
        return await self.deliveries.send(self.payloads.shortcut(self.account, callback_id))

    async def message_shortcut(self, callback_id: str, on: Shown) -> Ack:
        message = self._message(on)
        sent = self.payloads.message_shortcut(self.account, callback_id, message)
        return await self.deliveries.send(sent)

    async def says_in_dm(self, text: str, thread_ts: str = "") -> Ack:
        said = self._said(self.dm.id, text, thread_ts)
        told: Json = {"type": "message", "channel_type": "im", "channel": said.room}
        told |= {"user": said.author, "text": said.text, "ts": said.ts, "team": said.team}
        if thread_ts:
            told["thread_ts"] = thread_ts
        return await self._event(told)

    def says(self, text: str, channel: str) -> Shown:
        """In a channel; the app does not hear of it."""
        room = self.state.room(channel)
        said = self._said(room.id, text, "")
        return next(shown for shown in Channel(room).messages if shown.ts == said.ts)

    # How

    @property
    def _app_team(self) -> str:
        return self.account.team

    async def _sends(self, view: View, forced: Json) -> Ack:
        sent = self.payloads.submitted(self.account, view)
        sent.payload["view"]["state"]["values"] |= forced
        ack = await self.deliveries.send(sent)
        self.responses.to_submission(view, ack)
        return ack

    async def _event(self, event: Json) -> Ack:
        team = self.state.teams[self.account.team]
        return await self.deliveries.send(self.payloads.event(team, event))

    def _given(self, value: str | File) -> str | list[Json]:
        """A file is uploaded as soon as it is chosen, before the form is sent."""
        if isinstance(value, str):
            return value
        name, data = value
        made = Upload(f"F{self.state.number():08d}", name, self.account.team, data=data)
        made.complete = True
        self.state.uploads[made.id] = made
        return [file_json(self.state, made)]

    def _said(self, room: str, text: str, thread_ts: str) -> Message:
        made = Message(
            self.state.new_ts(), room, self.account.team, self.account.id, "", _plain(text), []
        )
        made.thread_ts = thread_ts
        return keep(self.state, made)

    async def _holds(self, on: Shown | ShownView, block: Json, element: Json, held: Json) -> Ack:
        self._touched(on)[(block["block_id"], element["action_id"])] = held
        return await self._acts(on, holding_action(block, element, held))

    def _touched(self, on: Shown | ShownView) -> dict[tuple[str, str], Json]:
        if isinstance(on, ShownView):
            return self._view(on).touched
        return self._message(on).touched.setdefault(self.account.id, {})

    async def _acts(self, on: Shown | ShownView, action: Json) -> Ack:
        return await self.deliveries.send(self._acting(on, action))

    def _acting(self, on: Shown | ShownView, action: Json) -> Delivery:
        if isinstance(on, ShownView):
            return self.payloads.pressed_view(self.account, self._view(on), action)
        message = self._message(on)
        stated = state_of(message.blocks, message.touched.get(self.account.id, {}))
        return self.payloads.pressed_message(self.account, message, action, stated)

    def _message(self, on: Shown) -> Message:
        return self.state.rooms[on.room].messages[on.ts]

    def _view(self, on: ShownView) -> View:
        """The view as it is now; a home tab published anew is another view in the same place."""
        return self._home() if on.kind == "home" else self.state.views[on.id]

    def _home(self) -> View:
        try:
            return self.state.homes[(self._app_team, self.account.id)]
        except KeyError:
            raise LookupError(f"no home tab for {self.account.id}") from None

    def _top(self) -> View:
        stack = self.state.stacks.get(self.account.id, [])
        if not stack:
            raise LookupError(f"no modal open for {self.account.id}")
        return self.state.views[stack[-1]]

    def _escaped(self, text: str) -> str:
        people = {f"@{who.name}": f"<@{who.id}|{who.name}>" for who in self.state.accounts.values()}
        rooms = {f"#{room.name}": f"<#{room.id}|{room.name}>" for room in self.state.rooms.values()}
        known = people | rooms
        return re.sub(r"[@#][\w.-]+", lambda found: known.get(found[0], found[0]), _plain(text))


def _plain(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
