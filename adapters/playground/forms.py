"""Forms between the page and the core: what opened one, and whether it is filled in."""

import math
from collections.abc import Callable, Mapping
from datetime import date, time

from adapters.playground.conversation import Seat
from adapters.playground.moments import Reader
from adapters.playground.records import Message
from adapters.playground.render import Filled, render_form, render_task
from bot.cards import Card, Form, FormField
from bot.ports import Pressed, Request, Typed

_PREFIX = "field."


def opening_from(text: str) -> Request | None:
    """Undo `_opening`."""
    kind, _, rest = text.partition(":")
    match kind:
        case "typed":
            return Typed(rest)
        case "pressed":
            return Pressed(rest)
        case _:
            return None


def form_html(
    form: Form,
    seat: Seat,
    opened_by: Request,
    on: Message | None,
    filled: Filled,
    reader: Reader,
) -> str:
    """The form, carrying what opened it so that it can be shown again with what is wrong.

    It covers the message it was opened on, so a drill's words stand in it again.
    """
    hidden = (*seat.origin(on.id if on else None).pairs(), ("opening", _opening(opened_by)))
    card = on.content if on else None
    task = render_task(form, card, reader) if isinstance(card, Card) else None
    return render_form(form, hidden, filled, task)


def values_in(data: Mapping[str, str]) -> dict[str, str]:
    """The filled values; browsers send line ends as CRLF, whatever was typed."""
    return {
        name.removeprefix(_PREFIX): value.replace("\r\n", "\n").strip()
        for name, value in data.items()
        if name.startswith(_PREFIX)
    }


def problems(form: Form, values: Mapping[str, str]) -> dict[str, str]:
    """What is wrong, by field name: the checks a browser makes, for the one that made none."""
    found = {field.name: _problem(field, values.get(field.name, "")) for field in form.fields}
    return {name: problem for name, problem in found.items() if problem}


def _opening(request: Request) -> str:
    match request:
        case Typed(text=text):
            return f"typed:{text}"
        case Pressed(token=token):
            return f"pressed:{token}"
        case _:
            return ""


def _problem(field: FormField, value: str) -> str:
    if not value:
        return "This one is needed." if field.required else ""
    match field.kind:
        case "line" | "paragraph":
            over = len(value) - field.limit
            return f"This is {over} characters too long." if over > 0 else ""
        case "number":
            return _number_problem(field, value)
        case "choice":
            known = any(value == option for _, option in field.options)
            return "" if known else "Please pick one of the choices."
        case "date":
            return "" if _reads(date.fromisoformat, value) else "Write a date like 2027-05-19."
        case "time":
            return "" if _reads(time.fromisoformat, value) else "Write a time like 09:00."


def _number_problem(field: FormField, value: str) -> str:
    if not _reads(float, value) or not math.isfinite(float(value)):
        return "Please write a number."
    number = float(value)
    if field.low is not None and number < field.low:
        return f"The smallest is {field.low}."
    if field.high is not None and number > field.high:
        return f"The largest is {field.high}."
    return ""


def _reads(parse: Callable[[str], object], value: str) -> bool:
    try:
        parse(value)
    except ValueError:
        return False
    return True
