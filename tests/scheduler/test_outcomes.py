"""Outcomes that end together are written together, and none is taken for kept that is not."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

import pytest

from bot.repositories.store import Repos
from bot.storage.store import SqlStore
from scheduler.outcomes import Outcomes
from tests.builders import MONDAY

T = TypeVar("T")


class _Counting:
    """A bot.repositories.store.Store that counts transactions and breaks one of them."""

    def __init__(self, store: SqlStore, broken: int = 0) -> None:
        self.store, self.broken, self.transactions = store, broken, 0

    async def transact(
        self, step: Callable[[Repos], T], *, read_only: bool = False, atomic: bool = True
    ) -> T:
        self.transactions += 1
        if self.transactions == self.broken:
            raise ConnectionError("gone")
        return await self.store.transact(step, read_only=read_only, atomic=atomic)


def _issue(value: str) -> Callable[[Repos], None]:
    return lambda repos: repos.states.issue(value, MONDAY, MONDAY + timedelta(days=1))


async def _is_kept(store: SqlStore, value: str) -> bool:
    return await store.transact(lambda repos: repos.states.consume(value, MONDAY))


async def test_what_ends_while_one_is_written_goes_into_the_next_together(
    any_store: SqlStore,
) -> None:
    counting = _Counting(any_store)
    outcomes = Outcomes(counting)
    await asyncio.gather(*(outcomes.write(_issue(str(number))) for number in range(20)))
    assert counting.transactions == 2
    assert all([await _is_kept(any_store, str(number)) for number in range(20)])


async def test_whoever_shared_a_broken_transaction_learns_of_it(store: SqlStore) -> None:
    outcomes = Outcomes(_Counting(store, broken=2))
    writes = (outcomes.write(_issue(name)) for name in ("a", "b", "c"))
    told = await asyncio.gather(*writes, return_exceptions=True)
    assert [str(error) for error in told] == ["None", "gone", "gone"]
    assert [await _is_kept(store, name) for name in ("a", "b", "c")] == [True, False, False]


async def test_after_a_broken_transaction_the_next_is_written(store: SqlStore) -> None:
    outcomes = Outcomes(_Counting(store, broken=1))
    with pytest.raises(ConnectionError):
        await outcomes.write(_issue("a"))
    await outcomes.write(_issue("b"))
    assert await _is_kept(store, "b")
