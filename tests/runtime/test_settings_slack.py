"""Slack's settings: whole or refused, mixed-up tokens named, and no secret in any line."""

import traceback

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.settings import PREFIX, SECRETS, Settings, SettingsError, load

SOCKET = {"SLACK_BOT_TOKEN": "xoxb-of-nobody", "SLACK_APP_TOKEN": "xapp-of-nobody"}
HTTP = {"SLACK_BOT_TOKEN": "xoxb-of-nobody", "SLACK_SIGNING_SECRET": "secret-of-nobody"}
MANY = {
    "SLACK_CLIENT_ID": "1.2",
    "SLACK_CLIENT_SECRET": "client-of-nobody",
    "SLACK_SIGNING_SECRET": "secret-of-nobody",
    "SLACK_TOKEN_KEYS": "key-of-nobody",
    "PUBLIC_URL": "https://prep.example.org",
}
WAYS = {"socket": SOCKET, "http": HTTP, "both": SOCKET | HTTP, "many": MANY}


def loaded(given: dict[str, str]) -> Settings:
    return load({f"{PREFIX}{name}": value for name, value in given.items()})


def refused(given: dict[str, str]) -> SettingsError:
    with pytest.raises(SettingsError) as error:
        loaded(given)
    return error.value


def without(given: dict[str, str], name: str) -> dict[str, str]:
    return {key: value for key, value in given.items() if key != name}


class TestWhole:
    def test_with_nothing_set_there_is_no_slack(self) -> None:
        assert (loaded({}).slack, loaded({}).chats) == (False, False)

    @pytest.mark.parametrize("way", WAYS)
    def test_each_way_in_is_enough(self, way: str) -> None:
        found = loaded(WAYS[way])
        assert (found.slack, found.chats) == (True, True)

    @pytest.mark.parametrize("way", WAYS)
    def test_empty_settings_are_none(self, way: str) -> None:
        assert not loaded(dict.fromkeys(WAYS[way], "")).slack

    @pytest.mark.parametrize(
        "half", [without(SOCKET, "SLACK_APP_TOKEN"), without(SOCKET, "SLACK_BOT_TOKEN"),
                 without(HTTP, "SLACK_BOT_TOKEN")],
    )  # fmt: skip
    def test_half_a_set_up_is_told_what_belongs_to_it(self, half: dict[str, str]) -> None:
        told = str(refused(half))
        assert all(PREFIX + name in told for name in SOCKET | HTTP)

    @pytest.mark.parametrize("name", MANY)
    def test_half_a_set_up_for_many_is_told_what_belongs_to_it(self, name: str) -> None:
        told = str(refused(without(MANY, name)))
        assert all(PREFIX + each in told for each in MANY)

    @pytest.mark.parametrize("name", SOCKET)
    def test_one_workspace_and_many_do_not_go_together(self, name: str) -> None:
        assert "set either" in str(refused(MANY | {name: SOCKET[name]}))

    def test_a_public_address_is_of_use_without_slack(self) -> None:
        assert not loaded({"PUBLIC_URL": "https://prep.example.org"}).slack


class TestMixedUp:
    @pytest.mark.parametrize(
        ("name", "begins"), [("SLACK_BOT_TOKEN", "xoxb-"), ("SLACK_APP_TOKEN", "xapp-")]
    )
    @pytest.mark.parametrize("wrong", ["xoxp-1", "the token", "XOXB-1"])
    def test_a_wrong_kind_of_token_is_told_how_it_begins(
        self, name: str, begins: str, wrong: str
    ) -> None:
        told = str(refused(SOCKET | {name: wrong}))
        assert told == f"{PREFIX}{name}: this token begins with {begins}"

    def test_swapped_tokens_are_both_named(self) -> None:
        swapped = {
            "SLACK_BOT_TOKEN": SOCKET["SLACK_APP_TOKEN"],
            "SLACK_APP_TOKEN": SOCKET["SLACK_BOT_TOKEN"],
        }
        assert sorted(str(refused(swapped)).splitlines()) == [
            "PREPCIRCLE_SLACK_APP_TOKEN: this token begins with xapp-",
            "PREPCIRCLE_SLACK_BOT_TOKEN: this token begins with xoxb-",
        ]

    @pytest.mark.parametrize("text", [" xoxb-1", "xoxb-1\n", "\txoxb-1 \r\n"])
    def test_blanks_around_a_token_are_none_of_it(self, text: str) -> None:
        found = loaded(SOCKET | {"SLACK_BOT_TOKEN": text})
        assert found.slack_bot_token.get_secret_value() == "xoxb-1"


class TestSecrets:
    def test_these_are_secret(self) -> None:
        names = {name.lower() for name in SOCKET | HTTP | MANY} - {"slack_client_id", "public_url"}
        assert names <= SECRETS

    @pytest.mark.parametrize("way", WAYS)
    def test_they_do_not_show(self, way: str) -> None:
        found = loaded(WAYS[way])
        assert "of-nobody" not in f"{found!r} {found} {found.model_dump()}"

    @pytest.mark.parametrize("way", WAYS)
    def test_they_are_not_in_the_story_of_a_refusal(self, way: str) -> None:
        error = refused(WAYS[way] | {"SLACK_APP_TOKEN": "of-nobody", "PORT": "http"})
        assert "of-nobody" not in "".join(traceback.format_exception(error))

    def test_nor_in_that_of_half_a_set_up(self) -> None:
        error = refused(without(SOCKET, "SLACK_APP_TOKEN"))
        assert "of-nobody" not in "".join(traceback.format_exception(error))

    def test_nor_under_a_name_that_is_misspelt(self) -> None:
        error = refused({"SLACK_BOT_TOKN": "xoxb-of-nobody"})
        assert "of-nobody" not in "".join(traceback.format_exception(error))

    @given(st.dictionaries(st.sampled_from(sorted(SECRETS)), st.text(), min_size=1))
    def test_whatever_they_are(self, given: dict[str, str]) -> None:
        marked = {name.upper(): f"{text}of-nobody" for name, text in given.items()}
        try:
            told = repr(loaded(marked))
        except SettingsError as error:
            told = str(error)
        assert "of-nobody" not in told
