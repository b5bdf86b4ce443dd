"""Since when nobody knows whether a post arrived."""

from sqlalchemy import Connection

INSTANT = {"sqlite": "DATETIME", "postgresql": "TIMESTAMP WITH TIME ZONE"}


def upgrade(connection: Connection) -> None:
    instant = INSTANT[connection.dialect.name]
    connection.exec_driver_sql(f"ALTER TABLE outbox ADD COLUMN doubted_at {instant}")
