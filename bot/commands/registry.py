"""Every command there is, in the order in which help shows them."""

from bot.commands import (
    calculating,
    calling,
    doctor,
    enrolment,
    hosting,
    notes,
    nudged,
    personal,
    places,
    practice,
    progress,
)
from bot.commands.help import help_command
from bot.commands.parsing import Grammar
from bot.commands.spec import Command

GROUP_DEFAULTS = {"calc": "calc list", "circle": "circle status", "settings": "settings show"}
"""What a bare group name means."""


def _all() -> tuple[Command, ...]:
    listed = (
        *progress.COMMANDS[:2],
        *practice.COMMANDS,
        *progress.COMMANDS[2:],
        *enrolment.COMMANDS,
        *notes.COMMANDS,
        *calculating.COMMANDS,
        *personal.COMMANDS,
        *nudged.COMMANDS,
        *calling.COMMANDS,
        *hosting.COMMANDS,
        *places.COMMANDS,
        *doctor.COMMANDS,
    )
    return (*listed, help_command(listed))


COMMANDS: tuple[Command, ...] = _all()
GRAMMAR = Grammar(COMMANDS, GROUP_DEFAULTS)
