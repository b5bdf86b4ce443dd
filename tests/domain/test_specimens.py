"""Specimens are answers that grade as they claim to, whatever the drill."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.curriculum.catalog import Curriculum
from bot.curriculum.resolving import resolve
from bot.domain.drills import Body, Drill, Numeric
from bot.domain.grading import grade
from bot.domain.specimens import an_order, specimen
from tests.domain.samples import CHOICE, FLAW, MULTI, NUMERIC, OPEN, ORDER, QUERY, drill, drills

SEEDS = range(12)


@given(st.sampled_from(drills()), st.integers())
def test_a_right_specimen_is_graded_right(subject: Drill, seed: int) -> None:
    assert grade(subject, specimen(subject, right=True, rng=random.Random(seed))).right


@given(st.sampled_from([CHOICE, MULTI, NUMERIC, ORDER, FLAW]), st.integers())
def test_a_slip_is_an_answer_that_is_not_right(body: Body, seed: int) -> None:
    subject = drill(body)
    assert not grade(subject, specimen(subject, right=False, rng=random.Random(seed))).right


def test_a_slip_in_a_number_that_is_zero_is_not_zero(rng: random.Random) -> None:
    nothing = drill(Numeric(0.0, "", "0"))
    assert not grade(nothing, specimen(nothing, right=False, rng=rng)).right


def test_an_order_keeps_every_pair_and_ties_as_shown() -> None:
    assert an_order(ORDER) == ["C", "A", "B", "D", "E"]


def test_a_written_specimen_is_long_enough(rng: random.Random) -> None:
    assert len(specimen(drill(OPEN), right=True, rng=rng).split()) >= OPEN.min_words


def test_what_is_run_has_its_reference_for_a_specimen(rng: random.Random) -> None:
    right, wrong = (specimen(drill(QUERY), right=right, rng=rng) for right in (True, False))
    assert right == QUERY.exercise.reference
    assert wrong != right


def _families(curriculum: Curriculum) -> list[str]:
    return [family.family for family in curriculum.playable]


def test_every_shipped_family_grades_its_right_specimens_right(curriculum: Curriculum) -> None:
    for name in _families(curriculum):
        for seed in SEEDS:
            subject = resolve(curriculum, curriculum.family(name), seed)
            typed = specimen(subject, right=True, rng=random.Random(seed))
            assert grade(subject, typed).right, (name, seed, typed)


def test_every_shipped_family_grades_its_slips_wrong(curriculum: Curriculum) -> None:
    for name in _families(curriculum):
        for seed in SEEDS:
            subject = resolve(curriculum, curriculum.family(name), seed)
            typed = specimen(subject, right=False, rng=random.Random(seed))
            wrong = not grade(subject, typed).right
            assert wrong or subject.body.kind == "open", (name, seed, typed)


@pytest.mark.parametrize("right", [True, False])
def test_the_same_randomness_gives_the_same_specimen(right: bool) -> None:
    made = [
        [specimen(subject, right=right, rng=random.Random(5)) for subject in drills()]
        for _ in range(2)
    ]
    assert made[0] == made[1]
