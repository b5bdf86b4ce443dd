"""The checklist, the board, one's own figures and the claims about hiring."""

import pytest

from bot.cards import Progress as Bar
from bot.cards import Table
from bot.domain.ids import ActorRef
from bot.ports import Pressed
from tests.commands.stage import (
    ANA,
    BEN,
    EVE,
    HOST,
    ROOM,
    Stage,
    at,
    buttons,
    said,
)
from tests.commands.taps import answers, fills


async def rows(stage: Stage, who: ActorRef, line: str = "board") -> list[tuple[str, ...]]:
    card = await stage.types(who, line)
    return [row for block in card.blocks if isinstance(block, Table) for row in block.rows]


async def test_the_checklist_shows_every_item_with_its_counter(stage: Stage) -> None:
    await stage.opens(ANA)
    card = await stage.types(ANA, "checklist")
    bars = [block for block in card.blocks if isinstance(block, Bar)]
    assert [bar.label.split()[0] for bar in bars[1:]] == [f"CK0-{n}" for n in range(1, 8)]
    assert [bar.total for bar in bars] == [7, 1, 1, 3, 1, 2, 2, 1]
    assert [bar.done for bar in bars] == [0] * 8


async def test_an_item_is_ticked_by_typing_its_name_in_any_case(stage: Stage) -> None:
    await stage.opens(ANA)
    card = await stage.types(ANA, "checklist ck0-1")
    assert "CK0-1 SQL that runs first time: 1 of 1" in said(card)


async def test_an_item_is_ticked_by_its_button(stage: Stage) -> None:
    await stage.opens(ANA)
    item = await stage.presses(ANA, "v1:check:CK0-1")
    card = await stage.presses(ANA, buttons(item)["Tick"])
    assert "1 of 1" in said(card)
    assert "Tick" not in buttons(card)


async def test_an_item_with_evidence_asks_for_it_in_a_form(stage: Stage) -> None:
    await stage.opens(ANA)
    item = await stage.presses(ANA, "v1:check:CK0-3")
    card = await fills(stage, ANA, buttons(item)["Tick"], "told it to Ben")
    assert "1. told it to Ben" in said(card)
    assert "1 of 3" in said(card)


async def test_evidence_may_be_typed_along(stage: Stage) -> None:
    await stage.opens(ANA)
    await stage.types(ANA, "checklist CK0-3 the conflict story")
    card = await stage.types(ANA, "checklist CK0-3 the no story")
    assert "1. the conflict story" in said(card)
    assert "2. the no story" in said(card)


@pytest.mark.parametrize("evidence", ["", "trust me", "javascript:alert(1)", "ftp://x.test"])
async def test_an_item_that_wants_a_link_takes_nothing_else(stage: Stage, evidence: str) -> None:
    await stage.opens(ANA)
    card = await stage.types(ANA, f"checklist CK0-4 {evidence}")
    assert "CK0-4 wants a link as evidence." in said(card)
    assert "https://" in said(card)
    assert (await stage.dump())["tick"] == []


async def test_a_link_is_taken_as_evidence(stage: Stage) -> None:
    await stage.opens(ANA)
    card = await stage.types(ANA, "checklist CK0-4 https://example.org/mine")
    assert "1. https://example.org/mine" in said(card)


async def test_finishing_an_item_adds_effort_once(stage: Stage) -> None:
    await stage.opens(ANA)
    for line in ("CK0-5", "CK0-5", "CK0-5 undo", "CK0-5"):
        await stage.types(ANA, f"checklist {line}")
    assert "5 points" in said(await stage.types(ANA, "me"))


async def test_a_finished_item_takes_no_more_ticks(stage: Stage) -> None:
    await stage.opens(ANA)
    await stage.types(ANA, "checklist CK0-1")
    card = await stage.types(ANA, "checklist CK0-1")
    assert "CK0-1 is done." in said(card)
    assert "/prep checklist CK0-1 undo" in said(card)


async def test_a_tick_can_be_taken_back_by_its_button(stage: Stage) -> None:
    await stage.opens(ANA)
    card = await stage.types(ANA, "checklist CK0-1")
    after = await stage.presses(ANA, buttons(card)["Take one back"])
    assert "0 of 1" in said(after)


async def test_where_nothing_is_ticked_nothing_is_taken_back(stage: Stage) -> None:
    await stage.opens(ANA)
    card = await stage.types(ANA, "checklist CK0-1 undo")
    assert "has no tick to take back" in said(card)


@pytest.mark.parametrize("line", ["checklist CK9-9", "checklist CK9-9 undo"])
async def test_an_unknown_item_is_answered_with_those_there_are(stage: Stage, line: str) -> None:
    await stage.opens(ANA)
    card = await stage.types(ANA, line)
    assert "There is no checklist item CK9-9." in said(card)
    assert "CK0-1, CK0-2" in said(card)


async def test_a_forged_item_behind_details_says_where_to_look(stage: Stage) -> None:
    await stage.opens(ANA)
    card = await stage.presses(ANA, "v1:check:CK9-9")
    assert "/prep checklist" in said(card)


async def test_ticks_are_ones_own(stage: Stage) -> None:
    await stage.opens(ANA, BEN)
    await stage.types(ANA, "checklist CK0-1")
    assert "Done: 0 of 7" in said(await stage.types(BEN, "checklist"))


async def test_the_board_ranks_by_effort_a_day_and_marks_ones_own_row(stage: Stage) -> None:
    await stage.opens(ANA, BEN, day=5)
    stage.passes(minutes=5)
    await answers(stage, BEN, await stage.daily(5), right=False)
    assert await rows(stage, ANA) == [("1", "Ben", "10", "2.0"), ("2", "Ana", "0", "0.0")]
    table = next(b for b in (await stage.types(ANA, "board")).blocks if isinstance(b, Table))
    assert table.highlight == 1


async def test_the_board_starts_anew_each_week_and_keeps_the_whole(stage: Stage) -> None:
    await stage.opens(ANA, day=5)
    stage.passes(minutes=5)
    await answers(stage, ANA, await stage.daily(5))
    await stage.lives_to(at(8, 10))
    assert (await rows(stage, ANA))[0][2] == "0"
    assert (await rows(stage, ANA, "board all"))[0][2] == "10"


async def test_the_boards_button_shows_the_other_window(stage: Stage) -> None:
    await stage.opens(ANA)
    week = await stage.types(ANA, "board")
    whole = await stage.presses(ANA, buttons(week)["Show the whole circle"])
    assert whole.title.startswith("Board, the whole circle")
    assert await stage.presses(ANA, buttons(whole)["Show this week"]) == week


async def test_somebody_late_is_compared_by_the_active_day(stage: Stage) -> None:
    await stage.opens(ANA, day=1)
    stage.passes(minutes=5)
    await answers(stage, ANA, await stage.daily(1))
    await stage.lives_to(at(5))
    await stage.types(BEN, "join")
    stage.passes(minutes=5)
    await answers(stage, BEN, await stage.daily(5))
    assert await rows(stage, ANA, "board all") == [
        ("1", "Ben", "10", "10.0"),
        ("2", "Ana", "10", "2.0"),
    ]


async def test_anybody_in_the_room_may_look_at_the_board(stage: Stage) -> None:
    await stage.opens(ANA)
    card = await stage.types(EVE, "board")
    assert card.title.startswith("Board, this week")
    assert "→" not in said(card)


async def test_the_board_of_an_empty_circle_says_so(stage: Stage) -> None:
    await stage.opens()
    assert "Nobody has joined yet." in said(await stage.types(HOST, "board"))


async def test_the_board_shows_nobodys_accuracy(stage: Stage) -> None:
    await stage.opens(ANA, BEN, day=5)
    stage.passes(minutes=5)
    await answers(stage, ANA, await stage.daily(5))
    await answers(stage, BEN, await stage.daily(5), right=False)
    first, second = await rows(stage, HOST)
    assert first[2:] == second[2:]
    assert first[0] == second[0] == "1"


async def test_the_circles_goal_moves_with_each_day_kept(stage: Stage) -> None:
    await stage.opens(ANA, BEN, day=5)
    assert "Days kept this week: 0 of 10" in said(await stage.types(ANA, "board"))
    stage.passes(minutes=5)
    await answers(stage, ANA, await stage.daily(5))
    assert "Days kept this week: 1 of 10" in said(await stage.types(ANA, "board"))


async def test_ones_own_figures_add_up(stage: Stage) -> None:
    await stage.opens(ANA, day=5)
    stage.passes(minutes=5)
    daily = await stage.daily(5)
    await answers(stage, ANA, daily)
    shown = said(await stage.types(ANA, "me"))
    assert "Days kept: 1 of 5" in shown
    assert "Effort: 10 points" in shown
    assert f"Skill: {daily.drill.level - 1}, private" in shown
    assert "Checklist: 0 of 7 done" in shown
    assert f"{stage.curriculum.skill_name(daily.drill.skill)} | 1 | 100%" in shown


async def test_looking_changes_nothing(any_stage: Stage) -> None:
    await any_stage.opens(ANA)
    before = await any_stage.dump()
    for line in ("me", "home", "board", "board all", "facts", "help", "notes", "doctor"):
        await any_stage.types(ANA, line)
    await any_stage.types(HOST, "circle")
    assert await any_stage.dump() == before


async def test_somebody_new_who_only_looks_is_not_remembered(stage: Stage) -> None:
    await stage.opens()
    before = await stage.dump()
    await stage.types(EVE, "board")
    assert await stage.dump() == before


async def test_claims_come_dated_with_a_disclaimer(stage: Stage) -> None:
    shown = said(await stage.types(EVE, "facts sony-ds"))
    fact = stage.curriculum.track("sony-ds").facts[0]
    assert fact.claim.split("`")[0].split("**")[0] in shown
    assert f"As of {fact.as_of:%d %b %Y}" in shown
    assert "The company has not confirmed it" in shown


async def test_outside_a_circle_it_is_asked_which_tracks_claims_are_meant(stage: Stage) -> None:
    card = await stage.types(EVE, "facts")
    assert set(buttons(card)) == {track.title for track in stage.curriculum.tracks.values()}
    shown = said(await stage.presses(EVE, buttons(card)["Sony data science intern"]))
    assert stage.curriculum.track("sony-ds").facts[0].caveat in shown


async def test_a_topic_of_one_track_alone_needs_no_asking(stage: Stage) -> None:
    fact = stage.curriculum.track("scale-ds").facts[0]
    assert fact.caveat in said(await stage.types(EVE, f"facts {fact.claim[:60]}"))


async def test_asking_for_the_track_keeps_the_topic(stage: Stage) -> None:
    card = await stage.types(EVE, "facts offer")
    shown = said(await stage.presses(EVE, buttons(card)["Sony data science intern"]))
    told = {fact.id: fact.caveat in shown for fact in stage.curriculum.track("sony-ds").facts}
    about = {
        fact.id: "offer" in f"{fact.topic} {fact.claim}".lower()
        for fact in stage.curriculum.track("sony-ds").facts
    }
    assert told == about


async def test_a_circle_is_told_the_claims_of_its_own_track(stage: Stage) -> None:
    await stage.opens()
    assert "Sony data science intern" in (await stage.types(EVE, "facts")).title


async def test_every_claim_of_a_track_is_reached(stage: Stage) -> None:
    card = await stage.types(EVE, "facts sony-ds")
    seen = said(card)
    while more := buttons(card).get("More of them"):
        card = await stage.presses(EVE, more)
        seen += said(card)
    assert all(seen.count(f.caveat) == 1 for f in stage.curriculum.track("sony-ds").facts)


async def test_claims_are_found_by_a_word(stage: Stage) -> None:
    await stage.opens()
    every = stage.curriculum.track("sony-ds").facts
    shown = said(await stage.types(EVE, f"facts {every[0].topic.upper()}"))
    assert every[0].caveat in shown
    assert sum(fact.caveat in shown for fact in every) < len(every)


async def test_claims_past_their_date_say_so(stage: Stage) -> None:
    last = max(fact.expires for fact in stage.curriculum.track("sony-ds").facts)
    stage.clock.move_to(stage.clock.now().replace(year=last.year + 1))
    assert "out of date since" in said(await stage.types(EVE, "facts sony-ds"))


async def test_no_claim_about_that_says_how_to_see_all(stage: Stage) -> None:
    card = await stage.types(EVE, "facts cooking")
    assert "There is no claim about that." in said(card)
    assert "/prep facts" in said(card)


async def test_reading_costs_no_memory_of_the_invocation(stage: Stage) -> None:
    await stage.opens(ANA)
    first = await stage.reply(ANA, Pressed("v1:me"), ROOM)
    assert first == await stage.reply(ANA, Pressed("v1:me"), ROOM)
