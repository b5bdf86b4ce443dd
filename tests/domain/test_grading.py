"""What an answer is worth in each format, and how nonsense is sent back."""

from itertools import combinations, permutations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.drills import Drill
from bot.domain.errors import InvalidInput
from bot.domain.grading import Grade, grade, nearest_swaps, order_is_possible
from tests.domain.samples import (
    CHOICE,
    COUNT,
    FLAW,
    MULTI,
    NUMERIC,
    OPEN,
    ORDER,
    QUERY,
    drill,
    drills,
)

Pairs = tuple[tuple[str, str], ...]


@pytest.mark.parametrize("text", ["B", "b", " b. "])
def test_the_right_option_is_worth_all(text: str) -> None:
    assert grade(drill(CHOICE), text) == Grade("B", 1.0, ("why B",))


def test_a_wrong_option_is_worth_nothing_and_says_why() -> None:
    assert grade(drill(CHOICE), "c") == Grade("C", 0.0, ("why C",))


@pytest.mark.parametrize("text", ["A B", "AA", ""])
def test_one_option_must_be_picked(text: str) -> None:
    with pytest.raises(InvalidInput, match="exactly one"):
        grade(drill(CHOICE), text)


@pytest.mark.parametrize("text", ["A C", "ca", "C, A", "a;c"])
def test_all_right_options_are_worth_all(text: str) -> None:
    assert grade(drill(MULTI), text) == Grade("A C", 1.0)


@pytest.mark.parametrize(("text", "slip"), [("A", "why C"), ("A B C", "why B")])
def test_one_slip_is_worth_half_and_is_explained(text: str, slip: str) -> None:
    graded = grade(drill(MULTI), text)
    assert (graded.share, graded.notes, graded.right) == (0.5, (slip,), False)


def test_two_slips_are_worth_nothing() -> None:
    assert grade(drill(MULTI), "A B").share == 0


def test_nothing_picked_is_sent_back() -> None:
    with pytest.raises(InvalidInput, match="at least one"):
        grade(drill(MULTI), " , ")


@pytest.mark.parametrize(
    ("text", "share"),
    [("5%", 1), ("0.05", 1), ("5", 1), ("5.1%", 1), ("5.11%", 0), ("50", 0), ("0.005", 0)],
)
def test_a_share_may_be_typed_as_fraction_per_cent_or_bare_number(text: str, share: float) -> None:
    assert grade(drill(NUMERIC, "numeric"), text).share == share


@pytest.mark.parametrize(
    ("text", "share"), [("1212", 1), ("1188", 1), ("1213", 0), ("1.2k players", 1)]
)
def test_the_larger_tolerance_decides(text: str, share: float) -> None:
    assert grade(drill(COUNT, "numeric"), text).share == share


def test_the_answer_is_kept_as_typed() -> None:
    assert grade(drill(COUNT, "numeric"), " 1.2k ").answer == "1.2k"


@pytest.mark.parametrize("text", ["C A B D E", "c,d,e,a,b", "C → D → A → B → E", "cadbe"])
def test_every_order_that_keeps_the_pairs_is_right(text: str) -> None:
    assert grade(drill(ORDER, "order"), text).right


@pytest.mark.parametrize(
    ("text", "share"), [("A C B D E", 0.9), ("B A C D E", 0.7), ("B A D C E", 0.0)]
)
def test_credit_falls_with_each_neighbouring_swap_and_ends(text: str, share: float) -> None:
    assert grade(drill(ORDER, "order"), text).share == pytest.approx(share)


def test_a_broken_pair_is_named() -> None:
    assert grade(drill(ORDER, "order"), "A C B D E").notes == ("C comes before A.",)


@pytest.mark.parametrize("text", ["", "A B C D", "A B C D E E"])
def test_every_step_must_be_named_once(text: str) -> None:
    with pytest.raises(InvalidInput, match="every step once") as caught:
        grade(drill(ORDER, "order"), text)
    assert "A B C D E" in caught.value.hint


@st.composite
def orders(draw: st.DrawFn) -> tuple[list[str], Pairs]:
    """A typed order, and pairs that some other order keeps."""
    keys = list("ABCDEF"[: draw(st.integers(1, 6))])
    allowed = draw(st.permutations(keys))
    pairs = list(combinations(allowed, 2))
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    return draw(st.permutations(keys)), tuple(chosen)


def _swaps(first: list[str], second: tuple[str, ...]) -> int:
    return sum(second.index(a) > second.index(b) for a, b in combinations(first, 2))


def _keeps(order: tuple[str, ...], before: Pairs) -> bool:
    return all(order.index(a) < order.index(b) for a, b in before)


@given(orders())
def test_the_distance_is_that_of_the_nearest_of_all_allowed_permutations(
    case: tuple[list[str], Pairs],
) -> None:
    order, before = case
    brute = min(_swaps(order, other) for other in permutations(order) if _keeps(other, before))
    assert nearest_swaps(order, before) == brute


@given(st.lists(st.tuples(st.sampled_from("ABCDX"), st.sampled_from("ABCDX")), max_size=6))
def test_an_order_is_possible_exactly_when_a_permutation_keeps_the_pairs(
    before: list[tuple[str, str]],
) -> None:
    keys, pairs = list("ABCD"), tuple(before)
    known = all(a in keys and b in keys for a, b in pairs)
    brute = known and any(_keeps(order, pairs) for order in permutations(keys))
    assert order_is_possible(keys, pairs) == brute


def test_line_and_reason_right_is_worth_all() -> None:
    assert grade(drill(FLAW, "flaw"), "line 2, reason a") == Grade("2a", 1.0, ("why A",))


def test_the_right_reason_in_the_wrong_line_is_worth_half() -> None:
    graded = grade(drill(FLAW, "flaw"), "3a")
    assert (graded.share, graded.notes) == (0.5, ("The flaw is in line 2.", "why A"))


def test_the_right_line_for_the_wrong_reason_is_worth_half() -> None:
    assert grade(drill(FLAW, "flaw"), "2b") == Grade("2b", 0.5, ("why B",))


@pytest.mark.parametrize("text", ["", "a", "2", "0a", "4a", "2d", "2 2 a", "2" + " " * 9000 + "é"])
def test_a_flaw_answer_that_names_no_line_or_reason_is_sent_back(text: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        grade(drill(FLAW, "flaw"), text)
    assert "2b" in caught.value.hint


def test_free_text_is_accepted_as_written() -> None:
    assert grade(drill(OPEN, "written"), " one two three four five ") == Grade(
        "one two three four five", 1.0
    )


def test_too_few_words_are_sent_back_with_the_count() -> None:
    with pytest.raises(InvalidInput, match=r"4 words.*at least 5"):
        grade(drill(OPEN, "written"), "one two three four")


HOSTILE = st.text(max_size=60) | st.text("ABCDE 0123456789.,;>→-%", max_size=40)


@given(st.sampled_from(drills()), HOSTILE)
@example(drill(CHOICE), "A" * 20_000)
@example(drill(MULTI), "🎲🎲")
@example(drill(ORDER, "order"), "שלום")
@example(drill(NUMERIC, "numeric"), "\u202e5%")
@example(drill(FLAW, "flaw"), "**2b**" * 5000)
def test_any_text_is_graded_or_sent_back_with_an_example(subject: Drill, text: str) -> None:
    try:
        share, error = grade(subject, text).share, InvalidInput("fits", "fits")
    except InvalidInput as caught:
        share, error = 0.0, caught
    assert 0 <= share <= 1
    assert 0 < len(error.message) < 200
    assert error.hint


def test_what_has_to_be_run_is_graded_nowhere_else() -> None:
    with pytest.raises(TypeError, match="only a Judge"):
        grade(drill(QUERY), "SELECT 1")
