"""What a child does with a query: run it on each database, or say what went wrong and where."""

import json
import re

import pytest

from adapters.judge.sql.databases import Databases
from adapters.judge.sql.inside import build, preload, prepare, run
from adapters.judge.sql.results import Cell, results
from adapters.judge.work import Json
from bot.datasets.model import DataSet
from tests.judge.sql.material import EVENTS, SHOP, USERS, databases, table

EMPTY = DataSet((table("users", "user_id integer"), table("events", "event_id integer")), "")


@pytest.fixture(scope="module")
def shop() -> Databases:
    return databases()


def rows(shop: Databases, query: str) -> tuple[tuple[Cell, ...], ...]:
    answer = run(shop, query)
    assert "fault" not in answer, answer
    return results(answer["results"], 1)[0].rows


def fault(shop: Databases, query: str) -> Json:
    return run(shop, query)["fault"]


def test_each_database_has_its_own_rows() -> None:
    fewer = DataSet((USERS, table("events", "event_id integer", (1,))), "")
    answer = run(databases(SHOP, fewer), "SELECT count(*) FROM events")
    assert [given["rows"] for given in answer["results"]] == [[[10]], [[1]]]


def test_recipes_are_drawn_from_the_catalogue() -> None:
    draws = [{"seed": seed, "size": 5, "shape": "plain"} for seed in (1, 2)]
    inputs = build({"data": "game_sessions", "tables": ["players"], "draws": draws})
    answer = run(prepare(inputs), "SELECT count(*) FROM players")
    assert [given["rows"] for given in answer["results"]] == [[[5]], [[5]]]


def test_inputs_hold_the_named_tables_alone() -> None:
    draws = [{"seed": 1, "size": 5, "shape": "plain"}]
    inputs = build({"data": "game_sessions", "tables": ["players"], "draws": draws})
    assert [name for name, _ in json.loads(inputs)[0]] == ["players"]


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("7 / 2", 3),
        ("1.50", 1.5),
        ("12345678901234567890123", 12345678901234567890123),
        ("DATE '2026-03-01'", "2026-03-01"),
        ("TIMESTAMP '2026-03-01'", "2026-03-01"),
        ("TIMESTAMP '2026-03-01 10:00:00.5'", "2026-03-01 10:00:00.5"),
        ("TIMESTAMPTZ '2026-03-01 10:00:00+02'", "2026-03-01 08:00:00"),
        ("TIME '10:00:00'", "10:00:00"),
        ("INTERVAL '1 day 1 hour'", ("span", 90_000.0)),
        ("[1, NULL]", ("list", 1, None)),
        ("{'a': 1}", ("map", ("pair", "a", 1))),
        ("'ab'::bytea", "6162"),
        ("'6f9619ff-8b86-d011-b42d-00c04fc964ff'::uuid", "6f9619ff-8b86-d011-b42d-00c04fc964ff"),
        ("2 > 1", True),
        ("NULL", None),
    ],
)
def test_values_come_out_plain(shop: Databases, expression: str, value: Cell) -> None:
    assert rows(shop, f"SELECT {expression} AS x") == ((value,),)


def test_not_a_number_comes_out_as_json() -> None:
    answer = run(databases(), "SELECT 'nan'::double, '-inf'::double")
    assert json.loads(json.dumps(answer, allow_nan=False))["results"][0]["rows"] == [
        [{"number": "nan"}, {"number": "-inf"}]
    ]


def test_postgres_spelling_that_duckdb_lacks_runs_as_well(shop: Databases) -> None:
    assert ("2026-03", 10) in rows(
        shop, "SELECT to_char(at, 'YYYY-MM'), count(*) FROM events GROUP BY 1"
    )


@pytest.mark.parametrize(
    ("query", "stage", "says", "place"),
    [
        ("SELECT a\nFROM events WHERE\nGROUP BY a", "syntax", "GROUP", (3, 1)),
        ("SELECT count(*) FROM (SELECT 1", "syntax", "ends too early", (1, 30)),
        ("SELECT usr_id FROM events", "name", "Did you mean `user_id`?", (1, 8)),
        ("SELECT e.usr_id\nFROM events e", "name", "Did you mean `user_id`?", (1, 10)),
        ("SELECT 1\nFROM evnts", "name", "Did you mean `events`?", (2, 6)),
        ("SELECT x.kind FROM events", "name", "called `x`", (1, 8)),
        ("SELECT kind, user_id FROM events GROUP BY kind", "name", "GROUP BY", (1, 14)),
        ("SELECT user_id FROM users JOIN events ON true", "name", "more than one table", (1, 8)),
        ("SELECT 1 FROM events WHERE count(*) > 1", "name", "HAVING", (0, 0)),
        ("SELECT 1 FROM events WHERE rank() OVER () > 1", "name", "inner query", (0, 0)),
        ("SELECT sum(count(*)) FROM events", "name", "inner one", (0, 0)),
        ("SELECT sum(kind) FROM events", "name", "sum(VARCHAR)", (0, 0)),
        ("SELECT joined + count(*) FROM users GROUP BY joined", "name", "::int", (0, 0)),
        ("SELECT 1 / 0", "runtime", "division by zero", (0, 0)),
        ("SELECT kind::int FROM events", "runtime", "Could not convert", (0, 0)),
        ("SELECT to_char(now(), 'YYYY')", "refused", "changes from", (0, 0)),
        ("SELECT to_char(att, 'YYYY') FROM events", "name", "no column `att`", (1, 16)),
        ("SELECT now()", "refused", "changes from day to day", (0, 0)),
        ("SELECT to_char(amount, 'FM990.00') FROM events", "refused", "Use `round(…, 2)`", (0, 0)),
        ("SELECT to_char(at, 'J') FROM events", "refused", "does not know `J`", (0, 0)),
        ("SELECT to_char(at, kind) FROM events", "refused", "as a text in quotes", (0, 0)),
        ("SELECT lpad(kind, 9999) FROM events", "refused", "Say to `lpad` with a plain", (0, 0)),
        ("SELECT rpad(kind, items) FROM events", "refused", "Say to `rpad` with a plain", (0, 0)),
        ("SELECT name COLLATE nocase FROM users", "refused", "Leave COLLATE out", (0, 0)),
        ("SELECT * FROM generate_series(1, 6000) g(n)", "runtime", "5,000 rows", (0, 0)),
        ("SELECT COLUMNS(*) FROM events", "refused", "more common functions", (0, 0)),
        ("WITH x AS (DELETE FROM users RETURNING *) SELECT 1", "refused", "change nothing", (0, 0)),
        ("SELECT width_bucket(5, ARRAY[1, 9])", "refused", "the upper bound, and how", (0, 0)),
        ("SELECT grouping(kind) FROM events", "name", "cannot be used without groups", (0, 0)),
        ("SELECT name SIMILAR TO 'A' FROM users", "refused", "`SIMILAR TO` is not", (0, 0)),
        ("SELECT (SELECT kind FROM events)", "runtime", "Make it one, or say IN.", (0, 0)),
    ],
)
def test_a_fault_says_what_and_where(
    shop: Databases, query: str, stage: str, says: str, place: tuple[int, int]
) -> None:
    found = fault(shop, query)
    assert (found["stage"], (found["line"], found["column"])) == (stage, place), found
    assert says in found["says"]


def test_a_large_result_ends_early(shop: Databases) -> None:
    query = "SELECT array_agg(n) FROM generate_series(1, 3000) g(n), generate_series(1, 500) h(m)"
    assert "too large" in fault(shop, query)["says"]


def test_lists_in_lists_have_an_end(shop: Databases) -> None:
    assert rows(shop, "SELECT [[1]]") == ((("list", ("list", 1)),),)
    assert "plain columns" in fault(shop, "SELECT [[[[[1]]]]]")["says"]


def test_too_many_columns_end_early(shop: Databases) -> None:
    assert "columns" in fault(shop, "SELECT " + ", ".join(["1"] * 41))["says"]


def test_an_error_on_hidden_data_repeats_none_of_it() -> None:
    hidden = DataSet((USERS, table("events", "kind text", ("secret",))), "")
    shown = DataSet((USERS, table("events", "kind text", ("1",))), "")
    answer = run(databases(shown, hidden), "SELECT kind::int FROM events")
    assert answer["fault"]["database"] == 1
    assert "secret" not in json.dumps(answer)


def test_an_error_gives_no_advice_about_settings(shop: Databases) -> None:
    for query in ("SELECT (SELECT kind FROM events)", "SELECT '1x'::int"):
        assert "SET " not in fault(shop, query)["says"], query


def test_an_error_names_no_path_and_no_schema(shop: Databases) -> None:
    for query in (
        "SELECT * FROM d0.users",
        "SELECT users.x FROM users",
        "SELECT '/etc/passwd'::int",
    ):
        assert not re.search(r"/\w+/\w+|\bd0\b", json.dumps(run(shop, query)["fault"])), query


def test_the_configuration_is_locked(shop: Databases) -> None:
    connection = shop.each[0]
    for query in ("SET threads = 2", "SELECT * FROM read_text('/etc/hostname')", "ATTACH 'x.db'"):
        with pytest.raises(Exception, match=r"lock|disabled"):
            connection.execute(query)


def test_an_empty_database_has_its_tables() -> None:
    assert rows(databases(EMPTY), "SELECT count(*) FROM users") == ((0,),)


def test_nothing_is_left_for_the_next_query(shop: Databases) -> None:
    before = rows(shop, "SELECT count(*) FROM events")
    run(shop, "DROP TABLE events")
    assert rows(shop, "SELECT count(*) FROM events") == before


def test_preloading_reads_no_data() -> None:
    preload()


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("SELECT 1 FROM users, events", "no condition"),
        ("SELECT 1 FROM users JOIN (SELECT * FROM events) e ON true, events", "no condition"),
        ("SELECT 1 FROM users WHERE user_id NOT IN (SELECT user_id FROM events)", "NOT EXISTS"),
        ("SELECT 1 FROM events WHERE at::date = '2026-03-01'", "bare column"),
    ],
)
def test_advice_comes_from_the_syntax_tree(shop: Databases, query: str, word: str) -> None:
    assert word in " ".join(run(shop, query)["notes"])


@pytest.mark.parametrize(
    "query",
    [
        "SELECT 1 FROM users u, events e WHERE u.user_id = e.user_id",
        "SELECT 1 FROM users CROSS JOIN events",
        "SELECT 1 FROM users u JOIN events e USING (user_id)",
        "SELECT 1 FROM users, generate_series(1, 3) g(n)",
        "SELECT (SELECT max(at) FROM events e WHERE e.user_id = u.user_id) FROM users u",
        "SELECT 1 FROM events WHERE at >= '2026-03-01' AND user_id NOT IN (1, 2)",
        "SELECT 1 FROM events e JOIN users u USING (user_id) WHERE at::date = joined",
    ],
)
def test_sound_queries_get_no_advice(shop: Databases, query: str) -> None:
    assert run(shop, query)["notes"] == []


def test_events_are_as_made(shop: Databases) -> None:
    assert len(rows(shop, "SELECT * FROM events")) == len(EVENTS.rows)
