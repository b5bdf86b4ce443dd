"""Real databases, a clock that stands still, seeded randomness, no network but loopback."""

import os
import random
import socket
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from coverage import Coverage
from hypothesis import settings

from bot.clock import SetClock
from bot.curriculum.catalog import Curriculum
from bot.curriculum.reading import Reading, read
from bot.storage.migrations import upgrade
from bot.storage.store import SqlStore
from tests.postgres import Postgres

# Generated cases are judged by what they give, not by how busy the machine is.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

ROOT = Path(__file__).resolve().parent.parent
CONTENT = ROOT / "content"
MONDAY = datetime(2027, 3, 8, 8, 0, tzinfo=UTC)
"""09:00 in Berlin, three weeks before the clocks change."""


@pytest.fixture(autouse=True, scope="session")
def _loopback_only() -> Iterator[None]:
    """Any connection that leaves this machine fails the test that makes it."""
    original = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:  # noqa: ANN401  any address
        if self.family in (socket.AF_INET, socket.AF_INET6):
            host = str(address[0])
            if not (host.startswith("127.") or host in {"::1", "localhost"}):
                raise AssertionError(f"a test tried to reach {host}")
        original(self, address)

    socket.socket.connect = guarded  # type: ignore[method-assign,assignment]
    yield
    socket.socket.connect = original  # type: ignore[method-assign]


UNCOUNTED = (
    "tests/bench",
    "tests/content",
    "tests/datasets/test_planted",
    "tests/datasets/test_sets",
    "tests/judge/attacks",
    "tests/pages",
    "tests/scenarios",
)


@pytest.fixture(autouse=True, scope="module")
def _uncounted(request: pytest.FixtureRequest) -> Iterator[None]:
    """What proves a whole counts for no line: counted, it would take twice as long."""
    counting = Coverage.current() if request.node.nodeid.startswith(UNCOUNTED) else None
    if counting is not None:
        counting.stop()
    yield
    if counting is not None:
        counting.start()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A real server, started once, in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="prepcircle-pg-") as folder:
        server = Postgres(Path(folder))
        yield server
        server.stop()


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database on each engine."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'test.db'}"
    server: Postgres = request.getfixturevalue("postgres")
    return server.new_database()


@pytest.fixture
def any_store(database_url: str) -> Iterator[SqlStore]:
    """A migrated store on SQLite, then on PostgreSQL."""
    store = SqlStore(database_url)
    store.migrate(upgrade)
    yield store
    store.close()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    """A migrated store on SQLite, for tests in which the engine does not matter."""
    made = SqlStore(f"sqlite:///{tmp_path / 'test.db'}")
    made.migrate(upgrade)
    yield made
    made.close()


@pytest.fixture(scope="session")
def reading() -> Reading:
    """The shipped content."""
    return read(CONTENT)


@pytest.fixture(scope="session")
def curriculum(reading: Reading) -> Curriculum:
    return reading.curriculum


@pytest.fixture
def clock() -> SetClock:
    return SetClock(MONDAY)


@pytest.fixture
def rng() -> random.Random:
    return random.Random(28)


@pytest.fixture
def ids() -> Callable[[], str]:
    """Invocation ids in a row: i1, i2, …"""
    count = iter(range(1, 1_000_000))
    return lambda: f"i{next(count)}"


def in_ci() -> bool:
    """In CI nothing may be skipped."""
    return bool(os.environ.get("CI"))


def beside(name: str) -> str:
    """The text of a design file that lies beside the project: CI has it, a mere clone has not."""
    path = ROOT.parent / "shared" / name
    if not path.exists():
        (pytest.fail if in_ci() else pytest.skip)(f"{path.name} is not beside the project")
    return path.read_text(encoding="utf-8")


LONGEST = ("test_killed", "tests/scenarios", "tests/bench", "tests/pages", "tests/judge/attacks")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first, so that none of several processes ends with them alone."""
    items.sort(key=lambda item: [folder not in item.nodeid for folder in LONGEST])
