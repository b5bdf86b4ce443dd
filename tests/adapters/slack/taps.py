"""A member's fingers on Slack."""

from dataclasses import dataclass

from bot.domain.records import Serving
from tests.adapters import taps
from tests.adapters.slack.club import STUDY, Club
from tests.slack.people import Person
from tests.slack.shown import Shown, ShownView


async def answers(club: Club, user: str, place: Shown | ShownView, *, right: bool = True) -> str:
    """Answer the drill that is shown there; what they are told at the end."""
    fingers = _Fingers(club, club.slack.user(user))
    return await taps.answers(fingers, club.core, place.tokens, right=right)


async def drill_on(club: Club, place: Shown | ShownView) -> Serving:
    return await taps.drill_of(club.core, place.tokens)


@dataclass(frozen=True, slots=True)
class _Fingers:
    club: Club
    person: Person

    async def taps(self, made: str) -> None:
        await self.club.presses(self.person.account.id, made)

    async def marks(self, made: str) -> None:
        await self.person.picks(self.person.modal, made)
        await self.club.settled()

    def fields(self) -> list[str]:
        blocks = self.person.modal.blocks
        return [str(block["block_id"]) for block in blocks if block["type"] == "input"]

    async def sends(self, values: dict[str, str]) -> None:
        await self.person.submits(values)
        await self.club.settled()

    def told(self) -> str:
        """In the window, or in the room for them alone."""
        if not self.person.modals:
            return self.club.told(self.person.account.id, STUDY)
        return f"{self.person.modal.title}\n{self.person.modal.words}"
