"""The pacer as arithmetic: what may go out at an instant, and never more in any window."""

from collections import defaultdict
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import ChannelRef
from scheduler.pacing import BURST_SECONDS, Pacer
from tests.builders import MONDAY, a_channel

ROOMS = [a_channel(name) for name in ("a", "b", "c")]
SECOND = timedelta(seconds=1)


def a_pacer(
    per_second: float = 40.0, per_channel: timedelta = timedelta(), lanes: int = 8
) -> Pacer:
    return Pacer(per_second, per_channel, lanes)


def test_an_idle_pacer_lets_a_quarter_of_a_second_out_at_once() -> None:
    assert a_pacer(per_second=20, lanes=100).allowance(MONDAY) == 5


def test_a_wave_is_never_wider_than_the_lanes() -> None:
    assert a_pacer(per_second=1000, lanes=3).allowance(MONDAY) == 3


def test_a_slow_platform_still_gets_one_post() -> None:
    assert a_pacer(per_second=0.5).allowance(MONDAY) == 1


def test_what_was_taken_is_no_longer_allowed() -> None:
    pacer = a_pacer(per_second=20)
    for _ in range(5):
        pacer.took(ROOMS[0], MONDAY)
    assert pacer.allowance(MONDAY) == 0


def test_the_allowance_comes_back_post_by_post() -> None:
    pacer = a_pacer(per_second=20)
    for _ in range(5):
        pacer.took(ROOMS[0], MONDAY)
    assert [pacer.allowance(MONDAY + SECOND * n / 20) for n in range(1, 5)] == [1, 2, 3, 4]


def test_a_long_silence_saves_up_no_more_than_one_burst() -> None:
    pacer = a_pacer(per_second=20, lanes=100)
    pacer.took(ROOMS[0], MONDAY)
    assert pacer.allowance(MONDAY + timedelta(hours=1)) == 5


def test_a_room_is_busy_until_its_gap_has_passed() -> None:
    pacer = a_pacer(per_channel=SECOND)
    pacer.took(ROOMS[0], MONDAY)
    assert pacer.busy(MONDAY + SECOND * 0.999) == [ROOMS[0]]
    assert pacer.busy(MONDAY + SECOND) == []


def test_without_a_gap_no_room_is_ever_busy() -> None:
    pacer = a_pacer()
    pacer.took(ROOMS[0], MONDAY)
    assert pacer.busy(MONDAY) == []


def test_nothing_goes_out_while_the_platform_asks_for_silence() -> None:
    pacer = a_pacer()
    pacer.hold(MONDAY + 5 * SECOND)
    assert pacer.allowance(MONDAY + 4.999 * SECOND) == 0
    assert pacer.allowance(MONDAY + 5 * SECOND) > 0


def test_a_shorter_wish_for_silence_does_not_cut_a_longer_one_short() -> None:
    pacer = a_pacer()
    pacer.hold(MONDAY + 60 * SECOND)
    pacer.hold(MONDAY + 1 * SECOND)
    assert pacer.allowance(MONDAY + 30 * SECOND) == 0


def test_it_is_worth_looking_again_when_the_silence_ends() -> None:
    pacer = a_pacer()
    pacer.hold(MONDAY + 60 * SECOND)
    assert pacer.free_at(MONDAY) == MONDAY + 60 * SECOND


def test_it_is_worth_looking_again_when_the_first_room_is_free() -> None:
    pacer = a_pacer(per_second=0.1, per_channel=SECOND)
    pacer.took(ROOMS[0], MONDAY)
    pacer.took(ROOMS[1], MONDAY + SECOND / 2)
    assert pacer.free_at(MONDAY + SECOND / 2) == MONDAY + SECOND


def test_looking_again_is_always_in_the_future() -> None:
    pacer = a_pacer(per_channel=SECOND)
    pacer.took(ROOMS[0], MONDAY)
    assert pacer.busy(MONDAY + SECOND) == []
    assert pacer.free_at(MONDAY + SECOND) > MONDAY + SECOND


def go(pacer: Pacer, waits: list[float], wanted: list[int]) -> list[tuple[datetime, ChannelRef]]:
    """A sender that takes all it may, whenever it looks: wave after wave."""
    now, sent = MONDAY, list[tuple[datetime, ChannelRef]]()
    for wait in waits:
        now += timedelta(seconds=wait)
        busy = pacer.busy(now)
        free = [ROOMS[n] for n in dict.fromkeys(wanted) if ROOMS[n] not in busy]
        for room in free[: pacer.allowance(now)]:
            pacer.took(room, now)
            pacer.ended(now)
            sent.append((now, room))
    return sent


WAITS = st.lists(st.floats(0, 0.4), min_size=1, max_size=80)
WANTED = st.lists(st.integers(0, 2), min_size=3, max_size=6)


@given(WAITS, WANTED, st.floats(0.5, 50), st.floats(0, 2))
def test_no_window_ever_holds_more_than_the_rate_and_one_burst(
    waits: list[float], wanted: list[int], per_second: float, gap: float
) -> None:
    sent = [at for at, _ in go(a_pacer(per_second, timedelta(seconds=gap)), waits, wanted)]
    burst = max(1.0, per_second * BURST_SECONDS)
    for first in range(len(sent)):
        for last in range(first, len(sent)):
            window = (sent[last] - sent[first]).total_seconds()
            assert last - first + 1 <= per_second * window + burst + 0.01


@given(WAITS, WANTED, st.integers(1, 50))
def test_no_second_ever_holds_more_than_a_seconds_posts(
    waits: list[float], wanted: list[int], per_second: int
) -> None:
    sent = [at for at, _ in go(a_pacer(per_second), waits, wanted)]
    for first in sent:
        assert sum(first <= at < first + 0.999 * SECOND for at in sent) <= per_second


@given(st.lists(st.tuples(st.floats(0, 0.4), st.floats(0, 2)), min_size=1, max_size=120))
def test_no_more_than_a_seconds_posts_arrive_in_any_second_however_long_they_take(
    paces: list[tuple[float, float]],
) -> None:
    """Each is answered so long after it left, and arrived anywhere between."""
    pacer, now = a_pacer(10, lanes=100), MONDAY
    under_way, arrived = list[datetime](), list[datetime]()
    for wait, takes in paces:
        now += timedelta(seconds=wait)
        for answered in sorted(at for at in under_way if at <= now):
            pacer.ended(answered)
        under_way = [at for at in under_way if at > now]
        for _ in range(pacer.allowance(now)):
            pacer.took(ROOMS[0], now)
            under_way.append(now + timedelta(seconds=takes))
            arrived.append(now + timedelta(seconds=takes) * (len(arrived) % 3) / 2)
    for first in arrived:
        assert sum(first <= at < first + 0.999 * SECOND for at in arrived) <= 10


@given(WAITS, WANTED, st.floats(0.01, 2))
def test_two_posts_in_one_room_are_never_closer_than_its_gap(
    waits: list[float], wanted: list[int], gap: float
) -> None:
    rooms: dict[ChannelRef, list[datetime]] = defaultdict(list)
    for at, room in go(a_pacer(1000, timedelta(seconds=gap)), waits, wanted):
        rooms[room].append(at)
    for times in rooms.values():
        assert all(later - earlier >= timedelta(seconds=gap) for earlier, later in pairwise(times))


@pytest.mark.parametrize("per_second", [0.5, 3, 40, 1000])
def test_a_patient_sender_reaches_nearly_the_whole_rate(per_second: float) -> None:
    pacer, now, sent = a_pacer(per_second), MONDAY, 0
    while now < MONDAY + timedelta(seconds=20):
        while pacer.allowance(now):
            pacer.took(ROOMS[0], now)
            pacer.ended(now)
            sent += 1
        now = pacer.free_at(now)
    assert sent >= 0.9 * per_second * 20
