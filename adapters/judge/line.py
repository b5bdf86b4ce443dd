"""Who is next: one answer at a time for a person, turns shared between circles, a bounded line."""

import asyncio
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Hashable
from dataclasses import dataclass, field

from bot.domain.errors import Busy

AT_ONCE, MOST_WAITING = 2, 200
_NEAR = 3


@dataclass(eq=False)
class Ticket:
    """`place` is 0 when it is this one's turn, 1 for the next in line."""

    person: Hashable
    circle: Hashable
    place: int = 0
    moved: asyncio.Event = field(default_factory=asyncio.Event)


class Line:
    def __init__(self, at_once: int = AT_ONCE, most: int = MOST_WAITING) -> None:
        self._at_once, self._most = at_once, most
        self._running: set[Ticket] = set()
        self._waiting: OrderedDict[Hashable, deque[Ticket]] = OrderedDict()
        """Circles in the order of their turns."""

    def join(self, person: Hashable, circle: Hashable) -> Ticket:
        """Raises Busy."""
        waiting = [ticket for tickets in self._waiting.values() for ticket in tickets]
        if any(ticket.person == person for ticket in (*waiting, *self._running)):
            raise Busy("Your last answer is still being graded.", "Hand this one in after it.")
        if len(waiting) >= self._most:
            raise Busy(f"{len(waiting)} answers are waiting.", "Hand it in again in a minute.")
        ticket = Ticket(person, circle)
        self._waiting.setdefault(circle, deque()).append(ticket)
        self._advance()
        return ticket

    def leave(self, ticket: Ticket) -> None:
        """Done, or given up while waiting. Leaving twice does no harm."""
        self._running.discard(ticket)
        tickets = self._waiting.get(ticket.circle)
        if tickets is not None and ticket in tickets:
            tickets.remove(ticket)
            if not tickets:
                del self._waiting[ticket.circle]
        self._advance()

    async def turns(self, ticket: Ticket) -> AsyncIterator[int]:
        """Its place now and when that has become notably better; ends after 0."""
        told = None
        while True:
            place = ticket.place
            if told is None or (place != told and place <= max(_NEAR, told // 2)):
                told = place
                yield place
            if place == 0:
                return
            await ticket.moved.wait()
            ticket.moved.clear()

    def _advance(self) -> None:
        while self._waiting and len(self._running) < self._at_once:
            self._running.add(self._next())
        for place, ticket in enumerate(self._in_order(), 1):
            self._move(ticket, place)
        for ticket in self._running:
            self._move(ticket, 0)

    def _next(self) -> Ticket:
        circle, tickets = self._waiting.popitem(last=False)
        ticket = tickets.popleft()
        if tickets:
            # To the end: every other circle has a turn before this one has another.
            self._waiting[circle] = tickets
        return ticket

    def _in_order(self) -> list[Ticket]:
        rounds = max((len(tickets) for tickets in self._waiting.values()), default=0)
        return [
            tickets[number]
            for number in range(rounds)
            for tickets in self._waiting.values()
            if number < len(tickets)
        ]

    @staticmethod
    def _move(ticket: Ticket, place: int) -> None:
        if ticket.place != place or place == 0:
            ticket.place = place
            ticket.moved.set()
