"""Job offers in parts; which one is best depends on how the shares do and how long one stays."""

from dataclasses import dataclass
from datetime import timedelta
from random import Random

from bot.datasets.drawing import START, Plan, Row, Rows, ids, put, recipe, some
from bot.datasets.model import Cell, Column, Table
from bot.datasets.shaping import nulls, orphans, quiet, ties

KINDS = ("base", "bonus", "sign_on", "housing", "equity")
CITIES = ("Northport", "Lakefield", "Eastmere")
CASES = {"shares halve": 0.5, "as granted": 1.0, "shares double": 2.0}

OFFERS = Table(
    "offers",
    "One row per offer.",
    (
        Column("offer_id", "text", "the offer, f001 and up"),
        Column("city", "text", "where the work is; NULL: not settled"),
        Column("answer_by", "date", "last day to answer, UTC"),
    ),
)
TERMS = Table(
    "terms",
    "One row per part of an offer and year in which it is paid.",
    (
        Column("offer_id", "text", "the offer"),
        Column("kind", "text", "base, bonus, sign_on, housing or equity"),
        Column("year_no", "integer", "year of the job in which it is paid, 1 and up"),
        Column("usd", "integer", "US dollars before tax, equity as granted; NULL: to be agreed"),
        Column("certain", "boolean", "true: promised; false: depends on results"),
    ),
)
SCENARIOS = Table(
    "scenarios",
    "One row per way things may go.",
    (
        Column("scenario", "text", "its name"),
        Column("equity_factor", "double", "value of the shares against the grant"),
        Column("bonus_factor", "double", "share of the uncertain bonus that is paid"),
        Column("years", "integer", "years one stays"),
    ),
)


@dataclass(frozen=True, slots=True)
class _Offer:
    """US dollars; base, bonus, housing and equity by year."""

    base: int
    bonus: int
    sign_on: int
    housing: int
    equity: int


def _draw(rng: Random, size: int) -> tuple[Rows, dict[str, object]]:
    names = ids("f", size)
    years = 3 if size <= 5 else 2
    cash, shares = (rng.sample(range(size), 2) if size > 1 else [0, 0])[:2]
    offers = [_offer(rng) for _ in names]
    if size > 1:
        # Far enough from the others that one wins when shares fall and the other when they rise.
        offers[cash] = _Offer(158_000, 24_000, 40_000, 9_000, 12_000)
        offers[shares] = _Offer(120_000, 12_000, 5_000, 3_000, 90_000)
    rows: Rows = {
        "offers": [
            (name, rng.choice(CITIES), START + timedelta(days=rng.randrange(3, 30)))
            for name in names
        ],
        "terms": [
            row
            for name, offer in zip(names, offers, strict=True)
            for row in _terms(rng, name, offer, years)
        ],
        "scenarios": [(name, factor, 1.0, years) for name, factor in CASES.items()],
    }
    best = {"best_when_shares_halve": names[cash], "best_when_shares_double": names[shares]}
    return rows, {**best, "years": years}


def _offer(rng: Random) -> _Offer:
    return _Offer(
        base=rng.randrange(120, 148) * 1_000,
        bonus=rng.randrange(5, 15) * 1_000,
        sign_on=rng.choice((0, 0, 5, 20)) * 1_000,
        housing=rng.choice((0, 0, 3)) * 1_000,
        equity=rng.randrange(10, 35) * 1_000,
    )


def _terms(rng: Random, name: str, offer: _Offer, years: int) -> list[Row]:
    """Parts of nothing have no row."""
    rows: list[Row] = [(name, "sign_on", 1, offer.sign_on, True)] if offer.sign_on else []
    for year in range(1, years + 1):
        first = year == 1 and rng.random() < 0.3
        rows += [
            (name, "base", year, offer.base, True),
            (name, "bonus", year, offer.bonus, first),
            (name, "equity", year, offer.equity, False),
        ]
    return [*rows, (name, "housing", 1, offer.housing, True)] if offer.housing else rows


def worth(rows: Rows) -> dict[tuple[str, str], float]:
    """US dollars by (scenario, offer) over the scenario's years; what is to be agreed is 0."""
    found: dict[tuple[str, str], float] = {}
    for scenario, shares, bonus, years in rows["scenarios"]:
        for offer, kind, year, usd, certain in rows["terms"]:
            if usd is None or int(str(year)) > int(str(years)):
                continue
            factor = _number(shares) if kind == "equity" else 1.0
            factor *= _number(bonus) if kind == "bonus" and not certain else 1.0
            key = (str(scenario), str(offer))
            found[key] = found.get(key, 0.0) + factor * _number(usd)
    return found


def _number(cell: Cell) -> float:
    return float(str(cell))


def _measure(rows: Rows) -> dict[str, object]:
    """Worth by scenario and offer, and the first of the best offers of each scenario."""
    values = worth(rows)
    best: dict[str, str] = {}
    for scenario, offer in sorted(values):
        held = best.setdefault(scenario, offer)
        if values[scenario, offer] > values[scenario, held]:
            best[scenario] = offer
    return {"worth": values, "best": best}


def _leaving(_: Random, rows: Rows) -> None:
    """One year and no uncertain bonus."""
    rows["scenarios"] = [put(row, {2: 0.0, 3: 1}) for row in rows["scenarios"]]


def _twins(rng: Random, rows: Rows) -> None:
    """Offers that are worth the same as another in every scenario."""
    names = [row[0] for row in rows["offers"]]
    for number in some(rng, rows["offers"], 0.4):
        twin, model = names[number], names[number - 1]
        copied = [(twin, *row[1:]) for row in rows["terms"] if row[0] == model]
        if twin != model:
            rows["terms"] = [row for row in rows["terms"] if row[0] != twin] + copied


OFFER_PACK = recipe(
    Plan(
        name="offer_pack",
        about="Job offers, their parts by year, and ways things may go",
        entities="offers",
        heads=(OFFERS, TERMS, SCENARIOS),
        draw=_draw,
        shapes={
            "nulls": (
                "sums to be agreed, cities not settled",
                nulls({"terms": (3,), "offers": (1,)}),
            ),
            "ties": ("few different sums", ties("terms", {3: (10_000, 20_000)})),
            "orphans": ("offers missing from the offers table", orphans("offers", {"terms": 0})),
            "quiet": ("offers without a part", quiet("offers", {"terms": 0})),
            "leaving": ("one year and no uncertain bonus", _leaving),
            "twins": ("offers of the same worth", _twins),
        },
        provenance=(
            "All offers are invented. Sums are before tax and before any price of living. The "
            "value of the shares is the one on the day of the grant; who set it is not said, nor "
            "what happens to them when one leaves."
        ),
        measure=_measure,
    )
)
