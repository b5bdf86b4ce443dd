"""What the use cases may ask of storage: one small protocol per aggregate.

Everything here runs inside the caller's transaction; none of it can commit. Instants are aware UTC.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol, TypeVar

from bot.cards import Card
from bot.domain.cohorts import Cohort, Member, Person, Place
from bot.domain.ids import (
    ActorRef,
    ChannelRef,
    CohortId,
    MemberId,
    NoteId,
    PersonId,
    PlaceId,
    Platform,
    PostId,
    ServingId,
)
from bot.domain.memory import Memory
from bot.domain.records import (
    Attempt,
    Board,
    Colleague,
    Post,
    PrivateNote,
    Serving,
    SkillCount,
    Tally,
    Tick,
)
from bot.domain.scoring import Purpose
from bot.ports import Outgoing

T = TypeVar("T")


class Due(StrEnum):
    """What may have a due time, and so whom a write wakes: the scheduler or the couriers."""

    SLOTS = "slots"
    POSTS = "posts"


class Cohorts(Protocol):
    def add(self, cohort: Cohort) -> Cohort:
        """Store a new cohort; its id in the argument is ignored."""
        ...

    def get(self, cohort: CohortId) -> Cohort: ...

    def save(self, cohort: Cohort) -> None: ...

    def at(self, channel: ChannelRef) -> Cohort | None:
        """The open cohort that meets in this room."""
        ...

    def latest_at(self, channel: ChannelRef) -> Cohort | None:
        """The newest cohort that met here, open or over."""
        ...

    def of_person(self, person: PersonId) -> Sequence[Cohort]:
        """Open cohorts the person belongs to or hosts, newest first."""
        ...

    def by_code(self, code: str) -> Cohort | None: ...

    def due(self, now: datetime, limit: int) -> Sequence[Cohort]:
        """Open cohorts whose `next_slot_at` has come, locked until the transaction ends."""
        ...

    def upcoming(self) -> Sequence[Cohort]:
        """Every open cohort that has a slot to come, the next one first; nothing is locked."""
        ...

    def next_due(self) -> datetime | None: ...

    def add_place(self, cohort: CohortId, channel: ChannelRef) -> Place: ...

    def places(self, cohort: CohortId) -> Sequence[Place]: ...

    def switch_off(self, place: PlaceId, reason: str) -> bool:
        """False when it was off already."""
        ...

    def switch_on(self, place: PlaceId) -> None: ...

    def workspace_left(self, platform: Platform, workspace: str, reason: str) -> int:
        """Switch off every place of a workspace that is on; returns how many."""
        ...

    def left_behind(self, platform: Platform, workspace: str) -> Sequence[Cohort]:
        """Circles with a place there and none that is on, the archived ones left out."""
        ...

    def workspace_back(self, platform: Platform, workspace: str, reason: str) -> int:
        """Switch on those that were switched off for that very reason; returns how many."""
        ...


class People(Protocol):
    def find(self, actor: ActorRef) -> Person | None: ...

    def identify(self, actor: ActorRef, name: str) -> Person:
        """The person behind an account; a new account makes a new person."""
        ...

    def get(self, person: PersonId) -> Person: ...

    def save(self, person: Person) -> None: ...

    def by_code(self, code: str) -> Person | None: ...

    def accounts(self, person: PersonId) -> Sequence[ActorRef]: ...

    def merge(self, keep: PersonId, drop: PersonId) -> None:
        """Give every account, membership and note of `drop` to `keep`."""
        ...

    def erase(self, person: PersonId) -> None:
        """Forget name, accounts, settings, notes and written answers; keep nameless counts."""
        ...


class Members(Protocol):
    def add(self, member: Member) -> Member: ...

    def find(self, cohort: CohortId, person: PersonId) -> Member | None: ...

    def get(self, member: MemberId) -> Member: ...

    def of(self, cohort: CohortId) -> Sequence[Member]:
        """Members who have not left."""
        ...

    def of_person(self, person: PersonId) -> Sequence[Member]: ...

    def save(self, member: Member) -> None: ...

    def colleagues(self, cohort: CohortId) -> Sequence[Colleague]: ...


class Practice(Protocol):
    def serve(self, serving: Serving) -> Serving:
        """Store a serving; one with the same `key` that exists already is returned instead."""
        ...

    def serving(self, serving: ServingId) -> Serving | None: ...

    def by_key(self, key: str) -> Serving | None: ...

    def recent_items(self, member: Member, since: datetime) -> Mapping[str, datetime]:
        """Items shown to the member, or to the whole circle, and when."""
        ...

    def seen_families(self, member: Member) -> Mapping[str, datetime]: ...

    def circle_families(self, cohort: CohortId) -> frozenset[str]:
        """Families already used as a daily drill."""
        ...

    def attempts(self, serving: ServingId, member: MemberId) -> Sequence[Attempt]: ...

    def record(self, serving: Serving, attempt: Attempt) -> bool:
        """False when this member's attempt of that number exists already."""
        ...

    def score(
        self, serving: ServingId, member: MemberId, scores: tuple[int, ...], share: float
    ) -> None: ...

    def attempted_family(self, member: MemberId, family: str) -> bool: ...

    def day_counts(self, member: MemberId, day: int) -> Mapping[Purpose, int]:
        """First attempts of a circle day by purpose."""
        ...

    def days_kept(self, member: MemberId) -> frozenset[int]: ...

    def days_kept_by_all(self, cohort: CohortId, days: range) -> Mapping[MemberId, int]: ...

    def banked(self, member: MemberId) -> int:
        """Families answered right on three separate days."""
        ...

    def skills(self, member: MemberId) -> Sequence[SkillCount]: ...

    def skill_number(self, member: MemberId) -> int:
        """The private sum of difficulty bonuses."""
        ...

    def tally(self, serving: ServingId) -> Tally: ...

    def quiz_tally(self, cohort: CohortId, day: int) -> Tally: ...

    def hint(self, serving: ServingId, member: MemberId) -> int:
        """Count one more hint taken; returns how many now."""
        ...

    def hints(self, serving: ServingId, member: MemberId) -> int: ...

    def missed_days(self, member: Member, before: int) -> Sequence[int]:
        """Days before `before` whose daily drill was posted and not answered or caught up."""
        ...

    def history(self, member: MemberId) -> Sequence[tuple[Serving, Attempt]]: ...


class Efforts(Protocol):
    def add(self, member: Member, day: int, points: int, reason: str, ref: str) -> bool:
        """Append points once per (member, reason, ref)."""
        ...

    def given(self, member: MemberId, reason: str, ref: str) -> int:
        """The points appended for that; 0 where there were none."""
        ...

    def total(self, member: MemberId) -> int: ...

    def board(self, cohort: CohortId, days: range, me: MemberId | None, top: int) -> Board:
        """Points per active day over `days`, hidden people left out, the asker always found."""
        ...


class Checklists(Protocol):
    def ticks(self, member: MemberId) -> Sequence[Tick]: ...

    def add(self, member: MemberId, tick: Tick) -> bool: ...

    def remove_last(self, member: MemberId, item: str) -> bool: ...


class Memories(Protocol):
    def get(self, member: MemberId, family: str) -> Memory | None: ...

    def save(self, member: MemberId, memory: Memory) -> None: ...

    def due(self, member: MemberId, now: datetime) -> Sequence[Memory]: ...

    def next_due(self, member: MemberId) -> datetime | None: ...


class Notes(Protocol):
    def add(self, person: PersonId, text: str, at: datetime) -> PrivateNote: ...

    def newest(
        self, person: PersonId, most: int, before: NoteId | None = None
    ) -> Sequence[PrivateNote]:
        """Newest first; with `before` only those older than it."""
        ...

    def find(self, person: PersonId, note: NoteId) -> PrivateNote | None:
        """None also for somebody else's."""
        ...

    def remove(self, person: PersonId, note: NoteId) -> bool:
        """False when the person has no such note."""
        ...

    def all(self, person: PersonId) -> Sequence[PrivateNote]:
        """Oldest first."""
        ...


@dataclass(frozen=True, slots=True)
class Skipped:
    """A post that is not made; kept so that the host can see it."""

    key: str
    cohort: CohortId
    target: ChannelRef
    title: str
    due_at: datetime
    reason: str


class Outbox(Protocol):
    def add(
        self, outgoing: Outgoing, cohort: CohortId | None = None, *, late: bool = False
    ) -> bool:
        """False when the key is known already."""
        ...

    def skip(self, skipped: Skipped) -> bool: ...

    def cancel(self, key: str, reason: str) -> bool:
        """Take back a post that has not been claimed."""
        ...

    def is_posted(self, key: str) -> bool:
        """Planned and not skipped."""
        ...

    def troubled(self, cohort: CohortId, most: int = 20) -> Sequence[Post]:
        """Posts of a circle that were skipped, failed or are unclear, newest first."""
        ...

    def refused(self, cohort: CohortId, why: str) -> Sequence[Post]:
        """Direct messages that failed for a reason beginning so, the oldest first."""
        ...

    def overdue(self, cohort: CohortId, before: datetime, most: int = 20) -> Sequence[Post]:
        """Posts of a circle that were due before the instant and still wait, oldest first."""
        ...

    def get(self, post: PostId) -> Post | None: ...

    def send_again(self, post: PostId, now: datetime, expires_at: datetime) -> bool:
        """Only an unclear or failed post goes back to ready."""
        ...

    def settle_unclear(self, post: PostId, now: datetime) -> bool:
        """A person has seen that it arrived."""
        ...


@dataclass(frozen=True, slots=True)
class Claim:
    """A post taken for sending. `parent` is the receipt to answer under; `again` counts sends."""

    id: PostId
    key: str
    cohort: CohortId | None
    target: ChannelRef
    card: Card
    due_at: datetime
    tries: int
    parent: str = ""


class CourierBox(Protocol):
    """The courier's side of the outbox."""

    def claim(
        self,
        platform: Platform,
        now: datetime,
        limit: int,
        worker: str,
        busy: Iterable[ChannelRef] = (),
    ) -> Sequence[Claim]:
        """Take due posts for sending, oldest first, at most one per room."""
        ...

    def sent(self, post: PostId, receipt: str, now: datetime) -> None: ...

    def later(self, post: PostId, due_at: datetime, reason: str) -> None:
        """Ready again from then on; what waits behind it in the same room does not overtake it."""
        ...

    def unclear(self, post: PostId, reason: str) -> None: ...

    def fail(self, post: PostId, reason: str) -> None: ...

    def expire(self, platform: Platform, now: datetime) -> int:
        """Ready posts that are too late to be useful become skipped."""
        ...

    def orphans(
        self, platform: Platform, claimed_before: datetime, repeatable_since: datetime
    ) -> tuple[int, int]:
        """Posts left in sending by a crash: (back to ready, unclear).

        Those claimed after `repeatable_since` may be repeated, the platform would recognise them.
        """
        ...

    def next_due(self, platform: Platform) -> datetime | None: ...

    def depth(self, now: datetime) -> Mapping[str, int]:
        """Posts by state, and under "age" the seconds the oldest due one has waited."""
        ...


class Inbox(Protocol):
    def remember(self, platform: Platform, invocation: str, now: datetime) -> bool:
        """False when it has been seen."""
        ...

    def forget_before(self, instant: datetime) -> int: ...


@dataclass(frozen=True, slots=True)
class Installation:
    """The bot as it was added to one workspace of a platform."""

    platform: Platform
    workspace: str
    name: str
    secret: str = field(repr=False)
    """Encrypted by the adapter, which alone can read it."""
    details: str
    """What else the adapter keeps, as JSON text without secrets."""
    installed_at: datetime
    gone_at: datetime | None = None


class Installations(Protocol):
    def save(self, installation: Installation) -> None:
        """Add it, or replace the one of the same workspace."""
        ...

    def get(self, platform: Platform, workspace: str) -> Installation | None:
        """Also one that is gone."""
        ...

    def active(self, platform: Platform) -> Sequence[Installation]: ...

    def gone(self, platform: Platform, workspace: str, at: datetime) -> bool:
        """Switch off what was installed by then and drop its secret; False when nothing was."""
        ...

    def claim_renewal(self, old: Installation, now: datetime, until: datetime) -> bool:
        """Whether the caller, and nobody else until then, may exchange this very secret."""
        ...

    def renew(self, old: Installation, secret: str) -> bool:
        """Replace the secret; False when it is another one by now, or gone."""
        ...

    def gone_before(self, platform: Platform, instant: datetime) -> Sequence[str]:
        """The workspaces that went before the instant."""
        ...

    def forget_before(self, platform: Platform, instant: datetime) -> Sequence[str]:
        """Delete those that went before the instant; returns their workspaces."""
        ...


class States(Protocol):
    """One-time values that prove a visitor comes back from where they were sent."""

    def issue(self, value: str, now: datetime, expires_at: datetime) -> None: ...

    def consume(self, value: str, now: datetime) -> bool:
        """True once, and only before it expires."""
        ...


class Repos(Protocol):
    """A view of the database inside one transaction, without any way to commit it."""

    @property
    def cohorts(self) -> Cohorts: ...
    @property
    def people(self) -> People: ...
    @property
    def members(self) -> Members: ...
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
