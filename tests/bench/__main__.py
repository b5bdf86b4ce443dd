"""`python -m tests.bench`: every figure, printed and written to docs/benchmarks.md."""

import argparse
import asyncio
import math
import random
import sys
import tempfile
import warnings
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from bot.interpreter import SWITCH_SECONDS
from bot.settings import ROOT
from tests.bench import (
    boards,
    claims,
    discord_interactions,
    interactions,
    judging,
    pickup,
    planning,
    posting,
    repeats,
    slack_interactions,
    starting,
    workers,
)
from tests.bench.ground import Bench, Databases
from tests.bench.report import Figure, as_markdown, as_table

if TYPE_CHECKING:
    from tests.postgres import Postgres

DOCUMENT = ROOT / "docs" / "benchmarks.md"
PARTS: dict[str, Callable[[Bench], Coroutine[None, None, list[Figure]]]] = {
    "interactions": interactions.measure,
    "pickup": pickup.measure,
    "planning": planning.measure,
    "claims": claims.measure,
    "workers": workers.measure,
    "boards": boards.measure,
    "starting": starting.measure,
    "slack": slack_interactions.measure,
    "discord": discord_interactions.measure,
    "posting": posting.measure,
    "judge": judging.measure,
    "repeats": repeats.measure,
}
console = Console(soft_wrap=True)


def main() -> None:
    chosen = _arguments().parse_args()
    figures, postgres = _measure(chosen.only or list(PARTS), quick=chosen.quick)
    console.print(as_table(figures))
    if chosen.output or not (chosen.quick or chosen.only):
        (chosen.output or DOCUMENT).write_text(as_markdown(figures, postgres), encoding="utf-8")
    missed = [figure for figure in figures if not figure.met]
    sys.exit(1 if missed and not chosen.quick else 0)


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="Only show that it runs.")
    parser.add_argument("--only", action="append", choices=PARTS, help="One part; repeatable.")
    parser.add_argument("--output", type=Path, help="Write the table there.")
    return parser


def _measure(parts: Sequence[str], *, quick: bool) -> tuple[list[Figure], str]:
    # As the serving process sets it: the length of the loop's pauses depends on it.
    sys.setswitchinterval(SWITCH_SECONDS)
    with tempfile.TemporaryDirectory(prefix="prepcircle-bench-") as folder:
        server = _server(Path(folder) / "postgres")
        try:
            return _run(parts, Databases(Path(folder), server), Path(folder), quick)
        finally:
            server.stop()


def _server(folder: Path) -> "Postgres":
    with warnings.catch_warnings():
        # A plain machine has no runtime folder, and /tmp will do.
        warnings.filterwarnings("ignore", "XDG_RUNTIME_DIR is not set")
        from tests.postgres import Postgres
    return Postgres(folder)


def _run(
    parts: Sequence[str], databases: Databases, folder: Path, quick: bool
) -> tuple[list[Figure], str]:
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    figures: list[Figure] = []
    with Progress(*columns, console=Console(stderr=True)) as bars:
        for name in parts:
            task = bars.add_task(name, total=1.0)

            def progress(share: float, task: int = task) -> None:
                bars.update(task, completed=share)  # type: ignore[arg-type]

            bench = Bench(databases, folder, random.Random(), quick, progress)
            measured = _part(name, bench)
            for figure in measured:
                console.print(figure.line(), style="" if figure.met else "bold red")
            figures += measured
            progress(1.0)
    return figures, databases.postgres_version()


def _part(name: str, bench: Bench) -> list[Figure]:
    """A part that breaks is a figure missed; the other parts go on."""
    try:
        return asyncio.run(PARTS[name](bench))
    except Exception:
        console.print_exception()
        return [Figure(f"{name}: could not be measured", "", "", math.nan, 0)]


if __name__ == "__main__":
    main()
