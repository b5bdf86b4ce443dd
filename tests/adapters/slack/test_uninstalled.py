"""The app is taken out of one workspace of many, in the order and as often as Slack tells it."""

from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial

import pytest

from adapters.shapes import Json
from adapters.slack.lifecycle import Lifecycle
from adapters.slack.places import PLATFORM
from bot.clock import SetClock
from bot.commands.caretaker import Housekeeper
from bot.domain.ids import ChannelRef, CohortId, Platform
from bot.repositories.store import Repos
from bot.storage.store import SqlStore
from tests.adapters.slack import bodies
from tests.adapters.slack.install_parts import HOUR, Process, a_process, an_installed
from tests.builders import a_cohort, store_person
from tests.conftest import MONDAY

ORG, TEAM, NEIGHBOUR = "E1", "T2", "T3"


class Forgetful(Housekeeper):
    """Its database is away as often as `fails` says."""

    fails = 0

    async def workspace_left(self, platform: Platform, workspace: str) -> None:
        if self.fails:
            self.fails -= 1
            raise OSError("the database is away")
        await super().workspace_left(platform, workspace)


@dataclass
class Grid:
    """An organisation; each workspace named in `circles` has one."""

    store: SqlStore
    process: Process
    keeper: Forgetful
    circles: dict[str, CohortId] = field(default_factory=dict)

    async def installs(self, *workspaces: str) -> None:
        for workspace in workspaces:
            await self.process.installs.add(an_installed(workspace, f"xoxb-{workspace}"))
            self.circles[workspace] = self.store.run(partial(_circle, workspace=workspace))

    async def hears(self, kind: str, **more: object) -> None:
        installs = self.process.installs
        told: Json = {"type": kind, "tokens": {"bot": ["UBOT"]}}
        lifecycle = Lifecycle(self.keeper, installs.gone)
        body = _of_the_grid(told, **more)
        listener = lifecycle.revoked if kind == "tokens_revoked" else lifecycle.uninstalled
        await listener(body)

    async def token(self, workspace: str) -> str | None:
        return await self.process.installs.token(workspace)

    def is_off(self, workspace: str) -> bool:
        number = self.circles[workspace]
        return self.store.run(lambda repos: _is_off(repos, number))


def _circle(repos: Repos, workspace: str) -> CohortId:
    host = store_person(repos, f"host of {workspace}")
    cohort = repos.cohorts.add(a_cohort(host=host.id))
    repos.cohorts.add_place(cohort.id, ChannelRef(PLATFORM, workspace, "C1"))
    return cohort.id


def _is_off(repos: Repos, number: CohortId) -> bool:
    (place,) = repos.cohorts.places(number)
    return bool(place.off_reason)


def _of_the_grid(told: Json, **more: object) -> Json:
    """Of one team with an installation of its own, one hour after it."""
    seen_by = {"enterprise_id": ORG, "team_id": TEAM, "is_enterprise_install": False}
    at = int((MONDAY + HOUR).timestamp())
    known = {"team_id": TEAM, "enterprise_id": ORG, "authorizations": [seen_by], "event_time": at}
    return bodies.event(told, **{**known, **more})


@pytest.fixture
def grid(store: SqlStore) -> Grid:
    clock = SetClock(MONDAY)
    return Grid(store, a_process(store, clock), Forgetful(store, clock))


async def test_both_events_of_one_workspace_leave_the_organisation_its_token(grid: Grid) -> None:
    await grid.installs(TEAM, ORG)
    await grid.hears("app_uninstalled")
    await grid.hears("tokens_revoked")
    assert await grid.token(TEAM) is None
    assert await grid.token(ORG) == f"xoxb-{ORG}"
    assert (grid.is_off(TEAM), grid.is_off(ORG)) == (True, False)


async def test_an_organisation_that_is_named_by_one_of_its_teams_is_gone(grid: Grid) -> None:
    await grid.installs(ORG)
    await grid.hears("app_uninstalled", authorizations=None)
    assert await grid.token(ORG) is None
    assert grid.is_off(ORG)


async def test_an_organisation_that_ends_its_installation_leaves_a_team_its_own(
    grid: Grid,
) -> None:
    await grid.installs(TEAM, ORG)
    seen_by = {"enterprise_id": ORG, "team_id": None, "is_enterprise_install": True}
    await grid.hears("app_uninstalled", authorizations=[seen_by])
    assert (await grid.token(ORG), await grid.token(TEAM)) == (None, f"xoxb-{TEAM}")


async def test_circles_are_switched_off_when_slack_tells_again_what_failed(grid: Grid) -> None:
    await grid.installs(TEAM)
    grid.keeper.fails = 1
    with suppress(OSError):
        await grid.hears("app_uninstalled")
    await grid.hears("app_uninstalled")
    assert grid.is_off(TEAM)


async def test_what_was_installed_again_since_stays(grid: Grid) -> None:
    await grid.installs(TEAM, ORG)
    await grid.hears("app_uninstalled", event_time=int((MONDAY - HOUR).timestamp()))
    assert (await grid.token(TEAM), await grid.token(ORG)) == (f"xoxb-{TEAM}", f"xoxb-{ORG}")
    assert not grid.is_off(TEAM)
