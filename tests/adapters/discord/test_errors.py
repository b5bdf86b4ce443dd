"""What a failed request means: delivered by nobody, perhaps delivered, or never to be delivered."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
import pytest

from adapters.discord.errors import failure
from bot.ports import (
    Ambiguous,
    ChannelGone,
    MessengerError,
    NotAllowed,
    RateLimited,
    Unavailable,
)

KINDS = {403: discord.Forbidden, 404: discord.NotFound, 500: discord.DiscordServerError}


def refused(status: int, code: int = 0, wait: str = "") -> discord.HTTPException:
    """As discord.py raises it."""
    response: Any = SimpleNamespace(status=status, reason="", headers={"Retry-After": wait})
    kind = KINDS.get(min(status, 500), discord.HTTPException)
    return kind(response, {"code": code, "message": "words"})


@pytest.mark.parametrize("code", [10003, 10004, 10013, 50007, 50278])
def test_what_is_gone_is_gone(code: int) -> None:
    found = failure(refused(403, code))
    assert isinstance(found, ChannelGone)
    assert str(found)


FIXES = {
    50001: "View Channel", 50013: "Send Messages", 50083: "unlock", 160005: "unlock",
}  # fmt: skip


@pytest.mark.parametrize("code", FIXES)
def test_what_is_not_allowed_comes_with_the_fix(code: int) -> None:
    found = failure(refused(403, code))
    assert isinstance(found, NotAllowed)
    assert FIXES[code] in found.fix


@pytest.mark.parametrize("status", [403, 404])
def test_a_refusal_nobody_knows_points_to_the_permissions(status: int) -> None:
    found = failure(refused(status, 99999))
    assert isinstance(found, NotAllowed)
    assert "99999" in str(found)
    assert "Permissions" in found.fix


def test_a_payload_that_is_refused_is_tried_no_more() -> None:
    found = failure(refused(400, 50035))
    assert type(found) is MessengerError
    assert "50035" in str(found)


def test_a_refused_token_may_be_mended() -> None:
    assert isinstance(failure(refused(401)), Unavailable)


def test_a_limit_of_one_room_leaves_the_others_alone() -> None:
    found = failure(discord.RateLimited(42.5))
    assert isinstance(found, RateLimited)
    assert (found.retry_after, found.everywhere) == (timedelta(seconds=42.5), False)


@pytest.mark.parametrize(
    ("asked", "waits"),
    [
        ("90", 90), ("86400", 3_600), ("1.5", 1.5),
        ("", 600), ("soon", 600), ("-1", 600), ("nan", 600), ("inf", 600),
    ],
)  # fmt: skip
def test_before_the_wall_everybody_waits(asked: str, waits: float) -> None:
    found = failure(refused(429, wait=asked))
    assert isinstance(found, RateLimited)
    assert (found.retry_after, found.everywhere) == (timedelta(seconds=waits), True)


def test_too_many_conversations_are_no_reason_to_stop() -> None:
    found = failure(refused(400, 40003))
    assert isinstance(found, RateLimited)
    assert not found.everywhere


def test_what_never_left_can_be_sent_again() -> None:
    key: Any = SimpleNamespace(host="h", port=1, ssl=False, is_ssl=False)
    found = failure(aiohttp.ClientConnectorError(key, OSError(111, "refused")))
    assert isinstance(found, Unavailable)


UNSURE = [
    refused(500),
    aiohttp.ServerDisconnectedError(),
    aiohttp.ClientPayloadError(),
    TimeoutError(),
    ConnectionResetError(),
    ValueError("half an answer"),
]


@pytest.mark.parametrize("error", UNSURE, ids=lambda error: type(error).__name__)
def test_what_may_have_arrived_is_called_so(error: Exception) -> None:
    assert isinstance(failure(error), Ambiguous)


def test_what_is_understood_already_stays_as_it_is() -> None:
    known = Unavailable("Discord is being connected again")
    assert failure(known) is known
