"""Formulas come from authors: they give a value or a FormulaError, quickly, and nothing else."""

import ast
import math
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.formulas import FUNCTIONS, FormulaError, Names, evaluate, number

NAMES: Names = {"n": 40, "rate": 0.25, "yes": True, "word": "ab", "row": {"low": 3, "name": "x"}}
ATOMS = [
    "n",
    "rate",
    "yes",
    "word",
    "row.low",
    "row.name",
    "row",
    "gone",
    "0",
    "-3",
    "2.5",
    "1e999",
]
OPERATORS = ["+", "-", "*", "/", "//", "%", "**", "<", "<=", "==", "!=", ">", "and", "or", "|", "@"]
SHAPES = [
    "({})",
    "-{}",
    "not {}",
    "[{}]",
    "{}.real",
    "{}[0]",
    "{}()",
    "lambda: {}",
    "{} if n else 1",
]


def _grown(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.tuples(parts, st.sampled_from(OPERATORS), parts).map(" ".join),
        st.tuples(st.sampled_from(SHAPES), parts).map(lambda pair: pair[0].format(pair[1])),
        st.tuples(st.sampled_from([*FUNCTIONS, "eval", "print"]), st.lists(parts, max_size=3)).map(
            lambda call: f"{call[0]}({', '.join(call[1])})"
        ),
    )


FORMULAS = st.recursive(st.sampled_from(ATOMS), _grown, max_leaves=8)


@given(FORMULAS | st.text(max_size=40))
def test_any_text_gives_a_value_or_a_formula_error(formula: str) -> None:
    with suppress(FormulaError):
        assert isinstance(evaluate(formula, NAMES), bool | int | float | str)


@given(FORMULAS)
def test_a_number_is_finite_or_a_formula_error(formula: str) -> None:
    with suppress(FormulaError):
        assert math.isfinite(number(formula, NAMES))


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("n * rate", 10.0),
        ("-n + 2", -38),
        ("7 // 2 + 7 % 2", 4),
        ("2 ** 10", 1024),
        ("row.low - 1", 2),
        ("n > 3 and rate < 1", True),
        ("n < 3 or rate > 1", False),
        ("'a' if n == 40 else 'b'", "a"),
        ("'a' if n != 40 else 'b'", "b"),
        ("round(2.345, 1)", 2.3),
        ("round(2.6)", 3),
        ("comb(5, 2)", 10),
        ("max(1, n, 3)", 40),
    ],
)
def test_arithmetic_gives_its_value(formula: str, value: object) -> None:
    assert evaluate(formula, NAMES) == value


def test_a_normal_quantile_and_its_chance_undo_each_other() -> None:
    assert number("normal_cdf(normal_quantile(0.8))", {}) == pytest.approx(0.8)


def test_a_binomial_chance_sums_the_outcomes_up_to_k() -> None:
    assert number("binom_cdf(1, 3, 0.5)", {}) == pytest.approx(0.5)


def test_a_binomial_chance_beyond_n_is_certain() -> None:
    assert number("binom_cdf(10 ** 9, 5, 0.1)", {}) == pytest.approx(1)


@pytest.mark.parametrize(
    "formula",
    [
        "().__class__",
        "n.__class__",
        "(1).real",
        "__import__('os')",
        "eval('1')",
        "open('x')",
        "max(*row)",
        "max(n, key=n)",
        "[1][0]",
        "{1: 2}",
        "1 < 2 < 3",
        "n := 3",
        "b'1'",
        "None",
        "~n",
        "n << 3",
    ],
)
def test_whatever_is_not_in_the_table_is_refused(formula: str) -> None:
    with pytest.raises(FormulaError):
        evaluate(formula, NAMES)


@pytest.mark.parametrize(
    "formula",
    [
        "9 ** 9 ** 9",
        "(2 * 10 ** 9) ** 2",
        "2 ** -1001",
        "comb(10 ** 9, 5 * 10 ** 8)",
        "binom_cdf(10 ** 9, 10 ** 9, 0.5)",
        "binom_cdf(9000, 9000, (10 ** 9) ** 1000)",
    ],
)
def test_work_that_would_not_end_is_refused(formula: str) -> None:
    with pytest.raises(FormulaError):
        evaluate(formula, {})


def test_rounding_to_a_huge_negative_place_is_quick() -> None:
    assert number("round(5, -10 ** 9)", {}) == 0


@pytest.mark.parametrize("formula", ["-" * 5000 + "1", "+".join("1" * 20_000), "(" * 400])
def test_a_formula_nested_too_deeply_is_refused(formula: str) -> None:
    with pytest.raises(FormulaError):
        evaluate(formula, {})


@pytest.mark.parametrize(
    ("formula", "part"),
    [
        ("(0 - 8) ** 0.5", "root"),
        ("1 / 0", "division"),
        ("word + 1", "word is a text"),
        ("gone + 1", "named gone"),
        ("row + 1", "named row"),
        ("row.high", "named row.high"),
        ("n.low", "named n.low"),
        ("n +", "cannot be read"),
        ("eval(n)", "eval(n) is not allowed"),
    ],
)
def test_the_error_names_the_part_and_the_formula(formula: str, part: str) -> None:
    with pytest.raises(FormulaError) as caught:
        evaluate(formula, NAMES)
    assert part in str(caught.value)
    assert formula in str(caught.value)


@pytest.mark.parametrize("formula", ["1e999", "word", "(10 ** 9) ** 1000", "1e999 - 1e999"])
def test_a_number_must_be_finite(formula: str) -> None:
    with pytest.raises(FormulaError, match="does not give a number"):
        number(formula, NAMES)


def test_every_function_of_the_table_can_be_called() -> None:
    given_to = {"min": "1, 2", "max": "1, 2", "comb": "4, 2", "binom_cdf": "1, 2, 0.5"}
    for name in FUNCTIONS:
        call = f"{name}({given_to.get(name, '0.5')})"
        assert isinstance(ast.parse(call, mode="eval").body, ast.Call)
        assert math.isfinite(number(call, {}))
