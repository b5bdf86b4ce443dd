"""How people are called: asked of Slack, and not waited for."""

from collections.abc import AsyncIterator

import pytest

from adapters.slack.client import WebApi
from adapters.slack.identity import OneToken
from adapters.slack.inbound import PATIENCE_SECONDS
from adapters.slack.names import AGAIN_SECONDS, NAME_SECONDS, Names
from adapters.slack.paces import Paces
from adapters.slack.places import PLATFORM
from bot.domain.ids import ActorRef, ChannelRef
from bot.ports import Invocation, Typed
from tests.adapters.slack.loopback import Loopback, a_web_api

BEN, ROOM = ActorRef(PLATFORM, "T1", "U2"), ChannelRef(PLATFORM, "T1", "C2")
DEED = Invocation("1", ROOM, BEN, "ben.k", Typed("help"))


@pytest.fixture
async def slack() -> AsyncIterator[Loopback]:
    async with a_web_api() as made:
        made.answers("auth.test", {"team_id": "T1"})
        made.answers("users.info", {"user": {"profile": {"display_name": "Ben"}}})
        yield made


@pytest.fixture
async def api(slack: Loopback) -> AsyncIterator[WebApi]:
    made = WebApi(OneToken("xoxb-1", slack.url), Paces(), slack.url)
    await made.headers("T1", "auth.test")
    yield made
    await made.close()


async def test_people_are_called_as_they_wish(api: WebApi) -> None:
    assert (await Names(api, 20).named(DEED)).name == "Ben"


async def test_who_has_no_such_wish_goes_by_the_real_name(slack: Loopback, api: WebApi) -> None:
    given = {"profile": {"display_name": "", "real_name": "Ben Kaya"}}
    slack.answers("users.info", {"user": given})
    assert (await Names(api, 20).named(DEED)).name == "Ben Kaya"


async def test_slack_is_asked_once(slack: Loopback, api: WebApi) -> None:
    names = Names(api, 20)
    await names.named(DEED)
    await names.named(DEED)
    assert [method for method, _ in slack.asked].count("users.info") == 1


async def test_a_name_that_does_not_come_in_time_is_the_one_sent_along(
    slack: Loopback, api: WebApi
) -> None:
    slack.keeps_silent("users.info")
    assert (await Names(api, 0.05).named(DEED)).name == "ben.k"


class Seconds:
    """They pass when a test says so."""

    def __init__(self) -> None:
        self.passed = 0.0

    def now(self) -> float:
        return self.passed


async def not_named(slack: Loopback, api: WebApi) -> tuple[Seconds, Names]:
    """Just after Slack had no name to give."""
    seconds = Seconds()
    names = Names(api, 20, seconds.now)
    slack.refuses("users.info", "internal_error")
    await names.named(DEED)
    return seconds, names


async def test_a_name_that_did_not_come_is_asked_for_again_after_a_while(
    slack: Loopback, api: WebApi
) -> None:
    seconds, names = await not_named(slack, api)
    slack.answers("users.info", {"user": {"profile": {"display_name": "Ben"}}})
    seconds.passed += AGAIN_SECONDS
    assert (await names.named(DEED)).name == "Ben"


async def test_while_names_do_not_come_nobody_waits_for_one_twice(
    slack: Loopback, api: WebApi
) -> None:
    seconds, names = await not_named(slack, api)
    seconds.passed += AGAIN_SECONDS - 1
    assert (await names.named(DEED)).name == "ben.k"
    assert [method for method, _ in slack.asked].count("users.info") == 1


def test_a_name_leaves_time_for_the_answer() -> None:
    assert NAME_SECONDS <= PATIENCE_SECONDS / 2
