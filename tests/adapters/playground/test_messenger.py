import pytest

from adapters.playground.messenger import PlaygroundMessenger
from adapters.playground.places import direct_ref, room_ref
from bot.domain.ids import ChannelRef, Platform
from bot.ports import ChannelGone, Messenger
from tests.adapters.playground.gallery import BOARD, HINT
from tests.adapters.playground.test_room import HERE, a_room


async def test_a_post_has_a_receipt_and_its_key_is_recognised() -> None:
    room = a_room()
    messenger: Messenger = PlaygroundMessenger(room)
    first = await messenger.post(HERE, BOARD, key="day-1")
    assert await messenger.post(HERE, HINT, key="day-1") == first
    (entry,) = room.seen_by("ben", HERE)
    assert str(entry.message.id) == first.message
    assert entry.message.content == BOARD


async def test_a_parent_is_answered_in_its_thread() -> None:
    room = a_room()
    messenger = PlaygroundMessenger(room)
    top = await messenger.post(HERE, BOARD, key="a")
    await messenger.post(HERE, HINT, key="b", parent=top.message)
    await messenger.post(HERE, HINT, key="c", parent="lost")
    first, second = room.seen_by("ben", HERE)
    assert len(first.replies) == 1
    assert second.message.content == HINT


async def test_a_direct_post_reaches_one_person() -> None:
    room = a_room()
    await PlaygroundMessenger(room).post(direct_ref("ana"), BOARD, key="a")
    assert len(room.seen_by("ana", direct_ref("ana"))) == 1
    assert room.seen_by("ben", direct_ref("ben")) == ()


@pytest.mark.parametrize(
    "target",
    [
        room_ref("closed"),
        direct_ref("nobody"),
        ChannelRef(Platform("slack"), "playground", "general"),
    ],
)
async def test_an_unknown_room_is_gone(target: ChannelRef) -> None:
    with pytest.raises(ChannelGone):
        await PlaygroundMessenger(a_room()).post(target, BOARD, key="a")
