"""What people did, remembered so that a redelivery is not run twice."""

from datetime import datetime

from sqlalchemy import bindparam, delete

from bot.domain.ids import Platform
from bot.storage.common import Repository
from bot.storage.tables import inbox

_FORGET = delete(inbox).where(inbox.c.seen_at < bindparam("instant"))


class SqlInbox(Repository):
    __slots__ = ()

    def remember(self, platform: Platform, invocation: str, now: datetime) -> bool:
        row = {"platform": platform, "invocation": invocation, "seen_at": now}
        return self.insert_once(inbox, row)

    def forget_before(self, instant: datetime) -> int:
        return self.change(_FORGET, instant=instant)
