"""What is registered with Discord and when, what is offered while typing, and what names may do."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.discord.commands import NOTE
from adapters.discord.places import PLATFORM
from adapters.discord.validate import violations
from bot.clock import SetClock
from bot.repositories.store import Repos
from tests.adapters.discord.club import STUDY, Club, Manner, a_bot
from tests.adapters.discord.reading import mentions
from tests.adapters.slack.club import database
from tests.conftest import MONDAY
from tests.discord.routes import SYNC, SYNC_GUILD
from tests.discord.server import Discord, a_discord

USUAL = Manner()


@pytest.fixture
async def discord() -> AsyncIterator[Discord]:
    async with a_discord(SetClock(MONDAY), violations) as made:
        yield made
        assert made.rejected == []


async def lives(discord: Discord, folder: Path, manner: Manner = USUAL) -> None:
    """One life of the program, from start to stop."""
    async with a_bot(discord, SetClock(MONDAY), database(folder), manner):
        pass
    discord.gateway.cut()


async def test_the_commands_are_registered_everywhere(discord: Discord, tmp_path: Path) -> None:
    await lives(discord, tmp_path)
    assert {command["name"] for command in discord.commands} == {"prep", NOTE}


async def test_the_next_life_does_not_register_them_again(discord: Discord, tmp_path: Path) -> None:
    await lives(discord, tmp_path)
    await lives(discord, tmp_path)
    assert discord.state.counts[SYNC] == 1


async def test_what_changed_since_is_registered_again(discord: Discord, tmp_path: Path) -> None:
    await lives(discord, tmp_path)
    async with a_bot(discord, SetClock(MONDAY), database(tmp_path)) as club:
        await club.core.store.transact(outdate)
    await lives(discord, tmp_path)
    assert discord.state.counts[SYNC] == 2


def outdate(repos: Repos) -> None:
    """As if another version of the program had registered its own."""
    (known,) = repos.installations.active(PLATFORM)
    repos.installations.save(replace(known, details="of another version"))


async def test_for_development_one_server_gets_them_at_once(
    discord: Discord, tmp_path: Path
) -> None:
    await lives(discord, tmp_path, Manner(guild=discord.guild("first").id))
    assert (discord.state.counts[SYNC], discord.state.counts[SYNC_GUILD]) == (0, 1)
    assert discord.commands == []


async def test_skills_are_offered_while_typing(club: Club) -> None:
    offered = await club.discord.user("ben").completes("/prep drill", STUDY, skill="sql")
    assert offered
    assert all("sql" in choice["value"] for choice in offered)


async def test_an_offered_skill_can_be_typed(club: Club) -> None:
    await club.starts(1)
    ben = club.discord.user("ben")
    offered = await ben.completes("/prep drill", STUDY, skill="sql.win")
    await club.types("ben", "/prep drill", skill=offered[0]["value"])
    assert club.discord.user("ben").sees(STUDY)[-1].tokens


async def test_nonsense_is_offered_nothing(club: Club) -> None:
    assert await club.discord.user("ben").completes("/prep drill", STUDY, skill="@everyone") == []


async def test_commands_work_in_a_conversation_with_the_bot(club: Club) -> None:
    ben = club.discord.user("ben")
    await ben.types("/prep help", ben.dm)
    await club.settled()
    assert "/prep today" in ben.sees(ben.dm)[-1].words


NAMES = {
    "@everyone": "everyone", "@here": "here", "<@{id}>": "{id}", "<@&{id}>": "{id}",
    "<#{id}>": "{id}", "||Ana||": "Ana", "[Ana](https://e.org)": "Ana",
}  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
async def test_a_name_pings_nobody_wherever_it_stands(club: Club, name: str) -> None:
    """The invitation, the posts, the board, the recap, cards and direct messages."""
    ana = club.discord.user("ana")
    ana.account.shown_name = name.format(id=ana.id)
    await club.starts(1)
    await club.types("ana", "/prep settings nudges", on="on")
    for line in ("board", "circle status", "settings show", "me"):
        await club.types("ana", f"/prep {line}")
    await club.until(club.clock.now() + timedelta(days=7))
    shown = [*club.discord.channel(STUDY).messages, *ana.sees(STUDY), *ana.dm.messages]
    core = NAMES[name].format(id=ana.id)
    assert sum(core in one.words for one in shown) >= 3
    assert (mentions([[*one.components] for one in shown]), club.discord.pings) == ([], [])


async def test_claims_are_shown_page_by_page_and_none_is_cut_away(club: Club) -> None:
    await club.starts(1)
    await club.types("ben", "/prep facts")
    pages = [club.told("ben")]
    while "More of them" in club.told("ben"):
        await club.presses("ben", "More of them")
        pages.append(club.told("ben"))
    told = "\n".join(pages)
    assert len(pages) > 1
    facts = club.core.curriculum().track("sony-ds").facts
    assert [fact.topic for fact in facts if told.count(f"**{fact.topic}.**") != 1] == []
