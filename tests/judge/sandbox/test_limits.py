"""In a process of their own: none of it can be undone."""

import json
import subprocess
import sys
from typing import Any

import pytest

from adapters.judge.sandbox.limits import MEGABYTE
from adapters.judge.sandbox.link import ROOT

OPEN = """
import json, os, sys
from adapters.judge.sandbox.limits import close_all_but
for number in range(2, 12):
    os.dup2(1, number)
close_all_but(*json.loads(sys.argv[1]))
left = []
for number in range(64):
    try:
        os.fstat(number)
        left.append(number)
    except OSError:
        pass
os.write(left[-1], json.dumps(left).encode())
"""
LIMITED = """
from adapters.judge.sandbox.limits import Allowance, MEGABYTE, limit
import json, resource, sys
before = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
limit(Allowance(2.5, 64 * MEGABYTE))
names = ("AS", "CPU", "FSIZE", "CORE", "NPROC", "MEMLOCK")
found = {name: resource.getrlimit(getattr(resource, "RLIMIT_" + name)) for name in names}
print(json.dumps([before, found]))
"""


@pytest.mark.parametrize("kept", [[1], [0, 1, 2], [5], [1, 3, 4], [0, 7], [11]])
def test_every_other_descriptor_is_closed(kept: list[int]) -> None:
    assert _told(OPEN, json.dumps(kept)) == kept


def test_limits_are_hard() -> None:
    before, found = _told(LIMITED)
    assert abs(found["AS"][1] - before - 64 * MEGABYTE) < 8 * MEGABYTE
    assert found["AS"][0] == found["AS"][1]
    assert found["CPU"] == [4, 5]
    assert {tuple(found[name]) for name in ("FSIZE", "CORE", "NPROC", "MEMLOCK")} == {(0, 0)}


def _told(script: str, *words: str) -> Any:  # noqa: ANN401  what the script says
    done = subprocess.run(
        [sys.executable, "-c", script, *words], cwd=ROOT, capture_output=True, check=True
    )
    return json.loads(done.stdout)
