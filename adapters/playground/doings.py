"""Everything a person can do on the page. Each works as a plain form, and from app.js."""

from collections.abc import Mapping

from aiohttp import web

from adapters.playground.controls import Controls, Move, Mover, Outcome
from adapters.playground.conversation import Conversation, Refused, Seat, command_in
from adapters.playground.forms import form_html, opening_from, problems, values_in
from adapters.playground.pages import NOTICES, Pages, address
from adapters.playground.places import room_ref
from adapters.playground.records import Message
from adapters.playground.render import Filled
from adapters.playground.room import Room
from bot.cards import Actions, Button, Card, Form
from bot.ports import Pressed, Request, Submitted

_LONGEST = 3000
_QUIET = frozenset({Outcome.MOVED, Outcome.STARTED})


async def _read(request: web.Request) -> dict[str, str]:
    data = await request.post()
    return {name: value for name, value in data.items() if isinstance(value, str)}


class Doings:
    def __init__(
        self,
        pages: Pages,
        conversation: Conversation,
        room: Room,
        controls: Controls,
        mover: Mover,
    ) -> None:
        self._pages = pages
        self._conversation = conversation
        self._room = room
        self._controls = controls
        self._mover = mover

    async def send(self, request: web.Request) -> web.StreamResponse:
        data = await _read(request)
        seat = self._seat(data)
        text = data.get("text", "").strip()[:_LONGEST]
        if not text:
            return self._done(request, seat)
        command = command_in(text)
        if command is None:
            return self._done(request, seat, self._conversation.say(seat, text))
        return await self._begin(request, seat, command, None)

    async def press(self, request: web.Request) -> web.StreamResponse:
        data = await _read(request)
        seat, token = self._seat(data), data.get("token", "")
        if not token or "cancel" in data:
            return self._done(request, seat)
        on = self._conversation.pressed(seat, data.get("message", ""))
        button = _button(on, token)
        if button and button.confirm and data.get("sure") != "yes":
            hidden = (*seat.origin(on.id if on else None).pairs(), ("token", token))
            question = self._pages.confirmation(button.confirm, button.label, hidden)
            return self._ask(request, seat, question)
        return await self._begin(request, seat, Pressed(token), on)

    async def submit(self, request: web.Request) -> web.StreamResponse:
        data = await _read(request)
        seat, token = self._seat(data), data.get("token", "")
        if "cancel" in data or not token:
            return self._done(request, seat)
        on = self._conversation.pressed(seat, data.get("message", ""))
        opening = opening_from(data.get("opening", ""))
        form = self._conversation.form(seat, opening) if opening else None
        values = values_in(data)
        wrong = problems(form, values) if form and form.token == token else {}
        if form and opening and wrong:
            return self._show(request, seat, form, opening, on, Filled(values, wrong))
        submitted = Submitted(token, values)
        return await self._tell(request, seat, submitted, opening or submitted, on)

    async def dismiss(self, request: web.Request) -> web.StreamResponse:
        data = await _read(request)
        seat, message = self._seat(data), data.get("message", "")
        if message.isdecimal() and self._room.dismiss(int(message), seat.person.id):
            return self._done(request, seat)
        return self._done(request, seat, notice="gone")

    async def clock(self, request: web.Request) -> web.StreamResponse:
        data = await _read(request)
        seat = self._seat(data)
        if data.get("move") not in [move.value for move in Move]:
            raise web.HTTPBadRequest(text="The clock has no such move.")
        outcome = await self._mover.move(Move(data["move"]))
        return self._done(request, seat, notice="" if outcome in _QUIET else outcome.value)

    async def classmates(self, request: web.Request) -> web.StreamResponse:
        data = await _read(request)
        seat = self._seat(data)
        self._controls.classmates = data.get("on") == "1"
        return self._done(request, seat)

    async def rooms(self, request: web.Request) -> web.StreamResponse:
        data = await _read(request)
        seat, title = self._seat(data), " ".join(data.get("title", "").split())[:60]
        if not title:
            return self._done(request, seat)
        there = Seat(seat.person, room_ref(self._room.new_room(title)))
        return self._done(request, there, moved=True)

    async def complete(self, request: web.Request) -> web.StreamResponse:
        ways = self._conversation.complete(request.query.get("text", "")[:_LONGEST])
        return web.json_response([{"text": way.text, "note": way.note} for way in ways])

    def _seat(self, data: Mapping[str, str]) -> Seat:
        return self._pages.seat(data.get("as", ""), data.get("at", ""))

    async def _begin(
        self, request: web.Request, seat: Seat, asked: Request, on: Message | None
    ) -> web.StreamResponse:
        """Open the form a request opens, or dispatch it."""
        form = self._conversation.form(seat, asked)
        if form is not None:
            return self._show(request, seat, form, asked, on, Filled())
        return await self._tell(request, seat, asked, asked, on)

    async def _tell(
        self, request: web.Request, seat: Seat, said: Request, opening: Request, on: Message | None
    ) -> web.StreamResponse:
        """Pass on what was said; a form that was refused opens again with the reason on top."""
        answer = await self._conversation.ask(seat, said, asked=opening, on=on)
        if isinstance(answer, Refused):
            return self._show(request, seat, answer.form, opening, on, Filled(why=answer.why))
        return self._done(request, seat, answer)

    def _show(
        self,
        request: web.Request,
        seat: Seat,
        form: Form,
        opening: Request,
        on: Message | None,
        filled: Filled,
    ) -> web.StreamResponse:
        text = form_html(form, seat, opening, on, filled, self._pages.reader(seat))
        return self._ask(request, seat, text)

    def _ask(self, request: web.Request, seat: Seat, form: str) -> web.StreamResponse:
        if _by_script(request):
            return web.json_response({"form": form})
        return self._pages.form_page(form, seat)

    def _done(
        self,
        request: web.Request,
        seat: Seat,
        message: Message | None = None,
        notice: str = "",
        moved: bool = False,
    ) -> web.StreamResponse:
        number = message.id if message else None
        if not _by_script(request):
            raise web.HTTPSeeOther(address(seat, notice, number))
        go = address(seat) if moved else ""
        return web.json_response(
            {"notice": NOTICES.get(notice, ""), "message": number, "address": go}
        )


def _by_script(request: web.Request) -> bool:
    return request.headers.get("X-Playground") == "script"


def _button(message: Message | None, token: str) -> Button | None:
    """The button with this token on a message's card."""
    if message is None or not isinstance(message.content, Card):
        return None
    rows = [block.items for block in message.content.blocks if isinstance(block, Actions)]
    buttons = [item for row in rows for item in row if isinstance(item, Button)]
    return next((button for button in buttons if button.token == token), None)
