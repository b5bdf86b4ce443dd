"""The same program with a chat platform set up: both surfaces, and what a wrong token does."""

import asyncio
import json
from datetime import timedelta
from pathlib import Path

import pytest

from tests.runtime.test_application import get, served
from tests.slack.workspace import APP_TOKEN, SIGNING_SECRET, TOKENS, Slack, a_slack

NAMED_WITHIN_SECONDS = 5
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def _settings(slack: Slack, **others: str) -> dict[str, str]:
    return {
        "PREPCIRCLE_SLACK_BOT_TOKEN": TOKENS["T1"],
        "PREPCIRCLE_SLACK_APP_TOKEN": APP_TOKEN,
        "PREPCIRCLE_SLACK_API_URL": slack.api_url,
        # Else it ends when it has tried its walls, sooner or later.
        "PREPCIRCLE_JUDGE": "off",
        **others,
    }


async def _given_up(part: str) -> None:
    """The part's task has ended; the supervisor started it under its name."""
    (task,) = (task for task in asyncio.all_tasks() if task.get_name() == part)
    async with asyncio.timeout(NAMED_WITHIN_SECONDS):
        await task


async def test_both_surfaces_run_side_by_side(tmp_path: Path) -> None:
    async with a_slack() as slack, served(tmp_path, **_settings(slack)) as (_, address):
        await slack.links.connected()
        await slack.user("U1").types("/prep help", "C1")
        await slack.state.until(lambda: slack.user("U1").sees("C1"))
        status, text = await get(f"{address}/readyz")
        assert slack.user("U1").sees("C1")[-1].text.startswith("What you can do here")
    assert (status, json.loads(text)["parts"]["slack"]) == (200, "running")
    assert json.loads(text)["parts"]["courier-slack"] == "running"
    assert json.loads(text)["parts"]["courier-playground"] == "running"


async def test_over_http_slack_is_answered_on_the_same_port(tmp_path: Path) -> None:
    async with a_slack() as slack:
        settings = _settings(
            slack, PREPCIRCLE_SLACK_APP_TOKEN="", PREPCIRCLE_SLACK_SIGNING_SECRET=SIGNING_SECRET
        )
        async with served(tmp_path, **settings) as (_, address):
            way = slack.over_http(f"{address}/slack/events")
            assert await way.verify_url()
            await slack.user("U1").types("/prep help", "C1")
            await slack.state.until(lambda: slack.user("U1").sees("C1"))
            assert slack.user("U1").sees("C1")[-1].text.startswith("What you can do here")


@pytest.mark.parametrize("name", ["PREPCIRCLE_SLACK_BOT_TOKEN", "PREPCIRCLE_SLACK_APP_TOKEN"])
async def test_a_wrong_token_is_named_and_the_playground_goes_on(tmp_path: Path, name: str) -> None:
    wrong = f"{'xoxb' if 'BOT' in name else 'xapp'}-of-nobody"
    async with a_slack() as slack:
        settings = _settings(slack, **{name: wrong})
        async with served(tmp_path, **settings) as (_, address):
            await _given_up("slack")
            status, text = await get(f"{address}/readyz")
        asked = slack.state.counts["auth.test"]
    states = json.loads(text)["parts"]
    assert name in states["slack"]
    assert wrong not in states["slack"]
    assert {states[part] for part in states if part != "slack"} == {"running"}
    assert (status, asked) == (200, 1)


async def test_an_empty_playground_moves_no_clock_that_others_live_by(tmp_path: Path) -> None:
    async with a_slack() as slack:
        settings = _settings(slack) | {"PREPCIRCLE_DEMO": "true"}
        async with served(tmp_path, **settings) as (application, address):
            apart = application.clock.now() - application.wall.now()
            _, page = await get(f"{address}/")
    assert abs(apart) < MINUTE
    assert "Before day 1" in page


async def test_the_playgrounds_clock_is_the_real_one_then(tmp_path: Path) -> None:
    async with served(tmp_path, PREPCIRCLE_DEMO="true") as (application, _):
        application.clock.move_to(application.wall.now() + 40 * DAY)
        assert application.room is not None
        application.room.set_setting("clock_offset_seconds", str((40 * DAY).total_seconds()))
    async with a_slack() as slack, served(tmp_path, **_settings(slack)) as (application, address):
        apart = application.clock.now() - application.wall.now()
        _, page = await get(f"{address}/")
    assert abs(apart) < DAY
    assert "cannot be pushed" in page
    assert "Play all 28 days" not in page
