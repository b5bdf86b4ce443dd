"""The figures a scraper reads."""

from datetime import timedelta

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import InvalidInput
from bot.domain.ids import Platform, PostId
from bot.ports import GiveUp, Unavailable
from bot.repositories.posts import Claim
from bot.telemetry import BUCKETS, Metrics, Telemetry
from tests.builders import MONDAY, a_card, a_channel, a_cohort
from tests.runtime.exposition import Exposition, parse

PLAYGROUND = Platform("playground")
QUIET: structlog.typing.FilteringBoundLogger = structlog.wrap_logger(
    structlog.ReturnLogger(), processors=[], wrapper_class=structlog.make_filtering_bound_logger(50)
)


@pytest.fixture
def telemetry() -> Telemetry:
    return Telemetry(QUIET)


def figures(telemetry: Telemetry) -> Exposition:
    return parse(telemetry.metrics.render())


def a_claim() -> Claim:
    return Claim(PostId(1), "c1/1/drill/p1", None, a_channel(), a_card(), MONDAY, 1)


def test_before_anything_happens_the_text_can_be_read(telemetry: Telemetry) -> None:
    assert figures(telemetry).samples == {}


def test_every_figure_has_a_kind_and_the_programs_name(telemetry: Telemetry) -> None:
    kinds = figures(telemetry).kinds
    assert all(name.startswith("prepcircle_") for name in kinds)
    assert set(kinds.values()) == {"counter", "gauge", "histogram"}


def test_interactions_are_counted_by_command_and_outcome(telemetry: Telemetry) -> None:
    for outcome in ("done", "done", "refused"):
        telemetry.handled("join", outcome, 0.01)
    found = figures(telemetry)
    name = "prepcircle_interactions_total"
    assert found.value(name, command="join", outcome="done") == 2
    assert found.value(name, command="join", outcome="refused") == 1


def test_buckets_of_the_time_to_answer_are_cumulative(telemetry: Telemetry) -> None:
    for seconds in (0.001, 0.005, 0.3, 60):
        telemetry.handled("join", "done", seconds)
    found = figures(telemetry)
    name = "prepcircle_interaction_seconds_bucket"
    counts = [found.value(name, le=f"{bound:g}") for bound in BUCKETS]
    assert counts == [2, 2, 2, 2, 2, 2, 3, 3, 3, 3]
    assert found.value(name, le="+Inf") == 4


def test_the_histogram_has_its_sum_and_count(telemetry: Telemetry) -> None:
    for seconds in (0.25, 0.5):
        telemetry.handled("join", "done", seconds)
    found = figures(telemetry)
    assert found.value("prepcircle_interaction_seconds_sum") == 0.75
    assert found.value("prepcircle_interaction_seconds_count") == 2


def test_posts_are_counted_by_platform_and_outcome(telemetry: Telemetry) -> None:
    telemetry.posted(PLAYGROUND, "sent", timedelta())
    telemetry.posted(PLAYGROUND, "unclear", timedelta())
    found = figures(telemetry)
    for outcome in ("sent", "unclear"):
        assert found.value("prepcircle_posts_total", platform="playground", outcome=outcome) == 1


@pytest.mark.parametrize(
    ("outcome", "seconds", "late"),
    [("sent", 60, 0), ("sent", 61, 1), ("failed", 61, 0)],
)
def test_only_what_was_sent_a_minute_late_counts_as_late(
    telemetry: Telemetry, outcome: str, seconds: int, late: int
) -> None:
    telemetry.posted(PLAYGROUND, outcome, timedelta(seconds=seconds))
    assert figures(telemetry).value("prepcircle_posts_late_total", platform="playground") == late


def test_planned_and_skipped_posts_are_counted(telemetry: Telemetry) -> None:
    telemetry.planned(2, 1)
    telemetry.planned(3, 0)
    found = figures(telemetry)
    assert found.value("prepcircle_posts_planned_total") == 5
    assert found.value("prepcircle_posts_skipped_total") == 1


def test_errors_are_counted_by_where_they_happened(telemetry: Telemetry) -> None:
    telemetry.crashed("join", "k7m2", ValueError())
    telemetry.plan_failed(a_cohort(), ValueError())
    telemetry.trouble(a_claim(), Unavailable("503"))
    telemetry.crashed_part("scheduler", ValueError(), 1.0)
    telemetry.given_up("slack", GiveUp())
    found = figures(telemetry)
    for where in ("command", "plan", "send", "scheduler", "slack"):
        assert found.value("prepcircle_errors_total", where=where) == 1


def test_a_refusal_is_no_error(telemetry: Telemetry) -> None:
    telemetry.refused("join", InvalidInput("no"))
    assert figures(telemetry).samples == {}


def test_the_outbox_is_shown_by_state_with_its_oldest_post(telemetry: Telemetry) -> None:
    telemetry.outbox({"ready": 3, "unclear": 1, "age": 42})
    found = figures(telemetry)
    states = {
        state: found.value("prepcircle_outbox_posts", state=state)
        for state in ("ready", "sending", "unclear", "failed")
    }
    assert states == {"ready": 3, "sending": 0, "unclear": 1, "failed": 0}
    assert found.value("prepcircle_outbox_oldest_seconds") == 42


def test_a_gauge_shows_the_last_value(telemetry: Telemetry) -> None:
    telemetry.outbox({"ready": 3})
    telemetry.outbox({})
    found = figures(telemetry)
    assert found.samples[("prepcircle_outbox_posts", frozenset({("state", "ready")}))] == 0


def test_large_counts_keep_all_their_digits(telemetry: Telemetry) -> None:
    telemetry.planned(12_345_678, 0)
    assert figures(telemetry).value("prepcircle_posts_planned_total") == 12_345_678


@given(st.lists(st.text(), min_size=1, max_size=5, unique=True))
def test_no_label_can_break_the_text(values: list[str]) -> None:
    metrics = Metrics()
    metrics.describe("things_total", "counter", "Things.")
    for value in values:
        metrics.count("things_total", 2, of=value)
    found = parse(metrics.render())
    assert all(found.value("things_total", of=value) == 2 for value in values)
