"""Two hundred at once: nobody is lost, and the helpers stay small."""

import asyncio
import random
import resource

import psutil  # type: ignore[import-untyped]

from adapters.judge.sandbox.limits import MEGABYTE
from adapters.judge.work import End, Job, Ran
from tests.judge.sandbox.conftest import Start, job

SUBMISSIONS = 200
SECONDS = 0.3
HOSTILE: dict[End, str] = {
    "timeout": "while True: pass",
    "memory": "value = len('x' * (400 << 20))",
    "output": "value = 'x' * 2000000",
    "died": "leave(9)",
}


async def test_two_hundred_submissions_some_hostile_all_get_their_own_end(
    start: Start, rng: random.Random
) -> None:
    helpers = start().helpers
    asked = [_submission(number, rng) for number in range(SUBMISSIONS)]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    ran = await asyncio.gather(*(helpers.run(one) for one, _ in asked))
    assert [_seen(one) for one in ran] == [end for _, end in asked]
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
    assert grown < 50 * MEGABYTE
    helper = psutil.Process(helpers.pids["python"])
    assert helper.memory_info().rss < 60 * MEGABYTE
    assert len(helper.children()) == 1, "one waits for the next, and nobody is left"


def _submission(number: int, rng: random.Random) -> tuple[Job, object]:
    """Every eighth is hostile; the others work something out of the inputs of their exercise."""
    recipe = f'{{"say": "exercise {number % 7}"}}'
    if number % 8 == 0:
        end = rng.choice(list(HOSTILE))
        seconds = SECONDS if end == "timeout" else 20
        return job(HOSTILE[end], recipe=recipe, seconds=seconds), end
    text = f"value = [inputs.decode(), {number}]"
    return job(text, recipe=recipe, seconds=20), [f"exercise {number % 7}", number]


def _seen(ran: Ran) -> object:
    return ran.value if ran.end == "done" else ran.end
