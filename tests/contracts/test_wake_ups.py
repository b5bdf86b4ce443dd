"""Whoever sleeps until something is due is woken after the commit that made it due."""

from collections.abc import Callable, Set
from dataclasses import replace

import pytest

from bot.domain.ids import PostId
from bot.repositories.posts import Skipped
from bot.repositories.store import Due, Repos
from bot.storage.store import SqlStore
from tests.builders import (
    MONDAY,
    PLAYGROUND,
    a_channel,
    a_cohort,
    an_outgoing,
    store_cohort,
    store_person,
)


def _woken(store: SqlStore) -> list[Set[Due]]:
    woken: list[Set[Due]] = []
    store.on_wake(woken.append)
    return woken


def _add_post(repos: Repos) -> bool:
    return repos.outbox.add(an_outgoing())


def _new_circle(repos: Repos) -> object:
    return repos.cohorts.add(a_cohort(host=store_person(repos).id))


def _changed_circle(repos: Repos) -> None:
    cohort = repos.cohorts.at(a_channel())
    assert cohort is not None
    repos.cohorts.save(replace(cohort, next_slot_at=MONDAY))


def _sent_again(repos: Repos) -> bool:
    (claim,) = repos.courier.claim(PLAYGROUND, MONDAY, 1, "w1")
    repos.courier.fail(claim.id, "refused")
    return repos.outbox.send_again(PostId(claim.id), MONDAY, MONDAY)


def _skipped_post(repos: Repos) -> bool:
    cohort = repos.cohorts.at(a_channel())
    assert cohort is not None
    return repos.outbox.skip(Skipped("k", cohort.id, a_channel(), "Day", MONDAY, "late"))


@pytest.mark.parametrize(
    ("step", "due"),
    [(_add_post, Due.POSTS), (_new_circle, Due.SLOTS), (_changed_circle, Due.SLOTS)],
)
def test_what_may_be_due_sooner_wakes_whom_it_concerns(
    any_store: SqlStore, step: Callable[[Repos], object], due: Due
) -> None:
    any_store.run(store_cohort)
    woken = _woken(any_store)
    any_store.run(step)
    assert woken == [{due}]


def test_a_post_to_be_sent_again_wakes_the_couriers(any_store: SqlStore) -> None:
    any_store.run(_add_post)
    woken = _woken(any_store)
    any_store.run(_sent_again)
    assert woken == [{Due.POSTS}]


@pytest.mark.parametrize("step", [store_person, _skipped_post])
def test_what_is_not_due_wakes_nobody(any_store: SqlStore, step: Callable[[Repos], object]) -> None:
    any_store.run(store_cohort)
    woken = _woken(any_store)
    any_store.run(step)
    assert woken == []


def test_a_claim_and_its_outcome_wake_nobody(any_store: SqlStore) -> None:
    any_store.run(_add_post)
    woken = _woken(any_store)

    def deliver(repos: Repos) -> None:
        (claim,) = repos.courier.claim(PLAYGROUND, MONDAY, 1, "w1")
        repos.courier.sent(claim.id, "m1", MONDAY)

    any_store.run(deliver)
    assert woken == []


def test_a_transaction_wakes_once_however_much_it_writes(any_store: SqlStore) -> None:
    woken = _woken(any_store)

    def fill(repos: Repos) -> None:
        for number in range(5):
            repos.outbox.add(an_outgoing(key=str(number)))

    any_store.run(fill)
    assert len(woken) == 1


def test_whoever_is_woken_finds_the_transaction_committed(any_store: SqlStore) -> None:
    found: list[bool] = []
    any_store.on_wake(
        lambda _: found.append(
            any_store.run(lambda repos: repos.outbox.is_posted("1/1/drill"), read_only=True)
        )
    )
    any_store.run(_add_post)
    assert found == [True]


def test_a_transaction_that_failed_wakes_nobody_then_or_later(any_store: SqlStore) -> None:
    woken = _woken(any_store)

    def step(repos: Repos) -> None:
        _add_post(repos)
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        any_store.run(step)
    any_store.run(store_person)
    assert woken == []


def test_everybody_who_sleeps_is_woken(any_store: SqlStore) -> None:
    first, second = _woken(any_store), _woken(any_store)
    any_store.run(_add_post)
    assert (len(first), len(second)) == (1, 1)
