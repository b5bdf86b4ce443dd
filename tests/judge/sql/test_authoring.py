"""What authors are told: whether right and wrong are told apart, and what members will see."""

from dataclasses import replace
from pathlib import Path

import pytest

from adapters.judge.authoring import (
    Claims,
    Report,
    Wrong,
    check_exercise,
    hidden_block,
    sample_text,
    with_hidden,
)
from bot.domain.exercises import Draw, Material, SqlExercise
from tests.judge.inline import InlineWorkers

MATERIAL = Material("game_sessions", ("sessions",), Draw(1, 4), (), (("nulls", "no length"),))
EXERCISE = SqlExercise(
    MATERIAL,
    "SELECT player_id, SUM(minutes) AS total FROM sessions "
    "WHERE minutes IS NOT NULL GROUP BY player_id",
)
ACCEPTED = "SELECT player_id, SUM(minutes) FROM sessions GROUP BY 1 HAVING COUNT(minutes) > 0"
WRONG = Wrong("SELECT player_id, SUM(minutes) FROM sessions GROUP BY 1", "keeps NULL")


async def checked(exercise: SqlExercise = EXERCISE, **claims: object) -> Report:
    return await check_exercise(
        exercise,
        replace(Claims((ACCEPTED,), (WRONG,)), **claims),  # type: ignore[arg-type]
        InlineWorkers(),
        candidates=8,
    )


async def test_a_fair_exercise_is_good_and_gets_its_databases() -> None:
    report = await checked()
    assert report.good, report
    assert {draw.shape for draw in report.hidden} == {"plain", "nulls", "empty"}
    assert report.killed > 0
    assert "no length" in report.messages["keeps NULL"]


async def test_a_right_answer_that_fails_is_a_complaint() -> None:
    report = await checked(accepted=(WRONG.text,))
    assert not report.good
    assert report.complaints[0].startswith("accepted 1 (SELECT player_id")


async def test_a_wrong_answer_that_passes_is_a_complaint() -> None:
    report = await checked(wrong=(Wrong(ACCEPTED, "not wrong"),))
    assert report.complaints == ("wrong 1 (not wrong) is graded correct",)


async def test_a_wrong_answer_that_does_not_run_is_a_complaint() -> None:
    report = await checked(wrong=(Wrong("SELECT nothing", "slip"),))
    assert report.complaints[0].startswith("wrong 1 does not run: ")


async def test_databases_that_tell_too_little_apart_are_not_good() -> None:
    kept = replace(EXERCISE, material=replace(MATERIAL, hidden=(Draw(0, 0, "empty"),)))
    report = await check_exercise(kept, Claims(), InlineWorkers(), pick=False, candidates=8)
    assert report.missed
    assert not report.good
    assert report.hidden == kept.material.hidden


SORTED = replace(EXERCISE, reference=EXERCISE.reference + " ORDER BY player_id")


async def test_survivors_are_listed_unless_the_author_knows_them() -> None:
    survivors = (await checked(SORTED)).survivors
    assert survivors == ("other direction in player_id",)
    assert (await checked(SORTED, equivalent=survivors)).survivors == ()


async def test_a_slip_that_nothing_tells_apart_is_a_complaint() -> None:
    report = await checked(SORTED)
    assert not report.good
    assert report.complaints == (
        "nothing tells “other direction in player_id” apart: "
        "name a property that does, or list it under `equivalent`",
    )


async def test_a_forgotten_property_is_a_complaint() -> None:
    """Without it the slip makes no difference anywhere."""
    forgotten = replace(EXERCISE, material=replace(MATERIAL, properties=()))
    report = await checked(forgotten, wrong=())
    assert any("“WHERE lost in WHERE" in told for told in report.complaints)


async def test_a_slip_that_is_listed_and_told_apart_is_a_complaint() -> None:
    report = await checked(equivalent=("AVG for SUM",))
    assert report.complaints == (
        "`equivalent` lists “AVG for SUM”, which no longer survives: take it out",
    )


async def test_a_reading_must_be_told_apart_as_well() -> None:
    both = replace(EXERCISE, readings=(WRONG.text,))
    survivors = (await checked(both, wrong=())).survivors
    assert survivors == ("WHERE lost in WHERE NOT minutes IS NULL",)
    assert (await checked(both, wrong=(), equivalent=survivors)).good
    assert (await checked(both, equivalent=survivors)).complaints


async def test_a_reference_that_fails_is_named() -> None:
    with pytest.raises(ValueError, match=r"^SELECT nothing cannot be run on {seed: 101, size: 8"):
        await checked(replace(EXERCISE, reference="SELECT nothing"))
    with pytest.raises(ValueError, match="ordered_by"):
        await checked(replace(EXERCISE, ordered_by=("nothing",)))


async def test_a_reference_that_fails_is_told_with_the_words_of_the_database() -> None:
    with pytest.raises(ValueError, match=r"shape: plain}: Referenced column \"nothing\""):
        await checked(replace(EXERCISE, reference="SELECT nothing"))


async def test_progress_is_told() -> None:
    told: list[tuple[int, int, str]] = []
    await check_exercise(
        EXERCISE,
        Claims((ACCEPTED,)),
        InlineWorkers(),
        lambda *step: told.append(step),
        candidates=4,
    )
    assert {what for *_, what in told} == {"neighbours", "right answers"}


async def test_an_endless_neighbour_does_not_stop_the_check() -> None:
    counting = replace(
        EXERCISE,
        reference="WITH RECURSIVE d(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM d WHERE n < 4) "
        "SELECT player_id, n FROM sessions CROSS JOIN d",
    )
    report = await check_exercise(counting, Claims(), InlineWorkers(), candidates=2)
    assert report.killed > 0


def test_the_sample_is_shown_as_members_see_it() -> None:
    text = sample_text(MATERIAL)
    assert text.startswith("sessions\nsession_id")


DRAWS = (Draw(7, 8, "ties"), Draw(0, 0, "empty"))
BLOCK = "  hidden:\n    - {seed: 7, size: 8, shape: ties}\n    - {seed: 0, size: 0, shape: empty}\n"


@pytest.mark.parametrize(
    "old",
    [
        "",
        "  hidden: []\n",
        "  hidden:\n    - {seed: 1}\n    - {seed: 2}\n",
        "  hidden:\n  - {seed: 1}\n",
        "  hidden:\n   - seed: 1\n     size: 2\n",
    ],
)
def test_a_file_gets_its_databases_and_keeps_the_rest(old: str) -> None:
    head, tail = "# a comment\ndata:\n  sample: {seed: 1}\n", "properties:\n  ties: x\n"
    assert with_hidden(head + old + tail, DRAWS) == head + BLOCK + tail


@pytest.mark.parametrize("old", ["  hidden: []", "  hidden:\n  - {seed: 1}", ""])
def test_the_last_line_of_a_file_may_have_no_end(old: str) -> None:
    head = f"data:\n  sample: {{seed: 1}}\n{old}".removesuffix("\n")
    assert with_hidden(head, DRAWS) == f"data:\n  sample: {{seed: 1}}\n{BLOCK}"


def test_a_sample_of_several_lines_stays_whole() -> None:
    head, tail = "data:\n  sample:\n    seed: 1\n    size: 3\n", "  set: x\n"
    assert with_hidden(head + tail, DRAWS) == head + BLOCK + tail


def test_a_file_without_a_sample_is_refused() -> None:
    with pytest.raises(ValueError, match="sample"):
        with_hidden("family: x\n", DRAWS)


def test_a_block_can_stand_at_any_depth() -> None:
    assert hidden_block(DRAWS[:1], "    ").startswith("    hidden:\n      - {")


def test_the_shipped_files_can_be_given_databases() -> None:
    for path in Path("content/drills").glob("sql.*/*.yaml"):
        text = path.read_text(encoding="utf-8")
        if "\nformat: sql\n" in text:
            assert BLOCK in with_hidden(text, DRAWS), path
