"""The same thing twice: pressed twice, on two devices, or delivered twice."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.domain.specimens import specimen
from bot.tokens import token
from tests.adapters.slack.club import STUDY, Club, a_club, first_day
from tests.adapters.slack.taps import drill_on
from tests.slack.deliveries import Ack

ENOUGH_WORDS = "I would first ask who decides what with it. " * 15


@pytest.fixture(params=["socket", "http"])
async def club(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Club]:
    async with a_club(tmp_path, http=request.param == "http") as made:
        yield made
        assert made.log.lines == []


@pytest.fixture
async def connected(tmp_path: Path) -> AsyncIterator[Club]:
    """Where the way in makes no difference."""
    async with a_club(tmp_path) as made:
        yield made
        assert made.log.lines == []


async def again(club: Club) -> Ack:
    """What was delivered last is delivered once more, as after an ack that got lost."""
    ack = await club.slack.deliveries.again(club.slack.deliveries.sent[-1])
    await club.settled()
    return ack


async def notes_of(club: Club, user: str) -> int:
    await club.types(user, "/prep notes")
    return club.told(user).count("[Remove]")


async def answers_of(club: Club, user: str) -> list[Any]:
    """All that is kept, by the person's own export."""
    await club.types(user, "/prep settings export")
    upload = list(club.slack.state.uploads.values())[-1]
    answers: list[Any] = json.loads(upload.data or b"")["circles"][0]["answers"]
    return answers


async def test_a_double_click_starts_one_circle(connected: Club) -> None:
    club, ana = connected, connected.slack.user("U1")
    await club.types("U1", "/prep start")
    await ana.submits({"track": "sony-ds", "zone": "Europe/Berlin"})
    window = ana.modal
    await asyncio.gather(*(ana.presses(window, "Start and invite") for _ in range(2)))
    await club.settled()
    await club.post()
    assert club.titles() == ["You are invited · Sony data science intern"]


async def test_a_double_click_on_an_answer_counts_once(connected: Club) -> None:
    club, ben = connected, connected.slack.user("U2")
    await club.starts(2)
    post = club.slack.channel(STUDY).last
    answer = next(token for token in post.tokens if token.startswith("v1:answer to:"))
    await club.presses("U1", answer)
    await asyncio.gather(*(ben.presses(post, answer) for _ in range(2)))
    await club.settled()
    await club.types("U2", "/prep board")
    points = re.findall(r"\d \| (?:Ana|Ben) \| (\d+)", club.told("U2"))
    assert len(points) == 2
    assert points[0] == points[1] != "0"


async def test_a_double_click_leaves_the_second_try(connected: Club) -> None:
    club, ben = connected, connected.slack.user("U2")
    await club.starts(first_day("mcq"))
    post = club.slack.channel(STUDY).last
    drill = await drill_on(club, post)
    slip = specimen(drill.drill, right=False, rng=club.core.rng)
    answer = token("answer to", drill.id, slip)
    await asyncio.gather(*(ben.presses(post, answer) for _ in range(2)))
    await club.settled()
    shown = ben.sees(STUDY)[-2:]
    assert [one.text.splitlines()[0].split(" ·")[0] for one in shown] == ["Not this time"] * 2
    assert len(await answers_of(club, "U2")) == 1


async def test_two_devices_with_the_same_form_count_once(connected: Club) -> None:
    club, ben = connected, connected.slack.user("U2")
    await club.starts(first_day("written"))
    sent = []
    for device in range(2):
        await ben.presses(club.slack.channel(STUDY).last, "Write")
        await club.settled()
        form = club.slack.state.views[ben.modal.id]
        written = f"{ENOUGH_WORDS} On device {device}."
        form.touched["text", "value"] = {"type": "plain_text_input", "value": written}
        sent.append(club.slack.payloads.submitted(ben.account, form))
    acks = await asyncio.gather(*map(club.slack.deliveries.send, sent))
    titles = {ack.payload["view"]["title"]["text"] for ack in acks}
    assert len(titles) == 2
    assert "Your answer" in titles
    assert len(await answers_of(club, "U2")) == 1


async def test_a_command_delivered_twice_runs_once(club: Club) -> None:
    await club.types("U2", "/prep note NULL never equals NULL")
    assert (await again(club)).payload == {}
    assert await notes_of(club, "U2") == 1


async def test_words_delivered_twice_are_answered_once(club: Club) -> None:
    ben = club.slack.user("U2")
    await ben.says_in_dm("note NULL never equals NULL")
    await club.settled()
    await again(club)
    assert [message.text.splitlines()[0] for message in ben.dm.messages[1:]] == ["Your note"]
    assert await notes_of(club, "U2") == 1


async def test_a_press_delivered_twice_is_answered_once(club: Club) -> None:
    await club.types("U1", "/prep start")
    await club.slack.user("U1").submits({"track": "sony-ds", "zone": "Europe/Berlin"})
    await club.presses("U1", "Start and invite")
    await club.post()
    await club.presses("U2", "Join")
    await again(club)
    assert len(club.slack.user("U2").sees(STUDY)) == 1


async def test_a_form_delivered_twice_is_kept_once_and_says_so(club: Club) -> None:
    await club.types("U2", "/prep note")
    await club.slack.user("U2").submits({"text": "NULL never equals NULL"})
    ack = await again(club)
    assert ack.payload["view"]["title"]["text"] == "It has arrived"
    assert await notes_of(club, "U2") == 1
