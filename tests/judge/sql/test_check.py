"""What may run: one query over the given tables, with functions whose value never changes."""

import pytest

from adapters.judge.sql.check import DIALECTS, Refused, Unknown, Unreadable, read

TABLES = ("users", "events")


def verdict(text: str, dialect: str = "here") -> str:
    try:
        read(text, dialect, TABLES)
    except (Refused, Unknown, Unreadable) as error:
        return type(error).__name__
    return "fine"


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(
    "text",
    [
        "SELECT * FROM events",
        "select user_id from EVENTS;",
        "SELECT 1 -- a comment\n;",
        "WITH e AS (SELECT * FROM events) SELECT * FROM e JOIN users USING (user_id)",
        "WITH events AS (SELECT * FROM events) SELECT * FROM events",
        "WITH RECURSIVE d(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM d) SELECT n FROM d LIMIT 3",
        "SELECT * FROM generate_series(1, 3) AS g(n)",
        "(SELECT user_id FROM events) UNION (SELECT user_id FROM users)",
        "SELECT x.n FROM users u, LATERAL (SELECT count(*) n FROM events e WHERE e.a = u.a) x",
    ],
)
def test_queries_over_the_given_tables_pass(text: str, dialect: str) -> None:
    assert verdict(text, dialect) == "fine"


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(
    "text",
    [
        "DROP TABLE users",
        "INSERT INTO users VALUES (1)",
        "UPDATE users SET name = 'x'",
        "DELETE FROM users",
        "CREATE TABLE x AS SELECT 1",
        "SELECT * INTO x FROM users",
        "WITH x AS (DELETE FROM users RETURNING *) SELECT * FROM x",
        "COPY users TO 'x.csv'",
        "ATTACH 'x.db'",
        "INSTALL httpfs",
        "SET threads = 4",
        "PRAGMA database_list",
        "EXPLAIN SELECT 1",
        "CALL pragma_version()",
        "SELECT 1; SELECT 2",
        "SELECT * FROM users FOR UPDATE",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM 'file.csv'",
        'SELECT * FROM "/etc/passwd"',
        "SELECT * FROM query('SELECT 1')",
        "SELECT * FROM query_table(['users'])",
        "SELECT * FROM duckdb_settings()",
        "SELECT current_setting('secret_directory')",
        "SELECT 'secret_directory'.current_setting()",
        "SELECT getenv('HOME')",
        "SELECT * FROM d1.users",
        "SELECT * FROM memory.main.users",
        "SELECT * FROM json_execute_serialized_sql('{}')",
        "SELECT error('x')",
        "SELECT repeat('x', 1000000000)",
        "SELECT rpad('x', 1000000000, 'y')",
        "SELECT pg_sleep(10)",
        "SELECT $1",
        "SELECT * FROM users TABLESAMPLE 10%",
        "",
        ";",
    ],
)
def test_all_else_is_refused(text: str, dialect: str) -> None:
    assert verdict(text, dialect) in {"Refused", "Unreadable"}


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * FROM evnts",
        "SELECT * FROM information_schema",
        "SELECT * FROM pg_class",
        "SELECT * FROM (WITH x AS (SELECT 1) SELECT * FROM x) y JOIN x ON true",
        "SELECT (SELECT max(a) FROM z) FROM users",
    ],
)
def test_a_table_is_known_where_it_stands_or_not_at_all(text: str) -> None:
    assert verdict(text) == "Unknown"


def test_a_name_of_an_inner_with_does_not_open_the_outer_query() -> None:
    inner = 'SELECT * FROM (WITH "/etc/passwd" AS (SELECT 1) SELECT 1) x'
    assert verdict(f'{inner}, "/etc/passwd"') == "Refused"
    assert verdict(inner) == "Refused"


@pytest.mark.parametrize(
    "call",
    ["now()", "current_date", "current_timestamp", "today()", "age(day)", "day.age()"],
)
def test_the_clock_is_declined_with_a_reason(call: str) -> None:
    with pytest.raises(Refused, match="changes from day to day"):
        read(f"SELECT {call}", "here", TABLES)


@pytest.mark.parametrize("call", ["random()", "uuid()", "gen_random_uuid()"])
def test_chance_is_declined_with_a_reason(call: str) -> None:
    with pytest.raises(Refused, match="something else each time"):
        read(f"SELECT {call}", "here", TABLES)


def test_brackets_without_end_are_refused_not_raised() -> None:
    assert verdict("SELECT " + "(" * 500 + "1" + ")" * 500) == "Refused"


@pytest.mark.parametrize(
    "text",
    ["SELECT DATE() FROM users", "WITH RECURSIVE d(n) AS (1 UNION ALL SELECT 1) SELECT n FROM d"],
)
def test_what_is_read_and_makes_no_sense_is_refused_not_raised(text: str) -> None:
    assert verdict(text) == "Refused"


def test_what_runs_is_written_out_from_what_was_read() -> None:
    """A comment that one parser ends earlier than the other hides nothing."""
    read_text = read("SELECT 1 /* /* */ FROM secret /* */ */", "here", TABLES)
    assert "secret" not in read_text.sql
