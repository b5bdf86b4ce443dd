"""The real set: every draw is a choice of rows that are in the file."""

from datetime import date, datetime

import pytest

from bot.datasets.catalogue import CATALOGUE
from bot.datasets.flights_2013 import FILES
from bot.datasets.model import Cell, Table

FLIGHTS = CATALOGUE["flights_2013"]


def rows(seed: int, size: int, shape: str) -> tuple[tuple[Cell, ...], ...]:
    return FLIGHTS.make(seed, size, shape).table("flights").rows


def column(table: Table, name: str) -> list[Cell]:
    place = [column.name for column in table.columns].index(name)
    return [row[place] for row in table.rows]


def days(size: int, shape: str) -> set[date]:
    flights = FLIGHTS.make(1, size, shape).table("flights")
    return {datetime.fromisoformat(str(cell)).date() for cell in column(flights, "scheduled_at")}


def test_the_licence_stands_beside_the_files() -> None:
    assert "**CC0**" in (FILES / "SOURCE.md").read_text(encoding="utf-8")


def test_the_files_are_small() -> None:
    assert sum(file.stat().st_size for file in FILES.iterdir()) <= 200_000


def test_a_draw_of_everything_is_the_file() -> None:
    lines = (FILES / "flights.csv").read_text(encoding="utf-8").splitlines()[1:]
    found = rows(1, 600, "plain")
    assert len(found) == len(lines) == 3_681
    first = lines[0].split(",")
    assert [str(cell) for cell in found[0][1:5]] == first[:4]


@pytest.mark.parametrize("shape", FLIGHTS.shapes)
def test_no_shape_invents_or_repeats_a_flight(shape: str) -> None:
    known = {row[0]: row for row in rows(1, 600, "plain")}
    found = rows(5, 12, shape)
    assert all(known[row[0]] == row for row in found)
    assert len({row[0] for row in found}) == len(found)


def test_the_storm_is_two_days_with_half_of_the_flights_cancelled() -> None:
    assert days(8, "storm") == {date(2013, 2, 8), date(2013, 2, 9)}
    delays = [row[6] for seed in range(20) for row in rows(seed, 8, "storm")]
    assert 0.4 < delays.count(None) / len(delays) < 0.7


def test_nulls_are_cancelled_flights() -> None:
    assert {row[6] for row in rows(1, 14, "nulls")} == {None}


def test_edges_are_delays_at_nought_and_a_quarter_of_an_hour() -> None:
    assert {row[6] for row in rows(1, 40, "edges")} == {-1, 0, 1, 14, 15, 16}


def test_ties_are_flights_of_one_minute() -> None:
    moments = [row[5] for row in rows(1, 14, "ties")]
    assert len(set(moments)) < 0.9 * len(moments)


def test_the_record_counts_cancelled_flights() -> None:
    data = FLIGHTS.make(1, 600, "plain")
    assert data.truth["cancelled"] == 302


def test_the_weather_is_that_of_the_days_drawn() -> None:
    data = FLIGHTS.make(3, 6, "plain")
    hours = column(data.table("weather"), "hour_at")
    assert len(hours) == 6 * 24
    assert {str(hour)[:10] for hour in hours} == {
        str(moment)[:10] for moment in column(data.table("flights"), "scheduled_at")
    }
