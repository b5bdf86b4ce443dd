"""help, generated from the commands themselves."""

from collections.abc import Sequence

from bot.cards import Card
from bot.commands.spec import Command, Params, answer, ask
from bot.domain.errors import NotFound
from bot.ports import Reply
from bot.usecases.scene import Scene
from bot.views.personal import command_card, help_card

INTRO = (
    "One drill a day, about ten minutes. Answers are private; effort counts, right or wrong. "
    "`/prep today` is the one screen that says what now."
)


class HelpParams(Params):
    command: str = ask("Command", rest=True, default="", choices="commands", max_length=40)


def help_command(commands: Sequence[Command]) -> Command:
    visible: list[Command] = []

    def show(_: Scene, params: HelpParams) -> Reply:
        name = params.command.lower().removeprefix("/prep").strip()
        if not name:
            return answer(_overview(visible))
        group = [c for c in visible if c.name.startswith(f"{name} ")]
        if group:
            lines = [(c.usage, c.summary) for c in group]
            return answer(help_card(lines, f"Help · /prep {name}", "What you can do there:"))
        found = next((c for c in visible if c.name == name), None)
        if found is None:
            raise NotFound(f"There is no command “{name[:30]}”.", "`/prep help` lists them all.")
        return answer(_single(found))

    own = Command(
        "help", "What you can do here", show, HelpParams, "/prep help drill", read_only=True
    )
    visible += [command for command in (*commands, own) if not command.hidden]
    return own


def _overview(commands: Sequence[Command]) -> Card:
    lines: list[tuple[str, str]] = []
    groups: list[str] = []
    for command in commands:
        group, _, inner = command.name.partition(" ")
        if not inner:
            lines.append((command.usage, command.summary))
        elif group not in groups:
            groups.append(group)
    listed = {group: [c.name.split()[1] for c in commands if c.name.startswith(f"{group} ")]
              for group in groups}  # fmt: skip
    lines += [(f"/prep {group} …", ", ".join(inner)) for group, inner in listed.items()]
    return help_card(lines, "What you can do here", INTRO)


def _single(command: Command) -> Card:
    params = [(name, field.description or name) for name, field in command.asked.items()]
    return command_card(command.usage, command.summary, params, command.example or command.usage)
