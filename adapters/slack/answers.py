"""Bringing an answer to where the deed was done."""

import asyncio
from dataclasses import replace
from typing import Protocol, assert_never

import aiohttp
from slack_sdk.errors import SlackApiError

from adapters.shapes import Json
from adapters.slack.client import WebApi
from adapters.slack.deeds import Deed
from adapters.slack.errors import code_of
from adapters.slack.forms import without_files
from adapters.slack.messenger import Mended
from adapters.slack.render import message, modal
from adapters.slack.shrink import fitted
from adapters.slack.validate import Surface
from bot.cards import Action, Actions, Button, Card, Toggle, Visibility
from bot.ports import Reply

TRY_AGAIN_SECONDS = (1.0, 4.0)
"""Of the five uses a response_url has, an answer takes three at most."""


class Pause(Protocol):
    async def __call__(self, seconds: float, /) -> None: ...


class Answers:
    """`mended` is told of cards that did not fit Slack's limits and were shortened."""

    def __init__(self, api: WebApi, mended: Mended, sleep: Pause = asyncio.sleep) -> None:
        self._api, self._mended, self._sleep = api, mended, sleep

    def words(self, card: Card) -> Json:
        made = message(_with_buttons(card))
        return self._fit({"text": made.text, "blocks": made.blocks}, "message", card.title)

    def window(self, card: Card, metadata: str = "") -> Json:
        return self._fit(modal(card, metadata), "modal", card.title)

    def form(self, view: Json, workspace: str) -> Json:
        reads = self._api.may(workspace, "files:read")
        return self._fit(view if reads else without_files(view), "modal", "form")

    def tab(self, view: Json) -> Json:
        return self._fit(view, "home", "home")

    def at_once(self, reply: Reply) -> Json:
        """As the body of the acknowledgement itself."""
        public = reply.visibility is Visibility.PUBLIC
        return {
            "response_type": "in_channel" if public else "ephemeral",
            **self.words(reply.card),
        }

    async def bring(self, deed: Deed, reply: Reply) -> None:
        """After the acknowledgement."""
        if reply.visibility is Visibility.PUBLIC and deed.spot != "command":
            await self._say(deed, reply.card)
            return
        match deed.spot:
            case "command":
                await self._respond(deed, self.at_once(reply), reply.card)
            case "public":
                # Said aloud: what everybody sees must not give way to one person's answer.
                answer = {"replace_original": False, **self.at_once(reply)}
                await self._respond(deed, answer, reply.card)
            case "private":
                answer = {"replace_original": True, **self.at_once(reply)}
                await self._respond(deed, answer, reply.card)
            case "modal":
                window = self.window(reply.card, deed.metadata)
                await self.turn(deed, deed.view, window, reply.card)
            case "home":
                await self._write(deed, reply.card)
            case unreachable:
                assert_never(unreachable)

    async def enclose(self, deed: Deed, reply: Reply) -> None:
        """A file goes to the person's own conversation."""
        if reply.file is None:
            return
        opened = await self._api.call(deed.workspace, "conversations.open", {"users": deed.user})
        channel = str(opened["channel"]["id"])
        await self._api.upload(
            deed.workspace, channel, reply.file.name, reply.file.text, reply.card.title
        )

    async def open(self, deed: Deed, view: Json) -> str:
        """Returns the window's id. Slack gives three seconds from the deed."""
        asked = {"trigger_id": deed.trigger, "view": view}
        # A window in front of a window goes on top of it.
        method = "views.push" if deed.spot == "modal" else "views.open"
        try:
            return str((await self._api.call(deed.workspace, method, asked))["view"]["id"])
        except SlackApiError as error:
            if code_of(error) != "push_limit_reached":
                raise
            await self._update(deed, deed.view, view)
            return deed.view

    async def turn(self, deed: Deed, view_id: str, view: Json, card: Card) -> None:
        """Whoever has closed the window meanwhile gets `card` as a message."""
        try:
            await self._update(deed, view_id, view)
        except SlackApiError as error:
            if code_of(error) != "not_found":
                raise
            await self._write(deed, card)

    async def _update(self, deed: Deed, view_id: str, view: Json) -> None:
        await self._api.call(deed.workspace, "views.update", {"view_id": view_id, "view": view})

    async def _respond(self, deed: Deed, answer: Json, card: Card) -> None:
        """Used up after five answers or half an hour; what matters then comes as a message."""
        try:
            arrived = bool(deed.response_url) and await self._tried(deed.response_url, answer)
        except (aiohttp.ClientError, TimeoutError):
            await self._whisper(deed, card)
            return
        if not arrived:
            await self._write(deed, card)

    async def _tried(self, address: str, answer: Json) -> bool:
        """Through whatever ails the network: to see an answer twice is better than never."""
        for wait in TRY_AGAIN_SECONDS:
            try:
                return await self._api.respond(address, answer)
            except (aiohttp.ClientError, TimeoutError):
                await self._sleep(wait)
        return await self._api.respond(address, answer)

    async def _whisper(self, deed: Deed, card: Card) -> None:
        """In the room, for that person's eyes; where that cannot be, as a message."""
        if not deed.channel or deed.channel.startswith("D"):
            await self._write(deed, card)
            return
        asked = {"channel": deed.channel, "user": deed.user, **self.words(card)}
        try:
            await self._api.call(deed.workspace, "chat.postEphemeral", asked)
        except SlackApiError:
            await self._write(deed, card)

    async def _write(self, deed: Deed, card: Card) -> None:
        await self._api.post(deed.workspace, {"channel": deed.user, **self.words(card)})

    async def _say(self, deed: Deed, card: Card) -> None:
        await self._api.post(
            deed.workspace, {"channel": deed.channel or deed.user, **self.words(card)}
        )

    def _fit(self, payload: Json, surface: Surface, title: str) -> Json:
        fit, problems = fitted(payload, surface)
        if problems:
            self._mended(title, problems)
        return fit


def _with_buttons(card: Card) -> Card:
    """For check boxes: a press on what one person alone sees comes without what was drawn there."""
    blocks = tuple(
        Actions(tuple(map(_button, block.items))) if isinstance(block, Actions) else block
        for block in card.blocks
    )
    return replace(card, blocks=blocks)


def _button(item: Action) -> Action:
    if isinstance(item, Toggle):
        return Button(f"{'☑' if item.on else '☐'} {item.label}", item.token)
    return item
