"""What discord.py remembers of limits: all that matters, and no bucket for every interaction."""

import asyncio

from discord.http import Ratelimit

from adapters.discord.api import FEW_BUCKETS, Http

MANY = 20 * FEW_BUCKETS


def _http(idle: float = 0.0) -> Http:
    http = Http(asyncio.get_running_loop())
    http.idle = idle
    return http


def _many_interactions(http: Http) -> None:
    for number in range(MANY):
        http.get_ratelimit(f"callback:{number}")


async def test_buckets_of_interactions_that_are_over_do_not_stay() -> None:
    http = _http()
    _many_interactions(http)
    assert len(http._buckets) <= FEW_BUCKETS


async def test_a_bucket_with_a_limit_still_running_stays() -> None:
    http = _http()
    limited = _limited(http)
    _many_interactions(http)
    assert http.get_ratelimit("messages:room") is limited


async def test_a_bucket_whose_request_is_under_way_stays() -> None:
    http = _http()
    busy = http.get_ratelimit("messages:room")
    async with busy:
        _many_interactions(http)
        assert http.get_ratelimit("messages:room") is busy


async def test_a_bucket_used_a_moment_ago_stays() -> None:
    http = _http(idle=60.0)
    first = http.get_ratelimit("callback:first")
    _many_interactions(http)
    assert http.get_ratelimit("callback:first") is first


async def test_buckets_are_looked_through_ever_more_seldom_while_they_stay() -> None:
    http = _http(idle=60.0)
    _many_interactions(http)
    assert MANY < http.most_buckets <= 2 * MANY


def _limited(http: Http) -> Ratelimit:
    bucket = http.get_ratelimit("messages:room")
    bucket.expires = asyncio.get_running_loop().time() + 60
    return bucket
