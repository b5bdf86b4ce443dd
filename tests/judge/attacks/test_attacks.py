"""Strangers' worst, thrown at the real thing and at each layer alone.

Every file's first line says what it tries and which outcomes are acceptable.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]
import pytest

from adapters.judge.sandbox.tiers import DEVELOPMENT, GUEST_SECONDS, WASM
from tests.judge.attacks.digging import dug
from tests.judge.attacks.ground import Ground, of_helper
from tests.judge.attacks.ordinary import NOBODY
from tests.judge.attacks.stacks import GUESTS, SECONDS

HERE = Path(__file__).parent
SQL_FILES, PYTHON_FILES = sorted(HERE.glob("sql/*.sql")), sorted(HERE.glob("python/*.py.txt"))
FILES = [*PYTHON_FILES, *SQL_FILES]
USERS = [0, NOBODY] if os.geteuid() == 0 else [os.geteuid()]
_HEADER = re.compile(r"(?:--|#) (?P<tries>.+) \| (?P<outcomes>[a-z ]+)")
DIGGING = [
    path for path in FILES if path.suffix == ".txt" and dug(path.read_text()) != path.read_text()
]
MOST_SECONDS = 3 * SECONDS + 5
"""The sample and the hidden data are runs of their own, and both may take their time.

The rest is for a machine that has other work.
"""
MOST_KILOBYTES = 250_000


each_file = pytest.mark.parametrize(
    "path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}"
)
each_user = pytest.mark.parametrize("target", USERS, indirect=True, ids=lambda user: f"user{user}")


@pytest.fixture(scope="module")
def target(request: pytest.FixtureRequest) -> Iterator[Ground]:
    made = Ground(request.param)
    yield made
    made.close()


@each_user
@each_file
def test_the_judge_holds(target: Ground, path: Path) -> None:
    facts = target.throw("judge", path.parent.name, path.read_text())
    _unharmed(target, facts)
    assert facts["outcome"] in _acceptable(path)


@pytest.mark.parametrize("target", USERS[-1:], indirect=True)
@pytest.mark.parametrize("path", DIGGING, ids=lambda path: path.stem)
def test_the_judge_holds_when_its_list_of_modules_does_not(target: Ground, path: Path) -> None:
    facts = target.throw("judge", path.parent.name, dug(path.read_text()))
    _unharmed(target, facts)
    assert facts["outcome"] in _acceptable(path)


@pytest.mark.parametrize("target", USERS[-1:], indirect=True)
@pytest.mark.parametrize("path", SQL_FILES, ids=lambda path: path.stem)
def test_the_development_tier_holds(target: Ground, path: Path) -> None:
    """What is left there: the check of the query, its locked settings, time and memory."""
    facts = target.throw(DEVELOPMENT, "sql", path.read_text())
    _unharmed(target, facts)
    assert facts["outcome"] in _acceptable(path)


@pytest.mark.parametrize("target", USERS[:1], indirect=True)
@each_file
def test_the_sandbox_holds_alone(target: Ground, path: Path) -> None:
    facts = target.throw("bare", path.parent.name, path.read_text())
    _unharmed(target, facts)


if GUESTS:

    @pytest.mark.parametrize("target", USERS[-1:], indirect=True)
    @pytest.mark.parametrize("path", PYTHON_FILES, ids=lambda path: path.stem)
    def test_the_guest_holds(target: Ground, path: Path) -> None:
        facts = target.throw(WASM, "python", path.read_text())
        _unharmed(target, facts, 3 * GUEST_SECONDS)


def test_a_process_that_only_speaks_of_helpers_is_no_survivor() -> None:
    words = [sys.executable, "-c", "input()", "helper_main", "of others"]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL) as other:
        assert not of_helper(psutil.Process(other.pid), "1")


def test_there_are_enough_of_each() -> None:
    assert len(list(HERE.glob("sql/*"))) >= 30
    assert len(list(HERE.glob("python/*"))) >= 35


def _acceptable(path: Path) -> set[str]:
    header = _HEADER.fullmatch(path.read_text().split("\n")[0])
    assert header, f"{path.name} does not say what it tries"
    return set(header["outcomes"].split())


def _unharmed(target: Ground, facts: dict[str, Any], more_seconds: float = 0.0) -> None:
    assert "sesame" not in facts["reply"]
    assert not target.changed()
    assert not target.heard()
    assert not target.survivors(facts["helpers"])
    assert facts["seconds"] < MOST_SECONDS + more_seconds
    assert facts["kilobytes"] < MOST_KILOBYTES
    assert facts["after"] == "correct"
