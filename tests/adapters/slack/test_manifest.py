"""The app manifest: valid by Slack's own schema, and true to what the product can do."""

import json
from functools import cache

import jsonschema
import pytest

from adapters.shapes import Json
from adapters.slack.manifest import (
    BOT_EVENTS,
    EVENTS_PATH,
    REDIRECT_PATH,
    SCOPES,
    manifest,
)
from adapters.slack.texts import NOTE, TODAY
from bot.commands.registry import COMMANDS
from tests.conftest import beside

URL = "https://prep.example.org"
MODES = {"socket": manifest(), "http": manifest(URL)}
both = pytest.mark.parametrize("made", MODES.values(), ids=MODES)


@cache
def schema() -> Json:
    found: Json = json.loads(beside("specs/slack-manifest.schema.2.0.0.json"))
    return found


def complaints(made: Json) -> list[str]:
    checker = jsonschema.Draft7Validator(schema())
    return [f"{error.json_path}: {error.message}" for error in checker.iter_errors(made)]


@both
def test_slack_would_take_it(made: Json) -> None:
    assert complaints(made) == []


def test_the_check_can_fail() -> None:
    made = manifest()
    made["features"]["shortcuts"][0]["name"] = "x" * 25
    assert len(complaints(made)) == 1


@both
def test_it_can_be_pasted(made: Json) -> None:
    assert json.loads(json.dumps(made)) == made


class TestCommand:
    @both
    def test_there_is_one(self, made: Json) -> None:
        (command,) = made["features"]["slash_commands"]
        assert command["command"] == "/prep"

    @both
    def test_people_and_channels_come_with_their_ids(self, made: Json) -> None:
        assert made["features"]["slash_commands"][0]["should_escape"]

    @pytest.mark.parametrize("name", [c.name for c in COMMANDS if not c.hidden])
    def test_its_hint_knows_every_visible_command(self, name: str) -> None:
        hint = manifest()["features"]["slash_commands"][0]["usage_hint"]
        assert name.split()[0] in hint.strip("[]").split("|")

    def test_its_hint_names_none_twice_and_no_hidden_one(self) -> None:
        words = manifest()["features"]["slash_commands"][0]["usage_hint"].strip("[]").split("|")
        visible = {c.name.split()[0] for c in COMMANDS if not c.hidden}
        assert sorted(words) == sorted(visible)


class TestShortcuts:
    @both
    def test_both_carry_what_the_listeners_wait_for(self, made: Json) -> None:
        kinds = {each["callback_id"]: each["type"] for each in made["features"]["shortcuts"]}
        assert kinds == {TODAY: "global", NOTE: "message"}

    @pytest.mark.parametrize("name", [TODAY, NOTE])
    def test_each_is_a_command(self, name: str) -> None:
        assert name in {command.name for command in COMMANDS}


class TestPermissions:
    @both
    def test_nothing_is_asked_for_without_a_reason(self, made: Json) -> None:
        assert set(made["oauth_config"]["scopes"]["bot"]) == {s for s, why in SCOPES.items() if why}

    @both
    def test_nobodys_conversation_is_read(self, made: Json) -> None:
        asked = set(made["oauth_config"]["scopes"]["bot"])
        assert asked.isdisjoint({"channels:history", "groups:history", "mpim:history"})

    @both
    def test_nothing_is_done_in_anybodys_name(self, made: Json) -> None:
        assert set(made["oauth_config"]["scopes"]) == {"bot"}


class TestEvents:
    @both
    def test_all_that_is_listened_to_is_subscribed_to(self, made: Json) -> None:
        assert made["settings"]["event_subscriptions"]["bot_events"] == list(BOT_EVENTS)

    @pytest.mark.parametrize(
        "event", ["app_home_opened", "message.im", "app_uninstalled", "tokens_revoked",
                  "member_left_channel", "channel_left", "group_left", "channel_archive",
                  "group_archive", "member_joined_channel", "channel_unarchive",
                  "group_unarchive"],
    )  # fmt: skip
    def test_what_ends_a_place_or_gives_it_back_is_among_it(self, event: str) -> None:
        assert event in BOT_EVENTS

    @both
    def test_buttons_work(self, made: Json) -> None:
        assert made["settings"]["interactivity"]["is_enabled"]

    @both
    def test_home_and_messages_are_open(self, made: Json) -> None:
        home = made["features"]["app_home"]
        assert home["home_tab_enabled"]
        assert home["messages_tab_enabled"]
        assert not home["messages_tab_read_only_enabled"]


class TestSocketMode:
    def test_it_is_on(self) -> None:
        assert MODES["socket"]["settings"]["socket_mode_enabled"]

    def test_no_address_is_needed(self) -> None:
        assert "url" not in json.dumps(MODES["socket"])

    def test_it_is_for_one_workspace(self) -> None:
        assert not MODES["socket"]["settings"]["org_deploy_enabled"]


class TestHttp:
    def test_socket_mode_is_off(self) -> None:
        assert not MODES["http"]["settings"]["socket_mode_enabled"]

    def test_everything_arrives_at_one_address(self) -> None:
        made, events = MODES["http"], URL + EVENTS_PATH
        assert made["features"]["slash_commands"][0]["url"] == events
        assert made["settings"]["event_subscriptions"]["request_url"] == events
        assert made["settings"]["interactivity"]["request_url"] == events

    def test_those_who_add_the_app_come_back(self) -> None:
        assert MODES["http"]["oauth_config"]["redirect_urls"] == [URL + REDIRECT_PATH]

    def test_a_whole_organisation_may_add_it(self) -> None:
        assert MODES["http"]["settings"]["org_deploy_enabled"]

    def test_a_slash_at_the_end_makes_no_difference(self) -> None:
        assert manifest(f"{URL}/") == MODES["http"]
