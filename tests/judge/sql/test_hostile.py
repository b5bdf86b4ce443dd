"""Whatever a text or a child says, the answer is a plain one."""

import json
import math
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.judge.sql import feedback
from adapters.judge.sql.databases import Databases
from adapters.judge.sql.inside import run
from adapters.judge.sql.results import Malformed, Result, cell, results
from bot.domain.exercises import Draw, Material
from tests.judge.sql.idioms import IDIOMS
from tests.judge.sql.material import databases

SCRAPS = """SELECT FROM WHERE users events user_id kind amount at joined * , ( ) ( ) AS AND OR NOT
NULL = <> < + - / 1 0 'x' '2026-03-01' :: int date count( sum( max( lag( OVER PARTITION BY ORDER
GROUP HAVING LIMIT JOIN LEFT ON USING WITH RECURSIVE UNION ALL DISTINCT CASE WHEN THEN END IN
EXISTS BETWEEN INTERVAL '1day' generate_series( unnest( ARRAY[ ] { } [ $1 ? ; -- /* */ " ` \\
LATERAL QUALIFY WINDOW ROWS PRECEDING VALUES x.y .z @ # ~ ^ % || -> E'\\' U&'' 1e999 0x1"""
WORDS = st.sampled_from(SCRAPS.split())
TOKENS = [re.findall(r"\w+|'[^']*'|\S", idiom) for idiom in IDIOMS]
MATERIAL = Material("game_sessions", ("sessions",), Draw(1, 8), (Draw(2, 8),))


@pytest.fixture(scope="module")
def shop() -> Databases:
    return databases()


@settings(max_examples=300)
@given(st.one_of(st.lists(WORDS, max_size=25).map(" ".join), st.text(max_size=60)))
def test_any_text_gets_results_or_a_fault(shop: Databases, text: str) -> None:
    answer = json.loads(json.dumps(run(shop, text)))
    given_back = results(answer["results"], 1)
    assert len(given_back) == 1 or answer["fault"]["stage"] in feedback.STAGES


@st.composite
def spoilt(draw: st.DrawFn) -> str:
    """An idiom with a piece of another in the middle of it."""
    one, other = draw(st.sampled_from(TOKENS)), draw(st.sampled_from(TOKENS))
    start, size = draw(st.integers(0, len(one))), draw(st.integers(0, 3))
    piece = draw(st.integers(0, len(other)))
    end = piece + draw(st.integers(0, 5))
    return " ".join([*one[:start], *other[piece:end], *one[start + size :]])


@settings(max_examples=300)
@given(spoilt())
def test_a_spoilt_query_gets_results_or_a_fault(shop: Databases, text: str) -> None:
    json.dumps(run(shop, text), allow_nan=False)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["columns", "rows", "list", "map", "span", "time", "number", "x"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=12,
)


@given(JSON)
def test_any_json_is_results_or_malformed(value: Any) -> None:  # noqa: ANN401  any at all
    try:
        read = results(value, 3)
    except Malformed:
        return
    assert all(isinstance(entry, Result) for entry in read)


@given(JSON)
def test_any_cell_is_a_cell_or_malformed(value: Any) -> None:  # noqa: ANN401  any at all
    try:
        hash(cell(value))
    except Malformed:
        return


@given(st.text(max_size=80), JSON)
def test_any_fault_becomes_a_verdict(text: str, told: Any) -> None:  # noqa: ANN401  any at all
    verdict = feedback.fault(told, text, MATERIAL)
    assert verdict.message
    assert verdict.share == 0.0


CELLS = st.sampled_from([None, True, 0, 1.5, 10**50, math.nan, math.inf, "x", "1", ("list", 1.5)])


def tables(width: int) -> st.SearchStrategy[Result]:
    rows = st.lists(st.tuples(*[CELLS] * width), max_size=4)
    return rows.map(lambda drawn: Result(("same",) * width, tuple(drawn)))


@given(st.integers(1, 3).flatmap(tables), st.integers(1, 3).flatmap(tables))
def test_any_two_results_can_be_told_apart_in_words(expected: Result, got: Result) -> None:
    verdict = feedback.wrong_on_sample(expected, got, (0,))
    assert verdict.message
    assert len(verdict.shown.splitlines()) <= 7
