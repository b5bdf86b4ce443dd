"""How far an answer that was run got."""

from sqlalchemy import Connection


def upgrade(connection: Connection) -> None:
    connection.exec_driver_sql(
        "ALTER TABLE attempt ADD COLUMN stage VARCHAR(16) NOT NULL DEFAULT ''"
    )
