"""Whether Slack's connection is up, for /readyz and the figures."""

from pathlib import Path

from adapters.slack.app import Slack, SlackConfig
from bot.chats import connections
from bot.clock import SetClock
from bot.storage.store import SqlStore
from tests.adapters.slack.club import Diary, Manner, a_club
from tests.conftest import MONDAY
from tests.slack.workspace import APP_TOKEN, TOKENS

UP, DOWN = {"slack socket": True}, {"slack socket": False}


async def test_a_connection_that_is_there_is_up(tmp_path: Path) -> None:
    async with a_club(tmp_path) as club:
        await club.types("U2", "/prep help")
        assert connections([club.surface]) == UP


async def test_one_that_slack_has_cut_and_refuses_to_renew_is_down(tmp_path: Path) -> None:
    async with a_club(tmp_path, manner=Manner(ping=1.0)) as club:
        club.slack.links.refuses = True
        club.slack.links.cut()
        await club.slack.state.until(lambda: connections([club.surface]) == DOWN)


async def test_before_anything_is_served_it_is_down() -> None:
    config, store = SlackConfig(TOKENS["T1"], APP_TOKEN), SqlStore("sqlite://")
    surface = Slack(config, store, SetClock(MONDAY), Diary([]))
    assert connections([surface]) == DOWN
    store.close()


async def test_over_http_there_is_none_to_tell_of(tmp_path: Path) -> None:
    async with a_club(tmp_path, http=True) as club:
        assert connections([club.surface]) == {}
