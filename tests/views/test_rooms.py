"""How a room is named to whoever reads of it."""

import pytest

from bot.cards import Room, plain
from bot.domain.ids import ChannelRef
from bot.plain_text import words
from bot.views.rooms import named
from tests.builders import a_channel

ROOM = a_channel("C1", "T1", "slack")


@pytest.mark.parametrize(
    "reader",
    [
        ROOM,
        a_channel("C2", "T1", "slack"),
        a_channel("U1", "T1", "slack", direct=True),
        a_channel("7", "", "slack", direct=True),
    ],
)
def test_a_room_of_the_readers_own_workspace_goes_by_its_name_there(reader: ChannelRef) -> None:
    assert named(ROOM, reader) == (Room(ROOM),)


@pytest.mark.parametrize("reader", [a_channel("C1", "T2", "slack"), a_channel("C1", "T1")])
def test_elsewhere_a_room_is_told_in_words_with_its_id(reader: ChannelRef) -> None:
    assert named(ROOM, reader) == plain("a Slack channel (C1)")


def test_in_plain_words_a_room_has_the_sign_of_one() -> None:
    assert words((Room(a_channel("general")),)) == "#general"
