"""How readings become figures."""

import random

from tests.bench.measuring import Rounds, contest, percentile


def test_a_ratio_is_taken_within_a_round() -> None:
    rounds = Rounds({"ours": [2.0, 20.0, 200.0], "bare": [1.0, 10.0, 100.0]})
    assert rounds.ratio("ours", "bare") == 2.0


def test_one_disturbed_round_does_not_move_the_ratio() -> None:
    rounds = Rounds({"ours": [2.0, 90.0, 2.0], "bare": [1.0, 1.0, 1.0]})
    assert rounds.ratio("ours", "bare") == 2.0


def test_a_percentile_is_a_reading_by_nearest_rank() -> None:
    hundred = range(1, 101)
    assert [percentile(hundred, share) for share in (0.0, 0.5, 0.99, 1.0)] == [1, 50, 99, 100]


async def test_every_contestant_runs_once_a_round_in_changing_order() -> None:
    ran: list[str] = []

    async def a() -> float:
        ran.append("a")
        return 1.0

    async def b() -> float:
        ran.append("b")
        return 2.0

    rounds = await contest({"a": a, "b": b}, 8, random.Random(28), lambda _: None)
    pairs = {"".join(ran[start : start + 2]) for start in range(0, 16, 2)}
    assert pairs == {"ab", "ba"}
    assert (len(rounds.readings["a"]), rounds.median("b")) == (8, 2.0)


async def test_progress_ends_at_one() -> None:
    shares: list[float] = []

    async def run() -> float:
        return 1.0

    await contest({"a": run}, 4, random.Random(28), shares.append)
    assert shares == [0.25, 0.5, 0.75, 1.0]
