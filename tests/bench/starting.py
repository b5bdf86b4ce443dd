"""From the command to the ready line, next to importing the same modules; idle memory."""

import asyncio
import itertools
import subprocess
import sys
import time
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from bot.settings import ROOT
from tests.bench.ground import Bench
from tests.bench.measuring import Run
from tests.bench.process import imported_by_run, serving, surroundings
from tests.bench.report import Figure, ms

IDLE_SECONDS = 5
IMPORT = """
import contextlib, importlib, pathlib, sys
for name in pathlib.Path(sys.argv[1]).read_text().split():
    with contextlib.suppress(ImportError):
        importlib.import_module(name)
"""


async def measure(bench: Bench) -> list[Figure]:
    names = bench.folder / "modules.txt"
    modules = await asyncio.to_thread(imported_by_run, bench.folder / "first")
    names.write_text("\n".join(modules), encoding="utf-8")
    numbers = itertools.count()
    contestants: dict[str, Run] = {
        "ready": lambda: asyncio.to_thread(_ready, bench.folder / f"run{next(numbers)}"),
        "imports": lambda: asyncio.to_thread(_imports, names),
    }
    rounds = await bench.contest(contestants, 7)
    memory = await asyncio.to_thread(
        _idle_memory, bench.folder / "idle", bench.size(IDLE_SECONDS, 1)
    )
    return [
        Figure(
            "From `prepcircle run` in an empty folder to ready / importing the same modules",
            ms(rounds.median("ready")), ms(rounds.median("imports")),
            rounds.ratio("ready", "imports"), 1.3,
        ),
        Figure("Idle memory of `prepcircle run`", f"{memory:.1f} MB", "", memory, 100, unit=" MB"),
    ]  # fmt: skip


def _ready(folder: Path) -> float:
    began = time.perf_counter()
    with serving(folder):
        return time.perf_counter() - began


def _imports(names: Path) -> float:
    command = [sys.executable, "-c", IMPORT, str(names)]
    began = time.perf_counter()
    subprocess.run(command, check=True, cwd=ROOT, env=surroundings(), capture_output=True)
    return time.perf_counter() - began


def _idle_memory(folder: Path, seconds: float) -> float:
    with serving(folder) as process:
        time.sleep(seconds)
        return float(psutil.Process(process.pid).memory_info().rss) / 1e6
