"""More practice, spaced review, catching up and the quiz."""

from dataclasses import replace

import pytest

from bot.domain.scoring import Purpose
from bot.tokens import token
from tests.commands.stage import ANA, BEN, HOST, Stage, at, buttons, said
from tests.commands.taps import answers


async def test_a_drill_on_request_comes_from_the_skill_and_level(stage: Stage) -> None:
    await stage.opens(ANA)
    family = next(f for f in stage.curriculum.of_track("sony-ds") if f.skill == "sql.window")
    card = await stage.types(ANA, f"drill sql.window {family.level}")
    serving = await stage.serving(card)
    assert (serving.drill.skill, serving.drill.level) == ("sql.window", family.level)
    assert card.title.startswith("Practice · ")


async def test_a_drill_on_request_is_the_members_own(stage: Stage) -> None:
    await stage.opens(ANA, BEN)
    serving = await stage.serving(await stage.types(ANA, "drill"))
    assert serving.member == await stage.member(ANA)
    assert serving.purpose is Purpose.EXTRA


async def test_the_same_item_does_not_come_twice_within_a_week(stage: Stage) -> None:
    await stage.opens(ANA, day=8)
    items = []
    for _ in range(20):
        items.append((await stage.serving(await stage.types(ANA, "drill"))).drill.item)
        stage.passes(hours=4)
    assert len(set(items)) == len(items)


async def test_when_a_skill_is_used_up_review_is_offered(stage: Stage) -> None:
    skill = "sql.plan"
    bank = stage.curriculum.families
    fixed = {name: f for name, f in bank.items() if f.skill != skill or not f.params}
    stage.curriculum = replace(stage.curriculum, families=fixed)
    await stage.opens(ANA)
    for _ in range(30):
        card = await stage.types(ANA, f"drill {skill}")
        if card.title == "Not now":
            break
    assert f"everything in {skill} within the last week" in said(card)
    assert "/prep review" in said(card)


async def test_an_unknown_skill_is_answered_with_those_there_are(stage: Stage) -> None:
    await stage.opens(ANA)
    card = await stage.types(ANA, "drill cooking")
    assert "There is no skill or drill “cooking” in this track." in said(card)
    assert "sql.window" in said(card)


async def test_an_unknown_level_says_to_leave_it_out(stage: Stage) -> None:
    await stage.opens(ANA)
    levels = {f.level for f in stage.curriculum.of_track("sony-ds") if f.skill == "sql.window"}
    missing = next(level for level in range(1, 6) if level not in levels)
    card = await stage.types(ANA, f"drill sql.window {missing}")
    assert "Leave the level out." in said(card)


async def test_the_next_drill_is_one_press_away(stage: Stage) -> None:
    await stage.opens(ANA)
    card = await answers(stage, ANA, await stage.served(ANA, "mcq"))
    following = await stage.presses(ANA, buttons(card)["Another drill"])
    assert following.title.startswith("Practice")


async def test_after_ten_extras_a_day_effort_grows_slowly(stage: Stage) -> None:
    await stage.opens(ANA)
    points = []
    for _ in range(12):
        serving = await stage.serving(await stage.types(ANA, "drill"))
        stage.passes(minutes=2)
        card = await answers(stage, ANA, serving)
        points.append(next((p for p in ("+3", "+1") if f"{p} effort" in said(card)), "0"))
    assert points == ["+3"] * 10 + ["+1"] * 2


async def test_nothing_to_review_says_so(stage: Stage) -> None:
    await stage.opens(ANA)
    card = await stage.types(ANA, "review")
    assert "Nothing is due for review." in said(card)
    assert "The next one comes" not in said(card)
    assert "/prep drill" in said(card)


async def test_too_early_for_a_review_says_when_it_comes(stage: Stage) -> None:
    await stage.opens(ANA)
    await answers(stage, ANA, await stage.served(ANA, "mcq"))
    member = await stage.member(ANA)
    (due,) = await stage.ask(lambda repos: repos.memories.due(member, at(9)))
    card = await stage.types(ANA, "review")
    assert f"The next one comes {due.due_at:%Y-%m-%d %H:%M} UTC." in said(card)


async def test_with_nothing_to_review_a_drill_is_one_press_away(stage: Stage) -> None:
    await stage.opens(ANA)
    card = await stage.types(ANA, "review")
    assert (await stage.presses(ANA, buttons(card)["Another drill"])).title.startswith("Practice")


async def test_what_was_answered_comes_back_as_a_sibling(stage: Stage) -> None:
    await stage.opens(ANA)
    first = await stage.served(ANA, "numeric")
    await answers(stage, ANA, first, right=False)
    await stage.lives_to(at(10))
    card = await stage.types(ANA, "review")
    serving = await stage.serving(card)
    assert card.title.startswith("Review · ")
    assert serving.drill.family == first.drill.family
    assert serving.purpose is Purpose.REVIEW


async def test_an_open_review_waits_until_it_is_answered(stage: Stage) -> None:
    await stage.opens(ANA)
    await answers(stage, ANA, await stage.served(ANA, "numeric"), right=False)
    await stage.lives_to(at(10))
    first = await stage.serving(await stage.types(ANA, "review"))
    assert (await stage.serving(await stage.types(ANA, "review"))).id == first.id


async def test_an_answered_review_is_put_off_and_worth_effort(stage: Stage) -> None:
    await stage.opens(ANA)
    await answers(stage, ANA, await stage.served(ANA, "numeric"), right=False)
    await stage.lives_to(at(10))
    serving = await stage.serving(await stage.types(ANA, "review"))
    stage.passes(minutes=1)
    card = await answers(stage, ANA, serving)
    assert "+4 effort" in said(card)
    following = await stage.presses(ANA, buttons(card)["Next review"])
    assert "Nothing is due for review. The next one comes" in said(following)


async def test_missed_days_are_caught_up_in_order_two_a_day(stage: Stage) -> None:
    await stage.opens(ANA, day=5)
    days = []
    for _ in range(2):
        serving = await stage.serving(await stage.types(ANA, "catchup"))
        days.append(serving.day)
        stage.passes(minutes=3)
        await answers(stage, ANA, serving)
    assert days == [1, 2]
    card = await stage.types(ANA, "catchup")
    assert "That is two for today." in said(card)


async def test_the_next_day_allows_two_more(stage: Stage) -> None:
    await stage.opens(ANA, day=5)
    for _ in range(2):
        serving = await stage.serving(await stage.types(ANA, "catchup"))
        stage.passes(minutes=3)
        await answers(stage, ANA, serving)
    await stage.lives_to(at(6))
    assert (await stage.serving(await stage.types(ANA, "catchup"))).day == 3


async def test_a_catch_up_has_the_days_idea_with_other_numbers(stage: Stage) -> None:
    await stage.opens(ANA, day=6)
    for _ in range(4):
        serving = await stage.serving(await stage.types(ANA, "catchup"))
        missed = await stage.daily(serving.day)
        assert serving.drill.family == missed.drill.family
        assert serving.purpose is Purpose.CATCH_UP
        stage.passes(hours=13)
        await answers(stage, ANA, serving)


async def test_who_missed_nothing_is_told_so(stage: Stage) -> None:
    await stage.opens(ANA, day=1)
    card = await stage.types(ANA, "catchup")
    assert "You have missed nothing." in said(card)
    assert "/prep drill" in said(card)


async def test_today_counts_the_days_to_catch_up(stage: Stage) -> None:
    await stage.opens(ANA, day=4)
    card = await stage.types(ANA, "today")
    assert "3 missed days to catch up, two a day." in said(card)
    assert "Catch up" in buttons(card)


@pytest.mark.parametrize("day", [1, 6, 8, 30])
async def test_no_quiz_on_an_ordinary_day(stage: Stage, day: int) -> None:
    await stage.opens(ANA, day=day)
    card = await stage.types(ANA, "quiz")
    assert "There is no quiz today." in said(card)
    assert "/prep drill" in said(card)


async def test_no_quiz_on_a_rest_day(stage: Stage) -> None:
    await stage.opens(ANA, day=3)
    await stage.types(HOST, "circle extend 1")
    await stage.lives_to(at(4))
    assert "There is no quiz today." in said(await stage.types(ANA, "quiz"))


async def test_the_quiz_goes_question_by_question_to_its_end(stage: Stage) -> None:
    await stage.opens(ANA, day=7)
    card = await stage.types(ANA, "quiz")
    for number in range(1, 9):
        assert card.title.startswith(f"Quiz {number} of 8")
        stage.passes(minutes=2)
        done = await answers(stage, ANA, await stage.serving(card))
        card = await stage.presses(ANA, buttons(done)["Next question"])
    assert "You have answered the whole quiz." in said(card)
    assert "8 of 8 questions answered." in said(await stage.types(ANA, "today"))


async def test_the_quizs_first_answer_keeps_the_day(stage: Stage) -> None:
    await stage.opens(ANA, day=7)
    serving = await stage.serving(await stage.types(ANA, "quiz"))
    stage.passes(minutes=2)
    card = await answers(stage, ANA, serving, right=False)
    assert "+10 effort" in said(card)
    member = await stage.member(ANA)
    assert 7 in await stage.ask(lambda repos: repos.practice.days_kept(member))


async def test_an_unanswered_question_is_asked_again_as_it_was(stage: Stage) -> None:
    await stage.opens(ANA, day=7)
    assert await stage.types(ANA, "quiz") == await stage.types(ANA, "quiz")


async def test_everybody_gets_the_same_ideas_in_the_quiz(stage: Stage) -> None:
    await stage.opens(ANA, BEN, day=7)
    asked = [await stage.serving(await stage.types(who, "quiz")) for who in (ANA, BEN)]
    assert asked[0].drill.family == asked[1].drill.family
    assert asked[0].id != asked[1].id


async def test_the_quiz_has_no_essay(stage: Stage) -> None:
    await stage.opens(ANA, day=7)
    card = await stage.types(ANA, "quiz")
    assert (await stage.serving(card)).drill.format in {"mcq", "multi", "numeric", "order", "flaw"}


async def test_a_quiz_question_stays_answerable_from_its_button(stage: Stage) -> None:
    await stage.opens(ANA, day=7)
    serving = await stage.serving(await stage.types(ANA, "quiz"))
    await stage.lives_to(at(8))
    shown = await stage.presses(ANA, token("open", serving.id))
    assert shown.title.startswith("Quiz")
