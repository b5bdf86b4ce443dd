import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.judge.sandbox.reading import NotPlain, plain

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(value=VALUES)
def test_plain_values_come_back_as_they_were(value: Any) -> None:  # noqa: ANN401
    assert plain(json.dumps(value).encode()) == value


@given(noise=st.binary(max_size=300))
def test_noise_is_refused_or_plain(noise: bytes) -> None:
    try:
        json.dumps(plain(noise), ensure_ascii=False).encode()
    except NotPlain:
        return


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"1 2", b"[" * 100_000, b'"\\ud800"', b'{"\\uDFFF": 1}', b"\xff", b"9" * 5000],
)
def test_what_cannot_be_passed_on_is_refused(data: bytes) -> None:
    with pytest.raises(NotPlain):
        plain(data)


def test_whole_characters_outside_the_basic_plane_pass() -> None:
    assert plain(b'"\\ud83c\\udfb2"') == "🎲"


def test_infinity_and_nan_are_left_to_the_reader() -> None:
    assert plain(b"Infinity") == math.inf
    assert math.isnan(plain(b"NaN"))
