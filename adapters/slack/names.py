"""How people are called: asked once of Slack, which sends only user names along."""

import asyncio
from collections import OrderedDict
from dataclasses import replace

import aiohttp
from slack_sdk.errors import SlackApiError

from adapters.slack.client import WebApi
from bot.ports import Invocation, MessengerError

MOST_REMEMBERED = 10_000
NAME_SECONDS = 1.0


class Names:
    """Whose name does not come within `patience` seconds goes by what Slack sent along."""

    def __init__(self, api: WebApi, patience: float = NAME_SECONDS) -> None:
        self._api, self._patience = api, patience
        self._known: OrderedDict[tuple[str, str], str] = OrderedDict()

    async def named(self, invocation: Invocation) -> Invocation:
        """The same, with the name people see; without one Slack's user name has to do."""
        who = (invocation.actor.workspace, invocation.actor.user)
        if who not in self._known:
            if not self._api.paces.may_call(who[0], "users.info"):
                # Many come at once; nobody waits for a name, and the next deed asks again.
                return invocation
            found = await self._ask(*who)
            self._known[who] = found or invocation.name
            if len(self._known) > MOST_REMEMBERED:
                self._known.popitem(last=False)
        return replace(invocation, name=self._known[who])

    async def _ask(self, workspace: str, user: str) -> str:
        try:
            async with asyncio.timeout(self._patience):
                answer = await self._api.glance(workspace, "users.info", {"user": user})
        except (SlackApiError, MessengerError, aiohttp.ClientError, TimeoutError):
            return ""
        profile = answer.get("user", {}).get("profile", {})
        return str(profile.get("display_name") or profile.get("real_name") or "")
