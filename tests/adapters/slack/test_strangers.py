"""People who are not in the circle, not of this workspace, or not there any more."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.adapters.slack.club import STUDY, Club, a_club
from tests.adapters.slack.reading import mentions
from tests.slack.deliveries import Delivery

DEE = "U21"
"""Of the second workspace, which has no app."""
EVENING = timedelta(days=1, hours=9, minutes=30)
"""After the nudges of the first day."""


@pytest.fixture
async def club(tmp_path: Path) -> AsyncIterator[Club]:
    async with a_club(tmp_path) as made:
        yield made
        assert made.log.lines == []


def shared_with_dee(club: Club) -> None:
    """The study room is one that two workspaces share."""
    club.slack.room(STUDY).shared_with.add("T2")
    club.slack.room(STUDY).members.add(DEE)


async def test_somebody_not_in_the_circle_is_told_privately_how_to_join(club: Club) -> None:
    await club.starts(1)
    before = club.texts()
    await club.presses("U3", "Hint")
    assert club.told("U3").startswith("You are not in this circle yet")
    assert "[Join]" in club.told("U3")
    assert club.texts() == before


async def test_who_joins_from_there_can_go_on_at_once(club: Club) -> None:
    await club.starts(1)
    await club.presses("U3", "Hint")
    await club.presses("U3", "Join")
    await club.presses("U3", "Hint")
    assert "Hint 1" in club.told("U3")


async def test_somebody_from_another_workspace_takes_part_under_their_name(club: Club) -> None:
    shared_with_dee(club)
    await club.starts(1)
    await club.presses(DEE, "Join")
    await club.types("U1", "/prep board")
    assert "| Dee |" in club.told("U1")


async def test_somebody_from_another_workspace_fills_in_forms(club: Club) -> None:
    shared_with_dee(club)
    await club.types(DEE, "/prep note")
    await club.slack.user(DEE).submits({"text": "NULL never equals NULL"})
    assert club.slack.user(DEE).modal.title == "Your note"


async def test_somebody_from_another_workspace_sees_nothing_of_other_rooms(club: Club) -> None:
    shared_with_dee(club)
    await club.starts(1)
    await club.slack.user(DEE).says_in_dm("board")
    await club.settled()
    assert "Ana" not in "".join(message.text for message in club.slack.user(DEE).dm.everything)


async def test_a_workspace_without_the_app_is_not_served(club: Club) -> None:
    await club.starts(1)
    payload = {"team_id": "T2", "user_id": DEE, "channel_id": STUDY, "trigger_id": "1.1.1"}
    ack = await club.slack.deliveries.send(
        Delivery("slash_commands", {**payload, "command": "/prep", "text": "join"})
    )
    assert "reinstall" in ack.payload["text"]
    await club.types("U1", "/prep circle status")
    assert "Dee" not in club.told("U1")


async def test_a_nudge_that_reaches_nobody_is_not_tried_again(club: Club) -> None:
    await club.starts(0)
    for user in ("U1", "U2"):
        await club.types(user, "/prep settings nudges on")
    club.slack.state.accounts["U2"].deactivated = True
    await club.until(club.clock.now() + EVENING)
    assert len(club.slack.user("U1").dm.everything) == 1
    club.slack.state.accounts["U2"].deactivated = False
    await club.until(club.clock.now() + timedelta(days=1))
    assert len(club.slack.user("U1").dm.everything) == 2
    assert club.slack.user("U2").dm.everything == []


async def test_what_a_deactivated_user_did_last_does_no_harm(club: Club) -> None:
    await club.starts(1)
    club.slack.state.accounts["U2"].deactivated = True
    await club.presses("U2", "Hint")
    await club.types("U1", "/prep board")
    assert "| Ben |" in club.told("U1")


NAMES = {
    "channel": "<!channel>", "everyone": "@everyone", "here": "<!here|here>", "U1": "<@U1>",
    "S1": "<!subteam^S1>",
}  # fmt: skip


@pytest.mark.parametrize("core", NAMES)
async def test_a_name_pings_nobody_wherever_it_stands(club: Club, core: str) -> None:
    """The invitation, the board, the recap, cards, a direct message, Home and a window."""
    club.slack.state.accounts["U1"].shown_name = f"Ana {NAMES[core]}"
    await club.starts(1)
    ana = club.slack.user("U1")
    await club.types("U1", "/prep checklist CK0-1")
    for line in ("board", "circle status", "settings", "circle remove 1"):
        await club.types("U1", f"/prep {line}")
    await ana.says_in_dm("board")
    await ana.opens_home()
    await club.settled()
    await ana.presses(ana.home, "Settings")
    await club.until(club.clock.now() + timedelta(days=7))
    shown = [*club.slack.channel(STUDY).everything, *ana.sees(STUDY), *ana.dm.messages[1:]]
    payloads = [[message.text, list(message.blocks)] for message in shown]
    payloads += [[list(view.blocks)] for view in (ana.home, ana.modal)]
    named = [p for p in payloads if "Ana" in json.dumps(p) and core in json.dumps(p)]
    assert len(named) == 9
    assert mentions(payloads) == []
