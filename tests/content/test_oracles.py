"""Every figure the content works out is worked out a second time, by another route."""

import pytest

from bot.curriculum.catalog import Curriculum
from bot.curriculum.families import NumericFamily
from bot.curriculum.resolving import resolve
from bot.domain.drills import Numeric
from bot.domain.grading import grade
from tests.content.figures import ORACLES, drawn_values, stated

SEEDS = range(200)


def test_every_numeric_generator_has_an_oracle(curriculum: Curriculum) -> None:
    numeric = {f.family for f in curriculum.families.values() if isinstance(f, NumericFamily)}
    assert numeric <= set(ORACLES)


def test_every_oracle_has_its_family(curriculum: Curriculum) -> None:
    assert set(ORACLES) <= set(curriculum.families)


@pytest.mark.parametrize("name", sorted(ORACLES))
def test_the_key_agrees_with_its_oracle(name: str, curriculum: Curriculum) -> None:
    family = curriculum.families[name]
    for seed in SEEDS:
        drill, again = resolve(curriculum, family, seed), ORACLES[name](drawn_values(family, seed))
        if isinstance(drill.body, Numeric):
            assert abs(again - drill.body.answer) <= _accepted(drill.body), (seed, again)
            assert grade(drill, drill.body.shown).right, (seed, drill.body.shown)
        else:
            figure, half = stated(drill)
            assert abs(again - figure) <= half + 1e-9, (seed, again, figure)


def _accepted(body: Numeric) -> float:
    """Half of what a member may be off by, so that an honest answer keeps some room."""
    return max(body.rel * abs(body.answer), body.abs_) / 2
