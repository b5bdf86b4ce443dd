"""What a submission finds around itself. The attack suite tries to get further."""

import errno
import os
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.judge.sandbox import landlock
from adapters.judge.sandbox.confine import Unconfined, machine_named
from tests.judge.sandbox.conftest import ECHO, Start, job

HERE = "tests.judge.sandbox."


async def test_the_environment_of_the_bot_is_not_passed_on(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PREPCIRCLE_TOKEN", "sesame")
    ran = await start().helpers.run(job("value = dict(sys.modules['os'].environ)"))
    assert set(ran.value) <= {"OPENBLAS_NUM_THREADS", "LC_CTYPE"}


async def test_no_descriptor_is_open_but_the_result(start: Start, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("sesame")
    with (tmp_path / "secret").open() as file:
        os.set_inheritable(file.fileno(), True)
        # Without the filter, which would not let it look.
        started = start(replace(ECHO, confinement="adapters.judge.sandbox.loose"))
        ran = await started.helpers.run(job(FIND_OPEN))
    assert len(ran.value) == 1


FIND_OPEN = """
value = []
for number in range(256):
    try:
        sys.modules["os"].fstat(number)
        value.append(number)
    except OSError:
        pass
"""


async def test_the_working_folder_is_the_root(start: Start) -> None:
    assert (await start().helpers.run(job("value = folder"))).value == "/"


async def test_where_things_are_on_the_machine_is_not_told(start: Start) -> None:
    text = "value = [sys.argv, sys.orig_argv, sys.path, sys.executable]"
    assert (await start().helpers.run(job(text))).value == [[], [], [], ""]


async def test_a_file_cannot_be_opened(start: Start) -> None:
    text = "try: open('/etc/hostname')\nexcept OSError as error: value = error.errno"
    assert (await start().helpers.run(job(text))).value == errno.EPERM


async def test_the_text_of_the_one_before_is_in_no_later_memory(start: Start) -> None:
    helpers = start().helpers
    await helpers.run(job("value = 'open sesame one two three'"))
    found = await helpers.run(job(SEARCH_MEMORY, seconds=20))
    assert found.value == []


async def test_the_result_of_the_one_before_is_in_no_later_memory(start: Start) -> None:
    helpers = start().helpers
    await helpers.run(job("value = ' '.join(['open', 'sesame'])"))
    found = await helpers.run(job(SEARCH_MEMORY, seconds=20))
    assert found.value == []


async def test_inputs_of_other_exercises_are_in_no_memory(start: Start) -> None:
    helpers = start().helpers
    await helpers.run(job("value = 1", recipe='{"say": "open sesame"}'))
    found = await helpers.run(job(SEARCH_MEMORY, seconds=20))
    assert found.value == []


async def test_the_search_of_memory_finds_what_is_there(start: Start) -> None:
    found = await start().helpers.run(
        job(SEARCH_MEMORY, recipe='{"say": "open sesame"}', seconds=20)
    )
    assert found.value


SEARCH_MEMORY = """
import ctypes, re
value = []
for start, end in maps:
    # The pattern does not match itself.
    if found := re.search(b"open sesam[e]", ctypes.string_at(start, end - start)):
        value.append(start + found.start())
"""


if landlock.version():

    async def test_landlock_alone_keeps_files_closed(start: Start) -> None:
        started = start(replace(ECHO, confinement=HERE + "landlock_only"))
        text = "try: open('/etc/hostname')\nexcept OSError as error: value = error.errno"
        assert (await started.helpers.run(job(text))).value == errno.EACCES


def test_a_machine_without_a_list_of_calls_is_refused() -> None:
    with pytest.raises(Unconfined, match="no list of kernel calls for vax"):
        machine_named("vax")


async def test_a_confinement_that_fails_runs_nothing(start: Start) -> None:
    started = start(replace(ECHO, confinement=HERE + "failing_confinement"))
    assert (await started.helpers.run(job("value = 1"))).end == "lost"
    assert "no filters here" in started.problems[0]


async def test_a_process_whose_parent_is_gone_runs_nothing(start: Start) -> None:
    started = start(replace(ECHO, confinement=HERE + "orphaning"))
    assert (await started.helpers.run(job("value = 1"))).end == "lost"
    assert "parent is gone" in started.problems[0]
