"""Two accounts made one person, on both engines."""

from dataclasses import replace

from sqlalchemy import func, select

from bot.domain.cohorts import Member
from bot.domain.ids import direct_to
from bot.repositories.store import Repos
from bot.storage.repos import SqlRepos
from bot.storage.tables import metadata
from tests.builders import (
    MONDAY,
    PLAYGROUND,
    an_actor,
    an_outgoing,
    store_attempt,
    store_cohort,
    store_member,
    store_person,
    store_serving,
)


def test_merging_gives_accounts_and_memberships_to_the_one_who_stays(repos: Repos) -> None:
    keep, drop = store_person(repos, "ada"), store_person(repos, "ada2")
    cohort = store_cohort(repos)
    member = store_member(repos, cohort, "ada2", days_off=frozenset({3}))
    repos.people.merge(keep.id, drop.id)
    assert repos.people.accounts(keep.id) == [an_actor("ada"), an_actor("ada2")]
    assert repos.people.find(an_actor("ada2")) == keep
    assert repos.members.find(cohort.id, keep.id) == replace(member, person=keep.id)


def test_merging_gives_the_notes_to_the_one_who_stays(repos: Repos) -> None:
    keep, drop = store_person(repos, "ada"), store_person(repos, "ada2")
    written = [repos.notes.add(person.id, "Ties.", MONDAY) for person in (keep, drop)]
    repos.people.merge(keep.id, drop.id)
    assert repos.notes.all(keep.id) == written


def test_merging_makes_the_one_who_stays_the_host(repos: Repos) -> None:
    keep, drop = store_person(repos, "ada"), store_person(repos, "ada2")
    cohort = store_cohort(repos, host=drop.id)
    repos.people.merge(keep.id, drop.id)
    assert repos.cohorts.get(cohort.id).host == keep.id


def test_merging_leaves_one_membership_where_both_were_in_the_circle(repos: Repos) -> None:
    cohort = store_cohort(repos)
    kept, dropped = store_member(repos, cohort, "ada"), store_member(repos, cohort, "ada2")
    serving = store_serving(repos, cohort)
    written = [store_attempt(repos, serving, member, answer="why") for member in (kept, dropped)]
    repos.people.merge(kept.person, dropped.person)
    assert repos.members.of(cohort.id) == [kept]
    assert repos.practice.attempts(serving.id, kept.id) == [written[0]]
    assert repos.practice.attempts(serving.id, dropped.id) == [replace(written[1], answer="")]


def _two_memberships(repos: Repos, days: tuple[int, int], **changes: bool) -> tuple[Member, Member]:
    """Of ada and ada2 in one circle; `changes` are fields of the first."""
    cohort = store_cohort(repos)
    keep, drop = store_member(repos, cohort, "ada", **changes), store_member(repos, cohort, "ada2")
    for member, count in zip((keep, drop), days, strict=True):
        for day in range(1, count + 1):
            store_attempt(repos, store_serving(repos, cohort, day=day), member, answer="why")
    return keep, drop


def test_merging_leaves_the_membership_with_more_days_kept(repos: Repos) -> None:
    keep, drop = _two_memberships(repos, (1, 2))
    repos.people.merge(keep.person, drop.person)
    assert repos.members.of(keep.cohort) == [replace(drop, person=keep.person)]
    assert {made.answer for _, made in repos.practice.history(drop.id)} == {"why"}
    assert {made.answer for _, made in repos.practice.history(keep.id)} == {""}


def test_a_second_try_makes_no_day_kept_when_merging(repos: Repos) -> None:
    keep, drop = _two_memberships(repos, (1, 1))
    serving = store_serving(repos, repos.cohorts.get(keep.cohort), day=1)
    store_attempt(repos, serving, drop, number=2, day=2)
    repos.people.merge(keep.person, drop.person)
    assert repos.members.of(keep.cohort) == [keep]


def test_merging_leaves_the_membership_that_was_not_left(repos: Repos) -> None:
    keep, drop = _two_memberships(repos, (2, 1), left=True)
    repos.people.merge(keep.person, drop.person)
    assert repos.members.of(keep.cohort) == [replace(drop, person=keep.person)]


def test_merging_does_not_bring_back_a_membership_that_was_left(repos: Repos) -> None:
    keep, drop = _two_memberships(repos, (2, 1), left=True)
    repos.people.merge(drop.person, keep.person)
    assert repos.members.of(keep.cohort) == [drop]


def test_merging_decides_for_each_circle_alone(repos: Repos) -> None:
    keep, drop = _two_memberships(repos, (0, 1))
    other = store_cohort(repos, "other")
    here, there = store_member(repos, other, "ada"), store_member(repos, other, "ada2")
    third = store_member(repos, store_cohort(repos, "third"), "ada")
    repos.people.merge(keep.person, drop.person)
    kept = {member.id for member in repos.members.of_person(keep.person)}
    assert kept == {drop.id, here.id, third.id}
    assert {member.id for member in repos.members.of_person(drop.person)} == {keep.id, there.id}


def test_merging_leaves_no_third_person_behind(repos: SqlRepos) -> None:
    keep, drop = _two_memberships(repos, (0, 1))
    count = select(func.count()).select_from(metadata.tables["person"])
    before = repos.people.connection.scalar(count)
    repos.people.merge(keep.person, drop.person)
    assert repos.people.connection.scalar(count) == before


def test_merging_keeps_the_messages_on_their_way_to_the_account_that_moved(repos: Repos) -> None:
    keep, drop = store_person(repos, "ada"), store_person(repos, "ada2")
    repos.outbox.add(an_outgoing(target=direct_to(an_actor("ada2"))))
    repos.people.merge(keep.id, drop.id)
    (claim,) = repos.courier.claim(PLAYGROUND, MONDAY, 10, "w1")
    assert claim.target == direct_to(an_actor("ada2"))


def test_merging_concerns_nobody_else(repos: Repos) -> None:
    cohort = store_cohort(repos)
    other = store_member(repos, cohort, "bob")
    repos.people.merge(store_person(repos, "ada").id, store_person(repos, "ada2").id)
    assert repos.members.of(cohort.id) == [other]
    assert repos.people.accounts(other.person) == [an_actor("bob")]
