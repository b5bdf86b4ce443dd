"""Renewals and whatever happens at the same time: other callers, other processes, removals."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from adapters.slack.install_renewal import Exchange, Fresh, Refused
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


def _gated(began: asyncio.Event, may_end: asyncio.Event) -> Exchange:
    async def renews(_: str) -> Fresh:
        began.set()
        await may_end.wait()
        return Fresh("xoxb-new", "xoxe-new", MONDAY + 12 * HOUR)

    return renews


async def test_many_who_ask_at_once_cause_one_exchange(
    store: SqlStore, clock: SetClock, slack: OAuthSlack
) -> None:
    process = a_process(store, clock, slack)
    await process.installs.add(a_rotating(slack, OVER))
    async with asyncio.TaskGroup() as group:
        asked = [group.create_task(process.installs.token("T1")) for _ in range(9)]
    assert {task.result() for task in asked} == {slack.tokens[1]}
    assert len(slack.asked) == 1


async def test_two_processes_do_not_spend_the_same_refresh_token(
    store: SqlStore, clock: SetClock, slack: OAuthSlack
) -> None:
    here, there = a_process(store, clock, slack), a_process(store, clock, slack)
    await here.installs.add(a_rotating(slack, SOON))
    async with asyncio.TaskGroup() as group:
        for process in (here, there):
            group.create_task(process.installs.token("T1"))
    await here.settled()
    await there.settled()
    assert len(slack.asked) == 1
    assert await here.installs.token("T1") == await there.installs.token("T1") == slack.tokens[1]


async def test_what_another_process_is_renewing_is_not_there_for_the_moment(
    store: SqlStore, clock: SetClock, slack: OAuthSlack
) -> None:
    process = a_process(store, clock, slack)
    await process.installs.add(a_rotating(slack, OVER))
    row = row_of(store)
    assert row is not None
    store.run(lambda repos: repos.installations.claim_renewal(row, MONDAY, MONDAY + MINUTE))
    with pytest.raises(Unavailable, match="not renewed it yet"):
        await process.installs.token("T1")
    assert slack.asked == []


async def test_a_refusal_does_not_end_an_installation_that_came_in_between(
    store: SqlStore, clock: SetClock
) -> None:
    other = a_process(store, clock)

    async def refuses(_: str) -> Fresh:
        await other.installs.add(an_installed(token="xoxb-new"))
        raise Refused("invalid_refresh_token")

    process = a_process(store, clock, exchange=refuses)
    await process.installs.add(a_rotating(OAuthSlack(), OVER))
    assert await process.installs.token("T1") == "xoxb-new"


async def test_a_renewal_does_not_bring_back_an_app_that_was_removed_meanwhile(
    store: SqlStore, clock: SetClock
) -> None:
    other = a_process(store, clock)

    async def renews(_: str) -> Fresh:
        await other.installs.gone("T1")
        return Fresh("xoxb-new", "xoxe-new", MONDAY + 12 * HOUR)

    process = a_process(store, clock, exchange=renews)
    await process.installs.add(a_rotating(OAuthSlack(), OVER))
    assert await process.installs.token("T1") is None


async def test_who_stops_waiting_does_not_cut_the_exchange_off(
    store: SqlStore, clock: SetClock
) -> None:
    began, may_end = asyncio.Event(), asyncio.Event()
    process = a_process(store, clock, exchange=_gated(began, may_end))
    await process.installs.add(a_rotating(OAuthSlack(), OVER))
    async with asyncio.TaskGroup() as group:
        waiting = group.create_task(process.installs.token("T1"))
        await began.wait()
        waiting.cancel()
    may_end.set()
    await process.settled()
    assert await process.installs.token("T1") == "xoxb-new"


async def test_whoever_asks_while_a_renewal_ends_gets_the_new_token(
    store: SqlStore, clock: SetClock
) -> None:
    began, may_end = asyncio.Event(), asyncio.Event()
    process = a_process(store, clock, exchange=_gated(began, may_end))
    await process.installs.add(a_rotating(OAuthSlack(), OVER))
    async with asyncio.TaskGroup() as group:
        asked = [group.create_task(process.installs.token("T1"))]
        await began.wait()
        may_end.set()
        while not asked[0].done():
            # One more at every turn of the loop, so that each moment has somebody who asks.
            asked.append(group.create_task(process.installs.token("T1")))
            await asyncio.sleep(0)
    assert {task.result() for task in asked} == {"xoxb-new"}
