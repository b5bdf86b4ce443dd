"""How people are called: asked once of Slack, which sends only user names along."""

import asyncio
import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace

import aiohttp
from slack_sdk.errors import SlackApiError

from adapters.slack.client import WebApi
from bot.ports import Invocation, MessengerError

MOST_REMEMBERED = 10_000
NAME_SECONDS = 1.0
AGAIN_SECONDS = 180.0
"""How long nobody waits once more for a name that did not come."""


class Names:
    """Whose name does not come within `patience` seconds goes by what Slack sent along."""

    def __init__(
        self,
        api: WebApi,
        patience: float = NAME_SECONDS,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """`now` in seconds since any instant."""
        self._api, self._patience, self._now = api, patience, now
        # Each with the instant until which it holds; one that did not come is empty.
        self._known: OrderedDict[tuple[str, str], tuple[str, float]] = OrderedDict()

    async def named(self, invocation: Invocation) -> Invocation:
        """The same, with the name people see; without one Slack's user name has to do."""
        who = (invocation.actor.workspace, invocation.actor.user)
        name, until = self._known.get(who, ("", -math.inf))
        if until <= self._now():
            if not self._api.paces.may_call(who[0], "users.info"):
                # Many come at once; nobody waits for a name, and the next deed asks again.
                return invocation
            name = await self._ask(*who)
            self._remember(who, name)
        return replace(invocation, name=name or invocation.name)

    def _remember(self, who: tuple[str, str], name: str) -> None:
        self._known[who] = (name, math.inf if name else self._now() + AGAIN_SECONDS)
        if len(self._known) > MOST_REMEMBERED:
            self._known.popitem(last=False)

    async def _ask(self, workspace: str, user: str) -> str:
        try:
            async with asyncio.timeout(self._patience):
                answer = await self._api.glance(workspace, "users.info", {"user": user})
        except (SlackApiError, MessengerError, aiohttp.ClientError, TimeoutError):
            return ""
        profile = answer.get("user", {}).get("profile", {})
        return str(profile.get("display_name") or profile.get("real_name") or "")
