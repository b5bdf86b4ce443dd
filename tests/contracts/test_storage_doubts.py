"""What the outbox keeps of posts that may have arrived, on both engines."""

from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy import select

from bot.domain.ids import PostId
from bot.domain.records import PostState
from bot.repositories.posts import MAY_BE_THERE, Claim
from bot.repositories.store import Repos
from bot.storage.repos import SqlRepos
from bot.storage.tables import outbox
from tests.builders import MONDAY, PLAYGROUND, an_outgoing

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
ODD = MONDAY + timedelta(microseconds=7)
ODD_ELSEWHERE = ODD.astimezone(timezone(HOUR))


def _claim(repos: Repos, now: datetime) -> Claim:
    (claim,) = repos.courier.claim(PLAYGROUND, now, 10, "w1")
    return claim


def _claimed(repos: Repos) -> PostId:
    assert repos.outbox.add(an_outgoing())
    return _claim(repos, MONDAY).id


def _doubted(repos: Repos, since: datetime = MONDAY) -> PostId:
    """A post whose first answer was lost, claimed again a minute later."""
    repos.courier.later(_claimed(repos), MONDAY, "no answer", since)
    return _claim(repos, MONDAY + MINUTE).id


def _state(repos: Repos, post: PostId) -> tuple[PostState, str]:
    found = repos.outbox.get(post)
    assert found is not None
    return found.state, found.reason


def _doubt(repos: Repos, post: PostId) -> datetime | None:
    assert isinstance(repos, SqlRepos)
    asked = select(outbox.c.doubted_at).where(outbox.c.id == post)
    found: datetime | None = repos.cohorts.connection.execute(asked).scalar_one()
    return found


def test_a_claim_says_since_when_the_post_is_in_doubt(repos: Repos) -> None:
    repos.courier.later(_claimed(repos), MONDAY, "no answer", ODD_ELSEWHERE)
    assert _claim(repos, MONDAY).doubted_at == ODD


def test_a_post_put_off_without_doubt_has_none(repos: Repos) -> None:
    repos.courier.later(_claimed(repos), MONDAY, "rate limited")
    assert _claim(repos, MONDAY).doubted_at is None


@pytest.mark.parametrize("again", [None, MONDAY + MINUTE])
def test_the_first_doubt_counts_whatever_comes_after_it(
    repos: Repos, again: datetime | None
) -> None:
    repos.courier.later(_doubted(repos), MONDAY + HOUR, "later", again)
    assert _claim(repos, MONDAY + HOUR).doubted_at == MONDAY


def test_a_post_in_doubt_does_not_fail_but_is_unclear(repos: Repos) -> None:
    post = _doubted(repos)
    repos.courier.fail(post, "refused")
    assert _state(repos, post) == (PostState.UNCLEAR, "refused")


def test_a_post_in_doubt_that_is_too_late_is_unclear_and_not_left_out(repos: Repos) -> None:
    post = _doubted(repos)
    repos.courier.later(post, MONDAY + HOUR, "rate limited")
    assert repos.courier.expire(PLAYGROUND, MONDAY + timedelta(days=2)) == 1
    assert _state(repos, post) == (PostState.UNCLEAR, MAY_BE_THERE)


def test_a_receipt_ends_the_doubt(repos: Repos) -> None:
    post = _doubted(repos)
    repos.courier.sent(post, "m1", MONDAY)
    assert _doubt(repos, post) is None


@pytest.mark.parametrize("arrived", [False, True])
def test_the_hosts_word_ends_the_doubt(repos: Repos, arrived: bool) -> None:
    post = _doubted(repos)
    repos.courier.unclear(post, "no answer")
    if arrived:
        assert repos.outbox.settle_unclear(post, MONDAY)
    else:
        assert repos.outbox.send_again(post, MONDAY, MONDAY + HOUR)
    assert _doubt(repos, post) is None


def test_what_was_lost_is_in_doubt_since_it_was_claimed(repos: Repos) -> None:
    assert repos.outbox.add(an_outgoing())
    post = _claim(repos, ODD).id
    assert repos.courier.orphans(PLAYGROUND, MONDAY + MINUTE, ODD_ELSEWHERE) == (1, 0)
    assert _doubt(repos, post) == ODD


def test_what_was_in_doubt_before_it_was_lost_is_so_since_then(repos: Repos) -> None:
    post = _doubted(repos)
    assert repos.courier.orphans(PLAYGROUND, MONDAY + HOUR, MONDAY) == (1, 0)
    assert _doubt(repos, post) == MONDAY


def test_what_was_in_doubt_for_too_long_when_it_was_lost_is_unclear(repos: Repos) -> None:
    post = _doubted(repos)
    assert repos.courier.orphans(PLAYGROUND, MONDAY + HOUR, MONDAY + MINUTE) == (0, 1)
    assert _state(repos, post)[0] == PostState.UNCLEAR
