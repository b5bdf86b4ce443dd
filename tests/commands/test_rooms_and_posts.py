"""A circle in two rooms, and posts that did not arrive: what the host sees and can do."""

from typing import Any

import pytest

from bot.cards import Card, Code
from bot.commands.caretaker import Housekeeper
from bot.domain.ids import PostId, direct_to
from bot.domain.records import PostState
from bot.tokens import token
from tests.commands.stage import ANA, BEN, EVE, HOST, OTHER_ROOM, ROOM, Stage, at, buttons, said


async def code(stage: Stage) -> str:
    card = await stage.types(HOST, "circle place")
    return next(b.text for b in card.blocks if isinstance(b, Code)).split()[-1]


async def posts_of(stage: Stage, room: str) -> list[str]:
    return [post.title for post in await stage.posts() if post.channel == room]


async def stuck(stage: Stage, state: PostState) -> int:
    """The invitation, after the courier could not bring it to an end."""
    post = PostId((await stage.posts())[0].id)

    def settle(repos: Any) -> None:  # noqa: ANN401  the courier's own door
        repos.courier.claim(ROOM.platform, stage.clock.now(), 1, "w")
        (repos.courier.fail if state is PostState.FAILED else repos.courier.unclear)(post, "odd")

    await stage.store.transact(settle)
    return post


async def state_of(stage: Stage, number: int) -> str:
    return next(str(post.state) for post in await stage.posts() if post.id == number)


async def test_a_second_room_gets_every_post_and_shares_the_board(stage: Stage) -> None:
    await stage.opens(ANA, day=1)
    card = await stage.types(HOST, f"circle here {(await code(stage)).lower()}", OTHER_ROOM)
    assert "now meets here too" in said(card)
    await stage.types(BEN, "join", OTHER_ROOM)
    await stage.lives_to(at(3))
    here, there = await posts_of(stage, "room"), await posts_of(stage, "other")
    assert [t for t in here if t.startswith(("Day 2 ·", "Day 3 ·"))] == there[-len(there) :]
    shown = said(await stage.types(ANA, "board"))
    assert "Ana" in shown
    assert "Ben" in shown


async def test_both_rooms_answer_one_drill(stage: Stage) -> None:
    await stage.opens(ANA, day=1)
    await stage.types(HOST, f"circle here {await code(stage)}", OTHER_ROOM)
    await stage.types(BEN, "join", OTHER_ROOM)
    await stage.lives_to(at(2))
    cards = [post.card for post in await stage.posts() if post.title.startswith("Day 2 ·")]
    assert len(cards) == 2
    assert cards[0] == cards[1]


async def test_the_code_of_a_circle_stays_the_same(stage: Stage) -> None:
    await stage.opens()
    assert await code(stage) == await code(stage)


async def test_an_unknown_code_says_where_to_find_it(stage: Stage) -> None:
    card = await stage.types(EVE, "circle here AAAAAA")
    assert "No circle has that code." in said(card)
    assert "/prep circle place" in said(card)


async def test_a_room_with_a_circle_takes_no_second_one(stage: Stage) -> None:
    await stage.opens()
    await stage.starts(where=OTHER_ROOM)
    card = await stage.types(HOST, f"circle here {await code(stage)}", OTHER_ROOM)
    assert "already meets here" in said(card)


async def test_a_direct_conversation_is_no_second_room(stage: Stage) -> None:
    await stage.opens()
    card = await stage.writes(HOST, f"circle here {await code(stage)}")
    assert "Type /prep circle here in the channel where it is to meet." in said(card)


async def test_an_unclear_post_is_shown_with_both_ways_out(stage: Stage) -> None:
    await stage.starts()
    await stuck(stage, PostState.UNCLEAR)
    card = await stage.types(HOST, "circle")
    assert "Look in the channel: is it there?" in said(card)
    assert {"Send again", "It arrived"} <= set(buttons(card))


@pytest.mark.parametrize("state", [PostState.UNCLEAR, PostState.FAILED])
async def test_a_stuck_post_can_be_sent_again(stage: Stage, state: PostState) -> None:
    await stage.starts()
    number = await stuck(stage, state)
    card = await stage.presses(HOST, buttons(await stage.types(HOST, "circle"))["Send again"])
    assert card.title == "On its way"
    assert await state_of(stage, number) == "ready"


async def test_sending_again_switches_the_room_on(stage: Stage) -> None:
    await stage.starts()
    number = await stuck(stage, PostState.FAILED)
    circle = await stage.circle()

    def switch_off(repos: Any) -> None:  # noqa: ANN401  as the courier does
        repos.cohorts.switch_off(repos.cohorts.places(circle.id)[0].id, "not allowed")

    await stage.store.transact(switch_off)
    assert "switched off, not allowed" in said(await stage.types(HOST, "circle"))
    await stage.presses(HOST, token("circle again", number))
    assert "#room: on" in said(await stage.types(HOST, "circle"))


async def off(stage: Stage) -> None:
    await Housekeeper(stage.store, stage.clock).room_left(ROOM, "archived")


async def test_a_room_is_switched_on_by_a_button_of_the_status(stage: Stage) -> None:
    await stage.starts()
    await off(stage)
    switch = buttons(await stage.types(HOST, "circle"))["Switch on"]
    assert "#room gets posts again. The next post comes" in said(await stage.presses(HOST, switch))
    assert "#room: on" in said(await stage.types(HOST, "circle"))


async def test_a_room_is_switched_on_from_the_message_about_an_older_circle(stage: Stage) -> None:
    await stage.starts()
    await off(stage)
    (told,) = [post.card for post in await stage.posts() if post.key.startswith("place-off/")]
    await stage.starts(where=OTHER_ROOM)
    direct = direct_to(HOST)
    assert "gets posts again" in said(await stage.presses(HOST, buttons(told)["Switch on"], direct))
    assert "#room: on" in said(await stage.types(HOST, "circle"))


async def test_in_a_paused_circle_posts_wait_for_the_host(stage: Stage) -> None:
    await stage.starts()
    await off(stage)
    await stage.types(HOST, "circle pause")
    switch = buttons(await stage.types(HOST, "circle"))["Switch on"]
    shown = said(await stage.presses(HOST, switch))
    assert "#room gets posts again. Nothing is posted until the host goes on." in shown


async def test_only_the_host_switches_a_room_on(stage: Stage) -> None:
    await stage.opens(ANA)
    await off(stage)
    switch = buttons(await stage.types(HOST, "circle"))["Switch on"]
    assert "You host no circle in that room." in said(await stage.presses(ANA, switch))
    assert "switched off, archived" in said(await stage.types(HOST, "circle"))


async def test_an_unclear_post_that_arrived_is_noted(stage: Stage) -> None:
    await stage.starts()
    number = await stuck(stage, PostState.UNCLEAR)
    card = await stage.presses(HOST, buttons(await stage.types(HOST, "circle"))["It arrived"])
    assert card.title == "Noted"
    assert await state_of(stage, number) == "sent"


async def _pressed(stage: Stage, command: str, number: int) -> Card:
    return await stage.presses(HOST, token(command, number))


async def test_only_what_is_stuck_can_be_settled(stage: Stage) -> None:
    await stage.starts()
    number = (await stage.posts())[0].id
    assert "not waiting for you" in said(await _pressed(stage, "circle again", number))
    assert "not unclear" in said(await _pressed(stage, "circle seen", number))


@pytest.mark.parametrize("command", ["circle again", "circle seen"])
async def test_a_post_of_another_circle_stays_out_of_reach(stage: Stage, command: str) -> None:
    await stage.starts()
    number = await stuck(stage, PostState.UNCLEAR)
    begin = token("start go", "sony-ds", "2027-03-08", "Europe/Berlin", "09:00", 28)
    await stage.presses(EVE, begin, OTHER_ROOM)
    card = await stage.presses(EVE, token(command, number), OTHER_ROOM)
    assert "That post is not of this circle." in said(card)
    assert await state_of(stage, number) == "unclear"
