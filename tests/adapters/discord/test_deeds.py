"""What people did, read from what Discord sends."""

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.commands import NOTE
from adapters.discord.deeds import Kind, deed_of, quoted
from adapters.discord.places import PLATFORM
from bot.domain.ids import ActorRef, ChannelRef
from bot.ports import Pressed, Submitted, Typed
from tests.adapters.discord.reading import Json
from tests.adapters.hostile import spoiled

USER = {"id": "7", "username": "ben", "global_name": "Ben"}
HERE: Json = {
    "id": "1", "token": "t", "application_id": "99", "guild_id": "5", "channel_id": "6",
    "channel": {"id": "6", "type": 0}, "member": {"user": USER, "nick": None},
}  # fmt: skip
ALONE: Json = {
    "id": "1", "token": "t", "application_id": "99", "channel_id": "8",
    "channel": {"id": "8", "type": 1}, "user": USER,
}  # fmt: skip
PRESS: Json = {"type": 3, "data": {"component_type": 2, "custom_id": "v1:today"}}
HIDDEN, SHOWN = {"message": {"id": "2", "flags": 1 << 15 | 64}}, {"message": {"id": "2"}}


def thread(owner: str) -> Json:
    channel = {"id": "6", "type": 11, "parent_id": "60", "owner_id": owner}
    return {**HERE, **PRESS, "channel": channel}


def test_a_press_carries_its_token() -> None:
    assert deed_of({**HERE, **PRESS}).invocation.request == Pressed("v1:today")


def test_a_choice_carries_what_was_picked() -> None:
    data = {"component_type": 3, "custom_id": "pick:1", "values": ["v1:mark:3"]}
    deed = deed_of({**HERE, "type": 3, "data": data})
    assert deed.invocation.request == Pressed("v1:mark:3")


def test_a_command_is_the_line_somebody_would_have_typed() -> None:
    data = {"type": 1, "name": "prep", "options": [{"type": 1, "name": "today"}]}
    assert deed_of({**HERE, "type": 2, "data": data}).invocation.request == Typed("today")


def test_a_form_carries_its_token_and_values() -> None:
    field = {"type": 18, "component": {"type": 4, "custom_id": "text", "value": " NULL \r\n"}}
    data = {"custom_id": "v1:note", "components": [field]}
    deed = deed_of({**HERE, "type": 5, "data": data})
    assert deed.invocation.request == Submitted("v1:note", {"text": "NULL"})


def test_a_button_that_asks_first_says_what_about() -> None:
    data = {"component_type": 2, "custom_id": "ask:v1:forget"}
    assert deed_of({**HERE, "type": 3, "data": data}).asks == "v1:forget"


def test_a_person_is_the_same_on_every_server() -> None:
    elsewhere = deed_of({**HERE, **PRESS, "guild_id": "55"}).invocation
    assert elsewhere.actor == deed_of({**HERE, **PRESS}).invocation.actor
    assert elsewhere.actor == ActorRef(PLATFORM, "", "7")


def test_a_room_belongs_to_its_server() -> None:
    assert deed_of({**HERE, **PRESS}).invocation.channel == ChannelRef(PLATFORM, "5", "6")


def test_a_conversation_with_the_bot_is_its_persons() -> None:
    found = deed_of({**ALONE, **PRESS}).invocation.channel
    assert found == ChannelRef(PLATFORM, "", "7", direct=True)


@pytest.mark.parametrize(("owner", "room"), [("99", "60"), ("7", "6")])
def test_a_thread_that_we_began_belongs_to_its_room(owner: str, room: str) -> None:
    assert deed_of(thread(owner)).invocation.channel.channel == room


@pytest.mark.parametrize(("owner", "above"), [("99", None), ("7", "60")])
def test_a_thread_that_a_person_began_knows_the_room_over_it(owner: str, above: str | None) -> None:
    room = above and ChannelRef(PLATFORM, "5", above)
    assert deed_of(thread(owner)).above == room


def test_a_channel_that_is_no_thread_has_no_room_over_it() -> None:
    channel = {"id": "6", "type": 0, "parent_id": "60"}
    assert deed_of({**HERE, **PRESS, "channel": channel}).above is None


def test_on_a_server_that_only_the_person_brought_the_bot_to_no_room_is_over_a_thread() -> None:
    alone = {"authorizing_integration_owners": {"1": "7"}}
    assert deed_of({**thread("7"), **alone}).above is None


NAMES: list[tuple[Json, str]] = [
    ({"user": USER, "nick": "Benny"}, "Benny"),
    ({"user": USER, "nick": None}, "Ben"),
    ({"user": {"id": "7", "username": "ben", "global_name": None}}, "ben"),
    ({"user": {"id": "7"}}, "7"),
]


@pytest.mark.parametrize(("member", "name"), NAMES)
def test_people_are_called_what_others_see(member: Json, name: str) -> None:
    assert deed_of({**HERE, **PRESS, "member": member}).invocation.name == name


@pytest.mark.parametrize(
    ("body", "takes"),
    [
        ({**HERE, **HIDDEN}, True),
        ({**HERE, **SHOWN}, False),
        ({**ALONE, **SHOWN}, True),
        (HERE, False),
    ],
)
def test_only_a_card_for_one_pair_of_eyes_is_replaced(body: Json, takes: bool) -> None:
    assert deed_of({**body, **PRESS}).takes_place is takes


def test_a_messages_words_are_those_of_the_one_that_was_chosen() -> None:
    said = {"2": {"content": "NULL never equals NULL"}, "3": {"content": "other"}}
    data = {"type": 3, "name": NOTE, "target_id": "2", "resolved": {"messages": said}}
    body = {**HERE, "type": 2, "data": data}
    assert quoted(body) == "NULL never equals NULL"
    assert deed_of(body).invocation.request == Typed("note")


def test_nothing_else_quotes_a_message() -> None:
    assert quoted({**HERE, **PRESS}) is None


WHOLE = {**HERE, **PRESS, **SHOWN}


@given(spoiled(lambda: copy.deepcopy(WHOLE)))
def test_nonsense_is_a_deed_or_refused_as_what_it_is(body: Json) -> None:
    try:
        deed = deed_of(body)
    except (KeyError, ValueError, TypeError, AttributeError):
        return
    assert deed.kind in set(Kind)


@given(st.text())
def test_any_custom_id_is_a_press(custom_id: str) -> None:
    data: Any = {"component_type": 2, "custom_id": custom_id}
    assert isinstance(deed_of({**HERE, "type": 3, "data": data}).invocation.request, Pressed)
