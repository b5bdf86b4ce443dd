"""Settings from the environment and from .env: understood, or refused by name."""

import base64
import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from bot.settings import PREFIX, Settings, SettingsError, load

TRIED: list[tuple[str, str, object]] = [
    ("DATABASE_URL", "postgresql://u:p@h/d", "postgresql://u:p@h/d"),
    ("HOST", "0.0.0.0", "0.0.0.0"),
    ("PORT", "0", 0),
    ("PUBLIC_HOST", "study.example.org", "study.example.org"),
    ("CONTENT", "/srv/content", Path("/srv/content")),
    ("PLAYGROUND", "false", False),
    ("PLAYGROUND_PATH", "/srv/room.db", Path("/srv/room.db")),
    ("DEMO", "no", False),
    ("PARTS", "worker", "worker"),
    ("PUBLIC_URL", "https://prep.example.org", "https://prep.example.org"),
    ("SLACK_BOT_TOKEN", "xoxb-1", SecretStr("xoxb-1")),
    ("SLACK_APP_TOKEN", "xapp-1", SecretStr("xapp-1")),
    ("SLACK_SIGNING_SECRET", "s-1", SecretStr("s-1")),
    ("SLACK_CLIENT_ID", "1.2", "1.2"),
    ("SLACK_CLIENT_SECRET", "c-1", SecretStr("c-1")),
    ("SLACK_TOKEN_KEYS", "new,old", SecretStr("new,old")),
    ("SLACK_API_URL", "http://localhost:8/api/", "http://localhost:8/api/"),
    ("DISCORD_TOKEN", "MTA.x.y", SecretStr("MTA.x.y")),
    ("DISCORD_SHARDS", "0-7/32", "0-7/32"),
    ("DISCORD_GUILD", "1090519040000000000", "1090519040000000000"),
    ("DISCORD_API_URL", "http://localhost:8/api/v10", "http://localhost:8/api/v10"),
    ("JUDGE", "off", "off"),
    ("JUDGE_DEVELOPERS", "slack:U123,discord:456", "slack:U123,discord:456"),
    ("LOG_LEVEL", "debug", "debug"),
    ("LOG_FORMAT", "json", "json"),
]
ONE = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}
MANY = {
    "SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "c-1", "SLACK_TOKEN_KEYS": "k-1",
    "SLACK_SIGNING_SECRET": "s-1", "PUBLIC_URL": "https://prep.example.org",
}  # fmt: skip
DEFAULTS = load({})


def refusal(**environment: str) -> str:
    with pytest.raises(SettingsError) as refused:
        load(environment)
    return str(refused.value)


@pytest.fixture
def dotenv(tmp_path: Path) -> Path:
    return tmp_path / ".env"


def test_without_anything_the_defaults_hold() -> None:
    assert (DEFAULTS.port, DEFAULTS.parts, DEFAULTS.demo) == (8028, "all", True)


def test_by_default_nothing_but_this_machine_is_served() -> None:
    assert load({}).host == "127.0.0.1"


@pytest.mark.parametrize(("name", "value", "means"), TRIED)
def test_each_setting_can_be_made(name: str, value: str, means: object) -> None:
    given = {**next((group for group in (ONE, MANY) if name in group), {}), name: value}
    found = load({f"{PREFIX}{key}": text for key, text in given.items()})
    assert getattr(found, name.lower()) == means


def test_every_setting_is_tried_above() -> None:
    assert {name.lower() for name, _, _ in TRIED} == set(Settings.model_fields)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "http"),
        ("PORT", "-1"),
        ("PORT", "65536"),
        ("PORT", ""),
        ("HOST", ""),
        ("DATABASE_URL", ""),
        ("PLAYGROUND", "perhaps"),
        ("DEMO", ""),
        ("PARTS", "half"),
        ("PUBLIC_URL", "http://prep.example.org"),
        ("PUBLIC_URL", "https://prep.example.org/slack"),
        ("SLACK_API_URL", "slack.com/api/"),
        ("SLACK_API_URL", "https://slack.com/api"),
        ("DISCORD_SHARDS", "7"),
        ("DISCORD_SHARDS", "0-8/8"),
        ("DISCORD_SHARDS", "2-1/8"),
        ("DISCORD_SHARDS", "0-0/0"),
        ("DISCORD_GUILD", "my server"),
        ("DISCORD_API_URL", "discord.com/api"),
        ("DISCORD_API_URL", "https://discord.com/api/"),
        ("JUDGE", "yes"),
        ("LOG_LEVEL", "loud"),
        ("LOG_FORMAT", "xml"),
    ],
)
def test_a_wrong_value_is_refused_by_name(name: str, value: str) -> None:
    assert refusal(**{f"{PREFIX}{name}": value}).startswith(f"{PREFIX}{name}={value!r}: ")


def test_every_wrong_setting_gets_a_line() -> None:
    lines = refusal(PREPCIRCLE_PORT="x", PREPCIRCLE_LOG_LEVEL="loud").splitlines()
    assert sorted(line.partition("=")[0] for line in lines) == [
        "PREPCIRCLE_LOG_LEVEL",
        "PREPCIRCLE_PORT",
    ]


def test_a_name_nobody_knows_is_refused_and_points_to_the_list() -> None:
    assert (
        refusal(PREPCIRCLE_PROT="80")
        == "PREPCIRCLE_PROT is not a setting. docs/settings.md lists them all."
    )


def test_names_without_the_prefix_are_none_of_ours() -> None:
    assert load({"HOME": "/root", "HOST": "example.org", "DEMO": "no"}) == DEFAULTS


def test_what_hosting_platforms_set_is_understood() -> None:
    found = load({"PORT": "5000", "DATABASE_URL": "postgres://h/d"})
    assert (found.port, found.database_url) == (5000, "postgres://h/d")


def test_our_own_name_beats_the_platforms() -> None:
    assert load({"PORT": "5000", "PREPCIRCLE_PORT": "6000"}).port == 6000


@pytest.mark.parametrize("name", ["PORT", "DATABASE_URL"])
def test_an_empty_value_from_the_platform_is_none(name: str) -> None:
    assert load({name: ""}) == DEFAULTS


def test_a_wrong_value_from_the_platform_is_refused_by_the_platforms_name() -> None:
    assert refusal(PORT="http").startswith("PORT='http': ")


def test_a_chosen_port_is_known_to_be_chosen() -> None:
    assert "port" in load({"PORT": "8028"}).model_fields_set
    assert "port" not in load({}).model_fields_set


def test_dotenv_is_read(dotenv: Path) -> None:
    dotenv.write_text("PREPCIRCLE_PORT=81\nPREPCIRCLE_DEMO=no\n", encoding="utf-8")
    found = load({}, dotenv)
    assert (found.port, found.demo) == (81, False)


def test_the_environment_beats_dotenv(dotenv: Path) -> None:
    dotenv.write_text("PREPCIRCLE_PORT=81\n", encoding="utf-8")
    assert load({"PREPCIRCLE_PORT": "82"}, dotenv).port == 82


def test_no_dotenv_is_no_error(dotenv: Path) -> None:
    assert load({}, dotenv) == DEFAULTS


@pytest.mark.parametrize(
    "line",
    [
        'PREPCIRCLE_PUBLIC_HOST="a.example"',
        "PREPCIRCLE_PUBLIC_HOST='a.example'",
        "export PREPCIRCLE_PUBLIC_HOST=a.example",
        "  PREPCIRCLE_PUBLIC_HOST = a.example  ",
        "# PREPCIRCLE_PORT=x\nPREPCIRCLE_PUBLIC_HOST=a.example",
        "\nnonsense\nPREPCIRCLE_PUBLIC_HOST=a.example",
    ],
)
def test_dotenv_is_read_as_it_is_usually_written(dotenv: Path, line: str) -> None:
    dotenv.write_text(line, encoding="utf-8")
    assert load({}, dotenv).public_host == "a.example"


def test_a_value_in_dotenv_may_hold_an_equals_sign(dotenv: Path) -> None:
    dotenv.write_text("DATABASE_URL=postgresql://h/d?sslmode=require", encoding="utf-8")
    assert load({}, dotenv).database_url == "postgresql://h/d?sslmode=require"


def test_a_wrong_value_in_dotenv_is_refused_by_name(dotenv: Path) -> None:
    dotenv.write_text("PREPCIRCLE_PORT=http", encoding="utf-8")
    with pytest.raises(SettingsError, match="PREPCIRCLE_PORT='http'"):
        load({}, dotenv)


def test_discords_token_is_never_repeated() -> None:
    found = load({"PREPCIRCLE_DISCORD_TOKEN": "MTA.of.nobody"})
    told = refusal(PREPCIRCLE_DISCORD_TOKEN="MTA.of.nobody", PREPCIRCLE_DISCORD_SHARDS="7")
    assert "of.nobody" not in f"{found!r} {found} {told}"


@pytest.mark.parametrize(
    "token", ["abc", "MTB", "MTA.x", "MTA..y", "MTA.x.y.z", "Bot MTA.x.y", "MTA.x. y", "ä.b.c",
              "bm9ib2R5.x.y", "x.y.z", "xoxb-1.x.y", ".x.y", "0123456789abcdef" * 4],
)  # fmt: skip
def test_what_is_no_token_of_discords_is_refused_without_repeating_it(token: str) -> None:
    told = refusal(PREPCIRCLE_DISCORD_TOKEN=token)
    assert told.startswith("PREPCIRCLE_DISCORD_TOKEN: this is no bot token: ")
    assert token not in told.removeprefix("PREPCIRCLE_DISCORD_TOKEN: ")


def test_a_refused_token_of_discords_is_told_what_one_looks_like_and_where_it_is() -> None:
    told = refusal(PREPCIRCLE_DISCORD_TOKEN="abc")
    example = told.partition("such as ")[2].partition(";")[0]
    assert load({"PREPCIRCLE_DISCORD_TOKEN": example}).chats
    assert told.endswith("page, Bot, Reset Token")


@given(st.integers(10**16, 10**20))
def test_discords_token_names_its_application(number: int) -> None:
    head = base64.urlsafe_b64encode(str(number).encode()).decode().rstrip("=")
    found = load({"PREPCIRCLE_DISCORD_TOKEN": f"{head}.a-b.c_d"})
    assert found.discord_application == str(number)


@given(st.text(st.characters(exclude_characters="\n")))
def test_a_token_of_discords_names_a_number_or_is_refused(text: str) -> None:
    with contextlib.suppress(SettingsError):
        application = load({"PREPCIRCLE_DISCORD_TOKEN": text}).discord_application
        assert application.isdigit() or not text.strip()


def test_without_a_token_there_is_no_application() -> None:
    assert load({}).discord_application == ""


def test_without_discords_token_there_is_no_discord() -> None:
    assert not load({"PREPCIRCLE_DISCORD_SHARDS": "0-7/32"}).chats
    assert load({"PREPCIRCLE_DISCORD_TOKEN": "MTA.x.y"}).chats


@pytest.mark.parametrize(
    ("text", "shards"), [("0-7/32", (range(8), 32)), ("3-3/4", (range(3, 4), 4)), ("", None)]
)
def test_shards_are_counted_from_nought_and_the_last_is_one_of_them(
    text: str, shards: tuple[range, int] | None
) -> None:
    assert load({"PREPCIRCLE_DISCORD_SHARDS": text}).shards == shards


def test_settings_do_not_change_once_read() -> None:
    with pytest.raises(ValueError, match="frozen"):
        load({}).port = 1


@given(st.dictionaries(st.text(max_size=12).map(lambda name: PREFIX + name), st.text(), max_size=4))
def test_whatever_is_set_gives_settings_or_a_refusal(environment: dict[str, str]) -> None:
    with contextlib.suppress(SettingsError):
        load(environment)
