"""Tokens that end after twelve hours: renewed in time, once, and never lost."""

import logging
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.clock import SetClock
from bot.ports import Unavailable
from bot.storage.store import SqlStore
from tests.adapters.slack.install_parts import (
    HOUR,
    MINUTE,
    a_process,
    a_rotating,
    an_installed,
    row_of,
)
from tests.adapters.slack.oauth_server import OAuthSlack, an_oauth_slack
from tests.conftest import MONDAY

SOON, OVER = 119 * MINUTE, timedelta()


@pytest.fixture
async def slack() -> AsyncIterator[OAuthSlack]:
    async with an_oauth_slack() as slack:
        yield slack


async def test_a_token_with_two_hours_left_is_used_as_it_is(
    store: SqlStore, clock: SetClock, slack: OAuthSlack
) -> None:
    process = a_process(store, clock, slack)
    await process.installs.add(a_rotating(slack, 121 * MINUTE))
    assert await process.installs.token("T1") == slack.tokens[0]
    await process.settled()
    assert slack.asked == []


async def test_a_token_that_never_ends_is_never_renewed(
    store: SqlStore, clock: SetClock, slack: OAuthSlack
) -> None:
    process = a_process(store, clock, slack)
    await process.installs.add(an_installed())
    clock.move_to(MONDAY + 9999 * HOUR)
    assert await process.installs.token("T1") == "xoxb-1"


async def test_nobody_waits_for_a_renewal_as_long_as_the_token_works(
    store: SqlStore, clock: SetClock, slack: OAuthSlack
) -> None:
    process = a_process(store, clock, slack)
    await process.installs.add(a_rotating(slack, SOON))
    assert await process.installs.token("T1") == slack.tokens[0]
    await process.settled()
    assert await process.installs.token("T1") == slack.tokens[1]


async def test_a_token_that_has_ended_is_renewed_before_it_is_handed_out(
    store: SqlStore, clock: SetClock, slack: OAuthSlack
) -> None:
    process = a_process(store, clock, slack)
    await process.installs.add(a_rotating(slack, OVER))
    assert await process.installs.token("T1") == slack.tokens[1]


async def test_a_renewed_token_lasts_its_twelve_hours_and_is_then_renewed_again(
    store: SqlStore, clock: SetClock, slack: OAuthSlack
) -> None:
    process = a_process(store, clock, slack)
    await process.installs.add(a_rotating(slack, OVER))
    await process.installs.token("T1")
    clock.move_to(MONDAY + 10 * HOUR - MINUTE)
    assert await process.installs.token("T1") == slack.tokens[1]
    await process.settled()
    assert len(slack.asked) == 1
    clock.move_to(MONDAY + 13 * HOUR)
    assert await process.installs.token("T1") == slack.tokens[2]


@pytest.mark.parametrize("trouble", [500, "ratelimited", "drop"])
async def test_a_renewal_that_fails_leaves_the_token_that_still_works(
    store: SqlStore, clock: SetClock, slack: OAuthSlack, trouble: str | int
) -> None:
    process = a_process(store, clock, slack)
    await process.installs.add(a_rotating(slack, SOON))
    slack.trouble.append(trouble)
    await process.installs.token("T1")
    await process.settled()
    assert await process.installs.token("T1") == slack.tokens[0]
    assert process.told[0].startswith("The Slack token of Ada & Co (T1) is not renewed yet: ")
    assert process.broken == []


async def test_a_call_whose_answer_was_lost_is_not_repeated_at_once(
    store: SqlStore, clock: SetClock, slack: OAuthSlack
) -> None:
    process = a_process(store, clock, slack)
    await process.installs.add(a_rotating(slack, SOON))
    slack.trouble.append("drop")
    await process.installs.token("T1")
    await process.settled()
    await process.installs.token("T1")
    await process.settled()
    assert len(slack.asked) == 1


async def test_after_a_minute_a_failed_renewal_is_tried_again(
    store: SqlStore, clock: SetClock, slack: OAuthSlack
) -> None:
    process = a_process(store, clock, slack)
    await process.installs.add(a_rotating(slack, SOON))
    slack.trouble.append("ratelimited")
    await process.installs.token("T1")
    await process.settled()
    clock.move_to(MONDAY + MINUTE)
    await process.installs.token("T1")
    await process.settled()
    assert await process.installs.token("T1") == slack.tokens[1]


async def test_when_slack_is_down_and_the_token_has_ended_it_is_a_matter_of_waiting(
    store: SqlStore, clock: SetClock, slack: OAuthSlack
) -> None:
    process = a_process(store, clock, slack)
    await process.installs.add(a_rotating(slack, OVER))
    slack.trouble.append(503)
    with pytest.raises(Unavailable, match="not renewed it yet"):
        await process.installs.token("T1")
    assert await process.installs.workspaces() == ["T1"]


async def test_an_answer_without_a_refresh_token_is_not_kept(
    store: SqlStore, clock: SetClock, slack: OAuthSlack
) -> None:
    process = a_process(store, clock, slack)
    await process.installs.add(a_rotating(slack, SOON))
    slack.rotating = False
    await process.installs.token("T1")
    await process.settled()
    assert await process.installs.token("T1") == slack.tokens[0]
    assert "without 'refresh_token'" in process.told[0]


async def test_a_refresh_token_slack_refuses_for_good_is_named_to_the_operator(
    store: SqlStore, clock: SetClock, slack: OAuthSlack
) -> None:
    process = a_process(store, clock, slack)
    await process.installs.add(a_rotating(slack, SOON))
    slack.trouble.append("invalid_refresh_token")
    assert await process.installs.token("T1") == slack.tokens[0]
    await process.settled()
    assert process.told == [
        "Slack does not renew the token of Ada & Co (T1) (invalid_refresh_token): "
        "somebody there must add the app again."
    ]
    assert await process.installs.token("T1") == slack.tokens[0]


async def test_a_token_that_has_ended_for_good_is_as_good_as_a_removed_app(
    store: SqlStore, clock: SetClock, slack: OAuthSlack
) -> None:
    process = a_process(store, clock, slack)
    await process.installs.add(a_rotating(slack, OVER))
    slack.trouble.append("invalid_refresh_token")
    assert await process.installs.token("T1") is None
    row = row_of(store)
    assert row is not None
    assert row.gone_at == MONDAY


@pytest.mark.parametrize("code", ["bad_client_secret", "invalid_client_id"])
async def test_a_mistake_in_the_settings_ends_no_installation(
    store: SqlStore, clock: SetClock, slack: OAuthSlack, code: str
) -> None:
    process = a_process(store, clock, slack)
    await process.installs.add(a_rotating(slack, OVER))
    slack.trouble.append(code)
    with pytest.raises(Unavailable):
        await process.installs.token("T1")
    assert await process.installs.workspaces() == ["T1"]
    assert code in process.told[0]


async def test_a_renewed_token_is_sealed_like_any_other(
    store: SqlStore, clock: SetClock, slack: OAuthSlack
) -> None:
    process = a_process(store, clock, slack)
    await process.installs.add(a_rotating(slack, OVER))
    await process.installs.token("T1")
    row = row_of(store)
    assert row is not None
    assert "xox" not in f"{row!r} {row.secret}"


async def test_no_token_is_written_to_a_log_at_any_level(
    store: SqlStore, clock: SetClock, slack: OAuthSlack, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    process = a_process(store, clock, slack)
    await process.installs.add(a_rotating(slack, OVER))
    await process.installs.token("T1")
    assert "xox" not in caplog.text
