"""Private notes, which belong to a person."""

from sqlalchemy import Connection

from bot.storage.migrations.m0001_initial import TYPES

TABLES = """
CREATE TABLE note (
    id {key} NOT NULL,
    person_id {ref} NOT NULL,
    text TEXT NOT NULL,
    at {instant} NOT NULL,
    CONSTRAINT pk_note PRIMARY KEY (id),
    CONSTRAINT fk_note_person_id_person FOREIGN KEY (person_id) REFERENCES person (id)
);
CREATE INDEX ix_note_person_id_id ON note (person_id, id);
"""


def upgrade(connection: Connection) -> None:
    for statement in TABLES.format_map(TYPES[connection.dialect.name]).split(";"):
        if statement.strip():
            connection.exec_driver_sql(statement)
