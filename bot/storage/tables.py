"""The tables. Every row that can be caused twice has a unique key."""

from pydantic import TypeAdapter
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bot.cards import Card
from bot.domain.drills import Drill
from bot.domain.timeline import Calendar
from bot.storage.types import Instant, Json

CALENDAR, DRILL, CARD = TypeAdapter(Calendar), TypeAdapter(Drill), TypeAdapter(Card)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)
Id = BigInteger().with_variant(Integer, "sqlite")


def _key() -> Column[int]:
    return Column("id", Id, primary_key=True, autoincrement=True)


def _ref(name: str, target: str, *, nullable: bool = False) -> Column[int]:
    return Column(name, Id, ForeignKey(f"{target}.id"), nullable=nullable)


person = Table(
    "person",
    metadata,
    _key(),
    Column("name", String(200), nullable=False),
    Column("zone", String(64), nullable=False, default=""),
    Column("quiet_from", String(5), nullable=False),
    Column("quiet_until", String(5), nullable=False),
    Column("nudges", Boolean, nullable=False),
    Column("board", String(16), nullable=False),
    Column("link_code", String(16), unique=True),
)
account = Table(
    "account",
    metadata,
    _key(),
    _ref("person_id", "person"),
    Column("platform", String(32), nullable=False),
    Column("workspace", String(64), nullable=False),
    Column("user", String(64), nullable=False),
    UniqueConstraint("platform", "workspace", "user"),
    Index(None, "person_id"),
)
cohort = Table(
    "cohort",
    metadata,
    _key(),
    Column("name", String(200), nullable=False),
    Column("track", String(64), nullable=False),
    Column("calendar", Json(CALENDAR), nullable=False),
    _ref("host_id", "person"),
    Column("created_at", Instant, nullable=False),
    Column("status", String(16), nullable=False),
    Column("settled", Integer, nullable=False),
    Column("next_slot_at", Instant),
    Column("code", String(16), unique=True),
    Index(
        "ix_cohort_due",
        "next_slot_at",
        sqlite_where=text("next_slot_at IS NOT NULL"),
        postgresql_where=text("next_slot_at IS NOT NULL"),
    ),
    Index(None, "host_id"),
)
place = Table(
    "place",
    metadata,
    _key(),
    _ref("cohort_id", "cohort"),
    Column("platform", String(32), nullable=False),
    Column("workspace", String(64), nullable=False),
    Column("channel", String(64), nullable=False),
    Column("off_reason", Text, nullable=False, default=""),
    UniqueConstraint("cohort_id", "platform", "workspace", "channel"),
    Index(None, "platform", "workspace", "channel"),
)
member = Table(
    "member",
    metadata,
    _key(),
    _ref("cohort_id", "cohort"),
    _ref("person_id", "person"),
    Column("joined_day", Integer, nullable=False),
    Column("joined_at", Instant, nullable=False),
    Column("left", Boolean, nullable=False, default=False),
    Column("removed", Boolean, nullable=False, default=False),
    UniqueConstraint("cohort_id", "person_id"),
    Index(None, "person_id"),
)
day_off = Table(
    "day_off",
    metadata,
    Column("member_id", Id, ForeignKey("member.id"), primary_key=True),
    Column("day", Integer, primary_key=True),
)
serving = Table(
    "serving",
    metadata,
    _key(),
    _ref("cohort_id", "cohort"),
    _ref("member_id", "member", nullable=True),
    Column("day", Integer, nullable=False),
    Column("purpose", String(16), nullable=False),
    Column("family", String(100), nullable=False),
    Column("item", String(120), nullable=False),
    Column("drill", Json(DRILL), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("key", String(120), nullable=False, unique=True),
    Index(None, "cohort_id", "member_id", "created_at"),
)
attempt = Table(
    "attempt",
    metadata,
    _key(),
    _ref("serving_id", "serving"),
    _ref("member_id", "member"),
    _ref("cohort_id", "cohort"),
    Column("number", Integer, nullable=False),
    Column("answer", Text, nullable=False),
    Column("share", Float, nullable=False),
    Column("hints", Integer, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("day", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Column("purpose", String(16), nullable=False),
    Column("family", String(100), nullable=False),
    Column("skill", String(64), nullable=False),
    Column("level", Integer, nullable=False),
    Column("scores", String(32), nullable=False, default=""),
    Column("stage", String(16), nullable=False, server_default=""),
    UniqueConstraint("serving_id", "member_id", "number"),
    Index(None, "member_id", "family"),
    Index(None, "cohort_id", "day", "member_id"),
)
hint = Table(
    "hint",
    metadata,
    Column("serving_id", Id, ForeignKey("serving.id"), primary_key=True),
    Column("member_id", Id, ForeignKey("member.id"), primary_key=True),
    Column("taken", Integer, nullable=False),
)
effort = Table(
    "effort",
    metadata,
    _key(),
    _ref("cohort_id", "cohort"),
    _ref("member_id", "member"),
    Column("day", Integer, nullable=False),
    Column("points", Integer, nullable=False),
    Column("reason", String(16), nullable=False),
    Column("ref", String(120), nullable=False),
    UniqueConstraint("member_id", "reason", "ref"),
    Index("ix_effort_board", "cohort_id", "member_id", "day", "points"),
)
tick = Table(
    "tick",
    metadata,
    _key(),
    _ref("member_id", "member"),
    Column("item", String(32), nullable=False),
    Column("position", Integer, nullable=False),
    Column("evidence", Text, nullable=False),
    Column("at", Instant, nullable=False),
    UniqueConstraint("member_id", "item", "position"),
)
memory = Table(
    "memory",
    metadata,
    Column("member_id", Id, ForeignKey("member.id"), primary_key=True),
    Column("family", String(100), primary_key=True),
    Column("state", Text, nullable=False),
    Column("before", Text, nullable=False),
    Column("due_at", Instant, nullable=False),
    Index(None, "member_id", "due_at"),
)
note = Table(
    "note",
    metadata,
    _key(),
    _ref("person_id", "person"),
    Column("text", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Index(None, "person_id", "id"),
)
outbox = Table(
    "outbox",
    metadata,
    _key(),
    Column("key", String(160), nullable=False, unique=True),
    _ref("cohort_id", "cohort", nullable=True),
    Column("platform", String(32), nullable=False),
    Column("workspace", String(64), nullable=False),
    Column("channel", String(64), nullable=False),
    Column("direct", Boolean, nullable=False),
    Column("title", String(300), nullable=False),
    Column("card", Json(CARD), nullable=False),
    Column("parent_key", String(160), nullable=False, default=""),
    Column("due_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("late", Boolean, nullable=False, default=False),
    Column("state", String(16), nullable=False),
    Column("tries", Integer, nullable=False, default=0),
    Column("worker", String(64), nullable=False, default=""),
    Column("claimed_at", Instant),
    Column("sent_at", Instant),
    Column("receipt", String(200), nullable=False, default=""),
    Column("reason", Text, nullable=False, default=""),
    Column("doubted_at", Instant),
    # The claim reads the first rows of this index whatever the number of pending posts.
    Index(
        "ix_outbox_ready",
        "platform",
        "due_at",
        sqlite_where=text("state = 'ready'"),
        postgresql_where=text("state = 'ready'"),
    ),
    Index(
        "ix_outbox_troubled",
        "state",
        "cohort_id",
        sqlite_where=text("state NOT IN ('ready', 'sent')"),
        postgresql_where=text("state NOT IN ('ready', 'sent')"),
    ),
)
inbox = Table(
    "inbox",
    metadata,
    Column("platform", String(32), primary_key=True),
    Column("invocation", String(128), primary_key=True),
    Column("seen_at", Instant, nullable=False),
    Index(None, "seen_at"),
)
installation = Table(
    "installation",
    metadata,
    Column("platform", String(32), primary_key=True),
    Column("workspace", String(64), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("secret", Text, nullable=False),
    Column("details", Text, nullable=False),
    Column("installed_at", Instant, nullable=False),
    Column("gone_at", Instant),
    Column("renewing_until", Instant),
)
state = Table(
    "state",
    metadata,
    Column("value", String(64), primary_key=True),
    Column("expires_at", Instant, nullable=False),
    Index(None, "expires_at"),
)
