"""A few databases out of many that tell all neighbours apart."""

from dataclasses import replace

from adapters.judge.picking import as_written, blamed, candidates, killed, picked
from bot.domain.exercises import Draw, Material

A, B, C = Draw(1, 8), Draw(2, 8), Draw(3, 8)
TIES, EMPTY = Draw(4, 8, "ties"), Draw(0, 0, "empty")
NOTHING: frozenset[int] = frozenset()


def test_candidates_cover_every_shape_and_end_with_the_empty_one() -> None:
    drawn = candidates(["ties", "gaps"], 70)
    assert len(drawn) == 71
    assert {draw.shape for draw in drawn} == {"plain", "ties", "gaps", "empty"}
    assert drawn[-1] == EMPTY
    assert all(5 <= draw.size <= 20 for draw in drawn[:-1])


def test_candidates_come_in_several_sizes_of_each_shape() -> None:
    pairs = {(draw.shape, draw.size) for draw in candidates(["ties"], 70)}
    assert len(pairs) == 2 * 4 + 1


def test_seeds_are_never_drawn_twice() -> None:
    drawn = candidates(["ties"], 70)
    assert len({draw.seed for draw in drawn}) == len(drawn)


def test_what_kills_most_is_picked_and_the_rest_left() -> None:
    kills = {A: frozenset({1}), B: frozenset({1, 2, 3}), C: frozenset({2}), EMPTY: NOTHING}
    assert picked((A, B, C, EMPTY), kills, ()) == (B, EMPTY)


def test_picking_goes_on_until_nothing_is_left_to_kill() -> None:
    kills = {A: frozenset({1}), B: frozenset({2, 3}), C: frozenset({4}), EMPTY: NOTHING}
    chosen = picked((A, B, C, EMPTY), kills, ())
    assert killed(chosen, kills) == {1, 2, 3, 4}


def test_every_named_shape_is_there_and_plain_ones_come_first() -> None:
    kills = {A: frozenset({1}), TIES: NOTHING, EMPTY: NOTHING}
    assert picked((TIES, A, EMPTY), kills, ("ties",)) == (A, TIES, EMPTY)


def test_a_plain_shape_that_is_named_is_not_drawn_twice() -> None:
    kills = {A: frozenset({1}), B: NOTHING, EMPTY: NOTHING}
    assert picked((A, B, EMPTY), kills, ("plain",)) == (A, EMPTY)


MATERIAL = Material(
    "game_sessions", ("sessions",), A, (B, C, TIES, EMPTY), (("ties", "a tie"), ("empty", "no row"))
)


def test_a_named_shape_is_blamed_before_the_plain_one_that_fails_too() -> None:
    assert blamed(MATERIAL, [1, 2, 3], 4) == 2


def test_no_shape_is_blamed_when_all_that_have_rows_fail() -> None:
    assert blamed(MATERIAL, [0, 1, 2], 4) == 0


def test_no_shape_is_blamed_when_all_that_have_rows_fail_before_an_error() -> None:
    other_order = replace(MATERIAL, hidden=(A, TIES, B, EMPTY))
    assert blamed(other_order, [0, 1], 2) == 0
    assert blamed(other_order, [0, 1], 3) == 1


def test_the_first_is_blamed_where_no_named_one_fails() -> None:
    assert blamed(MATERIAL, [1], 4) == 1


def test_a_named_plain_shape_gives_way_to_the_others() -> None:
    named = replace(MATERIAL, properties=(("plain", "ordinary days"), ("ties", "a tie")))
    assert blamed(named, [0, 2], 4) == 2


def test_a_drawing_is_written_as_in_a_file() -> None:
    assert as_written(TIES) == "{seed: 4, size: 8, shape: ties}"
