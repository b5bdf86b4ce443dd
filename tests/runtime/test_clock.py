"""The three clocks: the machine's, one that is pushed, one that stands."""

from datetime import UTC, datetime, timedelta

from bot.clock import PushedClock, SetClock, WallClock

NOON = datetime(2027, 3, 8, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Still(WallClock):
    """A wall clock that the test turns by hand."""

    def __init__(self) -> None:
        self.shows = NOON

    def now(self) -> datetime:
        return self.shows


def test_the_wall_clock_is_aware_and_in_utc() -> None:
    assert WallClock().now().tzinfo is UTC


def test_the_wall_clock_moves() -> None:
    clock = WallClock()
    assert clock.now() <= clock.now()


def test_a_pushed_clock_starts_with_the_wall() -> None:
    assert PushedClock(Still()).now() == NOON


def test_a_pushed_clock_shows_the_time_it_is_moved_to() -> None:
    clock = PushedClock(Still())
    clock.move_to(NOON + HOUR)
    assert clock.now() == NOON + HOUR


def test_a_pushed_clock_goes_on_as_fast_as_the_wall() -> None:
    wall = Still()
    clock = PushedClock(wall)
    clock.move_to(NOON + 5 * HOUR)
    wall.shows += HOUR
    assert clock.now() == NOON + 6 * HOUR


def test_a_pushed_clock_keeps_its_place_over_a_restart() -> None:
    clock = PushedClock(Still())
    clock.move_to(NOON + 5 * HOUR)
    assert PushedClock(Still(), clock.offset).now() == NOON + 5 * HOUR


def test_a_set_clock_stands_until_it_is_moved() -> None:
    clock = SetClock(NOON)
    assert (clock.now(), clock.now()) == (NOON, NOON)
    clock.move_to(NOON + HOUR)
    assert clock.now() == NOON + HOUR
