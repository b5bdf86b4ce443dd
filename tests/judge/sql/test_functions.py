"""Whatever a query may call can be called."""

import pytest
from sqlglot import exp

from adapters.judge.sql.check import DIALECTS, Refused, Unreadable, called, read
from adapters.judge.sql.databases import Databases
from adapters.judge.sql.inside import run
from adapters.judge.sql.names import FUNCTIONS
from tests.judge.sql.calls import CALLS
from tests.judge.sql.material import NAMES, databases


@pytest.fixture(scope="module")
def shop() -> Databases:
    return databases()


@pytest.mark.parametrize("name", sorted(FUNCTIONS | set(CALLS)))
def test_a_function_that_may_be_called_can_be(name: str, shop: Databases) -> None:
    answer = run(shop, CALLS[name])
    assert "fault" not in answer, answer["fault"]["says"]


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_each_call_is_of_its_function(name: str) -> None:
    """Else a name could be on the list that nobody can write."""
    assert name in {each for dialect in DIALECTS for each in _called(CALLS[name], dialect)}


def _called(query: str, dialect: str) -> set[str]:
    try:
        tree = read(query, dialect, NAMES).tree
    except (Refused, Unreadable):
        return set()
    return {called(node) for node in tree.find_all(exp.Func)}
