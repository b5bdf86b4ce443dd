"""Slack's rate rules: nobody waits without need, and nobody starts too early."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack import paces
from adapters.slack.paces import POSTS_OF_CHANNEL, POSTS_OF_WORKSPACE, TIERS, Paces
from tests.adapters.slack.watch import LITTLE, Watch, Work, near


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def pace(watch: Watch) -> Paces:
    return Paces(watch, watch.sleep)


def crowd(pace: Paces, posts: int, workspace: str = "T1") -> list[Work]:
    """So many posts, each in a channel of its own."""
    return [pace.post(workspace, f"C-{number}") for number in range(posts)]


def test_the_tiers_are_the_published_ones() -> None:
    a_minute = {tier: 60 / rate.gap for tier, rate in TIERS.items()}
    assert a_minute == pytest.approx({3: 50, 4: 100})


def test_a_channel_gets_less_than_one_post_a_second() -> None:
    assert (POSTS_OF_CHANNEL.gap > 1, POSTS_OF_CHANNEL.burst) == (True, 1)


def test_a_workspace_gets_a_little_less_than_600_posts_a_minute() -> None:
    assert 590 <= 60 / POSTS_OF_WORKSPACE.gap < 600


class TestCalls:
    async def test_a_burst_starts_at_once(self, watch: Watch, pace: Paces) -> None:
        calls = [pace.call("T1", "views.update") for _ in range(20)]
        assert await watch.ends(*calls) == near(*[0.0] * 20)

    async def test_after_the_burst_comes_one_a_gap(self, watch: Watch, pace: Paces) -> None:
        calls = [pace.call("T1", "conversations.info") for _ in range(13)]
        assert (await watch.ends(*calls))[10:] == near(1.2, 2.4, 3.6)

    async def test_each_method_has_its_own_allowance(self, watch: Watch, pace: Paces) -> None:
        await watch.ends(*(pace.call("T1", "views.update") for _ in range(20)))
        assert await watch.ends(pace.call("T1", "views.publish")) == near(0)

    async def test_each_workspace_has_its_own_allowance(self, watch: Watch, pace: Paces) -> None:
        await watch.ends(*(pace.call("T1", "views.update") for _ in range(20)))
        assert await watch.ends(pace.call("T2", "views.update")) == near(0)

    async def test_without_a_known_tier_nobody_waits(self, watch: Watch, pace: Paces) -> None:
        calls = [pace.call("T1", "auth.test") for _ in range(300)]
        assert set(await watch.ends(*calls)) == {0}

    async def test_rest_brings_the_burst_back(self, watch: Watch, pace: Paces) -> None:
        await watch.ends(*(pace.call("T1", "views.update") for _ in range(20)))
        watch.now += 60
        calls = [pace.call("T1", "views.update") for _ in range(20)]
        assert await watch.ends(*calls) == near(*[0.0] * 20)

    async def test_long_rest_brings_no_more_than_the_burst(self, watch: Watch, pace: Paces) -> None:
        await watch.ends(pace.call("T1", "views.update"))
        watch.now += 3600
        calls = [pace.call("T1", "views.update") for _ in range(21)]
        assert (await watch.ends(*calls))[20:] == near(0.6)


class TestMayCall:
    """For what is not worth waiting for."""

    def test_while_the_burst_lasts(self, pace: Paces) -> None:
        answers = [pace.may_call("T1", "users.info") for _ in range(22)]
        assert answers == [True] * 20 + [False] * 2

    def test_not_at_the_cost_of_others(self, pace: Paces) -> None:
        for _ in range(20):
            pace.may_call("T1", "users.info")
        assert pace.may_call("T2", "users.info")
        assert pace.may_call("T1", "views.update")

    async def test_what_was_allowed_counts(self, watch: Watch, pace: Paces) -> None:
        for _ in range(20):
            pace.may_call("T1", "users.info")
        assert await watch.ends(pace.call("T1", "users.info")) == near(0.6)

    async def test_what_was_not_does_not(self, watch: Watch, pace: Paces) -> None:
        for _ in range(50):
            pace.may_call("T1", "users.info")
        assert await watch.ends(pace.call("T1", "users.info")) == near(0.6)

    def test_time_allows_it_again(self, watch: Watch, pace: Paces) -> None:
        for _ in range(20):
            pace.may_call("T1", "users.info")
        watch.now += 0.6 + LITTLE
        assert pace.may_call("T1", "users.info")


class TestPosts:
    async def test_a_channel_takes_one_a_second(self, watch: Watch, pace: Paces) -> None:
        posts = [pace.post("T1", "C1") for _ in range(3)]
        assert await watch.ends(*posts) == near(0, POSTS_OF_CHANNEL.gap, 2 * POSTS_OF_CHANNEL.gap)

    async def test_another_channel_need_not_wait_for_it(self, watch: Watch, pace: Paces) -> None:
        await watch.ends(pace.post("T1", "C1"))
        assert await watch.ends(pace.post("T1", "C2")) == near(0)

    async def test_the_same_name_in_another_workspace_is_another_channel(
        self, watch: Watch, pace: Paces
    ) -> None:
        await watch.ends(pace.post("T1", "C1"))
        assert await watch.ends(pace.post("T2", "C1")) == near(0)

    async def test_all_channels_of_a_workspace_share_its_pace(
        self, watch: Watch, pace: Paces
    ) -> None:
        last = max(await watch.ends(*crowd(pace, 200)))
        assert last == pytest.approx((200 - POSTS_OF_WORKSPACE.burst) * POSTS_OF_WORKSPACE.gap)

    async def test_a_busy_workspace_slows_no_other(self, watch: Watch, pace: Paces) -> None:
        ends = await watch.ends(*crowd(pace, 200), pace.post("T2", "C1"))
        assert ends[-1] == 0

    async def test_posts_take_nothing_from_other_methods(self, watch: Watch, pace: Paces) -> None:
        ends = await watch.ends(*crowd(pace, 200), pace.call("T1", "views.update"))
        assert ends[-1] == 0


class TestHold:
    @pytest.mark.parametrize("channel", ["C1", "C2"])
    async def test_the_whole_workspace_rests(self, watch: Watch, pace: Paces, channel: str) -> None:
        pace.hold("T1", 30)
        assert await watch.ends(pace.post("T1", channel)) == near(30)

    async def test_no_other_workspace_does(self, watch: Watch, pace: Paces) -> None:
        pace.hold("T1", 30)
        assert await watch.ends(pace.post("T2", "C1")) == near(0)

    async def test_there_is_no_burst_afterwards(self, watch: Watch, pace: Paces) -> None:
        pace.hold("T1", 30)
        gap = POSTS_OF_WORKSPACE.gap
        assert await watch.ends(*crowd(pace, 3)) == near(30, 30 + gap, 30 + 2 * gap)

    async def test_a_shorter_one_takes_nothing_back(self, watch: Watch, pace: Paces) -> None:
        pace.hold("T1", 30)
        pace.hold("T1", 1)
        assert await watch.ends(pace.post("T1", "C1")) == near(30)

    async def test_those_who_wait_already_rest_as_well(self, watch: Watch, pace: Paces) -> None:
        posts = [pace.post("T1", "C1"), pace.post("T1", "C1")]
        refused = watch.later(0.5, lambda: pace.hold("T1", 30))
        assert (await watch.ends(*posts, refused))[1] == pytest.approx(30.5)

    async def test_a_shorter_one_takes_nothing_back_from_them(
        self, watch: Watch, pace: Paces
    ) -> None:
        def refused() -> None:
            pace.hold("T1", 30)
            pace.hold("T1", 0.1)

        posts = [pace.post("T1", "C1"), pace.post("T1", "C1")]
        assert (await watch.ends(*posts, watch.later(0.5, refused)))[1] == pytest.approx(30.5)

    async def test_those_who_waited_do_not_start_together(self, watch: Watch, pace: Paces) -> None:
        refused = watch.later(0.05, lambda: pace.hold("T1", 30))
        ends = await watch.ends(*crowd(pace, 30), refused)
        late = sorted(ends)[POSTS_OF_WORKSPACE.burst + 1 :]
        assert all(b - a >= POSTS_OF_WORKSPACE.gap - LITTLE for a, b in pairwise(late))

    async def test_the_rest_of_another_workspace_disturbs_nobody(
        self, watch: Watch, pace: Paces
    ) -> None:
        posts = [pace.post("T1", "C1"), pace.post("T1", "C1")]
        refused = watch.later(0.5, lambda: pace.hold("T2", 30))
        assert (await watch.ends(*posts, refused))[1] == pytest.approx(POSTS_OF_CHANNEL.gap)


class TestMemory:
    @staticmethod
    def fill(pace: Paces) -> None:
        for number in range(paces.MOST_KEYS):
            pace.hold(f"T-{number}", 1)

    async def test_what_is_long_past_is_forgotten(self, watch: Watch, pace: Paces) -> None:
        self.fill(pace)
        watch.now += 100
        await watch.ends(pace.post("T1", "C1"))
        assert (len(pace._empty_at), len(pace._rests_until)) == (2, 0)

    async def test_what_still_counts_is_not(self, watch: Watch, pace: Paces) -> None:
        pace.hold("T1", 200)
        self.fill(pace)
        watch.now += 100
        await watch.ends(pace.post("T2", "C1"))
        assert await watch.ends(pace.post("T1", "C1")) == near(100)

    async def test_a_rest_that_still_counts_is_not(self, watch: Watch, pace: Paces) -> None:
        def refused() -> None:
            pace.hold("T1", 200)
            self.fill(pace)

        async def late(seconds: float) -> None:
            await watch.sleep(seconds)
            await pace.post("T2", "C1")

        posts = [pace.post("T1", "C1"), pace.post("T1", "C1")]
        refusal = watch.later(0.5, refused)
        assert (await watch.ends(*posts, refusal, late(0.7)))[1] == pytest.approx(200.5)


PAUSES = st.lists(
    st.tuples(st.floats(0, 0.5), st.sampled_from(["C1", "C2", "C3"])), min_size=2, max_size=50
)


@given(PAUSES)
async def test_however_posts_come_no_rule_is_broken(arrivals: list[tuple[float, str]]) -> None:
    watch = Watch()
    pace = Paces(watch, watch.sleep)

    async def one(at: float, channel: str) -> None:
        await watch.sleep(at)
        await pace.post("T1", channel)

    at, work = 0.0, []
    for pause, channel in arrivals:
        at += pause
        work.append(one(at, channel))
    ends = list(zip(await watch.ends(*work), (c for _, c in arrivals), strict=True))
    for channel in "C1", "C2", "C3":
        own = sorted(end for end, where in ends if where == channel)
        assert all(b - a >= POSTS_OF_CHANNEL.gap - LITTLE for a, b in pairwise(own))
    everywhere, rate = sorted(end for end, _ in ends), POSTS_OF_WORKSPACE
    for number, begin in enumerate(everywhere):
        for more, end in enumerate(everywhere[number:]):
            assert end - begin >= (more - rate.burst + 1) * rate.gap - LITTLE
