"""What happens, as structured log lines and as figures in Prometheus's text format."""

import logging
import socket
import sys
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import timedelta

import structlog

from bot.domain.cohorts import Cohort
from bot.domain.errors import StudyError
from bot.domain.ids import Platform
from bot.ports import Unavailable
from bot.repositories.posts import Claim

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
LATE_SECONDS = 60.0
_LEVELS = {"debug": 10, "info": 20, "warning": 30, "error": 40}

_CUT_OFF = (Unavailable, ConnectionError, TimeoutError, socket.gaierror)
"""Somebody else's server or the way there; nothing in our own lines explains these."""

Labels = tuple[tuple[str, str], ...]


class Metrics:
    """Counters, gauges and one histogram, printed in the exposition format 0.0.4."""

    def __init__(self) -> None:
        self._help: dict[str, tuple[str, str]] = {}
        self._values: dict[str, dict[Labels, float]] = defaultdict(lambda: defaultdict(float))
        self._buckets: dict[tuple[str, Labels], list[int]] = {}

    def describe(self, name: str, kind: str, text: str) -> None:
        self._help[name] = (kind, text)

    def count(self, name: str, amount: float = 1, **labels: str) -> None:
        self._values[name][tuple(sorted(labels.items()))] += amount

    def gauge(self, name: str, value: float, **labels: str) -> None:
        self._values[name][tuple(sorted(labels.items()))] = value

    def observe(self, name: str, seconds: float, **labels: str) -> None:
        key = tuple(sorted(labels.items()))
        counts = self._buckets.setdefault((name, key), [0] * (len(BUCKETS) + 1))
        counts[bisect_left(BUCKETS, seconds)] += 1
        self._values[f"{name}_sum"][key] += seconds

    def render(self) -> str:
        lines: list[str] = []
        for name, (kind, text) in self._help.items():
            lines += [f"# HELP {name} {text}", f"# TYPE {name} {kind}"]
            lines += self._histogram(name) if kind == "histogram" else self._plain(name)
        return "\n".join(lines) + "\n"

    def _plain(self, name: str) -> Iterable[str]:
        for labels, value in self._values.get(name, {}).items():
            yield f"{name}{_braces(labels)} {_number(value)}"

    def _histogram(self, name: str) -> Iterable[str]:
        for (of, labels), counts in self._buckets.items():
            if of != name:
                continue
            total = 0
            for bound, count in zip((*BUCKETS, None), counts, strict=True):
                total += count
                limit = "+Inf" if bound is None else f"{bound:g}"
                yield f"{name}_bucket{_braces((*labels, ('le', limit)))} {total}"
            spent = self._values[f"{name}_sum"][labels]
            yield f"{name}_sum{_braces(labels)} {_number(spent)}"
            yield f"{name}_count{_braces(labels)} {total}"


def _braces(labels: Labels) -> str:
    if not labels:
        return ""
    inner = ",".join(f'{name}="{_escaped(value)}"' for name, value in labels)
    return f"{{{inner}}}"


def _number(value: float) -> str:
    """All its digits: a counter that is rounded after a million seems to stand still."""
    return str(int(value)) if value == int(value) else repr(value)


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


class Telemetry:
    """Implements what the dispatcher, the tick, the courier and the supervisor report to."""

    def __init__(self, log: structlog.typing.FilteringBoundLogger) -> None:
        self.log = log
        self.metrics = Metrics()
        for name, kind, text in _DESCRIBED:
            self.metrics.describe(name, kind, text)

    def handled(self, command: str, outcome: str, seconds: float) -> None:
        self.metrics.count("prepcircle_interactions_total", command=command, outcome=outcome)
        self.metrics.observe("prepcircle_interaction_seconds", seconds)
        self.log.debug("interaction", command=command, outcome=outcome, seconds=round(seconds, 4))

    def refused(self, command: str, error: StudyError) -> None:
        # Without the words: they may quote an answer, and answers are private.
        self.log.info("refused", command=command, kind=type(error).__name__)

    def crashed(self, command: str, incident: str, error: BaseException) -> None:
        self.metrics.count("prepcircle_errors_total", where="command")
        self.log.error("crashed", command=command, incident=incident, exc_info=error)

    def planned(self, posts: int, skipped: int) -> None:
        self.metrics.count("prepcircle_posts_planned_total", posts)
        self.metrics.count("prepcircle_posts_skipped_total", skipped)
        self.log.debug("planned", posts=posts, skipped=skipped)

    def plan_failed(self, cohort: Cohort, error: Exception) -> None:
        self.metrics.count("prepcircle_errors_total", where="plan")
        self.log.error("plan failed", cohort=cohort.id, track=cohort.track, exc_info=error)

    def posted(self, platform: Platform, outcome: str, delay: timedelta) -> None:
        self.metrics.count("prepcircle_posts_total", platform=platform, outcome=outcome)
        if outcome == "sent" and delay.total_seconds() > LATE_SECONDS:
            self.metrics.count("prepcircle_posts_late_total", platform=platform)
        self.log.debug("posted", platform=platform, outcome=outcome)

    def trouble(self, claim: Claim, error: Exception) -> None:
        kind = type(error).__name__
        self.metrics.count("prepcircle_errors_total", where="send")
        self.log.warning("send failed", key=claim.key, kind=kind, why=str(error), tries=claim.tries)

    def started(self, name: str) -> None:
        self.log.debug("part started", part=name)

    def crashed_part(self, name: str, error: Exception, backoff: float) -> None:
        """`backoff` is in seconds."""
        self.metrics.count("prepcircle_errors_total", where=name)
        if not _is_cut_off(error):
            self.log.error("part crashed", part=name, again_in=backoff, exc_info=error)
            return
        kind = type(error).__name__
        self.log.warning("part cut off", part=name, again_in=backoff, kind=kind, why=str(error))
        self.log.debug("part cut off", part=name, exc_info=error)

    def given_up(self, name: str, error: Exception) -> None:
        self.metrics.count("prepcircle_errors_total", where=name)
        # Without a traceback: the reason is the operator's to mend and says how.
        self.log.error("part given up", part=name, why=str(error))

    def stopped(self, name: str) -> None:
        self.log.debug("part stopped", part=name)

    def outbox(self, depth: Mapping[str, int]) -> None:
        """Take over what the outbox holds, just before the figures are printed."""
        for state in ("ready", "sending", "unclear", "failed"):
            self.metrics.gauge("prepcircle_outbox_posts", depth.get(state, 0), state=state)
        self.metrics.gauge("prepcircle_outbox_oldest_seconds", depth.get("age", 0))

    def connections(self, states: Mapping[str, bool]) -> None:
        for name, up in states.items():
            self.metrics.gauge("prepcircle_connection_up", int(up), connection=name)


def _is_cut_off(error: BaseException | None) -> bool:
    """Libraries wrap what the network said in errors of their own."""
    while error is not None:
        if isinstance(error, _CUT_OFF):
            return True
        error = error.__cause__
    return False


_DESCRIBED = (
    ("prepcircle_interactions_total", "counter", "Things people did, by command and outcome."),
    ("prepcircle_interaction_seconds", "histogram", "Time to answer an interaction."),
    ("prepcircle_posts_planned_total", "counter", "Posts put into the outbox by the clock."),
    ("prepcircle_posts_skipped_total", "counter", "Slots left out because they came too late."),
    ("prepcircle_posts_total", "counter", "Posts by platform and outcome of the send."),
    ("prepcircle_posts_late_total", "counter", "Posts sent more than a minute after due."),
    ("prepcircle_outbox_posts", "gauge", "Posts in the outbox by state."),
    ("prepcircle_outbox_oldest_seconds", "gauge", "How long the oldest due post has waited."),
    ("prepcircle_connection_up", "gauge", "1 while a connection to a chat platform is up."),
    ("prepcircle_errors_total", "counter", "Errors by where they happened."),
)


def make_log(level: str, style: str) -> structlog.typing.FilteringBoundLogger:
    """A logger writing to standard error; `style` is console, json, or auto."""
    readable = style == "console" or (style == "auto" and sys.stderr.isatty())
    renderer: structlog.typing.Processor = (
        structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
        if readable
        else structlog.processors.JSONRenderer()
    )
    tail = [renderer] if readable else [structlog.processors.format_exc_info, renderer]
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper("iso", utc=True),
            *tail,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(_LEVELS[level]),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )
    log: structlog.typing.FilteringBoundLogger = structlog.get_logger()
    logging.getLogger("adapters").handlers = [_Passing(log)]
    return log


class _Passing(logging.Handler):
    """What adapters say through the standard library becomes a line like all others."""

    def __init__(self, log: structlog.typing.FilteringBoundLogger) -> None:
        super().__init__()
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        self._log.log(record.levelno, record.getMessage(), part=record.name)
