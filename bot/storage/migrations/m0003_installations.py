"""Workspaces that have added the bot, and the one-time values of adding it."""

from sqlalchemy import Connection

INSTANT = {"sqlite": "DATETIME", "postgresql": "TIMESTAMP WITH TIME ZONE"}
TABLES = """
CREATE TABLE installation (
    platform VARCHAR(32) NOT NULL,
    workspace VARCHAR(64) NOT NULL,
    name VARCHAR(200) NOT NULL,
    secret TEXT NOT NULL,
    details TEXT NOT NULL,
    installed_at {instant} NOT NULL,
    gone_at {instant},
    renewing_until {instant},
    CONSTRAINT pk_installation PRIMARY KEY (platform, workspace)
);

CREATE TABLE state (
    value VARCHAR(64) NOT NULL,
    expires_at {instant} NOT NULL,
    CONSTRAINT pk_state PRIMARY KEY (value)
);
CREATE INDEX ix_state_expires_at ON state (expires_at);
"""


def upgrade(connection: Connection) -> None:
    script = TABLES.format(instant=INSTANT[connection.dialect.name])
    for statement in script.split(";"):
        if statement.strip():
            connection.exec_driver_sql(statement)
