"""What came in and was given out once: deeds, installations, states of visitors."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.domain.ids import (
    Platform,
)


class Inbox(Protocol):
    def remember(self, platform: Platform, invocation: str, now: datetime) -> bool:
        """False when it has been seen."""
        ...

    def forget_before(self, instant: datetime) -> int: ...


@dataclass(frozen=True, slots=True)
class Installation:
    """The bot as it was added to one workspace of a platform."""

    platform: Platform
    workspace: str
    name: str
    secret: str = field(repr=False)
    """Encrypted by the adapter, which alone can read it."""
    details: str
    """What else the adapter keeps, as JSON text without secrets."""
    installed_at: datetime
    gone_at: datetime | None = None


class Installations(Protocol):
    def save(self, installation: Installation) -> None:
        """Add it, or replace the one of the same workspace."""
        ...

    def get(self, platform: Platform, workspace: str) -> Installation | None:
        """Also one that is gone."""
        ...

    def active(self, platform: Platform) -> Sequence[Installation]: ...

    def gone(self, platform: Platform, workspace: str, at: datetime) -> bool:
        """Switch off what was installed by then and drop its secret; False when nothing was."""
        ...

    def claim_renewal(self, old: Installation, now: datetime, until: datetime) -> bool:
        """Whether the caller, and nobody else until then, may exchange this very secret."""
        ...

    def renew(self, old: Installation, secret: str) -> bool:
        """Replace the secret; False when it is another one by now, or gone."""
        ...

    def gone_before(self, platform: Platform, instant: datetime) -> Sequence[str]:
        """The workspaces that went before the instant."""
        ...

    def forget_before(self, platform: Platform, instant: datetime) -> Sequence[str]:
        """Delete those that went before the instant; returns their workspaces."""
        ...


class States(Protocol):
    """One-time values that prove a visitor comes back from where they were sent."""

    def issue(self, value: str, now: datetime, expires_at: datetime) -> None: ...

    def consume(self, value: str, now: datetime) -> bool:
        """True once, and only before it expires."""
        ...
