"""Asking the doctors, who may be slow or broken themselves."""

import asyncio
from collections.abc import Callable, Mapping

from bot.domain.ids import ChannelRef, Platform
from bot.domain.units import counted
from bot.ports import Doctor, Finding, Isolation, Judge
from bot.usecases.checkup import running

PATIENCE = 5.0
"""Seconds a doctor may take; a platform's own limit for an answer is not much longer."""
COMMAND = "doctor"


class Consultation:
    """`problems` counts what is wrong in the content; `failed` keeps an error and numbers it."""

    def __init__(
        self,
        doctors: Mapping[Platform, Doctor],
        problems: Callable[[], int] | None,
        failed: Callable[[str, Exception], str],
        judge: Judge | Isolation | None = None,
    ) -> None:
        self._judge = judge
        self._doctors, self._problems, self._failed = doctors, problems, failed

    async def of(self, channel: ChannelRef) -> tuple[Finding, ...]:
        """What the room's platform says of it, and the state of the content."""
        doctor = self._doctors.get(channel.platform)
        examined = () if doctor is None else await self._examine(doctor, channel)
        return (*examined, *self._content(), *self._running())

    async def _examine(self, doctor: Doctor, channel: ChannelRef) -> tuple[Finding, ...]:
        try:
            async with asyncio.timeout(PATIENCE):
                return tuple(await doctor.examine(channel))
        except TimeoutError:
            what = f"{channel.platform} did not answer within {PATIENCE:.0f} seconds."
            return (Finding(what, good=False, fix="Try again in a minute."),)
        except Exception as error:
            what = f"Looking at {channel.platform} went wrong."
            fix = f"Tell whoever runs the bot this number: `{self._failed(COMMAND, error)}`"
            return (Finding(what, good=False, fix=fix),)

    def _running(self) -> tuple[Finding, ...]:
        """Which answers are run, and behind which walls."""
        if self._judge is None:
            return ()
        known = self._judge if isinstance(self._judge, Isolation) else self._judge.isolation()
        return (running(known),)

    def _content(self) -> tuple[Finding, ...]:
        if self._problems is None:
            return ()
        count = self._problems()
        if not count:
            return (Finding("The content files are sound.", good=True),)
        what = f"{counted(count, 'problem')} in the content files."
        fix = "The last good content is in use. `prepcircle check-content` says what to mend."
        return (Finding(what, good=False, fix=fix),)
