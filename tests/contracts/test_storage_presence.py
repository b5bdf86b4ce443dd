"""Who speaks and as whose member, on every engine."""

from bot.domain.cohorts import CohortStatus, Presence
from bot.domain.ids import ChannelRef, Platform
from bot.repositories.store import Repos
from tests.builders import (
    a_channel,
    an_actor,
    store_cohort,
    store_member,
    store_person,
)

ADA = an_actor("ada")
DIRECT = ChannelRef(Platform("playground"), "w1", "dm", direct=True)


def test_a_stranger_in_an_empty_room_is_nobody(repos: Repos) -> None:
    assert repos.presences.of(ADA, a_channel("empty")) == Presence(None, None, None)


def test_a_stranger_in_a_circles_room_is_shown_the_circle(repos: Repos) -> None:
    cohort = store_cohort(repos, "room")
    assert repos.presences.of(ADA, a_channel("room")) == Presence(None, cohort, None)


def test_a_visitor_of_the_room_is_no_member(repos: Repos) -> None:
    cohort, ada = store_cohort(repos, "room"), store_person(repos, "ada")
    assert repos.presences.of(ADA, a_channel("room")) == Presence(ada, cohort, None)


def test_a_member_comes_with_all_days_off(repos: Repos) -> None:
    cohort = store_cohort(repos, "room")
    member = store_member(repos, cohort, "ada", days_off=frozenset({3, 9, 11}))
    store_member(repos, cohort, "bob", days_off=frozenset({5}))
    store_member(repos, store_cohort(repos, "elsewhere"), "ada", days_off=frozenset({7}))
    found = repos.presences.of(ADA, a_channel("room"))
    assert found == Presence(repos.people.find(ADA), cohort, member)


def test_an_open_circle_comes_before_a_newer_one_that_is_over(repos: Repos) -> None:
    running = store_cohort(repos, "room")
    store_cohort(repos, "room", status=CohortStatus.CLOSED)
    assert repos.presences.of(ADA, a_channel("room")).cohort == running


def test_of_those_that_are_over_the_newest_comes(repos: Repos) -> None:
    store_cohort(repos, "room", status=CohortStatus.CLOSED)
    newest = store_cohort(repos, "room", status=CohortStatus.ARCHIVED)
    assert repos.presences.of(ADA, a_channel("room")).cohort == newest


def test_in_a_direct_conversation_it_is_their_own_newest_open_circle(repos: Repos) -> None:
    ada = store_person(repos, "ada")
    hosted = store_cohort(repos, "hosted", host=ada.id)
    joined = store_cohort(repos, "joined")
    member = store_member(repos, joined, "ada")
    over = store_cohort(repos, "over", status=CohortStatus.CLOSED)
    store_member(repos, over, "ada")
    store_member(repos, store_cohort(repos, "others"), "bob")
    assert hosted != joined
    assert repos.presences.of(ADA, DIRECT) == Presence(ada, joined, member)


def test_a_circle_that_they_left_or_that_is_archived_is_not_theirs_any_more(repos: Repos) -> None:
    ada = store_person(repos, "ada")
    store_member(repos, store_cohort(repos, "left"), "ada", left=True)
    store_member(repos, store_cohort(repos, "old", status=CohortStatus.ARCHIVED), "ada")
    assert repos.presences.of(ADA, DIRECT) == Presence(ada, None, None)


def test_a_strangers_direct_conversation_belongs_to_no_circle(repos: Repos) -> None:
    store_cohort(repos, "room")
    assert repos.presences.of(ADA, DIRECT) == Presence(None, None, None)
