"""Which drill comes next."""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.picking import Candidate, choose, last_seen

NOW = datetime(2027, 3, 20, tzinfo=UTC)


def candidate(family: str, skill: str = "stat.ci", *, varied: bool = False) -> Candidate:
    return Candidate(family, skill, 2, varied)


A, B, C = candidate("a"), candidate("b"), candidate("c", "sql.plan")
OLD = {"a": NOW - timedelta(days=9), "b": NOW - timedelta(days=12)}


def test_new_families_come_before_known_ones(rng: random.Random) -> None:
    assert choose([A, B, C], OLD, frozenset(), {}, rng) == C


def test_then_the_one_not_seen_for_longest_comes(rng: random.Random) -> None:
    assert choose([A, B], OLD, frozenset(), {}, rng) == B


def test_what_was_had_this_week_waits(rng: random.Random) -> None:
    assert choose([A, B], OLD, frozenset({"b"}), {}, rng) == A


def test_when_all_were_had_this_week_a_generator_gives_other_numbers(rng: random.Random) -> None:
    varied = candidate("b", varied=True)
    assert choose([A, varied], OLD, frozenset({"a", "b"}), {}, rng) == varied


def test_when_nothing_is_left_there_is_none(rng: random.Random) -> None:
    assert choose([A, B], OLD, frozenset({"a", "b"}), {}, rng) is None


def test_an_empty_pool_gives_none(rng: random.Random) -> None:
    assert choose([], {}, frozenset(), {}, rng) is None


def test_skills_are_drawn_by_their_weight(rng: random.Random) -> None:
    weights = {"stat.ci": 9, "sql.plan": 1}
    drawn = Counter(
        found.skill
        for _ in range(500)
        if (found := choose([A, B, C], {}, frozenset(), weights, rng))
    )
    assert 0.8 < drawn["stat.ci"] / 500 < 0.97


def test_a_skill_without_weight_can_still_come(rng: random.Random) -> None:
    drawn = {choose([A, C], {}, frozenset(), {"stat.ci": 0}, rng) for _ in range(60)}
    assert drawn == {A, C}


@given(
    st.sets(st.sampled_from("abcdef"), min_size=1),
    st.sets(st.sampled_from("abcdef")),
    st.sets(st.sampled_from("abcdef")),
    st.sets(st.sampled_from("abcdef")),
    st.integers(0, 99),
)
def test_what_was_had_this_week_only_returns_as_a_generator_when_nothing_else_is_left(
    pool: set[str], seen: set[str], blocked: set[str], varied: set[str], seed: int
) -> None:
    blocked &= seen
    last = {family: NOW - timedelta(days=ord(family)) for family in seen}
    candidates = [candidate(f, varied=f in varied) for f in sorted(pool)]
    found = choose(candidates, last, frozenset(blocked), {}, random.Random(seed))
    if found is None:
        assert pool <= blocked - varied
    elif found.family in blocked:
        assert pool <= blocked
        assert found.varied


def test_a_family_was_seen_when_the_last_of_its_items_was() -> None:
    earlier, later = NOW - timedelta(days=2), NOW - timedelta(days=1)
    shown = {"a@1": later, "a@2": earlier, "b@1": earlier}
    assert last_seen(shown, earlier) == {"a": later, "b": earlier}


def test_what_was_shown_before_somebody_came_they_have_not_seen() -> None:
    shown = {"a@1": NOW - timedelta(seconds=1), "b@1": NOW}
    assert last_seen(shown, NOW) == {"b": NOW}
