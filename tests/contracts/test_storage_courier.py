"""The outbox as the courier sees it, on both engines."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import pytest

from bot.domain.ids import ChannelRef, PostId
from bot.domain.records import PostState
from bot.repositories.posts import Claim
from bot.repositories.store import Repos
from tests.builders import MONDAY, PLAYGROUND, a_card, a_channel, an_outgoing, store_cohort

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
SLACK = a_channel(platform="slack").platform


def _post(
    repos: Repos, key: str, due_at: datetime = MONDAY, room: str = "", **more: object
) -> None:
    """A post to a room of its own unless told otherwise."""
    target = more.pop("target", a_channel(room or key))
    outgoing = an_outgoing(key=key, target=target, due_at=due_at, **more)
    assert repos.outbox.add(outgoing)


def _claims(
    repos: Repos, now: datetime = MONDAY, limit: int = 10, busy: Iterable[ChannelRef] = ()
) -> list[Claim]:
    return list(repos.courier.claim(PLAYGROUND, now, limit, "w1", busy))


def _keys(claims: Iterable[Claim]) -> list[str]:
    return [claim.key for claim in claims]


def _state(repos: Repos, post: PostId) -> tuple[PostState, str]:
    found = repos.outbox.get(post)
    assert found is not None
    return found.state, found.reason


def _claimed(repos: Repos, key: str = "k", at: datetime = MONDAY) -> PostId:
    _post(repos, key)
    (claim,) = _claims(repos, at)
    return claim.id


def test_a_claim_carries_all_that_sending_needs(repos: Repos) -> None:
    cohort = store_cohort(repos)
    channel = a_channel("dm", direct=True)
    repos.outbox.add(an_outgoing(target=channel, card=a_card("Day 1", "🦉")), cohort.id)
    (claim,) = _claims(repos)
    expected = Claim(
        claim.id, "1/1/drill", cohort.id, channel, a_card("Day 1", "🦉"), MONDAY, tries=1
    )
    assert claim == expected


def test_a_claimed_post_is_not_claimed_again(repos: Repos) -> None:
    post = _claimed(repos)
    assert _claims(repos) == []
    assert _state(repos, post)[0] == PostState.SENDING


def test_the_oldest_due_posts_are_claimed_first(repos: Repos) -> None:
    for key, minutes in (("c", -1), ("b", -2), ("d", 0), ("a", -3)):
        _post(repos, key, MONDAY + minutes * MINUTE)
    assert _keys(_claims(repos, limit=3)) == ["a", "b", "c"]
    assert _keys(_claims(repos)) == ["d"]


def test_posts_due_at_once_go_in_the_order_they_were_written(repos: Repos) -> None:
    for key in ("z", "a", "m"):
        _post(repos, key)
    assert _keys(_claims(repos)) == ["z", "a", "m"]


def test_what_is_not_due_is_not_claimed(repos: Repos) -> None:
    _post(repos, "soon", MONDAY + timedelta(microseconds=1))
    assert _claims(repos) == []


def test_one_post_per_room_is_claimed_the_oldest(repos: Repos) -> None:
    _post(repos, "second", MONDAY, room="r1")
    _post(repos, "first", MONDAY - MINUTE, room="r1")
    _post(repos, "other", MONDAY, room="r2")
    assert _keys(_claims(repos)) == ["first", "other"]
    assert _keys(_claims(repos)) == ["second"]


def test_rooms_of_the_same_name_in_two_workspaces_are_two_rooms(repos: Repos) -> None:
    for workspace in ("w1", "w2"):
        _post(repos, workspace, target=a_channel("room", workspace))
    assert _keys(_claims(repos)) == ["w1", "w2"]


def test_a_busy_room_is_left_alone(repos: Repos) -> None:
    _post(repos, "busy", room="r1")
    _post(repos, "free", room="r2")
    _post(repos, "busy too", target=a_channel("r2", "w2"))
    busy = [a_channel("r1"), a_channel("r2", "w2")]
    assert _keys(_claims(repos, busy=busy)) == ["free"]


def test_a_busy_room_does_not_use_up_the_limit(repos: Repos) -> None:
    for number in range(3):
        _post(repos, f"busy{number}", MONDAY - HOUR, room="r1")
    _post(repos, "free", room="r2")
    assert _keys(_claims(repos, limit=1, busy=[a_channel("r1")])) == ["free"]


def test_a_reply_carries_the_receipt_of_the_post_it_answers(repos: Repos) -> None:
    _post(repos, "drill", MONDAY - HOUR)
    (drill,) = _claims(repos, MONDAY - HOUR)
    repos.courier.sent(drill.id, "m42", MONDAY - HOUR)
    _post(repos, "reveal", parent_key="drill")
    _post(repos, "orphan", parent_key="never posted")
    _post(repos, "plain")
    found = {claim.key: claim.parent for claim in _claims(repos)}
    assert found == {"reveal": "m42", "orphan": "", "plain": ""}


def test_a_sent_post_is_done(repos: Repos) -> None:
    post = _claimed(repos)
    repos.courier.sent(post, "m1", MONDAY + MINUTE)
    found = repos.outbox.get(post)
    assert found is not None
    assert (found.state, found.sent_at) == (PostState.SENT, MONDAY + MINUTE)
    assert _claims(repos, MONDAY + HOUR) == []


def test_a_receipt_is_the_truth_also_for_an_unclear_post(repos: Repos) -> None:
    post = _claimed(repos)
    repos.courier.unclear(post, "no answer")
    repos.courier.sent(post, "m1", MONDAY)
    assert _state(repos, post) == (PostState.SENT, "")


def test_a_post_put_off_is_claimed_later_and_counts_its_tries(repos: Repos) -> None:
    post = _claimed(repos)
    repos.courier.later(post, MONDAY + MINUTE, "rate limited")
    assert _claims(repos) == []
    (again,) = _claims(repos, MONDAY + MINUTE)
    assert (again.id, again.tries, again.due_at) == (post, 2, MONDAY + MINUTE)


def test_what_waits_in_the_same_room_does_not_overtake_a_post_put_off(repos: Repos) -> None:
    first = _claimed(repos, "first")
    for key in ("second", "third"):
        _post(repos, key, room="first")
    repos.courier.later(first, MONDAY + MINUTE, "rate limited")
    assert _claims(repos) == []
    order = [_keys(_claims(repos, MONDAY + MINUTE)) for _ in range(3)]
    assert order == [["first"], ["second"], ["third"]]


def test_other_rooms_do_not_wait_for_a_post_put_off(repos: Repos) -> None:
    first = _claimed(repos, "first")
    _post(repos, "elsewhere")
    _post(repos, "abroad", target=a_channel("first", "another workspace"))
    repos.courier.later(first, MONDAY + MINUTE, "rate limited")
    assert _keys(_claims(repos)) == ["elsewhere", "abroad"]


def test_what_is_due_after_that_keeps_its_time(repos: Repos) -> None:
    first = _claimed(repos, "first")
    _post(repos, "much later", MONDAY + HOUR, room="first")
    repos.courier.later(first, MONDAY + MINUTE, "rate limited")
    assert _keys(_claims(repos, MONDAY + MINUTE)) == ["first"]
    assert _claims(repos, MONDAY + MINUTE) == []


def test_an_unclear_or_failed_post_stays_so_with_its_reason(repos: Repos) -> None:
    unclear, failed = _claimed(repos, "unclear"), _claimed(repos, "failed")
    repos.courier.unclear(unclear, "no answer")
    repos.courier.fail(failed, "refused")
    assert _state(repos, unclear) == (PostState.UNCLEAR, "no answer")
    assert _state(repos, failed) == (PostState.FAILED, "refused")
    assert _claims(repos, MONDAY + HOUR) == []


def test_an_outcome_that_comes_too_late_changes_nothing(repos: Repos) -> None:
    post = _claimed(repos)
    repos.courier.sent(post, "m1", MONDAY)
    repos.courier.later(post, MONDAY + HOUR, "late")
    repos.courier.unclear(post, "late")
    repos.courier.fail(post, "late")
    assert _state(repos, post) == (PostState.SENT, "")


def test_an_outcome_concerns_one_post(repos: Repos) -> None:
    one, two = _claimed(repos, "one"), _claimed(repos, "two")
    repos.courier.fail(one, "refused")
    assert _state(repos, two)[0] == PostState.SENDING


def test_posts_too_late_to_be_useful_are_skipped(repos: Repos) -> None:
    now = MONDAY + HOUR
    _post(repos, "stale", expires_at=now - timedelta(microseconds=1))
    _post(repos, "just in time", expires_at=now)
    _post(repos, "of slack", target=a_channel(platform="slack"), expires_at=MONDAY)
    assert repos.courier.expire(PLAYGROUND, now) == 1
    assert _keys(_claims(repos, now)) == ["just in time"]
    assert not repos.outbox.is_posted("stale")
    assert repos.outbox.is_posted("of slack")


def test_a_post_on_its_way_does_not_expire(repos: Repos) -> None:
    post = _claimed(repos)
    assert repos.courier.expire(PLAYGROUND, MONDAY + timedelta(days=2)) == 0
    assert _state(repos, post)[0] == PostState.SENDING


def test_a_lost_post_that_may_be_repeated_is_ready_again(repos: Repos) -> None:
    _claimed(repos)
    since = MONDAY
    assert repos.courier.orphans(PLAYGROUND, MONDAY + MINUTE, since) == (1, 0)
    (again,) = _claims(repos, MONDAY + MINUTE)
    assert again.tries == 2


def test_a_lost_post_that_may_not_be_repeated_is_unclear(repos: Repos) -> None:
    post = _claimed(repos)
    since = MONDAY + timedelta(microseconds=1)
    assert repos.courier.orphans(PLAYGROUND, MONDAY + MINUTE, since) == (0, 1)
    state, reason = _state(repos, post)
    assert state == PostState.UNCLEAR
    assert reason


@pytest.mark.parametrize("repeatable_since", [MONDAY, MONDAY + HOUR])
def test_a_post_claimed_lately_is_not_lost(repos: Repos, repeatable_since: datetime) -> None:
    post = _claimed(repos)
    assert repos.courier.orphans(PLAYGROUND, MONDAY, repeatable_since) == (0, 0)
    assert _state(repos, post)[0] == PostState.SENDING


def test_what_another_platform_has_lost_is_its_own_affair(repos: Repos) -> None:
    post = _claimed(repos)
    assert repos.courier.orphans(SLACK, MONDAY + HOUR, MONDAY) == (0, 0)
    assert _state(repos, post)[0] == PostState.SENDING


def test_only_a_post_on_its_way_can_be_lost(repos: Repos) -> None:
    sent = _claimed(repos, "sent")
    repos.courier.sent(sent, "m1", MONDAY)
    _post(repos, "waiting")
    assert repos.courier.orphans(PLAYGROUND, MONDAY + HOUR, MONDAY) == (0, 0)


def test_the_next_due_post_is_the_earliest_of_the_platform(repos: Repos) -> None:
    assert repos.courier.next_due(PLAYGROUND) is None
    _post(repos, "late", MONDAY + HOUR)
    _post(repos, "early", MONDAY)
    _post(repos, "of slack", MONDAY - HOUR, target=a_channel(platform="slack"))
    assert repos.courier.next_due(PLAYGROUND) == MONDAY
    _claims(repos)
    assert repos.courier.next_due(PLAYGROUND) == MONDAY + HOUR


def test_depth_counts_what_is_not_finished_and_how_long_it_waits(repos: Repos) -> None:
    for key, outcome in (("u", repos.courier.unclear), ("f", repos.courier.fail)):
        outcome(_claimed(repos, key), "")
    repos.courier.sent(_claimed(repos, "sent"), "m1", MONDAY)
    _claimed(repos, "sending")
    _post(repos, "waiting", MONDAY - 2 * MINUTE)
    _post(repos, "later", MONDAY + HOUR)
    assert repos.courier.depth(MONDAY) == {
        "ready": 2,
        "sending": 1,
        "unclear": 1,
        "failed": 1,
        "age": 120,
    }


def test_what_is_not_due_yet_has_no_age(repos: Repos) -> None:
    assert repos.courier.depth(MONDAY) == {"age": 0}
    _post(repos, "later", MONDAY + HOUR)
    assert repos.courier.depth(MONDAY) == {"ready": 1, "age": 0}
