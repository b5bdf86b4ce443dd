"""A circle is started, joined, left and come back to; days off are planned and taken back."""

from datetime import time, timedelta

import pytest

from bot.cards import Table
from bot.domain.cohorts import CohortStatus
from bot.domain.ids import direct_to
from bot.domain.timeline import instant
from bot.ports import Pressed, Submitted
from tests.commands.stage import (
    ANA,
    BEN,
    FIRST_DAY,
    HOST,
    OTHER_ROOM,
    ROOM,
    ZONE,
    Stage,
    at,
    buttons,
    said,
)
from tests.commands.taps import answers

START = "start sony-ds 2027-03-08 Europe/Berlin"


async def test_a_draft_shows_every_day_before_anybody_is_invited(stage: Stage) -> None:
    card = await stage.types(HOST, f"{START} 18:30 28")
    (table,) = (block for block in card.blocks if isinstance(block, Table))
    assert [row[0] for row in table.rows] == [str(day) for day in range(1, 29)]
    assert table.rows[0][1:] == ("Mon 08 Mar", "Look before you model", "order", "CK0-7")
    assert "Every day at: 18:30 in Europe/Berlin" in said(card)


async def test_a_draft_stores_nothing_of_a_circle(stage: Stage) -> None:
    await stage.types(HOST, START)
    rows = await stage.dump()
    assert (rows["cohort"], rows["place"], rows["outbox"]) == ([], [], [])


async def test_the_drafts_button_starts_just_that_circle(stage: Stage) -> None:
    draft = await stage.types(HOST, f"{START} 18:30 25")
    card = await stage.presses(HOST, buttons(draft)["Start and invite"])
    assert card.title == "Started · Sony data science intern"
    calendar = (await stage.circle()).calendar
    assert (calendar.start, calendar.zone, calendar.hour) == (FIRST_DAY, ZONE, time(18, 30))
    assert calendar.days == 25


async def test_the_draft_can_be_changed(stage: Stage) -> None:
    draft = await stage.types(HOST, START)
    assert stage.desk.form(Pressed(buttons(draft)["Change it"])) is not None


async def test_a_sprint_takes_the_second_half_of_the_plan(stage: Stage) -> None:
    await stage.starts(days=14)
    assert (await stage.circle()).calendar.plan == tuple(range(15, 29))


async def test_starting_invites_the_room_once(stage: Stage) -> None:
    await stage.starts()
    (post,) = await stage.posts()
    assert post.title == "You are invited · Sony data science intern"
    assert (post.channel, post.due_at) == ("room", stage.clock.now())
    assert post.cohort_id == (await stage.circle()).id


async def test_the_invitation_names_the_host_and_lets_people_join(stage: Stage) -> None:
    await stage.starts()
    (post,) = await stage.posts()
    assert "Host starts a study circle here" in said(post.card)
    joined = await stage.presses(ANA, buttons(post.card)["Join"])
    assert joined.title == "You are in · Sony data science intern"


async def test_an_invitation_is_of_use_for_a_week(stage: Stage) -> None:
    await stage.starts()
    (post,) = await stage.posts()
    assert post.expires_at - post.due_at == timedelta(days=7)


async def test_the_circle_wakes_at_its_first_hour(stage: Stage) -> None:
    await stage.starts()
    assert (await stage.circle()).next_slot_at == instant(FIRST_DAY, time(9), ZONE)


async def test_starting_twice_is_refused_with_who_can_free_the_room(stage: Stage) -> None:
    await stage.starts()
    card = await stage.types(ANA, START)
    assert card.title == "Not now"
    assert "already meets here" in said(card)
    assert "/prep circle archive" in said(card)


async def test_two_rooms_have_circles_of_their_own(stage: Stage) -> None:
    await stage.starts()
    await stage.starts(where=OTHER_ROOM)
    assert (await stage.circle(ROOM)).id != (await stage.circle(OTHER_ROOM)).id


async def test_a_circle_cannot_meet_in_a_direct_conversation(stage: Stage) -> None:
    for line in ("start", START):
        card = await stage.writes(HOST, line)
        assert "Type /prep start in the channel where it is to meet." in said(card)


async def test_a_form_from_a_direct_conversation_is_not_opened_again(stage: Stage) -> None:
    given = Submitted("v1:start", {"track": "sony-ds"})
    reply = await stage.reply(HOST, given, direct_to(HOST))
    assert "A circle meets in a channel" in said(reply.card)
    assert reply.again is None


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("start nonsense 2027-03-08 Europe/Berlin", "There is no track “nonsense”"),
        ("start sony-ds 2027-03-08 Mars/Base", "“Mars/Base” is not a time zone I know"),
        ("start sony-ds 2027-03-07 Europe/Berlin", "between today"),
        ("start sony-ds 2027-12-24 Europe/Berlin", "between today"),
        (f"{START} 09:00 24", "25 to 30 days, or 14; not 24"),
        (f"{START} 09:00 31", "not 31"),
        (f"{START} 09:00 0", "not 0"),
    ],
)
async def test_a_circle_that_cannot_be_is_refused(stage: Stage, line: str, complaint: str) -> None:
    assert complaint in said(await stage.types(HOST, line))


async def test_a_forged_start_is_checked_like_a_typed_one(stage: Stage) -> None:
    card = await stage.presses(HOST, "v1:start go:sony-ds:2027-03-08:Europe/Berlin:09%3A00:99")
    assert "not 99" in said(card)
    assert (await stage.dump())["cohort"] == []


async def test_joining_before_the_first_day_counts_from_day_one(stage: Stage) -> None:
    stage.clock.move_to(at(1, 8))
    await stage.starts()
    card = await stage.types(ANA, "join")
    assert card.title == "You are in · Sony data science intern"
    assert "You start on day" not in said(card)
    assert "Catch up" not in buttons(card)


async def test_joining_late_starts_level_and_can_catch_up(stage: Stage) -> None:
    await stage.opens(day=9)
    card = await stage.types(ANA, "join")
    assert "You start on day 9." in said(card)
    assert "7 earlier drills can be caught up" in said(card)
    assert "Catch up" in buttons(card)


async def test_joining_twice_says_that_one_is_in(stage: Stage) -> None:
    await stage.opens(ANA)
    assert "You are in already." in said(await stage.types(ANA, "join"))


async def test_joining_where_no_circle_meets_says_who_can_start_one(stage: Stage) -> None:
    card = await stage.types(ANA, "join")
    assert "There is no circle in this room yet." in said(card)
    assert "/prep start" in said(card)


async def test_joining_after_the_last_day_is_refused(stage: Stage) -> None:
    await stage.opens(day=30)
    assert (await stage.circle()).status is CohortStatus.CLOSED
    assert "is over" in said(await stage.types(ANA, "join"))


async def test_leaving_asks_first(stage: Stage) -> None:
    await stage.opens(ANA)
    card = await stage.types(ANA, "leave")
    assert "Your days and points are kept" in said(card)
    assert (await stage.types(ANA, "today")).title.startswith("Day 1")


async def test_leaving_and_coming_back_keeps_points_and_day_joined(stage: Stage) -> None:
    await stage.opens(ANA, day=1)
    stage.passes(minutes=3)
    await answers(stage, ANA, await stage.daily(1))
    left = await stage.presses(ANA, buttons(await stage.types(ANA, "leave"))["Leave"])
    assert left.title == "You have left"
    await stage.lives_to(at(4))
    back = await stage.presses(ANA, buttons(left)["Come back"])
    assert "You start on day" not in said(back)
    assert "10 points" in said(await stage.types(ANA, "me"))


@pytest.mark.parametrize("line", ["today", "me", "drill", "answer B", "pause", "leave"])
async def test_who_has_left_is_offered_to_join(stage: Stage, line: str) -> None:
    await stage.opens(ANA)
    await stage.presses(ANA, "v1:leave:yes")
    card = await stage.types(ANA, line)
    assert card.title == "You are not in this circle yet"
    assert list(buttons(card)) == ["Join"]


async def test_days_off_start_today_while_today_is_open(stage: Stage) -> None:
    await stage.opens(ANA, day=3)
    assert "You have days 3 to 5 off." in said(await stage.types(ANA, "pause 3"))


async def test_days_off_say_when_it_goes_on(stage: Stage) -> None:
    await stage.opens(ANA, day=3)
    assert "It goes on 2027-03-13 08:00 UTC." in said(await stage.types(ANA, "pause 3"))


async def test_days_off_of_a_paused_circle_do_not_say_when_it_goes_on(stage: Stage) -> None:
    await stage.opens(ANA, day=3)
    await stage.types(HOST, "circle pause")
    assert "It goes on" not in said(await stage.types(ANA, "pause"))


async def test_days_off_start_tomorrow_once_today_is_kept(stage: Stage) -> None:
    await stage.opens(ANA, day=3)
    stage.passes(minutes=3)
    await answers(stage, ANA, await stage.daily(3))
    assert "You have day 4 off." in said(await stage.types(ANA, "pause"))


async def test_days_off_keep_the_streak(stage: Stage) -> None:
    await stage.opens(ANA, day=1)
    stage.passes(minutes=3)
    await answers(stage, ANA, await stage.daily(1))
    await stage.types(ANA, "pause 14")
    await stage.lives_to(at(16))
    stage.passes(minutes=3)
    await answers(stage, ANA, await stage.daily(16))
    assert "Streak: 2, 4 freezes left" in said(await stage.types(ANA, "me"))


async def test_days_off_end_with_the_circle(stage: Stage) -> None:
    await stage.opens(ANA, day=27)
    words = said(await stage.types(ANA, "pause 9"))
    assert "You have days 27 to 28 off." in words
    assert "It goes on" not in words


async def test_after_the_last_day_there_is_nothing_to_take_off(stage: Stage) -> None:
    await stage.opens(ANA, day=30)
    assert "no days left to pause" in said(await stage.types(ANA, "pause"))


async def test_planned_days_off_can_be_taken_back(stage: Stage) -> None:
    await stage.opens(ANA, day=3)
    off = await stage.types(ANA, "pause 3")
    card = await stage.presses(ANA, buttons(off)["Take it back"])
    assert "3 planned days are back on." in said(card)
    assert "You are not paused." in said(await stage.types(ANA, "resume"))


async def test_a_day_off_that_has_passed_stays_off(stage: Stage) -> None:
    await stage.opens(ANA, day=3)
    await stage.types(ANA, "pause 2")
    await stage.lives_to(at(4))
    assert "1 planned day is back on." in said(await stage.types(ANA, "resume"))


async def test_in_a_direct_conversation_the_own_newest_circle_is_meant(stage: Stage) -> None:
    await stage.opens(ANA)
    assert (await stage.writes(ANA, "today")).title.startswith("Day 1 of 28")
    assert "There is no circle in this room yet." in said(await stage.writes(BEN, "today"))


async def test_a_reply_comes_privately_in_the_room_too(any_stage: Stage) -> None:
    await any_stage.opens(ANA)
    here = await any_stage.reply(ANA, Pressed("v1:today"), ROOM)
    there = await any_stage.reply(ANA, Pressed("v1:today"), direct_to(ANA))
    assert here == there
