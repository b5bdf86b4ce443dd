"""Application commands: what is registered, what is refused, and what counts."""

from datetime import timedelta
from typing import Any

import pytest
from discord import app_commands

from bot.clock import SetClock
from tests.discord.apps import Heard, connected, refusal
from tests.discord.cards import PREP, command, option
from tests.discord.records import Json
from tests.discord.routes import COMMANDS, GUILD_COMMANDS, SYNC
from tests.discord.server import Discord, a_discord


async def sync(discord: Discord, client: Heard, *commands: Json) -> list[Json]:
    return list(await client.call(SYNC, list(commands), application_id=discord.app_id))


async def test_what_is_registered_replaces_what_was(discord: Discord, client: Heard) -> None:
    await sync(discord, client, command("one"), command("two"))
    await sync(discord, client, command("two"), command("three"))
    assert [one["name"] for one in discord.commands] == ["two", "three"]


async def test_a_command_of_the_same_name_keeps_its_id(discord: Discord, client: Heard) -> None:
    (first,) = await sync(discord, client, command("prep"))
    (second,) = await sync(discord, client, PREP)
    assert first["id"] == second["id"]
    assert first["version"] != second["version"]


async def test_syncs_are_counted(discord: Discord, client: Heard) -> None:
    await sync(discord, client, PREP)
    assert discord.state.counts[SYNC] == 1


async def test_the_librarys_own_tree_is_understood(discord: Discord, client: Heard) -> None:
    tree = app_commands.CommandTree(client)
    group = app_commands.Group(name="prep", description="Practise")

    @group.command(name="drill", description="A drill")
    async def drill(_interaction: Any, count: app_commands.Range[int, 1, 9] = 1) -> None:  # noqa: ANN401
        assert count

    tree.add_command(group)
    (made,) = await tree.sync()
    assert (made.name, discord.commands[0]["options"][0]["options"][0]["max_value"]) == ("prep", 9)
    assert [one.name for one in await tree.fetch_commands()] == ["prep"]


async def test_one_command_can_be_made_changed_and_taken_away(
    discord: Discord, client: Heard
) -> None:
    app = {"application_id": discord.app_id}
    made = await client.call(f"POST {COMMANDS}", command("prep"), **app)
    at = {**app, "command_id": made["id"]}
    await client.call(f"PATCH {COMMANDS}/{{command_id}}", {"description": "New"}, **at)
    assert discord.commands[0]["description"] == "New"
    await client.call(f"DELETE {COMMANDS}/{{command_id}}", **at)
    assert discord.commands == []


async def test_a_guilds_commands_are_its_own(discord: Discord, client: Heard) -> None:
    first = discord.guild("first").id
    at = {"application_id": discord.app_id, "guild_id": first}
    await client.call(f"PUT {GUILD_COMMANDS}", [command("dev")], **at)
    assert discord.commands == []
    assert [one["name"] for one in discord.state.commands[first].values()] == ["dev"]


async def test_a_day_has_two_hundred_creations(timed: tuple[Discord, SetClock]) -> None:
    discord, clock = timed
    async with connected(discord) as client:
        for start in (0, 100):
            await sync(discord, client, *[command(f"c{start + n}") for n in range(100)])
        assert await refusal(sync(discord, client, command("more"))) == (400, 30034)
        clock.move_to(clock.now() + timedelta(days=1))
        await sync(discord, client, command("more"))


@pytest.mark.parametrize(
    "told",
    [
        pytest.param([command("Prep")], id="a capital"),
        pytest.param([command("n" * 33)], id="a long name"),
        pytest.param([command("prep", description="")], id="no description"),
        pytest.param([command("prep", description="d" * 101)], id="a long description"),
        pytest.param([command("a"), command("a")], id="one name twice"),
        pytest.param([command(f"c{n}") for n in range(101)], id="too many"),
        pytest.param([{"name": f"m{n}", "type": 3} for n in range(16)], id="too many menus"),
        pytest.param([{"name": "m", "type": 3, "description": "d"}], id="a menu described"),
        pytest.param([command("a", *[option(f"o{n}") for n in range(26)])], id="many options"),
        pytest.param([command("a", option("b"), option("b"))], id="an option twice"),
        pytest.param([command("a", option("b"), option("c", required=True))], id="order"),
        pytest.param([command("a", option("b", 1), option("c"))], id="values beside subcommands"),
        pytest.param(
            [command("a", option("b", 2, options=[option("c", 2)]))], id="a group in a group"
        ),
        pytest.param(
            [command("a", option("b", autocomplete=True, choices=[{"name": "c", "value": "c"}]))],
            id="choices and autocomplete",
        ),
        pytest.param(
            [command("a", option("b", choices=[{"name": "c" * 101, "value": "c"}]))],
            id="a long choice",
        ),
        pytest.param(
            [
                command(
                    "a",
                    *[
                        option(
                            f"o{n}",
                            description="d" * 100,
                            choices=[{"name": "n" * 90, "value": "v" * 90}] * 2,
                        )
                        for n in range(20)
                    ],
                )
            ],
            id="too long in total",
        ),
    ],
)
async def test_commands_discord_would_not_take_are_refused_and_kept(told: list[Json]) -> None:
    async with a_discord() as discord, connected(discord) as client:
        assert await refusal(sync(discord, client, *told)) == (400, 50035)
        assert len(discord.rejected) == 1
        assert discord.commands == []
