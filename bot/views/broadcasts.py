"""Scheduled posts as cards. Titles are unique within a circle: they tell posts apart."""

from dataclasses import replace
from typing import assert_never

from bot.cards import (
    Action,
    Actions,
    Block,
    Button,
    Card,
    Choices,
    Divider,
    Hidden,
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
from bot.domain.drills import Drill
from bot.domain.ids import CohortId
from bot.domain.records import Board, Tally
from bot.domain.timeline import SlotKind
from bot.tokens import token
from bot.usecases import daily
from bot.usecases.broadcasts import CatchUp, Closing, Content, DayPost, Kickoff, Recap, Reveal
from bot.usecases.nudging import Nudge
from bot.views.drills import ACCENTS, answer_actions, question
from bot.views.progress import board_rows
from bot.views.verdicts import explanation

FORMS = {
    "mcq": "pick one", "multi": "pick all that hold", "numeric": "work it out",
    "order": "order the steps", "flaw": "find the flaw", "written": "write",
    "explain": "explain in two minutes",
    "scope": "scope it", "sql": "SQL", "python": "Python",
    "quiz": "mixed quiz",
}  # fmt: skip


def broadcast_card(content: Content, curriculum: Curriculum) -> Card:
    match content:
        case Kickoff():
            return kickoff_card(content)
        case DayPost():
            return day_card(content, curriculum)
        case Reveal():
            return reveal_card(content)
        case Recap():
            return recap_card(content, curriculum)
        case Closing():
            return closing_card(content)
        case CatchUp():
            return catch_up_card(content)
        case Nudge():
            return nudge_card(content)
        case unreachable:
            assert_never(unreachable)


def slot_title(kind: SlotKind, day: int, theme: str) -> str:
    """The title of a slot's post, also for whoever checks a room against the timeline."""
    match kind:
        case SlotKind.KICKOFF:
            return "Day 1 · We start"
        case SlotKind.DRILL:
            return f"Day {day} · {theme}"
        case SlotKind.REVEAL:
            return f"Day {day - 1} · Answer"
        case SlotKind.RECAP:
            return f"Day {day} · The week in short"
        case SlotKind.CLOSE:
            return f"Day {day} · That was it"
        case SlotKind.NUDGE:
            return f"Day {day} · A nudge"
        case unreachable:
            assert_never(unreachable)


def kickoff_card(content: Kickoff) -> Card:
    cohort, track = content.cohort, content.track
    count = content.members
    here = f"{count} {'person is' if count == 1 else 'people are'} in." if count else ""
    blocks = (
        Text(plain(f"{cohort.calendar.days} days, one drill a day, ten minutes. {here}".strip())),
        Text(
            plain(
                "Answers are private; effort counts, right or wrong. One graded answer keeps your "
                "day. You have two freezes and a rest day each week, used without asking."
            )
        ),
        Actions(
            (
                Button("Join", token("join"), "primary"),
                Button("My day", token("today")),
                Button("How it works", token("help")),
            )
        ),
        Note(plain(track.file.disclaimer)),
    )
    return Card(slot_title(SlotKind.KICKOFF, 1, ""), blocks)


def day_card(content: DayPost, curriculum: Curriculum) -> Card:
    entry = content.entry
    head: list[Block] = []
    if content.late:
        head.append(Note(plain("This comes late: we were away when it was due.")))
    if content.serving is None:
        body: tuple[Block, ...] = (
            Text(plain("A short mixed quiz over the week: one question at a time, just for you.")),
            Actions((Button("Start the quiz", token("quiz"), "primary"), *_day_actions())),
        )
        level = 3
    else:
        actions = (*answer_actions(content.serving), *_day_actions())
        body = (*question(content.serving.drill), Actions(actions))
        level = content.serving.drill.level
    skill = curriculum.skill_name(entry.drill.skill)
    small = f"{skill} · {FORMS[entry.drill.form]} · checklist: {content.check.title}"
    until = _countdown(content, curriculum)
    event = (Text(plain(entry.event)),) if entry.event else ()
    title = slot_title(SlotKind.DRILL, content.day, entry.theme)
    blocks = (*head, *body, Divider(), *event, Note(join((small, until))))
    return Card(title, blocks, ACCENTS[level], opens=True)


def _countdown(content: DayPost, curriculum: Curriculum) -> Spans:
    """Until when it can be answered, in words that read well of an old post too."""
    cohort, day = content.cohort, content.day
    if content.serving is None:
        what, at = "quiz ends", daily.end_of(cohort.calendar, day)
    else:
        what, at = "answer", daily.answer_at(cohort, curriculum.track(cohort.track), day)
    return join((f" · {what} ", (Moment(at, "relative"),))) if at else ()


def _day_actions() -> tuple[Action, ...]:
    return (Button("My day", token("today")),)


def reveal_card(content: Reveal) -> Card:
    title = slot_title(SlotKind.REVEAL, content.day + 1, content.theme)
    if content.serving is None:
        return Card(title, (Text(plain(_quiz_line(content.tally))),), "calm")
    drill = content.serving.drill
    blocks = (Hidden(tuple(explanation(drill, ""))), Note(plain(how_it_went(content.tally, drill))))
    return Card(title, blocks, "calm")


def _quiz_line(tally: Tally) -> str:
    if not tally.answered:
        return "Nobody took the quiz yesterday."
    share = tally.right / tally.answered
    return f"The circle answered {tally.answered} quiz questions, {share:.0%} of them right."


def how_it_went(tally: Tally, drill: Drill) -> str:
    """Counts, never names; the most popular slip when several made it."""
    if not tally.answered:
        return "Nobody answered this one."
    if drill.format in {"written", "explain", "scope"}:
        return f"{tally.answered} wrote an answer."
    line = f"{tally.answered} answered, {tally.right} got it right."
    slips = [(text, n) for text, n in tally.answers if n > 1]
    if drill.format == "mcq" and slips and tally.right < tally.answered:
        keys = {o.key for o in getattr(drill.body, "options", ()) if not o.right}
        worst = next(((text, n) for text, n in slips if text in keys), None)
        if worst is not None:
            line += f" {worst[1]} fell for {worst[0]}."
    return line


def recap_card(content: Recap, curriculum: Curriculum) -> Card:
    blocks: list[Block] = [Progress("Days kept this week", content.kept, max(content.goal, 1))]
    if content.board.rows:
        blocks.append(_top(content.board))
    if content.hardest is not None:
        family, tally = content.hardest
        skill = curriculum.skill_name(family.rpartition(".")[0])
        went = f"{tally.right} of {tally.answered} right."
        blocks.append(Text(markup(f"**Hardest:** {skill}. {went} {content.explanation}")))
    if content.next_themes:
        blocks.append(Text(plain(f"Next: {' · '.join(content.next_themes)}.")))
    blocks.append(Actions((Button("Board", token("board")), Button("My figures", token("me")))))
    return Card(slot_title(SlotKind.RECAP, content.day, ""), tuple(blocks), "good")


def _top(board: Board) -> Table:
    return Table(("", "Effort", "Points", "A day"), board_rows(board.rows))


def closing_card(content: Closing) -> Card:
    cohort = content.cohort
    blocks: list[Block] = [
        Text(plain(f"{cohort.calendar.days} days done. {content.members} stayed to the end."))
    ]
    if content.board.rows:
        blocks.append(_top(content.board))
    if content.reveal is not None and content.reveal.serving is not None:
        blocks += [Divider(), Text(plain(f"The last drill: {content.reveal.theme}"))]
        blocks.append(Hidden(tuple(explanation(content.reveal.serving.drill, ""))))
    blocks += [
        Text(plain("Practice stays open: reviews keep coming due and drills can be had any time.")),
        Actions((Button("My figures", token("me"), "primary"), Button("Review", token("review")))),
    ]
    return Card(slot_title(SlotKind.CLOSE, content.day, ""), tuple(blocks), "good")


def catch_up_card(content: CatchUp) -> Card:
    days = sorted({slot.day for slot in content.slots})
    span = f"day {days[0]}" if len(days) == 1 else f"days {days[0]}–{days[-1]}"
    number = len(content.slots)
    posts = "one post" if number == 1 else f"{number} posts"
    blocks: list[Block] = [Text(plain(f"We were away and left out {posts} of {span}."))]
    if content.themes:
        listed = tuple((str(n), plain(theme)) for n, theme in enumerate(content.themes, 1))
        blocks.append(Choices(listed))
    blocks += [
        Text(plain("Nobody loses a streak by catching up: two missed days a day.")),
        Actions((Button("Catch up", token("catchup"), "primary"),)),
    ]
    return Card(f"Day {days[-1]} · What you missed", tuple(blocks), "notice")


def nudge_card(content: Nudge) -> Card:
    blocks: list[Block] = []
    if content.unanswered:
        blocks.append(Text(_still_open(content)))
    if content.idle is not None:
        blocks.append(
            Text(plain(f"{content.idle.title} has waited five days. {content.idle.detail}"))
        )
    circle = content.cohort.id
    later = Button("In two hours", token("later", circle, content.day))
    actions = (
        replace(own_day(circle), style="primary"),
        *(() if content.again else (later,)),
        Button("A day off", token("nudge off", circle)),
        Button("No more nudges", token("nudges", "off")),
    )
    return Card(_nudge_title(content), (*blocks, Actions(actions), _nudge_note(content)), "calm")


def own_day(circle: CohortId) -> Button:
    """Where a nudge is read the newest circle counts, which need not be the nudge's."""
    return Button("My day", token("nudge day", circle))


def _still_open(content: Nudge) -> Spans:
    open_now = "Today's drill is still open. Three minutes keep the day"
    end = daily.end_of(content.cohort.calendar, content.day)
    return join((open_now, *(("; it ends ", (Moment(end, "relative"),)) if end else ()), "."))


def _nudge_title(content: Nudge) -> str:
    again = ", again," if content.again else ""
    return f"{slot_title(SlotKind.NUDGE, content.day, '')}{again} from {content.cohort.name}"


def _nudge_note(content: Nudge) -> Note:
    if content.again:
        return Note(plain("Sent again because you asked for it, and for the last time today."))
    return Note(join(("Sent for ", (Moment(content.due_at, "date"),), ", once a day at most.")))


def put_off_card(nudge: Nudge) -> Card:
    blocks = (
        Text(join(("The same nudge comes again ", (Moment(nudge.due_at, "time"),), "."))),
        Actions((own_day(nudge.cohort.id),)),
    )
    return Card("In two hours", blocks, "good")
