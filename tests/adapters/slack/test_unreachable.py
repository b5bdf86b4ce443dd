"""A Slack that lets nobody in: what it never heard, it has not done."""

import asyncio
import socket

from adapters.slack.client import WebApi
from adapters.slack.errors import failure
from adapters.slack.paces import Paces
from bot.ports import MessengerError, Unavailable
from tests.adapters.slack.watch import Hurried

TICK = 0.25
"""Seconds, in which two limits of several seconds do not end together."""


class Known:
    """A token that nobody has to ask Slack about."""

    async def token(self, _workspace: str) -> str | None:
        return "xoxb-1"


async def time_flies() -> None:
    loop = asyncio.get_running_loop()
    assert isinstance(loop, Hurried)
    while True:
        loop.ahead += TICK
        await asyncio.sleep(0)


async def posted_to(url: str) -> MessengerError:
    """What becomes of one attempt, with as much time as it wants."""
    api = WebApi(Known(), Paces(), url)
    flying = asyncio.get_running_loop().create_task(time_flies())
    try:
        await api.post("T1", {"channel": "C1", "text": "A drill"})
    except Exception as error:
        return failure(error)
    finally:
        flying.cancel()
        await asyncio.gather(flying, return_exceptions=True)
        await api.close()
    raise AssertionError("it was posted")


def test_a_connection_that_is_never_made_has_sent_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        # Nobody answers the greeting of TLS, so no request follows it.
        url = f"https://127.0.0.1:{deaf.getsockname()[1]}/api/"
        with asyncio.Runner(loop_factory=Hurried) as runner:
            assert type(runner.run(posted_to(url))) is Unavailable
