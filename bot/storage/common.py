"""What every repository needs: running its statements, and saying that something may be due.

Statements are built once, at import, and executed with parameters: building one costs SQLAlchemy
more than running it costs the database.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, TypeAlias

from sqlalchemy import Connection, Executable, Row, Table, literal
from sqlalchemy.dialects import postgresql, sqlite

from bot.repositories.store import Due

WAKES = "prepcircle_wakes"
"""Where a connection notes the Due kinds its transaction has written."""
AnyRow: TypeAlias = Row[*tuple[Any, ...]]
Inserting = Callable[[Table], sqlite.Insert | postgresql.Insert]
DIALECTS: Mapping[str, Inserting] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}
"""The inserts that know ON CONFLICT, by the name of their engine."""


class Repository:
    __slots__ = ("connection",)

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def touch(self, kind: Due) -> None:
        """Something with a due time was written: whoever sleeps until due must look again."""
        self.connection.info.setdefault(WAKES, set()).add(kind)

    def rows(self, statement: Executable, **given: object) -> Sequence[AnyRow]:
        return self.connection.execute(statement, given).all()

    def first(self, statement: Executable, **given: object) -> AnyRow | None:
        return self.connection.execute(statement, given).first()

    def scalar(self, statement: Executable, **given: object) -> Any:  # noqa: ANN401  any column
        return self.connection.execute(statement, given).scalar()

    def change(self, statement: Executable, **given: object) -> int:
        """Returns how many rows the statement met."""
        return self.connection.execute(statement, given).rowcount

    def insert_once(self, table: Table, values: Mapping[str, Any]) -> bool:
        """Insert unless a unique key forbids it; False when the row was there already.

        An ordinary insert would abort the whole transaction on PostgreSQL.
        """
        statement = _once(table, self.connection.dialect.name)
        return self.connection.execute(statement, values).first() is not None

    def insert_new(self, table: Table, values: Mapping[str, Any]) -> int | None:
        """The same for a table with an `id`: the new row's, or None when it was there already."""
        statement = _new(table, self.connection.dialect.name)
        return self.connection.execute(statement, values).scalar()


@cache
def _once(table: Table, dialect: str) -> Executable:
    # SQLAlchemy keeps no row count of an insert on every driver; a returned row is certain.
    return DIALECTS[dialect](table).on_conflict_do_nothing().returning(literal(1))


@cache
def _new(table: Table, dialect: str) -> Executable:
    return DIALECTS[dialect](table).on_conflict_do_nothing().returning(table.c.id)
