"""Graders and helpers together, as in the running bot: what an answer may do to its own process."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from adapters.judge.python.grader import TOO_SLOW, grade
from adapters.judge.sandbox.workers import Helpers
from bot.domain.exercises import Outcome, Speed
from tests.judge.python.material import EXERCISE, LOOP, REFERENCE, function

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
