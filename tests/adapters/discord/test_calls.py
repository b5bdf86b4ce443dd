"""Being called when the day's drill is up: a role that one asks for, and never anybody else."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.discord.rooms import ROLE_NAME, Rooms
from bot.ports import Wish
from bot.repositories.store import Repos
from tests.adapters.discord.club import STUDY, Club, a_club, title_of
from tests.builders import an_actor
from tests.discord.records import Role
from tests.discord.trouble import Held

DAY = timedelta(days=1)


@pytest.fixture
async def club(tmp_path: Path) -> AsyncIterator[Club]:
    """The server lets the bot manage roles. Whom it called is looked at by each test."""
    async with a_club(tmp_path) as made:
        made.discord.state.bot_guild_may[made.discord.guild("first").id].add("manage_roles")
        await made.starts(1)
        yield made
        made.discord.pings.clear()
        assert made.log.lines == []


def roles(club: Club) -> list[Role]:
    known = club.discord.guild("first").roles.values()
    return [role for role in known if role.name == ROLE_NAME]


def has_role(club: Club, user: str) -> bool:
    person = club.discord.user(user).account.id
    held = club.discord.guild("first").members[person].roles
    return any(role.id in held for role in roles(club))


async def test_the_days_drill_calls_those_who_asked_and_nobody_else(club: Club) -> None:
    await club.types("ben", "/prep ping", on="on")
    assert club.told("ben").startswith("## You will be called")
    await club.until(club.clock.now() + DAY)
    (ping,) = club.discord.pings
    assert (ping.target, has_role(club, "ben"), has_role(club, "ana")) == (
        roles(club)[0].id, True, False,
    )  # fmt: skip
    called = club.discord.state.rooms[ping.room].messages[ping.message]
    assert called.id == drill_of_the_day(club)


def drill_of_the_day(club: Club) -> str:
    """The newest post of the room that is no answer."""
    posts = club.discord.channel(STUDY).messages
    return next(post.id for post in reversed(posts) if "Answer" not in title_of(post))


async def test_without_anybody_who_asked_there_is_no_role_and_no_call(club: Club) -> None:
    await club.until(club.clock.now() + DAY)
    assert (club.discord.pings, roles(club)) == ([], [])


async def test_the_role_may_nothing(club: Club) -> None:
    await club.types("ben", "/prep ping", on="on")
    (call,) = [one for one in club.discord.state.calls if one.route.endswith("/roles")]
    assert (call.body["permissions"], call.body["mentionable"]) == ("0", True)


async def test_two_people_share_a_role(club: Club) -> None:
    for user in ("ana", "ben"):
        await club.types(user, "/prep ping", on="on")
    assert (len(roles(club)), has_role(club, "ana"), has_role(club, "ben")) == (1, True, True)


async def test_two_people_who_ask_at_once_share_a_role(club: Club) -> None:
    held = Held()
    club.discord.trouble.next("POST /guilds/{guild_id}/roles", held)
    rooms = Rooms(club.surface.api, club.core.store, club.clock)
    people = (club.discord.user(user).account.id for user in ("ana", "ben"))
    loop = asyncio.get_running_loop()
    keeping = [
        loop.create_task(rooms.keep(Wish(calls=True), club.place(), person, club.core.caretaker))
        for person in people
    ]
    await held.reached.wait()
    for _ in range(3):
        # The store answers in turn, so both have looked by now.
        await rooms.chosen(club.place())
    held.release()
    await asyncio.gather(*keeping)
    assert (len(roles(club)), has_role(club, "ana"), has_role(club, "ben")) == (1, True, True)


async def test_who_has_enough_of_it_is_called_no_more(club: Club) -> None:
    await club.types("ben", "/prep ping", on="on")
    await club.presses("ben", "Call me no more")
    assert club.told("ben").startswith("## You are called no more")
    assert not has_role(club, "ben")


async def test_a_role_that_somebody_deleted_is_made_again(club: Club) -> None:
    await club.types("ben", "/prep ping", on="on")
    del club.discord.guild("first").roles[roles(club)[0].id]
    await club.types("ben", "/prep ping", on="on")
    assert (len(roles(club)), has_role(club, "ben")) == (1, True)


async def test_a_role_that_is_gone_need_not_be_taken(club: Club) -> None:
    await club.types("ben", "/prep ping", on="on")
    del club.discord.guild("first").roles[roles(club)[0].id]
    await club.types("ben", "/prep ping", on="off")
    assert club.told("ben").startswith("## You are called no more")
    assert roles(club) == []


async def test_who_never_asked_can_say_no(club: Club) -> None:
    await club.types("ben", "/prep ping", on="off")
    assert club.told("ben").startswith("## You are called no more")
    assert roles(club) == []


async def test_without_the_right_the_host_is_told_the_fix_once_a_day(club: Club) -> None:
    club.discord.state.bot_guild_may[club.discord.guild("first").id].discard("manage_roles")
    for user in ("ben", "ana"):
        await club.types(user, "/prep ping", on="on")
        assert "allow Manage Roles" in club.told(user)
    await club.post()
    (told,) = club.discord.user("ana").dm.messages
    assert "allow Manage Roles" in told.words


async def test_who_is_forgotten_is_called_no_more_in_any_room(club: Club) -> None:
    await meets_in_general_too(club)
    for room in (STUDY, "general"):
        await club.types("ben", "/prep ping", room, on="on")
        await club.types("ana", "/prep ping", room, on="on")
    await forgotten(club, "ben")
    assert (len(roles(club)), has_role(club, "ben"), has_role(club, "ana")) == (2, False, True)


async def test_who_leaves_is_called_no_more(club: Club) -> None:
    await club.types("ben", "/prep ping", on="on")
    await club.types("ben", "/prep leave")
    await club.presses("ben", "Leave")
    assert (club.told("ben").splitlines()[0], has_role(club, "ben")) == ("## You have left", False)


async def test_whom_the_host_takes_out_is_called_no_more(club: Club) -> None:
    for user in ("ana", "ben"):
        await club.types(user, "/prep ping", on="on")
    await club.types("ana", "/prep circle remove", member=2)
    await club.presses("ana", "Remove")
    assert club.told("ana").startswith("## Removed")
    assert (has_role(club, "ana"), has_role(club, "ben")) == (True, False)


async def test_who_belongs_to_no_circle_any_more_can_still_say_no(club: Club) -> None:
    await club.types("ben", "/prep ping", on="on")
    await archived(club)
    await club.types("ben", "/prep ping", on="off")
    assert club.told("ben").startswith("## You are called no more")
    assert not has_role(club, "ben")


async def test_only_who_is_in_the_circle_can_ask_to_be_called(club: Club) -> None:
    await club.types("cem", "/prep ping", on="on")
    assert "You have not joined" in club.told("cem")
    assert roles(club) == []


async def test_the_next_circle_of_a_room_calls_nobody_of_the_last_one(club: Club) -> None:
    await club.types("ben", "/prep ping", on="on")
    await archived(club)
    await starts_another(club, STUDY)
    assert not has_role(club, "ben")


async def test_a_circle_that_moves_in_calls_nobody_of_the_last_one(club: Club) -> None:
    await club.types("ben", "/prep ping", on="on")
    await archived(club)
    await starts_another(club, "general")
    await meets_too(club, "cem", "general", STUDY)
    assert not has_role(club, "ben")


async def test_a_circle_that_meets_there_already_goes_on_calling(club: Club) -> None:
    await club.types("ben", "/prep ping", on="on")
    await meets_too(club, "ana", STUDY, STUDY)
    assert has_role(club, "ben")


async def test_who_was_never_called_is_forgotten_without_a_word_to_discord(club: Club) -> None:
    await forgotten(club, "ben")
    assert [one for one in club.discord.state.calls if "/roles" in one.route] == []


@pytest.mark.parametrize("lack", ["the right", "the role"])
async def test_nobody_complains_where_no_role_can_be_taken(club: Club, lack: str) -> None:
    await club.types("ben", "/prep ping", on="on")
    server = club.discord.guild("first")
    if lack == "the right":
        club.discord.state.bot_guild_may[server.id].discard("manage_roles")
    else:
        del server.roles[roles(club)[0].id]
    await forgotten(club, "ben")
    assert club.told("ben").startswith("## Forgotten")
    await club.post()
    assert club.discord.user("ana").dm.messages == []


async def test_accounts_of_another_chat_are_none_of_discords_business(club: Club) -> None:
    await club.types("ben", "/prep ping", on="on")
    ben = club.discord.user("ben").account.id
    await club.core.store.transact(lambda repos: also_on_slack(repos, ben))
    await forgotten(club, "ben")
    taken = [one for one in club.discord.state.calls if one.route.startswith("DELETE")]
    assert [one.path["user_id"] for one in taken] == [ben]


def also_on_slack(repos: Repos, user: str) -> None:
    ben = repos.people.find(an_actor(user, "", "discord"))
    assert ben is not None
    repos.people.merge(ben.id, repos.people.identify(an_actor("U2", "T1", "slack"), "Ben").id)


async def forgotten(club: Club, user: str) -> None:
    await club.types(user, "/prep settings forget")
    await club.presses(user, "Forget me")
    await club.presses(user, "Forget me")


async def meets_in_general_too(club: Club) -> None:
    await meets_too(club, "ana", STUDY, "general")


async def meets_too(club: Club, host: str, at: str, there: str) -> None:
    await club.types(host, "/prep circle place", at)
    code = club.told(host, at).split("/prep circle here ")[1].split()[0].strip("`*")
    await club.types(host, "/prep circle here", there, code=code)
    assert club.told(host, there).startswith("## Two rooms, one circle")


async def archived(club: Club) -> None:
    await club.types("ana", "/prep circle archive")
    await club.presses("ana", "Archive")
    assert club.told("ana").startswith("## Archived")


async def starts_another(club: Club, room: str) -> None:
    await club.types("cem", "/prep start", room)
    await club.submits("cem", {"track": "sony-aipm", "zone": "Europe/Berlin"})
    await club.presses("cem", "Start and invite", room)
    assert club.told("cem", room).startswith("## Started")


async def test_in_a_direct_conversation_nobody_is_called(club: Club) -> None:
    ben = club.discord.user("ben")
    await ben.types("/prep ping", ben.dm, on="on")
    await club.settled()
    assert "direct conversation" in ben.sees(ben.dm)[-1].words


async def test_another_room_of_the_server_has_a_role_of_its_own(club: Club) -> None:
    await meets_in_general_too(club)
    await club.types("ben", "/prep ping", on="on")
    await club.types("ben", "/prep ping", "general", on="on")
    assert len(roles(club)) == 2
