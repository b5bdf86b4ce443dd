"""Buckets and the limit on everything, by the clock of the test."""

from datetime import timedelta

import pytest

from bot.clock import SetClock
from tests.discord.apps import Heard
from tests.discord.rates import Rule
from tests.discord.raw import a_raw
from tests.discord.routes import SEND
from tests.discord.server import Discord


async def test_no_rule_holds_until_switched_on(discord: Discord, client: Heard) -> None:
    for _ in range(60):
        await client.call(SEND, {"content": "A"}, channel_id=discord.room("general").id)
    assert not discord.rates.refused


async def test_one_channel_takes_so_many_in_a_window(timed: tuple[Discord, SetClock]) -> None:
    discord, clock = timed
    discord.rates.switch_on(posts=Rule(2, 5.0), everything=None)
    async with a_raw(discord) as raw:
        answers = [await raw.says("general") for _ in range(3)]
        assert [answer.status for answer in answers] == [200, 200, 429]
        assert [answer.left for answer in answers[:2]] == ["1", "0"]
        assert (await raw.says("study")).status == 200
        clock.move_to(clock.now() + timedelta(seconds=5))
        assert (await raw.says("general")).status == 200
    assert discord.rates.refused == {SEND: 1}


async def test_a_refusal_says_how_long_to_wait(timed: tuple[Discord, SetClock]) -> None:
    discord, clock = timed
    discord.rates.switch_on(posts=Rule(1, 5.0), everything=None)
    async with a_raw(discord) as raw:
        await raw.says("general")
        clock.move_to(clock.now() + timedelta(seconds=2))
        answer = await raw.says("general")
    assert (answer.body["retry_after"], answer.body["global"]) == (3, False)


async def test_a_bucket_says_when_it_is_full_again(timed: tuple[Discord, SetClock]) -> None:
    discord, clock = timed
    discord.rates.switch_on(posts=Rule(5, 5.0), everything=None)
    async with a_raw(discord) as raw:
        await raw.says("general")
        clock.move_to(clock.now() + timedelta(seconds=2))
        headers = (await raw.says("general")).headers
    assert (headers["X-RateLimit-Limit"], headers["X-RateLimit-Remaining"]) == ("5", "3")
    assert float(headers["X-RateLimit-Reset-After"]) == 3


async def test_all_requests_together_have_a_limit(timed: tuple[Discord, SetClock]) -> None:
    discord, clock = timed
    discord.rates.switch_on(posts=None, others=None, everything=Rule(3, 1.0))
    async with a_raw(discord) as raw:
        for _ in range(3):
            await raw.asks("GET", "/users/@me")
        answer = await raw.says("general")
        assert (answer.status, answer.body["global"]) == (429, True)
        clock.move_to(clock.now() + timedelta(seconds=1))
        assert (await raw.says("general")).status == 200
    assert discord.rates.globally == 1


async def test_answers_to_interactions_are_not_counted_with_the_rest(
    timed: tuple[Discord, SetClock],
) -> None:
    discord, _ = timed
    discord.rates.switch_on(posts=None, others=None, everything=Rule(1, 1.0))
    async with a_raw(discord) as raw:
        for _ in range(3):
            answer = await raw.asks("POST", "/interactions/1/none/callback", {"type": 6})
            assert answer.status == 404


@pytest.mark.parametrize("number", [6])
async def test_the_library_keeps_to_a_bucket_by_itself(
    discord: Discord, client: Heard, number: int
) -> None:
    discord.rates.switch_on(posts=Rule(2, 0.1), everything=None)
    for _ in range(number):
        await client.call(SEND, {"content": "A"}, channel_id=discord.room("general").id)
    assert len(discord.channel("general").messages) == number
    assert not discord.rates.refused
