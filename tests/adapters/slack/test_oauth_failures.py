"""Installations that end otherwise: each says whose doing it was and leads back to the start."""

from collections.abc import AsyncIterator
from datetime import timedelta
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.install_pages import failed
from adapters.slack.oauth import COOKIE
from bot.clock import SetClock
from bot.storage.store import SqlStore
from tests.adapters.slack.oauth_page import Seen, seen
from tests.adapters.slack.oauth_site import BACK, Site, a_site
from tests.conftest import MONDAY

START = "/slack/install"
PLAIN = {"html", "head", "meta", "title", "style", "body", "main", "h1", "p", "a"}
"""All the tags a failure page consists of."""


@pytest.fixture
async def site(store: SqlStore, clock: SetClock) -> AsyncIterator[Site]:
    async with a_site(store, clock) as site:
        yield site


async def _nothing_was_added(site: Site, page: Seen) -> bool:
    """Also checks that the page leads back to the start."""
    assert (page.button, page.label) == (START, "Start again")
    return await site.token() is None and site.added == []


async def test_saying_no_at_slack_is_no_error(site: Site) -> None:
    page = await site.get(f"{BACK}?error=access_denied&state={await site.start()}")
    assert page.status == 200
    assert "Slack was told not to" in page.text
    assert await _nothing_was_added(site, page)


async def test_a_reason_of_slacks_own_is_shown_as_it_came(site: Site) -> None:
    page = await site.get(f"{BACK}?error=invalid_team_for_non_distributed_app")
    assert "“invalid_team_for_non_distributed_app”" in page.text
    assert await _nothing_was_added(site, page)


async def test_an_address_is_decoded_once(site: Site) -> None:
    page = await site.get(f"{BACK}?error=a%2541b")
    assert "“a%41b”" in page.text


async def test_slacks_administration_pages_bring_no_mark_and_are_led_to_the_start(
    site: Site,
) -> None:
    page = await site.get(f"{BACK}?code={site.slack.consent()}")
    assert page.status == 400
    assert "Please start here" in page.text
    assert site.slack.asked == []
    assert await _nothing_was_added(site, page)


@pytest.mark.parametrize("cookie", ["", f"{COOKIE}=another", "state=state-1"])
async def test_what_began_in_another_browser_does_not_end_here(site: Site, cookie: str) -> None:
    state = await site.start()
    site.cookie = cookie
    page = await site.get(f"{BACK}?code={site.slack.consent()}&state={state}")
    assert page.status == 400
    assert "another browser" in page.text
    assert site.slack.asked == []
    assert await _nothing_was_added(site, page)


async def test_a_mark_somebody_made_up_is_refused(site: Site) -> None:
    site.cookie = f"{COOKIE}=made-up"
    page = await site.get(f"{BACK}?code={site.slack.consent()}&state=made-up")
    assert page.status == 400
    assert site.slack.asked == []
    assert await _nothing_was_added(site, page)


async def test_a_mark_is_good_for_ten_minutes(site: Site) -> None:
    state = await site.start()
    site.clock.move_to(MONDAY + timedelta(minutes=10))
    page = await site.get(f"{BACK}?code={site.slack.consent()}&state={state}")
    assert "more than ten minutes" in page.text
    assert await _nothing_was_added(site, page)


async def test_a_mark_is_good_just_before_ten_minutes_are_over(site: Site) -> None:
    state = await site.start()
    site.clock.move_to(MONDAY + timedelta(minutes=10, seconds=-1))
    page = await site.get(f"{BACK}?code={site.slack.consent()}&state={state}")
    assert page.status == 200


async def test_a_mark_is_good_once(site: Site) -> None:
    state = await site.start()
    kept = site.cookie
    await site.get(f"{BACK}?code={site.slack.consent()}&state={state}")
    site.cookie = kept
    page = await site.get(f"{BACK}?code={site.slack.consent()}&state={state}")
    assert page.status == 400
    assert len(site.slack.asked) == 1


async def test_loading_the_last_page_again_says_that_all_may_be_well(site: Site) -> None:
    code, state = site.slack.consent(), await site.start()
    await site.get(f"{BACK}?code={code}&state={state}")
    page = await site.get(f"{BACK}?code={code}&state={state}")
    assert "If Prepcircle answers to /prep in Slack already, all is well." in page.text
    assert site.added == ["T1"]


async def test_a_return_without_a_code_is_refused(site: Site) -> None:
    page = await site.get(f"{BACK}?state={await site.start()}")
    assert page.status == 400
    assert await _nothing_was_added(site, page)


async def test_a_code_slack_does_not_know_is_refused(site: Site) -> None:
    page = await site.install("made-up")
    assert page.status == 400
    assert "used before, or is too old" in page.text
    assert site.process.told == []
    assert await _nothing_was_added(site, page)


@pytest.mark.parametrize("trouble", ["drop", 500, "ratelimited", "bytes"])
async def test_when_slack_does_not_answer_the_page_says_so(site: Site, trouble: str | int) -> None:
    site.slack.trouble.append(trouble)
    page = await site.install(site.slack.consent())
    assert page.status == 502
    assert "Slack did not answer" in page.text
    assert len(site.slack.asked) == 1
    assert len(site.process.told) == 1
    assert await _nothing_was_added(site, page)


async def test_a_mistake_in_the_settings_is_told_to_the_operator(site: Site) -> None:
    site.slack.trouble.append("bad_client_secret")
    page = await site.install(site.slack.consent())
    assert page.status == 500
    assert "settings" in page.text
    assert site.process.told == ["Slack refused an installation: bad_client_secret."]
    assert await _nothing_was_added(site, page)


async def test_an_answer_without_a_bot_token_is_a_mistake_in_the_settings(site: Site) -> None:
    page = await site.install(site.slack.consent(access_token=None))
    assert page.status == 500
    assert site.process.told == ["Slack refused an installation: no_bot_token."]
    assert await _nothing_was_added(site, page)


async def test_an_answer_that_names_no_workspace_is_not_kept(site: Site) -> None:
    page = await site.install(site.slack.consent(team=None))
    assert page.status == 500
    assert "named no workspace" in site.process.told[0]
    assert await _nothing_was_added(site, page)


async def test_a_token_that_does_not_work_is_not_kept(site: Site) -> None:
    code = site.slack.consent()
    site.slack.works = False
    page = await site.install(code)
    assert page.status == 500
    assert site.process.told == ["Slack refused an installation: invalid_auth."]
    assert await _nothing_was_added(site, page)


async def test_when_the_core_cannot_take_the_news_the_page_asks_to_start_again(
    site: Site,
) -> None:
    site.breaks = ValueError("xoxb-in-an-error")
    page = await site.install(site.slack.consent())
    assert page.status == 500
    assert "start again in a minute" in page.text
    assert site.process.told == ["Adding the app to a Slack workspace failed: ValueError."]


async def test_when_the_database_is_away_the_first_page_says_so_too(site: Site) -> None:
    site.store.close()
    page = await site.get(START)
    assert page.status == 500
    assert "Something went wrong here" in page.text


async def test_a_hostile_name_of_a_workspace_is_only_text(site: Site) -> None:
    name = "<script>alert('&amp;')</script>"
    page = await site.install(site.slack.consent(team={"id": "T1", "name": name}))
    assert f"Prepcircle is in {name}" in page.text
    assert "script" not in page.tags


@pytest.mark.parametrize(
    "query",
    [
        "state=%00&code=c",
        "state=%ff&code=%fe",
        "state=&code=",
        "state=a&state=b&code=c",
        "state=" + "x" * 4000,
        "&&&=&%",
        "code=%3Cscript%3E",
    ],
)
async def test_nonsense_is_refused_without_asking_slack(site: Site, query: str) -> None:
    value = query.removeprefix("state=").partition("&")[0]
    site.cookie = f"{COOKIE}={value}"
    page = await site.get(f"{BACK}?{query}")
    assert page.status == 400
    assert site.slack.asked == []
    assert await _nothing_was_added(site, page)


async def test_several_cookies_do_not_hide_ours(site: Site) -> None:
    state = await site.start()
    site.cookie = f"a=b; {site.cookie}; c=d"
    page = await site.get(f"{BACK}?code={site.slack.consent()}&state={state}")
    assert page.status == 200


@given(st.text(max_size=120))
def test_whatever_the_reason_the_page_stays_a_page(reason: str) -> None:
    status, page = failed(reason, START)
    found = seen(status, {}, page.html())
    assert found.button == START
    assert set(found.tags) <= PLAIN


@given(st.text(alphabet="<>&\"'/ab", min_size=1, max_size=80))
def test_a_reason_is_shown_whole_and_as_text(reason: str) -> None:
    html = failed(reason, START)[1].html()
    assert f"“{reason}”" in unescape(html)
