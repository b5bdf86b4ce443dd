"""A drill in each format, answered each way: tries, hints, explanations, and who may answer."""

from datetime import datetime, timedelta

import pytest

from bot.domain.ids import ActorRef, direct_to
from bot.domain.memory import Memory
from bot.domain.specimens import specimen
from bot.tokens import token
from tests.commands.stage import ANA, BEN, EVE, HOST, Stage, at, buttons, said
from tests.commands.taps import answers, gives

GRADED = ("mcq", "multi", "numeric", "order", "flaw")
OPEN = ("written", "explain", "scope")


@pytest.mark.parametrize("form", GRADED)
async def test_each_format_can_be_answered_right_by_taps(stage: Stage, form: str) -> None:
    await stage.opens(ANA)
    card = await answers(stage, ANA, await stage.served(ANA, form))
    assert card.title.startswith("Right · ")


@pytest.mark.parametrize("form", GRADED)
async def test_a_slip_is_told_without_the_answer(stage: Stage, form: str) -> None:
    await stage.opens(ANA)
    serving = await stage.served(ANA, form)
    card = await answers(stage, ANA, serving, right=False)
    assert card.title.split(" · ")[0] in {"Not this time", "Partly right"}
    assert list(buttons(card)) == ["Try again", "Show the answer"]
    assert serving.drill.explanation not in said(card)


@pytest.mark.parametrize("form", OPEN)
async def test_what_is_written_comes_back_beside_a_model_answer(stage: Stage, form: str) -> None:
    await stage.opens(ANA)
    serving = await stage.served(ANA, form)
    card = await answers(stage, ANA, serving)
    assert card.title.startswith("Score yourself")
    assert "First I would ask" in said(card)
    assert getattr(serving.drill.body, "model_answer", "?").splitlines()[0] in said(card)


async def test_a_drill_comes_in_words_with_buttons_for_its_answers(stage: Stage) -> None:
    await stage.opens(ANA)
    serving = await stage.served(ANA, "mcq")
    card = await stage.presses(ANA, token("open", serving.id))
    keys = [option.key for option in getattr(serving.drill.body, "options", ())]
    assert list(buttons(card)) == [*keys, "Hint"]
    assert serving.drill.hints[0] not in said(card)


async def test_picks_can_be_taken_back_before_they_are_sent(stage: Stage) -> None:
    await stage.opens(ANA)
    serving = await stage.served(ANA, "multi")
    blank = await stage.presses(ANA, token("pick", serving.id))
    picked = await stage.presses(ANA, buttons(blank)["B"])
    assert "B ✓" in buttons(picked)
    assert await stage.presses(ANA, buttons(picked)["B ✓"]) == blank


async def test_an_order_can_be_started_over(stage: Stage) -> None:
    await stage.opens(ANA)
    serving = await stage.served(ANA, "order")
    blank = await stage.presses(ANA, token("pick", serving.id))
    picked = await stage.presses(ANA, buttons(blank)["B"])
    assert "So far: B. Tap the next step." in said(picked)
    assert await stage.presses(ANA, buttons(picked)["Start over"]) == blank


async def test_another_line_can_be_chosen_before_the_reason(stage: Stage) -> None:
    await stage.opens(ANA)
    serving = await stage.served(ANA, "flaw")
    blank = await stage.presses(ANA, token("pick", serving.id))
    line = await stage.presses(ANA, buttons(blank)["Line 2"])
    assert await stage.presses(ANA, buttons(line)["Another line"]) == blank


async def test_picking_where_nothing_is_picked_shows_the_drill(stage: Stage) -> None:
    await stage.opens(ANA)
    serving = await stage.served(ANA, "numeric")
    shown = await stage.presses(ANA, token("pick", serving.id, "A"))
    assert shown == await stage.presses(ANA, token("open", serving.id))


async def test_picking_stores_no_attempt(stage: Stage) -> None:
    await stage.opens(ANA)
    serving = await stage.served(ANA, "order")
    await stage.presses(ANA, token("pick", serving.id, "AB"))
    assert await stage.attempts(ANA, serving) == []


async def test_a_right_answer_is_explained_and_worth_effort(stage: Stage) -> None:
    await stage.opens(ANA)
    serving = await stage.served(ANA, "mcq")
    card = await answers(stage, ANA, serving)
    assert serving.drill.explanation.replace("**", "").replace("`", "")[:40] in said(card)
    assert "+3 effort" in said(card)


async def test_a_wrong_answer_is_worth_the_same_effort(stage: Stage) -> None:
    await stage.opens(ANA)
    card = await answers(stage, ANA, await stage.served(ANA, "mcq"), right=False)
    assert "+3 effort" in said(card)


async def test_a_second_try_is_explained_but_does_not_score(stage: Stage) -> None:
    await stage.opens(ANA)
    serving = await stage.served(ANA, "mcq")
    wrong = await answers(stage, ANA, serving, right=False)
    card = await stage.presses(ANA, buttons(wrong)["Try again"])
    right = await gives(
        stage, ANA, card, serving, specimen(serving.drill, right=True, rng=stage.rng)
    )
    assert "A second try is for learning; it does not score." in said(right)
    assert "3 points" in said(await stage.types(ANA, "me"))
    assert [made.share for made in await stage.attempts(ANA, serving)] == [0.0, 1.0]


async def test_a_third_try_is_refused(stage: Stage) -> None:
    await stage.opens(ANA)
    serving = await stage.served(ANA, "mcq")
    for _ in range(2):
        await answers(stage, ANA, serving, right=False)
        stage.passes(minutes=1)
    card = await answers(stage, ANA, serving)
    assert "You have answered that already." in said(card)
    assert len(await stage.attempts(ANA, serving)) == 2


async def test_what_was_right_cannot_be_answered_again(stage: Stage) -> None:
    await stage.opens(ANA)
    serving = await stage.served(ANA, "mcq")
    await answers(stage, ANA, serving)
    stage.passes(minutes=1)
    assert "You have answered that already." in said(await answers(stage, ANA, serving))


async def test_a_hint_helps_and_halves_the_credit(stage: Stage) -> None:
    await stage.opens(ANA)
    serving = await stage.served(ANA, "mcq")
    shown = await stage.presses(ANA, token("open", serving.id))
    hinted = await stage.presses(ANA, buttons(shown)["Hint"])
    assert hinted.title.startswith("Hint 1")
    text = specimen(serving.drill, right=True, rng=stage.rng)
    card = await gives(stage, ANA, hinted, serving, text)
    assert "a hint halved the credit" in said(card)
    assert [made.share for made in await stage.attempts(ANA, serving)] == [0.5]


async def test_hints_come_one_by_one_and_the_last_repeats(stage: Stage) -> None:
    await stage.opens(ANA)
    serving = await stage.served(ANA, "mcq")
    hints = [await stage.presses(ANA, token("hint", serving.id)) for _ in range(4)]
    last = len(serving.drill.hints)
    expected = [f"Hint {min(number, last)}" for number in (1, 2, 3, 4)]
    assert [card.title.split(" · ")[0] for card in hints] == expected


async def test_one_members_hint_costs_nobody_else(stage: Stage) -> None:
    await stage.opens(ANA, BEN)
    stage.passes(minutes=3)
    daily = await stage.daily(1)
    await stage.presses(ANA, token("hint", daily.id))
    await answers(stage, BEN, daily)
    assert [made.share for made in await stage.attempts(BEN, daily)] == [1.0]


async def test_after_the_answer_no_hint_is_given(stage: Stage) -> None:
    await stage.opens(ANA)
    serving = await stage.served(ANA, "mcq")
    await answers(stage, ANA, serving, right=False)
    card = await stage.presses(ANA, token("hint", serving.id))
    assert "You have answered that already." in said(card)


async def test_the_explanation_follows_a_try_and_marks_the_slip(stage: Stage) -> None:
    await stage.opens(ANA)
    serving = await stage.served(ANA, "mcq")
    wrong = await answers(stage, ANA, serving, right=False)
    card = await stage.presses(ANA, buttons(wrong)["Show the answer"])
    assert "✓" in said(card)
    assert "✗" in said(card)


async def test_no_explanation_before_a_try(stage: Stage) -> None:
    await stage.opens(ANA)
    serving = await stage.served(ANA, "mcq")
    card = await stage.presses(ANA, token("explain", serving.id))
    assert "The answer comes after your own try." in said(card)


@pytest.mark.parametrize("text", ["Z", "A B", "7", "maybe", "🎲"])
async def test_what_is_no_answer_costs_no_try(stage: Stage, text: str) -> None:
    await stage.opens(ANA)
    serving = await stage.served(ANA, "mcq")
    card = await stage.presses(ANA, token("answer to", serving.id, text))
    assert card.title == "That does not fit"
    assert "For example" in said(card)
    assert await stage.attempts(ANA, serving) == []


async def test_too_few_words_are_sent_back_with_their_count(stage: Stage) -> None:
    await stage.opens(ANA)
    serving = await stage.served(ANA, "written")
    card = await stage.submits(ANA, token("write", serving.id), text="Too short to say.")
    assert "That is 4 words; this one needs at least" in said(card)


async def test_quick_and_right_can_be_called_sure_once_it_is_right(stage: Stage) -> None:
    await stage.opens(ANA)
    serving = await stage.served(ANA, "mcq")
    stage.clock.move_to(serving.created_at)
    stage.passes(seconds=20)
    card = await answers(stage, ANA, serving)
    sure = await stage.presses(ANA, buttons(card)["I was sure"])
    assert "may wait longer" in said(sure)


async def _next_review(stage: Stage, who: ActorRef) -> datetime:
    member = await stage.member(who)
    far = stage.clock.now() + timedelta(days=9)
    due: list[Memory] = await stage.ask(lambda repos: repos.memories.due(member, far))
    return due[0].due_at


async def test_what_was_sure_waits_longer_for_its_review(stage: Stage) -> None:
    await stage.opens(ANA, BEN)
    waits: dict[ActorRef, datetime] = {}
    for who in (ANA, BEN):
        serving = await stage.served(who, "mcq")
        stage.clock.move_to(serving.created_at)
        stage.passes(seconds=20)
        card = await answers(stage, who, serving)
        if who is ANA:
            await stage.presses(who, buttons(card)["I was sure"])
        waits[who] = await _next_review(stage, who)
    assert waits[ANA] > waits[BEN]


async def test_slow_or_wrong_cannot_be_called_sure(stage: Stage) -> None:
    await stage.opens(ANA)
    serving = await stage.served(ANA, "mcq")
    await answers(stage, ANA, serving, right=False)
    card = await stage.presses(ANA, token("sure", serving.id))
    assert "a quick right answer" in said(card)


async def test_sure_before_any_answer_is_refused(stage: Stage) -> None:
    await stage.opens(ANA)
    serving = await stage.served(ANA, "mcq")
    assert "no answer" in said(await stage.presses(ANA, token("sure", serving.id)))


async def test_a_drill_can_be_answered_in_a_direct_conversation(stage: Stage) -> None:
    await stage.opens(ANA)
    serving = await stage.served(ANA, "mcq")
    right = specimen(serving.drill, right=True, rng=stage.rng)
    card = await stage.presses(ANA, token("answer to", serving.id, right), direct_to(ANA))
    assert card.title.startswith("Right")


@pytest.mark.parametrize("command", ["open", "again", "hint", "explain", "sure", "pick"])
async def test_somebody_elses_drill_is_not_shown(stage: Stage, command: str) -> None:
    await stage.opens(ANA, BEN)
    serving = await stage.served(ANA, "mcq")
    card = await stage.presses(BEN, token(command, serving.id))
    assert card.title == "Not yours to do"
    assert "/prep drill" in said(card)


async def test_who_has_not_joined_is_not_shown_the_days_drill(stage: Stage) -> None:
    await stage.opens(ANA)
    daily = await stage.daily(1)
    card = await stage.presses(EVE, token("open", daily.id))
    assert card.title == "You are not in this circle yet"


async def test_a_drill_that_never_was_is_no_more(stage: Stage) -> None:
    await stage.opens(ANA)
    assert "That drill is no more." in said(await stage.presses(ANA, "v1:open:4711"))


async def test_the_host_who_has_not_joined_cannot_answer(stage: Stage) -> None:
    await stage.opens(ANA)
    await stage.lives_to(at(2))
    card = await stage.types(HOST, "answer B")
    assert card.title == "You are not in this circle yet"


@pytest.mark.parametrize("picked", ["Z", "a", "A B", "123", "<b>"])
async def test_a_forged_pick_is_refused(stage: Stage, picked: str) -> None:
    await stage.opens(ANA)
    serving = await stage.served(ANA, "multi")
    card = await stage.presses(ANA, token("pick", serving.id, picked))
    assert card.title == "That does not fit"
