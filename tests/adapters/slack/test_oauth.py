"""Adding the app from the web: to Slack and back again, with the token kept sealed."""

import logging
from collections.abc import AsyncIterator
from datetime import timedelta
from http.cookies import SimpleCookie
from urllib.parse import parse_qs, urlsplit

import pytest

from adapters.slack.install_records import opened
from adapters.slack.oauth import COOKIE
from bot.clock import SetClock
from bot.storage.store import SqlStore
from tests.adapters.slack.install_parts import CIPHER, row_of
from tests.adapters.slack.oauth_server import CLIENT_ID, CLIENT_SECRET, ORG
from tests.adapters.slack.oauth_site import BACK, PUBLIC, SCOPES, Site, a_site
from tests.conftest import MONDAY


@pytest.fixture
async def site(store: SqlStore, clock: SetClock) -> AsyncIterator[Site]:
    async with a_site(store, clock) as site:
        yield site


async def test_the_page_sends_people_to_slack_with_what_the_app_asks_for(site: Site) -> None:
    page = await site.get("/slack/install")
    address = urlsplit(page.button)
    assert (address.scheme, address.netloc, address.path) == (
        "https",
        "slack.com",
        "/oauth/v2/authorize",
    )
    assert parse_qs(address.query) == {
        "client_id": [CLIENT_ID],
        "scope": ["chat:write,commands"],
        "state": ["state-1"],
        "redirect_uri": [PUBLIC + BACK],
    }


async def test_the_page_says_what_the_app_may_do_and_why(site: Site) -> None:
    page = await site.get("/slack/install")
    assert page.status == 200
    for scope, why in SCOPES.items():
        assert scope in page.text
        assert why in page.text
    assert page.label == "Add to Slack"


async def test_the_mark_in_the_browser_is_hidden_from_scripts_and_other_sites(site: Site) -> None:
    page = await site.get("/slack/install")
    cookie = SimpleCookie(page.headers["Set-Cookie"])[COOKIE]
    assert cookie.value == "state-1"
    assert cookie["httponly"]
    assert cookie["secure"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == "600"


@pytest.mark.parametrize("path", ["/slack/install", BACK])
async def test_no_page_runs_scripts_or_tells_its_address(site: Site, path: str) -> None:
    page = await site.get(path)
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["X-Content-Type-Options"] == "nosniff"


async def test_a_workspace_can_be_named_beforehand(site: Site) -> None:
    page = await site.get("/slack/install?team=T0123")
    assert parse_qs(urlsplit(page.button).query)["team"] == ["T0123"]


@pytest.mark.parametrize(
    "team", ["T012%26scope%3Dadmin", "T012%2526x", "%22%3E%3Cb%3E", "t012", "T012%0A", ""]
)
async def test_a_workspace_that_is_none_adds_nothing_to_the_address(site: Site, team: str) -> None:
    page = await site.get(f"/slack/install?team={team}")
    query = parse_qs(urlsplit(page.button).query)
    assert query["scope"] == ["chat:write,commands"]
    assert "team" not in query
    assert page.tags == (await site.get("/slack/install")).tags


async def test_whoever_comes_back_with_a_code_has_installed_the_app(site: Site) -> None:
    page = await site.install(site.slack.consent())
    assert page.status == 200
    assert "Prepcircle is in Ada & Co" in page.text
    assert await site.token() == site.slack.tokens[0]
    assert site.slack.asked[0]["redirect_uri"] == PUBLIC + BACK


async def test_the_last_page_says_what_to_do_in_slack_and_leads_there(site: Site) -> None:
    page = await site.install(site.slack.consent())
    assert "/invite @Prepcircle" in page.text
    assert "/prep start" in page.text
    assert page.button == "https://slack.com/app_redirect?app=A1&team=T1"


async def test_the_core_is_told_which_workspace_was_added(site: Site) -> None:
    await site.install(site.slack.consent())
    assert site.added == ["T1"]


async def test_all_that_slack_says_is_kept_but_tokens_of_people(site: Site) -> None:
    await site.install(site.slack.consent())
    row = row_of(site.store)
    assert row is not None
    kept = opened(row, CIPHER)
    assert (kept.app, kept.bot, kept.bot_user, kept.installer) == ("A1", "B1", "UBOT", "U1")
    assert kept.scopes == ("chat:write", "commands")
    assert kept.installed_at == MONDAY
    assert "xoxp" not in f"{row.details} {CIPHER.open(row.secret)}"


async def test_a_token_that_ends_is_kept_with_its_end_by_our_clock(site: Site) -> None:
    site.slack.rotating = True
    await site.install(site.slack.consent())
    kept = await site.process.installs.find("T1")
    assert kept is not None
    assert kept.expires_at == MONDAY + timedelta(hours=12)
    assert kept.refresh_token == "xoxe-2"


async def test_a_whole_organisation_can_add_the_app(site: Site) -> None:
    page = await site.install(site.slack.consent(**ORG))
    assert "approved for Starship" in page.text
    assert page.button == ("https://app.slack.com/manage/E1/integrations/profile/A1/workspaces/add")
    assert site.added == ["E1"]
    kept = await site.process.installs.find("E1")
    assert kept is not None
    assert (kept.enterprise, kept.team, kept.org_wide) == ("E1", "", True)


async def test_a_workspace_of_an_organisation_can_add_it_for_itself(site: Site) -> None:
    await site.install(site.slack.consent(enterprise=ORG["enterprise"]))
    kept = await site.process.installs.find("T1")
    assert kept is not None
    assert (kept.enterprise, kept.org_wide) == ("E1", False)
    assert await site.token("E1") is None


async def test_adding_it_again_replaces_the_token(site: Site) -> None:
    await site.install(site.slack.consent())
    await site.install(site.slack.consent())
    assert await site.token() == site.slack.tokens[1]
    assert site.added == ["T1", "T1"]


async def test_the_mark_is_taken_from_the_browser_at_the_end(site: Site) -> None:
    page = await site.install(site.slack.consent())
    cookie = SimpleCookie(page.headers["Set-Cookie"])[COOKIE]
    assert cookie["expires"].startswith("Thu, 01 Jan 1970")


async def test_no_code_or_token_is_written_to_a_log_at_any_level(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await site.install(site.slack.consent())
    await site.install("code-that-is-wrong")
    logged = caplog.text + str(site.process.told)
    assert "xox" not in logged
    assert "code-" not in logged
    assert CLIENT_SECRET not in logged
