"""Runs an author's queries on many databases in this process. For trusted texts alone."""

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

from adapters.judge.sql.check import DIALECTS, Query, Refused, Unknown, Unreadable, read
from adapters.judge.sql.compare import fitting
from adapters.judge.sql.databases import drawn, opened
from adapters.judge.sql.inside import Faulty, run_on
from adapters.judge.sql.results import Malformed, Result, results
from bot.datasets.model import Recipe
from bot.domain.exercises import Draw

SECONDS = 30.0
"""For one query on every database; a lost condition can make a recursion endless."""

Ran = tuple[Result | None, ...]
"""By database; None where the query fails."""


class Trials:
    def __init__(
        self,
        recipe: Recipe,
        tables: Sequence[str],
        draws: Sequence[Draw],
        seconds: float = SECONDS,
    ) -> None:
        wanted = [{"seed": d.seed, "size": d.size, "shape": d.shape} for d in draws]
        self.draws, self._seconds = tuple(draws), seconds
        self._open = opened(drawn(recipe, {"tables": list(tables), "draws": wanted}))

    def run(self, text: str, most: int | None = None) -> Ran:
        """On the first `most` databases, or on all."""
        count = len(self.draws) if most is None else most
        query = self._read(text)
        if query is None:
            return (None,) * count
        late = threading.Event()
        with _limited(self._seconds, late, self._interrupt):
            return tuple(
                None if late.is_set() else self._one(place, query) for place in range(count)
            )

    def _read(self, text: str) -> Query | None:
        for dialect in DIALECTS:
            try:
                return read(text, dialect, self._open.tables)
            except (Refused, Unknown, Unreadable):
                continue
        return None

    def _one(self, place: int, query: Query) -> Result | None:
        try:
            return results([run_on(self._open.each[place], query.sql)], 1)[0]
        except (*Faulty, Malformed):
            return None

    def _interrupt(self) -> None:
        for connection in self._open.each:
            connection.interrupt()


def apart(expected: Ran, got: Ran, keys: Sequence[int]) -> frozenset[int]:
    """The databases on which the two differ."""
    return frozenset(place for place, pair in _pairs(expected, got) if not _same(*pair, keys))


def _pairs(left: Ran, right: Ran) -> Iterable[tuple[int, tuple[Result | None, Result | None]]]:
    return enumerate(zip(left, right, strict=True))


def _same(expected: Result | None, got: Result | None, keys: Sequence[int]) -> bool:
    if expected is None or got is None:
        return expected is got
    return fitting([expected], [got], keys) is not None


@contextmanager
def _limited(
    seconds: float, late: threading.Event, interrupt: Callable[[], None]
) -> Iterator[None]:
    def end() -> None:
        late.set()
        interrupt()

    timer = threading.Timer(seconds, end)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
