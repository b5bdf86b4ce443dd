"""Circles and their places, on both engines."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from bot.domain.cohorts import Cohort, CohortStatus
from bot.domain.errors import NotFound
from bot.domain.ids import CohortId, PlaceId
from bot.domain.timeline import Break
from bot.repositories.store import Repos
from tests.builders import (
    MONDAY,
    PLAYGROUND,
    a_calendar,
    a_channel,
    a_cohort,
    store_cohort,
    store_member,
    store_person,
)

LATER = MONDAY + timedelta(hours=1)


def test_a_cohort_comes_back_as_it_was_added(repos: Repos) -> None:
    calendar = a_calendar(
        hour=time(18, 30),
        breaks=(Break(date(2027, 3, 10), date(2027, 3, 12)), Break(date(2027, 4, 1))),
    )
    given = a_cohort(
        host=store_person(repos).id,
        calendar=calendar,
        settled=13,
        next_slot_at=LATER,
        code="ABCD",
    )
    added = repos.cohorts.add(given)
    assert added == replace(given, id=added.id)
    assert repos.cohorts.get(added.id) == added


def test_an_unknown_cohort_is_not_found(repos: Repos) -> None:
    with pytest.raises(NotFound):
        repos.cohorts.get(CohortId(987654))


def test_saving_changes_one_cohort_alone(repos: Repos) -> None:
    other, changed = store_cohort(repos, "other"), store_cohort(repos)
    changed = replace(
        changed, name="Night Owls", status=CohortStatus.CLOSED, settled=285, code="X1"
    )
    repos.cohorts.save(changed)
    assert repos.cohorts.get(changed.id) == changed
    assert repos.cohorts.get(other.id) == other


def test_the_open_cohort_of_a_room_is_found(repos: Repos) -> None:
    store_cohort(repos, "elsewhere")
    here = store_cohort(repos, "room")
    assert repos.cohorts.at(a_channel("room")) == here


@pytest.mark.parametrize(
    "channel",
    [
        a_channel("another"),
        a_channel("room", workspace="w2"),
        a_channel("room", platform="slack"),
    ],
)
def test_a_room_is_its_platform_workspace_and_channel(repos: Repos, channel: object) -> None:
    store_cohort(repos, "room")
    assert repos.cohorts.at(channel) is None  # type: ignore[arg-type]


def test_a_closed_cohort_meets_nowhere(repos: Repos) -> None:
    store_cohort(repos, status=CohortStatus.CLOSED)
    assert repos.cohorts.at(a_channel()) is None


def test_the_latest_cohort_of_a_room_may_be_over(repos: Repos) -> None:
    store_cohort(repos, status=CohortStatus.ARCHIVED)
    newest = store_cohort(repos, status=CohortStatus.CLOSED)
    assert repos.cohorts.latest_at(a_channel()) == newest
    assert repos.cohorts.latest_at(a_channel("empty")) is None


def test_a_person_sees_cohorts_hosted_or_joined_the_running_ones_first(repos: Repos) -> None:
    ada, stranger = store_person(repos, "ada"), store_person(repos, "eve")
    hosted = store_cohort(repos, "r1", host=ada.id)
    joined = store_cohort(repos, "r2", host=stranger.id)
    store_member(repos, joined, "ada")
    store_cohort(repos, "r3", host=stranger.id)
    over = store_cohort(repos, "r4", host=ada.id, status=CohortStatus.CLOSED)
    store_cohort(repos, "r5", host=ada.id, status=CohortStatus.ARCHIVED)
    assert repos.cohorts.of_person(ada.id) == [joined, hosted, over]


def test_upcoming_cohorts_are_running_ones_with_a_slot_the_next_first(repos: Repos) -> None:
    later = store_cohort(repos, "r1", next_slot_at=MONDAY + timedelta(days=900))
    sooner = store_cohort(repos, "r2", next_slot_at=MONDAY)
    store_cohort(repos, "r3", next_slot_at=None)
    store_cohort(repos, "r4", next_slot_at=MONDAY, status=CohortStatus.CLOSED)
    assert repos.cohorts.upcoming() == [sooner, later]


def test_a_cohort_somebody_left_is_no_longer_theirs(repos: Repos) -> None:
    cohort = store_cohort(repos)
    member = store_member(repos, cohort, left=True)
    assert repos.cohorts.of_person(member.person) == []


def test_a_code_finds_the_open_cohort(repos: Repos) -> None:
    cohort = store_cohort(repos, code="OPEN1")
    store_cohort(repos, code="OVER1", status=CohortStatus.CLOSED)
    assert repos.cohorts.by_code("OPEN1") == cohort
    assert repos.cohorts.by_code("OVER1") is None
    assert repos.cohorts.by_code("") is None


def test_due_cohorts_come_earliest_first_and_no_more_than_asked(repos: Repos) -> None:
    late = store_cohort(repos, "r1", next_slot_at=MONDAY)
    first = store_cohort(repos, "r2", next_slot_at=MONDAY - timedelta(days=1))
    store_cohort(repos, "r3", next_slot_at=MONDAY + timedelta(microseconds=1))
    store_cohort(repos, "r4")
    assert repos.cohorts.due(MONDAY, 10) == [first, late]
    assert repos.cohorts.due(MONDAY, 1) == [first]


def test_a_cohort_that_is_over_is_never_due(repos: Repos) -> None:
    store_cohort(repos, status=CohortStatus.ARCHIVED, next_slot_at=MONDAY)
    assert repos.cohorts.due(MONDAY, 10) == []
    assert repos.cohorts.next_due() is None


def test_the_next_due_instant_is_the_earliest(repos: Repos) -> None:
    assert repos.cohorts.next_due() is None
    store_cohort(repos, "r1", next_slot_at=LATER)
    store_cohort(repos, "r2", next_slot_at=MONDAY)
    store_cohort(repos, "r3")
    assert repos.cohorts.next_due() == MONDAY


def test_adding_a_place_again_returns_the_same_place(repos: Repos) -> None:
    cohort = store_cohort(repos, "room")
    again = repos.cohorts.add_place(cohort.id, a_channel("room"))
    assert repos.cohorts.places(cohort.id) == [again]
    assert (again.cohort, again.channel, again.off_reason) == (cohort.id, a_channel("room"), "")


def test_a_cohort_may_meet_in_several_places(repos: Repos) -> None:
    cohort = store_cohort(repos, "room")
    store_cohort(repos, "other")
    second = repos.cohorts.add_place(cohort.id, a_channel("second", platform="slack"))
    assert [place.channel.channel for place in repos.cohorts.places(cohort.id)] == [
        "room",
        "second",
    ]
    assert repos.cohorts.at(second.channel) == cohort


def test_a_place_is_switched_off_once(repos: Repos) -> None:
    cohort = store_cohort(repos, "room")
    other = repos.cohorts.add_place(cohort.id, a_channel("other"))
    place = repos.cohorts.places(cohort.id)[0]
    assert repos.cohorts.switch_off(place.id, "The room is gone.")
    assert not repos.cohorts.switch_off(place.id, "Something else.")
    assert repos.cohorts.places(cohort.id) == [
        replace(place, off_reason="The room is gone."),
        other,
    ]


def test_a_place_that_is_unknown_is_not_switched_off(repos: Repos) -> None:
    assert not repos.cohorts.switch_off(PlaceId(987654), "gone")


def test_a_place_is_switched_on_again(repos: Repos) -> None:
    cohort = store_cohort(repos)
    place = repos.cohorts.places(cohort.id)[0]
    repos.cohorts.switch_off(place.id, "gone")
    repos.cohorts.switch_on(place.id)
    assert repos.cohorts.places(cohort.id) == [place]


def _reasons(repos: Repos, cohort: Cohort) -> list[str]:
    return [place.off_reason for place in repos.cohorts.places(cohort.id)]


def _in_four_rooms(repos: Repos) -> Cohort:
    """In one room of w1 that is on, one that is off, and in rooms of other workspaces."""
    cohort = store_cohort(repos, "on")
    off = repos.cohorts.add_place(cohort.id, a_channel("off"))
    repos.cohorts.switch_off(off.id, "archived")
    repos.cohorts.add_place(cohort.id, a_channel("on", "w2"))
    repos.cohorts.add_place(cohort.id, a_channel("on", platform="slack"))
    return cohort


def test_a_workspace_that_left_switches_off_its_places_alone(repos: Repos) -> None:
    cohort = _in_four_rooms(repos)
    assert repos.cohorts.workspace_left(PLAYGROUND, "w1", "gone") == 1
    assert _reasons(repos, cohort) == ["gone", "archived", "", ""]
    assert repos.cohorts.workspace_left(PLAYGROUND, "w1", "gone") == 0


def test_a_workspace_that_left_takes_its_places_from_every_circle(repos: Repos) -> None:
    circles = [store_cohort(repos, "one"), store_cohort(repos, "two")]
    assert repos.cohorts.workspace_left(PLAYGROUND, "w1", "gone") == 2
    assert [_reasons(repos, circle) for circle in circles] == [["gone"], ["gone"]]


def test_a_circle_that_meets_nowhere_any_more_is_left_behind(repos: Repos) -> None:
    one, two = store_cohort(repos, "one"), store_cohort(repos, "two")
    repos.cohorts.add_place(two.id, a_channel("on", "w2"))
    store_cohort(repos, "over", status=CohortStatus.ARCHIVED)
    assert repos.cohorts.left_behind(PLAYGROUND, "w1") == []
    repos.cohorts.workspace_left(PLAYGROUND, "w1", "gone")
    assert repos.cohorts.left_behind(PLAYGROUND, "w1") == [one]
    assert repos.cohorts.left_behind(PLAYGROUND, "w2") == []


def test_a_workspace_that_is_back_has_on_what_was_on_before(repos: Repos) -> None:
    cohort = _in_four_rooms(repos)
    for workspace in ("w1", "w2"):
        repos.cohorts.workspace_left(PLAYGROUND, workspace, "gone")
    assert repos.cohorts.workspace_back(PLAYGROUND, "w1", "gone") == 1
    assert _reasons(repos, cohort) == ["", "archived", "gone", ""]
