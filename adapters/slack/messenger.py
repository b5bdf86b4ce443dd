"""Slack's side of the outbox: one attempt a post, and what its end means."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from slack_sdk.errors import SlackApiError

from adapters.shapes import Json
from adapters.slack.client import WebApi
from adapters.slack.errors import NotInstalled, code_of, failure
from adapters.slack.places import PLATFORM
from adapters.slack.render import message
from adapters.slack.shrink import fitted
from adapters.slack.validate import Violation
from bot.cards import Card
from bot.domain.ids import ChannelRef
from bot.ports import RateLimited, Receipt, Unavailable

_BAD_BLOCKS = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"})
_NO_THREAD = frozenset(
    {
        "invalid_thread_ts",
        "message_not_found",
        "restricted_action_non_threadable_channel",
        "restricted_action_thread_locked",
        "thread_not_found",
    }
)
LONGEST_WAIT_SECONDS = 5.0
"""Well within the courier's patience; what must wait longer waits in the outbox."""
Mended = Callable[[str, Sequence[Violation]], None]
"""Told the title of a card that did not fit, and why."""


class SlackMessenger:
    """A bot.ports.Messenger. Slack recognises no repeats, so nothing ambiguous is sent again."""

    platform = PLATFORM
    remembers = timedelta()
    per_channel = timedelta(seconds=1)
    # Each workspace and channel has a pace of its own in adapters.slack.paces.
    per_second = 1000.0
    lanes = 16

    def __init__(self, api: WebApi, mended: Mended) -> None:
        self._api, self._mended = api, mended

    async def post(self, target: ChannelRef, card: Card, *, key: str, parent: str = "") -> Receipt:  # noqa: ARG002  Slack has no place for the key
        payload: Json = {"channel": target.channel, **self._fitted(card)}
        payload |= {"unfurl_links": False, "unfurl_media": False}
        if parent:
            payload["thread_ts"] = parent
        try:
            return Receipt(str((await self._attempt(target, payload))["ts"]))
        except Exception as error:
            found = failure(error)
            if isinstance(found, NotInstalled) and target.direct:
                # Of no meaning for what the person wants; the workspace may come back.
                found = Unavailable(str(found))
            if isinstance(found, RateLimited) and found is not error:
                self._api.paces.hold(target.workspace, found.retry_after.total_seconds())
            raise found from error

    def _fitted(self, card: Card) -> Json:
        made = message(card)
        payload, problems = fitted({"text": made.text, "blocks": made.blocks}, "message")
        if problems:
            self._mended(card.title, problems)
        return payload

    async def _attempt(self, target: ChannelRef, payload: dict[str, Any]) -> Json:
        """A refusal that is certain, and about form alone, is worth a simpler message."""
        try:
            return await self._api.post(target.workspace, payload, LONGEST_WAIT_SECONDS)
        except SlackApiError as error:
            simpler = _simpler(payload, code_of(error))
            if simpler is None:
                raise
            return await self._api.post(target.workspace, simpler, LONGEST_WAIT_SECONDS)


def _simpler(payload: Json, code: str) -> Json | None:
    if code in _BAD_BLOCKS and "blocks" in payload:
        return {name: value for name, value in payload.items() if name != "blocks"}
    if code in _NO_THREAD and "thread_ts" in payload:
        # A lost parent must not lose the post: it then stands on its own.
        return {name: value for name, value in payload.items() if name != "thread_ts"}
    return None
