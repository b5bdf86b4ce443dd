"""The composition root: settings in, a wired core out. The one file that knows every part."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bot.commands.caretaker import Housekeeper
from bot.commands.dispatcher import Dispatcher
from bot.curriculum.catalog import Curriculum
from bot.curriculum.reading import Bookshelf
from bot.domain.ids import Platform
from bot.ports import Caretaker, Clock, Doctor, Isolation, Judge, Messenger
from bot.repositories.store import Store
from bot.settings import Settings
from bot.storage.alone import Alone
from bot.storage.migrations import upgrade
from bot.storage.store import SqlStore
from bot.telemetry import Telemetry
from scheduler.courier import Courier, CourierParts
from scheduler.tick import Tick

OTHERS_GRACE = timedelta(seconds=45)
"""With several processes: how long a send may take before its sender counts as dead. Longer than a
send and its record; so short that what was lost is found while Discord still knows its nonce."""


@dataclass(frozen=True)
class Core:
    """Everything that is the same on every surface."""

    store: Store
    bookshelf: Bookshelf
    clock: Clock
    telemetry: Telemetry
    desk: Dispatcher
    caretaker: Caretaker
    tick: Tick
    couriers: tuple[Courier, ...]
    rng: random.Random

    def curriculum(self) -> Curriculum:
        return self.bookshelf.current


def open_store(settings: Settings) -> SqlStore:
    """Opens the database, making the folder of an embedded one."""
    store = SqlStore(settings.database_url)
    if store.is_sqlite and store.url.database:
        Path(store.url.database).parent.mkdir(parents=True, exist_ok=True)
    return store


def alone_with(store: SqlStore) -> Alone | None:
    """Raises InUse; None on PostgreSQL, which many programs may share."""
    return Alone(store.url.database) if store.is_sqlite and store.url.database else None


def migrate(store: SqlStore) -> list[str]:
    return store.migrate(upgrade)


def build(
    store: Store,
    bookshelf: Bookshelf,
    clock: Clock,
    telemetry: Telemetry,
    messengers: Sequence[Messenger],
    rng: random.Random,
    *,
    doctors: Mapping[Platform, Doctor] | None = None,
    grace: timedelta = timedelta(0),
    judge: Judge | Isolation | None = None,
) -> Core:
    """Wire the core. `doctors` tell what their platforms lack.

    `grace` is OTHERS_GRACE where other processes work on the same database.
    """

    def curriculum() -> Curriculum:
        return bookshelf.current

    worker = f"{rng.getrandbits(48):012x}"
    return Core(
        store=store,
        bookshelf=bookshelf,
        clock=clock,
        telemetry=telemetry,
        desk=Dispatcher(
            store,
            curriculum,
            clock,
            rng,
            telemetry,
            doctors=doctors,
            problems=lambda: len(bookshelf.problems),
            judge=judge,
        ),
        caretaker=Housekeeper(store, clock),
        tick=Tick(store, curriculum, clock, telemetry),
        couriers=tuple(
            Courier(CourierParts(store, messenger, clock, telemetry, worker, grace))
            for messenger in messengers
        ),
        rng=rng,
    )
