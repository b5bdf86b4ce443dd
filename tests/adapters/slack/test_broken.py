"""What breaks for a moment is not lost: Slack is told, and brings again what it can."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.domain.ids import ChannelRef
from bot.ports import Caretaker
from tests.adapters.slack.club import STUDY, Club, Manner, a_club
from tests.slack.deliveries import Ack, NotAcked
from tests.slack.trouble import Broken


class Faltering:
    """A caretaker whose database is away for the first room that ends; only rooms end here."""

    def __init__(self) -> None:
        self.failed = 0

    def before(self, caretaker: Caretaker) -> Caretaker:
        self._caretaker = caretaker
        self.workspace_left = caretaker.workspace_left
        self.workspace_back = caretaker.workspace_back
        self.workspace_forgotten = caretaker.workspace_forgotten
        self.room_back, self.room_lacks = caretaker.room_back, caretaker.room_lacks
        return self

    async def room_left(self, channel: ChannelRef, why: str) -> None:
        if not self.failed:
            self.failed += 1
            raise OSError("the database is away")
        await self._caretaker.room_left(channel, why)


@pytest.mark.parametrize("http", [False, True], ids=["socket", "http"])
async def test_an_event_that_meets_a_failure_is_taken_when_it_comes_again(
    tmp_path: Path, http: bool
) -> None:
    manner = Manner(http=http, caretaker=Faltering().before)
    async with a_club(tmp_path, manner=manner) as club:
        await club.starts(1)
        club.slack.deliveries.retries, club.slack.links.patience = 1, 3.0
        await club.slack.happens.archived(STUDY, by="U2")
        await club.types("U1", "/prep circle status")
        assert "The channel was archived." in club.told("U1")
        assert "the database is away" in club.log.lines[0]


async def presses(club: Club) -> Ack:
    return await club.slack.user("U2").presses(club.slack.channel(STUDY).last, "Hint")


async def calls_the_shortcut(club: Club) -> Ack:
    return await club.slack.user("U2").shortcut("today")


@pytest.mark.parametrize("does", [presses, calls_the_shortcut])
async def test_whoever_cannot_be_served_sees_that_it_did_not_work(
    tmp_path: Path, does: Callable[[Club], Awaitable[Ack]]
) -> None:
    async with a_club(tmp_path, http=True) as club:
        await club.starts(1)
        club.slack.trouble.always("auth.test", Broken())
        await club.slack.happens.revoked("T1")
        with pytest.raises(NotAcked, match="500"):
            await does(club)
        club.slack.trouble.stop()
