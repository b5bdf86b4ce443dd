"""The tables as they were first written."""

from sqlalchemy import Connection

from bot.storage.tables import metadata


def upgrade(connection: Connection) -> None:
    metadata.create_all(connection)
