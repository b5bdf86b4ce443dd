"""`prepcircle doctor`: what it looked at, and what it did not."""

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app

Doctor = Callable[..., Result]
DISCORD = {"PREPCIRCLE_DISCORD_TOKEN": "MTA5OTk5.of.nobody"}
SLACK = {"PREPCIRCLE_SLACK_BOT_TOKEN": "xoxb-of-nobody", "PREPCIRCLE_SLACK_APP_TOKEN": "xapp-1"}


@pytest.fixture
def doctor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Doctor:
    """Examines a new database; there is no content to read, and answers are not run."""
    monkeypatch.chdir(tmp_path)
    database = f"sqlite:///{tmp_path / 'circle.db'}"
    (content := tmp_path / "content").mkdir()
    always = {
        "PREPCIRCLE_DATABASE_URL": database,
        "PREPCIRCLE_CONTENT": str(content),
        "PREPCIRCLE_JUDGE": "off",
    }
    return lambda **given: CliRunner().invoke(app, ["doctor"], env={**always, **given})


def about_tokens(result: Result) -> str:
    (line,) = (line for line in result.stdout.splitlines() if "tokens" in line)
    return line


@pytest.mark.parametrize("given", [DISCORD, SLACK, DISCORD | SLACK], ids=["one", "other", "both"])
def test_it_says_that_no_platform_was_asked_about_its_token(
    doctor: Doctor, given: dict[str, str]
) -> None:
    line = about_tokens(doctor(**given))
    assert line.startswith("✓ The tokens of the chat platforms have the right form; ")
    assert "whether they are accepted was not asked" in line


def test_it_says_where_the_rest_is_looked_at(doctor: Doctor) -> None:
    line = about_tokens(doctor(**DISCORD))
    assert "`prepcircle run` asks" in line
    assert "`/prep doctor` in the chat" in line


def test_it_prints_no_token(doctor: Doctor) -> None:
    assert "of-nobody" not in doctor(**SLACK).output


def test_without_a_platform_there_is_no_token_to_look_at(doctor: Doctor) -> None:
    assert about_tokens(doctor()).startswith("✓ No chat platform is set up")


def test_a_token_of_the_wrong_form_is_named(doctor: Doctor) -> None:
    result = doctor(PREPCIRCLE_DISCORD_TOKEN="abc")
    assert result.exit_code == 2
    assert "PREPCIRCLE_DISCORD_TOKEN: this is no bot token" in result.stderr
