"""What running a model or a query costs, and what it brings."""

from itertools import pairwise
from typing import Annotated

from bot.domain.calculators.asking import (
    Asks,
    Count,
    Counts,
    Dollars,
    Hours,
    Milliseconds,
    Result,
    Share,
    money,
    percent,
)
from bot.domain.errors import InvalidInput
from bot.domain.units import shown_number

CLOSE, FEW, WORKING_WEEKS, TERABYTE = 0.1, 30, 46, 1e12


def speed(
    gain: Annotated[Share, Asks("Accuracy gained, in points", "%", 0, 0.5)],
    worth: Annotated[Dollars, Asks("Worth of one point a month", "$", 0, 1e9)],
    slower: Annotated[Milliseconds, Asks("Slower by", "ms", 0, 10_000)],
    lost: Annotated[Dollars, Asks("Lost per 100 ms a month", "$", 0, 1e9)],
    bill: Annotated[Dollars, Asks("Added to the bill a month", "$", 0, 1e9, "0")],
) -> Result:
    brings, waits = gain * 100 * worth, slower / 100 * lost
    net = brings - waits - bill
    rows = (
        ("Accuracy brings", money(brings)), ("Waiting costs", money(waits)),
        ("Servers cost", money(bill)), ("Net a month", money(net)),
    )  # fmt: skip
    near = "That is too close to call: each input need be off by a little only."
    return Result(rows, _net(net), (near,) if abs(net) < CLOSE * max(brings, 1) else ())


def _net(net: Dollars) -> str:
    if round(net, 2) == 0:
        return "The better model neither gains nor loses."
    return f"The better model {'gains' if net > 0 else 'loses'} {money(abs(net))} a month."


def servers(
    players: Annotated[Count, Asks("Players who get it", "players", 1, 1e10)],
    kept: Annotated[Share, Asks("More of them kept, in points", "%", 0, 0.5)],
    worth: Annotated[Dollars, Asks("A kept player brings, a month", "$", 0.01, 10_000)],
    cost: Annotated[Dollars, Asks("Serving one player costs, a month", "$", 0, 1_000)],
) -> Result:
    brings, bill = players * kept * worth, players * cost
    even, net = cost / worth, money(brings - bill)
    rows = (
        ("Kept players", shown_number(round(players * kept))), ("They bring", money(brings)),
        ("The bill", money(bill)), ("Net a month", net),
        ("Pays from", f"{percent(even, 2)} more kept"),
    )  # fmt: skip
    word = "pays" if brings > bill else "does not pay"
    says = f"It {word}: {net} a month. It breaks even at {percent(even, 2)} more kept."
    never = "Serving a player costs more than a kept one brings; no rise can pay for it."
    return Result(rows, says, (never,) if even > 1 else ())


def scan(
    rows: Annotated[Count, Asks("Rows a day", "rows", 1, 1e13)],
    days: Annotated[Count, Asks("Days read", "days", 1, 10_000)],
    width: Annotated[Count, Asks("Bytes a row, of the columns read", "bytes", 1, 1e6)],
    runs: Annotated[Count, Asks("Runs a month", "runs", 1, 1e7)],
    price: Annotated[Dollars, Asks("Price of a terabyte read", "$", 0.01, 1_000, "5")],
) -> Result:
    once = rows * days * width
    month = once * runs / TERABYTE * price
    shown = (
        ("Read at each run", f"{shown_number(round(once / 1e9, 2))} GB"),
        ("One run", money(once / TERABYTE * price)),
        ("A month", money(month)), ("A month, one day read", money(month / days)),
    )  # fmt: skip
    wide = "Most runs need few days: filter on the column by which the table is split."
    says = f"The query costs {money(month)} a month."
    return Result(shown, says, (wide,) if days > 31 and runs >= 30 else ())


def hours(
    saved: Annotated[Hours, Asks("Hours saved per person and week", "hours", 0.01, 60)],
    people: Annotated[Count, Asks("People who could use it", "people", 1, 1e7)],
    used: Annotated[Share, Asks("Share who do use it", "%", 0, 1, "100%")],
) -> Result:
    week = saved * people * used
    rows = (
        ("A week", _hours(round(week, 1))),
        (f"A year of {WORKING_WEEKS} weeks", _hours(round(week * WORKING_WEEKS))),
        ("Full-time people", shown_number(round(week / 40, 1))),
    )
    says = f"That frees {_hours(round(week, 1))} a week."
    everybody = "That takes everybody to use it. Count who did last week."
    return Result(rows, says, (everybody,) if used == 1 else ())


def _hours(number: Hours) -> str:
    return shown_number(number, "hour" if number == 1 else "hours")


def funnel(
    counts: Annotated[Counts, Asks("People left after each stage, the first first", "", 1, 1e12)],
) -> Result:
    steps = list(pairwise(counts))
    if any(after > before for before, after in steps):
        raise InvalidInput("A stage has more people than the one before.", "Order them.")
    rows = [(f"Stage {n} to {n + 1}", percent(b / a)) for n, (a, b) in enumerate(steps, 1)]
    worst = min(range(len(steps)), key=lambda n: steps[n][1] / steps[n][0])
    rows.append(("First to last", percent(counts[-1] / counts[0], 2)))
    says = f"Most are lost between stages {worst + 1} and {worst + 2}: {{}} go on."
    few = f"A stage has fewer than {FEW} people; its rate may be chance."
    warned = (few,) if min(a for a, _ in steps) < FEW else ()
    return Result(tuple(rows), says.format(percent(steps[worst][1] / steps[worst][0])), warned)
