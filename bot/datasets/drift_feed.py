"""A photo filter's daily scores: inputs, the share of good photos and the rule drift in turn."""

from dataclasses import dataclass
from datetime import timedelta
from random import Random

from bot.datasets.drawing import (
    START,
    Plan,
    Row,
    Rows,
    day_of,
    evening_weighted,
    ids,
    moment,
    recipe,
    when,
)
from bot.datasets.model import Column, Table
from bot.datasets.shaping import edges, gaps, midnight, nulls, orphans, quiet, resent, ties

CAMERA, TAKEN, BRIGHTNESS, MOTION, SCORE = 1, 2, 3, 4, 5

CAMERAS = Table(
    "cameras",
    "One row per phone model.",
    (
        Column("camera_id", "text", "the model, c001 and up"),
        Column("released_on", "date", "UTC day from which it was sold"),
        Column("chip", "text", "a1, a2 or b1; NULL: not known"),
    ),
)
PHOTOS = Table(
    "photos",
    "One row per photo the filter scored.",
    (
        Column("photo_id", "integer", "the photo; one reported again carries the same"),
        Column("camera_id", "text", "which model took it"),
        Column("taken_at", "timestamp", "when the photo was taken, UTC"),
        Column("brightness", "double", "mean brightness, 0 dark to 1 white; NULL: not sent"),
        Column("motion", "double", "movement in the frame, 0 still to 1; NULL: not sent"),
        Column("score", "double", "what the filter gave, 0 to 1; shown when 0.5 or more"),
    ),
)
VERDICTS = Table(
    "verdicts",
    "One row per photo whose owner said whether the effect was good; they come days later.",
    (
        Column("photo_id", "integer", "the photo"),
        Column("judged_at", "timestamp", "when the owner answered, UTC"),
        Column("is_good", "boolean", "what the owner said"),
    ),
)
HEADS = (CAMERAS, PHOTOS, VERDICTS)


@dataclass(frozen=True, slots=True)
class _World:
    """Days of the three drifts, in that order, and their sizes."""

    days: int
    covariate: int
    prior: int
    concept: int
    darker: float
    fewer: float
    good: float = 0.6

    def share_good(self, day: int) -> float:
        return self.good - (self.fewer if day >= self.prior else 0.0)

    def brightness(self, day: int) -> float:
        return 0.6 - (self.darker if day >= self.covariate else 0.0)


def _world(rng: Random, days: int) -> _World:
    quarter = max(1, days // 4)
    return _World(
        days=days,
        covariate=quarter,
        prior=2 * quarter,
        concept=3 * quarter,
        darker=round(rng.uniform(0.15, 0.25), 2),
        fewer=round(rng.uniform(0.2, 0.3), 2),
    )


def _draw(rng: Random, size: int) -> tuple[Rows, dict[str, object]]:
    world = _world(rng, size)
    cameras: list[Row] = [
        (name, START - timedelta(days=rng.randrange(30, 900)), rng.choice(("a1", "a2", "b1")))
        for name in ids("c", max(3, size // 4))
    ]
    rows: Rows = {"cameras": cameras, "photos": [], "verdicts": []}
    for day in range(size):
        for second in sorted(evening_weighted(rng) for _ in range(_photos_a_day(rng, size))):
            _photo(rng, rows, world, day, second)
    rows["verdicts"].sort(key=lambda row: when(row, 1))
    return rows, {
        "covariate_drift_on": START + timedelta(days=world.covariate),
        "prior_drift_on": START + timedelta(days=world.prior),
        "concept_drift_on": START + timedelta(days=world.concept),
        "brightness_drop": world.darker,
        "good_share_drop": world.fewer,
        "judged_share": 0.7,
        "delay_days": (2, 6),
    }


def _photos_a_day(rng: Random, days: int) -> int:
    return rng.randrange(9, 13) if days <= 10 else rng.randrange(5, 8) if days <= 20 else 40


def _photo(rng: Random, rows: Rows, world: _World, day: int, second: int) -> None:
    """Good photos are still ones; once the concept has drifted, moving ones."""
    number, at = len(rows["photos"]) + 1, moment(day, second)
    good = rng.random() < world.share_good(day)
    still = good if day < world.concept else not good
    motion = _within(rng.gauss(0.3 if still else 0.7, 0.12))
    brightness = _within(rng.gauss(world.brightness(day), 0.1))
    score = _within(1 - motion + rng.gauss(0, 0.05))
    camera = rng.choice(rows["cameras"])[0]
    rows["photos"].append((number, camera, at, brightness, motion, score))
    if rng.random() < 0.7 or number == 1:
        judged = at + timedelta(days=rng.randrange(2, 7), minutes=rng.randrange(600))
        rows["verdicts"].append((number, judged, good))


def _within(value: float) -> float:
    """Between 0 and 1, to three places."""
    return round(min(1.0, max(0.0, value)), 3)


def _bins(rows: Rows, first: int, last: int) -> list[int]:
    """Counts of brightness by tenths over those days."""
    counts = [0] * 10
    for row in rows["photos"]:
        day = day_of(row[TAKEN])
        if first <= day < last and row[BRIGHTNESS] is not None:
            counts[min(9, int(10 * float(str(row[BRIGHTNESS]))))] += 1
    return counts


def _measure(rows: Rows) -> dict[str, object]:
    """Counts of brightness by tenths in the first and the last quarter of the days."""
    days = [day_of(row[TAKEN]) for row in rows["photos"]]
    last = max(days, default=0) + 1
    quarter = max(1, last // 4)
    return {
        "brightness_first": tuple(_bins(rows, 0, quarter)),
        "brightness_last": tuple(_bins(rows, last - quarter, last)),
    }


def _unjudged(_: Random, rows: Rows) -> None:
    """No verdict in the second half."""
    if rows["verdicts"]:
        middle = when(rows["verdicts"][len(rows["verdicts"]) // 2], 1)
        rows["verdicts"] = [row for row in rows["verdicts"] if when(row, 1) < middle]


DRIFT_FEED = recipe(
    Plan(
        name="drift_feed",
        about="Scores of a camera effect by day, its inputs, and verdicts that come late",
        entities="days",
        heads=HEADS,
        draw=_draw,
        shapes={
            "nulls": (
                "inputs not sent, unknown chips",
                nulls({"photos": (BRIGHTNESS, MOTION), "cameras": (2,)}),
            ),
            "ties": (
                "few different scores and inputs, photos of the same second",
                ties("photos", {SCORE: (0.4, 0.5, 0.6), BRIGHTNESS: (0.3, 0.5)}, (TAKEN,)),
            ),
            "gaps": ("days without a photo", gaps({"photos": TAKEN})),
            "midnight": ("photos at 00:00:00 and 23:59:59", midnight("photos", (TAKEN,))),
            "duplicates": ("photos reported again", resent("photos", TAKEN)),
            "orphans": (
                "models missing from the cameras table",
                orphans("cameras", {"photos": CAMERA}),
            ),
            "quiet": ("models that took no photo", quiet("cameras", {"photos": CAMERA})),
            "edges": (
                "scores exactly at the threshold",
                edges(
                    "photos", {SCORE: (0.5, 0.5, 0.499, 0.501), BRIGHTNESS: (0.0, 0.3, 0.5, 1.0)}
                ),
            ),
            "unjudged": ("verdicts end half-way", _unjudged),
        },
        provenance=(
            "Scores and inputs come from the phones of people who agreed to send them; verdicts "
            "from a question shown days later. Who was asked is not written down. One app update "
            "went out in the period, the day is not known."
        ),
        measure=_measure,
    )
)
