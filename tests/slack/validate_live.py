"""`make validate-live`: every card and form through Slack's own validator, for who has a network.

Slack asks for no token and posts nothing. Never part of CI.
"""

import asyncio
import json
import sys
from collections.abc import Iterator

from aiohttp import ClientSession
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.client import API
from adapters.slack.forms import form_view
from adapters.slack.render import home, message, modal
from adapters.slack.shrink import fitted
from bot.commands.forms import form_of
from bot.commands.registry import COMMANDS, GRAMMAR
from bot.curriculum.catalog import Curriculum
from bot.curriculum.reading import read
from bot.ports import Typed
from tests.conftest import CONTENT, MONDAY
from tests.gallery import gallery

PACE_SECONDS = 1.0
Payload = dict[str, str]


def golden(curriculum: Curriculum) -> Iterator[tuple[str, Payload]]:
    """A name, and what blocks.validate is asked."""
    for name, card in gallery(curriculum).items():
        made = message(card)
        payload, _ = fitted({"text": made.text, "blocks": made.blocks}, "message")
        yield f"message: {name}", {"message": json.dumps(payload)}
        yield f"modal: {name}", {"view": json.dumps(fitted(modal(card, "{}"), "modal")[0])}
        yield f"home: {name}", {"view": json.dumps(fitted(home(card), "home")[0])}
    for command in COMMANDS:
        if command.form and not command.hidden:
            form = form_of(GRAMMAR.parse(Typed(command.name)), curriculum, MONDAY)
            view, _ = fitted(form_view(form, "{}"), "modal")
            yield f"form: {command.name}", {"view": json.dumps(view)}


async def check(url: str, pace: float = PACE_SECONDS) -> list[str]:
    """One line for each payload that Slack would refuse."""
    wrong = []
    async with ClientSession() as session:
        client = AsyncWebClient(base_url=url, session=session)
        for name, payload in golden(read(CONTENT).curriculum):
            try:
                await client.api_call("blocks.validate", params=payload)
            except SlackApiError as error:
                wrong.append(f"{name}: {error.response.get('errors') or error.response['error']}")
            await asyncio.sleep(pace)
    return wrong


def main() -> None:
    wrong = asyncio.run(check(API))
    print("\n".join(wrong) or "Slack takes every payload.")  # noqa: T201  for whoever called
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
