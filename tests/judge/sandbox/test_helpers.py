import asyncio
import json
import os
import signal
from dataclasses import replace

import psutil  # type: ignore[import-untyped]

from adapters.judge.sandbox.child import LARGEST_RESULT
from adapters.judge.work import Ran
from tests.judge.sandbox.conftest import ECHO, Start, job, until

DRAWN_BY_CHANCE = '{"chance": 8}'


async def test_a_run_hands_back_what_the_text_worked_out_from_its_inputs(start: Start) -> None:
    ran = await start().helpers.run(job("value = [inputs.decode(), 1.5, None]"))
    assert (ran.end, ran.value) == ("done", ["hello", 1.5, None])


async def test_equal_recipes_are_drawn_once(start: Start) -> None:
    helpers = start().helpers
    first = await helpers.run(job("value = inputs.hex()", recipe=DRAWN_BY_CHANCE))
    second = await helpers.run(job("value = inputs.hex()", recipe=DRAWN_BY_CHANCE))
    assert first.value == second.value


async def test_equal_recipes_asked_for_at_once_are_drawn_once(start: Start) -> None:
    helpers = start().helpers
    asked = job("value = inputs.hex()", recipe=DRAWN_BY_CHANCE)
    first, second = await asyncio.gather(helpers.run(asked), helpers.run(asked))
    assert first.value == second.value


async def test_inputs_that_no_longer_fit_are_drawn_again(start: Start) -> None:
    helpers = start().helpers
    asked = job("value = inputs.hex()", recipe=DRAWN_BY_CHANCE)
    first = await helpers.run(asked)
    for number in range(2):
        large = json.dumps({"size": 30_000_000, "number": number})
        assert (await helpers.run(job("value = len(inputs)", recipe=large))).value == 30_000_000
    assert (await helpers.run(asked)).value != first.value


async def test_a_text_of_any_characters_arrives_as_it_is(start: Start) -> None:
    ran = await start().helpers.run(job("value = 'naïve 🎲 \\u2028 \\x00'"))
    assert ran.value == "naïve 🎲 \u2028 \x00"


async def test_half_a_character_in_the_text_does_no_harm(start: Start) -> None:
    assert (await start().helpers.run(job("value = '\ud800'"))).value == "?"


async def test_what_never_ends_is_stopped_in_time(start: Start) -> None:
    ran = await start().helpers.run(job("while True: pass", seconds=0.3))
    assert ran.end == "timeout"
    assert 0.3 <= ran.seconds < 10


async def test_what_sleeps_is_stopped_in_time_and_costs_no_processor_time(start: Start) -> None:
    text = "sys.modules['time'].sleep(60)"
    ran = await start().helpers.run(job(text, seconds=0.3))
    assert ran.end == "timeout"
    assert 0 < ran.cpu < 0.3 <= ran.seconds


async def test_memory_is_bounded(start: Start) -> None:
    ran = await start().helpers.run(job("value = len('x' * (400 << 20))"))
    assert ran.end == "memory"


async def test_memory_below_the_bound_is_there(start: Start) -> None:
    ran = await start().helpers.run(job("value = len('x' * (200 << 20))"))
    assert ran.value == 200 << 20


async def test_memory_is_watched_where_it_cannot_be_limited(start: Start) -> None:
    helpers = start(replace(ECHO, confinement="tests.judge.sandbox.watched")).helpers
    ran = await helpers.run(job("x = b'x' * (400 << 20)\nwhile True: pass", seconds=20))
    assert ran.end == "memory"


async def test_watched_memory_below_the_bound_is_there(start: Start) -> None:
    helpers = start(replace(ECHO, confinement="tests.judge.sandbox.watched")).helpers
    ran = await helpers.run(job("value = len(b'x' * (200 << 20))", seconds=20))
    assert ran.value == 200 << 20


async def test_what_is_read_of_a_text_comes_before_all_that_it_writes(start: Start) -> None:
    text = """write(b'{"read": "mine", "cpu": -1}\\n"done"'); leave(0)"""
    ran = await start().helpers.run(job(text))
    assert (ran.end, ran.value, ran.read) == ("died", None, None)
    honest = await start().helpers.run(job("value = 1"))
    assert (honest.value, honest.read) == (1, len("value = 1"))


async def test_processor_time_is_counted_whatever_the_text_says(start: Start) -> None:
    burning = "import time\nuntil = time.process_time() + 0.5\nwhile time.process_time() < until: 1"
    ran = await start().helpers.run(job(f"{burning}\ntime.process_time = lambda: 0.0\nvalue = 1"))
    assert ran.value == 1
    assert 0.5 <= ran.cpu < 2


async def test_a_result_may_be_large(start: Start) -> None:
    length = LARGEST_RESULT - 2
    ran = await start().helpers.run(job(f"value = 'x' * {length}"))
    assert ran.value == "x" * length


async def test_a_result_may_not_be_larger(start: Start) -> None:
    ran = await start().helpers.run(job(f"value = 'x' * {LARGEST_RESULT - 1}"))
    assert ran == Ran("output", None, ran.seconds, cpu=ran.cpu)


async def test_a_text_that_floods_the_pipe_itself_is_cut_off(start: Start) -> None:
    ran = await start().helpers.run(job("while True:\n write(b'x' * 65536)"))
    assert ran.end == "output"


async def test_a_process_that_leaves_early_has_died(start: Start) -> None:
    assert (await start().helpers.run(job("leave(0)"))).end == "died"


async def test_a_process_that_crashes_has_died(start: Start) -> None:
    crash = "import ctypes\nctypes.string_at(0)"
    assert (await start().helpers.run(job(crash))).end == "died"


async def test_whatever_the_text_raises_is_its_own_end(start: Start) -> None:
    started = start()
    assert (await started.helpers.run(job("raise SystemExit"))).end == "died"
    assert "SystemExit" in started.problems[0]


async def test_a_result_that_is_no_json_counts_as_died(start: Start) -> None:
    assert (await start().helpers.run(job("write(b'{')\nleave(0)"))).end == "died"


async def test_endless_nesting_in_a_result_counts_as_died(start: Start) -> None:
    assert (await start().helpers.run(job("write(b'[' * 500000)\nleave(0)"))).end == "died"


async def test_a_result_the_text_wrote_itself_is_a_value_like_any_other(start: Start) -> None:
    assert (await start().helpers.run(job("write(b'[1]')\nleave(0)"))).value == [1]


async def test_half_a_character_in_a_result_counts_as_died(start: Start) -> None:
    assert (await start().helpers.run(job("value = {'a': '\\ud800'}"))).end == "died"


async def test_inputs_that_cannot_be_drawn_lose_the_run_and_say_why(start: Start) -> None:
    started = start()
    ran = await started.helpers.run(job("value = 1", recipe='{"nonsense": 1}'))
    assert ran.end == "lost"
    assert "KeyError" in started.problems[0]


async def test_inputs_that_cannot_be_prepared_lose_the_run_and_say_why(start: Start) -> None:
    started = start()
    ran = await started.helpers.run(job("value = 1", recipe='{"say": "unprepared"}'))
    assert ran.end == "lost"
    assert "ValueError" in started.problems[0]


async def test_a_language_that_cannot_be_loaded_loses_the_run_and_says_why(start: Start) -> None:
    started = start(replace(ECHO, inside="tests.judge.sandbox.no_such_language"))
    assert (await started.helpers.run(job("value = 1"))).end == "lost"
    assert "no_such_language" in started.problems[0]


async def test_a_language_that_starts_threads_is_not_used(start: Start) -> None:
    started = start(replace(ECHO, inside="tests.judge.sandbox.threaded"))
    assert (await started.helpers.run(job("value = 1"))).end == "lost"
    assert "threads" in started.problems[0]


async def test_a_helper_that_says_nonsense_is_stopped(start: Start) -> None:
    started = start(replace(ECHO, inside="tests.judge.sandbox.garbling"))
    assert (await started.helpers.run(job("value = 1"))).end == "lost"
    assert not started.helpers.pids


async def test_a_helper_that_never_gets_ready_is_stopped(start: Start) -> None:
    started = start(replace(ECHO, inside="tests.judge.sandbox.stuck", patience=1.0))
    assert (await started.helpers.run(job("value = 1"))).end == "lost"
    assert not started.helpers.pids


async def test_a_helper_that_dies_loses_the_run_and_the_next_one_is_served(start: Start) -> None:
    helpers = start().helpers
    await helpers.run(job("value = 1"))
    running = asyncio.gather(helpers.run(job("while True: pass", seconds=30)))
    child = await _child_of(helpers.pids["python"])
    os.kill(helpers.pids["python"], signal.SIGKILL)
    assert [ran.end for ran in await running] == ["lost"]
    assert (await helpers.run(job("value = 2"))).value == 2
    await until(lambda: _ended(child))


async def test_a_child_that_dies_while_it_waits_is_replaced(start: Start) -> None:
    helpers = start().helpers
    await helpers.run(job("value = 1"))
    [waiting] = psutil.Process(helpers.pids["python"]).children()
    waiting.kill()
    await until(lambda: _ended(waiting))
    assert (await helpers.run(job("value = 2"))).value == 2


async def test_a_helper_that_hangs_is_replaced(start: Start) -> None:
    helpers = start(replace(ECHO, patience=5.0)).helpers
    await helpers.run(job("value = 1"))
    os.kill(hung := helpers.pids["python"], signal.SIGSTOP)
    assert (await helpers.run(job("value = 2", seconds=0.1))).end == "lost"
    assert (await helpers.run(job("value = 3"))).value == 3
    assert not psutil.pid_exists(hung)


async def test_a_run_nobody_waits_for_any_more_is_stopped(start: Start) -> None:
    helpers = start().helpers
    await helpers.run(job("value = 1"))
    waiting = asyncio.gather(helpers.run(job("while True: pass", seconds=30)))
    child = await _child_of(helpers.pids["python"])
    waiting.cancel()
    await until(lambda: _ended(child))
    assert (await helpers.run(job("value = 2"))).value == 2


async def test_only_two_are_run_at_once(start: Start) -> None:
    helpers = start().helpers
    await helpers.run(job("value = 1"))
    pid = helpers.pids["python"]
    runs = [helpers.run(job("while True: pass", seconds=1.5)) for _ in range(4)]
    working = asyncio.gather(*runs)
    most = 0
    async with asyncio.timeout(60):
        while not working.done():
            most = max(most, len(psutil.Process(pid).children()))
            await asyncio.sleep(0)
    one_that_waits = 1
    assert most == 2 + one_that_waits
    assert {ran.end for ran in await working} == {"timeout"}


async def test_an_idle_helper_is_stopped_and_comes_back_when_asked(start: Start) -> None:
    helpers = start(idle_seconds=0.0).helpers
    running = asyncio.gather(helpers.run(job("value = 1")))
    await until(lambda: helpers.pids)
    pid = helpers.pids["python"]
    await running
    await until(lambda: not helpers.pids)
    assert not psutil.pid_exists(pid)
    assert (await helpers.run(job("value = 2"))).value == 2


async def test_a_helper_starts_with_the_first_run(start: Start) -> None:
    assert not start().helpers.pids


async def test_closing_ends_the_helper_and_what_it_runs(start: Start) -> None:
    helpers = start().helpers
    await helpers.run(job("value = 1"))
    waiting = asyncio.gather(helpers.run(job("while True: pass", seconds=30)))
    pid = helpers.pids["python"]
    child = await _child_of(pid)
    helpers.close()
    assert (await waiting)[0].end == "lost"
    assert not psutil.pid_exists(pid)
    await until(lambda: _ended(child))


async def test_after_closing_nothing_is_started_any_more(start: Start) -> None:
    helpers = start().helpers
    helpers.close()
    assert (await helpers.run(job("value = 1"))).end == "lost"
    assert not helpers.pids


async def _child_of(pid: int) -> psutil.Process:
    """The one that works, not the one that waits."""
    await until(lambda: _busy(pid))
    return _busy(pid)[0]


def _busy(pid: int) -> list[psutil.Process]:
    children = psutil.Process(pid).children()
    return [child for child in children if child.cpu_times().user > 0.05]


def _ended(process: psutil.Process) -> bool:
    try:
        return bool(process.status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return True
