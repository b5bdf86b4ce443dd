"""A member's fingers on Discord."""

from dataclasses import dataclass

from adapters.uploads import FILE
from bot.domain.records import Serving
from tests.adapters import taps as neutral
from tests.adapters.discord.club import STUDY, Club
from tests.discord.shown import Shown


async def answers(club: Club, user: str, place: Shown, *, right: bool = True) -> str:
    """Answer the drill that is shown there; what they are told at the end."""
    return await neutral.answers(_Fingers(club, user), club.core, place.tokens, right=right)


async def drill_on(club: Club, place: Shown) -> Serving:
    return await neutral.drill_of(club.core, place.tokens)


async def taps(club: Club, user: str, made: str) -> None:
    """A button or an option, whichever carries this token."""
    try:
        await club.presses(user, made)
    except LookupError:
        person = club.discord.user(user)
        offered = [*club.discord.channel(STUDY).messages, *person.sees(STUDY)]
        await person.picks(next(one for one in reversed(offered) if made in one.tokens), made)
        await club.settled()


@dataclass(frozen=True, slots=True)
class _Fingers:
    club: Club
    user: str

    async def taps(self, made: str) -> None:
        await taps(self.club, self.user, made)

    async def marks(self, made: str) -> None:
        await taps(self.club, self.user, made)

    def fields(self) -> list[str]:
        modal = self.club.discord.user(self.user).modal
        return [field for field in modal.fields if not field.endswith(FILE)]

    async def sends(self, values: dict[str, str]) -> None:
        await self.club.submits(self.user, dict(values))

    def told(self) -> str:
        return self.club.told(self.user)
