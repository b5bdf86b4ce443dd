"""All repositories over one connection: what a transaction sees."""

from sqlalchemy import Connection

from bot.storage.cohorts import SqlCohorts
from bot.storage.courier import SqlCourierBox
from bot.storage.inbox import SqlInbox
from bot.storage.installations import SqlInstallations, SqlStates
from bot.storage.members import SqlMembers
from bot.storage.notes import SqlNotes
from bot.storage.outbox import SqlOutbox
from bot.storage.people import SqlPeople
from bot.storage.practice import SqlPractice
from bot.storage.presence import SqlPresences
from bot.storage.progress import SqlChecklists, SqlMemories
from bot.storage.standings import SqlEfforts


class SqlRepos:
    """Implements bot.repositories.store.Repos."""

    __slots__ = (
        "checklists", "cohorts", "courier", "efforts", "inbox", "installations", "members",
        "memories", "notes", "outbox", "people", "practice", "presences", "states",
    )  # fmt: skip

    def __init__(self, connection: Connection) -> None:
        self.cohorts = SqlCohorts(connection)
        self.people = SqlPeople(connection)
        self.members = SqlMembers(connection)
        self.presences = SqlPresences(connection)
        self.practice = SqlPractice(connection)
        self.efforts = SqlEfforts(connection)
        self.checklists = SqlChecklists(connection)
        self.memories = SqlMemories(connection)
        self.notes = SqlNotes(connection)
        self.outbox = SqlOutbox(connection)
        self.courier = SqlCourierBox(connection)
        self.inbox = SqlInbox(connection)
        self.installations = SqlInstallations(connection)
        self.states = SqlStates(connection)
