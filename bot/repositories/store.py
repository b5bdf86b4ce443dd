"""The database as a whole: one transaction, and everything in it."""

from collections.abc import Callable
from enum import StrEnum
from typing import Protocol, TypeVar

from bot.repositories.circles import Cohorts, Members, Presences
from bot.repositories.deeds import Inbox, Installations, States
from bot.repositories.people import Notes, People
from bot.repositories.posts import CourierBox, Outbox
from bot.repositories.practice import Checklists, Efforts, Memories, Practice

T = TypeVar("T")


class Due(StrEnum):
    """What may have a due time, and so whom a write wakes: the scheduler or the couriers."""

    SLOTS = "slots"
    POSTS = "posts"


class Repos(Protocol):
    """A view of the database inside one transaction, without any way to commit it."""

    @property
    def cohorts(self) -> Cohorts: ...
    @property
    def people(self) -> People: ...
    @property
    def members(self) -> Members: ...
    @property
    def presences(self) -> Presences: ...
    @property
    def practice(self) -> Practice: ...
    @property
    def efforts(self) -> Efforts: ...
    @property
    def checklists(self) -> Checklists: ...
    @property
    def memories(self) -> Memories: ...
    @property
    def notes(self) -> Notes: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def courier(self) -> CourierBox: ...
    @property
    def inbox(self) -> Inbox: ...
    @property
    def installations(self) -> Installations: ...
    @property
    def states(self) -> States: ...


class Store(Protocol):
    """The database: `transact` runs a step in a worker thread, all of it or nothing.

    With `atomic=False` each statement may stand alone, which spares a distant database two round
    trips: for steps of statements that mean something singly and do no harm when repeated.
    """

    async def transact(
        self, step: Callable[[Repos], T], *, read_only: bool = False, atomic: bool = True
    ) -> T: ...
