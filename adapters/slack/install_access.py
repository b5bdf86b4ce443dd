"""The call that turns a code or a refresh token into a bot token (oauth.v2.access)."""

from typing import Any

from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack.logs import quiet

TIMEOUT_SECONDS = 10


class OAuthApp:
    """The app as Slack knows it. Nothing is repeated: each code and refresh token works once."""

    def __init__(self, api_url: str, client_id: str, client_secret: str) -> None:
        self.client_id, self.client_secret = client_id, client_secret
        self.client = AsyncWebClient(
            base_url=api_url, timeout=TIMEOUT_SECONDS, retry_handlers=[], logger=quiet()
        )

    async def access(self, **given: str) -> dict[str, Any]:
        """Raises SlackApiError, and what aiohttp raises."""
        # Not the SDK's method of that name: it uses a class that aiohttp warns about.
        form = {"client_id": self.client_id, "client_secret": self.client_secret, **given}
        return _data(await self.client.api_call("oauth.v2.access", data=form))

    async def about(self, token: str) -> dict[str, Any]:
        """auth.test: that the token works, and which bot it belongs to."""
        return _data(await self.client.auth_test(token=token))


def _data(answer: AsyncSlackResponse) -> dict[str, Any]:
    if not isinstance(answer.data, dict):
        raise SlackClientError("an answer that is none")
    return answer.data
