"""Instants in words, as the reader's own wall clock shows them."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.cards import Moment

_UNITS = (("day", 1440), ("hour", 60), ("minute", 1))
"""In minutes."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Where and when somebody reads."""

    zone: ZoneInfo
    now: datetime

    def words(self, moment: Moment) -> str:
        match moment.style:
            case "date":
                return self.date(moment.at)
            case "time":
                return self.time(moment.at)
            case "relative":
                return relative(moment.at - self.now)
            case _:
                return f"{self.date(moment.at)}, {self.time(moment.at)}"

    def date(self, at: datetime) -> str:
        local = at.astimezone(self.zone)
        year = "" if local.year == self.now.astimezone(self.zone).year else f" {local.year}"
        return f"{local:%a} {local.day} {local:%b}{year}"

    def time(self, at: datetime) -> str:
        return f"{at.astimezone(self.zone):%H:%M}"


def reader_in(zone: str, now: datetime) -> Reader:
    """An unknown zone reads UTC: a page with an odd hour beats no page."""
    try:
        return Reader(ZoneInfo(zone), now)
    except (ZoneInfoNotFoundError, ValueError):
        return Reader(ZoneInfo("UTC"), now)


def relative(away: timedelta) -> str:
    """`in 3 hours`, `2 days ago`; app.js says the same as time goes by."""
    seconds = away.total_seconds()
    minutes = int(abs(seconds) / 60 + 0.5)
    for unit, size in _UNITS:
        if minutes >= size:
            count = int(minutes / size + 0.5)
            many = f"{count} {unit}{'' if count == 1 else 's'}"
            return f"in {many}" if seconds > 0 else f"{many} ago"
    return "now"


def stamp(at: datetime) -> str:
    """The machine-readable form, to the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def in_utc(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
