"""Copyright matches in uploads: misses cost far more than false alarms."""

from datetime import timedelta
from random import Random

from bot.datasets.drawing import (
    START,
    Plan,
    Row,
    Rows,
    by_time,
    days_for,
    evening_weighted,
    ids,
    moment,
    numbered,
    put,
    recipe,
    some,
)
from bot.datasets.model import Cell, Column, Table
from bot.datasets.shaping import edges, gaps, midnight, nulls, orphans, quiet, resent, ties

GENRES = ("pop", "score", "game", "folk")
TRACK, CLAIMED, SCORE, MATCH = 1, 2, 3, 4
THRESHOLDS = tuple(round(step / 20, 2) for step in range(1, 20))
SHARE = 0.35
"""Of claims that are matches indeed."""

TRACKS = Table(
    "tracks",
    "One row per recording in the catalogue.",
    (
        Column("track_id", "text", "the recording, t001 and up"),
        Column("genre", "text", "pop, score, game or folk; NULL: not known"),
        Column("released_on", "date", "day of release, UTC"),
        Column("seconds", "integer", "length in seconds"),
    ),
)
CLAIMS = Table(
    "claims",
    "One row per upload that the matcher compared with a recording.",
    (
        Column("claim_id", "integer", "the comparison; one reported again carries the same"),
        Column("track_id", "text", "the recording"),
        Column("claimed_at", "timestamp", "when the comparison was made, UTC"),
        Column("score", "double", "likeness, 0 to 1; NULL: the matcher gave up"),
        Column("is_match", "boolean", "what a reviewer found; NULL: not reviewed"),
    ),
)
COSTS = Table(
    "costs",
    "One row per kind of error.",
    (
        Column("kind", "text", "miss or false_alarm"),
        Column("cost_cents", "integer", "US cents for each"),
    ),
)


def _draw(rng: Random, size: int) -> tuple[Rows, dict[str, object]]:
    tracks: list[Row] = [
        (
            name,
            rng.choice(GENRES),
            START - timedelta(days=rng.randrange(30, 4_000)),
            rng.randrange(90, 400),
        )
        for name in ids("t", size)
    ]
    miss, alarm = rng.randrange(30, 60) * 100, rng.randrange(1, 4) * 50
    rows: Rows = {
        "tracks": tracks,
        "claims": _claims(rng, tracks),
        "costs": [("miss", miss), ("false_alarm", alarm)],
    }
    return rows, {"match_share": SHARE, "miss_cents": miss, "false_alarm_cents": alarm}


def _claims(rng: Random, tracks: list[Row]) -> list[Row]:
    size = len(tracks)
    each = (55 + 2 * size) // size + 1 if size <= 20 else 20
    found = [
        _claim(rng, track[0], moment(rng.randrange(days_for(size)), evening_weighted(rng)))
        for track in tracks
        for _ in range(each)
    ]
    return numbered(by_time(found, CLAIMED, TRACK))


def _claim(rng: Random, track: Cell, at: Cell) -> Row:
    match = rng.random() < SHARE
    score = rng.betavariate(5, 2) if match else rng.betavariate(2, 4)
    return (0, track, at, round(score, 3), match)


def total_cost(rows: Rows, threshold: float) -> int:
    """US cents when claims with at least that score are taken down. NULLs are left out."""
    costs = {row[0]: int(str(row[1])) for row in rows["costs"]}
    total = 0
    for row in rows["claims"]:
        if row[SCORE] is None or row[MATCH] is None:
            continue
        taken = float(str(row[SCORE])) >= threshold
        if taken != row[MATCH]:
            total += costs["false_alarm" if taken else "miss"]
    return total


def _measure(rows: Rows) -> dict[str, object]:
    """Costs by threshold, and the lowest of the cheapest thresholds."""
    if len(rows["costs"]) < 2:
        return {"cost_by_threshold": {}, "cheapest_threshold": None}
    costs = {threshold: total_cost(rows, threshold) for threshold in THRESHOLDS}
    return {
        "cost_by_threshold": costs,
        "cheapest_threshold": min(costs, key=lambda threshold: (costs[threshold], threshold)),
    }


def _rare(rng: Random, rows: Rows) -> None:
    """Two matches in all, whatever the score says."""
    kept = set(some(rng, rows["claims"], 2 / max(1, len(rows["claims"]))))
    rows["claims"] = [
        put(row, {MATCH: number in kept}) for number, row in enumerate(rows["claims"])
    ]


MATCH_CATALOG = recipe(
    Plan(
        name="match_catalog",
        about="Recordings, likeness of uploads, reviewers' findings, what errors cost",
        entities="recordings",
        heads=(TRACKS, CLAIMS, COSTS),
        draw=_draw,
        shapes={
            "nulls": (
                "claims without a score or a review, unknown genres",
                nulls({"claims": (SCORE, MATCH), "tracks": (1,)}),
            ),
            "ties": (
                "few different scores, claims of the same second",
                ties("claims", {SCORE: (0.3, 0.5, 0.7)}, (CLAIMED,)),
            ),
            "gaps": ("days without a claim", gaps({"claims": CLAIMED})),
            "midnight": ("claims at 00:00:00 and 23:59:59", midnight("claims", (CLAIMED,))),
            "duplicates": ("claims reported again", resent("claims", CLAIMED)),
            "orphans": (
                "recordings missing from the tracks table",
                orphans("tracks", {"claims": TRACK}),
            ),
            "quiet": ("recordings without a claim", quiet("tracks", {"claims": TRACK})),
            "edges": (
                "scores exactly at round thresholds",
                edges("claims", {SCORE: (0.2, 0.3, 0.5, 0.5, 0.8, 0.499, 0.501)}),
            ),
            "rare": ("hardly any match", _rare),
        },
        provenance=(
            "Scores come from the matcher in use in March 2026; reviewers saw the score before "
            "they judged. Which uploads are compared at all is decided by a filter that nobody "
            "described. Costs were estimated by the legal team once, two years ago."
        ),
        measure=_measure,
    )
)
