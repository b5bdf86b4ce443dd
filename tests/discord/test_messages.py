"""Messages in rooms as the real discord.py sends them, and what the rooms show."""

import io
import json
from datetime import timedelta
from typing import Any

import pytest
from discord import File, Forbidden, NotFound, TextChannel
from discord.http import Route
from discord.ui import Container, LayoutView, TextDisplay

from bot.clock import SetClock
from tests.discord.apps import Heard, connected, refusal
from tests.discord.cards import button, row, text, v2
from tests.discord.records import COMPONENTS_V2, Json
from tests.discord.routes import EDIT, OPEN_DM, SEND
from tests.discord.server import Discord, a_discord


async def says(discord: Discord, client: Heard, room: str, told: Json) -> Any:  # noqa: ANN401
    return await client.call(SEND, told, channel_id=discord.room(room).id)


async def edits(discord: Discord, client: Heard, told: Json) -> Any:  # noqa: ANN401
    shown = discord.channel("general").last
    return await client.call(EDIT, told, channel_id=shown.room, message_id=shown.id)


def text_channel(discord: Discord, client: Heard, name: str) -> TextChannel:
    found = client.get_channel(int(discord.room(name).id))
    assert isinstance(found, TextChannel)
    return found


async def test_what_is_sent_stands_in_the_room(discord: Discord, client: Heard) -> None:
    sent = await text_channel(discord, client, "general").send("Hello")
    shown = discord.channel("general").last
    assert (shown.text, shown.id, shown.author) == ("Hello", str(sent.id), discord.app_id)
    assert discord.channel("study").messages == []


async def test_the_librarys_own_layouts_are_understood(discord: Discord, client: Heard) -> None:
    view = LayoutView()
    view.add_item(Container(TextDisplay("## A drill")))
    await text_channel(discord, client, "general").send(view=view)
    shown = discord.channel("general").last
    assert (shown.words, shown.flags) == ("## A drill", COMPONENTS_V2)


async def test_the_librarys_own_messages_can_be_read_back(discord: Discord, client: Heard) -> None:
    room = text_channel(discord, client, "general")
    sent = await room.send("Hello")
    found = await room.fetch_message(sent.id)
    assert (found.content, found.author.id) == ("Hello", int(discord.app_id))


async def test_components_get_ids_and_tokens_can_be_seen(discord: Discord, client: Heard) -> None:
    await says(discord, client, "general", v2(text("Q"), row(button("A", "t1"), button("B", "t2"))))
    shown = discord.channel("general").last
    assert (shown.tokens, shown.words) == (["t1", "t2"], "Q\nA\nB")
    assert shown.components[0]["id"] == 1


async def test_a_repeated_nonce_brings_the_first_message_back(
    discord: Discord, client: Heard
) -> None:
    told: Json = {"content": "Once", "nonce": "row-1", "enforce_nonce": True}
    first = await says(discord, client, "general", told)
    second = await says(discord, client, "general", told)
    assert first["id"] == second["id"]
    assert len(discord.channel("general").messages) == 1


async def test_a_nonce_that_is_not_enforced_guards_nothing(discord: Discord, client: Heard) -> None:
    for _ in range(2):
        await says(discord, client, "general", {"content": "Twice", "nonce": "row-1"})
    assert len(discord.channel("general").messages) == 2


async def test_a_nonce_holds_in_one_room(discord: Discord, client: Heard) -> None:
    told: Json = {"content": "Both", "nonce": "row-1", "enforce_nonce": True}
    for room in ("general", "study"):
        await says(discord, client, room, told)
    assert len(discord.channel("study").messages) == 1


async def test_a_nonce_is_forgotten_after_some_minutes(timed: tuple[Discord, SetClock]) -> None:
    discord, clock = timed
    told: Json = {"content": "Again", "nonce": "row-1", "enforce_nonce": True}
    async with connected(discord) as client:
        await says(discord, client, "general", told)
        clock.move_to(clock.now() + timedelta(seconds=discord.state.nonce_life + 1))
        await says(discord, client, "general", told)
    assert len(discord.channel("general").messages) == 2


@pytest.mark.parametrize(
    "told",
    [
        pytest.param({"content": "a" * 2_001}, id="long content"),
        pytest.param({"content": "a", "nonce": "n" * 26}, id="long nonce"),
        pytest.param({"content": ""}, id="nothing"),
        pytest.param({**v2(text("Q")), "content": "a"}, id="content with components v2"),
        pytest.param({**v2(text("Q")), "flags": 0}, id="components v2 without the flag"),
        pytest.param(v2(text("a" * 4_001)), id="too much text"),
        pytest.param(v2(*[text("a")] * 40), id="too many components"),
        pytest.param(v2(text("")), id="empty text"),
        pytest.param(v2(row(*[button(str(n), str(n)) for n in range(6)])), id="six buttons"),
        pytest.param(v2(row(button("A", "t1"), button("B", "t1"))), id="one custom id twice"),
        pytest.param(v2(row(button("A", "t" * 101))), id="a long custom id"),
        pytest.param(v2(row(button("A" * 81, "t"))), id="a long label"),
        pytest.param(v2(row(button("A", "t", url="https://example.org"))), id="half a link"),
        pytest.param(
            v2({"type": 12, "items": [{"media": {"url": "attachment://no.png"}}]}), id="pic"
        ),
        pytest.param({"content": "a", "allowed_mentions": {"parse": ["all"]}}, id="mentions"),
        pytest.param({"content": "a", "message_reference": {"message_id": "1"}}, id="reply"),
        pytest.param({"components": "none"}, id="no components at all"),
    ],
)
async def test_what_discord_would_not_take_is_refused_and_kept(told: Json) -> None:
    async with a_discord() as discord, connected(discord) as client:
        status, _ = await refusal(says(discord, client, "general", told))
        assert status == 400
        assert len(discord.rejected) == 1
        assert discord.channel("general").messages == []


async def test_a_plugged_validator_is_asked_about_every_message(
    client: Heard, discord: Discord
) -> None:
    seen: list[tuple[Json, str]] = []

    def validator(payload: Json, surface: str) -> list[str]:
        seen.append((payload, surface))
        return []

    discord.state.validator = validator
    await says(discord, client, "general", {"content": "Hello", "nonce": "row-1"})
    assert seen == [({"content": "Hello"}, "message")]


async def test_an_edit_changes_what_it_names(discord: Discord, client: Heard) -> None:
    await says(discord, client, "general", {"content": "A", "embeds": [{"title": "T"}]})
    await edits(discord, client, {"content": "B"})
    shown = discord.channel("general").last
    assert (shown.text, shown.edited, shown.embeds) == ("B", True, ({"title": "T"},))


async def test_an_edit_can_turn_a_message_into_components(discord: Discord, client: Heard) -> None:
    await says(discord, client, "general", {"content": "A"})
    await edits(discord, client, {**v2(text("B")), "content": None})
    assert discord.channel("general").last.words == "B"


async def test_components_v2_cannot_be_taken_away() -> None:
    async with a_discord() as discord, connected(discord) as client:
        await says(discord, client, "general", v2(text("A")))
        back: Json = {"content": "B", "components": [], "flags": 0}
        assert await refusal(edits(discord, client, back)) == (400, 50035)


async def test_an_old_screen_shows_what_it_showed(discord: Discord, client: Heard) -> None:
    await says(discord, client, "general", {"content": "A"})
    old = discord.channel("general").last
    await edits(discord, client, {"content": "B"})
    assert old.text == "A"


async def test_somebody_elses_message_cannot_be_edited(discord: Discord, client: Heard) -> None:
    discord.user("ana").says("Mine", "general")
    assert await refusal(edits(discord, client, {"content": "B"})) == (403, 50005)


async def test_a_deleted_message_is_gone(discord: Discord, client: Heard) -> None:
    sent = await text_channel(discord, client, "general").send("Hello")
    await sent.delete()
    assert discord.channel("general").messages == []
    with pytest.raises(NotFound):
        await sent.edit(content="B")


async def test_a_reply_names_the_message_it_answers(discord: Discord, client: Heard) -> None:
    room = text_channel(discord, client, "general")
    first = await room.send("Q")
    await first.reply("A", mention_author=False)
    assert discord.channel("general").last.reply_to == str(first.id)


async def test_files_come_along_with_their_words(discord: Discord, client: Heard) -> None:
    file = File(io.BytesIO(b"PNG"), "board.png", description="Ten bars")
    sent = await text_channel(discord, client, "general").send(file=file)
    assert discord.channel("general").last.files == ("board.png",)
    assert (sent.attachments[0].description, await sent.attachments[0].read()) == (
        "Ten bars",
        b"PNG",
    )


async def test_a_picture_in_components_is_found_by_its_name(
    discord: Discord, client: Heard
) -> None:
    gallery: Json = {"type": 12, "items": [{"media": {"url": "attachment://board.png"}}]}
    form: list[dict[str, Any]] = [
        {"name": "payload_json", "value": json.dumps(v2(gallery))},
        {"name": "files[0]", "value": io.BytesIO(b"PNG"), "filename": "board.png"},
    ]
    at = Route("POST", "/channels/{channel_id}/messages", channel_id=discord.room("general").id)
    await client.http.request(at, form=form)
    media = discord.channel("general").last.components[0]["components"][0]["items"][0]["media"]
    assert await client.http.get_from_cdn(media["url"]) == b"PNG"


async def test_a_direct_message_reaches_one_person(discord: Discord, client: Heard) -> None:
    ana = discord.user("ana")
    opened = await client.call(OPEN_DM, {"recipient_id": ana.id})
    await client.call(SEND, {"content": "Psst"}, channel_id=opened["id"])
    assert ana.dm.last.text == "Psst"
    assert discord.user("ben").dm.messages == []


async def test_closed_doors_show_when_something_is_sent(discord: Discord, client: Heard) -> None:
    ana = discord.user("ana")
    ana.account.closed_dms = True
    opened = await client.call(OPEN_DM, {"recipient_id": ana.id})
    sending = client.call(SEND, {"content": "Psst"}, channel_id=opened["id"])
    assert await refusal(sending) == (403, 50007)


async def test_what_the_bot_may_not_see_it_has_no_access_to(
    discord: Discord, client: Heard
) -> None:
    discord.room("general").bot_may.clear()
    told: Json = {"content": "Hello"}
    assert await refusal(says(discord, client, "general", told)) == (403, 50001)


async def test_what_the_bot_may_not_do_lacks_a_permission(discord: Discord, client: Heard) -> None:
    discord.room("general").bot_may.discard("send_messages")
    with pytest.raises(Forbidden) as caught:
        await text_channel(discord, client, "general").send("Hello")
    assert caught.value.code == 50013


async def test_a_deleted_channel_is_unknown(discord: Discord, client: Heard) -> None:
    room = text_channel(discord, client, "study")
    discord.happens.deleted("study")
    with pytest.raises(NotFound) as caught:
        await room.send("Hello")
    assert caught.value.code == 10003


async def test_after_a_kick_there_is_no_access(discord: Discord, client: Heard) -> None:
    discord.happens.kicked("second")
    assert await refusal(says(discord, client, "lobby", {"content": "Hello"})) == (403, 50001)


async def test_a_message_can_be_pinned_with_a_permission(discord: Discord, client: Heard) -> None:
    sent = await text_channel(discord, client, "general").send("Hello")
    with pytest.raises(Forbidden):
        await sent.pin()
    discord.happens.allowed("general", *discord.room("general").bot_may, "pin_messages")
    await sent.pin()
    assert discord.channel("general").last.pinned


async def test_what_was_said_can_be_read_newest_first(discord: Discord, client: Heard) -> None:
    room = text_channel(discord, client, "general")
    for words in ("A", "B"):
        await room.send(words)
    assert [message.content async for message in room.history()] == ["B", "A"]


async def test_what_a_moderator_took_away_is_unknown(discord: Discord, client: Heard) -> None:
    sent = await text_channel(discord, client, "general").send("Hello")
    discord.happens.message_deleted("general", str(sent.id))
    with pytest.raises(NotFound) as caught:
        await sent.edit(content="B")
    assert caught.value.code == 10008


async def test_a_file_that_is_too_large_is_refused(discord: Discord, client: Heard) -> None:
    file = File(io.BytesIO(b"a" * (10 * 1024**2 + 1)), "long.txt")
    sending = text_channel(discord, client, "general").send(file=file)
    assert await refusal(sending) == (413, 40005)


async def test_a_long_run_can_forget(discord: Discord, client: Heard) -> None:
    await says(discord, client, "general", {"content": "Hello"})
    discord.forget()
    assert discord.channel("general").messages == []


async def test_a_payload_this_discord_does_not_understand_is_kept_not_retried() -> None:
    async with a_discord() as discord, connected(discord) as client:
        told: Json = {"content": "A", "flags": "many"}
        assert await refusal(says(discord, client, "general", told)) == (400, 50035)
        assert [one.surface for one in discord.rejected] == ["crash"]
