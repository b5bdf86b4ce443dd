"""Dates and times as people type them."""

import re
from datetime import date, time
from typing import Any

LARGEST_ID = 2**63 - 1
"""No database holds a larger key, and a token may claim any."""
_TIME = re.compile(r"^(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm)?$", re.IGNORECASE)


def read_time(value: Any) -> Any:  # noqa: ANN401  a pydantic hook
    """9, 9:30, 09.30, 9am and 21h00; anything else is refused with an example."""
    if not isinstance(value, str):
        return value
    match = _TIME.match(value.strip())
    hour = int(match[1]) if match else 99
    if match and match[3]:
        hour = hour % 12 + 12 * (match[3].lower() == "pm") if 1 <= hour <= 12 else 99
    minute = int(match[2] or 0) if match else 0
    if hour > 23 or minute > 59:
        raise ValueError("a time looks like 09:00")
    return time(hour, minute)


def read_date(value: Any) -> Any:  # noqa: ANN401  a pydantic hook
    if not isinstance(value, str):
        return value
    try:
        return date.fromisoformat(value.strip())
    except ValueError:
        raise ValueError("a date looks like 2027-03-08") from None
