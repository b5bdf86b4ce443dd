"""Being called no more: one request for a whole room, and no trouble with it spoils an answer."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.adapters.discord.club import STUDY, Club, a_club
from tests.adapters.discord.test_calls import (
    archived,
    forgotten,
    has_role,
    meets_in_general_too,
    roles,
    starts_another,
)
from tests.discord.trouble import PASSING, Fail, Limited, Trouble

DAY = timedelta(days=1)
DELETE_ROLE = "DELETE /guilds/{guild_id}/roles/{role_id}"
TAKE_ROLE = "DELETE /guilds/{guild_id}/members/{user_id}/roles/{role_id}"
TROUBLES: dict[str, Trouble] = {"a limit": Limited(400), "refused": Fail(403, 50013), **PASSING}


@pytest.fixture
async def club(tmp_path: Path) -> AsyncIterator[Club]:
    """The server lets the bot manage roles; Ben is called."""
    async with a_club(tmp_path) as made:
        made.discord.state.bot_guild_may[made.discord.guild("first").id].add("manage_roles")
        await made.starts(1)
        await made.types("ben", "/prep ping", on="on")
        yield made
        assert made.log.lines == []


async def test_the_next_circle_begins_with_one_request_however_many_were_called(
    club: Club,
) -> None:
    await club.types("ana", "/prep ping", on="on")
    await archived(club)
    await starts_another(club, STUDY)
    assert (club.discord.state.counts[DELETE_ROLE], roles(club)) == (1, [])


async def test_the_next_circle_can_be_called_as_well(club: Club) -> None:
    await archived(club)
    await starts_another(club, STUDY)
    await club.presses("cem", "Join it myself")
    await club.types("cem", "/prep ping", on="on")
    assert (len(roles(club)), has_role(club, "cem"), has_role(club, "ben")) == (1, True, False)


@pytest.mark.parametrize("name", TROUBLES)
async def test_a_role_that_cannot_be_deleted_is_called_no_more_and_spoils_no_answer(
    club: Club, name: str
) -> None:
    await archived(club)
    club.discord.trouble.next(DELETE_ROLE, TROUBLES[name])
    await starts_another(club, STUDY)
    await club.until(club.clock.now() + DAY)
    assert club.discord.pings == []


@pytest.mark.parametrize("name", TROUBLES)
async def test_who_is_forgotten_is_told_so_whatever_discord_says(club: Club, name: str) -> None:
    club.discord.trouble.next(TAKE_ROLE, TROUBLES[name])
    await forgotten(club, "ben")
    assert club.told("ben").startswith("## Forgotten")


async def test_that_a_role_could_not_be_taken_is_logged(
    club: Club, caplog: pytest.LogCaptureFixture
) -> None:
    club.discord.trouble.next(TAKE_ROLE, Limited(400))
    await forgotten(club, "ben")
    assert "a role on discord stays as it was: RateLimited" in caplog.text


async def test_one_room_in_trouble_leaves_the_others_their_turn(club: Club) -> None:
    await meets_in_general_too(club)
    await club.types("ben", "/prep ping", "general", on="on")
    club.discord.trouble.next(TAKE_ROLE, Limited(400))
    await forgotten(club, "ben")
    assert club.discord.state.counts[TAKE_ROLE] == 2
