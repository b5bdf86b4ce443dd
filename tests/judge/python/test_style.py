"""What a colleague would say about the code."""

import ast

import pytest

from adapters.judge.python.style import LONGEST_FUNCTION, Reading, read

GOOD = '''
import pandas as pd


def mean_seconds(labels: pd.DataFrame) -> float:
    """The mean working time."""
    # Assumption: a missing time is left out.
    return labels["seconds"].mean()
'''


def reading(code: str) -> Reading:
    return read(ast.parse(code), code)


def said(findings: list[str]) -> str:
    return " ".join(findings)


def test_nothing_is_said_about_good_code() -> None:
    assert reading(GOOD) == Reading([], [])


@pytest.mark.parametrize(
    ("code", "word"),
    [
        ("for index, row in frame.iterrows(): pass", "`iterrows`"),
        ("sums = [row.x for row in frame.itertuples()]", "`itertuples`"),
        ("for place in range(len(frame)): pass", "`range(len(…))`"),
        ("for place in range(0, len(frame)): pass", "`range(len(…))`"),
        ("frame.apply(work, axis=1)", "axis=1"),
        ("frame.apply(work, axis='columns')", "axis=1"),
        ("np.vectorize(work)(frame)", "`np.vectorize`"),
        ("for a in x:\n    for b in y: pass", "A loop inside a loop"),
        ("for part in parts:\n    whole = pd.concat([whole, part])", "`concat` in a loop"),
        ("for a, b in zip(frame['a'], frame['b']): pass", "value by value"),
        ("for record in frame.to_dict('records'): pass", "value by value"),
        ("for cell in frame['a'].tolist(): pass", "value by value"),
    ],
)
def test_ways_that_do_not_scale_are_named(code: str, word: str) -> None:
    assert word in said(reading(code).slow)


@pytest.mark.parametrize(
    "code",
    [
        "for name in ['a', 'b']: frame[name] = 0",
        "frame.apply(work)",
        "for place in range(7): pass",
        "frame['a'].map(str.strip)",
        "both = pd.concat([clean(part) for part in parts])",
    ],
)
def test_what_scales_is_not_named(code: str) -> None:
    assert reading(code).slow == []


def test_a_loop_is_named_with_its_line_and_once() -> None:
    twice = "a = 1\nfor row in frame.itertuples(): pass\nfor row in frame.itertuples(): pass"
    assert [finding[-9:] for finding in reading(twice).slow] == ["(line 2).", "(line 3)."]


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ('    """The mean working time."""\n', "", "docstring"),
        ("    # Assumption: a missing time is left out.\n", "", "assumption"),
        ("def mean_seconds(labels", "def f(labels", "`f`"),
        ("    return", "    x = 1\n    return", "`x`"),
        ("    return", "    pass\n" * LONGEST_FUNCTION + "    return", "split it"),
    ],
)
def test_what_is_hard_to_take_over_is_named(old: str, new: str, word: str) -> None:
    assert word in said(reading(GOOD.replace(old, new)).hard)


def test_one_big_function_costs_more_than_a_long_one_among_others() -> None:
    long = GOOD.replace("    return", "    pass\n" * LONGEST_FUNCTION + "    return")
    helped = long + '\n\ndef helper(labels):\n    """Does a part."""\n    return labels\n'
    assert len(reading(long).hard) == len(reading(helped).hard) + 1


def test_counters_of_loops_may_be_short() -> None:
    loops = "    for i in range(3):\n        pass\n    n = [x for x in labels]\n    return"
    assert reading(GOOD.replace("    return", loops)).hard == []


def test_an_assumption_may_stand_in_the_docstring() -> None:
    moved = GOOD.replace("    # Assumption: a missing time is left out.\n", "")
    stated = moved.replace(
        "The mean working time.", "The mean working time; gaps and NaN left out."
    )
    assert reading(stated).hard == []


def test_a_text_that_looks_like_a_comment_states_nothing() -> None:
    fake = GOOD.replace("    # Assumption: a missing time is left out.\n", '    tag = "# utc"\n')
    assert "assumption" in said(reading(fake).hard)
