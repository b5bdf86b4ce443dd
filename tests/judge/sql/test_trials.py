"""An author's query on many databases at once."""

from adapters.judge.sql.trials import Trials, apart
from bot.datasets.catalogue import CATALOGUE
from bot.domain.exercises import Draw

DRAWS = (Draw(1, 5), Draw(2, 5), Draw(0, 0, "empty"))
ENDLESS = (
    "WITH RECURSIVE d(n) AS (SELECT 1 UNION SELECT (n + 1) % 1000000000 FROM d) SELECT n FROM d"
)


def trials(seconds: float = 30.0) -> Trials:
    return Trials(CATALOGUE["game_sessions"], ["players"], DRAWS, seconds)


def test_each_database_gives_its_own_result() -> None:
    ran = trials().run("SELECT count(*) FROM players")
    assert [result.rows for result in ran if result] == [((5,),), ((5,),), ((0,),)]


def test_what_cannot_be_read_runs_nowhere() -> None:
    assert trials().run("DROP TABLE players") == (None, None, None)


def test_what_fails_on_one_database_is_missing_there_alone() -> None:
    ran = trials().run("SELECT 1 / (5 - count(*)) FROM players")
    assert [result is None for result in ran] == [True, True, False]


def test_results_and_failures_differ() -> None:
    tried = trials()
    whole, failing = tried.run("SELECT 1"), tried.run("SELECT 1 / (5 - count(*)) FROM players")
    assert apart(whole, failing, ()) == {0, 1, 2}
    assert apart(whole, whole, ()) == apart(failing, failing, ()) == frozenset()


def test_what_does_not_end_is_stopped_and_not_begun_again() -> None:
    assert trials(seconds=0.05).run(ENDLESS) == (None, None, None)


def test_postgres_spelling_runs_as_well() -> None:
    ran = trials().run("SELECT to_char(min(joined_on), 'YYYY') FROM players")
    assert ran[0] is not None
    assert ran[0].rows[0][0] == "2026"
