"""Modals: what opens, what a person can fill in, and how it comes back."""

import pytest

from tests.discord.apps import Heard
from tests.discord.cards import button, label, line, modal, row, select, text, v2
from tests.discord.deliveries import NotAnswered
from tests.discord.records import Json
from tests.discord.routes import SEND
from tests.discord.server import Discord
from tests.discord.slash import ClientRefuses

RADIO: Json = {"type": 21, "custom_id": "level", "options": [
    {"label": "Easy", "value": "e"}, {"label": "Hard", "value": "h", "default": True}]}  # fmt: skip
BOXES: Json = {"type": 22, "custom_id": "days", "required": False, "options": [
    {"label": "Mon", "value": "1"}, {"label": "Tue", "value": "2"}]}  # fmt: skip
FILE: Json = {"type": 19, "custom_id": "file", "required": False, "max_values": 2}
TICK: Json = {"type": 23, "custom_id": "agree"}


async def opened(discord: Discord, client: Heard, *components: Json) -> None:
    """A modal in front of Ana, from a command."""
    client.reply = lambda body: modal(*components) if body["type"] == 2 else {"type": 5}
    await discord.user("ana").types("/prep drill", "general")


async def sent(discord: Discord, client: Heard, values: dict[str, object]) -> list[Json]:
    await discord.user("ana").submits(values)
    return list(client.last["data"]["components"])


async def test_a_modal_opens_for_the_one_who_asked(discord: Discord, prep: Heard) -> None:
    await opened(discord, prep, text("Read this"), label("Answer", line("answer")))
    shown = discord.user("ana").modal
    assert (shown.title, shown.custom_id, shown.fields) == ("Form", "form", ["answer"])
    assert "Read this" in shown.words
    with pytest.raises(LookupError):
        _ = discord.user("ben").modal


async def test_a_field_comes_back_in_its_label(discord: Discord, prep: Heard) -> None:
    await opened(discord, prep, text("Read this"), label("Answer", line("answer")))
    assert await sent(discord, prep, {"answer": "42"}) == [
        {"type": 10, "id": 1},
        {
            "type": 18,
            "id": 2,
            "component": {"type": 4, "id": 3, "custom_id": "answer", "value": "42"},
        },
    ]


async def test_a_field_can_be_found_by_its_label(discord: Discord, prep: Heard) -> None:
    await opened(discord, prep, label("Answer", line("answer")))
    components = await sent(discord, prep, {"Answer": "42"})
    assert components[0]["component"]["value"] == "42"


async def test_the_library_understands_what_comes_back(discord: Discord, prep: Heard) -> None:
    await opened(discord, prep, label("Answer", line("answer")))
    await discord.user("ana").submits({"answer": "42"})
    data = prep.interactions[-1].data
    assert data is not None
    assert data.get("custom_id") == "form"


async def test_a_filled_field_stays_as_it_was(discord: Discord, prep: Heard) -> None:
    await opened(discord, prep, label("Answer", line("answer", value="41")))
    components = await sent(discord, prep, {})
    assert components[0]["component"]["value"] == "41"


async def test_choices_come_back_as_values(discord: Discord, prep: Heard) -> None:
    menu = select("track", "sql", "stats", required=True)
    await opened(discord, prep, label("Level", RADIO), label("Days", BOXES), label("Track", menu))
    components = await sent(discord, prep, {"level": "Easy", "days": ["Mon", "2"], "track": "sql"})
    held = [{**one["component"], "id": 0} for one in components]
    assert held == [
        {"type": 21, "id": 0, "custom_id": "level", "value": "e"},
        {"type": 22, "id": 0, "custom_id": "days", "values": ["1", "2"]},
        {"type": 3, "id": 0, "custom_id": "track", "values": ["sql"]},
    ]


async def test_what_is_chosen_at_first_is_sent_when_nothing_is_touched(
    discord: Discord, prep: Heard
) -> None:
    await opened(discord, prep, label("Level", RADIO), label("Days", BOXES), label("Agree", TICK))
    level, days, agree = await sent(discord, prep, {})
    assert level["component"]["value"] == "h"
    assert days["component"]["values"] == []
    assert agree["component"]["value"] is False


async def test_a_file_is_described_and_can_be_fetched(discord: Discord, prep: Heard) -> None:
    await opened(discord, prep, label("File", FILE))
    components = await sent(discord, prep, {"file": ("answer.sql", b"SELECT 1")})
    (name,) = components[0]["component"]["values"]
    told = prep.last["data"]["resolved"]["attachments"][name]
    assert await prep.http.get_from_cdn(told["url"]) == b"SELECT 1"


@pytest.mark.parametrize(
    ("field", "values"),
    [
        pytest.param(line("f"), {}, id="a required field left empty"),
        pytest.param(line("f", max_length=3), {"f": "four"}, id="too long"),
        pytest.param(line("f", min_length=3), {"f": "ab"}, id="too short"),
        pytest.param(select("f", "a"), {}, id="a required menu left alone"),
        pytest.param({**FILE, "custom_id": "f", "required": True}, {}, id="a required file"),
        pytest.param({**FILE, "custom_id": "f"}, {"f": [("a", b"")] * 3}, id="too many files"),
    ],
)
async def test_the_client_sends_no_form_that_is_not_filled_in(
    discord: Discord, prep: Heard, field: Json, values: dict[str, object]
) -> None:
    await opened(discord, prep, label("F", field))
    with pytest.raises(ClientRefuses):
        await discord.user("ana").submits(values)
    assert len(prep.bodies) == 1


async def test_a_field_that_is_not_there_cannot_be_filled_in(discord: Discord, prep: Heard) -> None:
    await opened(discord, prep, label("Answer", line("answer")))
    with pytest.raises(LookupError):
        await discord.user("ana").submits({"other": "42"})


async def test_a_submission_brings_the_message_it_came_from(
    discord: Discord, client: Heard
) -> None:
    await client.call(SEND, v2(row(button("A", "t1"))), channel_id=discord.room("general").id)
    shown = discord.channel("general").last
    client.reply = lambda body: (
        modal(label("F", line("f"))) if body["type"] == 3 else {"type": 7, "data": v2(text("Done"))}
    )
    await discord.user("ana").presses(shown, "t1")
    await discord.user("ana").submits({"f": "x"})
    assert client.last["message"]["id"] == shown.id
    assert discord.channel("general").last.words == "Done"


async def test_an_answered_modal_is_closed(discord: Discord, prep: Heard) -> None:
    await opened(discord, prep, label("Answer", line("answer")))
    await discord.user("ana").submits({"answer": "42"})
    with pytest.raises(LookupError):
        _ = discord.user("ana").modal


async def test_a_modal_nobody_answers_stays_open(discord: Discord, prep: Heard) -> None:
    await opened(discord, prep, label("Answer", line("answer")))
    prep.reply = lambda _body: None
    discord.deliveries.patience = 0.05
    with pytest.raises(NotAnswered):
        await discord.user("ana").submits({"answer": "42"})
    assert discord.user("ana").modal.custom_id == "form"


async def test_closing_a_modal_tells_nobody(discord: Discord, prep: Heard) -> None:
    await opened(discord, prep, label("Answer", line("answer")))
    discord.user("ana").closes()
    assert len(prep.bodies) == 1
    with pytest.raises(LookupError):
        _ = discord.user("ana").modal


async def test_a_tampered_client_can_send_any_content(discord: Discord, prep: Heard) -> None:
    await opened(discord, prep, label("Answer", line("answer", max_length=3)))
    long: Json = {"type": 4, "id": 2, "custom_id": "answer", "value": "a" * 9_000}
    forged = [{"type": 18, "id": 1, "component": long}]
    await discord.user("ana").sends(discord.state.modals[discord.user("ana").id], forged)
    assert prep.last["data"]["components"] == forged
