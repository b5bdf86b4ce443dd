"""doctor: why nothing arrives."""

from bot.commands.consulting import COMMAND
from bot.commands.spec import Command, NoParams, answer
from bot.ports import Reply
from bot.usecases.checkup import examine
from bot.usecases.scene import Scene
from bot.views.doctor import doctor_card


def doctor(scene: Scene, _: NoParams) -> Reply:
    return answer(doctor_card(examine(scene), scene.channel))


COMMANDS = (
    Command(
        COMMAND, "What is missing when nothing arrives", doctor, example="/prep doctor",
        read_only=True, consults=True,
    ),
)  # fmt: skip
