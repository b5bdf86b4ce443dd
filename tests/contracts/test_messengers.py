"""What the courier may rely on, whatever the platform."""

from datetime import timedelta

import pytest

from bot.bootstrap import OTHERS_GRACE
from bot.cards import Card, Text, plain
from bot.ports import ChannelGone
from scheduler.courier import LOOK_AGAIN, SEND_TIMEOUT
from tests.contracts.surface import Surface
from tests.contracts.surfaces import SURFACES

surfaces = pytest.mark.parametrize("surface", SURFACES.values(), ids=SURFACES)
FIRST, SECOND = (Card(title, (Text(plain("Some words.")),)) for title in ("First", "Second"))


@surfaces
async def test_posts_appear_in_order_with_receipts_of_their_own(surface: Surface) -> None:
    async with surface.venue() as venue:
        one = await venue.messenger.post(venue.room, FIRST, key="a")
        two = await venue.messenger.post(venue.room, SECOND, key="b")
        assert venue.titles() == ["First", "Second"]
        assert one.message != two.message


@surfaces
async def test_a_repeated_key_is_shown_once_while_the_platform_remembers(surface: Surface) -> None:
    async with surface.venue() as venue:
        one = await venue.messenger.post(venue.room, FIRST, key="a")
        again = await venue.messenger.post(venue.room, FIRST, key="a")
        remembers = bool(venue.messenger.remembers)
        assert len(venue.titles()) == (1 if remembers else 2)
        assert (one == again) is remembers


@surfaces
async def test_a_post_that_another_process_lost_is_found_while_the_platform_remembers(
    surface: Surface,
) -> None:
    latest = OTHERS_GRACE * 1.5 + timedelta(seconds=max(LOOK_AGAIN, SEND_TIMEOUT))
    async with surface.venue() as venue:
        remembers = venue.messenger.remembers
        assert not remembers or latest < remembers


def test_nobody_counts_as_dead_as_long_as_a_send_may_take() -> None:
    assert timedelta(seconds=SEND_TIMEOUT) < OTHERS_GRACE


@surfaces
async def test_a_parent_is_answered_in_its_thread(surface: Surface) -> None:
    async with surface.venue() as venue:
        top = await venue.messenger.post(venue.room, FIRST, key="a")
        await venue.messenger.post(venue.room, SECOND, key="b", parent=top.message)
        assert (venue.titles(), venue.replies()) == (["First"], ["Second"])


@surfaces
async def test_a_room_that_is_not_there_is_gone(surface: Surface) -> None:
    async with surface.venue() as venue:
        with pytest.raises(ChannelGone):
            await venue.messenger.post(venue.nowhere, FIRST, key="a")


@surfaces
async def test_a_pace_is_stated(surface: Surface) -> None:
    async with surface.venue() as venue:
        assert venue.messenger.per_second > 0
        assert venue.messenger.lanes > 0
        assert venue.messenger.platform
