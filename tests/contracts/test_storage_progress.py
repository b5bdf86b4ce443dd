"""Checklists, memories and the inbox, on both engines."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.ids import Platform
from bot.repositories.store import Repos
from tests.builders import MONDAY, a_memory, a_tick, store_cohort, store_member

SLACK, DISCORD = Platform("slack"), Platform("discord")
HOUR = timedelta(hours=1)


def test_ticks_come_back_by_item_and_position(repos: Repos) -> None:
    member = store_member(repos, store_cohort(repos))
    ticks = [a_tick(item=item, position=at) for item, at in (("b", 1), ("a", 2), ("a", 1))]
    for tick in ticks:
        assert repos.checklists.add(member.id, tick)
    assert repos.checklists.ticks(member.id) == [ticks[2], ticks[1], ticks[0]]


def test_a_doubled_tick_is_refused_and_the_first_stays(repos: Repos) -> None:
    member = store_member(repos, store_cohort(repos))
    repos.checklists.add(member.id, a_tick(evidence="first"))
    assert not repos.checklists.add(member.id, a_tick(evidence="second"))
    assert repos.checklists.ticks(member.id) == [a_tick(evidence="first")]


def test_ticks_belong_to_one_member(repos: Repos) -> None:
    cohort = store_cohort(repos)
    ada, bob = store_member(repos, cohort, "ada"), store_member(repos, cohort, "bob")
    assert repos.checklists.add(ada.id, a_tick())
    assert repos.checklists.add(bob.id, a_tick())
    assert repos.checklists.remove_last(ada.id, "story")
    assert repos.checklists.ticks(ada.id) == []
    assert repos.checklists.ticks(bob.id) == [a_tick()]


def test_the_last_tick_of_an_item_is_taken_back(repos: Repos) -> None:
    member = store_member(repos, store_cohort(repos))
    kept = [a_tick(item="other", position=9), a_tick(position=1)]
    for tick in (*kept, a_tick(position=2)):
        repos.checklists.add(member.id, tick)
    assert repos.checklists.remove_last(member.id, "story")
    assert repos.checklists.ticks(member.id) == kept


def test_nothing_is_taken_back_where_nothing_is_ticked(repos: Repos) -> None:
    member = store_member(repos, store_cohort(repos))
    assert not repos.checklists.remove_last(member.id, "story")


def test_a_memory_is_stored_and_then_replaced(repos: Repos) -> None:
    member = store_member(repos, store_cohort(repos))
    assert repos.memories.get(member.id, "sql.window") is None
    repos.memories.save(member.id, a_memory())
    later = replace(a_memory(), state="2", before="1", due_at=MONDAY + timedelta(days=5))
    repos.memories.save(member.id, later)
    assert repos.memories.get(member.id, "sql.window") == later


def test_memories_are_per_member_and_family(repos: Repos) -> None:
    cohort = store_cohort(repos)
    ada, bob = store_member(repos, cohort, "ada"), store_member(repos, cohort, "bob")
    repos.memories.save(ada.id, a_memory(family="a", state="1"))
    repos.memories.save(ada.id, a_memory(family="b", state="2"))
    repos.memories.save(bob.id, a_memory(family="a", state="3"))
    assert repos.memories.get(ada.id, "a") == a_memory(family="a", state="1")
    assert repos.memories.get(bob.id, "b") is None


def test_due_memories_come_earliest_first(repos: Repos) -> None:
    cohort = store_cohort(repos)
    ada, bob = store_member(repos, cohort, "ada"), store_member(repos, cohort, "bob")
    now = a_memory(family="now", due_at=MONDAY)
    past = a_memory(family="past", due_at=MONDAY - HOUR)
    for memory in (now, past, a_memory(family="soon", due_at=MONDAY + HOUR)):
        repos.memories.save(ada.id, memory)
    repos.memories.save(bob.id, a_memory(due_at=MONDAY - HOUR))
    assert repos.memories.due(ada.id, MONDAY) == [past, now]


def test_an_invocation_is_remembered_once_per_platform(repos: Repos) -> None:
    assert repos.inbox.remember(SLACK, "i1", MONDAY)
    assert repos.inbox.remember(DISCORD, "i1", MONDAY)
    assert repos.inbox.remember(SLACK, "i2", MONDAY)
    assert not repos.inbox.remember(SLACK, "i1", MONDAY + HOUR)


def test_only_old_invocations_are_forgotten(repos: Repos) -> None:
    repos.inbox.remember(SLACK, "old", MONDAY - HOUR)
    repos.inbox.remember(SLACK, "new", MONDAY)
    assert repos.inbox.forget_before(MONDAY) == 1
    assert repos.inbox.remember(SLACK, "old", MONDAY)
    assert not repos.inbox.remember(SLACK, "new", MONDAY)
