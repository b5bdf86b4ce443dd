"""One deed with several answers, as when a program is judged: each arrives, none ends the rest."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.cards import Card
from bot.ports import Invocation, Reply
from tests.adapters.discord.club import STUDY, Club, Manner, a_club
from tests.adapters.slack.club import Slow
from tests.discord.routes import EDIT_ORIGINAL
from tests.discord.trouble import Fail

NEWS = ("Two are before you", "One is before you", "Right")


class Judging(Slow):
    """A desk whose answers go on with one card after the other."""

    def __init__(self) -> None:
        super().__init__()
        self.settled: list[str] = []

    async def dispatch(self, invocation: Invocation) -> Reply | None:
        first = await super().dispatch(invocation)
        return first and replace(first, then=self._then())

    async def _then(self) -> AsyncIterator[Reply]:
        for title in NEWS:
            self.settled.append(title)
            yield Reply(Card(title, ()))


@pytest.fixture
def judging() -> Judging:
    return Judging()


@pytest.fixture
async def club(tmp_path: Path, judging: Judging) -> AsyncIterator[Club]:
    async with a_club(tmp_path, manner=Manner(judging.before)) as made:
        yield made


def first_line(words: str) -> str:
    return words.splitlines()[0].removeprefix("## ")


async def test_each_takes_the_place_of_the_last(club: Club) -> None:
    await club.types("ben", "/prep today")
    assert [first_line(one.words) for one in club.discord.user("ben").sees(STUDY)] == ["Right"]


async def test_where_their_place_is_gone_each_is_a_direct_message_of_its_own(club: Club) -> None:
    club.discord.trouble.always(EDIT_ORIGINAL, Fail(404, 10008))
    await club.types("ben", "/prep today")
    told = [first_line(shown.words) for shown in club.discord.user("ben").dm.messages]
    assert (told, club.log.lines) == (list(NEWS), [])


async def test_what_can_be_shown_nowhere_is_logged_and_the_rest_is_settled(
    club: Club, judging: Judging
) -> None:
    club.discord.trouble.always(EDIT_ORIGINAL, Fail(404, 10008))
    club.discord.user("ben").account.closed_dms = True
    await club.types("ben", "/prep today")
    assert judging.settled == list(NEWS)
    assert len(club.log.lines) == len(NEWS)
    assert all("no direct messages" in line for line in club.log.lines)
