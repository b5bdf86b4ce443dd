"""calc …: the calculators as commands, their parameters made from what each asks."""

import shlex
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Annotated, Any

from pydantic import BeforeValidator, create_model

from bot.commands.spec import Command, Handler, NoParams, Params, answer, ask
from bot.domain.calculators.asking import Asks, Calculator, read_value, read_values
from bot.domain.calculators.catalog import CALCULATORS
from bot.domain.errors import InvalidInput
from bot.ports import Reply
from bot.usecases.scene import Scene
from bot.views import calculators as views

LONGEST = 400


def listed(_: Scene, __: NoParams) -> Reply:
    return answer(views.list_card(CALCULATORS))


def _handler(calculator: Calculator) -> Handler:
    def work(_: Scene, params: Params) -> Reply:
        return answer(views.result_card(calculator, calculator.work(**dict(params))))

    return work


def _params(calculator: Calculator) -> type[Params]:
    """One field for each question, in order."""
    fields: Mapping[str, Any] = dict(_fields(calculator))
    return create_model(f"{calculator.name.title()}Params", __base__=Params, **fields)


def _fields(calculator: Calculator) -> Iterator[tuple[str, Any]]:
    words = shlex.split(calculator.example)
    last = list(calculator.asks)[-1]
    for place, (name, asks) in enumerate(calculator.asks.items()):
        such_as = words[place] if place < len(words) else asks.default
        several = name in calculator.lists
        read = partial(_read, read_values if several else read_value, asks)
        kind = tuple[float, ...] if several else float
        yield name, (Annotated[kind, BeforeValidator(read)], _question(asks, such_as, several
                     and name == last))  # fmt: skip


def _question(asks: Asks, such_as: str, rest: bool) -> Any:  # noqa: ANN401  pydantic's Field
    """The default stays as it would be typed, so that a form shows it that way."""
    unit = "" if asks.unit in {"%", "$"} else asks.unit
    return ask(
        asks.label, hint=f"Such as {such_as} {unit}".strip(), rest=rest,
        default=asks.default or ..., validate_default=True,
    )  # fmt: skip


def _read(read: Callable[[Asks, str], object], asks: Asks, typed: object) -> object:
    """Its errors in the form that a params model reports."""
    try:
        return read(asks, str(typed).strip("\"' ")[:LONGEST])
    except InvalidInput as error:
        raise ValueError(f"{error.message} {error.hint}".strip()) from error


def _command(calculator: Calculator) -> Command:
    name = f"calc {calculator.name}"
    return Command(
        name, calculator.summary, _handler(calculator), _params(calculator),
        f"/prep {name} {calculator.example}", calculator.title, "Work it out", read_only=True,
    )  # fmt: skip


COMMANDS = (
    Command("calc list", "All sums there are", listed, example="/prep calc", read_only=True),
    *map(_command, CALCULATORS),
)
