"""Slack's rate rules for what can wait elsewhere: told at once how long it would be."""

from datetime import timedelta
from pathlib import Path

import pytest

from adapters.slack.paces import POSTS_OF_CHANNEL, Paces
from adapters.slack.places import PLATFORM
from bot.domain.ids import ChannelRef
from bot.ports import RateLimited
from tests.adapters.slack.club import STUDY, Club, Manner, a_club
from tests.adapters.slack.watch import BEGIN, Watch, near
from tests.builders import a_card

ROOM = ChannelRef(PLATFORM, "T1", STUDY)


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def pace(watch: Watch) -> Paces:
    return Paces(watch, watch.sleep)


async def test_a_long_wait_is_refused_at_once(watch: Watch, pace: Paces) -> None:
    pace.hold("T1", 120)
    with pytest.raises(RateLimited) as refused:
        await pace.post("T1", "C1", 5)
    assert (watch.now, refused.value.retry_after) == (BEGIN, timedelta(seconds=120))
    assert not refused.value.everywhere


async def test_a_short_one_is_waited(watch: Watch, pace: Paces) -> None:
    pace.hold("T1", 5)
    assert await watch.ends(pace.post("T1", "C1", 5)) == near(5)


async def test_what_was_refused_takes_nobodys_turn(watch: Watch, pace: Paces) -> None:
    pace.hold("T1", 120)
    for _ in range(20):
        with pytest.raises(RateLimited):
            await pace.post("T1", "C1", 5)
    assert await watch.ends(pace.post("T1", "C1")) == near(120)


async def test_who_waits_already_is_refused_when_it_becomes_long(watch: Watch, pace: Paces) -> None:
    async def waits() -> None:
        with pytest.raises(RateLimited):
            await pace.post("T1", "C1", 5)

    refused = watch.later(0.5, lambda: pace.hold("T1", 30))
    ends = await watch.ends(pace.post("T1", "C1", 5), waits(), refused)
    assert ends[1] == pytest.approx(POSTS_OF_CHANNEL.gap)


async def test_a_post_refused_by_ourselves_delays_none_of_those_that_wait(
    watch: Watch, pace: Paces, tmp_path: Path
) -> None:
    """Only what Slack itself refuses makes the whole workspace rest."""

    async def refused(club: Club) -> None:
        with pytest.raises(RateLimited):
            await club.surface.messenger.post(ROOM, a_card(), key="one too many")

    async with a_club(tmp_path, manner=Manner(paces=pace)) as club:
        line = [pace.post("T1", STUDY) for _ in range(7)]
        ends = await watch.ends(*line, refused(club))
    assert ends[:7] == near(*(n * POSTS_OF_CHANNEL.gap for n in range(7)))
