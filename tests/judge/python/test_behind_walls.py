"""Graders and helpers together, as in the running bot: what an answer may do to its own process."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from adapters.judge.python.grader import TOO_SLOW, grade
from adapters.judge.sandbox.workers import Helpers
from bot.domain.exercises import Outcome, Speed
from tests.judge.python.material import EXERCISE, LOOP, REFERENCE, function

HOURS_EAST = {"Asia/Tokyo": 9, "Europe/Berlin": 1, "America/New_York": -5, "Asia/Dubai": 4}
HOURS_EAST |= {"UTC": 0, "US/Pacific": -8, "Africa/Lagos": 1, "America/Sao_Paulo": -3}
HOURS_EAST |= {"Asia/Shanghai": 8, "Asia/Singapore": 8, "Etc/GMT+5": -5}
LATE: dict[str, object] = {
    'np.char.upper(np.array(["a"]))[0]': "A",
    'np.strings.upper(np.array(["a"]))[0]': "A",
    "np.fft.fft([1, 0]).real.sum()": 2,
    "np.rec.array([(1, 2)]).f1[0]": 2,
    "np.testing.assert_allclose(1, 1)": None,
    "np.ctypeslib.as_array((np.ctypeslib.ctypes.c_int * 1)(5))[0]": 5,
    "len(frame.to_records())": 2,
    "frame.to_csv(index=False).split()[1]": "a,1.5",
    "frame.to_html()[:6]": "<table",
}
LARGE = replace(EXERCISE, speed=Speed(20_000, 8))
INSIDE = "import dataclasses\nloaded = dataclasses.sys.modules\n"
IDLING = REFERENCE.replace(
    "    known =", "    while len(labels) > 9_000 and DONE(): pass\n    known ="
)
HIDES_TWO_SECONDS = f"""
import time
{INSIDE}
watch, began = time.process_time, []
loaded["adapters.judge.python.inside"]._clock = lambda: 0.0


def DONE():
    began[:] = began or [watch()]
    return watch() - began[0] < 2
"""


@pytest.fixture
def helpers() -> Iterator[Helpers]:
    """Stopped after the test."""
    made = Helpers()
    yield made
    made.close()


async def test_an_honest_answer_is_right(helpers: Helpers) -> None:
    assert (await grade(LARGE, REFERENCE + "# mine\n", helpers)).share == 1.0


async def test_days_are_right_as_dates_and_as_texts_at_any_size(helpers: Helpers) -> None:
    days = function('return labels.assign(day=labels["submitted_at"].dt.floor("D"))[["day"]]')
    asked = replace(EXERCISE, reference=days, speed=Speed(20_000, 1_000))
    for written in (".dt.date", '.dt.strftime("%Y-%m-%d")'):
        found = await grade(asked, days.replace('.dt.floor("D")', written), helpers)
        assert found.outcome is Outcome.CORRECT, found.message


async def test_a_stopped_clock_makes_no_slow_answer_quick(helpers: Helpers) -> None:
    found = await grade(LARGE, HIDES_TWO_SECONDS + IDLING, helpers)
    assert found.message == TOO_SLOW


@pytest.mark.parametrize(
    "body",
    [
        'loaded["adapters.judge.python.values"].Encoder.encode = lambda *_: {"right": 1}',
        'loaded["os"]._exit(0)',
        '[loaded["os"].write(place, b"{}") for place in range(3, 9)]; loaded["os"]._exit(0)',
        'loaded["json"].dumps = lambda *_, **__: "[1]"; return 1',
    ],
)
async def test_tampering_with_its_own_process_makes_nothing_right(
    helpers: Helpers, body: str
) -> None:
    found = await grade(EXERCISE, INSIDE + function(body), helpers)
    assert found.outcome in {Outcome.ERROR, Outcome.WRONG}


async def test_the_child_knows_no_generator_no_grader_and_no_reference(helpers: Helpers) -> None:
    parts = ("catalogue", "drawing", "label_ops", "grader", "jobs")
    looking = f"raise ValueError([name for name in loaded for part in {parts} if part in name])"
    found = await grade(EXERCISE, INSIDE + looking, helpers)
    assert found.message == "Line 3: ValueError: []"


async def _worked_out(helpers: Helpers, term: str, before: str = "") -> str:
    """What the term is behind the walls, as a text."""
    table = 'frame = pd.DataFrame({"key": ["a", "b"], "value": [1.5, None]})'
    text = f"import numpy as np\nimport pandas as pd\n{before}\n{table}\nraise ValueError({term})"
    return (await grade(EXERCISE, text, helpers)).message.partition("ValueError: ")[2]


async def test_a_time_is_taken_to_any_named_zone_behind_the_walls(helpers: Helpers) -> None:
    """More zones than any cache keeps."""
    noon = 'pd.Series(pd.to_datetime(["2026-03-02T12:00:00Z"]))'
    hours = f"[{noon}.dt.tz_convert(zone).dt.hour[0] - 12 for zone in {list(HOURS_EAST)}]"
    told = await _worked_out(helpers, f"*map(int, {hours})")
    assert told == str(tuple(HOURS_EAST.values()))


async def test_what_numpy_and_pandas_fetch_late_is_there_behind_the_walls(
    helpers: Helpers,
) -> None:
    late = ", ".join(f"lambda: {term} == {value!r}" for term, value in LATE.items())
    untrue = f"*[number for number, true in enumerate([{late}]) if not true()], 'are untrue'"
    assert await _worked_out(helpers, untrue) == "are untrue"


async def test_all_of_numpy_can_be_imported_behind_the_walls(helpers: Helpers) -> None:
    assert await _worked_out(helpers, "median([1, 3])", "from numpy import *") == "2.0"


async def test_what_was_read_in_a_text_is_out_of_its_reach(helpers: Helpers) -> None:
    """It finds the frames that are running it, and every list in them."""
    forging = """
import dataclasses
gc = dataclasses.sys.modules["gc"]
[one.clear() for one in gc.get_objects() if type(one) is list and one and type(one[0]) is str
 and ("Short names" in one[0] or "docstring" in one[0] or "comment states" in one[0])]
"""
    found = await grade(EXERCISE, LOOP + forging, helpers)
    maintainable = next(bucket for bucket in found.buckets if bucket.name == "maintainable")
    assert any("docstring" in reason for reason in maintainable.reasons)
