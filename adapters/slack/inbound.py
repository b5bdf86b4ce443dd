"""What Slack brings in, through whichever way: acknowledged at once, then done and answered."""

import asyncio
import re
from collections.abc import Coroutine, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from slack_bolt.async_app import AsyncAck, AsyncApp

from adapters.shapes import Json
from adapters.slack import deeds, texts
from adapters.slack.answers import Answers
from adapters.slack.deeds import Deed
from adapters.slack.forms import CALLBACK, form_view
from adapters.slack.heard import heard
from adapters.slack.homes import Homes
from adapters.slack.mrkdwn import bare
from adapters.slack.names import Names
from adapters.slack.patience import FAILED, Pause
from adapters.slack.texts import NOTE, TODAY
from adapters.slack.windows import excuse
from adapters.tasks import TaskSet
from bot.cards import Form
from bot.plain_text import plain_text
from bot.ports import Desk, Reply, Submitted, Typed

T = TypeVar("T")
_ANY, _SLASH = re.compile(""), re.compile(r"^/?prep\b", re.IGNORECASE)
PATIENCE_SECONDS = 2.0
"""Slack waits three for an acknowledgement; what is ready sooner goes along with it."""
APART_SECONDS = 0.5


class Inbound:
    """The listeners of a bolt app. Each returns within Slack's three seconds, whatever happens."""

    def __init__(
        self,
        desk: Desk,
        answers: Answers,
        homes: Homes,
        names: Names,
        tasks: TaskSet,
        patience: float = PATIENCE_SECONDS,
        sleep: Pause = asyncio.sleep,
    ) -> None:
        self._desk, self._answers, self._homes = desk, answers, homes
        self._names, self._tasks, self._patience = names, tasks, patience
        self._sleep = sleep

    def listen(self, app: AsyncApp) -> None:
        app.command(re.compile(r"^/"))(self.command)
        app.action(re.compile(r"^(press|pick):"))(self.action)
        app.action(re.compile(r"^toggle:"))(self.flip)
        app.action(re.compile(r"^link:"))(_acknowledge)
        app.action(_ANY)(self.strange_action)
        app.view(CALLBACK)(self.submission)
        app.view(_ANY)(self.strange_submission)
        app.shortcut(TODAY)(self.today)
        app.shortcut(NOTE)(self.note)
        app.shortcut(_ANY)(self.strange_shortcut)
        app.event("app_home_opened")(self.home)
        app.event("message")(self.message)

    async def command(self, ack: AsyncAck, body: Json) -> None:
        deed = deeds.command(body)
        form = self._asks(deed)
        if form is not None:
            self._start(self._show_form(deed, form), deed)
            await ack()
            return
        reply = await self._soon(deed)
        await ack(self._answers.at_once(reply) if reply else "")

    async def action(self, ack: AsyncAck, body: Json) -> None:
        await ack()
        deed = deeds.action(body)
        if deed is not None:
            self._start(self._act(deed), deed)

    async def flip(self, ack: AsyncAck, body: Json) -> None:
        await ack()
        for deed in deeds.flips(body):
            self._start(self._flip(deed) if deed.spot == "home" else self._act(deed), deed)

    async def submission(self, ack: AsyncAck, body: Json) -> None:
        deed = deeds.submission(body)
        work = self._start(self._dispatch(deed), deed)
        done, _ = await asyncio.wait({work}, timeout=self._patience)
        if done:
            view = self._after(deed, work.result())
            self._start(self._go_on(deed, work.result(), APART_SECONDS), deed)
        else:
            view = self._answers.window(texts.WAIT, deed.metadata)
            self._start(self._turn_when_done(deed, work), deed)
        await ack(response_action="update", view=view)

    async def today(self, ack: AsyncAck, body: Json) -> None:
        await ack()
        deed = deeds.shortcut(body, Typed(TODAY))
        self._start(self._in_window(deed), deed)

    async def note(self, ack: AsyncAck, body: Json) -> None:
        """The form, with the message's words in it: they can be shortened before they are kept."""
        await ack()
        deed = deeds.shortcut(body, Typed(NOTE))
        form = self._desk.form(deed.invocation.request)
        assert form is not None, "a note without a text asks for one"
        said = bare(heard(str(body.get("message", {}).get("text") or "")))
        view = self._form(deed, form, {form.fields[0].name: said})
        self._start(self._open(deed, view), deed)

    async def home(self, body: Json) -> None:
        event = body["event"]
        if event.get("tab", "home") == "home":
            shown = str((event.get("view") or {}).get("hash", ""))
            workspace = deeds.workspace_of(body)
            work = self._homes.opened(workspace, str(event["user"]), shown)
            self._tasks.start(work, "slack home")

    async def message(self, body: Json) -> None:
        """Written to the app itself: a command without its slash."""
        event = body["event"]
        if event.get("channel_type") != "im" or event.get("bot_id") or not event.get("user"):
            return
        if event.get("subtype") not in {None, "file_share"}:
            return
        text = _SLASH.sub("", heard(str(event.get("text") or "")).strip()).strip()
        deed = deeds.happened(body, str(event["user"]), Typed(text), str(event["channel"]))
        work = self._answers.bring(deed, texts.NO_FILES) if event.get("files") else self._act(deed)
        self._start(work, deed)

    async def strange_action(self, ack: AsyncAck, body: Json) -> None:
        """From another version of the app; so are the next two."""
        await ack()
        deed = next(iter(deeds.flips(body)), None) or deeds.action(body)
        if deed is not None:
            self._start(self._answers.bring(deed, texts.STRANGE), deed)

    async def strange_submission(self, ack: AsyncAck) -> None:
        await ack(response_action="update", view=self._answers.window(texts.STRANGE.card))

    async def strange_shortcut(self, ack: AsyncAck, body: Json) -> None:
        await ack()
        deed = deeds.shortcut(body, Typed(""))
        self._start(self._answers.bring(deed, texts.STRANGE), deed)

    async def _act(self, deed: Deed) -> None:
        """A button, or words written to the app. A form is opened before anything else is done."""
        form = self._asks(deed)
        if form is not None:
            await self._show_form(deed, form)
        elif deed.spot == "home":
            await self._in_window(deed)
        else:
            await self._bring(deed, await self._dispatch(deed))

    async def _flip(self, deed: Deed) -> None:
        """On the tab itself, which is its own answer."""
        form = self._asks(deed)
        if form is not None:
            await self._show_form(deed, form)
            await self._homes.flip_back(deed.workspace, deed.user)
            return
        reply = await self._dispatch(deed)
        self._homes.touched(deed.workspace, deed.user, reply.card if reply else None)

    async def _in_window(self, deed: Deed) -> None:
        """Where there is nothing to answer under, a window is opened first and filled then."""
        view = await self._open(deed, self._answers.window(texts.WAIT, deed.metadata))
        reply = await self._dispatch(deed) if view else None
        if reply is not None:
            there = replace(deed, view=view)
            await self._goes(self._fill(there, reply), deed)
            await self._finish(there, reply)

    async def _turn_when_done(self, deed: Deed, work: "asyncio.Task[Reply | None]") -> None:
        reply = await work
        # Were it there before the acknowledgement, "one moment" would take its place.
        await self._sleep(APART_SECONDS)
        if reply is not None:
            await self._goes(self._fill(deed, reply), deed)
            await self._go_on(deed, reply)

    async def _go_on(self, deed: Deed, reply: Reply | None, apart: float = 0) -> None:
        """Further answers, each in the place of the one before; asked for though none be shown."""
        if reply is None or reply.then is None:
            return
        await self._sleep(apart)
        shows = self._fill if deed.view else self._answers.bring
        async for more in reply.then:
            self._homes.stale(deed.workspace, deed.user)
            await self._goes(shows(deed, more), deed)

    async def _fill(self, deed: Deed, reply: Reply) -> None:
        """The window that the deed came from, or opened."""
        await self._answers.turn(deed, deed.view, self._after(deed, reply), reply.card)

    async def _goes(self, showing: Coroutine[Any, Any, None], deed: Deed) -> None:
        """What fails is logged, and what comes after goes on: a verdict is still to be kept."""
        await asyncio.wait({self._start(showing, deed)})

    async def _show_form(self, deed: Deed, form: Form) -> None:
        if not deed.trigger:
            # Words in a direct conversation open no window; a button does.
            await self._bring(deed, texts.opener(form, deed.invocation.request))
            return
        await self._open(deed, self._form(deed, form))

    async def _open(self, deed: Deed, view: Json) -> str:
        """The window's id; empty where none opens now, which is said if nobody else opened it."""
        try:
            return await self._answers.open(deed, view)
        except FAILED as error:
            await self._bring(deed, excuse(error))
            return ""

    async def _soon(self, deed: Deed) -> Reply | None:
        """The reply if it is ready in time; otherwise it follows by itself."""
        work = self._start(self._dispatch(deed), deed)
        done, _ = await asyncio.wait({work}, timeout=self._patience)
        if done:
            reply = work.result()
            if reply is not None:
                self._start(self._finish(deed, reply), deed)
            return reply
        self._start(self._bring_when_done(deed, work), deed)
        return None

    async def _bring_when_done(self, deed: Deed, work: "asyncio.Task[Reply | None]") -> None:
        await self._bring(deed, await work)

    async def _bring(self, deed: Deed, reply: Reply | None) -> None:
        if reply is not None:
            await self._goes(self._answers.bring(deed, reply), deed)
            await self._finish(deed, reply)

    async def _finish(self, deed: Deed, reply: Reply) -> None:
        await self._goes(self._answers.enclose(deed, reply), deed)
        await self._go_on(deed, reply)

    def _asks(self, deed: Deed) -> Form | None:
        asked = deed.invocation
        return self._desk.form(asked.request, asked.actor, direct=asked.channel.direct)

    async def _dispatch(self, deed: Deed) -> Reply | None:
        reply = await self._desk.dispatch(await self._names.named(deed.invocation))
        self._homes.stale(deed.workspace, deed.user)
        return reply

    def _after(self, deed: Deed, reply: Reply | None) -> Json:
        """What takes the form's place: the form again if it could not be taken, or the answer."""
        if reply is None:
            # A repeat: what was answered the first time got lost on its way.
            return self._answers.window(texts.TAKEN, deed.metadata)
        if reply.again is None:
            return self._answers.window(reply.card, deed.metadata)
        request = deed.invocation.request
        kept = request.values if isinstance(request, Submitted) else {}
        return self._form(deed, reply.again, kept, plain_text(reply.card))

    def _form(
        self, deed: Deed, form: Form, kept: Mapping[str, str] | None = None, why: str = ""
    ) -> Json:
        metadata = texts.metadata(deed.channel, form.token)
        view = form_view(form, metadata, values=kept or {}, why=why)
        return self._answers.form(view, deed.workspace)

    def _start(self, work: Coroutine[Any, Any, T], deed: Deed) -> "asyncio.Task[T]":
        return self._tasks.start(work, f"slack {deed.spot} {deed.invocation.id}")


async def _acknowledge(ack: AsyncAck) -> None:
    await ack()
