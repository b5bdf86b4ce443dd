"""A nudge put off: the same one, once, two hours later."""

from datetime import timedelta
from typing import Any

from bot.domain.ids import direct_to
from bot.tokens import token
from tests.commands.stage import ANA, BEN, OTHER_ROOM, Stage, at, buttons, said
from tests.commands.taps import answers


async def nudges(stage: Stage) -> list[Any]:
    return [row for row in await stage.posts() if row.key.startswith("nudge/")]


async def nudged(stage: Stage) -> str:
    """Six in the evening; what the button on Ana's nudge sends."""
    await stage.opens(ANA, BEN)
    await stage.writes(ANA, "settings nudges on")
    await stage.lives_to(at(1, 18))
    (nudge,) = await nudges(stage)
    return buttons(nudge.card)["In two hours"]


async def test_it_comes_again_in_the_same_conversation(any_stage: Stage) -> None:
    made = await nudged(any_stage)
    card = await any_stage.presses(ANA, made, direct_to(ANA))
    first, again = await nudges(any_stage)
    assert card.title == "In two hours"
    assert again.due_at - first.due_at == timedelta(hours=2)
    assert (again.direct, again.channel, again.cohort_id) == (True, "ana", first.cohort_id)
    assert "still open" in said(again.card)
    assert "In two hours" not in buttons(again.card)


async def test_a_second_press_is_refused_politely(any_stage: Stage) -> None:
    made = await nudged(any_stage)
    await any_stage.presses(ANA, made, direct_to(ANA))
    card = await any_stage.presses(ANA, made, direct_to(ANA))
    assert "It can be put off once a day." in said(card)
    assert len(await nudges(any_stage)) == 2


async def test_it_belongs_to_its_circle_although_a_newer_one_is_there(stage: Stage) -> None:
    made = await nudged(stage)
    older = await stage.circle()
    begin = token("start go", "sony-ds", at(2).date(), "Europe/Berlin", "09:00", 28)
    await stage.presses(BEN, begin, OTHER_ROOM)
    await stage.types(ANA, "join", OTHER_ROOM)
    await stage.presses(ANA, made, direct_to(ANA))
    assert [row.cohort_id for row in await nudges(stage)] == [older.id, older.id]


async def test_in_the_quiet_hours_it_would_be_too_late(stage: Stage) -> None:
    made = await nudged(stage)
    stage.passes(hours=1)
    card = await stage.presses(ANA, made, direct_to(ANA))
    assert "too late today" in said(card)
    assert [*buttons(card)] == ["My day"]
    assert len(await nudges(stage)) == 1


async def test_on_the_next_day_it_is_too_late(stage: Stage) -> None:
    made = await nudged(stage)
    await stage.lives_to(at(2, 10))
    assert "too late today" in said(await stage.presses(ANA, made, direct_to(ANA)))


async def test_the_next_days_nudge_comes_as_ever(stage: Stage) -> None:
    made = await nudged(stage)
    await stage.presses(ANA, made, direct_to(ANA))
    await stage.lives_to(at(2, 19))
    keys = [row.key.split("/", 2)[2] for row in await nudges(stage)]
    assert keys == ["1", "1/later", "2"]


async def test_an_answer_takes_it_back(stage: Stage) -> None:
    made = await nudged(stage)
    await stage.presses(ANA, made, direct_to(ANA))
    stage.passes(minutes=5)
    await answers(stage, ANA, await stage.daily(1))
    assert (await nudges(stage))[-1].state == "skipped"


async def test_switching_nudges_off_takes_it_back(stage: Stage) -> None:
    made = await nudged(stage)
    await stage.presses(ANA, made, direct_to(ANA))
    await stage.presses(ANA, "v1:nudges:off", direct_to(ANA))
    assert {row.state for row in await nudges(stage)} == {"skipped"}


async def test_nobody_can_put_off_somebody_elses(stage: Stage) -> None:
    made = await nudged(stage)
    assert "not for you" in said(await stage.presses(BEN, made, direct_to(BEN)))
    assert len(await nudges(stage)) == 1
