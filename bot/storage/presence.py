"""Who speaks, and as whose member: one statement, as every command begins with it."""

from sqlalchemy import ScalarSelect, Select, and_, bindparam, literal, select

from bot.domain.cohorts import Presence
from bot.domain.ids import ActorRef, ChannelRef
from bot.storage.cohorts import MEETS_HERE, OPEN, cohort_of, concerns
from bot.storage.common import Repository
from bot.storage.members import members_of
from bot.storage.people import person_of
from bot.storage.tables import account, cohort, day_off, member, person, place

_IS_ACTOR = and_(
    account.c.platform == bindparam("of_platform"),
    account.c.workspace == bindparam("of_workspace"),
    account.c.user == bindparam("user"),
)
_WHO = select(account.c.person_id).where(_IS_ACTOR).scalar_subquery()
_NEWEST = select(cohort.c.id).order_by(OPEN.desc(), cohort.c.id.desc()).limit(1).correlate(None)
_IN_ROOM = _NEWEST.join(place).where(MEETS_HERE).scalar_subquery()
_OWN = _NEWEST.where(concerns(_WHO)).scalar_subquery()


def _presence(circle: ScalarSelect[int]) -> Select[tuple[object, ...]]:
    """One row at least, whoever is unknown, and one per day off."""
    anyway = select(literal(1).label("one")).subquery()
    is_part = and_(member.c.cohort_id == cohort.c.id, member.c.person_id == person.c.id)
    return select(person, cohort, member, day_off.c.day).select_from(
        anyway.outerjoin(person, person.c.id == _WHO)
        .outerjoin(cohort, cohort.c.id == circle)
        .outerjoin(member, is_part)
        .outerjoin(day_off, day_off.c.member_id == member.c.id)
    )


_HERE, _DIRECT = _presence(_IN_ROOM), _presence(_OWN)
_COHORT_AT = len(person.c)
_MEMBER_AT = _COHORT_AT + len(cohort.c)


class SqlPresences(Repository):
    __slots__ = ()

    def of(self, actor: ActorRef, channel: ChannelRef) -> Presence:
        who = {
            "of_platform": actor.platform, "of_workspace": actor.workspace, "user": actor.user,
        }  # fmt: skip
        where = {
            "platform": channel.platform,
            "workspace": channel.workspace,
            "channel": channel.channel,
        }
        rows = self.rows(_DIRECT, **who) if channel.direct else self.rows(_HERE, **who, **where)
        known, circle, part = (rows[0][place:] for place in (0, _COHORT_AT, _MEMBER_AT))
        return Presence(
            None if known[0] is None else person_of(known[:_COHORT_AT]),
            None if circle[0] is None else cohort_of(circle[: len(cohort.c)]),
            None if part[0] is None else members_of(row[_MEMBER_AT:] for row in rows)[0],
        )
