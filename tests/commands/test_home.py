"""The dashboard: one card for everybody, from which the day is lived."""

from bot.cards import Toggle
from bot.domain.ids import ActorRef, direct_to
from bot.ports import Pressed
from tests.commands.stage import (
    ANA,
    BEN,
    EVE,
    HOST,
    OTHER_ROOM,
    Stage,
    at,
    buttons,
    said,
    toggles,
)
from tests.commands.taps import answers, fills


async def boxes(stage: Stage, who: ActorRef) -> dict[str, Toggle]:
    return toggles(await stage.types(who, "home"))


async def test_a_member_finds_the_day_the_checklist_and_the_board(stage: Stage) -> None:
    await stage.opens(ANA, BEN, day=5)
    shown = said(await stage.types(ANA, "home"))
    for line in ("Day 5 of 28", "Checklist", "This week", "Settings", "Europe/Berlin · quiet"):
        assert line in shown
    assert "→ 1 | Ana | 0 | 0.0" in shown


async def test_the_days_drill_is_opened_from_it(stage: Stage) -> None:
    await stage.opens(ANA, day=5)
    card = await stage.presses(ANA, buttons(await stage.types(ANA, "home"))["Today's drill"])
    assert await stage.serving(card) == await stage.daily(5)


async def test_an_answer_shows_on_it(stage: Stage) -> None:
    await stage.opens(ANA, day=5)
    stage.passes(minutes=5)
    await answers(stage, ANA, await stage.daily(5))
    card = await stage.types(ANA, "home")
    assert "answered, the day is kept." in said(card)
    assert "Today's drill" not in buttons(card)


async def test_flipping_a_box_ticks_the_item_and_shows_the_dashboard_again(stage: Stage) -> None:
    await stage.opens(ANA)
    card = await stage.presses(ANA, (await boxes(stage, ANA))["CK0-1"].token)
    assert card.title.startswith("Home")
    assert toggles(card)["CK0-1"].on


async def test_flipping_it_again_takes_the_tick_back(stage: Stage) -> None:
    await stage.opens(ANA)
    for _ in range(2):
        await stage.presses(ANA, (await boxes(stage, ANA))["CK0-1"].token)
    assert not (await boxes(stage, ANA))["CK0-1"].on
    assert (await stage.dump())["tick"] == []


async def test_an_item_of_several_ticks_counts_up_until_it_is_done(stage: Stage) -> None:
    await stage.opens(ANA)
    seen = []
    for story in ("one", "two", "three"):
        card = await fills(stage, ANA, (await boxes(stage, ANA))["CK0-3"].token, story)
        box = toggles(card)["CK0-3"]
        seen.append((box.label[-6:], box.on))
    assert seen == [("1 of 3", False), ("2 of 3", False), ("3 of 3", True)]


async def test_a_box_that_wants_a_link_refuses_other_evidence(stage: Stage) -> None:
    await stage.opens(ANA)
    card = await fills(stage, ANA, (await boxes(stage, ANA))["CK0-4"].token, "trust me")
    assert "wants a link" in said(card)
    assert not (await boxes(stage, ANA))["CK0-4"].on


async def test_buttons_of_an_older_version_still_tick(stage: Stage) -> None:
    await stage.opens(ANA)
    for made in ("v1:tick:CK0-1", "v1:untick:CK0-1"):
        assert (await stage.presses(ANA, made)).title.startswith("CK0-1")


async def test_a_forged_way_back_is_refused(stage: Stage) -> None:
    await stage.opens(ANA)
    card = await stage.presses(ANA, "v1:tick:CK0-1:elsewhere")
    assert card.accent == "notice"
    assert (await stage.dump())["tick"] == []


async def test_in_person_it_shows_the_newest_circle(stage: Stage) -> None:
    await stage.opens(ANA, day=5)
    assert await stage.writes(ANA, "home") == await stage.types(ANA, "home")


async def test_a_box_works_in_person(stage: Stage) -> None:
    await stage.opens(ANA)
    made = toggles(await stage.writes(ANA, "home"))["CK0-1"].token
    card = await stage.presses(ANA, made, direct_to(ANA))
    assert toggles(card)["CK0-1"].on


async def test_before_the_first_day_it_tells_the_start(stage: Stage) -> None:
    stage.clock.move_to(at(0))
    await stage.starts()
    await stage.types(ANA, "join")
    assert "Before day 1" in said(await stage.types(ANA, "home"))


async def test_a_stranger_is_welcomed_and_can_start_a_circle(stage: Stage) -> None:
    card = await stage.types(EVE, "home", OTHER_ROOM)
    assert card.title == "Home · Welcome"
    assert stage.desk.form(Pressed(buttons(card)["Start a circle"])) is not None


async def test_a_stranger_in_person_is_told_where_to_go(stage: Stage) -> None:
    assert "/prep join" in said(await stage.writes(EVE, "home"))


async def test_who_has_not_joined_may_do_so_from_it(stage: Stage) -> None:
    await stage.opens(ANA)
    card = await stage.types(EVE, "home")
    assert (await stage.presses(EVE, buttons(card)["Join"])).title.startswith("You are in")


async def test_a_host_finds_the_status_in_person(stage: Stage) -> None:
    await stage.opens(ANA)
    card = await stage.writes(HOST, "home")
    assert "Status" in buttons(card)


async def test_looking_at_it_changes_nothing(any_stage: Stage) -> None:
    await any_stage.opens(ANA, day=5)
    before = await any_stage.dump()
    for who in (ANA, EVE, HOST):
        await any_stage.types(who, "home")
        await any_stage.writes(who, "home")
    assert any_stage.watch.crashes == []
    assert await any_stage.dump() == before
