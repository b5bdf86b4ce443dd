"""Today, the board, one's own figures and the checklist as cards."""

from collections.abc import Sequence
from datetime import datetime

from bot.cards import (
    Action,
    Actions,
    Block,
    Button,
    Card,
    Fields,
    Moment,
    Note,
    Progress,
    Spans,
    Table,
    Text,
    join,
    markup,
    plain,
)
from bot.curriculum.catalog import Curriculum
from bot.domain.records import Standing
from bot.domain.scoring import DayMark, Streak
from bot.domain.units import counted
from bot.tokens import token
from bot.usecases.progress import CheckLine, Mine, Standings, Today

_MARKS: dict[DayMark, str] = {
    "kept": "●", "off": "–", "rest": "○", "frozen": "❄", "missed": "✗", "open": "◌",
}  # fmt: skip
_WINDOWS = {"week": "this week", "all": "the whole circle"}


def today_card(today: Today, curriculum: Curriculum) -> Card:
    blocks: list[Block] = [Text(plain(line)) for line in today_lines(today, curriculum)]
    checklist = Button("Checklist", token("checklist"))
    blocks.append(Actions((*drill_actions(today), checklist)))
    if today.check is not None:
        blocks.append(_check_progress(today.check))
    blocks.append(Note(streak_line(today)))
    return Card(f"{day_title(today)} · {today.cohort.name}", tuple(blocks))


def day_title(today: Today) -> str:
    days = today.cohort.calendar.days
    return "The circle is over" if today.day > days else f"Day {today.day} of {days}"


def today_lines(today: Today, curriculum: Curriculum) -> list[str]:
    lines = []
    if today.paused:
        lines.append("The circle is paused; the host will go on.")
    elif today.entry is None and today.day <= today.cohort.calendar.days:
        lines.append("A rest day. Nothing is due.")
    if today.entry is not None:
        skill = curriculum.skill_name(today.entry.drill.skill)
        lines.append(f"{today.entry.theme} ({skill}): {_drill_state(today)}")
    if today.due_reviews:
        lines.append(f"{today.due_reviews} due for review.")
    if today.missed_days:
        count = len(today.missed_days)
        lines.append(f"{count} missed {'day' if count == 1 else 'days'} to catch up, two a day.")
    return lines or ["Nothing is due. A drill now and then keeps it warm."]


def _drill_state(today: Today) -> str:
    if today.quiz is not None:
        done, total = today.quiz
        return f"{done} of {total} questions answered."
    if today.answered:
        return "answered, the day is kept."
    if today.revealed:
        return "over, the answer is out."
    return "still open." if today.serving is not None else "not posted yet."


def drill_actions(today: Today) -> list[Action]:
    actions: list[Action] = []
    if today.quiz is not None and today.quiz[0] < today.quiz[1]:
        actions.append(Button("Quiz", token("quiz"), "primary"))
    elif today.serving is not None and not today.answered and not today.revealed:
        actions.append(Button("Today's drill", token("open", today.serving.id), "primary"))
    if today.due_reviews:
        actions.append(Button("Review", token("review")))
    if today.missed_days and today.catch_ups_left:
        actions.append(Button("Catch up", token("catchup")))
    actions.append(Button("Another drill", token("drill")))
    return actions


def streak_line(today: Today) -> Spans:
    days = today.streak.length
    line = f"{counted(days, 'day')} in a row · {_freezes(today.streak)}"
    if today.next_post is None:
        return plain(line)
    return join((f"{line} · next post ", (Moment(today.next_post, "relative"),)))


def _freezes(streak: Streak) -> str:
    return f"{counted(streak.freezes, 'freeze')} left"


def no_review_card(upcoming: datetime | None) -> Card:
    comes = (" The next one comes ", (Moment(upcoming, "relative"),), ".") if upcoming else ()
    blocks = (
        Text(join(("Nothing is due for review.", *comes))),
        Text(markup("`/prep drill` gives you something new.")),
        Actions((Button("Another drill", token("drill")),)),
    )
    return Card("Not now", blocks, "notice")


def board_rows(rows: Sequence[Standing]) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (str(row.rank), row.name or "Anonymous", str(row.points), f"{row.rate:.1f}") for row in rows
    )


def board_card(standings: Standings) -> Card:
    board = standings.board
    blocks: list[Block] = [
        Progress("Days kept this week", standings.kept, max(standings.goal, 1)),
    ]
    if board.rows:
        shown = [*board.rows]
        if board.mine is not None and board.mine not in shown:
            shown.append(board.mine)
        mine = shown.index(board.mine) if board.mine is not None else None
        blocks.append(Table(("", "Effort", "Points", "A day"), board_rows(shown), mine))
    else:
        blocks.append(Text(plain("Nobody has joined yet.")))
    other = "all" if standings.window == "week" else "week"
    blocks.append(Actions((Button(f"Show {_WINDOWS[other]}", token("board", other)),)))
    blocks.append(
        Note(plain("Points for showing up, right or wrong, per active day, so nobody is late."))
    )
    return Card(f"Board, {_WINDOWS[standings.window]} · {standings.cohort.name}", tuple(blocks))


def me_card(mine: Mine, curriculum: Curriculum) -> Card:
    blocks: list[Block] = [
        Text(plain(" ".join(_MARKS[mark] for mark in mine.streak.marks))),
        Note(plain("● kept · ❄ freeze · ○ rest day · – planned off · ✗ missed · ◌ today")),
        Fields(
            (
                ("Days kept", plain(f"{mine.days_kept} of {mine.day}")),
                ("Streak", plain(f"{mine.streak.length}, {_freezes(mine.streak)}")),
                ("Banked", plain(f"right on three days: {mine.banked}")),
                ("Effort", plain(counted(mine.points, "point"))),
                ("Skill", plain(f"{mine.skill_number}, private")),
                ("Checklist", plain(f"{mine.ticked} of {mine.items} done")),
                ("Due for review", _review_line(mine)),
            )
        ),
    ]
    if mine.skills:
        rows = tuple(
            (curriculum.skill_name(s.skill), str(s.answered), f"{s.share:.0%}") for s in mine.skills
        )
        blocks.append(Table(("Skill", "Answered", "Credit"), rows))
    blocks.append(Actions((Button("Review", token("review")), Button("Board", token("board")))))
    return Card(f"You, privately · {mine.cohort.name}", tuple(blocks))


def _review_line(mine: Mine) -> Spans:
    if mine.due_reviews:
        return plain(f"{mine.due_reviews} now")
    if mine.next_review is None:
        return plain("nothing yet")
    return join(("next ", (Moment(mine.next_review, "relative"),)))


def checklist_card(lines: Sequence[CheckLine], name: str) -> Card:
    done = sum(line.done for line in lines)
    blocks: list[Block] = [Progress("Done", done, len(lines))]
    for line in lines:
        blocks.append(_check_progress(line))
        blocks.append(Actions(_check_actions(line)))
    blocks.append(Note(plain("Ticks are yours alone; finishing an item adds effort once.")))
    return Card(f"Checklist · {name}", tuple(blocks))


def _check_progress(line: CheckLine) -> Progress:
    return Progress(f"{line.entry.id} {line.entry.title}", len(line.ticks), line.entry.goal)


def _check_actions(line: CheckLine) -> tuple[Action, ...]:
    details = Button("Details", token("check", line.entry.id))
    undo = Button("Take one back", token("untick", line.entry.id))
    if line.done:
        return (details, undo)
    command = "tick with" if line.entry.evidence != "none" else "tick"
    tick = Button("Tick", token(command, line.entry.id), "primary")
    return (tick, details, undo) if line.ticks else (tick, details)


def check_card(line: CheckLine) -> Card:
    """One item with its counter and the evidence given so far."""
    blocks: list[Block] = [Text(plain(line.entry.detail)), _check_progress(line)]
    given = (tick for tick in line.ticks if tick.evidence)
    blocks += [Note(plain(f"{tick.position}. {tick.evidence}")) for tick in given]
    actions = (*_check_actions(line), Button("All items", token("checklist")))
    kept = tuple(a for a in actions if getattr(a, "label", "") != "Details")
    return Card(
        f"{line.entry.id} · {line.entry.title}",
        (*blocks, Actions(kept)),
        "good" if line.done else "calm",
    )
