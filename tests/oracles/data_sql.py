"""Second computations for the SQL, data-cleaning and Python families.

Tables are rebuilt from the drawn numbers and queried in SQLite, or walked with plain loops.
"""

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction
from typing import Any

Drawn = Mapping[str, Any]


def _query(table: str, columns: str, rows: Iterable[Sequence[Any]], query: str) -> float:
    """The first field of the first row the query gives."""
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute(f"CREATE TABLE {table} ({columns})")
        filled = [tuple(row) for row in rows]
        marks = ", ".join("?" * len(filled[0]))
        connection.executemany(f"INSERT INTO {table} VALUES ({marks})", filled)
        return float(connection.execute(query).fetchone()[0])
    finally:
        connection.close()


def _rows_across_a_gap(drawn: Drawn) -> float:
    days = [drawn["gap"][key] for key in "abcde"]
    rows = [(day, drawn[f"m{n}"]) for n, day in enumerate(days, 1)]
    query = f"""
        SELECT total FROM (
            SELECT day, SUM(minutes) OVER (
                ORDER BY day ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) AS total
            FROM play)
        WHERE day = {days[drawn["row"] - 1]}"""
    return _query("play", "day, minutes", rows, query)


def _places_shared_by_ties(drawn: Drawn) -> float:
    below = {"a": 0, "b": 30, "c": 50, "d": 90, "e": 120}
    points = [drawn["top"] - less for group, less in below.items() for _ in range(drawn[group])]
    query = f"""
        SELECT COUNT(*) FROM (
            SELECT player_id, RANK() OVER (ORDER BY points DESC) AS place FROM scores)
        WHERE place <= {drawn["cut"]}"""
    return _query("scores", "player_id, points", enumerate(points), query)


def _tracks_heard_together(drawn: Drawn) -> float:
    rows = [(fan, track) for fan in range(1, 5) for track in range(drawn[f"n{fan}"])]
    query = """
        SELECT COUNT(*) FROM heard a JOIN heard b
        ON b.fan_id = a.fan_id AND a.track_id < b.track_id"""
    return _query("heard", "fan_id, track_id", rows, query)


def _sessions_from_gaps(drawn: Drawn) -> float:
    rows = []
    for who, pauses in (("a", 4), ("b", 3)):
        minute = drawn[f"start_{who}"]
        rows.append((who, minute))
        for n in range(1, pauses + 1):
            minute += drawn[f"{who}{n}"]
            rows.append((who, minute))
    query = """
        SELECT SUM(CASE WHEN pause IS NULL OR pause > 30 THEN 1 ELSE 0 END) FROM (
            SELECT minute - LAG(minute) OVER (PARTITION BY who ORDER BY minute) AS pause
            FROM events)"""
    return _query("events", "who, minute", rows, query)


def _day_seven_return(drawn: Drawn) -> float:
    joined = [1, 2, 2, 3, 4, 5, 6, 7, 9]
    seen = [drawn[f"r{n}"]["seen"] for n in range(1, 9)] + ["10"]
    due = back = 0
    for day, text in zip(joined, seen, strict=True):
        seventh = day + 7
        if seventh <= drawn["last"]:
            due += 1
            back += str(seventh) in text.split(", ")
    return back / due


def _quiet_days_mean(drawn: Drawn) -> float:
    rows = [(drawn["d"][key], drawn[f"n{n}"]) for n, key in enumerate("abcde", 1)]
    query = """
        WITH week(day) AS (
            VALUES ('Mon'), ('Tue'), ('Wed'), ('Thu'), ('Fri'), ('Sat'), ('Sun'))
        SELECT AVG(COALESCE(r.bookings, 0)) FROM week w LEFT JOIN rental r ON r.day = w.day"""
    return _query("rental", "day, bookings", rows, query)


def _hourly_scan_bill(drawn: Drawn) -> float:
    bill = Fraction(0)
    per_column = Fraction(drawn["gb"], drawn["columns"])
    for _hour in range(24):
        for _day in range(drawn["days"]):
            for _column in range(drawn["used"]):
                bill += per_column * drawn["price"] / 1000
    return float(bill)


def _orders_sent_again(drawn: Drawn) -> float:
    amounts = [drawn[f"x{n}"] for n in (1, 2, 3, 2, 5, 6)]
    rows = [
        (drawn["p"][key], amount, received)
        for received, (key, amount) in enumerate(zip("abcdef", amounts, strict=True))
    ]
    query = """
        SELECT SUM(amount) FROM (
            SELECT amount, ROW_NUMBER() OVER (
                PARTITION BY number ORDER BY received DESC) AS newest
            FROM orders)
        WHERE newest = 1"""
    return _query("orders", "number, amount, received", rows, query)


def _minus_one_minutes(drawn: Drawn) -> float:
    share = drawn["pct"] / 100
    shown = round(drawn["true_mean"] * (1 - share) - share, 1)
    low, high = 0.0, 1000.0
    for _ in range(60):
        middle = (low + high) / 2
        if (1 - share) * middle + share * -1 < shown:
            low = middle
        else:
            high = middle
    return low


def _two_clocks(drawn: Drawn) -> float:
    start = f"2026-03-02T{drawn['ha']:02d}:{drawn['ma']:02d}:00{drawn['zone']['text']}"
    end = f"2026-03-02T{drawn['hb']:02d}:{drawn['mb']:02d}:00+00:00"
    between = datetime.fromisoformat(end) - datetime.fromisoformat(start)
    return between.total_seconds() / 60


def _failed_dates_share(drawn: Drawn) -> float:
    good = drawn["total"] - drawn["empty"] - drawn["bad"]
    column = [""] * drawn["empty"] + ["31/13/2024"] * drawn["bad"] + ["2024-05-31"] * good
    with_text = [text for text in column if text]
    return sum(not _is_date(text) for text in with_text) / len(with_text)


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _last_batch_lost(drawn: Drawn) -> float:
    ids, size = list(range(drawn["n"])), drawn["size"]
    reached: set[int] = set()
    for k in range(len(ids) // size):
        reached.update(ids[k * size : (k + 1) * size])
    return float(len(set(ids) - reached))


ORACLES: dict[str, Callable[[Drawn], float]] = {
    "sql.window.rows-across-a-gap": _rows_across_a_gap,
    "sql.window.places-shared-by-ties": _places_shared_by_ties,
    "sql.selfjoin.tracks-heard-together": _tracks_heard_together,
    "sql.selfjoin.sessions-from-gaps": _sessions_from_gaps,
    "sql.timeseries.day-seven-return": _day_seven_return,
    "sql.timeseries.quiet-days-mean": _quiet_days_mean,
    "sql.plan.hourly-scan-bill": _hourly_scan_bill,
    "data.clean.orders-sent-again": _orders_sent_again,
    "data.clean.minus-one-minutes": _minus_one_minutes,
    "py.parse.two-clocks": _two_clocks,
    "py.parse.failed-dates-share": _failed_dates_share,
    "py.clean.last-batch-lost": _last_batch_lost,
}
