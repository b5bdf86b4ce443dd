"""A desk for which files have been read, and that keeps what the core's answers wish for."""

from dataclasses import replace

from adapters.discord.files import Files
from adapters.discord.rooms import Rooms
from adapters.uploads import Reading
from bot.cards import Card, Text, markup
from bot.ports import Caretaker, Desk, Invocation, NotAllowed, Reply, Wish


class Keeping(Reading):
    """A bot.ports.Desk around another one."""

    def __init__(self, desk: Desk, files: Files, rooms: Rooms, caretaker: Caretaker) -> None:
        super().__init__(desk, files.text_of)
        self._rooms, self._caretaker = rooms, caretaker

    async def dispatch(self, invocation: Invocation) -> Reply | None:
        reply = await super().dispatch(invocation)
        if reply is None or reply.wish is None:
            return reply
        return await self._kept(invocation, reply, reply.wish)

    async def _kept(self, invocation: Invocation, reply: Reply, wish: Wish) -> Reply:
        try:
            user = invocation.actor.user
            await self._rooms.keep(wish, invocation.channel, user, self._caretaker)
        except NotAllowed as error:
            told = Text(markup(f"{error} Its host has been told. {error.fix}"))
            return replace(reply, card=Card("That did not work", (told,), "bad"))
        return reply
