"""People who are not in the circle, not of this workspace, or not there any more."""

import json
import random
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.slack.app import Slack as Surface
from adapters.slack.app import SlackConfig
from adapters.slack.workspaces import OAuthConfig
from bot.bootstrap import build
from bot.clock import SetClock
from bot.storage.migrations import upgrade
from bot.storage.store import SqlStore
from bot.telemetry import Telemetry, make_log
from tests.adapters.slack.club import SHELF, STUDY, Club, Diary, database, served
from tests.adapters.slack.install_parts import KEY
from tests.adapters.slack.reading import mentions
from tests.conftest import MONDAY
from tests.slack.deliveries import Delivery
from tests.slack.workspace import SIGNING_SECRET, a_slack

DEE = "U21"
"""Of the second workspace, which has no app."""
EVENING = timedelta(days=1, hours=9, minutes=30)
"""After the nudges of the first day."""


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
    assert "not installed in this workspace" in ack.payload["text"]
    assert "reinstall" not in ack.payload["text"]
    await club.types("U1", "/prep circle status")
    assert "Dee" not in club.told("U1")


async def test_where_many_workspaces_may_add_the_app_a_stranger_is_told_where(
    tmp_path: Path,
) -> None:
    clock = SetClock(MONDAY)
    store = SqlStore(database(tmp_path))
    store.migrate(upgrade)
    oauth = OAuthConfig("1.2", "secret", KEY, "https://prep.example.org/")
    async with a_slack(clock) as slack:
        config = SlackConfig(signing_secret=SIGNING_SECRET, api_url=slack.api_url, oauth=oauth)
        surface = Surface(config, store, clock, Diary([]))
        core = build(
            store, SHELF, clock, Telemetry(make_log("error", "json")), [surface.messenger],
            random.Random(28),
        )  # fmt: skip
        surface.connect(core.desk, core.caretaker)
        async with served(surface) as address:
            slack.over_http(f"{address}/slack/events")
            await slack.user(DEE).types("/prep help", "C21")
            (told,) = slack.user(DEE).sees("C21")
        await surface.close()
    store.close()
    assert "Add it: https://prep.example.org/slack/install" in told.text


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
    assert mentions(payloads, beside=STUDY) == []
