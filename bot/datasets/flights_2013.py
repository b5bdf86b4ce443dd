"""Real data: two weeks of departures from one airport, a snowstorm among them."""

import csv
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random

from bot.datasets.drawing import Draw, Plan, Row, Rows, recipe, when
from bot.datasets.model import Cell, Column, Table
from bot.datasets.shaping import gaps, orphans, quiet

FILES = Path(__file__).parent / "real"
FIRST = datetime.fromisoformat("2013-02-04")
DAYS = 14
STORM = (4, 5)
"""Days after FIRST: Friday 8 and Saturday 9 February."""
CARRIER, SCHEDULED, DEPARTURE_DELAY = 1, 5, 6
ZONE = "New York time (UTC-5)"

FLIGHTS = Table(
    "flights",
    "One row per scheduled departure from LaGuardia.",
    (
        Column("flight_id", "integer", "number of the row in the file"),
        Column("carrier_code", "text", "the airline"),
        Column("flight_no", "integer", "the airline's number of the flight; comes again daily"),
        Column("tail_no", "text", "the aircraft; NULL: none was sent"),
        Column("dest", "text", "airport of destination, three letters"),
        Column("scheduled_at", "timestamp", f"planned departure, {ZONE}"),
        Column("dep_delay", "integer", "minutes late at departure, below 0 early; NULL: cancelled"),
        Column("arr_delay", "integer", "minutes late at arrival; NULL: cancelled or diverted"),
        Column("air_minutes", "integer", "minutes in the air; NULL: cancelled or diverted"),
        Column("distance", "integer", "miles between the airports"),
    ),
)
CARRIERS = Table(
    "carriers",
    "One row per airline.",
    (
        Column("carrier_code", "text", "two letters or digits"),
        Column("carrier_name", "text", "its name in 2013"),
    ),
)
WEATHER = Table(
    "weather",
    "One row per hour at the airport.",
    (
        Column("hour_at", "timestamp", f"the full hour, {ZONE}"),
        Column("temp", "double", "degrees Fahrenheit"),
        Column("wind_speed", "double", "miles per hour"),
        Column("precip", "double", "inches of rain or melted snow in the hour"),
        Column("visib", "double", "miles one could see, 10 at most"),
    ),
)


def _read(name: str, kinds: tuple[Callable[[str], Cell], ...]) -> tuple[Row, ...]:
    """The rows of a file; an empty field is NULL."""
    with (FILES / name).open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))[1:]
    return tuple(
        tuple(kind(field) if field else None for kind, field in zip(kinds, line, strict=True))
        for line in lines
    )


@cache
def _flights() -> tuple[Row, ...]:
    kinds = (str, int, str, str, datetime.fromisoformat, int, int, int, int)
    return tuple((number, *row) for number, row in enumerate(_read("flights.csv", kinds), 1))


@cache
def _carriers() -> tuple[Row, ...]:
    return _read("carriers.csv", (str, str))


@cache
def _weather() -> tuple[Row, ...]:
    return _read("weather.csv", (datetime.fromisoformat, float, float, float, float))


def _day(row: Row, place: int) -> int:
    return (when(row, place) - FIRST).days


def _sampled(keeps: Callable[[Row], bool], days: tuple[int, ...] = tuple(range(DAYS))) -> Draw:
    """Up to `size` of the days, and seven to ten flights for each of `size`, spread over them."""

    def draw(rng: Random, size: int) -> tuple[Rows, dict[str, object]]:
        chosen = sorted(rng.sample(days, min(size, len(days))))
        each = size * (10 if size <= 10 else 7) // len(chosen)
        flights: list[Row] = []
        for day in chosen:
            there = [row for row in _flights() if _day(row, SCHEDULED) == day and keeps(row)]
            flights += sorted(rng.sample(there, min(each, len(there))))
        return _around(flights, set(chosen)), {"days": tuple(FIRST + timedelta(d) for d in chosen)}

    return draw


def _around(flights: list[Row], days: set[int]) -> Rows:
    """The airlines of those flights and the weather of those days."""
    flown = {row[CARRIER] for row in flights}
    return {
        "flights": flights,
        "carriers": [row for row in _carriers() if row[0] in flown],
        "weather": [row for row in _weather() if _day(row, 0) in days],
    }


def _shares_a_minute(row: Row) -> bool:
    return when(row, SCHEDULED) in _busy_minutes()


@cache
def _busy_minutes() -> frozenset[datetime]:
    """Planned for four flights or more."""
    moments = [when(row, SCHEDULED) for row in _flights()]
    return frozenset(moment for moment in moments if moments.count(moment) >= 4)


def _on_the_edge(row: Row) -> bool:
    return row[DEPARTURE_DELAY] in (-1, 0, 1, 14, 15, 16)


def _measure(rows: Rows) -> dict[str, object]:
    delays = [row[DEPARTURE_DELAY] for row in rows["flights"]]
    return {"cancelled": delays.count(None), "flights": len(delays)}


FLIGHTS_2013 = recipe(
    Plan(
        name="flights_2013",
        about="Real departures from LaGuardia in February 2013, airlines and weather (CC0)",
        entities="days",
        heads=(FLIGHTS, CARRIERS, WEATHER),
        draw=_sampled(lambda _: True),
        worlds={
            "storm": ("the two days of the snowstorm", _sampled(lambda _: True, STORM)),
            "ties": ("flights planned for the same minute", _sampled(_shares_a_minute)),
            "edges": ("delays of 0 and 15 minutes and next to them", _sampled(_on_the_edge)),
            "nulls": (
                "cancelled flights alone",
                _sampled(lambda row: row[DEPARTURE_DELAY] is None),
            ),
        },
        shapes={
            "gaps": ("days without a flight", gaps({"flights": SCHEDULED})),
            "orphans": (
                "airlines missing from the carriers table",
                orphans("carriers", {"flights": 1}),
            ),
            "quiet": ("airlines without a flight", quiet("carriers", {"flights": CARRIER})),
        },
        provenance=(
            "Departures as airlines reported them to the Bureau of Transportation Statistics of "
            "the United States, weather as observed at the airport; see real/SOURCE.md. Why a "
            "flight was cancelled is not said, nor which passengers were moved to another one."
        ),
        measure=_measure,
    )
)
