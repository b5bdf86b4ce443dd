"""Bringing an answer to where the deed was done."""

import asyncio
from dataclasses import replace
from typing import assert_never

from adapters.shapes import Json
from adapters.slack.client import WebApi
from adapters.slack.controls import OPEN, TICKED
from adapters.slack.deeds import Deed
from adapters.slack.forms import without_files
from adapters.slack.messenger import Mended
from adapters.slack.patience import FAILED, Pause, asked_wait, may_pass, patiently, word_of
from adapters.slack.render import message, modal
from adapters.slack.shrink import fitted
from adapters.slack.validate import Surface
from bot.cards import Action, Actions, Button, Card, Toggle
from bot.ports import Reply


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
        return {"response_type": "ephemeral", **self.words(reply.card)}

    async def bring(self, deed: Deed, reply: Reply) -> None:
        """After the acknowledgement."""
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
        named = {**view, "external_id": deed.trigger}
        asked = {"trigger_id": deed.trigger, "view": named}
        # A window in front of a window goes on top of it.
        method = "views.push" if deed.spot == "modal" else "views.open"
        try:
            return _id(await self._api.at_once(deed.workspace, method, asked))
        except FAILED as error:
            if word_of(error) == "push_limit_reached":
                return await self._update(deed, view, view_id=deed.view)
            if not may_pass(error):
                raise
            return await self._found(deed, named, error)

    async def _found(self, deed: Deed, view: Json, trouble: Exception) -> str:
        """Slack may have opened it all the same. Raises `trouble` where it has not."""
        try:
            return await self._update(deed, view, external_id=deed.trigger)
        except FAILED:
            raise trouble from None

    async def turn(self, deed: Deed, view_id: str, view: Json, card: Card) -> None:
        """Whoever has closed the window meanwhile, or waits in vain, gets `card` as a message."""
        try:
            await self._update(deed, view, view_id=view_id)
        except FAILED as error:
            await self._write(deed, card)
            if word_of(error) != "not_found" and not may_pass(error):
                raise

    async def _update(self, deed: Deed, view: Json, **which: str) -> str:
        """By `view_id` or `external_id`. Returns the window's id."""
        asked = {**which, "view": view}
        return _id(await self._api.call(deed.workspace, "views.update", asked))

    async def _respond(self, deed: Deed, answer: Json, card: Card) -> None:
        """Used up after five answers or half an hour; what matters then comes as a message."""
        address = deed.response_url
        try:
            # To see an answer twice is better than never; so it is below.
            arrived = bool(address) and await patiently(
                lambda: self._api.respond(address, answer), self._sleep
            )
        except FAILED:
            await self._whisper(deed, card)
            return
        if not arrived:
            await self._write(deed, card)

    async def _whisper(self, deed: Deed, card: Card) -> None:
        """In the room, for that person's eyes; where that cannot be, as a message."""
        if not deed.channel or deed.channel.startswith("D"):
            await self._write(deed, card)
            return
        asked = {"channel": deed.channel, "user": deed.user, **self.words(card)}
        try:
            await self._api.call(deed.workspace, "chat.postEphemeral", asked)
        except FAILED:
            await self._write(deed, card)

    async def _write(self, deed: Deed, card: Card) -> None:
        asked = {"channel": deed.user, **self.words(card)}
        await patiently(lambda: self._post(deed.workspace, asked), self._sleep)

    async def _post(self, workspace: str, asked: Json) -> None:
        try:
            await self._api.post(workspace, asked)
        except FAILED as error:
            if wait := asked_wait(error):
                # Whatever else is posted there would be refused as well.
                self._api.paces.hold(workspace, wait)
            raise

    def _fit(self, payload: Json, surface: Surface, title: str) -> Json:
        fit, problems = fitted(payload, surface)
        if problems:
            self._mended(title, problems)
        return fit


def _id(answer: Json) -> str:
    return str(answer["view"]["id"])


def _with_buttons(card: Card) -> Card:
    """For check boxes: a press on what one person alone sees comes without what was drawn there."""
    blocks = tuple(
        Actions(tuple(map(_button, block.items))) if isinstance(block, Actions) else block
        for block in card.blocks
    )
    return replace(card, blocks=blocks)


def _button(item: Action) -> Action:
    if isinstance(item, Toggle):
        return Button(f"{TICKED if item.on else OPEN} {item.label}", item.token)
    return item
