"""What the page shows: the frame around a feed, whole or as fragments for app.js."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from aiohttp import web
from markupsafe import Markup

from adapters.playground.controls import Controls, Mover
from adapters.playground.conversation import Seat
from adapters.playground.feed import Author, Feed, authors
from adapters.playground.moments import Reader, reader_in, stamp
from adapters.playground.places import direct_ref, path_of, place_from, room_ref
from adapters.playground.records import Person
from adapters.playground.render import TEMPLATES, render_moment
from adapters.playground.room import Room
from bot.cards import Moment
from bot.domain.ids import ChannelRef
from bot.ports import Clock

NOTICES = {
    "busy": "The clock is already moving.",
    "real-time": "A chat platform is connected, so this clock is the real one.",
    "nothing-due": "Nothing is scheduled. Start a circle first: type /prep start.",
    "failed": "That did not work. Nothing was lost; please try again.",
    "stopping": "The clock stops after this step.",
    "gone": "That message is no longer here.",
}


@dataclass(frozen=True, slots=True)
class Place:
    """A row of the side pane."""

    title: str
    href: str
    path: str
    current: bool


@dataclass(frozen=True, slots=True)
class Face:
    """A person to act as."""

    person: Person
    author: Author
    href: str
    current: bool


def address(seat: Seat, notice: str = "", message: int | None = None) -> str:
    """The page of a seat, at a message or else at the newest."""
    query = {} if seat.place.direct else {"as": seat.person.id}
    if notice:
        query["notice"] = notice
    anchor = f"#m{message}" if message is not None else "#end"
    return f"/{quote(path_of(seat.place))}" + (f"?{urlencode(query)}" if query else "") + anchor


def html(text: str, status: int = 200) -> web.Response:
    return web.Response(text=text, content_type="text/html", status=status)


class Pages:
    def __init__(
        self, room: Room, controls: Controls, clock: Clock, mover: Mover, *, library: bool = False
    ) -> None:
        self._library = library
        self._room = room
        self._controls = controls
        self._clock = clock
        self._mover = mover

    async def front(self, _request: web.Request) -> web.StreamResponse:
        people, rooms = self._room.people(), self._room.rooms()
        if not people or not rooms:
            return self.message("Nobody is here yet", "The playground has no rooms or no people.")
        raise web.HTTPSeeOther(address(Seat(people[0], room_ref(rooms[0][0]))))

    async def page(self, request: web.Request) -> web.StreamResponse:
        notice = request.query.get("notice", "")
        return await self._draw("page.html", self._asked_seat(request), notice)

    async def fragment(self, request: web.Request) -> web.StreamResponse:
        """The parts of the page that change, for app.js to put in place."""
        return await self._draw("parts.html", self._asked_seat(request))

    async def file(self, request: web.Request) -> web.StreamResponse:
        number = request.match_info["file"]
        kept = self._room.file(int(number)) if number.isdecimal() else None
        if kept is None or kept.person != request.query.get("as"):
            raise web.HTTPNotFound(text="There is no such file for you.")
        named = f"attachment; filename*=UTF-8''{quote(kept.name, safe='')}"
        kind = kept.media_type if kept.media_type.isascii() else "application/octet-stream"
        return web.Response(
            body=kept.text.encode(),
            headers={"Content-Type": f"{kind}; charset=utf-8", "Content-Disposition": named},
        )

    def seat(self, person_id: str, path: str) -> Seat:
        """Who acts where, from what a form or an address says. Raises 404."""
        person, place = self._room.person(person_id), place_from(path)
        if person is None or place is None or not self._room.knows(place):
            raise self._not_found()
        if place.direct and place.channel != person.id:
            raise self._not_found()
        return Seat(person, place)

    def reader(self, seat: Seat) -> Reader:
        return reader_in(seat.person.zone, self._clock.now())

    def form_page(self, form: str, seat: Seat) -> web.Response:
        """A form on a page of its own, for a browser without scripts."""
        shown = TEMPLATES.get_template("form.html")
        return html(shown.render(form=Markup(form), back=address(seat)))

    def confirmation(self, question: str, label: str, hidden: tuple[tuple[str, str], ...]) -> str:
        shown = TEMPLATES.get_template("confirm.html")
        return shown.render(question=question, label=label, hidden=hidden)

    def message(self, title: str, text: str, status: int = 200) -> web.Response:
        return html(TEMPLATES.get_template("message.html").render(title=title, text=text), status)

    def _asked_seat(self, request: web.Request) -> Seat:
        if "person" in request.match_info:
            person = request.match_info["person"]
            return self.seat(person, path_of(direct_ref(person)))
        people = self._room.people()
        person = request.query.get("as") or (people[0].id if people else "")
        return self.seat(person, path_of(room_ref(request.match_info["room"])))

    async def _draw(self, template: str, seat: Seat, notice: str = "") -> web.Response:
        reader = self.reader(seat)
        moving = self._mover.is_moving()
        due = None if moving else await self._controls.next_due()
        text = TEMPLATES.get_template(template).render(
            seat=seat,
            fragment=template == "parts.html",
            path=path_of(seat.place),
            title=self._title(seat.place),
            feed=Feed(self._room, seat, reader).draw(),
            rooms=self._places(seat),
            direct=self._direct(seat),
            faces=self._faces(seat),
            now=stamp(reader.now),
            day_line=self._controls.day_line(),
            due=render_moment(Moment(due), reader) if due else "",
            moving=moving,
            movable=self._controls.movable,
            share=self._mover.share,
            failed=self._mover.failed,
            classmates=self._controls.classmates,
            notice=NOTICES.get(notice, ""),
            library=self._library,
        )
        return html(text)

    def _title(self, place: ChannelRef) -> str:
        return "Prepcircle" if place.direct else dict(self._room.rooms())[place.channel]

    def _places(self, seat: Seat) -> list[Place]:
        return [
            self._place(title, Seat(seat.person, room_ref(room)), seat)
            for room, title in self._room.rooms()
        ]

    def _direct(self, seat: Seat) -> Place:
        return self._place("Prepcircle", Seat(seat.person, direct_ref(seat.person.id)), seat)

    def _place(self, title: str, there: Seat, seat: Seat) -> Place:
        return Place(title, address(there), path_of(there.place), there.place == seat.place)

    def _faces(self, seat: Seat) -> list[Face]:
        people = self._room.people()
        drawn = authors(people)
        return [
            Face(person, drawn[person.id], self._as(person, seat), person.id == seat.person.id)
            for person in people
        ]

    def _as(self, person: Person, seat: Seat) -> str:
        """The same room as somebody else, or that person's own conversation with the bot."""
        place = direct_ref(person.id) if seat.place.direct else seat.place
        return address(Seat(person, place))

    def _not_found(self) -> web.HTTPNotFound:
        shown = self.message("Not here", "There is no such room or person.")
        return web.HTTPNotFound(text=shown.text, content_type="text/html")
