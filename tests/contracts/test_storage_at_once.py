"""The same thing done many times at once happens once, on both engines."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace

from sqlalchemy import func, select

from bot.domain.records import Attempt, Serving
from bot.repositories.store import Repos
from bot.storage.store import SqlStore
from bot.storage.tables import person
from tests.builders import (
    MONDAY,
    PLAYGROUND,
    a_channel,
    a_serving,
    an_actor,
    an_attempt,
    an_outgoing,
    store_cohort,
    store_member,
    store_serving,
)
from tests.contracts.overlapping import overlapping


async def test_eight_people_who_answer_twice_at_once_leave_eight_answers(
    any_store: SqlStore,
) -> None:
    serving, attempts = any_store.run(_eight)

    def record(attempt: Attempt) -> Callable[[Repos], bool]:
        return lambda repos: repos.practice.record(serving, attempt)

    new = await asyncio.gather(*(any_store.transact(record(made)) for made in attempts * 2))
    tally = await any_store.transact(lambda repos: repos.practice.tally(serving.id))
    assert sorted(new) == [False] * 8 + [True] * 8
    assert tally.answered == 8


async def test_who_comes_second_to_the_same_try_sees_the_first(on_postgres: SqlStore) -> None:
    serving, (attempt, *_) = on_postgres.run(_eight)

    def look(repos: Repos) -> Sequence[Attempt]:
        return repos.practice.attempts(serving.id, attempt.member)

    def second(repos: Repos) -> tuple[Sequence[Attempt], bool, Sequence[Attempt]]:
        return look(repos), repos.practice.record(serving, attempt), look(repos)

    new, seen = await overlapping(
        on_postgres, lambda repos: repos.practice.record(serving, attempt), second
    )
    assert (new, seen) == (True, ([], False, [attempt]))


def _eight(repos: Repos) -> tuple[Serving, list[Attempt]]:
    cohort = store_cohort(repos)
    serving = store_serving(repos, cohort)
    members = [store_member(repos, cohort, f"m{number}") for number in range(8)]
    return serving, [an_attempt(serving=serving.id, member=member.id) for member in members]


async def test_a_key_served_many_times_at_once_is_one_serving(any_store: SqlStore) -> None:
    cohort = any_store.run(store_cohort)
    given = a_serving(cohort=cohort.id)
    served = await asyncio.gather(
        *(any_store.transact(lambda repos: repos.practice.serve(given)) for _ in range(16))
    )
    assert len({serving.id for serving in served}) == 1


async def test_an_account_that_comes_many_times_at_once_is_one_person(any_store: SqlStore) -> None:
    def meet(repos: Repos) -> int:
        return repos.people.identify(an_actor(), "Ada").id

    met = await asyncio.gather(*(any_store.transact(meet) for _ in range(16)))
    assert len(set(met)) == 1
    everybody = select(func.count()).select_from(person)
    assert any_store.migrate(lambda connection: connection.execute(everybody).scalar()) == 1


async def test_hints_taken_at_once_are_all_counted(any_store: SqlStore) -> None:
    serving, (attempt, *_) = any_store.run(_eight)

    def take(repos: Repos) -> int:
        return repos.practice.hint(serving.id, attempt.member)

    taken = await asyncio.gather(*(any_store.transact(take) for _ in range(16)))
    assert sorted(taken) == list(range(1, 17))


async def test_a_circle_that_is_due_is_planned_by_one_of_two_at_once(any_store: SqlStore) -> None:
    any_store.run(lambda repos: store_cohort(repos, next_slot_at=MONDAY))

    def plan(repos: Repos) -> int:
        due = repos.cohorts.due(MONDAY, 10)
        for cohort in due:
            repos.cohorts.save(replace(cohort, next_slot_at=None))
        return len(due)

    assert sum(await asyncio.gather(*(any_store.transact(plan) for _ in range(8)))) == 1


async def test_couriers_that_claim_at_once_never_take_the_same_post(any_store: SqlStore) -> None:
    def fill(repos: Repos) -> None:
        for number in range(60):
            repos.outbox.add(an_outgoing(key=f"k{number}", target=a_channel(f"r{number}")))

    any_store.run(fill)

    def claim(worker: str) -> Callable[[Repos], list[str]]:
        return lambda repos: [
            claim.key for claim in repos.courier.claim(PLAYGROUND, MONDAY, 5, worker)
        ]

    taken: list[str] = []
    while len(taken) < 60:
        waves = await asyncio.gather(*(any_store.transact(claim(w)) for w in "abcdefgh"))
        taken += [key for wave in waves for key in wave]
        assert any(waves)
    assert sorted(taken) == sorted(f"k{number}" for number in range(60))
