"""From the settings to the connection."""

import pytest

from adapters.discord.app import Discord as Surface
from adapters.discord.app import DiscordConfig
from adapters.discord.invite import PERMISSIONS
from bot.chats import open_chats
from bot.clock import SetClock
from bot.settings import ROOT, load
from bot.storage.store import SqlStore
from tests.adapters.slack.club import Diary

TOKEN = "MTA5OTk5.of.nobody"


async def opened(store: SqlStore, clock: SetClock, **settings: str) -> Surface:
    given = {"PREPCIRCLE_DISCORD_TOKEN": TOKEN}
    given |= {f"PREPCIRCLE_DISCORD_{name.upper()}": value for name, value in settings.items()}
    (chat,) = open_chats(load(given), store, clock, Diary([]))
    assert isinstance(chat, Surface)
    return chat


async def test_with_a_token_there_is_discord(store: SqlStore, clock: SetClock) -> None:
    surface = await opened(store, clock)
    assert [service.name for service in surface.services()] == ["discord"]
    assert surface.routes() == {}
    await surface.close()


async def test_without_a_token_there_is_none(store: SqlStore, clock: SetClock) -> None:
    assert open_chats(load({}), store, clock, Diary([])) == []


@pytest.mark.parametrize(
    ("shards", "ids", "count"), [("", None, None), ("8-15/16", list(range(8, 16)), 16)]
)
async def test_the_shards_are_those_of_the_setting(
    store: SqlStore, clock: SetClock, shards: str, ids: list[int] | None, count: int | None
) -> None:
    given = {"PREPCIRCLE_DISCORD_TOKEN": TOKEN, "PREPCIRCLE_DISCORD_SHARDS": shards}
    given["PREPCIRCLE_DATABASE_URL"] = "postgresql://prep@localhost/prepcircle"
    (surface,) = open_chats(load(given), store, clock, Diary([]))
    assert isinstance(surface, Surface)
    assert (surface.client.shard_ids, surface.client.shard_count) == (ids, count)


async def test_on_sqlite_one_process_serves_every_shard(store: SqlStore, clock: SetClock) -> None:
    surface = await opened(store, clock, shards="0-1/2")
    assert surface.client.shard_ids == [0, 1]
    with pytest.raises(ValueError, match="PostgreSQL"):
        await opened(store, clock, shards="0-0/2")


async def test_the_only_intent_is_the_one_for_servers(store: SqlStore, clock: SetClock) -> None:
    surface = await opened(store, clock)
    assert {name for name, wanted in surface.client.intents if wanted} == {"guilds"}


def test_what_is_configured_does_not_show_its_token() -> None:
    assert TOKEN not in repr(DiscordConfig(TOKEN))


def test_the_documentation_names_every_permission() -> None:
    page = (ROOT / "docs" / "discord.md").read_text(encoding="utf-8")
    assert [name for name in PERMISSIONS.values() if f"| {name} |" not in page] == []
