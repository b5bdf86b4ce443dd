"""Rate rules as Slack applies them; off until switched on, so that tests run at full speed."""

import math
from collections import Counter
from dataclasses import dataclass, field

from tests.slack.records import Call

TIERS = {1: 1, 2: 20, 3: 50, 4: 100}
"""Requests a minute, per method and workspace."""
TIER_OF = {
    "auth.test": 4,
    "apps.connections.open": 1,
    "bots.info": 3,
    "chat.delete": 3,
    "chat.postEphemeral": 4,
    "chat.update": 3,
    "conversations.info": 3,
    "conversations.members": 4,
    "conversations.open": 3,
    "files.completeUploadExternal": 4,
    "files.getUploadURLExternal": 4,
    "files.info": 4,
    "team.info": 3,
    "users.info": 4,
    "views.open": 4,
    "views.publish": 4,
    "views.push": 4,
    "views.update": 4,
}


@dataclass(frozen=True)
class Rule:
    """So many a second on the long run, `burst` at once."""

    per_second: float
    burst: float


@dataclass
class Bucket:
    rule: Rule
    left: float
    at: float

    def wait(self, now: float) -> float:
        """Seconds until one more is allowed; 0 when it is now."""
        gained = max(0.0, now - self.at) * self.rule.per_second
        self.left, self.at = min(self.rule.burst, self.left + gained), now
        return 0.0 if self.left >= 1 else (1 - self.left) / self.rule.per_second


@dataclass
class Rates:
    """`refused` counts the 429s by method. auth.test and its like share the tiers."""

    refused: Counter[str] = field(default_factory=Counter)
    _channel: Rule | None = None
    _workspace: Rule | None = None
    _tier_burst: float = 0
    _buckets: dict[tuple[str, ...], Bucket] = field(default_factory=dict)

    def switch_on(
        self,
        channel: Rule | None = Rule(1, 3),
        workspace: Rule | None = Rule(10, 20),
        tier_burst: float = 20,
    ) -> None:
        """Posts by `channel` and `workspace`, all else by its tier; a tier_burst of 0: no tiers."""
        self._channel, self._workspace, self._tier_burst = channel, workspace, tier_burst
        self._buckets.clear()

    def switch_off(self) -> None:
        self.switch_on(None, None, 0)

    def refusal(self, call: Call, team: str) -> int:
        """Whole seconds to wait, 0 when the call may pass and has been counted."""
        buckets = [self._bucket(key, rule, call.at) for key, rule in self._rules(call, team)]
        wait = max((bucket.wait(call.at) for bucket in buckets), default=0.0)
        if wait > 0:
            self.refused[call.method] += 1
            return math.ceil(wait)
        for bucket in buckets:
            bucket.left -= 1
        return 0

    def _rules(self, call: Call, team: str) -> list[tuple[tuple[str, ...], Rule]]:
        if call.method == "chat.postMessage":
            channel = ("channel", team, str(call.args.get("channel")))
            both = [(channel, self._channel), (("workspace", team), self._workspace)]
            return [(key, rule) for key, rule in both if rule]
        if self._tier_burst and call.method in TIER_OF:
            per_minute = TIERS[TIER_OF[call.method]]
            rule = Rule(per_minute / 60, min(self._tier_burst, per_minute))
            return [(("tier", team, call.method), rule)]
        return []

    def _bucket(self, key: tuple[str, ...], rule: Rule, now: float) -> Bucket:
        return self._buckets.setdefault(key, Bucket(rule, rule.burst, now))
