"""The frozen first schema against the tables the program uses, on both engines."""

import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from subprocess import PIPE
from typing import Any

import pytest
from sqlalchemy import Connection, inspect, text
from sqlalchemy.engine.interfaces import ReflectedIndex

from bot.storage import migrations
from bot.storage.migrations import SchemaIsNewer, upgrade
from bot.storage.store import SqlStore
from bot.storage.tables import metadata
from tests.conftest import ROOT
from tests.postgres import Postgres

Shape = dict[str, dict[str, Any]]
AT_ONCE = """
import sys
from bot.storage.migrations import upgrade
from bot.storage.store import SqlStore
store = SqlStore(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
print(store.migrate(upgrade), flush=True)
store.close()
"""


@pytest.fixture
def open_store(database_url: str, request: pytest.FixtureRequest) -> Callable[[str], SqlStore]:
    """Stores that are closed after the test."""

    def made(url: str = database_url) -> SqlStore:
        store = SqlStore(url)
        request.addfinalizer(store.close)
        return store

    return made


def _shape(connection: Connection) -> Shape:
    """All that makes up the schema, except the table of its version."""
    look = inspect(connection)
    return {
        name: {
            "columns": {
                column["name"]: (str(column["type"]), column["nullable"], str(column["default"]))
                for column in look.get_columns(name)
            },
            "primary key": look.get_pk_constraint(name)["constrained_columns"],
            "unique": sorted(
                (str(unique["name"]), unique["column_names"])
                for unique in look.get_unique_constraints(name)
            ),
            "references": sorted(
                (key["constrained_columns"], key["referred_table"], key["referred_columns"])
                for key in look.get_foreign_keys(name)
            ),
            "indexes": sorted(_index(index) for index in look.get_indexes(name)),
        }
        for name in look.get_table_names()
        if name != "schema_version"
    }


def _index(index: ReflectedIndex) -> tuple[str, str, bool, str]:
    options = index.get("dialect_options", {})
    only = options.get("sqlite_where", options.get("postgresql_where", ""))
    return str(index["name"]), str(index["column_names"]), bool(index["unique"]), str(only)


def test_the_migrated_schema_is_the_one_the_program_uses(
    any_store: SqlStore, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if any_store.is_sqlite:
        url = f"sqlite:///{tmp_path / 'fresh.db'}"
    else:
        server: Postgres = request.getfixturevalue("postgres")
        url = server.new_database()
    fresh = SqlStore(url)
    request.addfinalizer(fresh.close)
    fresh.migrate(metadata.create_all)
    migrated = any_store.migrate(_shape)
    assert migrated == fresh.migrate(_shape)
    assert set(migrated) == set(metadata.tables)


def test_the_first_upgrade_makes_every_change_once(
    open_store: Callable[[], SqlStore],
) -> None:
    names = [name for name, _ in migrations.CHANGES]
    assert open_store().migrate(upgrade) == names
    assert open_store().migrate(upgrade) == []


def test_an_upgrade_that_fails_leaves_nothing_behind(open_store: Callable[[], SqlStore]) -> None:
    store = open_store()

    def broken(connection: Connection) -> None:
        upgrade(connection)
        raise RuntimeError("half way")

    with pytest.raises(RuntimeError, match="half way"):
        store.migrate(broken)
    assert store.migrate(lambda connection: inspect(connection).get_table_names()) == []


def test_a_newer_schema_is_refused_and_left_alone(any_store: SqlStore) -> None:
    newer = len(migrations.CHANGES) + 1
    any_store.migrate(
        lambda connection: connection.execute(
            text("INSERT INTO schema_version (version) VALUES (:newer)"), {"newer": newer}
        )
    )
    with pytest.raises(SchemaIsNewer, match=str(newer)):
        any_store.migrate(upgrade)
    assert any_store.migrate(migrations.version) == newer


def test_two_processes_that_start_at_once_both_find_the_schema_ready(postgres: Postgres) -> None:
    """On PostgreSQL alone: SQLite is for one process."""
    command = [sys.executable, "-c", AT_ONCE, postgres.new_database()]
    with ExitStack() as stack:
        both = [
            stack.enter_context(
                subprocess.Popen(command, cwd=ROOT, text=True, stdin=PIPE, stdout=PIPE)
            )
            for _ in range(2)
        ]
        assert [_line(process) for process in both] == ["ready", "ready"]
        for process in both:
            _say(process, "go")
        made = str([name for name, _ in migrations.CHANGES])
        assert sorted(_line(process) for process in both) == [made, "[]"]
    assert [process.returncode for process in both] == [0, 0]


def _line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def _say(process: subprocess.Popen[str], word: str) -> None:
    assert process.stdin is not None
    process.stdin.write(f"{word}\n")
    process.stdin.flush()


def test_a_change_does_not_depend_on_the_tables_of_today() -> None:
    """A later change must start from what was released."""
    script = (
        "import sys, bot.storage.migrations\n"
        "assert 'bot.storage.tables' not in sys.modules, 'the first change is not frozen'"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False)
    assert done.returncode == 0
