"""Slips of a reference, and the hidden draws that find them."""

import ast
from dataclasses import replace

import pytest

from adapters.judge.neighbours import Found
from adapters.judge.python.mutants import mutants
from adapters.judge.python.proof import search
from bot.domain.exercises import Draw, Material, PythonExercise
from tests.judge.inline import InlineWorkers

REFERENCE = """
def slow_ones(labels, least):
    once = labels.drop_duplicates("label_id")
    late = once[(once["seconds"] >= least) & once["label"].notna()]
    return late.groupby("annotator_id")["seconds"].max().reset_index()
"""
MATERIAL = Material(
    "label_ops",
    ("labels",),
    Draw(1, 3),
    (),
    (("ties", "few working times"), ("nulls", "skipped"), ("duplicates", "sent again")),
)
EXERCISE = PythonExercise(MATERIAL, "slow_ones", REFERENCE, constants=(("least", 60),))


def slips(code: str) -> str:
    return "\n".join(mutant.code for mutant in mutants(code))


@pytest.mark.parametrize(
    ("code", "slip"),
    [
        ("x = a < b", "x = a <= b"),
        ("x = a == b", "x = a != b"),
        ("x = a and b", "x = a or b"),
        ("x = a & b", "x = a | b"),
        ("x = ~a", "x = a"),
        ("x = a - b", "x = a + b"),
        ("x = 3", "x = 4"),
        ("x = 3", "x = 2"),
        ("x = True", "x = False"),
        ("x = f(a, how='b')", "x = f(a)"),
        ("x = merge(a, how='left')", "x = merge(a, how='inner')"),
        ("x = a.min()", "x = a.max()"),
        ("x = a.agg('first')", "x = a.agg('last')"),
        ("x = a.dropna(subset=['b']).sum()", "x = a.sum()"),
        ("x = a.sort_values(['b', 'c'])", "x = a.sort_values(['c'])"),
    ],
)
def test_a_slip_of_each_kind_is_made(code: str, slip: str) -> None:
    assert slip in slips(code)


def test_every_slip_is_code_that_differs_and_comes_once() -> None:
    made = [mutant.code for mutant in mutants(REFERENCE)]
    assert len(set(made)) == len(made)
    assert all(ast.dump(ast.parse(code)) != ast.dump(ast.parse(REFERENCE)) for code in made)


def test_a_slip_says_where_and_what_it_is() -> None:
    assert "line 4: Gt in once['seconds'] >= least" in {one.what for one in mutants(REFERENCE)}


async def found(exercise: PythonExercise, *wrong: str, pick: bool = True) -> Found:
    near = {f"wrong {number}": code for number, code in enumerate(wrong, 1)}
    return await search(exercise, near, InlineWorkers(), lambda *_: None, pick=pick, candidates=12)


async def test_the_draws_that_are_picked_find_every_slip_that_can_be_found() -> None:
    picked = await found(EXERCISE)
    assert picked.missed == ()
    assert picked.killed >= 4
    assert {draw.shape for draw in picked.hidden} == {
        "plain",
        "ties",
        "nulls",
        "duplicates",
        "empty",
    }


async def test_what_the_given_draws_do_not_find_is_missed() -> None:
    poor = replace(EXERCISE, material=replace(MATERIAL, hidden=(Draw(0, 0, "empty"),)))
    tried = await found(poor, REFERENCE.replace('once["label"].notna()', "True"), pick=False)
    assert "wrong 1" in tried.missed
    assert tried.hidden == poor.material.hidden


async def test_a_wrong_answer_that_cannot_be_told_apart_survives() -> None:
    tried = await found(EXERCISE, REFERENCE.replace("late", "slow"))
    assert "wrong 1" in tried.survivors


async def test_a_reading_must_be_told_apart_as_well() -> None:
    reading = REFERENCE.replace(".max()", ".min()")
    tried = await found(replace(EXERCISE, readings=(reading,)), reading)
    assert "wrong 1" in tried.survivors


async def test_a_reference_that_fails_on_a_candidate_is_named() -> None:
    fragile = REFERENCE.replace("    once", "    labels['label_id'].iloc[0]\n    once", 1)
    with pytest.raises(ValueError, match=r"fails on {seed: 0, size: 0, shape: empty}: IndexError"):
        await found(replace(EXERCISE, reference=fragile))


async def test_a_reference_that_cannot_be_read_is_told_why() -> None:
    with pytest.raises(ValueError, match=r"^def slow_ones.* cannot be run: Line 6: Python"):
        await found(replace(EXERCISE, reference=REFERENCE.replace("once =", "once ==", 1) + ")"))
