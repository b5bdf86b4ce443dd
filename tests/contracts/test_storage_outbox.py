"""The outbox as its writers and the host see it, on both engines."""

from datetime import timedelta

import pytest

from bot.domain.cohorts import Cohort
from bot.domain.ids import CohortId, Platform, PostId
from bot.domain.records import Post, PostState
from bot.repositories.posts import Claim, Skipped
from bot.repositories.store import Repos
from tests.builders import (
    MONDAY,
    PLAYGROUND,
    a_card,
    a_channel,
    an_outgoing,
    store_cohort,
)

HOUR = timedelta(hours=1)
TOMORROW = MONDAY + timedelta(days=1)


def _skipped(cohort: Cohort, key: str = "1/1/drill") -> Skipped:
    return Skipped(key, cohort.id, a_channel(), "Day 1", MONDAY, "too late")


def _claim(repos: Repos) -> Claim:
    (claim,) = repos.courier.claim(PLAYGROUND, MONDAY, 10, "w1")
    return claim


def _posted(
    repos: Repos, cohort: CohortId | None = None, state: PostState = PostState.READY
) -> PostId:
    """A post that has come as far as `state`."""
    assert repos.outbox.add(an_outgoing(key=f"{cohort}/{state}"), cohort)
    post = _claim(repos).id
    match state:
        case PostState.READY:
            repos.courier.later(post, MONDAY, "")
        case PostState.UNCLEAR:
            repos.courier.unclear(post, "no answer")
        case PostState.FAILED:
            repos.courier.fail(post, "refused")
        case PostState.SENT:
            repos.courier.sent(post, "m1", MONDAY)
        case _:
            assert state is PostState.SENDING
    return post


def _state(repos: Repos, post: PostId) -> PostState:
    found = repos.outbox.get(post)
    assert found is not None
    return found.state


def test_a_post_waits_as_it_was_written(repos: Repos) -> None:
    cohort = store_cohort(repos)
    channel = a_channel("dm-ada", direct=True)
    assert repos.outbox.add(an_outgoing(target=channel, card=a_card("Nudge")), cohort.id)
    claim = _claim(repos)
    repos.courier.later(claim.id, MONDAY + HOUR, "busy")
    assert repos.outbox.get(claim.id) == Post(
        id=claim.id,
        key="1/1/drill",
        cohort=cohort.id,
        target=channel,
        title="Nudge",
        state=PostState.READY,
        due_at=MONDAY + HOUR,
        sent_at=None,
        reason="busy",
    )


def test_a_doubled_key_is_refused_and_the_first_post_stays(repos: Repos) -> None:
    assert repos.outbox.add(an_outgoing(card=a_card("first")))
    assert not repos.outbox.add(an_outgoing(card=a_card("second"), target=a_channel("other")))
    assert _claim(repos).card == a_card("first")


def test_a_skipped_post_is_never_sent(repos: Repos) -> None:
    assert repos.outbox.skip(_skipped(store_cohort(repos)))
    assert repos.courier.claim(PLAYGROUND, TOMORROW, 10, "w1") == []
    assert repos.courier.next_due(PLAYGROUND) is None


def test_what_is_planned_is_not_skipped_and_what_is_skipped_is_not_planned(repos: Repos) -> None:
    cohort = store_cohort(repos)
    repos.outbox.add(an_outgoing(key="planned"), cohort.id)
    repos.outbox.skip(_skipped(cohort, "left out"))
    assert not repos.outbox.skip(_skipped(cohort, "planned"))
    assert not repos.outbox.add(an_outgoing(key="left out"), cohort.id)
    assert repos.outbox.is_posted("planned")
    assert not repos.outbox.is_posted("left out")
    assert not repos.outbox.is_posted("never heard of")


def test_a_waiting_post_is_taken_back(repos: Repos) -> None:
    cohort = store_cohort(repos)
    repos.outbox.add(an_outgoing(), cohort.id)
    repos.outbox.add(an_outgoing(key="other", target=a_channel("other")), cohort.id)
    assert repos.outbox.cancel("1/1/drill", "answered before")
    (post,) = repos.outbox.troubled(cohort.id)
    assert (post.key, post.state, post.reason) == ("1/1/drill", "skipped", "answered before")
    assert _claim(repos).key == "other"


def test_nothing_is_taken_back_twice_or_after_its_claim(repos: Repos) -> None:
    repos.outbox.add(an_outgoing(key="claimed"))
    _claim(repos)
    repos.outbox.add(an_outgoing(key="waiting"))
    assert repos.outbox.cancel("waiting", "once")
    assert not repos.outbox.cancel("waiting", "twice")
    assert not repos.outbox.cancel("claimed", "too late")
    assert not repos.outbox.cancel("unknown", "never")


def test_an_unknown_post_is_not_found(repos: Repos) -> None:
    assert repos.outbox.get(PostId(987654)) is None


def test_the_host_sees_what_went_wrong_newest_first(repos: Repos) -> None:
    cohort, elsewhere = store_cohort(repos), store_cohort(repos, "elsewhere")
    failed = _posted(repos, cohort.id, PostState.FAILED)
    unclear = _posted(repos, cohort.id, PostState.UNCLEAR)
    _posted(repos, cohort.id, PostState.SENT)
    repos.outbox.skip(Skipped("s", cohort.id, a_channel(), "Late", MONDAY - HOUR, "too late"))
    _posted(repos, elsewhere.id, PostState.FAILED)
    _posted(repos, cohort.id, PostState.READY)
    titles = [(post.id, post.state) for post in repos.outbox.troubled(cohort.id)]
    assert titles[:2] == [(unclear, "unclear"), (failed, "failed")]
    assert [state for _, state in titles] == ["unclear", "failed", "skipped"]


def test_the_host_does_not_see_letters_to_one_person(repos: Repos) -> None:
    cohort = store_cohort(repos)
    repos.outbox.add(an_outgoing(target=a_channel("dm", direct=True)), cohort.id)
    repos.courier.fail(_claim(repos).id, "refused")
    assert repos.outbox.troubled(cohort.id) == []


def test_letters_that_were_refused_are_known_by_their_reason(repos: Repos) -> None:
    cohort = store_cohort(repos)
    for key, reason in (("one", "closed"), ("two", "closed. Open it."), ("three", "too long")):
        target = a_channel(key, direct=True)
        assert repos.outbox.add(an_outgoing(key=key, target=target), cohort.id)
        repos.courier.fail(_claim(repos).id, reason)
    found = repos.outbox.refused(cohort.id, "closed")
    assert [(post.target.channel, post.reason) for post in found] == [
        ("one", "closed"), ("two", "closed. Open it."),
    ]  # fmt: skip
    assert repos.outbox.refused(CohortId(99), "closed") == []


def test_the_host_sees_the_last_twenty(repos: Repos) -> None:
    cohort = store_cohort(repos)
    for hour in range(21):
        due = MONDAY + hour * HOUR
        repos.outbox.skip(Skipped(f"s{hour}", cohort.id, a_channel(), "Late", due, "too late"))
    found = [post.key for post in repos.outbox.troubled(cohort.id)]
    assert found == [f"s{hour}" for hour in range(20, 0, -1)]


def test_posts_that_should_be_out_and_still_wait_are_overdue(repos: Repos) -> None:
    cohort, elsewhere = store_cohort(repos), store_cohort(repos, "elsewhere")
    for key, due in (("second", MONDAY + HOUR), ("first", MONDAY), ("in time", MONDAY + 2 * HOUR)):
        repos.outbox.add(an_outgoing(key=key, due_at=due), cohort.id)
    repos.outbox.add(an_outgoing(key="not theirs"), elsewhere.id)
    repos.outbox.add(an_outgoing(key="a letter", target=a_channel("ada", direct=True)), cohort.id)
    found = repos.outbox.overdue(cohort.id, MONDAY + 2 * HOUR)
    assert [post.key for post in found] == ["first", "second"]
    assert [post.key for post in repos.outbox.overdue(cohort.id, TOMORROW, most=1)] == ["first"]


@pytest.mark.parametrize("state", [PostState.SENT, PostState.UNCLEAR, PostState.FAILED])
def test_a_post_whose_sending_has_ended_is_not_overdue(repos: Repos, state: PostState) -> None:
    cohort = store_cohort(repos)
    _posted(repos, cohort.id, state)
    assert repos.outbox.overdue(cohort.id, TOMORROW) == []


@pytest.mark.parametrize("state", [PostState.UNCLEAR, PostState.FAILED])
def test_an_unclear_or_failed_post_is_sent_again(repos: Repos, state: PostState) -> None:
    post = _posted(repos, state=state)
    assert repos.outbox.send_again(post, MONDAY, TOMORROW + HOUR)
    assert repos.courier.expire(PLAYGROUND, TOMORROW + HOUR) == 0
    again = _claim(repos)
    assert (again.id, again.tries, again.due_at) == (post, 1, MONDAY)


@pytest.mark.parametrize("state", [PostState.READY, PostState.SENDING, PostState.SENT])
def test_any_other_post_is_not_sent_again(repos: Repos, state: PostState) -> None:
    post = _posted(repos, state=state)
    assert not repos.outbox.send_again(post, MONDAY, TOMORROW)
    assert _state(repos, post) == state


def test_a_skipped_post_is_not_sent_again(repos: Repos) -> None:
    cohort = store_cohort(repos)
    repos.outbox.skip(_skipped(cohort))
    (post,) = repos.outbox.troubled(cohort.id)
    assert not repos.outbox.send_again(post.id, MONDAY, TOMORROW)
    assert _state(repos, post.id) == PostState.SKIPPED


def test_an_unclear_post_that_was_seen_is_sent(repos: Repos) -> None:
    post = _posted(repos, state=PostState.UNCLEAR)
    assert repos.outbox.settle_unclear(post, MONDAY + HOUR)
    found = repos.outbox.get(post)
    assert found is not None
    assert (found.state, found.sent_at) == (PostState.SENT, MONDAY + HOUR)
    assert not repos.outbox.settle_unclear(post, MONDAY + 2 * HOUR)


@pytest.mark.parametrize("state", [PostState.READY, PostState.SENDING, PostState.FAILED])
def test_only_an_unclear_post_can_have_been_seen(repos: Repos, state: PostState) -> None:
    post = _posted(repos, state=state)
    assert not repos.outbox.settle_unclear(post, MONDAY)
    assert _state(repos, post) == state


def test_a_post_of_another_platform_is_left_to_it(repos: Repos) -> None:
    repos.outbox.add(an_outgoing(target=a_channel(platform="slack")))
    assert repos.courier.claim(PLAYGROUND, MONDAY, 10, "w1") == []
    assert len(repos.courier.claim(Platform("slack"), MONDAY, 10, "w1")) == 1
