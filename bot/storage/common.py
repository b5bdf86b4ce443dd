"""What every repository needs: inserting once, and saying that something may be due."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

TOUCHED = "prepcircle_touched"


class Repository:
    __slots__ = ("connection",)

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def touch(self) -> None:
        """Something with a due time was written: whoever sleeps until due must look again."""
        self.connection.info[TOUCHED] = True

    def insert_once(self, table: Table, values: Mapping[str, Any]) -> bool:
        """Insert unless a unique key forbids it; False when the row was there already.

        An ordinary insert would abort the whole transaction on PostgreSQL.
        """
        on_sqlite = self.connection.dialect.name == "sqlite"
        insert = sqlite.insert(table) if on_sqlite else postgresql.insert(table)
        # Inline: no key is fetched back, so the row count is the statement's own.
        result = self.connection.execute(insert.values(values).on_conflict_do_nothing().inline())
        return result.rowcount == 1
