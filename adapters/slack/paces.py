"""Slack's rate rules: one allowance per method and workspace, one per channel for posts.

An allowance is a leaky bucket (the generic cell rate algorithm): one number, the time at which it
would be empty. Waiting here is cheaper than a refusal: Slack answers 429 for a while afterwards.
"""

import asyncio
import math
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from bot.ports import RateLimited

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rate:
    """`burst` calls may come at once, then one every `gap` seconds."""

    gap: float
    burst: int


def per_minute(calls: float, burst: int) -> Rate:
    return Rate(60 / calls, burst)


TIERS = {3: per_minute(50, 10), 4: per_minute(100, 20)}
"""Slack promises at least these; a little burst is tolerated (docs: rate limits)."""
METHOD_TIERS: Mapping[str, int] = {
    "chat.postEphemeral": 4,
    "conversations.info": 3,
    "conversations.open": 3,
    "files.completeUploadExternal": 4,
    "files.getUploadURLExternal": 4,
    "files.info": 4,
    "users.info": 4,
    "views.publish": 4,
    "views.update": 4,
}
POSTS_OF_WORKSPACE = per_minute(597, 8)
"""Slack says "several hundred a minute": 600, kept half a per cent below."""
POSTS_OF_CHANNEL = Rate(1.005, 1)
MOST_KEYS = 10_000
ROUNDING = 1e-6
"""Seconds by which sums of gaps may be off."""


class Paces:
    """When the next call may start. Times are seconds of `now`."""

    def __init__(
        self,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._now, self._sleep = now, sleep
        self._empty_at: dict[Key, float] = {}
        self._rests_until: dict[Key, float] = {}

    async def call(self, workspace: str, method: str) -> None:
        tier = METHOD_TIERS.get(method)
        if tier is not None:
            await self._wait({(workspace, method): TIERS[tier]})

    def may_call(self, workspace: str, method: str) -> bool:
        """Whether a call may start at once; if so, it has been counted."""
        rates: dict[Key, Rate] = {(workspace, method): TIERS[METHOD_TIERS[method]]}
        if self._free_at(rates) > self._now() + ROUNDING:
            return False
        self._turn(rates)
        return True

    async def post(self, workspace: str, channel: str, most: float = math.inf) -> None:
        """Raises RateLimited as soon as it is known that it would have to wait for longer."""
        rates = {
            (workspace, "posts"): POSTS_OF_WORKSPACE,
            (workspace, "posts", channel): POSTS_OF_CHANNEL,
        }
        await self._wait(rates, most)

    def hold(self, workspace: str, seconds: float) -> None:
        """Slack refused a post and does not say by which rule: the whole workspace rests."""
        until, key, rate = self._now() + seconds, (workspace, "posts"), POSTS_OF_WORKSPACE
        full = until + (rate.burst - 1) * rate.gap
        self._empty_at[key] = max(self._empty_at.get(key, 0.0), full)
        self._rests_until[key] = max(self._rests_until.get(key, 0.0), until)

    async def _wait(self, rates: Mapping[Key, Rate], most: float = math.inf) -> None:
        start = self._turn(rates, most)
        while (left := start - self._now()) > ROUNDING:
            await self._sleep(left)
            if any(self._rests_until.get(key, 0.0) > start for key in rates):
                # Slack refused somebody else meanwhile.
                start = self._turn(rates, most)

    def _turn(self, rates: Mapping[Key, Rate], most: float = math.inf) -> float:
        """When the next call may start, taken from every allowance if that is within `most`."""
        now = self._now()
        start = max(now, self._free_at(rates))
        if start - now > most:
            wait = timedelta(seconds=start - now)
            raise RateLimited("Slack has asked for patience", wait, everywhere=False)
        for key, rate in rates.items():
            self._empty_at[key] = max(self._empty_at.get(key, 0.0), start) + rate.gap
        self._forget(now)
        return start

    def _free_at(self, rates: Mapping[Key, Rate]) -> float:
        return max(
            self._empty_at.get(key, 0.0) - (rate.burst - 1) * rate.gap
            for key, rate in rates.items()
        )

    def _forget(self, now: float) -> None:
        """What lies in the past allows all it ever allows."""
        if len(self._empty_at) > MOST_KEYS:
            self._empty_at = {key: at for key, at in self._empty_at.items() if at > now}
            self._rests_until = {key: at for key, at in self._rests_until.items() if at > now}
