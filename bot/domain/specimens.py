"""Answers as somebody might give them, right or plausibly wrong: for classmates and simulations."""

import random
from typing import assert_never

from bot.domain.drills import Choice, Drill, Executed, Flaw, Multi, Numeric, Open, Order

_FILLER = (
    "First I would ask what decision hangs on this and who makes it. Then I would check where the "
    "data comes from, because a gap there costs more than a plain model. I would start with the "
    "simplest thing that could work, show it to one team, and measure whether it saves them time. "
    "If it does not help within two weeks I would stop and write down why. "
)


def specimen(drill: Drill, *, right: bool, rng: random.Random) -> str:
    """A text that grades as right, or as a slip somebody could make."""
    match drill.body:
        case Choice(options=options):
            return rng.choice([o.key for o in options if o.right == right])
        case Multi(options=options):
            keys = [o.key for o in options if o.right]
            wrong = [o.key for o in options if not o.right]
            return " ".join(sorted(keys if right else [*keys, rng.choice(wrong)]))
        case Numeric(answer=answer):
            return f"{answer if right else (answer or 1) * rng.choice((0.5, 2, 10)):.10g}"
        case Order() as body:
            return " ".join(an_order(body) if right else reversed(an_order(body)))
        case Flaw(lines=lines, line=line, reasons=reasons):
            reason = rng.choice([r.key for r in reasons if r.right == right])
            shown = line if right else rng.randrange(1, len(lines) + 1)
            return f"{shown}{reason.lower()}"
        case Open(min_words=words):
            return (_FILLER * (1 + words // len(_FILLER.split()))).strip()
        case Executed(exercise=exercise):
            return exercise.reference if right else "SELECT 1"
        case unreachable:
            assert_never(unreachable)


def an_order(body: Order) -> list[str]:
    """The steps in an order that keeps every pair, ties as shown."""
    order: list[str] = []
    while len(order) < len(body.steps):
        order.append(
            next(
                step.key
                for step in body.steps
                if step.key not in order
                and all(first in order for first, second in body.before if second == step.key)
            )
        )
    return order
