"""Checking again when a file changes, and not otherwise."""

from collections.abc import Callable, Iterator
from pathlib import Path

from bot.curriculum.reading import read
from bot.curriculum.watching import watch
from tests.curriculum.samples import a_family, write, write_family


def seen(folder: Path, *happenings: Callable[[], object]) -> list[int]:
    """How many families each check saw; one happening falls into each wait."""
    counts: list[int] = []
    pending: Iterator[Callable[[], object]] = iter(happenings)

    def waits() -> bool:
        happens = next(pending, None)
        if happens is None:
            return False
        happens()
        return True

    watch(folder, lambda: counts.append(len(read(folder).curriculum.families)), waits)
    return counts


def test_it_checks_at_once(folder: Path) -> None:
    assert len(seen(folder)) == 1


def test_it_checks_again_after_a_change(folder: Path) -> None:
    first, second = seen(folder, lambda: write_family(folder, a_family("mcq", "another")))
    assert second == first + 1


def test_nothing_new_is_not_checked_again(folder: Path) -> None:
    assert len(seen(folder, lambda: None, lambda: None)) == 1


def test_a_removed_file_is_a_change(folder: Path) -> None:
    victim = folder / "drills" / "sql.window" / "sound-multi.yaml"
    first, second = seen(folder, victim.unlink)
    assert second == first - 1


def test_a_broken_file_does_not_end_the_watch(folder: Path) -> None:
    broken = folder / "drills" / "sql.window" / "sound-multi.yaml"
    counts = seen(folder, lambda: write(broken, "family: ["), broken.unlink)
    assert len(counts) == 3
