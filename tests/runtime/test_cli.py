"""The command line: what each command prints, and one clear line when it cannot."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import TypeAdapter
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.curriculum.families import Family
from tests.conftest import CONTENT
from tests.curriculum.samples import write_all

TRACKS = ", ".join(sorted(path.stem for path in CONTENT.glob("tracks/*.yaml")))

Prepcircle = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, which holds no .env."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def prepcircle(folder: Path) -> Prepcircle:
    """Runs a command in an environment with a database of its own and nothing else set."""
    environment = {"PREPCIRCLE_DATABASE_URL": f"sqlite:///{folder / 'data' / 'circle.db'}"}

    def run(*words: str, **settings: str) -> Result:
        return CliRunner().invoke(app, words, env={**environment, **settings})

    return run


def refused(result: Result, code: int = 1) -> str:
    """The one line on standard error."""
    assert result.exit_code == code, result.output
    assert isinstance(result.exception, SystemExit)
    lines = result.stderr.strip().splitlines()
    assert len(lines) == 1, result.stderr
    return lines[0]


class TestMigrate:
    def test_makes_the_database_and_its_folder(self, prepcircle: Prepcircle, folder: Path) -> None:
        assert prepcircle("migrate").exit_code == 0
        assert (folder / "data" / "circle.db").is_file()

    def test_says_what_it_made(self, prepcircle: Prepcircle) -> None:
        assert prepcircle("migrate").stdout.startswith("Made: ")

    def test_does_nothing_the_second_time(self, prepcircle: Prepcircle) -> None:
        prepcircle("migrate")
        assert prepcircle("migrate").stdout == "The schema is up to date.\n"

    @pytest.mark.parametrize("url", ["nonsense", "postgresql://nobody@127.0.0.1:1/none"])
    def test_says_in_one_line_why_there_is_no_database(
        self, prepcircle: Prepcircle, url: str
    ) -> None:
        result = prepcircle("migrate", PREPCIRCLE_DATABASE_URL=url)
        assert refused(result).startswith("Prepcircle cannot start: ")

    def test_does_not_show_the_password(self, prepcircle: Prepcircle) -> None:
        url = "postgresql://nobody:hunter2@127.0.0.1:1/none"
        assert "hunter2" not in prepcircle("migrate", PREPCIRCLE_DATABASE_URL=url).output


class TestSettings:
    @pytest.mark.parametrize("command", ["run", "migrate", "simulate", "preview", "check-content"])
    def test_a_wrong_one_is_named_by_every_command(
        self, prepcircle: Prepcircle, command: str
    ) -> None:
        line = refused(prepcircle(command, PREPCIRCLE_PORT="http"), code=2)
        assert line.startswith("setting: PREPCIRCLE_PORT='http'")

    def test_an_unknown_one_is_named(self, prepcircle: Prepcircle) -> None:
        line = refused(prepcircle("migrate", PREPCIRCLE_PROT="1"), code=2)
        assert "PREPCIRCLE_PROT is not a setting" in line

    def test_dotenv_in_the_working_folder_counts(
        self, prepcircle: Prepcircle, folder: Path
    ) -> None:
        (folder / ".env").write_text("PREPCIRCLE_LOG_LEVEL=loud\n", encoding="utf-8")
        assert "PREPCIRCLE_LOG_LEVEL='loud'" in refused(prepcircle("migrate"), code=2)


class TestRun:
    def test_says_in_one_line_why_it_cannot_start(self, prepcircle: Prepcircle) -> None:
        result = prepcircle("run", PREPCIRCLE_DATABASE_URL="nonsense")
        assert refused(result).startswith("Prepcircle cannot start: ")

    def test_knows_only_its_parts(self, prepcircle: Prepcircle) -> None:
        result = prepcircle("run", "--only", "half")
        assert (result.exit_code, "half" in result.stderr) == (2, True)


class TestPreview:
    def test_lists_every_day(self, prepcircle: Prepcircle) -> None:
        lines = prepcircle("preview").stdout.splitlines()
        days = [line.split()[1] for line in lines if line.startswith("│") and line[2] != " "]
        assert days == [str(day) for day in range(1, 29)]

    def test_the_local_hour_stays_when_the_clocks_change(self, prepcircle: Prepcircle) -> None:
        lines = prepcircle("preview").stdout.splitlines()
        hours = [part for line in lines for part in line.split() if part in {"08:00", "07:00"}]
        assert hours == ["08:00"] * 20 + ["07:00"] * 8

    def test_takes_start_zone_and_hour(self, prepcircle: Prepcircle) -> None:
        words = ("--start", "2027-06-01", "--zone", "Asia/Tokyo", "--hour", "7", "--length", "14")
        shown = prepcircle("preview", *words).stdout
        assert "Tue 01 Jun │ 07:00 │ 22:00" in shown

    @pytest.mark.parametrize(
        ("words", "says"),
        [
            (["--zone", "Mars/Olympus"], "“Mars/Olympus” is not a time zone"),
            (["--track", "nope"], f"There is no track “nope”. The tracks are: {TRACKS}."),
            (["--length", "3"], "25 to 30 days, or 14; not 3"),
        ],
    )
    def test_says_in_one_line_what_cannot_be(
        self, prepcircle: Prepcircle, words: list[str], says: str
    ) -> None:
        assert says in refused(prepcircle("preview", *words))


class TestSchema:
    @pytest.mark.parametrize("kind", ["drill", "track", "facts", "rubric"])
    def test_is_json(self, prepcircle: Prepcircle, kind: str) -> None:
        found = json.loads(prepcircle("schema", kind).stdout)
        assert {"$defs", "properties", "oneOf"} & set(found)

    def test_an_unknown_kind_is_answered_with_the_known_ones(self, prepcircle: Prepcircle) -> None:
        assert "drill, track, facts, rubric" in refused(prepcircle("schema", "poem"))

    def test_knows_every_field_of_every_shipped_drill(self, prepcircle: Prepcircle) -> None:
        schema = json.loads(prepcircle("schema", "drill").stdout)
        for path in sorted(CONTENT.glob("drills/*/*.yaml")):
            drill = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
            variant = variant_for(schema, drill["format"])
            assert set(drill) <= set(variant["properties"]), path
            assert set(variant["required"]) <= set(drill), path

    def test_is_the_very_model_that_reads_the_files(self, prepcircle: Prepcircle) -> None:
        adapter: TypeAdapter[object] = TypeAdapter(Family)
        assert json.loads(prepcircle("schema").stdout) == adapter.json_schema()


def variant_for(schema: dict[str, Any], form: str) -> dict[str, Any]:
    """The definition that the schema's discriminator names for a format."""
    reference: str = schema["discriminator"]["mapping"][form]
    variant: dict[str, Any] = schema["$defs"][reference.rpartition("/")[2]]
    return variant


class TestManifest:
    def test_is_json_for_socket_mode(self, prepcircle: Prepcircle) -> None:
        found = json.loads(prepcircle("manifest", "slack").stdout)
        assert found["settings"]["socket_mode_enabled"]

    def test_with_an_address_is_for_http(self, prepcircle: Prepcircle) -> None:
        found = json.loads(prepcircle("manifest", "slack", "--url", "https://a.example/").stdout)
        address = found["settings"]["interactivity"]["request_url"]
        assert address == "https://a.example/slack/events"

    @pytest.mark.parametrize("url", ["http://a.example", "a.example", "https://", "https://a b"])
    def test_says_in_one_line_what_is_no_address(self, prepcircle: Prepcircle, url: str) -> None:
        assert f"{url} is no public address" in refused(
            prepcircle("manifest", "slack", "--url", url)
        )

    def test_needs_no_settings(self, prepcircle: Prepcircle) -> None:
        assert prepcircle("manifest", "slack", PREPCIRCLE_PORT="http").exit_code == 0

    def test_without_a_platform_shows_help(self, prepcircle: Prepcircle) -> None:
        assert "slack" in prepcircle("manifest").output


class TestCheckContent:
    def test_the_shipped_content_is_sound(self, prepcircle: Prepcircle) -> None:
        result = prepcircle("check-content")
        assert (result.exit_code, result.stderr) == (0, "")
        assert "0 problems" in result.stdout

    def test_figures_come_as_json(self, prepcircle: Prepcircle, small: Path) -> None:
        found = json.loads(prepcircle("check-content", "--json", "--content", str(small)).stdout)
        assert sum(found["by_skill"].values()) == found["families"] == found["by_track"]["tiny"]
        assert found["families"] > 5
        assert found["errors"] == len(found["problems"])

    def test_a_broken_file_is_named_with_the_field(
        self, prepcircle: Prepcircle, broken: Path
    ) -> None:
        result = prepcircle("check-content", "--content", str(broken))
        assert result.exit_code == 1
        (line,) = [line for line in result.stderr.splitlines() if "no-ties.yaml" in line]
        assert "level" in line

    def test_a_broken_file_counts_in_the_json_too(
        self, prepcircle: Prepcircle, broken: Path
    ) -> None:
        result = prepcircle("check-content", "--json", "--content", str(broken))
        found = json.loads(result.stdout)
        assert (result.exit_code, found["errors"]) == (1, len(found["problems"]))
        assert any("no-ties.yaml" in problem for problem in found["problems"])


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Content of a few drills, so that it is soon read."""
    write_all(tmp_path / "content")
    return tmp_path / "content"


@pytest.fixture
def broken(small: Path) -> Path:
    """With one drill of an impossible level."""
    victim = sorted(small.glob("drills/*/*.yaml"))[0]
    text = victim.read_text(encoding="utf-8").replace("level: ", "level: 9")
    victim.write_text(text, encoding="utf-8")
    victim.rename(victim.with_name("no-ties.yaml"))
    return small


class TestSimulate:
    @pytest.mark.parametrize("kill_rate", ["0", "0.02"])
    def test_loses_and_doubles_nothing(self, prepcircle: Prepcircle, kill_rate: str) -> None:
        words = ("--members", "4", "--length", "14", "--kill-rate", kill_rate, "--json")
        result = prepcircle("simulate", *words)
        found = json.loads(result.stdout)
        assert result.exit_code == 0
        assert (found["doubled"], found["lost"], found["members"]) == (0, 0, 4)
        assert (found["restarts"] > 0) == (kill_rate != "0")

    def test_shows_a_table_to_people(self, prepcircle: Prepcircle) -> None:
        shown = prepcircle("simulate", "--members", "0", "--length", "14").stdout
        assert "│ members  │ 0 " in shown

    @pytest.mark.parametrize(
        ("words", "says"),
        [
            (["--zone", "Mars/Olympus"], "“Mars/Olympus” is not a time zone"),
            (["--track", "nope"], "There is no track “nope”"),
            (["--length", "3"], "25 to 30 days, or 14; not 3"),
        ],
    )
    def test_says_in_one_line_what_cannot_be(
        self, prepcircle: Prepcircle, words: list[str], says: str
    ) -> None:
        assert says in refused(prepcircle("simulate", *words))

    @pytest.mark.parametrize("words", [["--kill-rate", "2"], ["--hour", "24"], ["--members", "-1"]])
    def test_numbers_have_their_limits(self, prepcircle: Prepcircle, words: list[str]) -> None:
        assert prepcircle("simulate", *words).exit_code == 2


def test_without_a_command_help_lists_them(prepcircle: Prepcircle) -> None:
    shown = prepcircle().output
    commands = ("run", "migrate", "simulate", "preview", "check-content", "schema", "manifest")
    assert all(command in shown for command in commands)
