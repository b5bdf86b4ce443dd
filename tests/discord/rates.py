"""Rate rules as Discord applies them; off until switched on, so that tests run at full speed.

A bucket is a window that starts with its first request. Every answer names its bucket, as Discord's
do; while the rules are off the bucket is too large to matter.
"""

from collections import Counter, deque
from dataclasses import dataclass, field

from tests.discord.records import Call
from tests.discord.routes import EDIT, SEND, WITH_INTERACTION_TOKEN

MAJOR = ("channel_id", "guild_id", "webhook_id", "webhook_token")
WIDE_OPEN = {"X-RateLimit-Limit": "10000", "X-RateLimit-Remaining": "9999"}


@dataclass(frozen=True)
class Rule:
    """So many in so many seconds."""

    number: int
    seconds: float


@dataclass
class Window:
    rule: Rule
    ends: float = 0.0
    used: int = 0

    def refusal(self, now: float) -> float:
        """Seconds to wait; 0 when one more is allowed now."""
        if now >= self.ends:
            self.ends, self.used = now + self.rule.seconds, 0
        return 0.0 if self.used < self.rule.number else self.ends - now


@dataclass
class Rates:
    """`refused` counts the 429s by route, `invalid` all answers of 401, 403 and 429."""

    refused: Counter[str] = field(default_factory=Counter)
    globally: int = 0
    """How many of the 429s were for all requests together."""
    invalid: int = 0
    _posts: Rule | None = None
    _others: Rule | None = None
    _all: Rule | None = None
    _windows: dict[str, Window] = field(default_factory=dict)
    _recent: deque[float] = field(default_factory=deque)

    def switch_on(
        self,
        posts: Rule | None = Rule(5, 5.0),
        others: Rule | None = Rule(50, 5.0),
        everything: Rule | None = Rule(50, 1.0),
    ) -> None:
        """`posts`: messages sent or edited in one channel; `everything`: in any such span."""
        self._posts, self._others, self._all = posts, others, everything
        self._windows.clear()
        self._recent.clear()

    def switch_off(self) -> None:
        self.switch_on(None, None, None)

    def refusal(self, call: Call) -> tuple[float, bool]:
        """Seconds to wait and whether that is for everything; (0, False) if it may pass."""
        window = self._window(call)
        own = window.refusal(call.at) if window else 0.0
        together = self._together(call)
        if not (own or together):
            self._count(call, window)
            return 0.0, False
        self.refused[call.route] += 1
        self.globally += together > 0
        return max(own, together), together > 0

    def headers(self, call: Call) -> dict[str, str]:
        """How the bucket stands after this request."""
        window = self._window(call)
        told = {"X-RateLimit-Bucket": call.route.replace(" ", "")}
        if window is None:
            return told | WIDE_OPEN | {"X-RateLimit-Reset-After": "1", "X-RateLimit-Reset": "0"}
        left = max(0, window.rule.number - window.used)
        return told | {
            "X-RateLimit-Limit": str(window.rule.number),
            "X-RateLimit-Remaining": str(left),
            "X-RateLimit-Reset-After": f"{max(0.0, window.ends - call.at):.3f}",
            "X-RateLimit-Reset": f"{window.ends:.3f}",
        }

    def _window(self, call: Call) -> Window | None:
        rule = self._posts if call.route in {SEND, EDIT} else self._others
        if rule is None:
            return None
        major = "+".join(call.path[name] for name in MAJOR if name in call.path)
        return self._windows.setdefault(f"{call.route}:{major}", Window(rule))

    def _together(self, call: Call) -> float:
        """Answers to interactions are not counted."""
        if self._all is None or call.route in WITH_INTERACTION_TOKEN:
            return 0.0
        while self._recent and call.at - self._recent[0] >= self._all.seconds:
            self._recent.popleft()
        if len(self._recent) < self._all.number:
            return 0.0
        return self._recent[0] + self._all.seconds - call.at

    def _count(self, call: Call, window: Window | None) -> None:
        if window is not None:
            window.used += 1
        if self._all is not None and call.route not in WITH_INTERACTION_TOKEN:
            self._recent.append(call.at)
