"""One hand-made drill per format."""

from bot.domain.drills import (
    Body,
    Choice,
    Described,
    Dimension,
    Drill,
    Executed,
    Flaw,
    Format,
    Multi,
    Numeric,
    Open,
    Option,
    Order,
    Step,
)
from bot.domain.exercises import Draw, Material, SqlExercise

WRONG = "stands for a slip"


def options(right: str, keys: str = "ABC") -> tuple[Option, ...]:
    return tuple(
        Option(k, f"option {k}", k in right, f"why {k}", "" if k in right else WRONG) for k in keys
    )


CHOICE = Choice(options("B"))
MULTI = Multi(options("AC", "ABCD"))
NUMERIC = Numeric(0.05, "%", "5%", rel=0.02)
COUNT = Numeric(1200, "players", "1,200 players", rel=0.01, abs_=5)
ORDER = Order(
    tuple(Step(k, f"step {k}") for k in "ABCDE"),
    (("C", "A"), ("A", "B"), ("C", "D"), ("D", "E")),
)
FLAW = Flaw(("line one", "line two", "line three"), 2, options("A"))
OPEN = Open((), "A model answer.", (Dimension("Clear", "no", "some", "yes"),) * 2, 5, 300)
SCOPE = Open(("Problem", "Measure"), "A model answer.", (Dimension("Clear", "n", "s", "y"),), 5, 90)

BODIES: dict[Format, Body] = {
    "mcq": CHOICE, "multi": MULTI, "numeric": NUMERIC, "order": ORDER, "flaw": FLAW,
    "written": OPEN, "scope": SCOPE,
}  # fmt: skip


def drill(body: Body, format_: Format = "mcq", **more: str) -> Drill:
    return Drill(
        family="stat.ci.sample",
        item="stat.ci.sample@0",
        checksum="0",
        skill="stat.ci",
        format=format_,
        level=3,
        seconds=90,
        stem="A **short** stem about `rows`. What holds?",
        body=body,
        hints=("First hint.", "Second hint."),
        explanation="It holds because of **this**.",
        so_what="Somebody decides on it.",
        shown_code=more.get("shown_code", ""),
    )


def drills() -> list[Drill]:
    """Every body, each under its format."""
    return [drill(body, name) for name, body in BODIES.items()]


QUERY = Executed(
    SqlExercise(Material("games", ("plays",), Draw(1, 3), ()), "SELECT count(*) FROM plays"),
    (Described("plays", "One row a play.", (("day", "date", "its day, UTC"),)),),
    "sql.window.short",
)
