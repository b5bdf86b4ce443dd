"""One direct message a day at most, for those who asked, in their hours, while something waits."""

from collections.abc import Callable
from datetime import datetime, time
from typing import Any

from bot.clock import SetClock
from bot.curriculum.catalog import Curriculum
from bot.domain.cohorts import Member
from bot.domain.ids import ActorRef
from bot.domain.specimens import specimen
from bot.repositories.store import Repos
from bot.storage.store import SqlStore
from bot.tokens import token
from tests.builders import MONDAY, a_tick, store_attempt, store_member, store_person
from tests.commands.stage import ANA, BEN, Stage, at
from tests.scheduler.planning import DAY, HOUR, Planning

EVENING = MONDAY + 9 * HOUR
"""Six o'clock in Berlin, when nudges fall due."""


async def ana_joins(planning: Planning, *, asked: bool = True, **changes: Any) -> Member:  # noqa: ANN401
    """A circle with one member, who asked for nudges; `changes` are those of the membership."""
    circle = await planning.circle()

    def join(repos: Repos) -> Member:
        member = store_member(repos, circle, "ana", **changes)
        store_person(repos, "ana", nudges=asked)
        return member

    member: Member = await planning.ask(join)
    return member


async def ana_sets(planning: Planning, **changes: Any) -> None:  # noqa: ANN401  any field
    await planning.ask(lambda repos: store_person(repos, "ana", nudges=True, **changes))


async def nudges(planning: Planning, until: datetime = EVENING) -> list[Any]:
    """Rows of the nudges planned so far."""
    await planning.lives_to(until)
    return [row for key, row in (await planning.posts()).items() if key.startswith("nudge/")]


async def test_an_unanswered_drill_is_worth_a_nudge(planning: Planning) -> None:
    await ana_joins(planning)
    (nudge,) = await nudges(planning)
    assert (nudge.direct, nudge.channel, nudge.due_at) == (True, "ana", EVENING)


async def test_nobody_is_nudged_who_did_not_ask(planning: Planning) -> None:
    await ana_joins(planning, asked=False)
    assert await nudges(planning) == []


async def test_who_has_answered_is_left_in_peace(planning: Planning) -> None:
    member = await ana_joins(planning)
    await planning.tick.run()

    def answer(repos: Repos) -> None:
        serving = repos.practice.by_key("daily/1/1")
        assert serving is not None
        store_attempt(repos, serving, member)

    await planning.ask(answer)
    assert await nudges(planning) == []


async def test_a_day_off_is_respected(planning: Planning) -> None:
    await ana_joins(planning, days_off=frozenset({1}))
    assert await nudges(planning) == []


async def test_days_before_somebody_joined_are_none_of_theirs(planning: Planning) -> None:
    await ana_joins(planning, joined_day=2)
    assert await nudges(planning) == []


async def test_who_left_is_not_nudged(planning: Planning) -> None:
    await ana_joins(planning, left=True)
    assert await nudges(planning) == []


async def test_quiet_hours_put_a_nudge_off_until_they_end(planning: Planning) -> None:
    await ana_joins(planning)
    await ana_sets(planning, quiet_from=time(17), quiet_until=time(20))
    (nudge,) = await nudges(planning)
    assert nudge.due_at == EVENING + 2 * HOUR


async def test_quiet_hours_are_read_in_the_members_own_zone(planning: Planning) -> None:
    await ana_joins(planning)
    # Six in Berlin is noon in New York.
    await ana_sets(planning, zone="America/New_York", quiet_from=time(11, 30), quiet_until=time(13))
    (nudge,) = await nudges(planning)
    assert nudge.due_at == EVENING + 1 * HOUR


async def test_a_nudge_that_would_wait_till_morning_is_not_sent(planning: Planning) -> None:
    await ana_joins(planning)
    await ana_sets(planning, quiet_from=time(17), quiet_until=time(8))
    assert await nudges(planning) == []


async def test_there_is_one_nudge_a_day(planning: Planning) -> None:
    await ana_joins(planning)
    assert len(await nudges(planning, EVENING + 2 * DAY)) == 3


async def test_a_nudge_missed_while_away_is_dropped_without_a_word(planning: Planning) -> None:
    await ana_joins(planning)
    await planning.tick.run()
    await planning.run_at(EVENING + 3 * HOUR)
    assert await planning.keys() == ["c1/1/kickoff/p1", "c1/1/drill/p1"]


async def test_an_idle_checklist_item_is_named_after_five_days(planning: Planning) -> None:
    await ana_joins(planning)
    found = await nudges(planning, EVENING + 5 * DAY)
    assert "has waited five days" in await planning.text(found[-1].key)
    assert "has waited" not in await planning.text(found[0].key)


async def test_an_item_touched_lately_is_not_called_idle(planning: Planning) -> None:
    member = await ana_joins(planning)
    day = planning.curriculum.track("sony-ds").day(6)
    tick = a_tick(item=day.checklist, at=MONDAY + 3 * DAY)
    await planning.ask(lambda repos: repos.checklists.add(member.id, tick))
    found = await nudges(planning, EVENING + 5 * DAY)
    assert "has waited" not in await planning.text(found[-1].key)


async def a_waiting_nudge(
    store: SqlStore, curriculum: Curriculum, clock: SetClock, ids: Callable[[], str], who: ActorRef
) -> Stage:
    """Seven in the evening: Ana's nudge waits for her quiet hours to end."""
    stage = Stage(store, curriculum, clock, ids)
    await stage.opens(ANA, BEN)
    await stage.types(ANA, "settings nudges on")
    await stage.types(ANA, "settings hours Europe/Berlin 17:00 20:00")
    await stage.lives_to(at(1, 19))
    serving = await stage.daily(1)
    answer = specimen(serving.drill, right=True, rng=stage.rng)
    await stage.presses(who, token("answer to", serving.id, answer))
    return stage


async def waiting(stage: Stage) -> list[str]:
    return [row.state for row in await stage.posts() if row.key.startswith("nudge/")]


async def test_an_answer_takes_back_a_nudge_that_waits(
    store: SqlStore, curriculum: Curriculum, clock: SetClock, ids: Callable[[], str]
) -> None:
    assert await waiting(await a_waiting_nudge(store, curriculum, clock, ids, ANA)) == ["skipped"]


async def test_somebody_elses_answer_does_not(
    store: SqlStore, curriculum: Curriculum, clock: SetClock, ids: Callable[[], str]
) -> None:
    assert await waiting(await a_waiting_nudge(store, curriculum, clock, ids, BEN)) == ["ready"]
