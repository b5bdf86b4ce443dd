"""First answers, follow-ups and edits: what is in time, what fits, what shows up where."""

from datetime import timedelta
from typing import Any

import pytest
from discord.http import Route

from bot.clock import SetClock
from tests.discord.apps import Heard, connected, refusal, stands
from tests.discord.cards import PREP, button, modal, row, text, v2
from tests.discord.cards import label as labelled
from tests.discord.cards import line as lined
from tests.discord.records import EPHEMERAL, Json
from tests.discord.routes import ANSWER, EDIT, EDIT_ORIGINAL, FOLLOW_UP, SYNC
from tests.discord.server import Discord, a_discord

LOOK = EDIT_ORIGINAL.replace("PATCH", "GET")
DELETE = EDIT_ORIGINAL.replace("PATCH", "DELETE")
EDIT_ONE = "PATCH /webhooks/{webhook_id}/{webhook_token}/messages/{message_id}"
CALLBACK = ANSWER
FORM = modal(labelled("Answer", lined("answer")))


async def asked(discord: Discord, client: Heard, kind: int = 5, **data: object) -> Json:
    """A command, answered like this."""
    client.reply = lambda _body: {"type": kind, "data": data}
    await discord.user("ana").types("/prep drill", "general")
    return client.last


async def test_a_deferral_is_thought_about_until_it_is_edited(
    discord: Discord, prep: Heard
) -> None:
    body = await asked(discord, prep, flags=EPHEMERAL)
    assert len(discord.thinking) == 1
    assert discord.user("ana").sees("general") == []
    await prep.follow(EDIT_ORIGINAL, body, v2(text("Right.")))
    await discord.settled()
    shown = discord.user("ana").sees("general")[0]
    assert (shown.words, shown.ephemeral, shown.edited) == ("Right.", True, False)


async def test_what_was_deferred_openly_is_for_everybody(discord: Discord, prep: Heard) -> None:
    body = await asked(discord, prep)
    await prep.follow(EDIT_ORIGINAL, body, {"content": "Open"})
    assert discord.channel("general").last.text == "Open"


async def test_the_first_follow_up_fills_a_deferral_and_its_flag_counts_for_nothing(
    discord: Discord, prep: Heard
) -> None:
    body = await asked(discord, prep)
    await prep.follow(FOLLOW_UP, body, {"content": "A", "flags": EPHEMERAL})
    assert [shown.text for shown in discord.channel("general").messages] == ["A"]
    await prep.follow(FOLLOW_UP, body, {"content": "B", "flags": EPHEMERAL})
    assert [shown.text for shown in discord.user("ana").sees("general")] == ["B"]


async def test_a_follow_up_can_be_edited_by_its_id(discord: Discord, prep: Heard) -> None:
    body = await asked(discord, prep, 4, content="A")
    made = await prep.follow(FOLLOW_UP, body, {"content": "B"})
    await prep.follow(EDIT_ONE, body, {"content": "C"}, message_id=made["id"])
    assert [shown.text for shown in discord.channel("general").messages] == ["A", "C"]


async def test_a_token_reaches_only_its_own_messages(discord: Discord, prep: Heard) -> None:
    other = await stands(discord, prep, {"content": "Other"})
    body = await asked(discord, prep, 4, content="A")
    edit = prep.follow(EDIT_ONE, body, {"content": "C"}, message_id=other.id)
    assert await refusal(edit) == (404, 10008)


async def test_the_answer_can_be_looked_at_and_deleted(discord: Discord, prep: Heard) -> None:
    body = await asked(discord, prep, 4, content="A", flags=EPHEMERAL)
    found = await prep.follow(LOOK, body, None)
    assert (found["content"], found["flags"]) == ("A", EPHEMERAL)
    await prep.follow(DELETE, body, None)
    assert discord.user("ana").sees("general") == []


async def test_an_ephemeral_message_is_out_of_the_bots_own_reach(
    discord: Discord, prep: Heard
) -> None:
    body = await asked(discord, prep, 4, content="A", flags=EPHEMERAL)
    shown = discord.user("ana").sees("general")[0]
    place = {"channel_id": shown.room, "message_id": shown.id}
    assert await refusal(prep.call(EDIT, {"content": "B"}, **place)) == (404, 10008)
    assert body["id"]


async def test_a_dismissed_message_cannot_be_edited(discord: Discord, prep: Heard) -> None:
    body = await asked(discord, prep, 4, content="A", flags=EPHEMERAL)
    discord.user("ana").dismisses(discord.user("ana").sees("general")[0])
    assert await refusal(prep.follow(EDIT_ORIGINAL, body, {"content": "B"})) == (404, 10008)


async def test_a_press_can_change_its_message(discord: Discord, client: Heard) -> None:
    shown = await stands(discord, client, v2(text("1"), row(button("A", "t1"))))
    client.reply = lambda _body: {"type": 7, "data": v2(text("2"))}
    await discord.user("ben").presses(shown, "t1")
    assert discord.channel("general").last.words == "2"


async def test_a_press_can_be_acknowledged_and_its_message_changed_later(
    discord: Discord, client: Heard
) -> None:
    shown = await stands(discord, client, v2(text("1"), row(button("A", "t1"))))
    await discord.user("ben").presses(shown, "t1")
    assert discord.channel("general").last.words == "1\nA"
    await client.follow(EDIT_ORIGINAL, client.last, v2(text("2")))
    assert discord.channel("general").last.words == "2"


async def test_a_press_on_an_ephemeral_message_can_change_it(discord: Discord, prep: Heard) -> None:
    await asked(discord, prep, 4, **v2(text("1"), row(button("A", "t1")), only=True))
    prep.reply = lambda _body: {"type": 7, "data": v2(text("2"))}
    await discord.user("ana").presses(discord.user("ana").sees("general")[0], "t1")
    assert [shown.words for shown in discord.user("ana").sees("general")] == ["2"]


async def test_the_response_is_described_when_asked_for(discord: Discord, prep: Heard) -> None:
    prep.reply = lambda _body: None
    pressed = discord.payloads.command(
        discord.user("ana").account, discord.room("general"), {"id": "1", "name": "x", "type": 1}
    )
    discord.deliveries.post(pressed)
    told = await prep.http.request(
        _with_response(pressed.id, pressed.token), json={"type": 4, "data": {"content": "A"}}
    )
    shown = discord.channel("general").last
    assert told["resource"]["message"]["id"] == shown.id
    assert told["interaction"]["response_message_id"] == shown.id


def _with_response(name: str, token: str) -> Any:  # noqa: ANN401  a route
    made = Route(
        "POST",
        "/interactions/{webhook_id}/{webhook_token}/callback",
        webhook_id=name,
        webhook_token=token,
    )
    made.url += "?with_response=true"
    return made


async def test_a_second_answer_is_refused(discord: Discord, prep: Heard) -> None:
    body = await asked(discord, prep, 4, content="A")
    again = prep.answer(body, {"type": 4, "data": {"content": "B"}})
    assert await refusal(again) == (400, 40060)
    assert [shown.text for shown in discord.channel("general").messages] == ["A"]


async def test_an_answer_after_three_seconds_is_too_late(timed: tuple[Discord, SetClock]) -> None:
    discord, clock = timed
    async with connected(discord) as client:
        shown = await stands(discord, client, v2(row(button("A", "t1"))))
        client.reply = lambda _body: None
        pressed = discord.user("ana").pressing(shown, "t1")
        discord.deliveries.post(pressed)
        clock.move_to(clock.now() + timedelta(seconds=3.1))
        assert await refusal(client.answer(pressed.extra, {"type": 6})) == (404, 10062)
        assert discord.failed == [pressed]


async def test_an_answer_to_nothing_is_unknown(client: Heard) -> None:
    body = {"id": "1", "token": "none"}
    assert await refusal(client.answer(body, {"type": 6})) == (404, 10062)


async def test_nothing_follows_before_the_first_answer(discord: Discord, prep: Heard) -> None:
    prep.reply = lambda _body: None
    data: Json = {"id": "1", "name": "x", "type": 1}
    made = discord.payloads.command(discord.user("ana").account, discord.room("general"), data)
    early = prep.follow(FOLLOW_UP, made.extra, {"content": "A"})
    assert await refusal(early) == (404, 10015)


async def test_a_token_lives_for_fifteen_minutes(timed: tuple[Discord, SetClock]) -> None:
    discord, clock = timed
    async with connected(discord) as client:
        await client.call(SYNC, [PREP], application_id=discord.app_id)
        body = await asked(discord, client, 4, content="A")
        clock.move_to(clock.now() + timedelta(minutes=15))
        await client.follow(EDIT_ORIGINAL, body, {"content": "B"})
        clock.move_to(clock.now() + timedelta(seconds=1))
        late = client.follow(EDIT_ORIGINAL, body, {"content": "C"})
        assert await refusal(late) == (401, 50027)
    assert discord.channel("general").last.text == "B"


async def test_without_the_bot_only_five_follow_ups_are_sent(discord: Discord, prep: Heard) -> None:
    discord.add_guild("third", "ana", bot_in=False)
    discord.add_channel("elsewhere", "third")
    prep.reply = lambda _body: {"type": 4, "data": {"content": "A"}}
    await discord.user("ana").types("/prep drill", "elsewhere")
    for _ in range(5):
        await prep.follow(FOLLOW_UP, prep.last, {"content": "B"})
    sixth = prep.follow(FOLLOW_UP, prep.last, {"content": "B"})
    assert await refusal(sixth) == (400, 40094)


@pytest.mark.parametrize(
    "told",
    [
        pytest.param({"type": 6}, id="an update without a message"),
        pytest.param({"type": 8, "data": {"choices": []}}, id="choices for a command"),
        pytest.param({"type": 5, "data": {"flags": EPHEMERAL | 1 << 15}}, id="v2 in a deferral"),
        pytest.param({"type": 4, "data": {}}, id="nothing"),
        pytest.param(modal(title="a" * 46), id="a long title"),
        pytest.param(modal(), id="an empty modal"),
        pytest.param(modal(*[labelled("L", lined(f"f{n}")) for n in range(6)]), id="six labels"),
        pytest.param(modal(labelled("L" * 46, lined("f"))), id="a long label"),
        pytest.param(modal(lined("f")), id="a field without a label"),
    ],
)
async def test_an_answer_discord_would_not_take_is_refused_and_kept(told: Json) -> None:
    async with a_discord() as discord, connected(discord) as client:
        client.reply = lambda _body: None
        data: Json = {"id": "1", "name": "x", "type": 1}
        made = discord.payloads.command(discord.user("ana").account, discord.room("general"), data)
        status, _ = await refusal(client.answer(made.extra, told))
        assert (status, len(discord.rejected), made.answer) == (400, 1, None)


async def test_a_modal_follows_neither_a_modal_nor_a_deferral() -> None:
    async with a_discord() as discord, connected(discord) as client:
        await client.call(SYNC, [PREP], application_id=discord.app_id)
        client.reply = lambda body: FORM if body["type"] == 2 else None
        await discord.user("ana").types("/prep drill", "general")
        sent = discord.payloads.submission(discord.state.modals[discord.user("ana").id], {})
        assert await refusal(client.answer(sent.extra, FORM)) == (400, 50035)
        body = await asked(discord, client)
        assert await refusal(client.answer(body, FORM)) == (400, 40060)


@pytest.mark.parametrize(
    "choices",
    [
        pytest.param([{"name": str(n), "value": str(n)} for n in range(26)], id="too many"),
        pytest.param([{"name": "n" * 101, "value": "v"}], id="a long name"),
        pytest.param([{"name": "n", "value": "v" * 101}], id="a long value"),
        pytest.param([{"name": "", "value": "v"}], id="no name"),
    ],
)
async def test_wrong_choices_complete_nothing(choices: list[Json]) -> None:
    async with a_discord() as discord, connected(discord) as client:
        made = discord.payloads.completion(
            discord.user("ana").account, discord.room("general"), {"name": "x"}
        )
        told = {"type": 8, "data": {"choices": choices}}
        assert await refusal(client.answer(made.extra, told)) == (400, 50035)
        assert discord.rejected[0].surface == "autocomplete"
