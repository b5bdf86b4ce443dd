"""The addresses that add the bot to a server and to a person's account."""

import base64
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import discord
import pytest
from typer.testing import CliRunner

from adapters.discord.invite import BITS, PERMISSIONS, invite, invite_own
from bot.cli import app

APP = "1099999999999999999"
TOKEN = f"{base64.urlsafe_b64encode(APP.encode()).decode().rstrip('=')}.Gx1a2B.c3d4e5"


def asked(address: str) -> discord.Permissions:
    return discord.Permissions(int(parse_qs(urlsplit(address).query)["permissions"][0]))


def test_exactly_the_permissions_that_are_explained_are_asked_for() -> None:
    assert asked(invite(APP)) == discord.Permissions(**dict.fromkeys(PERMISSIONS, True))


def test_administrator_is_never_asked_for() -> None:
    assert not asked(invite(APP)).administrator


def test_every_permission_has_its_bit() -> None:
    assert set(BITS) == set(PERMISSIONS)


def test_the_address_adds_the_bot_and_its_commands() -> None:
    address = urlsplit(invite(APP))
    query = parse_qs(address.query)
    assert address.geturl().startswith("https://discord.com/oauth2/authorize?")
    assert (query["client_id"], query["scope"]) == ([APP], ["bot applications.commands"])


def test_to_an_account_only_the_commands_are_added() -> None:
    query = parse_qs(urlsplit(invite_own(APP)).query)
    asked_for = {"client_id": [APP], "scope": ["applications.commands"], "integration_type": ["1"]}
    assert query == asked_for


def test_a_token_that_is_missing_is_not_called_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    made = CliRunner().invoke(app, ["invite", "discord"], env={"PREPCIRCLE_DISCORD_TOKEN": ""})
    assert made.exit_code == 1
    assert "PREPCIRCLE_DISCORD_TOKEN: it is not set" in made.stderr


def test_a_wrong_token_gets_no_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    made = CliRunner().invoke(app, ["invite", "discord"], env={"PREPCIRCLE_DISCORD_TOKEN": "abc"})
    assert (made.exit_code, made.stdout) == (2, "")
    assert "PREPCIRCLE_DISCORD_TOKEN: this is no bot token" in made.stderr


def test_the_command_prints_both_addresses_of_the_tokens_application(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    made = CliRunner().invoke(app, ["invite", "discord"], env={"PREPCIRCLE_DISCORD_TOKEN": TOKEN})
    told = dict(line.split(": ", 1) for line in made.stdout.splitlines())
    assert {name: address.strip() for name, address in told.items()} == {
        "For a server": invite(APP),
        "For your own account": invite_own(APP),
    }
