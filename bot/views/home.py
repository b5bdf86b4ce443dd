"""The dashboard as a card: about twenty blocks, the same everywhere."""

from typing import assert_never

from bot.cards import (
    Action,
    Actions,
    Block,
    Button,
    Card,
    Heading,
    Moment,
    Note,
    Progress,
    Table,
    Text,
    Toggle,
    join,
    plain,
)
from bot.curriculum.catalog import Curriculum
from bot.domain.cohorts import Person
from bot.domain.units import shorten
from bot.tokens import token
from bot.usecases.home import Dashboard, Home, Stranger, Visitor
from bot.usecases.progress import CheckLine, Standings
from bot.views.progress import board_rows, day_title, drill_actions, streak_line, today_lines

LONGEST_ITEM = 70
"""Characters beside a check box that every platform takes."""
_TOP = 3
_ABOUT = (
    "A study circle goes through one track together: one drill a day, about ten minutes. "
    "Answers are private; effort counts, right or wrong."
)
_SHOWN = {
    "name": "on the board by name", "anonymous": "anonymous on the board",
    "hidden": "not on the board",
}  # fmt: skip


def home_card(home: Home, curriculum: Curriculum) -> Card:
    match home:
        case Stranger():
            return _welcome(home)
        case Visitor():
            return _from_outside(home)
        case Dashboard():
            return _dashboard(home, curriculum)
        case unreachable:
            assert_never(unreachable)


def _welcome(home: Stranger) -> Card:
    way = (
        "Start one here, or join one in the channel where it meets."
        if home.in_room
        else "Join one with /prep join in the channel where it meets, or start one there with "
        "/prep start."
    )
    start = (Button("Start a circle", token("start"), "primary"),) if home.in_room else ()
    blocks = (
        Text(plain(_ABOUT)),
        Text(plain(f"You are in no circle here yet. {way}")),
        Actions((*start, *_ways_on())),
    )
    return Card("Home · Welcome", blocks)


def _from_outside(home: Visitor) -> Card:
    cohort = home.cohort
    actions: list[Action] = [Button("Join", token("join"), "primary")] if cohort.open else []
    if home.hosting:
        actions.append(Button("Status", token("circle status")))
    blocks = (
        Text(plain(_ABOUT)),
        Text(plain(_standing_outside(home))),
        Actions((*actions, *_ways_on())),
        *_board(home.standings),
    )
    return Card(f"Home · {cohort.name}", blocks)


def _standing_outside(home: Visitor) -> str:
    name = home.cohort.name
    if not home.cohort.open:
        return f"{name} is over."
    return f"You host {name}." if home.hosting else f"{name} meets here; you have not joined it."


def _dashboard(home: Dashboard, curriculum: Curriculum) -> Card:
    blocks = (
        *_now(home, curriculum),
        *_checks(home.checks),
        *_board(home.standings),
        Heading("Settings"),
        Note(plain(_settings_line(home.person, home.cohort.calendar.zone))),
        Actions(_ways_on()),
    )
    return Card(f"Home · {home.cohort.name}", blocks)


def _now(home: Dashboard, curriculum: Curriculum) -> tuple[Block, ...]:
    if home.today is None:
        when = (Moment(home.starts),) if home.starts else plain("when the host goes on")
        return (Heading("Before day 1"), Text(join(("It starts ", when, "."))))
    return (
        Heading(day_title(home.today)),
        *(Text(plain(line)) for line in today_lines(home.today, curriculum)),
        Actions(tuple(drill_actions(home.today))),
        Note(streak_line(home.today)),
    )


def _checks(lines: tuple[CheckLine, ...]) -> tuple[Block, ...]:
    return (
        Heading("Checklist"),
        Progress("Done", sum(line.done for line in lines), len(lines)),
        Actions(tuple(_toggle(line) for line in lines)),
        Actions((Button("Details", token("checklist")),)),
    )


def _toggle(line: CheckLine) -> Toggle:
    """Answered with this card again, so that the next item is at hand."""
    entry = line.entry
    count = f" · {len(line.ticks)} of {entry.goal}" if entry.goal > 1 else ""
    label = shorten(f"{entry.id} {entry.title}", LONGEST_ITEM - len(count)) + count
    tick = "tick" if entry.evidence == "none" else "tick with"
    return Toggle(label, token("untick" if line.done else tick, entry.id, "home"), line.done)


def _board(standings: Standings) -> tuple[Block, ...]:
    board = standings.board
    shown = [*board.rows[:_TOP]]
    if board.mine is not None and board.mine not in shown:
        shown.append(board.mine)
    mine = shown.index(board.mine) if board.mine is not None else None
    table = (Table(("", "Effort", "Points", "A day"), board_rows(shown), mine),) if shown else ()
    return (
        Heading("This week"),
        Progress("Days kept by all", standings.kept, max(standings.goal, 1)),
        *table,
        Actions((Button("Board", token("board")),)),
    )


def _settings_line(person: Person, zone: str) -> str:
    quiet = f"quiet {person.quiet_from:%H:%M}–{person.quiet_until:%H:%M}"
    nudges = "one nudge a day at most" if person.nudges else "no nudges"
    return " · ".join((person.zone or zone, quiet, nudges, _SHOWN[person.board]))


def _ways_on() -> tuple[Action, ...]:
    return (
        Button("Settings", token("settings show")),
        Button("My notes", token("notes")),
        Button("Help", token("help")),
    )
