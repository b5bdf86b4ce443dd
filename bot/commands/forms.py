"""Forms from params models: what is asked, with which widget and which defaults; no I/O."""

from dataclasses import replace
from datetime import datetime, timedelta

from pydantic.fields import FieldInfo

from bot.cards import Actions, Button, Card, Form, FormField
from bot.commands.parsing import Parsed
from bot.commands.spec import choices_of, extra
from bot.curriculum.catalog import Curriculum
from bot.tokens import read, token


def opens_form(parsed: Parsed, *, direct: bool = False) -> bool:
    """A button of a command with a form asks; typing asks only for what is missing."""
    if not parsed.command.form or (direct and parsed.command.in_room):
        return False
    missing = [n for n, f in parsed.command.asked.items() if f.is_required()]
    return parsed.pressed or not parsed.values or any(n not in parsed.values for n in missing)


def form_of(parsed: Parsed, curriculum: Curriculum, now: datetime) -> Form:
    command = parsed.command
    hidden = [parsed.values.get(n, "") for n, f in command.fields.items() if extra(f, "hidden")]
    fields = tuple(
        _field(name, field, parsed.values.get(name, ""), curriculum, now)
        for name, field in command.asked.items()
    )
    return Form(token(command.name, *hidden), command.form, command.submit, fields)


def _field(
    name: str, field: FieldInfo, given: str, curriculum: Curriculum, now: datetime
) -> FormField:
    options = tuple(choices_of(curriculum, field))
    bounds = {type(m).__name__: m for m in field.metadata}
    longest = getattr(bounds.get("MaxLen"), "max_length", None)
    return FormField(
        name=name,
        label=field.title or name,
        kind="choice" if options else extra(field, "widget") or "line",
        required=field.is_required(),
        options=options,
        default=given or (options[0][1] if len(options) == 1 else _default(field, now)),
        hint=extra(field, "hint") or "",
        limit=int(longest) if longest else 3000,
        low=getattr(bounds.get("Ge"), "ge", None),
        high=getattr(bounds.get("Le"), "le", None),
    )


def _default(field: FieldInfo, now: datetime) -> str:
    if extra(field, "widget") == "date":
        return (now + timedelta(days=1)).date().isoformat()
    if field.is_required() or field.default is None:
        return ""
    value = field.default
    return value.strftime("%H:%M") if hasattr(value, "strftime") else str(value)


def reopening(card: Card, form: Form) -> Card:
    """For where a form cannot be shown in an answer's place: a button opens it again."""
    opens = form.token if read(form.token) else token(form.token)
    again = Actions((Button("Mend it", opens, "primary"),))
    return replace(card, blocks=(*card.blocks, again))
