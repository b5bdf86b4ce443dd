"""Memberships, on both engines."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.errors import NotFound
from bot.domain.ids import MemberId, PersonId
from bot.domain.records import Colleague
from bot.repositories.store import Repos
from tests.builders import (
    MONDAY,
    a_drill,
    a_member,
    store_attempt,
    store_cohort,
    store_member,
    store_person,
    store_serving,
)


def test_a_member_comes_back_as_added_with_days_off(repos: Repos) -> None:
    cohort, person = store_cohort(repos), store_person(repos)
    given = a_member(
        cohort=cohort.id,
        person=person.id,
        joined_day=4,
        joined_at=MONDAY + timedelta(days=3, microseconds=7),
        days_off=frozenset({6, 5}),
    )
    added = repos.members.add(given)
    assert added is not None
    assert added == replace(given, id=added.id)
    assert repos.members.get(added.id) == added


def test_nobody_is_in_a_circle_twice(repos: Repos) -> None:
    cohort = store_cohort(repos)
    ada = store_member(repos, cohort, "ada")
    assert repos.members.add(replace(ada, joined_day=9)) is None
    assert repos.members.of(cohort.id) == [ada]


def test_a_member_is_found_by_circle_and_person(repos: Repos) -> None:
    cohort, other = store_cohort(repos, "r1"), store_cohort(repos, "r2")
    ada = store_member(repos, cohort, "ada", days_off=frozenset({2, 9}))
    store_member(repos, cohort, "bob", days_off=frozenset({3}))
    store_member(repos, other, "ada")
    assert repos.members.find(cohort.id, ada.person) == ada


def test_somebody_who_never_joined_is_not_found(repos: Repos) -> None:
    cohort = store_cohort(repos)
    store_member(repos, cohort, "ada")
    assert repos.members.find(cohort.id, PersonId(987654)) is None
    with pytest.raises(NotFound):
        repos.members.get(MemberId(987654))


def test_somebody_who_left_is_still_found(repos: Repos) -> None:
    cohort = store_cohort(repos)
    gone = store_member(repos, cohort, "ada", left=True)
    assert repos.members.find(cohort.id, gone.person) == gone


def test_the_members_of_a_circle_are_those_who_have_not_left(repos: Repos) -> None:
    cohort = store_cohort(repos)
    ada = store_member(repos, cohort, "ada", days_off=frozenset({1, 2}))
    store_member(repos, cohort, "bob", left=True)
    cyd = store_member(repos, cohort, "cyd")
    store_member(repos, store_cohort(repos, "other"), "dan")
    assert repos.members.of(cohort.id) == [ada, cyd]


def test_a_person_has_all_memberships_also_those_left(repos: Repos) -> None:
    first = store_member(repos, store_cohort(repos, "r1"), "ada", left=True)
    second = store_member(repos, store_cohort(repos, "r2"), "ada", days_off=frozenset({7}))
    store_member(repos, store_cohort(repos, "r3"), "bob")
    assert repos.members.of_person(first.person) == [first, second]


def test_saving_replaces_the_days_off(repos: Repos) -> None:
    cohort = store_cohort(repos)
    ada = store_member(repos, cohort, "ada", days_off=frozenset({1, 2}))
    bob = store_member(repos, cohort, "bob", days_off=frozenset({2}))
    changed = replace(ada, joined_day=3, left=True, days_off=frozenset({2, 8}))
    repos.members.save(changed)
    assert repos.members.get(ada.id) == changed
    assert repos.members.get(bob.id) == bob


def test_saving_may_take_all_days_off_back(repos: Repos) -> None:
    ada = store_member(repos, store_cohort(repos), "ada", days_off=frozenset({1}))
    repos.members.save(replace(ada, days_off=frozenset()))
    assert repos.members.get(ada.id).days_off == frozenset()


def test_colleagues_show_days_kept_and_the_last_day_of_those_who_have_not_left(
    repos: Repos,
) -> None:
    cohort = store_cohort(repos)
    ada = store_member(repos, cohort, "ada")
    bob = store_member(repos, cohort, "bob", joined_day=2)
    store_member(repos, cohort, "cyd", left=True)
    store_member(repos, store_cohort(repos, "other"), "dan")
    for day in (1, 3):
        serving = store_serving(repos, cohort, day=day)
        store_attempt(repos, serving, ada)
        store_attempt(repos, serving, ada, number=2)
    store_attempt(repos, store_serving(repos, cohort, day=3, drill=a_drill(item="x#2")), ada)
    assert repos.members.colleagues(cohort.id, 28) == [
        Colleague(ada.id, ada.person, "Ada", 1, days_kept=2, last_day=3),
        Colleague(bob.id, bob.person, "Bob", 2, days_kept=0, last_day=0),
    ]


def test_colleagues_show_no_day_behind_the_last(repos: Repos) -> None:
    cohort = store_cohort(repos)
    ada = store_member(repos, cohort, "ada")
    for day in (28, 29):
        store_attempt(repos, store_serving(repos, cohort, day=day), ada)
    (found,) = repos.members.colleagues(cohort.id, 28)
    assert (found.days_kept, found.last_day) == (1, 28)


def test_a_day_practised_is_no_day_off_for_that_member(repos: Repos) -> None:
    cohort = store_cohort(repos)
    ada = store_member(repos, cohort, "ada", days_off=frozenset({2, 3, 4}))
    bob = store_member(repos, cohort, "bob", days_off=frozenset({3}))
    repos.members.practised(ada.id, 3)
    assert repos.members.get(ada.id).days_off == {2, 4}
    assert repos.members.get(bob.id) == bob
