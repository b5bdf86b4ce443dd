"""One program at a time on an SQLite file: a second would take the first one's posts for lost."""

import sqlite3


class InUse(Exception):
    """Another program works on this database."""


class Alone:
    """Held until `release`, or until the process ends in whatever way.

    The lock is one of SQLite's own, on a file beside the database: it works wherever SQLite does.
    """

    def __init__(self, database: str) -> None:
        self._lock = sqlite3.connect(f"{database}.lock", timeout=0, isolation_level=None)
        try:
            self._lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            self._lock.close()
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            raise InUse(f"{database} is in use by another Prepcircle; stop that one") from error

    def release(self) -> None:
        self._lock.close()
