"""The one router: every interaction comes through here, however old its button is."""

import asyncio
from collections import OrderedDict
from collections.abc import Coroutine, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from adapters.discord.actions import label_of, sure_card
from adapters.discord.answers import Answers, can_open
from adapters.discord.commands import half_typed, suggestions
from adapters.discord.deeds import Deed, Kind, deed_of, quoted
from adapters.discord.forms import form_view
from adapters.discord.rooms import Rooms
from adapters.shapes import Json
from adapters.tasks import TaskSet
from bot.cards import Card, Form, Text, plain
from bot.commands.forms import reopening
from bot.ports import Desk, Reply, Submitted

T = TypeVar("T")
PATIENCE_SECONDS = 1.5
"""Discord waits three; what takes longer is announced first."""
MOST_DRAFTS = 2_000
_BROKEN = Card(
    "Something broke on our side",
    (Text(plain("Nothing was lost. Please try it once more.")),),
    "bad",
)


class Inbound:
    """What was typed into a form that could not be taken is kept, and stands in it when reopened:
    a modal cannot be answered with the same modal again."""

    def __init__(
        self,
        desk: Desk,
        answers: Answers,
        tasks: TaskSet,
        rooms: Rooms,
        patience: float = PATIENCE_SECONDS,
    ) -> None:
        self._desk, self._answers, self._tasks = desk, answers, tasks
        self._rooms, self._patience = rooms, patience
        self._drafts: OrderedDict[tuple[str, str], Mapping[str, str]] = OrderedDict()

    def heard(self, body: Json) -> None:
        """Called by the gateway for each interaction; must not wait."""
        self._tasks.start(self._act(body), f"discord interaction {body.get('id')}")

    async def _act(self, body: Json) -> None:
        deed = deed_of(body)
        if deed.kind is Kind.AUTOCOMPLETE:
            found = self._desk.complete(half_typed(body["data"]))
            await self._answers.suggest(deed, suggestions(found))
        elif deed.asks:
            label = label_of(body.get("message") or {}, str(body["data"]["custom_id"]))
            await self._answers.say(_apart(deed), Reply(sure_card(deed.asks, label)))
        elif (form := self._form(deed)) is not None:
            await self._answers.open(deed, self._view(deed, form, quoted(body)))
        else:
            await self._answer(deed)

    def _form(self, deed: Deed) -> Form | None:
        asked = deed.invocation
        if not can_open(deed):
            return None
        return self._desk.form(asked.request, asked.actor, direct=asked.channel.direct)

    async def _answer(self, deed: Deed) -> None:
        work = self._start(self._dispatched(deed), deed)
        done, _ = await asyncio.wait({work}, timeout=self._patience)
        announced = not done and await self._goes(self._answers.defer(deed), deed)
        await asyncio.wait({work})
        reply = Reply(_BROKEN) if work.exception() else work.result()
        if reply is None:
            # A redelivery; whoever came first answers.
            return
        how = self._answers.follow if announced else self._answers.say
        await self._goes(how(deed, self._kept(deed, reply)), deed)
        if reply.then is not None:
            async for more in reply.then:
                await self._goes(self._answers.follow(deed, self._kept(deed, more)), deed)

    async def _dispatched(self, deed: Deed) -> Reply | None:
        asked = deed.invocation
        if deed.above is not None:
            room = await self._rooms.meant(asked.channel, deed.above)
            asked = replace(asked, channel=room)
        return await self._desk.dispatch(asked)

    async def _goes(self, answering: Coroutine[Any, Any, None], deed: Deed) -> bool:
        """False when it failed; that is logged, and what comes after goes on."""
        task = self._start(answering, deed)
        await asyncio.wait({task})
        return not task.cancelled() and task.exception() is None

    def _view(self, deed: Deed, form: Form, said: str | None) -> Json:
        kept = self._drafts.get((deed.invocation.actor.user, form.token), {})
        if said is not None:
            kept = {form.fields[0].name: said[: form.fields[0].limit]}
        return form_view(form, form.token, values=kept)

    def _kept(self, deed: Deed, reply: Reply) -> Reply:
        request = deed.invocation.request
        if not isinstance(request, Submitted):
            return reply
        key = (deed.invocation.actor.user, request.token)
        if reply.again is None:
            self._drafts.pop(key, None)
            return reply
        self._drafts[key] = dict(request.values)
        if len(self._drafts) > MOST_DRAFTS:
            self._drafts.popitem(last=False)
        return replace(reply, card=reopening(reply.card, reply.again))

    def _start(self, work: Coroutine[Any, Any, T], deed: Deed) -> "asyncio.Task[T]":
        return self._tasks.start(work, f"discord {deed.kind.name} {deed.id}")


def _apart(deed: Deed) -> Deed:
    """The question stands beside the card it is about."""
    return Deed(deed.invocation, deed.kind, deed.id, deed.token, deed.app, takes_place=False)
