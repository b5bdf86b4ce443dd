"""A signing secret that is another app's: one line an hour in the log, and no more."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.adapters.slack.club import Club, a_club
from tests.slack.http_way import FORM, HttpWay, Signing

HELP = {
    "command": "/prep", "text": "help", "team_id": "T1", "user_id": "U2", "user_name": "ben",
    "channel_id": "C2", "trigger_id": "1.1.1",
}  # fmt: skip


@pytest.fixture
async def club(tmp_path: Path) -> AsyncIterator[Club]:
    async with a_club(tmp_path, http=True) as made:
        yield made


async def asks(club: Club, signing: Signing, times: int = 1) -> None:
    way = club.slack.deliveries.way
    assert isinstance(way, HttpWay)
    for _ in range(times):
        await way.post(way.signed(urlencode(HELP), FORM, signing))
    await club.settled()


def passes(club: Club, time: timedelta) -> None:
    club.clock.move_to(club.clock.now() + time)


async def test_the_setting_is_named(club: Club) -> None:
    await asks(club, "forged")
    assert ["PREPCIRCLE_SLACK_SIGNING_SECRET" in line for line in club.log.lines] == [True]


async def test_so_it_is_where_the_clock_is_off(club: Club) -> None:
    await asks(club, "early")
    assert ["this machine's clock" in line for line in club.log.lines] == [True]


async def test_an_hour_has_one_line(club: Club) -> None:
    await asks(club, "forged", 3)
    passes(club, timedelta(minutes=59))
    await asks(club, "forged")
    assert len(club.log.lines) == 1


async def test_the_next_hour_has_another(club: Club) -> None:
    await asks(club, "forged")
    passes(club, timedelta(hours=1))
    await asks(club, "forged", 2)
    assert len(club.log.lines) == 2


async def test_whoever_does_not_claim_to_be_slack_leaves_no_line(club: Club) -> None:
    await asks(club, "missing")
    assert club.log.lines == []


async def test_strangers_leave_none_while_slack_gets_through(club: Club) -> None:
    await asks(club, "good")
    await asks(club, "forged", 2)
    assert club.log.lines == []


async def test_a_secret_that_has_become_wrong_is_named_within_the_hour(club: Club) -> None:
    await asks(club, "good")
    passes(club, timedelta(hours=1))
    await asks(club, "forged")
    assert len(club.log.lines) == 1
