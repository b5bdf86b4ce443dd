"""The buttons of a nudge mean its own circle, although a newer one is there."""

import pytest

from bot.domain.cohorts import Member
from bot.domain.ids import CohortId, direct_to
from bot.repositories.store import Repos
from bot.tokens import token
from tests.commands.stage import ANA, BEN, EVE, OTHER_ROOM, Stage, at, buttons, said


async def nudged(stage: Stage, label: str) -> str:
    """Ana is in two circles, and the nudge is of the older; what its button sends."""
    await stage.opens(ANA, BEN)
    await stage.writes(ANA, "settings nudges on")
    await stage.lives_to(at(1, 18))
    (made,) = [row for row in await stage.posts() if row.key.startswith("nudge/")]
    begin = token("start go", "sony-ds", at(2).date(), "Europe/Berlin", "09:00", 28)
    await stage.presses(BEN, begin, OTHER_ROOM)
    await stage.types(ANA, "join", OTHER_ROOM)
    return buttons(made.card)[label]


async def days_off(stage: Stage) -> dict[CohortId, frozenset[int]]:
    def look(repos: Repos) -> dict[CohortId, frozenset[int]]:
        person = repos.people.identify(ANA, "Ana")
        members: list[Member] = list(repos.members.of_person(person.id))
        return {member.cohort: member.days_off for member in members}

    found: dict[CohortId, frozenset[int]] = await stage.ask(look)
    return found


async def both(stage: Stage) -> tuple[CohortId, CohortId]:
    return (await stage.circle()).id, (await stage.circle(OTHER_ROOM)).id


async def test_a_day_off_is_taken_in_the_nudges_circle(any_stage: Stage) -> None:
    made = await nudged(any_stage, "A day off")
    card = await any_stage.presses(ANA, made, direct_to(ANA))
    older, newer = await both(any_stage)
    assert "You have day 1 off." in said(card)
    assert await days_off(any_stage) == {older: {1}, newer: frozenset()}


async def test_that_day_off_is_taken_back_there(stage: Stage) -> None:
    made = await nudged(stage, "A day off")
    card = await stage.presses(ANA, made, direct_to(ANA))
    card = await stage.presses(ANA, buttons(card)["Take it back"], direct_to(ANA))
    assert card.title == "Welcome back"
    assert set((await days_off(stage)).values()) == {frozenset()}


async def test_my_day_is_the_one_of_the_nudges_circle(stage: Stage) -> None:
    made = await nudged(stage, "My day")
    await stage.lives_to(at(3, 10))
    card = await stage.presses(ANA, made, direct_to(ANA))
    assert card.title.startswith("Day 3 of 28")


async def test_a_nudge_from_before_takes_a_day_off_where_it_is_pressed(stage: Stage) -> None:
    await nudged(stage, "A day off")
    card = await stage.presses(ANA, "v1:pause:1", direct_to(ANA))
    _, newer = await both(stage)
    assert "You have day 1 off." in said(card)
    assert (await days_off(stage))[newer] == {1}


@pytest.mark.parametrize("label", ["My day", "A day off"])
async def test_who_never_was_in_the_circle_cannot_use_them(stage: Stage, label: str) -> None:
    made = await nudged(stage, label)
    assert "not for you" in said(await stage.presses(EVE, made, direct_to(EVE)))


@pytest.mark.parametrize("label", ["My day", "A day off"])
async def test_who_has_left_is_asked_to_join_again(stage: Stage, label: str) -> None:
    made = await nudged(stage, label)
    await stage.presses(ANA, "v1:leave:yes")
    assert "You have not joined" in said(await stage.presses(ANA, made, direct_to(ANA)))
