"""Verdicts on whole answers: the first message is the cheapest true one."""

import re
from dataclasses import replace

import pytest

from adapters.judge.feedback import OTHER
from adapters.judge.sql import feedback
from adapters.judge.sql.grader import BrokenReference, Expected, grade
from adapters.judge.work import Json, Ran
from bot.datasets.catalogue import CATALOGUE
from bot.domain.exercises import Draw, Material, Outcome, SqlExercise, Stage, Verdict
from tests.judge.inline import FixedWorkers, InlineWorkers

SHAPES = ("ties", "nulls", "empty")
MATERIAL = Material(
    data="game_sessions",
    tables=("sessions", "players"),
    sample=Draw(1, 6),
    hidden=tuple(
        Draw(seed, 0 if shape == "empty" else 8, shape) for seed, shape in enumerate(SHAPES)
    ),
    properties=(("nulls", "sessions without a length."), ("ties", "players who share a place")),
)
REFERENCE = (
    "SELECT player_id, count(*) AS n, avg(minutes) AS mean "
    "FROM sessions GROUP BY player_id ORDER BY n DESC"
)
EXERCISE = SqlExercise(MATERIAL, REFERENCE, ordered_by=("n",))
WORKERS = InlineWorkers()


async def judged(text: str, exercise: SqlExercise = EXERCISE) -> Verdict:
    return await grade(exercise, text, WORKERS)


def mean(expression: str) -> str:
    return REFERENCE.replace("avg(minutes)", expression)


async def test_the_reference_itself_is_right() -> None:
    assert await judged(REFERENCE) == Verdict(
        Outcome.CORRECT, Stage.RESULT, feedback.RIGHT, share=1.0
    )


@pytest.mark.parametrize(
    "text",
    [
        REFERENCE.lower() + ";",
        REFERENCE.replace("player_id, count(*) AS n,", "count(*) AS c, player_id AS p,").replace(
            "BY n", "BY c"
        ),
        mean("sum(minutes)::numeric / count(minutes)"),
        mean("sum(minutes) * 1.0 / nullif(count(minutes), 0)"),
        REFERENCE + ", player_id",
        f"WITH s AS ({REFERENCE}) SELECT * FROM s ORDER BY n DESC",
    ],
)
async def test_other_ways_to_say_it_are_right(text: str) -> None:
    assert (await judged(text)).outcome is Outcome.CORRECT


@pytest.mark.parametrize(
    ("text", "outcome", "stage", "says"),
    [
        ("SELECT " * 2_000, Outcome.REFUSED, Stage.LENGTH, "8,000"),
        (" \n", Outcome.REFUSED, Stage.LENGTH, "no query"),
        ("SELECT\x00 1", Outcome.REFUSED, Stage.LENGTH, "control character"),
        ("SELEC 1", Outcome.ERROR, Stage.SYNTAX, "SELEC"),
        ("DROP TABLE sessions", Outcome.REFUSED, Stage.NAME, "one query"),
        ("SELECT playr_id FROM sessions", Outcome.ERROR, Stage.NAME, "Did you mean `player_id`?"),
        ("SELECT 1 / 0", Outcome.ERROR, Stage.RUNTIME, "NULLIF"),
        ("SELECT 1", Outcome.WRONG, Stage.RESULT, "3 columns (player_id, n, mean); yours has 1"),
        (REFERENCE.partition("ORDER")[0], Outcome.WRONG, Stage.RESULT, "order is not. Sort by n."),
        (mean("round(avg(minutes), 1)"), Outcome.WRONG, Stage.RESULT, "Round less"),
        (mean("round(avg(minutes))"), Outcome.WRONG, Stage.RESULT, "Round less"),
        (mean("sum(minutes) / count(minutes)"), Outcome.WRONG, Stage.RESULT, "7 / 2 is 3"),
        (mean("avg(minutes)::text"), Outcome.WRONG, Stage.RESULT, "numbers come as text"),
        (
            f"SELECT * FROM ({REFERENCE}), generate_series(1, 2)".replace(
                "*", "player_id, n, mean", 1
            )
            + " ORDER BY n DESC",
            Outcome.WRONG,
            Stage.RESULT,
            "more than once",
        ),
        (REFERENCE + " LIMIT 2", Outcome.WRONG, Stage.RESULT, "yours gives 2"),
        (mean("max(minutes)"), Outcome.WRONG, Stage.RESULT, "not the ones asked for"),
    ],
)
async def test_the_first_message_is_the_cheapest_true_one(
    text: str, outcome: Outcome, stage: Stage, says: str
) -> None:
    verdict = await judged(text)
    assert (verdict.outcome, verdict.stage, verdict.share) == (outcome, stage, 0.0)
    assert says in verdict.message


async def test_a_caret_stands_under_the_place() -> None:
    verdict = await judged("SELECT player_id\nFROM sessions\nGROUP BY playr_id")
    line, caret = verdict.shown.split("\n")
    assert line[caret.index("^") :].startswith("playr_id")


async def test_a_caret_finds_its_place_in_a_long_line() -> None:
    verdict = await judged(f"SELECT {'1, ' * 60} playr_id, 2 FROM sessions")
    line, caret = verdict.shown.split("\n")
    assert line[caret.index("^") :].startswith("playr_id")
    assert len(line) < 90


async def test_rows_apart_are_shown_for_the_sample() -> None:
    verdict = await judged(mean("max(minutes)"))
    head, *lines = verdict.shown.split("\n")
    assert head.split() == ["player_id", "n", "mean"]
    assert [line.split("  ")[0] for line in lines] == ["missing"] * 3 + ["too much"] * 3


async def test_a_hidden_miss_names_the_property_and_no_row() -> None:
    verdict = await judged(mean("avg(coalesce(minutes, 0))"))
    assert (
        verdict.message
        == "Right on the sample, but not on data with this: sessions without a length."
    )
    assert verdict.shown == ""


async def test_an_error_on_hidden_data_names_the_property() -> None:
    verdict = await judged(mean("sum(minutes) / (count(minutes) * count(minutes) / count(*))"))
    exercise = replace(EXERCISE, material=replace(MATERIAL, hidden=(Draw(4, 8, "nulls"),)))
    crash = mean("avg(minutes) * min(CASE WHEN minutes IS NULL THEN 1 / 0 ELSE 1 END)")
    verdict = await judged(crash, exercise)
    assert (verdict.outcome, verdict.stage) == (Outcome.ERROR, Stage.RUNTIME)
    assert "sessions without a length" in verdict.message


async def test_an_error_on_later_data_lays_no_blame_on_a_property_before_it() -> None:
    hidden = (Draw(2, 8), Draw(0, 8, "ties"), Draw(4, 8, "nulls"))
    exercise = replace(EXERCISE, material=replace(MATERIAL, hidden=hidden))
    crash = "min(CASE WHEN minutes IS NULL THEN 1 / 0 ELSE 1 END)"
    wrong = "(SELECT CASE WHEN count(*) > 6 THEN 2 ELSE 1 END FROM players)"
    verdict = await judged(mean(f"avg(minutes) * {crash} * {wrong}"), exercise)
    assert verdict.message == f"Right on the sample, but not on {OTHER}."


async def test_the_sample_learnt_by_heart_is_not_enough() -> None:
    sample = CATALOGUE["game_sessions"].make(1, 6, "plain").table("sessions")
    counts: dict[str, list[int]] = {}
    for row in sample.rows:
        counts.setdefault(str(row[1]), []).append(int(str(row[5])))
    rows = ", ".join(f"('{p}', {len(m)}, {sum(m) / len(m)})" for p, m in counts.items())
    verdict = await judged(f"SELECT * FROM (VALUES {rows}) t(p, n, m) ORDER BY n DESC")
    assert verdict.message.startswith("Right on the sample, but not")


async def test_a_second_reading_is_right_as_well() -> None:
    answer = mean("avg(coalesce(minutes, 0))")
    lenient = replace(EXERCISE, readings=(answer,))
    assert (await judged(answer, lenient)).outcome is Outcome.CORRECT
    assert (await judged(answer)).outcome is Outcome.WRONG


async def test_advice_comes_with_the_verdict() -> None:
    verdict = await judged(
        "SELECT s.player_id, count(*) AS n, avg(minutes) FROM sessions s, players p "
        "GROUP BY 1 ORDER BY n DESC"
    )
    assert "no condition" in verdict.notes[0]


async def test_references_run_once_while_they_are_kept() -> None:
    workers, expected = InlineWorkers(), Expected(most=1)
    await expected.of(EXERCISE, workers)
    await expected.of(EXERCISE, workers)
    assert len(workers.jobs) == 1
    await expected.of(replace(EXERCISE, reference=REFERENCE + ", 1"), workers)
    await expected.of(EXERCISE, workers)
    assert len(workers.jobs) == 3


async def test_a_broken_reference_is_no_members_fault() -> None:
    with pytest.raises(BrokenReference):
        await judged(REFERENCE, replace(EXERCISE, reference="SELECT nothing"))
    with pytest.raises(BrokenReference):
        await judged(REFERENCE, replace(EXERCISE, ordered_by=("nothing",)))


@pytest.mark.parametrize(
    ("end", "outcome"),
    [
        ("lost", Outcome.LOST),
        ("timeout", Outcome.TIMEOUT),
        ("memory", Outcome.ERROR),
        ("output", Outcome.ERROR),
        ("died", Outcome.ERROR),
    ],
)
async def test_an_end_before_the_result_has_its_own_verdict(end: str, outcome: Outcome) -> None:
    await judged(REFERENCE)
    verdict = await grade(EXERCISE, "SELECT 1", FixedWorkers([Ran(end)]))  # type: ignore[arg-type]
    assert verdict.outcome is outcome


async def test_a_lost_reference_counts_nothing() -> None:
    fresh = replace(EXERCISE, reference=REFERENCE + ", mean")
    verdict = await grade(fresh, REFERENCE, FixedWorkers([Ran("lost")]))
    assert verdict.outcome is Outcome.LOST


GOOD: Json = {"columns": ["a", "b", "c"], "rows": [["x", 1, 2]]}


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        {"results": 3},
        {"results": [GOOD], "notes": []},
        {"results": [GOOD] * 99, "notes": []},
        {"results": [{"columns": "abc", "rows": []}] * 4, "notes": []},
        {"results": [{"columns": ["a"], "rows": [[1, 2]]}] * 4, "notes": []},
        {"results": [{"columns": ["a"], "rows": [[10**70]]}] * 4, "notes": []},
        {"results": [{"columns": ["a"], "rows": [[{"list": [[[[[[[[1]]]]]]]]}]]}] * 4, "notes": []},
        {"results": [{"columns": ["a"], "rows": [[{"verdict": "correct"}]]}] * 4, "notes": []},
        {"results": [], "notes": "x", "fault": {}},
        {
            "results": [GOOD] * 4,
            "notes": [],
            "fault": {"stage": "right", "says": ["x"], "line": -1},
        },
    ],
)
async def test_what_no_grader_of_ours_sent_is_never_right(value: Json) -> None:
    await judged(REFERENCE)
    verdict = await grade(EXERCISE, "SELECT 1", FixedWorkers([Ran("done", value)]))
    assert verdict.outcome in {Outcome.ERROR, Outcome.WRONG}
    assert not re.search(r"\['x'\]", verdict.message)
