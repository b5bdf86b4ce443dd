"""Forms: opened at once, given back when wrong, and slow work that is announced in time."""

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from tests.adapters.discord.club import STUDY, Club
from tests.adapters.slack.club import Slow, first_day
from tests.discord.callbacks import DEFER, DEFER_UPDATE

LONG = ("*<&>_`~*<&> " * 250)[:-1] + "!"
"""3,000 characters, 250 words, and all of it would be markup to Discord."""
PAST_THE_TOKEN = timedelta(minutes=16)


@asynccontextmanager
async def busy_database(club: Club) -> AsyncIterator[None]:
    """Both its threads are in the middle of something."""
    free, store = threading.Event(), club.core.store
    loop = asyncio.get_running_loop()
    held = [
        loop.create_task(store.transact(lambda _: free.wait(20), read_only=reads))
        for reads in (False, True)
    ]
    try:
        yield
    finally:
        free.set()
        await asyncio.gather(*held)


def entered(club: Club, user: str, field: str) -> str:
    """What stands in a field of the open form."""
    asked = [part.get("component", {}) for part in club.discord.user(user).modal.components]
    return next(str(one.get("value", "")) for one in asked if one.get("custom_id") == field)


async def types_start(club: Club) -> None:
    await club.discord.user("ben").types("/prep start", "general")


async def presses_a_card(club: Club) -> None:
    ben = club.discord.user("ben")
    await ben.presses(ben.sees(STUDY)[-1], "Write one")


async def saves_a_message(club: Club) -> None:
    said = club.discord.user("ana").says("NULL never equals NULL", STUDY)
    await club.discord.user("ben").context_menu("Save as drill note", said)


FORMS: dict[Callable[[Club], Awaitable[None]], str] = {
    types_start: "Start a circle",
    presses_a_card: "A note for yourself",
    saves_a_message: "A note for yourself",
}


@pytest.mark.parametrize("opens", FORMS, ids=lambda opens: opens.__name__)
async def test_a_form_opens_before_any_database_is_asked(
    club: Club, opens: Callable[[Club], Awaitable[None]]
) -> None:
    await club.types("ben", "/prep notes")
    async with busy_database(club):
        await opens(club)
        assert club.discord.user("ben").modal.title == FORMS[opens]


async def test_a_wrong_form_says_why_and_keeps_all_that_was_typed(club: Club) -> None:
    await club.types("ana", "/prep start")
    await club.submits("ana", {"track": "sony-ds", "zone": "Mars/Olympus", "hour": "07:30"})
    assert "Mars/Olympus" in club.told("ana")
    await club.presses("ana", "Mend it")
    assert club.discord.user("ana").modal.title == "Start a circle"
    assert entered(club, "ana", "zone") == "Mars/Olympus"
    assert entered(club, "ana", "hour") == "07:30"


async def test_the_mended_form_is_taken_in_the_place_of_the_complaint(club: Club) -> None:
    await club.types("ana", "/prep start")
    await club.submits("ana", {"track": "sony-ds", "zone": "Mars/Olympus", "hour": "07:30"})
    await club.presses("ana", "Mend it")
    await club.submits("ana", {"track": "sony-ds", "zone": "Europe/Berlin"})
    (shown,) = club.discord.user("ana").sees(STUDY)
    assert "07:30 in Europe/Berlin" in shown.words


async def test_what_was_mended_does_not_stand_in_the_next_form(club: Club) -> None:
    await club.types("ana", "/prep start")
    await club.submits("ana", {"track": "sony-ds", "zone": "Mars/Olympus", "hour": "07:30"})
    await club.presses("ana", "Mend it")
    await club.submits("ana", {"track": "sony-ds", "zone": "Europe/Berlin"})
    await club.types("ana", "/prep start")
    assert entered(club, "ana", "hour") != "07:30"


async def test_what_one_typed_nobody_else_gets_to_see(club: Club) -> None:
    await club.types("ana", "/prep start")
    await club.submits("ana", {"track": "sony-ds", "zone": "Mars/Olympus"})
    await club.types("ben", "/prep start")
    assert entered(club, "ben", "zone") != "Mars/Olympus"


async def test_the_verdict_is_for_its_writer_alone(club: Club) -> None:
    await club.starts(first_day("numeric"))
    await club.presses("ben", "Answer")
    before, anas = club.words(), len(club.discord.user("ana").sees(STUDY))
    await club.submits("ben", {"text": "0.5"})
    assert club.words() == before
    assert len(club.discord.user("ana").sees(STUDY)) == anas
    assert "0.5" in club.told("ben")


async def test_an_answer_of_three_thousand_characters_is_kept_whole(club: Club) -> None:
    await club.starts(first_day("written"))
    await club.presses("ben", "Write")
    await club.submits("ben", {"text": LONG})
    await club.types("ben", "/prep settings export")
    upload = list(club.discord.state.uploads.values())[-1]
    kept = json.loads(upload.data)["circles"][0]["answers"]
    assert kept[-1]["answer"] == LONG
    # Escaped, and beside the model answer, it is more than one message holds.
    assert all(line.startswith("card shortened") for line in club.log.lines)
    club.log.lines.clear()


async def test_an_export_is_a_file_for_its_owner_alone(club: Club) -> None:
    await club.types("ben", "/prep settings export")
    assert [len(shown.files) for shown in club.discord.user("ben").sees(STUDY)] == [0, 1]
    assert club.words() == []


async def test_a_refused_answer_of_three_thousand_characters_is_not_lost(club: Club) -> None:
    await club.starts(first_day("written"))
    await club.presses("ben", "Write")
    await club.until(club.clock.now() + timedelta(days=1))
    await club.submits("ben", {"text": LONG})
    await club.presses("ben", "Mend it")
    assert entered(club, "ben", "text") == LONG


async def test_slow_work_is_announced_in_time_and_answered_in_its_place(
    lazy: Club, slow: Slow
) -> None:
    slow.hold()
    typed = await lazy.discord.user("ben").types("/prep help", STUDY)
    assert typed.answer == DEFER
    assert lazy.discord.user("ben").sees(STUDY) == []
    slow.release()
    await lazy.settled()
    (shown,) = lazy.discord.user("ben").sees(STUDY)
    assert shown.words.startswith("## What you can do here")
    assert lazy.words() == []


async def test_a_slow_press_on_a_private_card_is_answered_in_its_place(
    lazy: Club, slow: Slow
) -> None:
    await lazy.types("ben", "/prep settings show")
    slow.hold()
    ben = lazy.discord.user("ben")
    pressed = await ben.presses(ben.sees(STUDY)[-1], "Nudge me once a day")
    slow.release()
    await lazy.settled()
    assert pressed.answer == DEFER_UPDATE
    (shown,) = ben.sees(STUDY)
    assert "Nudges are on" in shown.words


async def test_a_slow_form_is_answered_where_it_was_opened(lazy: Club, slow: Slow) -> None:
    await lazy.types("ben", "/prep note")
    slow.hold()
    await lazy.discord.user("ben").submits({"text": "NULL never equals NULL"})
    slow.release()
    await lazy.settled()
    assert lazy.told("ben").startswith("## Your note")


async def test_what_was_slow_and_wrong_can_be_mended(lazy: Club, slow: Slow) -> None:
    await lazy.types("ben", "/prep start")
    slow.hold()
    await lazy.discord.user("ben").submits({"track": "sony-ds", "zone": "Mars/Olympus"})
    slow.release()
    await lazy.settled()
    await lazy.presses("ben", "Mend it")
    assert entered(lazy, "ben", "zone") == "Mars/Olympus"


async def test_an_answer_after_a_quarter_of_an_hour_is_a_direct_message(
    lazy: Club, slow: Slow
) -> None:
    slow.hold()
    await lazy.discord.user("ben").types("/prep help", STUDY)
    lazy.clock.move_to(lazy.clock.now() + PAST_THE_TOKEN)
    slow.release()
    await lazy.settled()
    assert lazy.discord.user("ben").dm.last.words.startswith("## What you can do here")
