"""Rooms and workspaces the bot is taken out of, on a real store."""

import pytest

from bot.commands.caretaker import Housekeeper
from bot.usecases.workspaces import REMOVED
from tests.builders import PLAYGROUND
from tests.commands.stage import ANA, OTHER_ROOM, ROOM, Stage, said


@pytest.fixture
def keeper(any_stage: Stage) -> Housekeeper:
    return Housekeeper(any_stage.store, any_stage.clock)


async def reasons(stage: Stage) -> list[str]:
    circle = await stage.circle()
    places = await stage.ask(lambda repos: repos.cohorts.places(circle.id))
    return [place.off_reason for place in places]


async def told(stage: Stage) -> list[str]:
    return [said(row.card) for row in await stage.posts() if row.key.startswith("place-off/")]


async def test_a_workspace_goes_off_and_on_as_a_whole(
    any_stage: Stage, keeper: Housekeeper
) -> None:
    await any_stage.opens(ANA)
    for _ in range(2):
        await keeper.workspace_left(PLAYGROUND, "w1")
    assert await reasons(any_stage) == [REMOVED]
    assert await told(any_stage) == []
    for _ in range(2):
        await keeper.workspace_back(PLAYGROUND, "w1")
    assert await reasons(any_stage) == [""]


async def test_nothing_is_posted_while_the_workspace_is_gone(
    any_stage: Stage, keeper: Housekeeper
) -> None:
    await any_stage.opens(ANA)
    before = len(await any_stage.posts())
    await keeper.workspace_left(PLAYGROUND, "w1")
    await any_stage.lives_to(any_stage.clock.now().replace(day=10))
    assert len(await any_stage.posts()) == before


async def test_the_host_is_told_once_of_a_lost_room_and_why(
    any_stage: Stage, keeper: Housekeeper
) -> None:
    await any_stage.opens(ANA)
    for _ in range(2):
        await keeper.room_left(ROOM, "the channel was archived")
    (text,) = await told(any_stage)
    assert "the channel was archived" in text
    assert "/prep circle place" in text
    (row,) = [row for row in await any_stage.posts() if row.key.startswith("place-off/")]
    assert (row.channel, row.direct, row.due_at) == ("host", True, any_stage.clock.now())


async def test_a_room_that_comes_back_gets_its_posts_again(
    any_stage: Stage, keeper: Housekeeper
) -> None:
    await any_stage.opens(ANA)
    await keeper.room_left(ROOM, "the channel was archived")
    for _ in range(2):
        await keeper.room_back(ROOM)
    assert await reasons(any_stage) == [""]


async def test_a_room_without_a_circle_is_nobodys_loss(
    any_stage: Stage, keeper: Housekeeper
) -> None:
    await any_stage.opens(ANA)
    await keeper.room_left(OTHER_ROOM, "the channel was archived")
    assert await reasons(any_stage) == [""]
    assert await told(any_stage) == []
