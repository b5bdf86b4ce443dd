"""Drills as cards: the question, the ways to answer, the verdict, the explanation."""

from typing import assert_never

from bot.cards import (
    Accent,
    Action,
    Actions,
    Block,
    Button,
    Card,
    Choices,
    Code,
    Divider,
    Note,
    Text,
    markup,
    plain,
)
from bot.domain.drills import (
    Choice,
    Described,
    Drill,
    Executed,
    Flaw,
    Multi,
    Numeric,
    Open,
    Option,
    Order,
)
from bot.domain.records import Serving
from bot.domain.scoring import Purpose
from bot.tokens import token
from bot.usecases.serving import Served

ACCENTS: dict[int, Accent] = {1: "easy", 2: "easy", 3: "medium", 4: "hard", 5: "hard"}
_PURPOSES = {
    Purpose.DAILY: "Today's drill",
    Purpose.QUIZ: "Quiz",
    Purpose.REVIEW: "Review",
    Purpose.EXTRA: "Practice",
    Purpose.CATCH_UP: "Catch-up",
}


def drill_card(served: Served, skill: str) -> Card:
    serving = served.serving
    step = f" {served.number} of {served.total}" if served.total else ""
    title = f"{_PURPOSES[serving.purpose]}{step} · {skill}"
    once = (Note(plain("One submission counts, as in the interview.")),) if served.once else ()
    blocks = (
        *question(serving.drill),
        *once,
        Actions(answer_actions(serving)),
        effort_note(serving.drill),
    )
    return Card(title, blocks, ACCENTS[serving.drill.level])


def question(drill: Drill) -> tuple[Block, ...]:
    return (*material(drill), *_choices(drill))


def material(drill: Drill) -> tuple[Block, ...]:
    """What is asked and what it is asked about, without the ways to answer."""
    shown = (Code(drill.shown_code),) if drill.shown_code else ()
    return (Text(markup(drill.stem)), *shown)


def _choices(drill: Drill) -> tuple[Block, ...]:
    match drill.body:
        case Choice(options=options) | Multi(options=options):
            return (Choices(tuple((o.key, markup(o.text)) for o in options)),)
        case Order(steps=steps):
            return (Choices(tuple((s.key, markup(s.text)) for s in steps)),)
        case Flaw(lines=lines, reasons=reasons):
            numbered = tuple((str(n), markup(line)) for n, line in enumerate(lines, 1))
            return (
                Choices(numbered),
                Text(plain("What is wrong with it?")),
                Choices(tuple((r.key, markup(r.text)) for r in reasons)),
            )
        case Numeric(unit=unit):
            return (Note(plain(f"Answer in {unit}.")),) if unit else ()
        case Open(rubric=rubric, min_words=low, max_words=high):
            names = "; ".join(dimension.name.lower() for dimension in rubric)
            return (Note(plain(f"{low}–{high} words. You will score: {names}.")),)
        case Executed() as body:
            return _workbench(body)
        case unreachable:
            assert_never(unreachable)


def _workbench(body: Executed) -> tuple[Block, ...]:
    """What the columns mean, and how an answer begins."""
    columns = tuple(Note(plain(_in_words(table))) for table in body.tables)
    return (*columns, Code(body.starter, "python")) if body.starter else columns


def _in_words(table: Described) -> str:
    listed = (f"{name} ({kind}): {meaning}" for name, kind, meaning in table.columns)
    return "\n".join((f"{table.name}: {table.meaning}", *listed))


def effort_note(drill: Drill) -> Note:
    minutes = max(1, round(drill.seconds / 60))
    return Note(plain(f"Level {drill.level} of 5 · about {minutes} min · private to you"))


def answer_actions(serving: Serving) -> tuple[Action, ...]:
    hint = Button("Hint", token("hint", serving.id))
    match serving.drill.body:
        case Choice(options=options):
            keys = (Button(o.key, token("answer to", serving.id, o.key)) for o in options)
            return (*keys, hint)
        case Multi() | Order() | Flaw():
            return (Button("Answer", token("pick", serving.id), "primary"), hint)
        case Numeric():
            return (Button("Answer", token("number", serving.id), "primary"), hint)
        case Open(parts=parts):
            command = "scope" if parts else "write"
            return (Button("Write", token(command, serving.id), "primary"), hint)
        case Executed():
            short = Button("Short version", token("short", serving.id))
            return (Button("Write the answer", token("code", serving.id), "primary"), hint, short)
        case unreachable:
            assert_never(unreachable)


def pick_card(serving: Serving, so_far: str, skill: str) -> Card:
    """Answering by taps: what has been picked travels in the buttons, nothing is stored."""
    drill = serving.drill
    match drill.body:
        case Multi(options=options):
            picked, actions = _pick_multi(serving, options, so_far)
        case Order() as body:
            picked, actions = _pick_order(serving, body, so_far)
        case Flaw() as body:
            picked, actions = _pick_flaw(serving, body, so_far)
        case _:
            return drill_card(Served(serving), skill)
    blocks = (*question(drill), Divider(), Text(plain(picked)), Actions(actions))
    return Card(f"Answer · {skill}", blocks, ACCENTS[drill.level])


def _pick_multi(
    serving: Serving, options: tuple[Option, ...], so_far: str
) -> tuple[str, tuple[Action, ...]]:
    toggles = []
    for option in options:
        on = option.key in so_far
        after = so_far.replace(option.key, "") if on else so_far + option.key
        label = f"{option.key} ✓" if on else option.key
        toggles.append(Button(label, token("pick", serving.id, "".join(sorted(after)))))
    if not so_far:
        return "Tap all that hold.", tuple(toggles)
    submit = Button("Submit", token("answer to", serving.id, " ".join(so_far)), "primary")
    return f"Picked: {', '.join(so_far)}", (*toggles, submit)


def _pick_order(serving: Serving, body: Order, so_far: str) -> tuple[str, tuple[Action, ...]]:
    left = [step.key for step in body.steps if step.key not in so_far]
    again = (Button("Start over", token("pick", serving.id)),) if so_far else ()
    if not left:
        submit = Button("Submit", token("answer to", serving.id, " ".join(so_far)), "primary")
        return f"Your order: {' → '.join(so_far)}", (submit, *again)
    steps = tuple(Button(key, token("pick", serving.id, so_far + key)) for key in left)
    done = f"So far: {' → '.join(so_far)}. " if so_far else ""
    return f"{done}Tap the {'next' if so_far else 'first'} step.", (*steps, *again)


def _pick_flaw(serving: Serving, body: Flaw, so_far: str) -> tuple[str, tuple[Action, ...]]:
    if not so_far:
        lines = range(1, len(body.lines) + 1)
        buttons = tuple(Button(f"Line {n}", token("pick", serving.id, str(n))) for n in lines)
        return "Which line holds the flaw?", buttons
    reasons = tuple(
        Button(r.key, token("answer to", serving.id, f"{so_far}{r.key.lower()}"))
        for r in body.reasons
    )
    back = Button("Another line", token("pick", serving.id))
    return f"Line {so_far}. What is wrong with it?", (*reasons, back)


def hint_card(serving: Serving, number: int, text: str, skill: str) -> Card:
    blocks: tuple[Block, ...] = (
        Text(markup(text)),
        Note(plain("With a hint, a right answer keeps the day and counts half.")),
        Actions(answer_actions(serving)),
    )
    return Card(f"Hint {number} · {skill}", (*question(serving.drill), Divider(), *blocks))
