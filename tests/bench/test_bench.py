"""`make bench` runs: every part measures something, and the table is written."""

import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import ROOT
from tests.bench.report import Figure, as_markdown

MINUTE = 60
TITLES = (
    "CPU of `drill` and an answer, card rendered / of their SQL alone, SQLite",
    "CPU of `drill` and an answer, card rendered / of their SQL alone, PostgreSQL",
    "16 in flight, SQLite: p99 / p50",
    "16 in flight, SQLite: interactions a second",
    "From a slot's due time to its post at the messenger, SQLite: p99",
    "From written and due to the messenger / procrastinate's, PostgreSQL: p99",
    "A tick with nothing due, 1,000 running circles / 100, SQLite",
    "60 posts due at once, SQLite: longest stall of the loop",
    "A claim of 100 with 5,000 posts waiting / 1,000, SQLite",
    "A claim of 100 with 5,000 posts waiting / 1,000, PostgreSQL",
    "Posts recorded, two worker processes / one, PostgreSQL",
    "Posts recorded, two worker processes: received twice",
    "Board of 40 members / SQL by hand on the bare driver, SQLite",
    "Board of 200 members / SQL by hand on the bare driver, PostgreSQL",
    "From `prepcircle run` in an empty folder to ready / importing the same modules",
    "Idle memory of `prepcircle run`",
    "CPU of `/prep drill` over the gateway / of discord.py with an empty handler, SQLite",
    "CPU of `/prep drill` over the gateway / of discord.py with an empty handler, PostgreSQL",
    "Memory after 300 interactions on Discord / after a tenth of them",
    "sony-ds, 6 extra a day: the very same item again within 7 days",
)


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the quick run writes, which nobody should take for a measurement."""
    written = tmp_path_factory.mktemp("bench") / "table.md"
    command = [sys.executable, "-m", "tests.bench", "--quick", "--output", str(written)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=20 * MINUTE)
    return written.read_text(encoding="utf-8")


@pytest.mark.parametrize("title", TITLES)
def test_the_quick_run_measures(title: str, table: str) -> None:
    assert f"| {title} |" in table


def test_no_part_breaks(table: str) -> None:
    assert "could not be measured" not in table


def test_no_post_is_received_twice_or_never(table: str) -> None:
    lines = [line for line in table.splitlines() if ": received twice" in line or ": never" in line]
    assert [line.endswith("| 0 | at most 0 | yes |") for line in lines] == [True, True]


def test_the_table_names_no_place_on_this_machine(table: str) -> None:
    assert not [place for place in (str(ROOT), str(Path.home())) if place in table]


def test_a_figure_at_its_bound_meets_it() -> None:
    assert Figure("f", "", "", 2.0, 2.0).met
    assert Figure("f", "", "", 2.0, 2.0, "at least").met


def test_a_figure_beyond_its_bound_misses_it() -> None:
    assert not Figure("f", "", "", 2.1, 2.0).met
    assert not Figure("f", "", "", 1.9, 2.0, "at least").met


def test_a_missed_target_is_plain_to_see_in_the_table() -> None:
    assert "| 3 | at most 2 | NO |" in as_markdown([Figure("f", "", "", 3, 2)], "18.4")
