"""A private answer on a network that fails: tried again, then brought some other way."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.slack.places import PLATFORM
from bot.domain.ids import ChannelRef
from bot.ports import RateLimited
from tests.adapters.slack.club import STUDY, Club, Gate, Manner, a_club
from tests.builders import a_card
from tests.slack.trouble import Broken, Dropped, Fail, Limited, Trouble

GONE: dict[str, Trouble] = {"dropped": Dropped(kept=False), "broken": Broken()}
PASSING: dict[str, Trouble] = {
    **GONE,
    "too fast": Limited(30),
    "perhaps": Fail("internal_error"),
    "busy": Fail("service_unavailable"),
}


@pytest.fixture
async def club(tmp_path: Path) -> AsyncIterator[Club]:
    async with a_club(tmp_path) as made:
        await made.starts(1)
        yield made
        assert made.log.lines == []


def hints(club: Club, user: str) -> int:
    """Messages with one that this person alone sees in the room."""
    return sum(shown.text.startswith("Hint 1") for shown in club.slack.user(user).sees(STUDY))


@pytest.mark.parametrize("trouble", GONE.values(), ids=GONE)
async def test_it_is_brought_again(club: Club, trouble: Trouble) -> None:
    club.slack.hooks.troubles = [trouble, trouble]
    await club.presses("U2", "Hint")
    assert hints(club, "U2") == 1
    assert club.slack.state.calls[-1].method != "chat.postEphemeral"


@pytest.mark.parametrize("trouble", GONE.values(), ids=GONE)
async def test_what_fails_three_times_is_whispered_in_the_room(
    club: Club, trouble: Trouble
) -> None:
    club.slack.hooks.troubles = [trouble] * 9
    await club.presses("U2", "Hint")
    assert hints(club, "U2") == 1
    assert len(club.slack.hooks.troubles) == 6
    assert club.slack.user("U2").dm.everything == []


async def test_whom_nobody_can_whisper_to_gets_a_message(club: Club) -> None:
    club.slack.hooks.troubles = [Broken()] * 3
    club.slack.trouble.next("chat.postEphemeral", Fail("user_not_in_channel"))
    await club.presses("U2", "Hint")
    assert club.slack.user("U2").dm.last.text.startswith("Hint 1")


@pytest.mark.parametrize("trouble", GONE.values(), ids=GONE)
async def test_whom_no_whisper_reaches_gets_a_message(club: Club, trouble: Trouble) -> None:
    club.slack.hooks.troubles = [Broken()] * 3
    club.slack.trouble.next("chat.postEphemeral", *[trouble] * 3)
    await club.presses("U2", "Hint")
    assert club.slack.user("U2").dm.last.text.startswith("Hint 1")


@pytest.mark.parametrize("trouble", PASSING.values(), ids=PASSING)
async def test_a_message_is_written_again(club: Club, trouble: Trouble) -> None:
    ben = club.slack.user("U2")
    club.slack.trouble.next("chat.postMessage", trouble, trouble)
    await ben.says_in_dm("help")
    await club.settled()
    titles = [shown.text.splitlines()[0] for shown in ben.dm.everything[1:]]
    assert titles == ["What you can do here"]


async def test_an_answer_refused_for_now_lets_the_whole_workspace_rest(tmp_path: Path) -> None:
    gate, room = Gate(), ChannelRef(PLATFORM, "T1", STUDY)
    async with a_club(tmp_path, manner=Manner(sleep=gate.sleep)) as club:
        gate.shut()
        club.slack.trouble.next("chat.postMessage", Limited(30))
        await club.slack.user("U2").says_in_dm("help")
        await gate.reached.wait()
        with pytest.raises(RateLimited):
            await club.surface.messenger.post(room, a_card(), key="k")
        gate.open()


async def test_in_a_conversation_with_the_app_it_is_a_message(club: Club) -> None:
    ben = club.slack.user("U2")
    await ben.says_in_dm("today")
    await club.settled()
    club.slack.hooks.troubles = [Broken()] * 3
    await ben.presses(ben.dm.last, "Checklist")
    await club.settled()
    assert ben.dm.last.text.startswith("Checklist")
    assert club.slack.state.calls[-1].method == "chat.postMessage"


async def test_a_while_passes_between_the_tries(tmp_path: Path) -> None:
    gate = Gate()
    async with a_club(tmp_path, manner=Manner(sleep=gate.sleep)) as club:
        await club.starts(1)
        gate.shut()
        club.slack.hooks.troubles = [Broken()]
        await club.slack.user("U2").presses(club.slack.channel(STUDY).last, "Hint")
        await gate.reached.wait()
        assert hints(club, "U2") == 0
        gate.open()
        await club.settled()
        assert hints(club, "U2") == 1
