"""A whole circle in seconds. What counts is what the room received, not what the bot believes."""

from datetime import date, datetime, time
from pathlib import Path

import pytest

from bot.domain.errors import StudyError
from bot.domain.ids import ChannelRef
from bot.simulation import Figures, Scenario, _Simulation, run_scenario
from tests.conftest import CONTENT

KEYS = {
    "planned", "sent", "late", "skipped", "doubled", "lost",
    "restarts", "unclear", "answers", "members", "days",
}  # fmt: skip
SPRINT_POSTS = 30
"""Of 14 days: a kick-off, 14 drills, 13 answers, the recap of day 7 and the close."""


def a_scenario(
    *, members: int = 2, zone: str = "Europe/Berlin", kill_rate: float = 0.0, seed: int = 1
) -> Scenario:
    return Scenario(
        "sony-ds", members, date(2027, 3, 8), zone, time(9), 14, kill_rate, seed, CONTENT
    )


async def figures(scenario: Scenario) -> Figures:
    return await run_scenario(scenario, lambda _: None)


async def test_the_figures_have_the_names_that_are_promised() -> None:
    found = await figures(a_scenario(members=0))
    assert set(found.as_dict()) == KEYS


async def test_without_crashes_every_planned_post_arrives_once_and_in_time() -> None:
    found = await figures(a_scenario())
    assert found.sent == found.planned == SPRINT_POSTS
    assert (found.late, found.skipped, found.doubled, found.lost) == (0, 0, 0, 0)


async def test_members_answer() -> None:
    found = await figures(a_scenario())
    assert (found.members, found.days, found.answers > 0) == (2, 14, True)


async def test_the_same_seed_gives_the_same_run() -> None:
    scenario = a_scenario(kill_rate=0.05, seed=5)
    assert await figures(scenario) == await figures(scenario)


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_crashes_neither_lose_nor_double_a_post(seed: int) -> None:
    found = await figures(a_scenario(members=3, kill_rate=0.05, seed=seed))
    assert found.restarts > 0
    assert (found.doubled, found.lost) == (0, 0)


async def test_progress_goes_up_to_the_whole() -> None:
    shares: list[float] = []
    await run_scenario(a_scenario(members=0), shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


async def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(StudyError, match="not a time zone"):
        await figures(a_scenario(zone="Mars/Olympus"))


class Faulty(list[tuple[datetime, ChannelRef, str]]):
    """A room's history that loses its third arrival and shows its fifth twice; it tells nobody."""

    arrivals = 0

    def append(self, arrival: tuple[datetime, ChannelRef, str]) -> None:
        self.arrivals += 1
        for _ in range({3: 0, 5: 2}.get(self.arrivals, 1)):
            super().append(arrival)


async def test_what_the_room_lost_or_doubled_is_found_although_the_bot_knows_nothing(
    tmp_path: Path,
) -> None:
    simulation = _Simulation(a_scenario(members=0), tmp_path, lambda _: None)
    simulation.room.received = Faulty()
    found = await simulation.run()
    simulation.store.close()
    assert (found.planned, found.sent) == (SPRINT_POSTS, SPRINT_POSTS - 1)
    assert (found.lost, found.doubled) == (1, 1)
