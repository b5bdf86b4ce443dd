"""Installing through bolt's own OAuth flow, and what the token is worth afterwards."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.oauth import AuthorizeUrlGenerator
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import SetClock
from tests.slack.apps import refusal
from tests.slack.workspace import Slack

pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")
BACK = "https://study.example/slack/oauth_redirect"


def consent(slack: Slack, state: str = "s1") -> str:
    generator = AuthorizeUrlGenerator(
        client_id=slack.oauth.client_id, scopes=["commands", "chat:write"], redirect_uri=BACK
    )
    return generator.generate(state)


def query(url: str) -> dict[str, str]:
    return {name: found[0] for name, found in parse_qs(urlsplit(url).query).items()}


async def traded(slack: Slack, client: AsyncWebClient, code: str, **more: Any) -> Any:  # noqa: ANN401
    return await client.oauth_v2_access(
        client_id=slack.oauth.client_id,
        client_secret=slack.oauth.client_secret,
        code=code,
        redirect_uri=BACK,
        **more,
    )


async def test_consent_leads_back_with_state_and_code(slack: Slack, client: AsyncWebClient) -> None:
    back = slack.oauth.authorizes(consent(slack), "U21")
    assert back.startswith(BACK)
    assert query(back)["state"] == "s1"
    told = await traded(slack, client, query(back)["code"])
    assert (told["team"]["id"], told["scope"]) == ("T2", "commands,chat:write")
    answer = await client.auth_test(token=told["access_token"])
    assert answer["team_id"] == "T2"


async def test_a_refused_consent_leads_back_with_an_error(slack: Slack) -> None:
    back = slack.oauth.authorizes(consent(slack), "U21", agrees=False)
    assert query(back) == {"state": "s1", "error": "access_denied"}


async def test_a_code_works_once(slack: Slack, client: AsyncWebClient) -> None:
    code = slack.oauth.code("U21", "commands", BACK)
    await traded(slack, client, code)
    assert await refusal(traded(slack, client, code)) == "code_already_used"


async def test_an_invented_code_is_refused(slack: Slack, client: AsyncWebClient) -> None:
    assert await refusal(traded(slack, client, "code-x")) == "invalid_code"


async def test_the_way_back_must_be_the_same(slack: Slack, client: AsyncWebClient) -> None:
    code = slack.oauth.code("U21", "commands", "https://elsewhere.example/")
    assert await refusal(traded(slack, client, code)) == "bad_redirect_uri"


@pytest.mark.parametrize(
    ("client_id", "secret", "code"),
    [("9.9", "the-client-secret", "invalid_client_id"), ("", "wrong", "bad_client_secret")],
)
async def test_the_app_must_know_its_own_secrets(
    slack: Slack, client: AsyncWebClient, client_id: str, secret: str, code: str
) -> None:
    asked = client.oauth_v2_access(
        client_id=client_id or slack.oauth.client_id, client_secret=secret, code="x"
    )
    assert await refusal(asked) == code


async def test_an_organisations_install_names_no_team(slack: Slack, client: AsyncWebClient) -> None:
    slack.add_org("E1", "T1", "T2")
    told = await traded(slack, client, slack.oauth.code("U1", "commands", BACK, org=True))
    assert (told["team"], told["enterprise"]["id"]) == (None, "E1")
    assert told["is_enterprise_install"] is True


async def test_a_rotating_token_expires_and_is_refreshed(timed: tuple[Slack, SetClock]) -> None:
    slack, clock = timed
    slack.oauth.rotating = True
    client = AsyncWebClient(base_url=slack.api_url, session=slack.session)
    told = await traded(slack, client, slack.oauth.code("U1", "commands", BACK))
    clock.move_to(clock.now() + timedelta(seconds=told["expires_in"]))
    assert await refusal(client.auth_test(token=told["access_token"])) == "token_expired"
    refresh = {"grant_type": "refresh_token", "refresh_token": told["refresh_token"]}
    secrets = {"client_id": slack.oauth.client_id, "client_secret": slack.oauth.client_secret}
    fresh = await client.oauth_v2_access(**secrets, **refresh)
    assert (await client.auth_test(token=fresh["access_token"]))["team_id"] == "T1"
    assert await refusal(client.oauth_v2_access(**secrets, **refresh)) == "invalid_refresh_token"


async def test_bolts_own_flow_installs(slack: Slack, client: AsyncWebClient) -> None:
    settings = AsyncOAuthSettings(
        client_id=slack.oauth.client_id,
        client_secret=slack.oauth.client_secret,
        scopes=["commands"],
        state_validation_enabled=False,
        installation_store_bot_only=True,
    )
    flow = AsyncOAuthFlow(client=client, settings=settings)
    installed = await flow.run_installation(slack.oauth.code("U21", "commands"))
    assert installed is not None
    assert (installed.team_id, installed.bot_id) == ("T2", slack.team("T2").bot_id)
