"""What graders ask of the sandbox. Nothing here runs anything.

Each language has a module that helpers load by name and call in this order:

    preload() -> None                     once in the helper: import everything, allow nothing after
    build(recipe: Json) -> bytes          in a trusted child: draw the inputs, which helpers keep
    prepare(inputs: bytes) -> object      in the submission's child, before it is confined
    run(prepared: object, text: str) -> Json     confined; plain values, never a verdict

and, where it has them:

    warm() -> None                        in the submission's child, while it waits for its text
    preview(prepared: object, text: str) -> Json     confined; what the text shows unrun
"""

from dataclasses import dataclass
from typing import Any, Literal, Protocol

from bot.domain.exercises import Language

Json = Any
"""Plain values as the json module reads them."""

End = Literal["done", "timeout", "memory", "output", "died", "lost"]


@dataclass(frozen=True, slots=True)
class Job:
    """`recipe` says what the text runs on; equal recipes are built once."""

    language: Language
    recipe: str
    text: str
    seconds: float = 4.0


@dataclass(frozen=True, slots=True)
class Ran:
    """`value` is what `run` returned, when the end is "done"; its shape is for the reader to check.

    timeout, memory, output: the text overstepped that limit; died: its process did not survive;
    lost: the helper itself failed, the text is not to blame.
    `read` is what `preview` returned: written before the text had its turn, so out of its reach.
    `seconds` went by from start to end; `cpu` is the processor time that the kernel counted from
    the text's turn to the end of its process; from its start, where it did not get to the end.
    """

    end: End
    value: Json = None
    seconds: float = 0.0
    read: Json = None
    cpu: float = 0.0


class Workers(Protocol):
    async def run(self, job: Job) -> Ran:
        """Never raises for anything the text does."""
        ...
