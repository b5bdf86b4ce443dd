"""What a host can do with a circle, and that nobody else can."""

import json

import pytest

from bot.cards import Table
from bot.domain.cohorts import CohortStatus
from bot.ports import Pressed, Typed
from tests.commands.stage import (
    ANA,
    BEN,
    HOST,
    OTHER_ROOM,
    Stage,
    at,
    buttons,
    said,
)
from tests.commands.taps import answers

HOSTS_ONLY = (
    "circle status", "circle hour 18:30", "circle pause", "circle resume", "circle extend 2",
    "circle remove 1", "circle archive", "circle export", "circle place",
)  # fmt: skip
HOSTS_BUTTONS = ("circle again:1", "circle seen:1", "circle archive:yes")


async def posts_of(stage: Stage, room: str) -> list[str]:
    return [post.title for post in await stage.posts() if post.channel == room]


@pytest.mark.parametrize("line", HOSTS_ONLY)
async def test_only_the_host_may(stage: Stage, line: str) -> None:
    await stage.opens(ANA)
    before = await stage.dump()
    card = await stage.types(ANA, line)
    assert card.title == "Not yours to do"
    assert "Only the host may do this; that is Host." in said(card)
    assert await stage.dump() == before


@pytest.mark.parametrize("made", HOSTS_BUTTONS)
async def test_only_the_hosts_buttons_work_for_the_host(stage: Stage, made: str) -> None:
    await stage.opens(ANA)
    before = await stage.dump()
    assert (await stage.presses(ANA, f"v1:{made}")).title == "Not yours to do"
    assert await stage.dump() == before


@pytest.mark.parametrize("line", [*HOSTS_ONLY, "circle preview"])
async def test_where_no_circle_meets_there_is_nothing_to_host(stage: Stage, line: str) -> None:
    assert "There is no circle in this room yet." in said(await stage.types(HOST, line))


async def test_the_status_shows_who_is_falling_behind(stage: Stage) -> None:
    await stage.opens(ANA, BEN, day=1)
    stage.passes(minutes=5)
    await answers(stage, ANA, await stage.daily(1))
    await stage.lives_to(at(5))
    card = await stage.types(HOST, "circle")
    (table,) = (block for block in card.blocks if isinstance(block, Table))
    assert [row[1:] for row in table.rows] == [
        ("Ana", "1 of 5", "day 1 — quiet"),
        ("Ben", "0 of 5", "not yet"),
    ]
    assert "Day: 5 of 28" in said(card)


async def test_anybody_may_see_all_days(stage: Stage) -> None:
    await stage.opens(ANA)
    card = await stage.types(ANA, "circle preview")
    (table,) = (block for block in card.blocks if isinstance(block, Table))
    assert len(table.rows) == 28
    assert table.rows[27][1] == "Sun 04 Apr"


async def test_the_hour_is_moved_from_the_next_post_on(stage: Stage) -> None:
    await stage.opens(ANA, day=2)
    card = await stage.types(HOST, "circle hour 18:30")
    assert "Posts now come at 18:30, Europe/Berlin." in said(card)
    await stage.lives_to(at(3, 18))
    assert not any(title.startswith("Day 3") for title in await posts_of(stage, "room"))
    await stage.lives_to(at(3, 19))
    assert any(title.startswith("Day 3") for title in await posts_of(stage, "room"))


async def test_a_pause_stops_the_posts_until_it_ends(stage: Stage) -> None:
    await stage.opens(ANA, day=2)
    card = await stage.types(HOST, "circle pause")
    assert "From Wednesday, 10 March nothing is posted" in said(card)
    await stage.lives_to(at(9, 10))
    assert not any(title.startswith("Day 3") for title in await posts_of(stage, "room"))
    assert "Go on" in buttons(await stage.types(HOST, "circle"))
    await stage.presses(HOST, buttons(card)["Go on"])
    await stage.lives_to(at(10, 10))
    assert any(title.startswith("Day 3 ·") for title in await posts_of(stage, "room"))


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("circle hour 18:30", "The hour is moved"),
        ("circle pause", "The circle is paused"),
        ("circle extend 1", "The circle is longer"),
    ],
)
async def test_the_room_reads_what_the_host_changes(stage: Stage, typed: str, title: str) -> None:
    await stage.opens(ANA, day=2)
    card = await stage.types(HOST, typed)
    assert card.title == title
    await stage.lives_to(at(2, 12))
    told = [post for post in await posts_of(stage, "room") if post.startswith(title)]
    assert told == [f"{title} · Sony data science intern"]


async def test_the_room_reads_that_it_goes_on_also_from_a_direct_conversation(
    stage: Stage,
) -> None:
    await stage.opens(ANA, day=2)
    await stage.types(HOST, "circle pause")
    await stage.writes(HOST, "circle resume")
    await stage.lives_to(at(2, 12))
    titles = await posts_of(stage, "room")
    assert any(title.startswith("The circle goes on ·") for title in titles)


async def test_a_pause_is_made_once_and_ended_once(stage: Stage) -> None:
    await stage.opens(ANA, day=2)
    assert "is not paused" in said(await stage.types(HOST, "circle resume"))
    await stage.types(HOST, "circle pause")
    assert "already paused" in said(await stage.types(HOST, "circle pause"))


async def test_rest_days_put_the_plan_off(stage: Stage) -> None:
    await stage.opens(ANA, day=2)
    card = await stage.types(HOST, "circle extend 2")
    assert "2 rest days come next; the circle now has 30 days." in said(card)
    await stage.lives_to(at(5, 10))
    theme = stage.curriculum.track("sony-ds").day(3).theme
    assert f"Day 5 · {theme}" in await posts_of(stage, "room")


async def test_a_circle_cannot_be_stretched_for_ever(stage: Stage) -> None:
    await stage.opens(ANA)
    for _ in range(2):
        await stage.types(HOST, "circle extend 7")
    assert "42 days at most" in said(await stage.types(HOST, "circle extend 1"))


async def test_a_member_is_taken_out_by_number(stage: Stage) -> None:
    await stage.opens(ANA, BEN)
    asked = await stage.types(HOST, f"circle remove {await stage.member(ANA)}")
    assert asked.title == "Remove Ana?"
    card = await stage.presses(HOST, buttons(asked)["Remove"])
    assert "Ana is out of the circle." in said(card)
    assert (await stage.types(ANA, "today")).title == "You are not in this circle yet"
    assert "Ana" not in said(await stage.types(BEN, "board"))


async def test_who_was_taken_out_can_be_let_back_in(stage: Stage) -> None:
    await stage.opens(ANA)
    removed = await stage.presses(HOST, f"v1:circle out:{await stage.member(ANA)}")
    assert "taken you out" in said(await stage.types(ANA, "join"))
    await stage.presses(HOST, buttons(removed)["Let back in"])
    assert (await stage.types(ANA, "join")).title == "You are in · Sony data science intern"


async def test_nobody_is_taken_out_twice(stage: Stage) -> None:
    await stage.opens(ANA)
    number = await stage.member(ANA)
    await stage.presses(HOST, f"v1:circle out:{number}")
    card = await stage.types(HOST, f"circle remove {number}")
    assert "That person is not in this circle." in said(card)


async def test_a_member_of_another_circle_cannot_be_taken_out(stage: Stage) -> None:
    await stage.opens(ANA)
    await stage.starts(where=OTHER_ROOM)
    number = await stage.member(ANA)
    card = await stage.types(HOST, f"circle remove {number}", OTHER_ROOM)
    assert "That person is not in this circle." in said(card)
    assert (await stage.types(ANA, "today")).title.startswith("Day 1")


async def test_archiving_asks_first(stage: Stage) -> None:
    await stage.opens(ANA)
    card = await stage.types(HOST, "circle archive")
    assert (await stage.circle()).status is CohortStatus.RUNNING
    assert (await stage.presses(HOST, buttons(card)["Archive"])).title == "Archived"


async def test_an_archived_circle_frees_its_room_and_posts_nothing(stage: Stage) -> None:
    await stage.opens(ANA, day=2)
    await stage.presses(HOST, "v1:circle archive:yes")
    count = len(await stage.posts())
    await stage.lives_to(at(6))
    assert len(await stage.posts()) == count
    draft = await stage.types(HOST, "start sony-ds 2027-03-15 Europe/Berlin")
    assert draft.title.startswith("Your circle")


@pytest.mark.parametrize("line", ["circle hour 9", "circle pause", "circle extend 1"])
async def test_what_is_archived_cannot_be_changed(stage: Stage, line: str) -> None:
    await stage.opens(ANA)
    await stage.presses(HOST, "v1:circle archive:yes")
    card = await stage.types(HOST, line)
    assert card.title == "Not now"
    assert "/prep start" in said(card)


async def test_what_is_archived_is_not_archived_again(stage: Stage) -> None:
    await stage.opens(ANA)
    await stage.presses(HOST, "v1:circle archive:yes")
    assert "archived already" in said(await stage.presses(HOST, "v1:circle archive:yes"))


async def test_the_export_has_effort_and_no_answers(stage: Stage) -> None:
    await stage.opens(ANA, day=6)
    stage.passes(minutes=9)
    await answers(stage, ANA, await stage.daily(6))
    reply = await stage.reply(HOST, Typed("circle export"))
    assert reply.file is not None
    data = json.loads(reply.file.text)
    assert (data["format"], data["version"]) == ("prepcircle-circle", 1)
    assert data["circle"]["start"] == "2027-03-08"
    (member,) = data["members"]
    assert (member["name"], member["days_kept"], member["effort_points"]) == ("Ana", 1, 10)
    assert "what decision hangs on this" not in reply.file.text


async def test_forms_for_the_host_open_from_the_status(stage: Stage) -> None:
    await stage.opens()
    card = await stage.types(HOST, "circle")
    assert stage.desk.form(Pressed(buttons(card)["Move the hour"])) is not None
