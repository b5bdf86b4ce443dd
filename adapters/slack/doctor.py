"""What is missing for the app to work in a channel, and how to mend it."""

import asyncio
import email.utils
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError

from adapters.slack.client import WebApi
from adapters.slack.errors import code_of, failure
from adapters.slack.manifest import SCOPES
from bot.domain.ids import ChannelRef
from bot.ports import Clock, Finding, MessengerError, NotAllowed

LARGEST_SKEW_SECONDS = 60
_CHECK = "Check the app's token, and that this machine reaches Slack."
_INVITE = "Type /invite and the app's name here."
Delivery = Callable[[], Awaitable[Finding]]


class SlackDoctor:
    """A bot.ports.Doctor. `delivery` says how requests from Slack arrive."""

    def __init__(self, api: WebApi, clock: Clock, delivery: Delivery) -> None:
        self._api, self._clock, self._delivery = api, clock, delivery

    async def examine(self, channel: ChannelRef) -> Sequence[Finding]:
        token, room, delivery = await asyncio.gather(
            self._token(channel.workspace), self._room(channel), self._delivery()
        )
        return [*token, *room, delivery]

    async def _token(self, workspace: str) -> list[Finding]:
        try:
            headers = await self._api.headers(workspace, "auth.test")
        except (SlackApiError, MessengerError, aiohttp.ClientError, TimeoutError) as error:
            return [_trouble(error, _CHECK)]
        return [
            Finding("Slack takes the app's token.", True),
            _scopes(headers),
            self._skew(headers),
        ]

    def _skew(self, headers: Mapping[str, str]) -> Finding:
        theirs = _date(headers.get("date", ""))
        if theirs is None:
            return Finding("Slack did not tell its time.", True)
        seconds = abs((self._clock.now() - theirs).total_seconds())
        if seconds <= LARGEST_SKEW_SECONDS:
            return Finding("The clock of this machine agrees with Slack's.", True)
        return Finding(
            f"The clock of this machine is {seconds:.0f} seconds away from Slack's.",
            False,
            "Set it by network time: five minutes off, and Slack's requests are refused.",
        )

    async def _room(self, channel: ChannelRef) -> list[Finding]:
        if channel.direct:
            return []
        try:
            answer = await self._api.read(
                channel.workspace, "conversations.info", {"channel": channel.channel}
            )
        except SlackApiError as error:
            return [_unseen(error)]
        except (MessengerError, aiohttp.ClientError, TimeoutError):
            return []
        return _membership(answer["channel"])


def _scopes(headers: Mapping[str, str]) -> Finding:
    given = {scope.strip() for scope in headers.get("x-oauth-scopes", "").split(",")}
    missing = sorted(set(SCOPES) - given)
    if not missing:
        return Finding("Every permission is there.", True)
    why = "; ".join(f"{scope}, {SCOPES[scope]}" for scope in missing)
    return Finding(
        f"Missing permissions: {why}.", False, "Install the app again from its manifest."
    )


def _unseen(error: SlackApiError) -> Finding:
    if code_of(error) == "channel_not_found":
        return Finding("The app cannot see this channel.", False, _INVITE)
    return _trouble(error, "Try again in a minute.")


def _trouble(error: Exception, otherwise: str) -> Finding:
    found = failure(error)
    fix = found.fix if isinstance(found, NotAllowed) else otherwise
    return Finding(str(found), False, fix)


def _membership(room: Mapping[str, Any]) -> list[Finding]:
    if room.get("is_archived"):
        return [Finding("This channel is archived.", False, "Unarchive it, or move the circle.")]
    found = [
        Finding("The app is in this channel.", True)
        if room.get("is_member")
        else Finding("The app is not in this channel.", False, _INVITE)
    ]
    if room.get("is_read_only") or room.get("is_thread_only"):
        fix = "Ask an admin to let the app post, or choose another channel."
        found.append(Finding("Not everybody may post in this channel.", False, fix))
    if room.get("is_ext_shared"):
        found.append(Finding("People of another organisation can read this channel.", True))
    return found


def _date(text: str) -> datetime | None:
    try:
        return email.utils.parsedate_to_datetime(text).astimezone(UTC)
    except ValueError:
        return None
