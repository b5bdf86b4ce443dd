"""The Home tab: the dashboard, drawn when it is opened and after its owner did something."""

import asyncio
import itertools
import json
from collections import OrderedDict
from dataclasses import dataclass, field

from slack_sdk.errors import SlackApiError

from adapters.shapes import Json
from adapters.slack.answers import Answers
from adapters.slack.client import WebApi
from adapters.slack.errors import code_of
from adapters.slack.patience import Pause
from adapters.slack.places import PLATFORM
from adapters.slack.render import home
from adapters.slack.texts import noted
from adapters.tasks import TaskSet
from bot.cards import Card
from bot.domain.ids import ActorRef, direct_to
from bot.ports import Desk, Invocation, Typed

SETTLE_SECONDS = 1.0
"""Several deeds in a row are drawn once."""
MOST_REMEMBERED = 5_000
COMMAND = "home"
_REFUSED = frozenset({"bad", "notice"})
"""Accents of cards that say no."""


@dataclass(slots=True)
class _Tab:
    hash: str = ""
    shown: str = ""
    note: Card | None = None
    """Why the last flip was refused; drawn once."""
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

    def touched(self, workspace: str, user: str, answer: Card | None) -> None:
        """Its boxes no longer stand as they were drawn, so it is drawn even if nothing changed."""
        tab = self._tabs.setdefault((workspace, user), _Tab())
        tab.shown = ""
        if answer is not None and answer.accent in _REFUSED:
            tab.note = answer
        self.stale(workspace, user)

    async def flip_back(self, workspace: str, user: str) -> None:
        """The box asked for a form and means nothing yet. At once: it may be flipped again."""
        tab = self._tabs.setdefault((workspace, user), _Tab())
        tab.shown = ""
        await self._draw(workspace, user, tab)

    async def _later(self, workspace: str, user: str, tab: _Tab) -> None:
        await self._sleep(SETTLE_SECONDS)
        tab.is_due = False
        await self._draw(workspace, user, tab)

    async def _draw(self, workspace: str, user: str, tab: _Tab) -> None:
        async with tab.lock:
            note = tab.note
            view = await self._view(workspace, user, note)
            if _fingerprint(view) == tab.shown:
                return
            tab.shown = ""
            tab.hash, shown = await self._publish(workspace, user, view, tab)
            tab.shown = _fingerprint(shown)
            if tab.note is note:
                # Else it came meanwhile, and is not drawn yet.
                tab.note = None

    async def _view(self, workspace: str, user: str, note: Card | None) -> Json:
        actor = ActorRef(PLATFORM, workspace, user)
        number = f"home/{user}/{next(self._numbers)}"
        asked = Invocation(number, direct_to(actor), actor, user, Typed(COMMAND))
        reply = await self._desk.dispatch(asked)
        assert reply is not None, "a command that only reads is never a repeat"
        return self._answers.tab(home(reply.card if note is None else noted(reply.card, note)))

    async def _publish(self, workspace: str, user: str, view: Json, tab: _Tab) -> tuple[str, Json]:
        """The new hash, and what is shown under it."""
        asked: Json = {"user_id": user, "view": view}
        if tab.hash:
            asked["hash"] = tab.hash
        try:
            answer = await self._api.call(workspace, "views.publish", asked)
        except SlackApiError as error:
            if code_of(error) != "hash_conflict":
                raise
            # Somebody was quicker; what is true now is drawn from the database again.
            view = await self._view(workspace, user, tab.note)
            fresh = {"user_id": user, "view": view}
            answer = await self._api.call(workspace, "views.publish", fresh)
        return str(answer["view"]["hash"]), view


def _fingerprint(view: Json) -> str:
    return json.dumps(view, sort_keys=True)
