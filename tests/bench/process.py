"""`prepcircle run` as a process of its own, in a folder of its own."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.settings import PLATFORM_NAMES, PREFIX, ROOT

READY = "Prepcircle is ready"


def surroundings() -> dict[str, str]:
    """The environment without anything that would set the bot up; any free port will do."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(PREFIX) and name not in PLATFORM_NAMES
    }
    return {**kept, f"{PREFIX}PORT": "0", f"{PREFIX}LOG_LEVEL": "error", "PYTHONPATH": str(ROOT)}


@contextmanager
def serving(folder: Path, *flags: str) -> Iterator[subprocess.Popen[str]]:
    """Ready when the block begins, stopped as by Ctrl-C when it ends; errors go to a file."""
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, *flags, "-m", "bot", "run"]
    with (
        (folder / "errors.txt").open("w", encoding="utf-8") as errors,
        subprocess.Popen(
            command,
            cwd=folder,
            env=surroundings(),
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        ) as process,
    ):
        try:
            assert process.stdout is not None
            assert process.stdout.readline().startswith(READY), "prepcircle run did not start"
            yield process
        finally:
            process.send_signal(signal.SIGINT)


def imported_by_run(folder: Path) -> list[str]:
    """Every module that has been imported once the bot serves, in order."""
    with serving(folder, "-X", "importtime"):
        pass
    lines = (folder / "errors.txt").read_text(encoding="utf-8").splitlines()
    timed = (line.rpartition("|")[2].strip() for line in lines if line.startswith("import time:"))
    return [name for name in timed if name != "imported package"]
