"""Windows: opened at once, filled in again when wrong, answered in their own place."""

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web

from adapters.slack.paces import Paces
from tests.adapters.slack.club import STUDY, Club, Manner, Slow, a_club, first_day
from tests.slack.apps import listening
from tests.slack.blocks import button
from tests.slack.shown import ShownView
from tests.slack.trouble import Fail

LONG = ("*<&>_`~*<&> " * 250)[:-1] + "!"
"""3,000 characters, 250 words, and all of it would be markup to Slack."""


@pytest.fixture
def desk() -> Slow:
    return Slow()


@pytest.fixture
async def club(tmp_path: Path, desk: Slow) -> AsyncIterator[Club]:
    async with a_club(tmp_path, manner=Manner(desk=desk.before)) as made:
        yield made
        assert made.log.lines == []


@asynccontextmanager
async def nothing_answers(club: Club, desk: Slow) -> AsyncIterator[None]:
    """Each thread of the database is in the middle of something, and the core takes its time."""
    free, store = threading.Event(), club.core.store
    desk.hold()
    loop = asyncio.get_running_loop()
    held = [
        loop.create_task(store.transact(lambda _: free.wait(20), read_only=reads))
        for reads in (False, True)
    ]
    try:
        yield
    finally:
        desk.release()
        free.set()
        await asyncio.gather(*held)


def entered(view: ShownView, field: str) -> str:
    block = next(block for block in view.blocks if block.get("block_id") == field)
    return str(block["element"]["initial_value"])


async def types_start(club: Club) -> None:
    await club.slack.user("U2").types("/prep start", "C1")


async def presses_a_card(club: Club) -> None:
    ben = club.slack.user("U2")
    await ben.presses(ben.sees(STUDY)[-1], "Write one")


async def saves_a_message(club: Club) -> None:
    said = club.slack.user("U1").says("NULL never equals NULL", STUDY)
    await club.slack.user("U2").message_shortcut("note", said)


async def presses_home(club: Club) -> None:
    ben = club.slack.user("U2")
    await ben.presses(ben.home, "Help")


async def uses_a_shortcut(club: Club) -> None:
    await club.slack.user("U2").shortcut("today")


async def presses_a_window(club: Club) -> None:
    ben = club.slack.user("U2")
    await ben.presses(ben.modal, "Name")


def name_of(opens: object) -> str:
    return getattr(opens, "__name__", "")


Opening = Callable[[Club], Awaitable[None]]
FORMS: dict[Opening, str] = {
    types_start: "Start a circle",
    presses_a_card: "A note for yourself",
    saves_a_message: "A note for yourself",
    presses_a_window: "Your name",
}


async def everything_open(club: Club) -> None:
    """Ben has a card with a form behind it, his Home tab, and a window with his settings."""
    await club.types("U2", "/prep notes")
    ben = club.slack.user("U2")
    await ben.opens_home()
    await club.settled()
    await ben.presses(ben.home, "Settings")
    await club.settled()


async def test_a_circle_is_not_asked_for_in_a_direct_conversation(club: Club) -> None:
    ben = club.slack.user("U2")
    await club.types("U2", "/prep start", ben.dm.id)
    assert "Type /prep start in the channel where it is to meet." in club.told("U2", ben.dm.id)
    assert ben.modals == []


@pytest.mark.parametrize("opens", FORMS, ids=name_of)
async def test_a_form_opens_before_anything_is_asked(
    club: Club, desk: Slow, opens: Opening
) -> None:
    await everything_open(club)
    ben = club.slack.user("U2")
    async with nothing_answers(club, desk):
        await opens(club)
        await club.slack.state.until(lambda: ben.modals[-1].title == FORMS[opens], 5)


async def test_a_shortcuts_window_opens_before_anything_is_asked(club: Club, desk: Slow) -> None:
    await club.starts(1)
    ben = club.slack.user("U2")
    async with nothing_answers(club, desk):
        await ben.shortcut("today")
        await club.slack.state.until(lambda: ben.modals, 5)
        opened = ben.modal
    await club.settled()
    assert (opened.title, ben.modal.id) == ("One moment", opened.id)
    assert ben.modal.title.startswith("Day 1")


async def test_a_wrong_form_comes_back_with_the_reason_and_all_that_was_typed(club: Club) -> None:
    ana = club.slack.user("U1")
    await club.types("U1", "/prep start")
    form = ana.modal.id
    await ana.submits({"track": "sony-ds", "zone": "Mars/Olympus", "hour": "07:30"})
    assert (ana.modal.id, ana.modal.title) == (form, "Start a circle")
    assert "Mars/Olympus" in ana.modal.words
    assert entered(ana.modal, "zone") == "Mars/Olympus"
    await ana.submits({"track": "sony-ds", "zone": "Europe/Berlin"})
    assert "07:30 in Europe/Berlin" in ana.modal.words


async def test_the_verdict_takes_the_forms_place(club: Club) -> None:
    await club.starts(first_day("numeric"))
    await club.presses("U2", "Answer")
    ben, before = club.slack.user("U2"), club.texts()
    form = ben.modal
    await ben.submits({"text": "0.5"})
    assert [view.id for view in ben.modals] == [form.id]
    assert ben.modal.title != form.title
    assert ben.modal.submit == ""
    assert club.texts() == before


async def test_an_answer_of_three_thousand_characters_is_kept_whole(club: Club) -> None:
    await club.starts(first_day("written"))
    await club.presses("U2", "Write")
    await club.slack.user("U2").submits({"text": LONG})
    await club.types("U2", "/prep settings export")
    upload = list(club.slack.state.uploads.values())[-1]
    kept = json.loads(upload.data or b"")["circles"][0]["answers"]
    assert kept[-1]["answer"] == LONG


async def test_a_refused_answer_of_three_thousand_characters_is_not_lost(club: Club) -> None:
    await club.starts(first_day("written"))
    await club.presses("U2", "Write")
    await club.until(club.clock.now() + timedelta(days=1))
    ben = club.slack.user("U2")
    await ben.submits({"text": LONG})
    assert ben.modal.title == "Your answer"
    assert entered(ben.modal, "text") == LONG


@pytest.mark.parametrize("opens", [types_start, presses_a_card, saves_a_message], ids=name_of)
async def test_a_window_that_came_too_late_is_explained_where_it_was_asked_for(
    club: Club, opens: Opening
) -> None:
    await everything_open(club)
    ben = club.slack.user("U2")
    club.slack.trouble.next("views.open", Fail("expired_trigger_id"))
    await opens(club)
    await club.settled()
    room = "C1" if opens is types_start else STUDY
    assert club.told("U2", room).startswith("That took too long")
    assert ben.modal.title == "Your settings"


@pytest.mark.parametrize("opens", [presses_home, uses_a_shortcut], ids=name_of)
async def test_what_came_too_late_from_no_room_is_explained_in_a_message(
    club: Club, opens: Opening
) -> None:
    await everything_open(club)
    club.slack.trouble.next("views.open", Fail("expired_trigger_id"))
    await opens(club)
    await club.settled()
    dm = club.slack.user("U2").dm.everything
    assert [message.text.splitlines()[0] for message in dm] == ["That took too long"]


async def test_what_came_too_late_from_a_window_is_explained_in_it(club: Club) -> None:
    await everything_open(club)
    club.slack.trouble.next("views.push", Fail("expired_trigger_id"))
    await presses_a_window(club)
    await club.settled()
    assert [view.title for view in club.slack.user("U2").modals] == ["That took too long"]


async def test_where_no_window_fits_on_top_the_form_takes_its_place(club: Club) -> None:
    await everything_open(club)
    ben = club.slack.user("U2")
    for number in range(4):
        await presses_a_window(club)
        await club.settled()
        await ben.submits({"name": f"Ben {number}"})
    assert len(ben.modals) == 3
    assert "Ben 3" in ben.modal.words


async def test_a_window_is_never_kept_waiting_by_our_own_pace(tmp_path: Path) -> None:
    async def wait(seconds: float) -> None:
        raise AssertionError(f"somebody was to wait {seconds} s")

    async with a_club(tmp_path, manner=Manner(paces=Paces(lambda: 0.0, wait))) as club:
        for _ in range(30):
            await club.types("U2", "/prep note")
        assert club.slack.user("U2").modal.title == "A note for yourself"
        assert club.log.lines == []


async def test_what_everybody_sees_does_not_give_way_to_one_persons_answer(club: Club) -> None:
    """Said aloud, as Slack may put the answer to a button in its message's place."""
    answers = []

    async def hears(request: web.Request) -> web.Response:
        answers.append(await request.json())
        return web.Response(text="ok")

    await club.starts(1)
    message = club.slack.room(STUDY).messages[club.slack.channel(STUDY).last.ts]
    pressed = button("My day", "v1:today")
    ben = club.slack.user("U2").account
    sent = club.slack.payloads.pressed_message(ben, message, {**pressed, "block_id": "b"}, {})
    async with listening(hears) as url:
        sent.payload["response_url"] = url
        await club.slack.deliveries.send(sent)
        await club.settled()
    assert [answer["replace_original"] for answer in answers] == [False]
