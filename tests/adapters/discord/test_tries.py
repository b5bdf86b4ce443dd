"""How often an answer is given again: what discord.py has repeated for long enough is not."""

import discord
import pytest

from adapters.discord.answers import Answers
from adapters.discord.api import Api
from adapters.discord.app import Discord as Surface
from adapters.discord.app import DiscordConfig
from adapters.discord.deeds import deed_of
from bot.clock import SetClock
from bot.storage.store import SqlStore
from tests.adapters.discord.test_deeds import HERE, PRESS
from tests.adapters.discord.test_errors import refused
from tests.adapters.slack.club import Diary


class Worn(Api):
    """As discord.py, after its own repeats, at a Discord that always answers the same."""

    def __init__(self, surface: Surface, status: int) -> None:
        super().__init__(surface.client, "")
        self.status, self.calls = status, 0

    async def call(self, method: str, path: str, body: object = None, **names: str) -> None:  # noqa: ARG002
        self.calls += 1
        raise refused(self.status)


@pytest.mark.parametrize(
    ("status", "tries"), [(500, 1), (502, 1), (504, 1), (524, 1), (501, 3), (503, 3), (520, 3)]
)
async def test_what_discord_py_has_repeated_is_not_tried_again(
    store: SqlStore, clock: SetClock, status: int, tries: int
) -> None:
    surface = Surface(DiscordConfig("t", "http://127.0.0.1:1"), store, clock, Diary([]))
    worn = Worn(surface, status)
    answers = Answers(worn, lambda _title, _problems: None, surface.messenger)
    with pytest.raises(discord.DiscordServerError):
        await answers.defer(deed_of({**HERE, **PRESS}))
    assert worn.calls == tries
