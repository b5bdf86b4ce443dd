"""Requests that discord.py repeats by itself: what went wrong before may have arrived anyway.

After a server error it sends again. When that one is surely refused, the error says nothing of the
first; when that one arrives as well, it stands there twice, unless it has a nonce.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import aiohttp

from bot.ports import Ambiguous

_NOTE = "an earlier try of this request may have arrived"
_server_errors: ContextVar[list[int]] = ContextVar("server_errors")
_once: ContextVar[bool] = ContextVar("once", default=False)


def watching() -> aiohttp.TraceConfig:
    """For the session whose requests are to be `noted`."""
    trace = aiohttp.TraceConfig()
    trace.on_request_end.append(_ended)
    return trace


@contextmanager
def noted() -> Iterator[None]:
    """Around one request with all its repeats."""
    seen: list[int] = []
    before = _server_errors.set(seen)
    try:
        yield
    except Exception as error:
        if seen:
            error.add_note(_NOTE)
        raise
    finally:
        _server_errors.reset(before)


@contextmanager
def once() -> Iterator[None]:
    """Around requests that are not to be repeated: a server error ends them as Ambiguous."""
    before = _once.set(True)
    try:
        yield
    finally:
        _once.reset(before)


def may_have_arrived(error: Exception) -> bool:
    return _NOTE in getattr(error, "__notes__", ())


async def _ended(_session: object, _context: object, told: aiohttp.TraceRequestEndParams) -> None:
    status, seen = told.response.status, _server_errors.get(None)
    if status < 500:
        return
    if _once.get():
        raise Ambiguous(f"Discord has trouble (HTTP {status})")
    if seen is not None:
        seen.append(status)
