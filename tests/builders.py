"""Valid values for tests. Each builder takes the one thing a test is about; the rest is ordinary.

Builders that need rows to refer to take the repositories of a transaction and store what they make.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from bot.cards import Card, Plain, Text
from bot.domain.cohorts import Cohort, Member, Person, Place
from bot.domain.drills import Choice, Drill, Option
from bot.domain.ids import (
    ActorRef,
    ChannelRef,
    CohortId,
    MemberId,
    PersonId,
    PlaceId,
    Platform,
    ServingId,
)
from bot.domain.memory import Memory
from bot.domain.records import Attempt, Serving, Tick
from bot.domain.scoring import Purpose
from bot.domain.timeline import Calendar
from bot.ports import Outgoing
from bot.repositories.store import Repos

MONDAY = datetime(2027, 3, 8, 8, 0, tzinfo=UTC)
"""When the builders' circle posts its first drill: 09:00 in Berlin."""
PLAYGROUND = Platform("playground")


def an_actor(user: str = "ada", workspace: str = "w1", platform: str = PLAYGROUND) -> ActorRef:
    return ActorRef(Platform(platform), workspace, user)


def a_channel(
    channel: str = "room",
    workspace: str = "w1",
    platform: str = PLAYGROUND,
    *,
    direct: bool = False,
) -> ChannelRef:
    return ChannelRef(Platform(platform), workspace, channel, direct)


def a_calendar(**changes: Any) -> Calendar:  # noqa: ANN401  any field
    calendar = Calendar(
        start=date(2027, 3, 8),
        zone="Europe/Berlin",
        hour=time(9),
        plan=tuple(range(1, 29)),
        reviews=frozenset({7, 14, 21, 28}),
    )
    return replace(calendar, **changes)


def a_cohort(**changes: Any) -> Cohort:  # noqa: ANN401  any field
    """A running circle of 28 days; `host` must exist before it is stored."""
    cohort = Cohort(
        id=CohortId(0),
        name="DS Circle",
        track="sony-ds",
        calendar=a_calendar(),
        host=PersonId(1),
        created_at=MONDAY,
    )
    return replace(cohort, **changes)


def a_place(**changes: Any) -> Place:  # noqa: ANN401  any field
    return replace(Place(PlaceId(1), CohortId(1), a_channel()), **changes)


def a_person(**changes: Any) -> Person:  # noqa: ANN401  any field
    return replace(Person(PersonId(0), "Ada"), **changes)


def a_member(**changes: Any) -> Member:  # noqa: ANN401  any field
    """In the circle from its first day."""
    return replace(Member(MemberId(0), CohortId(1), PersonId(1), 1, MONDAY), **changes)


def a_drill(**changes: Any) -> Drill:  # noqa: ANN401  any field
    """Multiple choice with three options; B is right."""
    drill = Drill(
        family="sql.window",
        item="sql.window#1",
        checksum="c0ffee",
        skill="sql",
        format="mcq",
        level=2,
        seconds=90,
        stem="Which function numbers the rows of a partition without ties?",
        body=Choice(
            (
                Option("A", "rank", right=False, why="It repeats a number on a tie."),
                Option("B", "row_number", right=True, why="Every row has a number of its own."),
                Option("C", "ntile", right=False, why="It deals rows into buckets."),
            )
        ),
        hints=("Think of ties.", "One of them never repeats."),
        explanation="row_number counts rows; rank counts values.",
        so_what="Take one row of each partition with row_number() = 1.",
    )
    return replace(drill, **changes)


def a_serving(**changes: Any) -> Serving:  # noqa: ANN401  any field
    """The first day's drill, shared by the circle."""
    serving = Serving(
        id=ServingId(0),
        cohort=CohortId(1),
        member=None,
        day=1,
        purpose=Purpose.DAILY,
        drill=a_drill(),
        created_at=MONDAY,
        key="1/1/daily",
    )
    return replace(serving, **changes)


def an_attempt(**changes: Any) -> Attempt:  # noqa: ANN401  any field
    """A right first answer, half an hour after the drill was posted."""
    attempt = Attempt(
        serving=ServingId(1),
        member=MemberId(1),
        number=1,
        answer="B",
        share=1.0,
        hints=0,
        seconds=42.0,
        day=1,
        at=MONDAY + timedelta(minutes=30),
    )
    return replace(attempt, **changes)


def a_tick(**changes: Any) -> Tick:  # noqa: ANN401  any field
    return replace(Tick("story", 1, "Wrote the churn story.", MONDAY), **changes)


def a_memory(**changes: Any) -> Memory:  # noqa: ANN401  any field
    """`state` is opaque to storage."""
    return replace(Memory("sql.window", '{"card_id":1}', MONDAY + timedelta(days=2)), **changes)


def a_card(title: str = "Day 1", text: str = "Here is today's drill.") -> Card:
    return Card(title, (Text((Plain(text),)),))


def an_outgoing(**changes: Any) -> Outgoing:  # noqa: ANN401  any field
    """Due now, useful for a day."""
    outgoing = Outgoing(
        key="1/1/drill",
        target=a_channel(),
        card=a_card(),
        due_at=MONDAY,
        expires_at=MONDAY + timedelta(days=1),
    )
    return replace(outgoing, **changes)


def store_person(repos: Repos, user: str = "ada", **changes: Any) -> Person:  # noqa: ANN401
    """A person with one account, named like it unless `name` says otherwise."""
    person = repos.people.identify(an_actor(user), user.title())
    if changes:
        repos.people.save(replace(person, **changes))
    return repos.people.get(person.id)


def store_cohort(repos: Repos, channel: str = "room", **changes: Any) -> Cohort:  # noqa: ANN401
    """A circle that meets in a room; without `host` one called Host is made."""
    host = changes.pop("host", None) or store_person(repos, "host").id
    cohort = repos.cohorts.add(a_cohort(host=host, **changes))
    repos.cohorts.add_place(cohort.id, a_channel(channel))
    return cohort


def store_member(repos: Repos, cohort: Cohort, user: str = "ada", **changes: Any) -> Member:  # noqa: ANN401
    """Somebody who is in the circle; `changes` are fields of the membership."""
    person = store_person(repos, user)
    added = repos.members.add(a_member(cohort=cohort.id, person=person.id, **changes))
    assert added is not None
    return added


def store_serving(repos: Repos, cohort: Cohort, **changes: Any) -> Serving:  # noqa: ANN401
    """A serving of the circle; the key follows from day, purpose and member unless given."""
    serving = a_serving(cohort=cohort.id, **changes)
    whose = serving.member or "all"
    key = f"{cohort.id}/{serving.day}/{serving.purpose}/{whose}/{serving.drill.item}"
    return repos.practice.serve(replace(serving, key=changes.get("key", key)))


def store_attempt(repos: Repos, serving: Serving, member: Member, **changes: Any) -> Attempt:  # noqa: ANN401
    """The member's answer to a serving, on the serving's day unless told otherwise."""
    attempt = an_attempt(serving=serving.id, member=member.id, **{"day": serving.day, **changes})
    repos.practice.record(serving, attempt)
    return attempt
