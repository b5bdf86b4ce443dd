"""Workspaces that removed the app: kept for a month, then let go with their circles."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from adapters.slack.places import PLATFORM
from adapters.slack.workspaces import KEPT_FOR, OAuthConfig, Workspaces
from adapters.tasks import TaskSet
from bot.clock import SetClock
from bot.commands.caretaker import Housekeeper
from bot.domain.cohorts import Cohort, CohortStatus
from bot.domain.ids import ChannelRef
from bot.repositories.store import Repos
from bot.storage.migrations import upgrade
from bot.storage.store import SqlStore
from tests.adapters.slack.install_parts import HOUR, KEY, an_installed
from tests.builders import a_cohort, store_person
from tests.conftest import MONDAY

ROOM = ChannelRef(PLATFORM, "T1", "C1")


@dataclass
class Kept:
    workspaces: Workspaces
    store: SqlStore
    clock: SetClock

    async def circle(self) -> Cohort:
        found = await self.store.transact(lambda repos: repos.cohorts.latest_at(ROOM))
        assert found is not None
        return found


def a_circle(repos: Repos) -> None:
    host = store_person(repos, "host")
    cohort = repos.cohorts.add(a_cohort(host=host.id))
    repos.cohorts.add_place(cohort.id, ROOM)


@pytest.fixture
async def kept(tmp_path: Path) -> AsyncIterator[Kept]:
    """One workspace with a circle, which then removed the app."""
    store, clock = SqlStore(f"sqlite:///{tmp_path / 'kept.db'}"), SetClock(MONDAY)
    store.migrate(upgrade)
    broken: list[str] = []
    tasks = TaskSet(lambda name, error: broken.append(f"{name}: {error!r}"))
    config = OAuthConfig("1.2", "secret", KEY, "https://prep.example.org")
    made = Workspaces(config, "http://127.0.0.1:9/", store, clock, tasks, broken.append)
    caretaker = Housekeeper(store, clock)
    made.connect(caretaker)
    await made.tokens.add(an_installed())
    await store.transact(a_circle)
    await made.gone("T1", None)
    await caretaker.workspace_left(PLATFORM, "T1")
    yield Kept(made, store, clock)
    store.close()
    assert broken == []


async def test_for_a_month_the_circles_wait(kept: Kept) -> None:
    kept.clock.move_to(MONDAY + KEPT_FOR)
    await kept.workspaces.tidy()
    assert (await kept.circle()).status is CohortStatus.RUNNING


async def test_after_it_they_are_archived(kept: Kept) -> None:
    kept.clock.move_to(MONDAY + KEPT_FOR + HOUR)
    await kept.workspaces.tidy()
    assert (await kept.circle()).status is CohortStatus.ARCHIVED
    assert await kept.workspaces.tokens.gone_before(kept.clock.now()) == []


async def test_whoever_came_back_in_time_goes_on(kept: Kept) -> None:
    await kept.workspaces.tokens.add(an_installed())
    kept.clock.move_to(MONDAY + KEPT_FOR + HOUR)
    await kept.workspaces.tidy()
    assert (await kept.circle()).status is CohortStatus.RUNNING
