from collections.abc import Mapping

from adapters.judge.sandbox import probe
from adapters.judge.sandbox.link import Loaded
from adapters.judge.sandbox.tiers import Sandbox, Walls, examine
from adapters.judge.work import Job
from bot.domain.exercises import Language
from tests.judge.sandbox.conftest import ECHO, Start

LOOSE = "adapters.judge.sandbox.loose"
FAILING = "tests.judge.sandbox.failing_confinement"
NO_EXTRA = "an_extra_that_is_not_installed"
ENDLESS = "run for ever"
SHORT = {ENDLESS: 1.0, "take all memory": 1.0}
"""Seconds for those that go on until they are stopped, or until the machine's memory is used up."""
NO_WALLS = "tests.judge.sandbox.no_walls"
LANGUAGES: Mapping[Language, Loaded] = {"sql": ECHO, "python": ECHO}
ASKED = '{"say": "hello"}'


async def test_a_machine_that_holds_gets_the_native_tier() -> None:
    found = await examine()
    assert (found.tier, found.why) == ("native", "")
    assert found.languages == frozenset({"sql", "python"})


async def test_a_confinement_that_does_nothing_is_found_out() -> None:
    found = await Sandbox(walls=Walls(native=LOOSE, extra=NO_EXTRA)).examine()
    assert "python" not in found.languages
    assert found.why.startswith("Python is not run here: a test program could read")


async def test_limits_without_isolation_are_for_sql_and_the_operators_own_people() -> None:
    found = await Sandbox(walls=Walls(native=LOOSE, extra=NO_EXTRA)).examine()
    assert found.tier == "development"
    assert found.languages == frozenset({"sql"})


async def test_where_nothing_works_nothing_is_run_and_it_says_why_and_what_to_do() -> None:
    found = await Sandbox(walls=Walls(native=FAILING, loose=FAILING, extra=NO_EXTRA)).examine()
    assert (found.tier, found.languages) == ("none", frozenset())
    assert "no filters here" in found.why
    assert "Run the bot on Linux" in found.why
    assert "\n" not in found.why


async def test_without_limits_not_even_the_development_tier_is_offered() -> None:
    found = await Sandbox(walls=Walls(native=LOOSE, loose=NO_WALLS, extra=NO_EXTRA)).examine()
    assert found.tier == "none"


async def test_nothing_is_run_before_the_machine_was_examined() -> None:
    problems: list[str] = []
    sandbox = Sandbox(problems.append, languages=LANGUAGES)
    assert (await sandbox.run(Job("python", ASKED, "value = 1"))).end == "lost"
    assert problems == ["python helper: no tier for python here"]


async def test_what_the_tier_allows_is_run() -> None:
    sandbox = Sandbox(languages=LANGUAGES)
    await sandbox.examine()
    try:
        ran = await sandbox.run(Job("python", ASKED, "value = 1"))
        assert (ran.end, ran.value) == ("done", 1)
    finally:
        sandbox.close()


async def test_what_the_tier_does_not_allow_is_not_run() -> None:
    sandbox = Sandbox(walls=Walls(native=LOOSE, extra=NO_EXTRA), languages=LANGUAGES)
    await sandbox.examine()
    try:
        assert (await sandbox.run(Job("python", ASKED, "value = 1"))).end == "lost"
        assert (await sandbox.run(Job("sql", ASKED, "value = 1"))).value == 1
    finally:
        sandbox.close()


async def test_without_confinement_every_attack_gets_through(start: Start) -> None:
    """So none is refused for a reason of its own, and each would be noticed."""
    helpers = start(Loaded("adapters.judge.sandbox.probe", 0, NO_WALLS)).helpers
    ends = {
        attack: await helpers.run(Job("python", "{}", attack, SHORT.get(attack, 20.0)))
        for attack in probe.ATTACKS
    }
    held = {attack for attack, ran in ends.items() if ran.value == probe.HELD}
    # Helpers have a clean environment and stop what is late, whatever the confinement.
    assert held == {"see settings"}
    assert ends[ENDLESS].end == "timeout"
