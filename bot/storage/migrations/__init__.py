"""Schema changes, oldest first. Each runs once, inside one transaction with its version number.

A change is a function of a connection; it must not import bot.storage.tables, which moves on.
"""

from collections.abc import Callable

from sqlalchemy import Connection, text

from bot.storage.migrations import (
    m0001_initial,
    m0002_notes,
    m0003_installations,
    m0004_stages,
    m0005_doubts,
)

Change = Callable[[Connection], None]

CHANGES: tuple[tuple[str, Change], ...] = (
    ("0001 initial", m0001_initial.upgrade),
    ("0002 notes", m0002_notes.upgrade),
    ("0003 installations", m0003_installations.upgrade),
    ("0004 stages", m0004_stages.upgrade),
    ("0005 doubts", m0005_doubts.upgrade),
)


class SchemaIsNewer(RuntimeError):
    """The database was written by a newer version of Prepcircle."""


def version(connection: Connection) -> int:
    """How many changes the database has seen."""
    connection.execute(
        text("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL PRIMARY KEY)")
    )
    return int(
        connection.execute(
            text("SELECT coalesce(max(version), 0) FROM schema_version")
        ).scalar_one()
    )


def upgrade(connection: Connection) -> list[str]:
    """Bring the schema up to date; returns the names of the changes made."""
    if connection.dialect.name == "postgresql":
        # Two processes may start at once; the second waits here and finds nothing to do.
        connection.execute(text("SELECT pg_advisory_xact_lock(28082808)"))
    done = version(connection)
    if done > len(CHANGES):
        raise SchemaIsNewer(
            f"The database is at schema {done}, this program knows {len(CHANGES)}: update it."
        )
    made = []
    for number, (name, change) in enumerate(CHANGES, 1):
        if number > done:
            change(connection)
            connection.execute(
                text("INSERT INTO schema_version (version) VALUES (:number)"), {"number": number}
            )
            made.append(name)
    return made
