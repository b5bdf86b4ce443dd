"""A desk that also keeps what the core's answers wish for."""

from collections.abc import Sequence
from dataclasses import replace

from adapters.discord.rooms import Rooms
from bot.cards import Card, Form, Text, markup
from bot.domain.ids import ActorRef
from bot.ports import Caretaker, Completion, Desk, Invocation, NotAllowed, Reply, Request


class Keeping:
    """A bot.ports.Desk around another one."""

    def __init__(self, desk: Desk, rooms: Rooms, caretaker: Caretaker) -> None:
        self._desk, self._rooms, self._caretaker = desk, rooms, caretaker

    def form(self, request: Request, actor: ActorRef | None = None) -> Form | None:
        return self._desk.form(request, actor)

    def complete(self, text: str) -> Sequence[Completion]:
        return self._desk.complete(text)

    async def dispatch(self, invocation: Invocation) -> Reply | None:
        reply = await self._desk.dispatch(invocation)
        if reply is None or reply.wish is None:
            return reply
        try:
            user = invocation.actor.user
            await self._rooms.keep(reply.wish, invocation.channel, user, self._caretaker)
        except NotAllowed as error:
            told = Text(markup(f"{error} Its host has been told. {error.fix}"))
            return replace(reply, card=Card("That did not work", (told,), "bad"))
        return reply
