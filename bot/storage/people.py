"""Persons and their accounts."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import time
from typing import Any

from sqlalchemy import and_, bindparam, delete, func, insert, or_, select, tuple_, update

from bot.cards import Card
from bot.domain.cohorts import Person
from bot.domain.errors import NotFound
from bot.domain.ids import ActorRef, PersonId, Platform
from bot.domain.records import PostState
from bot.storage.common import Repository
from bot.storage.tables import Id, account, attempt, cohort, member, note, outbox, person, tick

FORGOTTEN = "Former member"

_IS_PERSON = person.c.id == bindparam("person")
_FIND = (
    select(person)
    .join(account)
    .where(
        account.c.platform == bindparam("platform"),
        account.c.workspace == bindparam("workspace"),
        account.c.user == bindparam("user"),
    )
)
_GET = select(person).where(_IS_PERSON)
_BY_CODE = select(person).where(person.c.link_code == bindparam("code"))
_ADD = insert(person).returning(person.c.id)
_SAVE = update(person).where(_IS_PERSON)
_DELETE = delete(person).where(_IS_PERSON)
_OWN = account.c.person_id == bindparam("person")
_ACCOUNTS = select(account).where(_OWN).order_by(account.c.id)

_KEEP, _DROP = bindparam("keep", type_=Id), bindparam("drop", type_=Id)
_BOTH = select(member.c.cohort_id).where(member.c.person_id == _KEEP)
_MERGE = (
    update(member)
    .where(member.c.person_id == _DROP, member.c.cohort_id.not_in(_BOTH))
    .values(person_id=_KEEP),
    update(account).where(account.c.person_id == _DROP).values(person_id=_KEEP),
    update(cohort).where(cohort.c.host_id == _DROP).values(host_id=_KEEP),
    update(note).where(note.c.person_id == _DROP).values(person_id=_KEEP),
)

_ONE, _OTHER = member.alias("one"), member.alias("other")
_DAYS, _OTHER_DAYS = (
    select(func.count(attempt.c.day.distinct()))
    .where(attempt.c.member_id == entry.c.id, attempt.c.number == 1)
    .scalar_subquery()
    for entry in (_ONE, _OTHER)
)
_BETTER = (
    select(_OTHER.c.cohort_id)
    .join(_ONE, _ONE.c.cohort_id == _OTHER.c.cohort_id)
    .where(
        _ONE.c.person_id == _KEEP,
        _OTHER.c.person_id == _DROP,
        or_(
            and_(_ONE.c.left, ~_OTHER.c.left),
            and_(_ONE.c.left == _OTHER.c.left, _OTHER_DAYS > _DAYS),
        ),
    )
)
"""The circles in which the membership of `drop` is the one to stay."""
_HAND_OVER = (
    update(member)
    .where(member.c.person_id == bindparam("giver"), member.c.cohort_id == bindparam("cohort"))
    .values(person_id=bindparam("taker"))
)

_ADDRESS = tuple_(outbox.c.platform, outbox.c.workspace, outbox.c.channel)
_OWN_ADDRESSES = select(account.c.platform, account.c.workspace, account.c.user).where(_OWN)
_TO_PERSON = and_(outbox.c.direct, _ADDRESS.in_(_OWN_ADDRESSES))
_HOSTED = select(cohort.c.id).where(cohort.c.host_id == bindparam("person"))
_OVER = outbox.c.state.not_in((PostState.READY, PostState.SENDING))
_MEMBERSHIPS = select(member.c.id).where(member.c.person_id == bindparam("person"))
_ERASE = (
    update(outbox)
    .where(_TO_PERSON, outbox.c.state == PostState.READY)
    .values(state=PostState.SKIPPED, reason="the person asked to be forgotten"),
    update(outbox).where(_TO_PERSON).values(channel="", title="", card=Card("", ())),
    update(outbox).where(outbox.c.cohort_id.in_(_HOSTED), _OVER).values(card=Card("", ())),
    delete(account).where(_OWN),
    delete(note).where(note.c.person_id == bindparam("person")),
    update(attempt).where(attempt.c.member_id.in_(_MEMBERSHIPS)).values(answer=""),
    update(tick).where(tick.c.member_id.in_(_MEMBERSHIPS)).values(evidence=""),
    update(member).where(member.c.person_id == bindparam("person")).values(left=True),
)
"""In this order: messages are found by the accounts. Waiting ones are taken back.

A circle's invitation names its host, and nobody but the host could send an old post again.
"""


class SqlPeople(Repository):
    __slots__ = ()

    def find(self, actor: ActorRef) -> Person | None:
        row = self.first(_FIND, **_address(actor))
        return None if row is None else person_of(row)

    def identify(self, actor: ActorRef, name: str) -> Person:
        return self.find(actor) or self._add(actor, name)

    def _add(self, actor: ActorRef, name: str) -> Person:
        new = Person(PersonId(0), name[:80] or "Somebody")
        new = replace(new, id=PersonId(self.scalar(_ADD, **_values(new))))
        if self.insert_once(account, {"person_id": new.id, **_address(actor)}):
            return new
        # Somebody else's transaction was first with the same account.
        self.change(_DELETE, person=new.id)
        first = self.find(actor)
        assert first is not None
        return first

    def get(self, person_id: PersonId) -> Person:
        row = self.first(_GET, person=person_id)
        if row is None:
            raise NotFound("That person is not known here.")
        return person_of(row)

    def save(self, entry: Person) -> None:
        self.change(_SAVE, person=entry.id, **_values(entry))

    def by_code(self, code: str) -> Person | None:
        row = self.first(_BY_CODE, code=code)
        return None if row is None else person_of(row)

    def accounts(self, person_id: PersonId) -> Sequence[ActorRef]:
        rows = self.rows(_ACCOUNTS, person=person_id)
        return [ActorRef(Platform(row.platform), row.workspace, row.user) for row in rows]

    def merge(self, keep: PersonId, drop: PersonId) -> None:
        """Of two memberships in a circle one stays; what was written with the other is erased.

        Nobody could ask for its erasure later: no account leads to `drop` any more.
        """
        better = [row[0] for row in self.rows(_BETTER, keep=keep, drop=drop)]
        if better:
            self._swap(keep, drop, better)
        for statement in _MERGE:
            self.change(statement, keep=keep, drop=drop)
        self.erase(drop)

    def _swap(self, one: PersonId, other: PersonId, cohorts: Sequence[int]) -> None:
        """Through a third person: nobody may be in a circle twice, not even for a moment."""
        between = PersonId(self.scalar(_ADD, **_values(Person(PersonId(0), FORGOTTEN))))
        for giver, taker in ((one, between), (other, one), (between, other)):
            for number in cohorts:
                self.change(_HAND_OVER, giver=giver, taker=taker, cohort=number)
        self.change(_DELETE, person=between)

    def erase(self, person_id: PersonId) -> None:
        for statement in _ERASE:
            self.change(statement, person=person_id)
        self.save(Person(person_id, FORGOTTEN, board="hidden"))


def person_of(row: Sequence[Any]) -> Person:
    """From the table's columns in their order."""
    number, name, zone, quiet_from, quiet_until, nudges, board, link_code = row
    return Person(
        id=PersonId(number),
        name=name,
        zone=zone,
        quiet_from=time.fromisoformat(quiet_from),
        quiet_until=time.fromisoformat(quiet_until),
        nudges=nudges,
        board=board,
        link_code=link_code or "",
    )


def _values(entry: Person) -> dict[str, Any]:
    return {
        "name": entry.name,
        "zone": entry.zone,
        "quiet_from": entry.quiet_from.isoformat("minutes"),
        "quiet_until": entry.quiet_until.isoformat("minutes"),
        "nudges": entry.nudges,
        "board": entry.board,
        "link_code": entry.link_code or None,
    }


def _address(actor: ActorRef) -> dict[str, Any]:
    return {"platform": actor.platform, "workspace": actor.workspace, "user": actor.user}
