"""What holds for every data set and every shape."""

import hashlib
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache

import duckdb
import pytest

from bot.datasets.catalogue import CATALOGUE
from bot.datasets.model import Cell, DataSet, Table

SETS = sorted(CATALOGUE)
EVERY = [(name, shape) for name in SETS for shape in CATALOGUE[name].shapes]
EVENTS = {
    "ab_test": "outcome",
    "drift_feed": "photos",
    "edge_models": "runs",
    "flights_2013": "flights",
    "game_sessions": "sessions",
    "ident_log": "events",
    "label_ops": "labels",
    "match_catalog": "claims",
    "network_test": "outcome",
    "offer_pack": "terms",
    "retention_cost": "retention",
    "stake_inbox": "mails",
    "stream_plays": "plays",
}
TYPES: dict[str, type] = {
    "integer": int,
    "double": float,
    "text": str,
    "boolean": bool,
    "timestamp": datetime,
    "date": date,
}


def digest(data: DataSet) -> str:
    return hashlib.sha256(repr((data.tables, sorted(data.truth.items()))).encode()).hexdigest()


@cache
def all_digests() -> str:
    return "\n".join(digest(CATALOGUE[name].make(7, 6, shape)) for name, shape in EVERY)


def cells(data: DataSet) -> Iterator[tuple[Table, str, str, Cell]]:
    for table in data.tables:
        for row in table.rows:
            for column, cell in zip(table.columns, row, strict=True):
                yield table, column.name, column.type, cell


def test_twelve_invented_sets_and_a_real_one_are_there() -> None:
    assert set(SETS) == set(EVENTS)


@pytest.mark.parametrize(("name", "shape"), EVERY)
def test_the_same_seed_gives_the_same_tables(name: str, shape: str) -> None:
    make = CATALOGUE[name].make
    assert make(11, 6, shape) == make(11, 6, shape)


@pytest.mark.parametrize("hash_seed", ["1", "4242"])
def test_another_process_draws_the_same_bytes(hash_seed: str) -> None:
    code = "from tests.datasets.test_sets import all_digests; print(all_digests())"
    command = [sys.executable, "-c", code]
    environment = {"PYTHONHASHSEED": hash_seed, "PYTHONPATH": "."}
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == all_digests()


@pytest.mark.parametrize("name", SETS)
def test_seeds_give_different_tables(name: str) -> None:
    drawn = {repr(CATALOGUE[name].make(seed, 6, "plain").tables) for seed in range(20)}
    assert len(drawn) == 20


@pytest.mark.parametrize(("name", "shape"), EVERY)
def test_a_shape_changes_the_tables(name: str, shape: str) -> None:
    make = CATALOGUE[name].make
    plain = make(5, 8, "plain").tables
    assert shape == "plain" or make(5, 8, shape).tables != plain


@pytest.mark.parametrize(("name", "shape"), EVERY)
def test_cells_have_the_type_of_their_column(name: str, shape: str) -> None:
    for table, column, kind, cell in cells(CATALOGUE[name].make(3, 8, shape)):
        assert cell is None or type(cell) is TYPES[kind], f"{table.name}.{column}: {cell!r}"


@pytest.mark.parametrize("name", SETS)
def test_an_empty_draw_has_every_table_and_no_row(name: str) -> None:
    recipe = CATALOGUE[name]
    names = [table.name for table in recipe.make(1, 8, "plain").tables]
    empty = recipe.make(1, 8, "empty").tables
    assert [(table.name, table.rows) for table in empty] == [(name, ()) for name in names]


@pytest.mark.parametrize("name", SETS)
def test_size_nought_is_empty(name: str) -> None:
    assert all(table.rows == () for table in CATALOGUE[name].make(1, 0, "plain").tables)


@pytest.mark.parametrize("name", SETS)
def test_a_single_draw_has_one_row_in_every_table(name: str) -> None:
    for seed in range(10):
        tables = CATALOGUE[name].make(seed, 8, "single").tables
        assert [len(table.rows) for table in tables] == [1] * len(tables)


@pytest.mark.parametrize("name", SETS)
def test_single_rows_speak_of_the_same_thing(name: str) -> None:
    known: dict[str, Cell] = {}
    for _, column, _, cell in cells(CATALOGUE[name].make(2, 8, "single")):
        if column.endswith("_id") and column != "friend_id":
            assert known.setdefault(column, cell) == cell


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("size", [5, 12, 20])
def test_small_draws_have_40_to_150_events(name: str, size: int) -> None:
    for seed in range(12):
        rows = CATALOGUE[name].make(seed, size, "plain").table(EVENTS[name]).rows
        assert 40 <= len(rows) <= 150


@pytest.mark.parametrize("name", SETS)
def test_more_entities_give_more_events(name: str) -> None:
    make = CATALOGUE[name].make
    small, large = (len(make(1, size, "plain").table(EVENTS[name]).rows) for size in (30, 300))
    assert large >= 8 * small


def test_a_table_of_100_000_rows_can_be_drawn() -> None:
    sessions = CATALOGUE["game_sessions"].make(1, 3_600, "plain").table("sessions")
    assert 100_000 <= len(sessions.rows) <= 110_000


@pytest.mark.parametrize("name", SETS)
def test_an_unknown_shape_is_an_error(name: str) -> None:
    with pytest.raises(KeyError, match="no shape wavy"):
        CATALOGUE[name].make(1, 8, "wavy")


@pytest.mark.parametrize("name", SETS)
def test_every_column_has_a_line_in_the_dictionary(name: str) -> None:
    for table in CATALOGUE[name].make(1, 5, "plain").tables:
        assert table.meaning.endswith(".")
        for column in table.columns:
            assert len(column.meaning) >= 5, f"{table.name}.{column.name}"


@pytest.mark.parametrize("name", SETS)
def test_moments_name_their_zone(name: str) -> None:
    for table in CATALOGUE[name].make(1, 5, "plain").tables:
        for column in table.columns:
            if column.type in ("timestamp", "date"):
                assert "UTC" in column.meaning, f"{table.name}.{column.name}"


@pytest.mark.parametrize("name", SETS)
def test_names_need_no_quotes(name: str) -> None:
    taken = "SELECT keyword_name FROM duckdb_keywords() WHERE keyword_category <> 'unreserved'"
    keywords = {row[0] for row in duckdb.execute(taken).fetchall()}
    for table in CATALOGUE[name].make(1, 5, "plain").tables:
        for word in (table.name, *(column.name for column in table.columns)):
            assert re.fullmatch("[a-z][a-z0-9_]*", word)
            assert word not in keywords, word


@pytest.mark.parametrize(("name", "shape"), EVERY)
def test_nobody_is_named(name: str, shape: str) -> None:
    """Accounts are a letter and digits; no text holds an address, a number to call or a name."""
    for _, column, kind, cell in cells(CATALOGUE[name].make(4, 12, shape)):
        if kind == "text" and cell is not None:
            assert "@" not in str(cell)
            assert not re.search(r"\+\d{2} ?\d{3}|\b(Mr|Mrs|Ms|Dr)\b", str(cell))
            if column.endswith("_id") or column in ("invited_by", "ident", "worker"):
                assert re.fullmatch(r"[a-zA-Z]\d{3,}", str(cell).strip())


@pytest.mark.parametrize("name", SETS)
def test_provenance_leaves_something_open(name: str) -> None:
    text = CATALOGUE[name].make(1, 5, "plain").provenance
    assert re.search("[Nn]obody|not written down|not known|is not said|missing", text)


@pytest.mark.parametrize("name", SETS)
def test_every_shape_says_what_it_plants(name: str) -> None:
    shapes = CATALOGUE[name].shapes
    assert {"plain", "empty", "single"} <= set(shapes)
    assert all(len(about) > 8 for about in shapes.values())


PINNED = {
    "ab_test": "86d6feaaef1d90d1",
    "drift_feed": "bd814c85e8e06195",
    "edge_models": "33a753740cf86ffc",
    "flights_2013": "43301aeb07a4e5be",
    "game_sessions": "a009bf59a96c36d1",
    "ident_log": "4b105601cd9a3fcb",
    "label_ops": "c403c31e485422ee",
    "match_catalog": "9229ebd495aba826",
    "network_test": "ff20c38886c13513",
    "offer_pack": "8f0d9ef4bfac4e31",
    "retention_cost": "4f9b25421c9d7cc6",
    "stake_inbox": "c689e3b4a14b1851",
    "stream_plays": "3e51aad69e4ab3b5",
}


@pytest.mark.parametrize("name", SETS)
def test_stored_seeds_draw_what_they_drew_when_drills_were_checked(name: str) -> None:
    """After a change on purpose: run `prepcircle author check` on the drills of the set, then pin
    the new digest here."""
    shapes = CATALOGUE[name].shapes
    drawn = [CATALOGUE[name].make(7, 9, shape).tables for shape in shapes]
    together = repr([[table.rows for table in tables] for tables in drawn])
    assert hashlib.sha256(together.encode()).hexdigest()[:16] == PINNED[name]
