"""Log lines: one JSON object each where a program reads them, words where a person does."""

import contextlib
import errno
import json
import logging
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TextIO

import aiohttp
import pytest

from bot.domain.errors import InvalidInput
from bot.domain.ids import PostId
from bot.ports import GiveUp, Unavailable
from bot.repositories.posts import Claim
from bot.telemetry import Telemetry, make_log
from tests.builders import MONDAY, a_card, a_channel, a_cohort

CUT_OFF = [
    Unavailable("503"), ConnectionResetError("reset"), TimeoutError(), socket.gaierror("no name"),
]  # fmt: skip


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    """What was logged since the last look."""
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


@contextmanager
def a_terminal() -> Iterator[tuple[TextIO, Callable[[], str]]]:
    """One to write to, and what it shows."""
    reader, writer = os.openpty()
    with os.fdopen(writer, "w", encoding="utf-8") as screen, os.fdopen(reader, "rb", 0) as shown:

        def read() -> str:
            screen.flush()
            return shown.read(1 << 16).decode()

        yield screen, read


def broken() -> ValueError:
    """An error with a traceback."""
    try:
        raise ValueError("the disk is full")
    except ValueError as error:
        return error


def raised(error: Exception) -> Exception:
    """The same with a traceback."""
    try:
        raise error
    except Exception as caught:
        return caught


def refused_token() -> Exception:
    """With the platform's own error behind it."""
    try:
        raise GiveUp("the token is wrong") from broken()
    except GiveUp as error:
        return error


async def refused_connection() -> Exception:
    """What the web library says where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    async with aiohttp.ClientSession() as session:
        try:
            await session.get(f"http://127.0.0.1:{port}/")
        except aiohttp.ClientError as error:
            return error
    raise AssertionError("somebody answered")


def crash_beside(token: str) -> Exception:
    """An error out of a function that holds a token in its variables."""
    header = {"Authorization": f"Bot {token}"}
    try:
        raise RuntimeError(f"{len(header)} header was refused")
    except RuntimeError as error:
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


@pytest.mark.parametrize("style", ["console", "json"])
def test_a_crash_beside_a_token_prints_no_token(
    capsys: pytest.CaptureFixture[str], style: str
) -> None:
    Telemetry(make_log("debug", style)).crashed("join", "k7m2", crash_beside("MTA.of.nobody"))
    shown = capsys.readouterr().err
    assert "in crash_beside" in shown
    assert "of.nobody" not in shown


def test_on_a_terminal_a_crash_beside_a_token_prints_no_token() -> None:
    with a_terminal() as (screen, read):
        with contextlib.redirect_stderr(screen):
            log = make_log("debug", "auto")
        Telemetry(log).crashed_part("discord", crash_beside("MTA.of.nobody"), 1.0)
        shown = read()
    assert "in crash_beside" in shown
    assert "of.nobody" not in shown


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


def test_a_part_that_gives_up_says_why_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    Telemetry(make_log("debug", "json")).given_up("slack", refused_token())
    (line,) = lines(capsys)
    assert (line["event"], line["level"]) == ("part given up", "error")
    assert (line["part"], line["why"]) == ("slack", "the token is wrong")
    assert "exception" not in line


def test_on_a_terminal_giving_up_is_one_line_too(capsys: pytest.CaptureFixture[str]) -> None:
    Telemetry(make_log("debug", "console")).given_up("slack", refused_token())
    (line,) = capsys.readouterr().err.splitlines()
    assert "the token is wrong" in line


@pytest.mark.parametrize("error", CUT_OFF, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("style", ["console", "json"])
def test_a_part_that_is_cut_off_is_one_line(
    capsys: pytest.CaptureFixture[str], style: str, error: Exception
) -> None:
    Telemetry(make_log("info", style)).crashed_part("slack", raised(error), 4.0)
    (line,) = capsys.readouterr().err.splitlines()
    assert "part cut off" in line
    assert "Traceback" not in line


def test_a_part_that_is_cut_off_is_a_warning_with_the_reason_and_the_next_try(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Telemetry(make_log("info", "json")).crashed_part("slack", raised(Unavailable("503")), 4.0)
    (line,) = lines(capsys)
    assert (line["level"], line["part"], line["again_in"]) == ("warning", "slack", 4.0)
    assert (line["kind"], line["why"]) == ("Unavailable", "503")


async def test_what_a_library_makes_of_the_networks_error_is_cut_off_too(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Telemetry(make_log("info", "json")).crashed_part("slack", await refused_connection(), 4.0)
    (line,) = lines(capsys)
    assert (line["event"], line["kind"]) == ("part cut off", "ClientConnectorError")


def test_where_a_part_was_cut_off_is_told_when_debugging(
    capsys: pytest.CaptureFixture[str],
) -> None:
    error = raised(Unavailable("503"))
    Telemetry(make_log("debug", "json")).crashed_part("slack", error, 4.0)
    _, line = lines(capsys)
    assert line["level"] == "debug"
    assert "in raised" in line["exception"]


def test_a_full_disk_is_no_cut_connection(capsys: pytest.CaptureFixture[str]) -> None:
    error = raised(OSError(errno.ENOSPC, "No space left on device"))
    Telemetry(make_log("info", "json")).crashed_part("scheduler", error, 4.0)
    (line,) = lines(capsys)
    assert (line["event"], "in raised" in line["exception"]) == ("part crashed", True)


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


def test_what_an_adapter_warns_of_is_a_line_like_others(capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        make_log("info", "json")
    logging.getLogger("adapters.discord.posts").warning("no thread under a post: %s", "Limited")
    [line] = lines(capsys)
    assert (line["event"], line["level"]) == ("no thread under a post: Limited", "warning")
    assert line["part"] == "adapters.discord.posts"
