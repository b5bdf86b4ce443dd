"""Over HTTP nothing has to be kept open; still a wrong token is named at once."""

import asyncio

from adapters.slack.identity import OneToken


class Standing:
    """A bot.ports.Service. Raises GiveUp for a token that Slack refuses."""

    name = "slack"

    def __init__(self, tokens: OneToken) -> None:
        self._tokens = tokens

    async def serve(self) -> None:
        await self._tokens.arrive()
        await asyncio.Event().wait()
