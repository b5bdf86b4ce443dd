"""Interactions on their way to the app, and the wait for its first answer."""

from dataclasses import dataclass

from tests.discord.records import Interaction
from tests.discord.state import State


class NotAnswered(Exception):
    """The person was told that the interaction failed."""


@dataclass
class Deliveries:
    """`patience`: how long a first answer may take, in seconds of the wall.

    The three seconds that count are the clock's; this only ends a wait that nobody will end.
    """

    state: State
    patience: float = 30.0

    async def send(self, interaction: Interaction) -> Interaction:
        """Returns when it is answered. Raises NotAnswered."""
        self.post(interaction)
        if interaction.given_up:
            raise NotAnswered("the app is not connected")
        try:
            await self.state.until(lambda: self._settled(interaction), self.patience)
        except AssertionError:
            interaction.given_up = True
        if interaction.answer is None:
            raise NotAnswered(f"{interaction.name or interaction.kind}: nothing came in time")
        return interaction

    def post(self, interaction: Interaction) -> None:
        """Without waiting, as when somebody presses twice."""
        heard = self.state.tell("INTERACTION_CREATE", interaction.extra, interaction.guild)
        interaction.given_up = not heard

    def again(self, interaction: Interaction) -> None:
        """The same event once more, as a second process or a replay would bring it."""
        self.state.tell("INTERACTION_CREATE", interaction.extra, interaction.guild)

    def _settled(self, interaction: Interaction) -> bool:
        return interaction.answer is not None or interaction.late
