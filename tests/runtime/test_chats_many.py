"""Slack for many workspaces, wired as `run` wires it; and platforms whose library is missing."""

import sys
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
import pytest

from adapters.slack.oauth import COOKIE
from tests.adapters.slack.oauth_page import seen
from tests.runtime.test_application import an_application, served
from tests.slack.workspace import SIGNING_SECRET, TOKENS, Slack, a_slack

KEY = "A" * 43 + "="
PUBLIC = "https://prep.example.org"


def settings(slack: Slack, **others: str) -> dict[str, str]:
    return {
        "PREPCIRCLE_SLACK_CLIENT_ID": slack.oauth.client_id,
        "PREPCIRCLE_SLACK_CLIENT_SECRET": slack.oauth.client_secret,
        "PREPCIRCLE_SLACK_SIGNING_SECRET": SIGNING_SECRET,
        "PREPCIRCLE_SLACK_TOKEN_KEYS": KEY,
        "PREPCIRCLE_PUBLIC_URL": PUBLIC,
        "PREPCIRCLE_SLACK_API_URL": slack.api_url,
        "PREPCIRCLE_DEMO": "false",
        **others,
    }


async def add_app(slack: Slack, address: str, user: str) -> int:
    """As in a browser: our page, Slack's, ours again. The last answer's status."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as browser:
        async with browser.get(f"{address}/slack/install") as first:
            page = seen(first.status, first.headers, await first.text())
            value = SimpleCookie(first.headers["Set-Cookie"])[COOKIE].value
        back = slack.oauth.authorizes(page.button, user)
        assert back.startswith(PUBLIC)
        parts = urlsplit(back)
        headers = {"Cookie": f"{COOKIE}={value}"}
        async with browser.get(f"{address}{parts.path}?{parts.query}", headers=headers) as last:
            return last.status


async def gets_a_window(slack: Slack, user: str, channel: str) -> None:
    """The app can act in that workspace: a window takes its token."""
    await slack.user(user).types("/prep start", channel)
    await slack.state.until(lambda: slack.user(user).modals)


def everything_in(folder: Path) -> str:
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    return "".join(path.read_bytes().decode("latin-1") for path in files)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


async def test_a_workspace_that_added_the_app_is_served(folder: Path) -> None:
    async with a_slack() as slack, served(folder, **settings(slack)) as (_, address):
        assert await add_app(slack, address, "U21") == 200
        slack.over_http(f"{address}/slack/events")
        await gets_a_window(slack, "U21", "C21")
        used = {call.token for call in slack.state.calls if call.method == "views.open"}
    assert len(used) == 1
    assert used.isdisjoint(TOKENS.values())


async def test_after_a_restart_it_still_is(folder: Path) -> None:
    async with a_slack() as slack:
        async with served(folder, **settings(slack)) as (_, address):
            await add_app(slack, address, "U21")
        async with served(folder, **settings(slack)) as (_, address):
            slack.over_http(f"{address}/slack/events")
            await gets_a_window(slack, "U21", "C21")


async def test_two_workspaces_have_a_token_each(folder: Path) -> None:
    async with a_slack() as slack, served(folder, **settings(slack)) as (_, address):
        await add_app(slack, address, "U21")
        await add_app(slack, address, "U1")
        slack.over_http(f"{address}/slack/events")
        for user, channel in (("U21", "C21"), ("U1", "C1")):
            await gets_a_window(slack, user, channel)
        used = [call.token for call in slack.state.calls if call.method == "views.open"]
    assert [slack.state.tokens[token].team for token in used] == ["T2", "T1"]


async def test_no_token_lies_open_in_the_database(folder: Path) -> None:
    async with a_slack() as slack, served(folder, **settings(slack)) as (_, address):
        before = set(slack.state.tokens)
        await add_app(slack, address, "U21")
        (given,) = set(slack.state.tokens) - before
    assert given not in everything_in(folder)


@pytest.mark.parametrize("keys", ["too-short", f"{KEY},too-short"], ids=["one", "the second"])
async def test_a_key_that_is_none_is_named_at_the_start(folder: Path, keys: str) -> None:
    async with a_slack() as slack:
        given = settings(slack, PREPCIRCLE_SLACK_TOKEN_KEYS=keys)
        with pytest.raises(ValueError, match="PREPCIRCLE_SLACK_TOKEN_KEYS") as refused:
            an_application(folder, **given)
    assert "too-short" not in str(refused.value)


@pytest.mark.parametrize(
    ("library", "extra", "given"),
    [
        ("slack_bolt", "slack", {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}),
        ("discord", "discord", {"DISCORD_TOKEN": "MTA.x.y"}),
    ],
)
def test_a_missing_library_is_named_with_the_way_to_get_it(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    library: str,
    extra: str,
    given: dict[str, str],
) -> None:
    # To Python, None in this place is a library that is not installed.
    monkeypatch.setitem(sys.modules, library, None)
    settings = {f"PREPCIRCLE_{name}": value for name, value in given.items()}
    with pytest.raises(ValueError, match=rf"pip install 'prepcircle\[{extra}\]'"):
        an_application(folder, **settings)
