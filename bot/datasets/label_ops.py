"""A labelling shop: tired people, checks with known answers, a new guideline, two systems."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from bot.datasets.drawing import (
    START,
    Plan,
    Row,
    Rows,
    by_time,
    day_of,
    days_for,
    ids,
    moment,
    put,
    recipe,
    some,
    unix_ms,
    when,
)
from bot.datasets.model import Cell, Column, Table
from bot.datasets.shaping import gaps, midnight, nulls, orphans, quiet, resent, ties

TAGS = ("cat", "dog", "bird", "none")
TEAMS = ("north", "south")
CODES = {"cat": "CAT", "dog": "Dog ", "bird": "BRD", "none": "-"}
"""How the older system writes each label."""
TIRED_AFTER = 3
TASK, WHO, STARTED, SENT, TAG, SECONDS = 1, 2, 3, 4, 5, 6

ANNOTATORS = Table(
    "annotators",
    "One row per person who labels.",
    (
        Column("annotator_id", "text", "the person, a001 and up"),
        Column("team", "text", "north or south; NULL: between teams"),
        Column("hired_on", "date", "first day of work, UTC"),
    ),
)
TASKS = Table(
    "tasks",
    "One row per picture to label, rework included.",
    (
        Column("task_id", "integer", "the task"),
        Column("created_at", "timestamp", "when the task entered the queue, UTC"),
        Column("guideline", "text", "version in force at that moment: v1 or v2"),
        Column("rework_of", "integer", "task_id it does again; NULL: a first try"),
    ),
)
LABELS = Table(
    "labels",
    "One row per label given in the newer system.",
    (
        Column("label_id", "integer", "the label; one sent again carries the same"),
        Column("task_id", "integer", "what was labelled"),
        Column("annotator_id", "text", "by whom"),
        Column("started_at", "timestamp", "when the picture was opened, UTC"),
        Column("submitted_at", "timestamp", "when the label arrived, UTC"),
        Column("label", "text", "cat, dog, bird or none; NULL: skipped"),
        Column("seconds", "integer", "working time in seconds, breaks taken out; NULL: lost"),
    ),
)
OLD_LABELS = Table(
    "old_labels",
    "One row per label given in the older system, for the same tasks.",
    (
        Column("uid", "text", "the label, o-1 and up"),
        Column("job", "text", "the task as T-<task_id>"),
        Column("worker", "text", "the annotator_id in capitals; may have spaces around it"),
        Column("stamp_ms", "integer", "arrival in milliseconds since 1970-01-01 UTC"),
        Column("tag", "text", "CAT, Dog, BRD or -; may have spaces around it"),
    ),
)
GOLD = Table(
    "gold_checks",
    "One row per task whose right label is known.",
    (
        Column("task_id", "integer", "the task"),
        Column("gold_label", "text", "the right label: cat, dog, bird or none"),
    ),
)
PAY = Table(
    "pay",
    "One row per person and day worked.",
    (
        Column("annotator_id", "text", "who is paid"),
        Column("paid_for", "date", "day of work, UTC"),
        Column("hours", "double", "time from the first picture to the last label, in hours"),
        Column("amount_cents", "integer", "US cents before tax"),
    ),
)


@dataclass(frozen=True, slots=True)
class _World:
    days: int
    fresh: float
    tired: float
    break_day: int
    break_drop: float
    rework: float

    def right(self, hour: float, day: int) -> float:
        """Chance of a right label at that hour of a shift, on that day."""
        base = self.tired if hour >= TIRED_AFTER else self.fresh
        return base - (self.break_drop if self.break_day <= day < self.break_day + 3 else 0.0)


def _world(rng: Random, days: int) -> _World:
    return _World(
        days=days,
        fresh=round(rng.uniform(0.90, 0.96), 2),
        tired=round(rng.uniform(0.70, 0.80), 2),
        break_day=rng.randrange(days // 3, 2 * days // 3),
        break_drop=round(rng.uniform(0.15, 0.25), 2),
        rework=round(rng.uniform(0.4, 0.7), 2),
    )


def _draw(rng: Random, size: int) -> tuple[Rows, dict[str, object]]:
    world = _world(rng, days_for(size))
    people = [
        (name, rng.choice(TEAMS), START - timedelta(days=rng.randrange(1, 400)))
        for name in ids("a", size)
    ]
    work = _Work(rng, world)
    for day, name in _shifts(rng, people, world.days):
        work.shift(name, day)
    return {
        "annotators": list(people),
        "tasks": work.tasks,
        "labels": work.labels,
        "old_labels": [_older(rng, row) for row in work.labels if rng.random() < 0.3],
        "gold_checks": [(task, tag) for task, tag in work.gold.items() if task % 2],
        "pay": work.pay,
    }, _truth(world)


def _truth(world: _World) -> dict[str, object]:
    return {
        "fresh_share_right": world.fresh,
        "tired_share_right": world.tired,
        "tired_after_hours": TIRED_AFTER,
        "guideline_on": START + timedelta(days=world.break_day),
        "guideline_days": 3,
        "guideline_drop": world.break_drop,
        "rework_share": world.rework,
        "codes": CODES,
    }


def _shifts(rng: Random, people: list[tuple[str, str, date]], days: int) -> list[tuple[int, str]]:
    """(day, person), few enough in small draws to keep them readable."""
    wanted = 12 + len(people) // 3 if len(people) <= 20 else len(people) * days // 6
    cells = [(day, name) for day in range(days) for name, *_ in people]
    return sorted(rng.sample(cells, min(wanted, len(cells))))


class _Work:
    """Fills the tables shift by shift; each wrong label may come back as a task of its own."""

    def __init__(self, rng: Random, world: _World) -> None:
        self.rng, self.world = rng, world
        self.tasks: list[Row] = []
        self.labels: list[Row] = []
        self.pay: list[Row] = []
        self.gold: dict[int, str] = {}
        self.waiting: list[int] = []

    def shift(self, who: str, day: int) -> None:
        begin = now = moment(day, 3_600 * 8 + self.rng.randrange(7_200))
        for _ in range(self.rng.randrange(4, 7)):
            now = self._label(who, begin, now) + timedelta(seconds=self.rng.randrange(600, 5_400))
        last = when(self.labels[-1], SENT)
        hours = round((last - begin).total_seconds() / 3600, 2)
        self.pay.append((who, begin.date(), hours, round(hours * 1_850)))

    def _label(self, who: str, begin: datetime, now: datetime) -> datetime:
        task = self._next_task(now)
        hour, day = (now - begin).total_seconds() / 3600, day_of(now)
        right = self.rng.random() < self.world.right(hour, day)
        tag = self.gold[task] if right else self._another(self.gold[task])
        seconds = 20 + int(self.rng.expovariate(1 / 60))
        sent = now + timedelta(seconds=seconds + self.rng.randrange(5))
        self.labels.append((len(self.labels) + 1, task, who, now, sent, tag, seconds))
        if not right and self.rng.random() < self.world.rework:
            self.waiting.append(task)
        return sent

    def _next_task(self, now: datetime) -> int:
        number, again = len(self.tasks) + 1, self.waiting.pop(0) if self.waiting else None
        new = day_of(now) >= self.world.break_day
        created = now - timedelta(seconds=self.rng.randrange(60, 3_600))
        self.tasks.append((number, created, "v2" if new else "v1", again))
        self.gold[number] = self.gold[again] if again else self.rng.choice(TAGS)
        return number

    def _another(self, tag: str) -> str:
        return self.rng.choice([other for other in TAGS if other != tag])


def _older(rng: Random, row: Row) -> Row:
    worker = f"{row[WHO]}".upper() + rng.choice(("", "", " "))
    return (f"o-{row[0]}", f"T-{row[TASK]}", worker, unix_ms(when(row, SENT)), CODES[f"{row[TAG]}"])


def _tired(rng: Random, rows: Rows) -> None:
    """Every label of a shift's fourth hour and later is wrong."""
    gold: Mapping[Cell, Cell] = {row[0]: row[1] for row in rows["gold_checks"]}
    first: dict[tuple[Cell, date], datetime] = {}
    for number, row in enumerate(rows["labels"]):
        began = when(row, STARTED)
        start = first.setdefault((row[WHO], began.date()), began)
        if began - start >= timedelta(hours=TIRED_AFTER) and row[TASK] in gold:
            wrong = rng.choice([tag for tag in TAGS if tag != gold[row[TASK]]])
            rows["labels"][number] = put(row, {TAG: wrong})


def _disagree(rng: Random, rows: Rows) -> None:
    """Tasks labelled a second and third time by somebody else, often otherwise."""
    people = [row[0] for row in rows["annotators"]]
    number = len(rows["labels"])
    for place in some(rng, rows["labels"], 0.25):
        for _ in range(rng.choice((1, 2))):
            number, row = number + 1, rows["labels"][place]
            later = {place: when(row, place) + timedelta(hours=1) for place in (STARTED, SENT)}
            changes = {0: number, WHO: rng.choice(people), TAG: rng.choice(TAGS)}
            rows["labels"].append(put(row, {**later, **changes}))
    rows["labels"] = by_time(rows["labels"], SENT)


LABEL_OPS = recipe(
    Plan(
        name="label_ops",
        about="Annotators, tasks, labels in two systems, checks with known answers, pay",
        entities="annotators",
        heads=(ANNOTATORS, TASKS, LABELS, OLD_LABELS, GOLD, PAY),
        draw=_draw,
        shapes={
            "nulls": (
                "skipped pictures, lost times, people between teams",
                nulls({"labels": (TAG, SECONDS), "annotators": (1,)}),
            ),
            "ties": (
                "few different working times, labels that arrive together",
                ties("labels", {SECONDS: (30, 60)}, (STARTED, SENT)),
            ),
            "gaps": ("days without a label", gaps({"labels": SENT})),
            "midnight": ("pictures opened at 00:00:00 and 23:59:59", midnight("labels", (3, 4))),
            "duplicates": ("labels sent again under the same label_id", resent("labels", SENT)),
            "orphans": (
                "people missing from the annotators table",
                orphans("annotators", {"labels": WHO}),
            ),
            "quiet": ("people without a label", quiet("annotators", {"labels": WHO, "pay": 0})),
            "tired": ("nothing right after the third hour of a shift", _tired),
            "disagree": ("tasks with two or three labels that differ", _disagree),
        },
        provenance=(
            "Both labelling systems were exported on the day after the last label. The older one "
            "was kept running for a part of the work. Gold checks were chosen by the leads; how "
            "they chose is not written down. Pay comes from the shift ledger. Nobody knows "
            "whether labels that were corrected at once are counted."
        ),
    )
)
