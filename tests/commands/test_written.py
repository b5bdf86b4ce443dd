"""Written answers are scored by their writer, line by line of the rubric, and shown to nobody."""

import pytest

from bot.cards import Card
from bot.domain.drills import Open
from bot.domain.records import Serving
from bot.tokens import token
from tests.commands.stage import ANA, BEN, Stage, at, said, selects
from tests.commands.taps import answers


async def scored(stage: Stage, card: Card, mark: int) -> Card:
    """Gives each line of the rubric the same mark, through the menus."""
    while menus := selects(card):
        name = next(name for name, menu in menus.items() if not menu.chosen)
        card = await stage.presses(ANA, dict(menus[name].options)[str(mark)])
    return card


def lines(serving: Serving) -> int:
    assert isinstance(serving.drill.body, Open)
    return len(serving.drill.body.rubric)


async def test_each_line_of_the_rubric_has_a_menu_with_its_anchors(stage: Stage) -> None:
    await stage.opens(ANA)
    serving = await stage.served(ANA, "written")
    card = await answers(stage, ANA, serving)
    assert isinstance(serving.drill.body, Open)
    assert list(selects(card)) == [dimension.name for dimension in serving.drill.body.rubric]
    assert all(dimension.high in said(card) for dimension in serving.drill.body.rubric)


async def test_marks_gather_until_every_line_has_one(stage: Stage) -> None:
    await stage.opens(ANA)
    serving = await stage.served(ANA, "written")
    card = await answers(stage, ANA, serving)
    first, *others = selects(card).values()
    after = selects(await stage.presses(ANA, dict(first.options)["3"]))
    assert [bool(menu.chosen) for menu in after.values()] == [True, *(False for _ in others)]
    assert (await stage.attempts(ANA, serving))[0].scores == ()


async def test_the_last_mark_stores_all_of_them(stage: Stage) -> None:
    await stage.opens(ANA)
    serving = await stage.served(ANA, "written")
    done = await scored(stage, await answers(stage, ANA, serving), 3)
    (made,) = await stage.attempts(ANA, serving)
    assert made.scores == (3,) * lines(serving)
    assert made.share == pytest.approx(0.75)
    assert f"Together: {3 * lines(serving)} of {4 * lines(serving)}" in said(done)


async def test_writing_is_worth_effort_whatever_the_score(stage: Stage) -> None:
    await stage.opens(ANA)
    card = await answers(stage, ANA, await stage.served(ANA, "written"))
    assert "+3 effort. Your score stays private." in said(card)


async def test_the_days_written_drill_is_answered_and_scored_the_same(stage: Stage) -> None:
    await stage.opens(ANA, day=18)
    stage.passes(minutes=9)
    daily = await stage.daily(18)
    assert daily.drill.format == "scope"
    card = await answers(stage, ANA, daily)
    assert "+10 effort" in said(card)
    assert "Problem: First I would ask" in said(card)
    assert "Together" in said(await scored(stage, card, 4))


async def test_what_was_written_cannot_be_written_twice(stage: Stage) -> None:
    await stage.opens(ANA)
    serving = await stage.served(ANA, "written")
    await answers(stage, ANA, serving)
    stage.passes(minutes=1)
    assert "You have answered that already." in said(await answers(stage, ANA, serving))


async def test_a_score_may_be_changed(stage: Stage) -> None:
    await stage.opens(ANA)
    serving = await stage.served(ANA, "written")
    await scored(stage, await answers(stage, ANA, serving), 1)
    await stage.presses(ANA, token("score", serving.id, "4" * lines(serving)))
    (made,) = await stage.attempts(ANA, serving)
    assert made.scores == (4,) * lines(serving)


async def test_changing_a_score_schedules_no_second_review(stage: Stage) -> None:
    await stage.opens(ANA)
    serving = await stage.served(ANA, "written")
    await scored(stage, await answers(stage, ANA, serving), 3)
    before = (await stage.dump())["memory"]
    await stage.presses(ANA, token("score", serving.id, "4" * lines(serving)))
    assert (await stage.dump())["memory"] == before


async def test_a_written_idea_is_remembered_once_it_is_scored(stage: Stage) -> None:
    await stage.opens(ANA)
    card = await answers(stage, ANA, await stage.served(ANA, "written"))
    assert (await stage.dump())["memory"] == []
    await scored(stage, card, 3)
    assert len((await stage.dump())["memory"]) == 1


@pytest.mark.parametrize("mark", ["5", "x", "44", "-", ""])
async def test_forged_marks_are_refused(stage: Stage, mark: str) -> None:
    await stage.opens(ANA)
    serving = await stage.served(ANA, "written")
    await answers(stage, ANA, serving)
    marks = "3" * (lines(serving) - 1) + (mark if mark != "-" else "--")
    card = await stage.presses(ANA, token("score", serving.id, marks))
    assert card.title == "That does not fit"
    assert (await stage.attempts(ANA, serving))[0].scores == ()


async def test_nothing_written_cannot_be_scored(stage: Stage) -> None:
    await stage.opens(ANA)
    serving = await stage.served(ANA, "written")
    card = await stage.presses(ANA, token("score", serving.id, "4" * lines(serving)))
    assert "There is no answer to score yet." in said(card)


async def test_a_question_with_a_right_answer_cannot_be_scored(stage: Stage) -> None:
    await stage.opens(ANA)
    serving = await stage.served(ANA, "mcq")
    await answers(stage, ANA, serving, right=False)
    card = await stage.presses(ANA, token("score", serving.id, "4444"))
    assert card.title == "That does not fit"


async def test_nobody_scores_for_somebody_else(stage: Stage) -> None:
    await stage.opens(ANA, BEN)
    serving = await stage.served(ANA, "written")
    await answers(stage, ANA, serving)
    card = await stage.presses(BEN, token("score", serving.id, "0" * lines(serving)))
    assert card.title == "Not yours to do"
    assert (await stage.attempts(ANA, serving))[0].scores == ()


async def test_what_was_written_is_in_no_post(stage: Stage) -> None:
    await stage.opens(ANA, day=18)
    stage.passes(minutes=9)
    await answers(stage, ANA, await stage.daily(18))
    await stage.lives_to(at(22, 12))
    words = "what decision hangs on this and who makes it"
    assert not any(words in said(post.card) for post in await stage.posts())
