"""Checking again whenever a content file changes."""

from collections.abc import Callable
from pathlib import Path

from bot.curriculum.reading import stamp_of


def watch(folder: Path, check: Callable[[], object], waits: Callable[[], bool]) -> None:
    """Checks at once and after each change; `waits` lets some time pass, False ends it."""
    seen = stamp_of(folder)
    check()
    while waits():
        stamp = stamp_of(folder)
        if stamp != seen:
            seen = stamp
            check()
