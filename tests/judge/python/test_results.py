"""What a hostile child may send instead of an answer."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.judge.python.results import (
    DEEPEST,
    MOST,
    Answer,
    Malformed,
    Reading,
    answer,
    reading,
)
from adapters.judge.work import Json
from tests.judge.python.material import GIVEN, read

JSON: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["cases", "fault", "value", "frame", "columns", "rows", "series", "index", "list"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(JSON)
def test_whatever_comes_is_an_answer_or_malformed(sent: Json) -> None:
    try:
        found = answer(sent, 1)
    except Malformed:
        return
    assert isinstance(found, Answer)


@given(JSON)
def test_whatever_stands_for_a_value_is_one_or_malformed(sent: Json) -> None:
    try:
        found = read(sent)
    except Malformed:
        return
    assert found.cases[0].value is not None


def _nested(levels: int) -> Json:
    value: Json = 1
    for _ in range(levels):
        value = {"list": [value]}
    return value


@pytest.mark.parametrize(
    "sent",
    [
        _nested(DEEPEST + 1),
        {"list": [{"list": [0] * 1_000}] * (MOST // 1_000)},
        {"list": [0], "set": [0]},
        {"list": 3},
        {"frame": {"columns": ["a"], "rows": [[1, 2]]}},
        {"frame": {"columns": [1], "rows": []}},
        {"frame": {"columns": ["a"] * 300, "rows": []}},
        {"series": [1, 2], "index": [1]},
        {"map": [[1]]},
        {"float": "nan"},
        {"other": 1},
        2**70,
        "x" * 3_000,
        [1],
    ],
    ids=str,
)
def test_a_value_of_another_shape_is_malformed(sent: Json) -> None:
    with pytest.raises(Malformed):
        read(sent)


@pytest.mark.parametrize(
    "changes",
    [
        {"cases": []},
        {"cases": [{"value": 1}, {"value": 1}]},
        {"seconds": -1},
        {"seconds": math.inf},
        {"seconds": "1"},
        {"seconds": True},
        {"fault": {"stage": "won", "says": "", "kind": ""}},
        {"fault": {"stage": "name"}},
        {"fault": []},
    ],
    ids=str,
)
def test_an_answer_of_another_shape_is_malformed(changes: Json) -> None:
    with pytest.raises(Malformed):
        answer({**GIVEN, **changes}, 1)


def fault_of(**changes: Json) -> Answer:
    fault = {"stage": "runtime", "says": "no", "line": 1, "column": 0, "kind": "KeyError"}
    return answer({**GIVEN, "fault": {**fault, **changes}}, 1)


def test_the_name_of_a_built_in_error_is_kept() -> None:
    assert fault_of().fault is not None
    assert getattr(fault_of().fault, "kind", "") == "KeyError"


def test_a_name_of_the_childs_own_is_not_kept() -> None:
    """Its forty letters could hold a hidden value."""
    assert getattr(fault_of(kind="p017 scored 883").fault, "kind", None) == ""


@pytest.mark.parametrize("line", [-1, 10**9, True, "3", None])
def test_a_line_that_cannot_be_is_none(line: Json) -> None:
    assert getattr(fault_of(line=line).fault, "line", None) == 0


def test_only_a_plain_yes_says_that_the_input_was_changed() -> None:
    sent = {**GIVEN, "cases": [{"value": 1, "changed": "yes"}]}
    assert not answer(sent, 1).cases[0].changed


@pytest.mark.parametrize(
    "sent", [[], {"slow": [1], "hard": []}, {"slow": []}, {"slow": [], "hard": "long"}], ids=str
)
def test_a_reading_of_another_shape_is_malformed(sent: Json) -> None:
    with pytest.raises(Malformed):
        reading(sent)


def test_a_text_that_nobody_read_is_not_found_fault_with() -> None:
    assert reading(None) == Reading()


def test_an_error_names_no_place_on_the_machine() -> None:
    fault = {"stage": "runtime", "kind": "", "says": "OSError: /opt/app/lib/x.py is not there"}
    found = answer({"fault": fault}, 1).fault
    assert found is not None
    assert found.says == "OSError: … is not there"
