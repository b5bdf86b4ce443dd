"""What a command is: a frozen record with a params model, checked when it is declared."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.fields import FieldInfo

from bot.cards import Card
from bot.curriculum.catalog import Curriculum
from bot.domain.exercises import Verdict
from bot.ports import Attachment, Outgoing, Reply
from bot.usecases.scene import Scene

NAME = re.compile(r"^[a-z]{2,16}( [a-z]{2,16})?$")
SUMMARY_LIMIT = 100
"""The narrowest platform's limit for a description."""

Choices = Literal["tracks", "drills", "commands"]
"""Commands are known to who completes a line alone: a command's declaration knows no other."""

Widget = Literal["line", "paragraph", "number", "choice", "date", "time"]


class Params(BaseModel):
    """Parameters in the order in which they are typed."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class NoParams(Params):
    pass


def ask(
    label: str,
    *,
    hint: str = "",
    widget: Widget = "line",
    choices: Choices | None = None,
    hidden: bool = False,
    rest: bool = False,
    default: Any = ...,  # noqa: ANN401  any parameter's default
    options: Sequence[tuple[str, str]] = (),
    **limits: Any,  # noqa: ANN401  pydantic's own constraints
) -> Any:  # noqa: ANN401  pydantic's Field is Any
    """A parameter: its label, its widget in a form, and where its choices come from.

    `hidden` ones come from a button's token and are never asked; `rest` takes the rest of the line.
    """
    extra: dict[str, Any] = {
        "hint": hint, "widget": widget, "choices": choices, "hidden": hidden, "rest": rest,
        "options": [list(option) for option in options],
    }  # fmt: skip
    return Field(default, title=label, description=hint or label, json_schema_extra=extra, **limits)


def extra(field: FieldInfo, name: str) -> Any:  # noqa: ANN401  whatever `ask` put there
    known = field.json_schema_extra
    return known.get(name) if isinstance(known, dict) else None


Handler = Callable[[Scene, Any], Reply]
Settle = Callable[[Scene, Any, Verdict], Reply]


@dataclass(frozen=True)
class Command:
    """`form` is the title of the form that asks for what is missing; empty for none.

    `hidden` commands are reached by buttons alone. `read_only` ones run without the write lock and
    are not remembered, as running them twice changes nothing. `in_room` ones mean the room they are
    typed in. `consults` ones are told what the doctors find. `settle` answers once the task of the
    handler's reply has a verdict.
    """

    name: str
    summary: str
    handler: Handler
    params: type[Params] = NoParams
    example: str = ""
    form: str = ""
    submit: str = "Send"
    hidden: bool = False
    read_only: bool = False
    host_only: bool = False
    in_room: bool = False
    consults: bool = False
    settle: Settle | None = None

    def __post_init__(self) -> None:
        if not NAME.match(self.name):
            raise ValueError(f"{self.name!r} is no command name on every platform")
        if not 1 <= len(self.summary) <= SUMMARY_LIMIT:
            raise ValueError(f"{self.name}: the summary has 1 to {SUMMARY_LIMIT} characters")
        if len(self.form) > 24:
            raise ValueError(f"{self.name}: a form title has at most 24 characters")

    @property
    def fields(self) -> dict[str, FieldInfo]:
        return self.params.model_fields

    @property
    def asked(self) -> dict[str, FieldInfo]:
        """Fields a person fills in."""
        return {n: f for n, f in self.fields.items() if not extra(f, "hidden")}

    @property
    def usage(self) -> str:
        shown = (f"{n}" if f.is_required() else f"[{n}]" for n, f in self.asked.items())
        return " ".join(["/prep", self.name, *shown])


def answer(card: Card, *outgoing: Outgoing, file: Attachment | None = None) -> Reply:
    return Reply(card, outgoing=tuple(outgoing), file=file)


def choices_of(curriculum: Curriculum, field: FieldInfo) -> Sequence[tuple[str, str]]:
    """(label, value) pairs a field may take; empty when it is free."""
    fixed = extra(field, "options")
    if fixed:
        return [(str(label), str(value)) for label, value in fixed]
    match extra(field, "choices"):
        case "tracks":
            return [(t.title, t.id) for _, t in sorted(curriculum.tracks.items())]
        case "drills":
            return curriculum.practice
        case _:
            return ()
