"""Two small things that every repository needs."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


class Repository:
    __slots__ = ("connection",)

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def insert_once(self, table: Table, values: Mapping[str, Any]) -> bool:
        """Insert unless a unique key forbids it; False when the row was there already.

        An ordinary insert would abort the whole transaction on PostgreSQL.
        """
        on_sqlite = self.connection.dialect.name == "sqlite"
        insert = sqlite.insert(table) if on_sqlite else postgresql.insert(table)
        result = self.connection.execute(insert.values(values).on_conflict_do_nothing())
        return result.rowcount == 1
