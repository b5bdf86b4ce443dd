"""Work that takes longer than Slack waits: acknowledged in time, answered in the same place."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.ports import Invocation, Reply
from tests.adapters.slack.club import STUDY, Club, Gate, Manner, Slow, a_club
from tests.slack.deliveries import NotAcked

LONGER_THAN_AN_ADDRESS_LIVES = timedelta(minutes=31)


class Broken(Slow):
    """A desk that fails, against what it promises."""

    async def dispatch(self, invocation: Invocation) -> Reply | None:
        raise ArithmeticError(f"{invocation.id} was not foreseen")


@pytest.fixture
def slow() -> Slow:
    return Slow()


@pytest.fixture
async def club(tmp_path: Path, slow: Slow) -> AsyncIterator[Club]:
    async with a_club(tmp_path, manner=Manner(desk=slow.before, patience=0.05)) as made:
        await made.types("U2", "/prep notes")
        slow.hold()
        yield made
        assert made.log.lines == []


async def test_a_slow_command_is_answered_later_in_the_same_room(club: Club, slow: Slow) -> None:
    ben = club.slack.user("U2")
    before = len(ben.sees(STUDY))
    ack = await ben.types("/prep help", STUDY)
    assert (ack.payload, len(ben.sees(STUDY))) == ({}, before)
    slow.release()
    await club.settled()
    assert club.told("U2").startswith("What you can do here")
    assert ben.dm.everything == []


async def test_a_slow_press_on_a_private_card_is_answered_in_its_place(
    club: Club, slow: Slow
) -> None:
    ben = club.slack.user("U2")
    slow.release()
    await club.types("U2", "/prep settings")
    slow.hold()
    before = len(ben.sees(STUDY))
    await ben.presses(ben.sees(STUDY)[-1], "Nudge me once a day")
    slow.release()
    await club.settled()
    assert club.told("U2").startswith("Nudges are on")
    assert len(ben.sees(STUDY)) == before


async def opens_note(club: Club) -> str:
    """Ben's form for a note; its id."""
    ben = club.slack.user("U2")
    await ben.presses(ben.sees(STUDY)[-1], "Write one")
    await club.slack.state.until(lambda: ben.modals)
    return ben.modal.id


async def test_a_slow_form_says_so_and_then_shows_the_answer(club: Club, slow: Slow) -> None:
    ben = club.slack.user("U2")
    form = await opens_note(club)
    await ben.submits({"text": "NULL"})
    assert (ben.modal.id, ben.modal.title) == (form, "One moment")
    slow.release()
    await club.settled()
    assert (ben.modal.id, ben.modal.title) == (form, "Your note")
    assert ben.dm.everything == []


async def test_the_answer_never_overtakes_the_acknowledgement(tmp_path: Path) -> None:
    slow, gate = Slow(), Gate()
    manner = Manner(desk=slow.before, patience=0.05, sleep=gate.sleep)
    async with a_club(tmp_path, manner=manner) as club:
        ben = club.slack.user("U2")
        await club.types("U2", "/prep note")
        slow.hold()
        gate.shut()
        await ben.submits({"text": "NULL"})
        slow.release()
        async with asyncio.timeout(20):
            await gate.reached.wait()
        assert ben.modal.title == "One moment"
        gate.open()
        await club.settled()
        assert ben.modal.title == "Your note"


async def test_what_was_slow_and_wrong_comes_back_filled_in(club: Club, slow: Slow) -> None:
    ben = club.slack.user("U2")
    await ben.types("/prep start", STUDY)
    await club.slack.state.until(lambda: ben.modals)
    await ben.submits({"track": "sony-ds", "zone": "Mars/Olympus"})
    slow.release()
    await club.settled()
    zone = next(block for block in ben.modal.blocks if block.get("block_id") == "zone")
    assert zone["element"]["initial_value"] == "Mars/Olympus"


async def test_whoever_closed_the_window_meanwhile_gets_the_answer_as_a_message(
    club: Club, slow: Slow
) -> None:
    ben = club.slack.user("U2")
    await opens_note(club)
    await ben.submits({"text": "NULL never equals NULL"})
    await ben.closes()
    slow.release()
    await club.settled()
    assert [message.text.splitlines()[0] for message in ben.dm.everything] == ["Your note"]


async def test_an_answer_that_comes_after_half_an_hour_is_a_message(club: Club, slow: Slow) -> None:
    ben = club.slack.user("U2")
    await ben.types("/prep help", STUDY)
    club.clock.move_to(club.clock.now() + LONGER_THAN_AN_ADDRESS_LIVES)
    slow.release()
    await club.settled()
    assert ben.dm.last.text.startswith("What you can do here")


async def test_a_form_that_breaks_something_stays_open_as_it_was(tmp_path: Path) -> None:
    async with a_club(tmp_path, manner=Manner(http=True, desk=Broken().before)) as club:
        ben = club.slack.user("U2")
        await ben.types("/prep note", STUDY)
        await club.settled()
        with pytest.raises(NotAcked, match="500"):
            await ben.submits({"text": "NULL"})
        assert ben.modal.title == "A note for yourself"
        assert "ArithmeticError" in club.log.lines[0]


async def test_a_command_that_breaks_something_says_so(tmp_path: Path) -> None:
    async with a_club(tmp_path, manner=Manner(desk=Broken().before)) as club:
        await club.types("U2", "/prep help")
        assert club.told("U2").startswith("Something broke on our side")
        assert "ArithmeticError" in club.log.lines[0]
