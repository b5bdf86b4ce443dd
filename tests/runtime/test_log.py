"""Log lines: one JSON object each where a program reads them, words where a person does."""

import json
from typing import Any

import pytest

from bot.domain.errors import InvalidInput
from bot.domain.ids import PostId
from bot.ports import Unavailable
from bot.repositories.posts import Claim
from bot.telemetry import Telemetry, make_log
from tests.builders import MONDAY, a_card, a_channel, a_cohort


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    """What was logged since the last look."""
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def broken() -> ValueError:
    """An error with a traceback."""
    try:
        raise ValueError("the disk is full")
    except ValueError as error:
        return error


def test_a_crash_is_logged_under_its_incident(capsys: pytest.CaptureFixture[str]) -> None:
    Telemetry(make_log("info", "json")).crashed("join", "k7m2", broken())
    (line,) = lines(capsys)
    assert (line["level"], line["incident"], line["command"]) == ("error", "k7m2", "join")


def test_a_crash_is_logged_with_its_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    Telemetry(make_log("info", "json")).crashed("join", "k7m2", broken())
    (line,) = lines(capsys)
    assert "the disk is full" in line["exception"]
    assert "in broken" in line["exception"]


def test_every_line_has_a_time_in_utc(capsys: pytest.CaptureFixture[str]) -> None:
    make_log("info", "json").info("hello")
    (line,) = lines(capsys)
    assert line["timestamp"].endswith("Z")


def test_a_refusal_says_what_kind_it_was_and_quotes_nobody(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Telemetry(make_log("info", "json")).refused("answer", InvalidInput("“abc” is no number"))
    (line,) = lines(capsys)
    assert (line["command"], line["kind"]) == ("answer", "InvalidInput")
    assert "abc" not in str(line)


def test_a_failed_send_names_the_post(capsys: pytest.CaptureFixture[str]) -> None:
    claim = Claim(PostId(1), "c1/1/drill/p1", None, a_channel(), a_card(), MONDAY, 3)
    Telemetry(make_log("info", "json")).trouble(claim, Unavailable("503"))
    (line,) = lines(capsys)
    assert (line["key"], line["tries"], line["why"]) == ("c1/1/drill/p1", 3, "503")


def test_a_circle_that_cannot_be_planned_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    Telemetry(make_log("info", "json")).plan_failed(a_cohort(id=7, track="gone"), broken())
    (line,) = lines(capsys)
    assert (line["cohort"], line["track"]) == (7, "gone")


def test_a_crashed_part_says_when_it_goes_on(capsys: pytest.CaptureFixture[str]) -> None:
    Telemetry(make_log("info", "json")).crashed_part("scheduler", broken(), 4.0)
    (line,) = lines(capsys)
    assert (line["part"], line["again_in"]) == ("scheduler", 4.0)


def test_everyday_events_are_silent_by_default(capsys: pytest.CaptureFixture[str]) -> None:
    telemetry = Telemetry(make_log("info", "json"))
    telemetry.handled("join", "done", 0.01)
    telemetry.planned(1, 0)
    telemetry.started("scheduler")
    telemetry.stopped("scheduler")
    assert lines(capsys) == []


@pytest.mark.parametrize(
    ("level", "heard"),
    [("debug", 4), ("info", 3), ("warning", 2), ("error", 1)],
)
def test_the_level_decides_what_is_heard(
    capsys: pytest.CaptureFixture[str], level: str, heard: int
) -> None:
    log = make_log(level, "json")
    for name in ("debug", "info", "warning", "error"):
        getattr(log, name)("hello")
    assert len(lines(capsys)) == heard


def test_what_people_write_cannot_forge_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    make_log("info", "json").info("refused", why='x\n{"event": "forged"}')
    assert [line["event"] for line in lines(capsys)] == ["refused"]


def test_away_from_a_terminal_auto_means_json(capsys: pytest.CaptureFixture[str]) -> None:
    make_log("info", "auto").info("hello")
    assert lines(capsys)[0]["event"] == "hello"


def test_the_console_style_is_for_reading(capsys: pytest.CaptureFixture[str]) -> None:
    Telemetry(make_log("info", "console")).crashed("join", "k7m2", broken())
    shown = capsys.readouterr().err
    assert "k7m2" in shown
    assert not shown.startswith("{")
