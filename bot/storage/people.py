"""Persons and their accounts."""

from collections.abc import Sequence
from datetime import time
from typing import Any

from sqlalchemy import Row, and_, delete, insert, select, tuple_, update

from bot.domain.cohorts import Person
from bot.domain.errors import NotFound
from bot.domain.ids import ActorRef, PersonId, Platform
from bot.domain.records import PostState
from bot.storage.common import Repository
from bot.storage.tables import account, attempt, cohort, member, outbox, person, tick

FORGOTTEN = "Former member"


def _person(row: Row[Any]) -> Person:
    return Person(
        id=PersonId(row.id),
        name=row.name,
        zone=row.zone,
        quiet_from=time.fromisoformat(row.quiet_from),
        quiet_until=time.fromisoformat(row.quiet_until),
        nudges=row.nudges,
        board=row.board,
        link_code=row.link_code or "",
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


class SqlPeople(Repository):
    __slots__ = ()

    def find(self, actor: ActorRef) -> Person | None:
        found = (
            select(person)
            .join(account)
            .where(
                account.c.platform == actor.platform,
                account.c.workspace == actor.workspace,
                account.c.user == actor.user,
            )
        )
        row = self.connection.execute(found).first()
        return None if row is None else _person(row)

    def identify(self, actor: ActorRef, name: str) -> Person:
        known = self.find(actor)
        if known is not None:
            return known
        new = insert(person).values(_values(Person(PersonId(0), name[:80] or "Somebody")))
        person_id = self.connection.execute(new.returning(person.c.id)).scalar_one()
        row = {"platform": actor.platform, "workspace": actor.workspace, "user": actor.user}
        if not self.insert_once(account, {"person_id": person_id, **row}):
            # Somebody else's transaction was first with the same account.
            self.connection.execute(delete(person).where(person.c.id == person_id))
        return self._known(actor)

    def _known(self, actor: ActorRef) -> Person:
        known = self.find(actor)
        assert known is not None
        return known

    def get(self, person_id: PersonId) -> Person:
        row = self.connection.execute(select(person).where(person.c.id == person_id)).first()
        if row is None:
            raise NotFound("That person is not known here.")
        return _person(row)

    def save(self, entry: Person) -> None:
        change = update(person).where(person.c.id == entry.id).values(_values(entry))
        self.connection.execute(change)

    def by_code(self, code: str) -> Person | None:
        row = self.connection.execute(select(person).where(person.c.link_code == code)).first()
        return None if row is None else _person(row)

    def accounts(self, person_id: PersonId) -> Sequence[ActorRef]:
        found = select(account).where(account.c.person_id == person_id).order_by(account.c.id)
        rows = self.connection.execute(found)
        return [ActorRef(Platform(row.platform), row.workspace, row.user) for row in rows]

    def merge(self, keep: PersonId, drop: PersonId) -> None:
        """Memberships of a circle that both belong to stay with `keep`; the other one leaves."""
        both = select(member.c.cohort_id).where(member.c.person_id == keep)
        mine = member.c.person_id == drop
        twice = and_(mine, member.c.cohort_id.in_(both))
        self.connection.execute(update(member).where(twice).values(left=True))
        once = and_(mine, member.c.cohort_id.not_in(both))
        self.connection.execute(update(member).where(once).values(person_id=keep))
        for table, column in ((account, account.c.person_id), (cohort, cohort.c.host_id)):
            change = update(table).where(column == drop).values({column.name: keep})
            self.connection.execute(change)

    def erase(self, person_id: PersonId) -> None:
        self._erase_messages(person_id)
        blank = Person(person_id, FORGOTTEN, board="hidden")
        self.save(blank)
        self.connection.execute(delete(account).where(account.c.person_id == person_id))
        mine = select(member.c.id).where(member.c.person_id == person_id)
        self.connection.execute(
            update(attempt).where(attempt.c.member_id.in_(mine)).values(answer="")
        )
        self.connection.execute(update(tick).where(tick.c.member_id.in_(mine)).values(evidence=""))
        self.connection.execute(
            update(member).where(member.c.person_id == person_id).values(left=True)
        )

    def _erase_messages(self, person_id: PersonId) -> None:
        """Direct messages lose their address; waiting ones are taken back."""
        mine = select(account.c.platform, account.c.workspace, account.c.user)
        address = tuple_(outbox.c.platform, outbox.c.workspace, outbox.c.channel)
        direct = and_(outbox.c.direct, address.in_(mine.where(account.c.person_id == person_id)))
        waiting = and_(direct, outbox.c.state == PostState.READY)
        gone = {"state": PostState.SKIPPED, "reason": "the person asked to be forgotten"}
        self.connection.execute(update(outbox).where(waiting).values(gone))
        self.connection.execute(update(outbox).where(direct).values(channel="", title=""))
