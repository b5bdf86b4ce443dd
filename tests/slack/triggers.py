"""Trigger ids: three seconds, one use."""

from dataclasses import dataclass, field

from tests.slack.records import ApiError
from tests.slack.state import State

LIFE = 3.0


@dataclass
class Trigger:
    """`view` is the modal it came from, if it came from one."""

    user: str
    team: str
    born: float
    view: str = ""
    used: bool = False


@dataclass
class Triggers:
    state: State
    _issued: dict[str, Trigger] = field(default_factory=dict)

    def issue(self, user: str, team: str, view: str = "") -> str:
        number = self.state.number()
        text = f"{number}.{number}.{number:08x}"
        self._issued[text] = Trigger(user, team, self.state.now(), view)
        return text

    def exchange(self, text: str) -> Trigger:
        """Use it up. Raises ApiError."""
        if not text:
            raise ApiError("invalid_arguments")
        trigger = self._issued.get(text)
        if trigger is None:
            raise ApiError("invalid_trigger_id")
        if self.state.now() - trigger.born > LIFE:
            raise ApiError("expired_trigger_id")
        if trigger.used:
            raise ApiError("exchanged_trigger_id")
        trigger.used = True
        return trigger
