"""The day's own drill: posted by the clock, answered from the post, closed by its reveal."""

import pytest

from bot.domain.specimens import specimen
from bot.tokens import token
from tests.commands.stage import ANA, BEN, HOST, Stage, at, buttons, said
from tests.commands.taps import answers, gives


async def test_the_days_post_can_be_answered_from_its_own_buttons(stage: Stage) -> None:
    await stage.opens(ANA, day=1)
    stage.passes(minutes=5)
    post = next(
        post for post in await stage.posts() if post.title == "Day 1 · Look before you model"
    )
    daily = await stage.daily(1)
    text = specimen(daily.drill, right=True, rng=stage.rng)
    card = await gives(stage, ANA, post.card, daily, text)
    assert card.title.startswith("Right")
    assert "+10 effort · 1 day in a row" in said(card)


async def test_the_days_drill_can_be_answered_by_typing(stage: Stage) -> None:
    await stage.opens(ANA, day=5)
    stage.passes(minutes=5)
    text = specimen((await stage.daily(5)).drill, right=True, rng=stage.rng)
    assert (await stage.types(ANA, f"answer {text}")).title.startswith("Right")


async def test_today_offers_the_drill_until_it_is_answered(stage: Stage) -> None:
    await stage.opens(ANA, day=5)
    stage.passes(minutes=5)
    before = await stage.types(ANA, "today")
    assert "still open." in said(before)
    daily = await stage.daily(5)
    card = await stage.presses(ANA, buttons(before)["Today's drill"])
    await gives(stage, ANA, card, daily, specimen(daily.drill, right=False, rng=stage.rng))
    after = await stage.types(ANA, "today")
    assert "answered, the day is kept." in said(after)
    assert "Today's drill" not in buttons(after)


async def test_two_members_answer_the_same_drill_for_themselves(stage: Stage) -> None:
    await stage.opens(ANA, BEN, day=5)
    stage.passes(minutes=5)
    daily = await stage.daily(5)
    await answers(stage, ANA, daily)
    card = await answers(stage, BEN, daily, right=False)
    assert card.title.startswith("Not this time")


@pytest.mark.parametrize(("day", "hour"), [(1, 8), (7, 10), (30, 10)])
async def test_without_a_daily_drill_typing_an_answer_says_so(
    stage: Stage, day: int, hour: int
) -> None:
    stage.clock.move_to(at(1, 7))
    await stage.starts()
    await stage.types(ANA, "join")
    await stage.lives_to(at(day, hour))
    card = await stage.types(ANA, "answer B")
    assert card.title in {"Not found", "Not now"}
    assert "/prep today" in said(card) or "Until then, nothing is due." in said(card)


async def test_before_the_first_day_today_says_when_it_starts(stage: Stage) -> None:
    stage.clock.move_to(at(-3, 10))
    await stage.starts()
    await stage.types(ANA, "join")
    card = await stage.types(ANA, "today")
    assert "starts on Monday, 08 March" in said(card)


async def test_the_reveal_closes_the_drill_and_says_where_to_go(stage: Stage) -> None:
    await stage.opens(ANA, day=2)
    daily = await stage.daily(1)
    for command in ("open", "hint"):
        card = await stage.presses(ANA, token(command, daily.id))
        assert card.title == "Not now"
        assert "Day 1's drill has been revealed." in said(card)
        assert "/prep catchup" in said(card)


async def test_an_answer_after_the_reveal_counts_for_nothing(stage: Stage) -> None:
    await stage.opens(ANA, day=2)
    daily = await stage.daily(1)
    text = specimen(daily.drill, right=True, rng=stage.rng)
    card = await stage.presses(ANA, token("answer to", daily.id, text))
    assert "has been revealed" in said(card)
    assert await stage.attempts(ANA, daily) == []


async def test_who_was_wrong_may_try_again_after_the_reveal(stage: Stage) -> None:
    await stage.opens(ANA, day=1)
    stage.passes(minutes=5)
    daily = await stage.daily(1)
    wrong = await answers(stage, ANA, daily, right=False)
    await stage.lives_to(at(2))
    card = await stage.presses(ANA, buttons(wrong)["Try again"])
    text = specimen(daily.drill, right=True, rng=stage.rng)
    right = await gives(stage, ANA, card, daily, text)
    assert "it does not score" in said(right)


async def test_the_last_drill_stays_open_until_the_circle_closes(stage: Stage) -> None:
    await stage.opens(ANA, day=28)
    daily = await stage.daily(28)
    shown = await stage.presses(ANA, token("open", daily.id))
    assert shown.title.startswith("Today's drill")
    await stage.lives_to(at(29, 23))
    assert (await stage.presses(ANA, token("open", daily.id))).title == "Not now"


async def test_answering_at_once_keeps_the_day_without_points(stage: Stage) -> None:
    await stage.opens(ANA, day=5)
    card = await answers(stage, ANA, await stage.daily(5))
    assert "The day is kept. No points" in said(card)


async def test_after_archiving_an_old_button_says_what_it_was(stage: Stage) -> None:
    await stage.opens(ANA, day=1)
    daily = await stage.daily(1)
    await stage.presses(HOST, "v1:circle archive:yes")
    card = await stage.presses(ANA, token("open", daily.id))
    assert card.title == "Not now"
    assert "is archived" in said(card)
    assert "/prep start" in said(card)


async def test_a_rest_day_has_nothing_due(stage: Stage) -> None:
    await stage.opens(ANA, day=3)
    await stage.types(HOST, "circle extend 1")
    await stage.lives_to(at(4, 10))
    assert "A rest day. Nothing is due." in said(await stage.types(ANA, "today"))


async def test_while_the_circle_is_paused_today_says_so(stage: Stage) -> None:
    await stage.opens(ANA, day=3)
    await stage.types(HOST, "circle pause")
    await stage.lives_to(at(6, 10))
    card = await stage.types(ANA, "today")
    assert "The circle is paused; the host will go on." in said(card)


async def test_practice_goes_on_when_the_circle_is_over(stage: Stage) -> None:
    await stage.opens(ANA, day=31)
    assert (await stage.types(ANA, "today")).title.startswith("The circle is over")
    assert (await stage.types(ANA, "drill sql.window")).title.startswith("Practice")
