"""Workspaces that have added the bot, and the one-time values of adding it."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import Executable, bindparam, delete, insert, or_, select, update

from bot.domain.ids import Platform
from bot.repositories.deeds import Installation
from bot.storage.common import DIALECTS, AnyRow, Repository
from bot.storage.tables import installation, state
from bot.storage.types import Instant

_KEY = ("platform", "workspace")
_NOW = bindparam("now", type_=Instant)
_OF_PLATFORM = installation.c.platform == bindparam("of_platform")
_ONE = (_OF_PLATFORM, installation.c.workspace == bindparam("of_workspace"))
_IS_ACTIVE = installation.c.gone_at.is_(None)
# Naming the secret guards what was read: after a renewal or a new installation it is another one.
_UNCHANGED = (*_ONE, _IS_ACTIVE, installation.c.secret == bindparam("old"))

_GET = select(installation).where(*_ONE)
_ACTIVE = select(installation).where(_OF_PLATFORM, _IS_ACTIVE).order_by(installation.c.workspace)
_GONE = (
    update(installation)
    .where(*_ONE, _IS_ACTIVE, installation.c.installed_at <= bindparam("at", type_=Instant))
    .values(gone_at=bindparam("at", type_=Instant), secret="", renewing_until=None)
)
_CLAIM = (
    update(installation)
    .where(
        *_UNCHANGED,
        or_(installation.c.renewing_until.is_(None), installation.c.renewing_until <= _NOW),
    )
    .values(renewing_until=bindparam("until", type_=Instant))
)
_RENEW = (
    update(installation).where(*_UNCHANGED).values(secret=bindparam("fresh"), renewing_until=None)
)
_GONE_BEFORE = (
    select(installation.c.workspace)
    .where(_OF_PLATFORM, installation.c.gone_at < bindparam("instant"))
    .order_by(installation.c.workspace)
)
_FORGET = (
    delete(installation)
    .where(_OF_PLATFORM, installation.c.gone_at < bindparam("instant"))
    .returning(installation.c.workspace)
)
_ISSUE = insert(state)
_EXPIRED = delete(state).where(state.c.expires_at <= _NOW)
_CONSUME = delete(state).where(state.c.value == bindparam("value"), state.c.expires_at > _NOW)


class SqlInstallations(Repository):
    __slots__ = ()

    def save(self, entry: Installation) -> None:
        fields = ("name", "secret", "details", "installed_at", "gone_at")
        values = {name: getattr(entry, name) for name in (*_KEY, *fields)}
        self.change(_save(self.connection.dialect.name), **values)

    def get(self, platform: Platform, workspace: str) -> Installation | None:
        row = self.first(_GET, of_platform=platform, of_workspace=workspace)
        return None if row is None else _installation(row)

    def active(self, platform: Platform) -> Sequence[Installation]:
        return [_installation(row) for row in self.rows(_ACTIVE, of_platform=platform)]

    def gone(self, platform: Platform, workspace: str, at: datetime) -> bool:
        return self.change(_GONE, of_platform=platform, of_workspace=workspace, at=at) == 1

    def claim_renewal(self, old: Installation, now: datetime, until: datetime) -> bool:
        return self.change(_CLAIM, **_given(old), now=now, until=until) == 1

    def renew(self, old: Installation, secret: str) -> bool:
        return self.change(_RENEW, **_given(old), fresh=secret) == 1

    def gone_before(self, platform: Platform, instant: datetime) -> Sequence[str]:
        rows = self.rows(_GONE_BEFORE, of_platform=platform, instant=instant)
        return [row.workspace for row in rows]

    def forget_before(self, platform: Platform, instant: datetime) -> Sequence[str]:
        rows = self.rows(_FORGET, of_platform=platform, instant=instant)
        return sorted(row.workspace for row in rows)


class SqlStates(Repository):
    __slots__ = ()

    def issue(self, value: str, now: datetime, expires_at: datetime) -> None:
        """Also drops what has expired: nobody else would."""
        self.change(_EXPIRED, now=now)
        self.change(_ISSUE, value=value, expires_at=expires_at)

    def consume(self, value: str, now: datetime) -> bool:
        return self.change(_CONSUME, value=value, now=now) == 1


@cache
def _save(dialect: str) -> Executable:
    """Every column but the key is replaced; one that is not given, as the claim, is emptied."""
    new = DIALECTS[dialect](installation).inline()
    fresh = {column.name: new.excluded[column.name] for column in installation.columns}
    return new.on_conflict_do_update(
        index_elements=_KEY, set_={name: fresh[name] for name in fresh if name not in _KEY}
    )


def _given(old: Installation) -> dict[str, str]:
    return {"of_platform": old.platform, "of_workspace": old.workspace, "old": old.secret}


def _installation(row: AnyRow) -> Installation:
    return Installation(
        platform=Platform(row.platform),
        workspace=row.workspace,
        name=row.name,
        secret=row.secret,
        details=row.details,
        installed_at=row.installed_at,
        gone_at=row.gone_at,
    )
