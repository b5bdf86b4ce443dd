"""Over HTTP nothing has to be kept open; still a wrong token is named at once."""

from adapters.slack.identity import OneToken


class Standing:
    """A bot.ports.Service. Raises GiveUp for a token that Slack refuses."""

    name = "slack"

    def __init__(self, tokens: OneToken) -> None:
        self._tokens = tokens

    async def serve(self) -> None:
        await self._tokens.arrive()
        while True:
            await self._tokens.watch()
