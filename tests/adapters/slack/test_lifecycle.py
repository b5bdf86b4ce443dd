"""The app is taken out of a workspace or a room: it stops there, and goes on everywhere else."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.slack.places import PLATFORM
from bot.domain.ids import CohortId
from bot.ports import GiveUp
from bot.repositories.store import Repos
from tests.adapters.slack.club import STUDY, Club, Manner, a_bot, a_club, database

DAY = timedelta(days=1)
QUIET = "G1"


@pytest.fixture(params=["socket", "http"])
async def club(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Club]:
    async with a_club(tmp_path, http=request.param == "http") as made:
        await made.starts(1)
        yield made
        assert made.log.lines == []


async def goes_on(club: Club, room: str = STUDY) -> bool:
    """Whether the next day is posted there."""
    before = len(club.texts(room))
    await club.until(club.clock.now() + DAY)
    return len(club.texts(room)) > before


async def status(club: Club) -> str:
    await club.types("U1", "/prep circle status")
    return club.told("U1")


def kept(repos: Repos) -> tuple[list[str], list[str]]:
    """Why each room of the first circle is off, and who belongs to it."""
    circle = CohortId(1)
    off = [place.off_reason for place in repos.cohorts.places(circle)]
    return off, sorted(member.name for member in repos.members.colleagues(circle, 28))


async def uninstalls(club: Club) -> None:
    await club.slack.happens.uninstalled("T1")


async def revokes(club: Club) -> None:
    await club.slack.happens.revoked("T1")


@pytest.mark.parametrize("ends", [uninstalls, revokes], ids=["uninstalled", "revoked"])
async def test_without_the_app_nothing_more_is_posted_and_nothing_is_lost(
    club: Club, ends: Callable[[Club], Awaitable[None]]
) -> None:
    await ends(club)
    assert not await goes_on(club)
    reasons, members = await club.core.store.transact(kept)
    assert reasons == ["the bot was taken out of the workspace"]
    assert members == ["Ana", "Ben"]


async def test_a_workspace_that_takes_the_app_back_goes_on(club: Club) -> None:
    await uninstalls(club)
    club.slack.token("T1").refused = ""
    await club.core.caretaker.workspace_back(PLATFORM, "T1")
    assert await goes_on(club)


@pytest.mark.parametrize("http", [False, True], ids=["socket", "http"])
async def test_after_a_start_with_a_token_that_works_again_it_goes_on(
    tmp_path: Path, http: bool
) -> None:
    async with a_club(tmp_path, http=http) as club:
        await club.starts(1)
        await uninstalls(club)
        club.slack.token("T1").refused = ""
        async with a_bot(club.slack, club.clock, database(tmp_path), Manner(http)) as again:
            assert await goes_on(again)


async def test_a_token_that_went_is_asked_about_before_anything_is_switched_on(
    club: Club,
) -> None:
    await uninstalls(club)
    for service in club.surface.services():
        with pytest.raises(GiveUp, match="account_inactive"):
            await service.serve()
    club.slack.token("T1").refused = ""
    assert not await goes_on(club)


async def test_a_persons_own_token_is_of_no_concern(club: Club) -> None:
    await club.slack.happens.event("T1", {"type": "tokens_revoked", "tokens": {"oauth": ["U1"]}})
    assert await goes_on(club)


async def leaves(club: Club) -> None:
    await club.slack.happens.leaves(STUDY, club.slack.team("T1").bot_user)


async def archived(club: Club) -> None:
    await club.slack.happens.archived(STUDY, by="U2")


async def deleted(club: Club) -> None:
    club.slack.room(STUDY).members.clear()
    await club.slack.happens.event("T1", {"type": "channel_deleted", "channel": STUDY})


ENDS: dict[Callable[[Club], Awaitable[None]], str] = {
    leaves: "The app was removed from the channel. Type /invite",
    archived: "The channel was archived.",
    deleted: "The channel was deleted.",
}


@pytest.mark.parametrize("ends", ENDS, ids=lambda ends: ends.__name__)
async def test_a_room_that_ends_is_switched_off_and_the_host_told_once(
    club: Club, ends: Callable[[Club], Awaitable[None]]
) -> None:
    await ends(club)
    await club.slack.deliveries.again(club.slack.deliveries.sent[-1])
    assert not await goes_on(club)
    told = club.slack.user("U1").dm.everything
    assert len(told) == 1
    assert ENDS[ends] in told[0].text
    assert ENDS[ends] in await status(club)


async def invited(club: Club) -> None:
    await club.slack.happens.joins(STUDY, club.slack.team("T1").bot_user)


async def unarchived(club: Club) -> None:
    await club.slack.happens.unarchived(STUDY, by="U2")


@pytest.mark.parametrize(
    ("ends", "comes_back"), [(leaves, invited), (archived, unarchived)], ids=["left", "archived"]
)
async def test_a_room_that_comes_back_goes_on_by_itself(
    club: Club,
    ends: Callable[[Club], Awaitable[None]],
    comes_back: Callable[[Club], Awaitable[None]],
) -> None:
    await ends(club)
    assert not await goes_on(club)
    await comes_back(club)
    assert await goes_on(club)


async def test_a_member_who_is_invited_mends_nothing(club: Club) -> None:
    await leaves(club)
    await club.slack.happens.joins(STUDY, "U3")
    assert not await goes_on(club)


async def test_a_room_is_switched_on_from_the_message_to_the_host(club: Club) -> None:
    await leaves(club)
    await club.post()
    host = club.slack.user("U1")
    club.slack.room(STUDY).members.add(club.slack.team("T1").bot_user)
    await host.presses(host.dm.last, "Switch on")
    await club.settled()
    assert await goes_on(club)


async def test_where_slack_tells_it_the_other_way_a_room_that_is_left_is_off_as_well(
    club: Club,
) -> None:
    bot = club.slack.team("T1").bot_user
    told = {"type": "member_left_channel", "user": bot, "channel": STUDY, "team": "T1"}
    await club.slack.happens.event("T1", told)
    assert not await goes_on(club)


async def test_the_second_room_of_a_circle_goes_on(club: Club) -> None:
    await club.types("U1", "/prep circle place")
    code = club.told("U1").split("/prep circle here ")[1].split()[0]
    await club.types("U1", f"/prep circle here {code}", QUIET)
    await archived(club)
    assert await goes_on(club, QUIET)


async def test_a_private_room_is_left_and_comes_back(club: Club) -> None:
    await club.types("U1", "/prep circle place")
    code = club.told("U1").split("/prep circle here ")[1].split()[0]
    await club.types("U1", f"/prep circle here {code}", QUIET)
    bot = club.slack.team("T1").bot_user
    await club.slack.happens.leaves(QUIET, bot)
    assert not await goes_on(club, QUIET)
    await club.slack.happens.joins(QUIET, bot)
    assert await goes_on(club, QUIET)


async def test_a_private_room_that_is_archived_is_switched_off(club: Club) -> None:
    await club.types("U1", "/prep start", QUIET)
    await club.slack.user("U1").submits({"track": "sony-ds", "zone": "Europe/Berlin"})
    await club.presses("U1", "Start and invite", QUIET)
    await club.slack.happens.archived(QUIET, by="U1")
    await club.types("U1", "/prep circle status", QUIET)
    assert "The channel was archived." in club.told("U1", QUIET)
    assert await goes_on(club)


async def test_other_people_may_leave(club: Club) -> None:
    await club.slack.happens.leaves(STUDY, "U2")
    assert await goes_on(club)
    assert club.slack.user("U1").dm.everything == []


async def test_a_room_without_a_circle_may_end(club: Club) -> None:
    await club.slack.happens.archived("C1", by="U1")
    assert await goes_on(club)
    assert club.slack.user("U1").dm.everything == []
