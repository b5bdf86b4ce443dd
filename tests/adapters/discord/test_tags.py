"""The tags of a forum: put on where they fit, and never at the price of the post."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.cards import Card
from bot.ports import Receipt, Unavailable
from tests.adapters.discord.club import Club, a_club
from tests.discord.records import Room
from tests.discord.trouble import Broken, Dropped, Fail, Trouble

SQL, EASY, SOLVED = "11", "12", "13"
DRILL, ANSWER = Card("Day 3 · Joins", (), "easy", opens=True), Card("Day 3 · Answer", ())
EDIT = "PATCH /channels/{channel_id}"


@pytest.fixture
async def club(tmp_path: Path) -> AsyncIterator[Club]:
    async with a_club(tmp_path) as made:
        made.discord.room("drills").tags[SOLVED] = "Solved"
        await made.surface.client.wait_until_ready()
        yield made
        assert made.log.lines == []


async def posts(club: Club, card: Card, parent: str = "") -> Receipt:
    place = club.place("drills")
    return await club.surface.messenger.post(place, card, key=card.title, parent=parent)


def thread(club: Club, of: Receipt) -> Room:
    return club.discord.room(of.message)


async def test_a_drill_gets_the_tag_of_its_level(club: Club) -> None:
    assert thread(club, await posts(club, DRILL)).applied == [EASY]


async def test_the_level_and_what_the_title_names_stand_together(club: Club) -> None:
    card = Card("Day 3 · SQL", (), "easy", opens=True)
    assert sorted(thread(club, await posts(club, card)).applied) == [SQL, EASY]


async def test_what_is_no_drill_has_no_level(club: Club) -> None:
    assert thread(club, await posts(club, Card("Week 1", (), "easy"))).applied == []


async def test_a_drill_whose_answer_is_out_is_marked_as_solved(club: Club) -> None:
    drill = await posts(club, DRILL)
    await posts(club, ANSWER, drill.message)
    assert thread(club, drill).applied == [EASY, SOLVED]


async def test_an_answer_that_is_sent_again_marks_it_once(club: Club) -> None:
    drill = await posts(club, DRILL)
    for _ in range(2):
        await posts(club, ANSWER, drill.message)
    assert thread(club, drill).applied == [EASY, SOLVED]


async def test_a_forum_without_a_tag_for_solved_is_left_alone(club: Club) -> None:
    del club.discord.room("drills").tags[SOLVED]
    drill = await posts(club, DRILL)
    await posts(club, ANSWER, drill.message)
    assert (thread(club, drill).applied, club.discord.state.counts[EDIT]) == ([EASY], 0)


async def test_outside_a_forum_nothing_is_marked(club: Club) -> None:
    send = club.surface.messenger.post
    drill = await send(club.place(), DRILL, key="a")
    await send(club.place(), ANSWER, key="b", parent=drill.message)
    assert club.discord.state.counts["GET /channels/{channel_id}"] == 0


@pytest.mark.parametrize("step", ["/channels/{channel_id}", "/guilds/{guild_id}/threads/active"])
@pytest.mark.parametrize("trouble", [Broken(), Dropped(kept=True)])
async def test_what_fails_before_a_post_leaves_no_doubt_about_it(
    club: Club, step: str, trouble: Trouble
) -> None:
    club.discord.trouble.always(f"GET {step}", trouble)
    with pytest.raises(Unavailable):
        await posts(club, DRILL)


TROUBLES: dict[str, Trouble] = {
    "no right to": Fail(403, 50013),
    "a server error": Broken(),
    "a dropped connection": Dropped(kept=False),
}


@pytest.mark.parametrize("name", TROUBLES)
async def test_an_answer_stands_whatever_happens_to_the_tag(club: Club, name: str) -> None:
    drill = await posts(club, DRILL)
    club.discord.trouble.next(EDIT, TROUBLES[name])
    answer = await posts(club, ANSWER, drill.message)
    assert [one.id for one in club.discord.channel(drill.message).messages][1:] == [answer.message]
