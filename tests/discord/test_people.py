"""What people do reaches a real discord.py as Discord sends it, and answers show up for them."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.clock import SetClock
from tests.discord.apps import Heard, connected, stands
from tests.discord.cards import button, row, select, text, v2
from tests.discord.deliveries import NotAnswered
from tests.discord.records import EPHEMERAL, Json
from tests.discord.server import Discord
from tests.discord.slash import ClientRefuses


def answering(**data: object) -> Callable[[Json], Json]:
    return lambda _body: {"type": 4, "data": data}


async def test_an_ephemeral_answer_is_for_the_one_who_asked(discord: Discord, prep: Heard) -> None:
    prep.reply = answering(content="Only you", flags=EPHEMERAL)
    await discord.user("ana").types("/prep drill", "general")
    assert [shown.text for shown in discord.user("ana").sees("general")] == ["Only you"]
    assert discord.user("ben").sees("general") == []
    assert discord.channel("general").messages == []


async def test_an_open_answer_is_for_everybody(discord: Discord, prep: Heard) -> None:
    prep.reply = answering(content="All of you")
    await discord.user("ana").types("/prep drill", "general")
    assert discord.channel("general").last.text == "All of you"


async def test_a_press_brings_the_message_and_the_token(discord: Discord, client: Heard) -> None:
    shown = await stands(discord, client, v2(text("Q"), row(button("A", "t1"), button("B", "t2"))))
    await discord.user("ben").presses(shown, "B")
    body = client.last
    assert (body["type"], body["data"]["custom_id"]) == (3, "t2")
    assert (body["message"]["id"], body["message"]["components"][0]["type"]) == (shown.id, 17)


@pytest.mark.parametrize(
    "made",
    [
        pytest.param(button("A", "t1", disabled=True), id="greyed out"),
        pytest.param(
            {"type": 2, "style": 5, "label": "A", "url": "https://example.org"}, id="a link"
        ),
    ],
)
async def test_what_reaches_nobody_cannot_be_pressed(
    discord: Discord, client: Heard, made: Json
) -> None:
    shown = await stands(discord, client, v2(row(made)))
    with pytest.raises(ClientRefuses):
        await discord.user("ana").presses(shown, "A")


async def test_a_press_on_an_ephemeral_message_brings_it_along(
    discord: Discord, prep: Heard
) -> None:
    prep.reply = answering(**v2(row(button("A", "t1")), only=True))
    await discord.user("ana").types("/prep drill", "general")
    await discord.user("ana").presses(discord.user("ana").sees("general")[0], "t1")
    assert prep.last["message"]["flags"] & EPHEMERAL


async def test_an_old_screen_can_still_be_pressed(discord: Discord, client: Heard) -> None:
    old = await stands(discord, client, v2(row(button("A", "t1"))))
    discord.state.rooms[old.room].messages[old.id].components = []
    await discord.user("ana").presses(old, "t1")
    assert client.last["data"]["custom_id"] == "t1"


async def test_a_tampered_client_can_send_any_token(discord: Discord, client: Heard) -> None:
    shown = await stands(discord, client, v2(row(button("A", "t1"))))
    await discord.user("ana").forges(shown, "v1:answer:somebody")
    assert client.last["data"]["custom_id"] == "v1:answer:somebody"


async def test_a_pick_brings_values(discord: Discord, client: Heard) -> None:
    shown = await stands(discord, client, v2(row(select("pick:1", "x", "y", "z", max_values=2))))
    await discord.user("ana").picks(shown, "Y", "z")
    data = client.last["data"]
    assert (data["component_type"], data["values"]) == (3, ["y", "z"])


async def test_picking_a_person_describes_them(discord: Discord, client: Heard) -> None:
    shown = await stands(discord, client, v2(row(select("who", kind=5))))
    await discord.user("ana").picks(shown, "ben")
    ben = discord.user("ben").id
    assert client.last["data"]["values"] == [ben]
    assert client.last["data"]["resolved"]["users"][ben]["username"] == "ben"


async def test_picking_too_many_is_not_sent(discord: Discord, client: Heard) -> None:
    shown = await stands(discord, client, v2(row(select("pick:1", "x", "y"))))
    with pytest.raises(ClientRefuses):
        await discord.user("ana").picks(shown, "x", "y")


async def test_a_message_menu_brings_the_message(discord: Discord, prep: Heard) -> None:
    said = discord.user("ben").says("Windows & frames", "general")
    await discord.user("ana").context_menu("Save as drill note", said)
    data = prep.last["data"]
    assert (data["type"], data["target_id"]) == (3, said.id)
    assert data["resolved"]["messages"][said.id]["content"] == "Windows & frames"


async def test_a_persons_menu_brings_the_person(discord: Discord, prep: Heard) -> None:
    await discord.user("ana").user_menu("Nudge", discord.user("ben"), "general")
    data = prep.last["data"]
    assert data["resolved"]["users"][data["target_id"]]["username"] == "ben"


async def test_nobody_answering_is_a_failed_interaction(discord: Discord, prep: Heard) -> None:
    discord.deliveries.patience = 0.05
    prep.reply = lambda _body: None
    with pytest.raises(NotAnswered):
        await discord.user("ana").types("/prep drill", "general")
    assert [one.name for one in discord.failed] == ["prep drill"]


async def test_after_three_seconds_the_interaction_has_failed(
    timed: tuple[Discord, SetClock],
) -> None:
    discord, clock = timed
    async with connected(discord) as client:
        shown = await stands(discord, client, v2(row(button("A", "t1"))))
        client.reply = lambda _body: None
        pressed = discord.user("ana").pressing(shown, "t1")
        discord.deliveries.post(pressed)
        clock.move_to(clock.now() + timedelta(seconds=3))
        assert discord.failed == []
        clock.move_to(clock.now() + timedelta(milliseconds=1))
        assert discord.failed == [pressed]


async def test_two_presses_at_once_are_two_interactions(discord: Discord, client: Heard) -> None:
    shown = await stands(discord, client, v2(row(button("A", "t1"))))
    ana = discord.user("ana")
    await asyncio.gather(ana.presses(shown, "t1"), ana.presses(shown, "t1"))
    assert len({body["id"] for body in client.bodies}) == 2


async def test_a_press_can_be_delivered_twice(discord: Discord, client: Heard) -> None:
    shown = await stands(discord, client, v2(row(button("A", "t1"))))
    pressed = await discord.user("ana").presses(shown, "t1")
    discord.deliveries.again(pressed)
    await discord.state.until(lambda: len(client.bodies) == 2)
    assert client.bodies[0]["id"] == client.bodies[1]["id"]


async def test_what_people_say_the_app_does_not_hear(discord: Discord, client: Heard) -> None:
    discord.user("ana").says("Hello", "general")
    assert client.bodies == []
    assert discord.channel("general").last.text == "Hello"


async def test_a_link_is_no_token(discord: Discord, client: Heard) -> None:
    away: Json = {"type": 2, "style": 5, "label": "Docs", "url": "https://example.org"}
    shown = await stands(discord, client, v2(row(away, button("A", "t1"))))
    assert (shown.tokens, shown.words) == (["t1"], "Docs\nA")
