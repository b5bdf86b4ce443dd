"""The Home tab: the dashboard, drawn when it is opened and after its owner did something."""

import asyncio
import itertools
import json
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Protocol

from slack_sdk.errors import SlackApiError

from adapters.slack.answers import Answers
from adapters.slack.client import Json, WebApi
from adapters.slack.errors import code_of
from adapters.slack.places import PLATFORM
from adapters.slack.render import home
from adapters.tasks import TaskSet
from bot.domain.ids import ActorRef, direct_to
from bot.ports import Desk, Invocation, Typed

SETTLE_SECONDS = 1.0
"""Several deeds in a row are drawn once."""
MOST_REMEMBERED = 5_000
COMMAND = "home"


class Pause(Protocol):
    async def __call__(self, seconds: float, /) -> None: ...


@dataclass(slots=True)
class _Tab:
    hash: str = ""
    shown: str = ""
    is_due: bool = False
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Homes:
    def __init__(
        self,
        desk: Desk,
        api: WebApi,
        answers: Answers,
        tasks: TaskSet,
        sleep: Pause = asyncio.sleep,
    ) -> None:
        self._desk, self._api, self._answers, self._tasks = desk, api, answers, tasks
        self._sleep = sleep
        self._tabs: OrderedDict[tuple[str, str], _Tab] = OrderedDict()
        self._numbers = itertools.count(1)

    async def opened(self, workspace: str, user: str, shown_hash: str) -> None:
        tab = self._tabs.setdefault((workspace, user), _Tab())
        self._tabs.move_to_end((workspace, user))
        if len(self._tabs) > MOST_REMEMBERED:
            self._tabs.popitem(last=False)
        if shown_hash != tab.hash:
            # Another process, or nobody yet, has drawn what is there.
            tab.hash, tab.shown = shown_hash, ""
        await self._draw(workspace, user, tab)

    def stale(self, workspace: str, user: str) -> None:
        """Something may have changed what the tab of this person shows."""
        tab = self._tabs.get((workspace, user))
        if tab is not None and not tab.is_due:
            tab.is_due = True
            self._tasks.start(self._later(workspace, user, tab), "slack home")

    def touched(self, workspace: str, user: str) -> None:
        """Its boxes no longer stand as they were drawn, so it is drawn even if nothing changed."""
        self._tabs.setdefault((workspace, user), _Tab()).shown = ""
        self.stale(workspace, user)

    async def _later(self, workspace: str, user: str, tab: _Tab) -> None:
        await self._sleep(SETTLE_SECONDS)
        tab.is_due = False
        await self._draw(workspace, user, tab)

    async def _draw(self, workspace: str, user: str, tab: _Tab) -> None:
        async with tab.lock:
            view = await self._view(workspace, user)
            if _fingerprint(view) == tab.shown:
                return
            tab.shown = ""
            tab.hash, shown = await self._publish(workspace, user, view, tab.hash)
            tab.shown = _fingerprint(shown)

    async def _view(self, workspace: str, user: str) -> Json:
        actor = ActorRef(PLATFORM, workspace, user)
        number = f"home/{user}/{next(self._numbers)}"
        asked = Invocation(number, direct_to(actor), actor, user, Typed(COMMAND))
        reply = await self._desk.dispatch(asked)
        assert reply is not None, "a command that only reads is never a repeat"
        return self._answers.tab(home(reply.card))

    async def _publish(self, workspace: str, user: str, view: Json, known: str) -> tuple[str, Json]:
        """The new hash, and what is shown under it."""
        asked: Json = {"user_id": user, "view": view}
        if known:
            asked["hash"] = known
        try:
            answer = await self._api.call(workspace, "views.publish", asked)
        except SlackApiError as error:
            if code_of(error) != "hash_conflict":
                raise
            # Somebody was quicker; what is true now is drawn from the database again.
            view = await self._view(workspace, user)
            fresh = {"user_id": user, "view": view}
            answer = await self._api.call(workspace, "views.publish", fresh)
        return str(answer["view"]["hash"]), view


def _fingerprint(view: Json) -> str:
    return json.dumps(view, sort_keys=True)
