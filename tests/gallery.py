"""One of every block, and a card from every view function: what each surface must be able to show.

A key is the name of the view function, then what is special about the case.
"""

from dataclasses import replace
from datetime import date, time

from bot.cards import (
    Actions,
    Block,
    Button,
    Card,
    Choices,
    Code,
    Divider,
    Fields,
    Heading,
    Hidden,
    Link,
    Moment,
    Mono,
    Note,
    Plain,
    Progress,
    Quote,
    Room,
    Select,
    Strong,
    Table,
    Text,
    Toggle,
    plain,
)
from bot.commands.progress import PAGE
from bot.curriculum.catalog import Curriculum
from bot.domain.cohorts import CohortStatus
from bot.domain.errors import InvalidInput, NotEnrolled
from bot.domain.ids import ChannelRef, Platform
from bot.domain.scoring import Purpose
from bot.ports import Finding
from bot.tokens import token
from bot.usecases.broadcasts import CatchUp, Closing, Content, Kickoff
from bot.usecases.checkup import OtherRoom
from bot.usecases.enrolment import Draft
from bot.usecases.home import Home, Stranger, Visitor
from bot.usecases.hosting import planned_days
from bot.usecases.notes import Page
from bot.usecases.serving import Served
from bot.views import (
    broadcasts,
    circles,
    doctor,
    drills,
    errors,
    home,
    notes,
    personal,
    progress,
    verdicts,
)
from tests.builders import (
    a_calendar,
    a_channel,
    a_drill,
    a_member,
    a_person,
    an_attempt,
)
from tests.views.samples import (
    COHORT,
    NOON,
    a_board,
    a_check,
    a_dashboard,
    a_day_post,
    a_mine,
    a_note,
    a_nudge,
    a_page,
    a_place_off,
    a_recap,
    a_reveal,
    a_slot,
    a_standings,
    a_status,
    a_today,
    an_answered,
    drill_of,
    serving_of,
)

ROOMS = tuple(
    Room(ChannelRef(Platform(platform), "w", channel))
    for platform, channel in (
        ("playground", "general"), ("slack", "C0123ABC"), ("discord", "123456789012345678"),
    )
)  # fmt: skip
EVERY_BLOCK: tuple[Block, ...] = (
    Heading("Three ways"),
    Text((Plain("plain "), Strong("strong "), Mono("mono "), Moment(NOON, "relative"), *ROOMS)),
    Quote((Plain("first line\nsecond line"),)),
    Code("SELECT 1", "sql"),
    Choices(
        (("A", plain("one")), ("B", (Mono("two"),)), ("C", plain("three")), ("D", plain("four"))),
        (("A", "right"), ("B", "wrong"), ("C", "picked")),
    ),
    Fields((("Answer", (Strong("5%"),)), ("Due", (Moment(NOON, "date"),)))),
    Table(("Place", "Name"), (("1", "Ana"), ("2", "Ben")), highlight=1),
    Progress("Days kept", 12, 30),
    Divider(),
    Note((Plain("small print"),)),
    Hidden(
        (
            Choices((("A", plain("this one")),), (("A", "right"),)),
            Text((Plain("since "), Mono("a || b"), Plain(" joins texts"))),
            Quote(plain("two\nlines")),
            Code("SELECT a || b", "sql"),
            Fields((("Answer", plain("5%")),)),
            Note(plain("So what: look twice.")),
        )
    ),
    Actions(
        (
            Button("Send", token("drill"), "danger", confirm="Sure?"),
            Link("Read on", "https://example.org/"),
            Select("Mark", (("low", "v1:score:1:0"), ("high", "v1:score:1:4")), "v1:score:1:4"),
            Toggle("Ticked", token("untick", "CK0-1"), on=True),
            Toggle("Open", token("tick", "CK0-2"), on=False),
        )
    ),
)  # fmt: skip
BLOCKS = Card("Every block", EVERY_BLOCK)


def gallery(curriculum: Curriculum) -> dict[str, Card]:
    return {
        "blocks": BLOCKS,
        **_drill_cards(curriculum),
        **_broadcast_cards(curriculum),
        **_circle_cards(curriculum),
        **_own_cards(curriculum),
        **_home_cards(curriculum),
        **_gathering_cards(),
    }


def _drill_cards(curriculum: Curriculum) -> dict[str, Card]:
    cards: dict[str, Card] = {}
    for form in ("mcq", "multi", "numeric", "order", "flaw", "written", "scope", "explain"):
        drill = drill_of(curriculum, form)
        serving = serving_of(drill, Purpose.QUIZ)
        skill = curriculum.skill_name(drill.skill)
        cards |= {
            f"drill_card: {form}": drills.drill_card(Served(serving, 2, 8), skill),
            f"pick_card: {form}": drills.pick_card(serving, "", skill),
            f"hint_card: {form}": drills.hint_card(serving, 1, drill.hints[0], skill),
            f"verdict_card: right {form}": verdicts.verdict_card(an_answered(drill), skill),
            f"verdict_card: wrong {form}": verdicts.verdict_card(an_answered(drill, 0.0), skill),
            f"explanation_card: {form}": verdicts.explanation_card(serving, "A", skill),
        }
    written = serving_of(drill_of(curriculum, "written"))
    return cards | {
        "sure_card": verdicts.sure_card(serving_of(a_drill()), "Windows"),
        "model_answer_card": verdicts.model_answer_card(written, an_attempt(), (), "Stories"),
    }


def _broadcast_cards(curriculum: Curriculum) -> dict[str, Card]:
    mcq = a_drill()
    reveal = a_reveal(mcq)
    slots = (a_slot(curriculum, 2), a_slot(curriculum, 3))
    contents: dict[str, Content] = {
        "kickoff_card": Kickoff(COHORT, curriculum.track("sony-ds"), 6),
        "day_card": a_day_post(curriculum, mcq, late=True),
        "day_card: quiz": a_day_post(curriculum),
        "reveal_card": reveal,
        "recap_card": a_recap(),
        "closing_card": Closing(COHORT, 28, reveal, a_board(), 6),
        "catch_up_card": CatchUp(COHORT, slots, ("Gaps", "Ties")),
        "nudge_card": a_nudge(curriculum),
    }
    later = replace(a_nudge(curriculum), again=True)
    contents["nudge_card: again"] = later
    made = {name: broadcasts.broadcast_card(c, curriculum) for name, c in contents.items()}
    return made | {
        "broadcast_card": made["day_card"], "put_off_card": broadcasts.put_off_card(later)
    }  # fmt: skip


def _circle_cards(curriculum: Curriculum) -> dict[str, Card]:
    track, calendar = curriculum.track("sony-ds"), a_calendar()
    days = planned_days(track, calendar)
    closed = replace(COHORT, status=CohortStatus.CLOSED)
    said = circles.said_card("Noted", "See `/prep today`.", Button("My day", token("today")))
    return {
        "draft_card": circles.draft_card(Draft(track, calendar), days),
        "preview_card": circles.preview_card(COHORT, days),
        "invitation_card": circles.invitation_card(COHORT, "Ana"),
        "started_card": circles.started_card(COHORT),
        "joined_card": circles.joined_card(COHORT, a_member(joined_day=4), 3, NOON),
        "announced_card": circles.announced_card(
            COHORT, "The circle goes on", circles.next_words(NOON)
        ),
        "said_card": said,
        "plain_card": circles.plain_card("Removed", "*Eve* is out.", Link("Why", "https://x.org")),
        "with_blocks": circles.with_blocks(said, Code("/prep circle here ABC")),
        "with_actions": circles.with_actions(said, Button("Settings", token("settings show"))),
        "days_off_card": circles.days_off_card([3, 4, 5], NOON),
        "place_off_card": circles.place_off_card(a_place_off()),
        "place_off_card: others": circles.place_off_card(a_place_off(failed=False, others=True)),
        "status_card": circles.status_card(a_status(curriculum), a_channel()),
        "status_card: paused": circles.status_card(a_status(curriculum, paused=True), a_channel()),
        "status_card: over": circles.status_card(a_status(curriculum, cohort=closed), a_channel()),
        "error_card": errors.error_card(InvalidInput("That is no number.", "Say `0.05`.")),
        "error_card: stranger": errors.error_card(NotEnrolled("You are not in.", "Join.")),
        "crash_card": errors.crash_card("k3-9f"),
    }


def _own_cards(curriculum: Curriculum) -> dict[str, Card]:
    track = curriculum.track("sony-ds")
    person = a_person(zone="Asia/Kolkata", quiet_from=time(22), nudges=True)
    facts = personal.facts_card(
        track.title, track.facts[:PAGE], track.file.disclaimer, date(2027, 3, 8)
    )
    lines = [a_check(curriculum, 0, 0), a_check(curriculum), a_check(curriculum, 1, 3)]
    params = [("skill", "which skill"), ("level", "1 to 5")]
    usage = "/prep drill [skill] [level]"
    return {
        "settings_card": personal.settings_card(person, "Europe/Berlin"),
        "link_card": personal.link_card("ABC234"),
        "forget_card": personal.forget_card(),
        "facts_card": facts,
        "help_card": personal.help_card([(usage, "practise")], "Help", "Say `/prep today`."),
        "command_card": personal.command_card(usage, "Practise.", params, "/prep drill sql 2"),
        "today_card": progress.today_card(a_today(curriculum), curriculum),
        "no_review_card": progress.no_review_card(NOON),
        "board_card": progress.board_card(a_standings()),
        "me_card": progress.me_card(a_mine(), curriculum),
        "checklist_card": progress.checklist_card(lines, COHORT.name),
        "check_card": progress.check_card(lines[1]),
    }


def _home_cards(curriculum: Curriculum) -> dict[str, Card]:
    homes: dict[str, Home] = {
        "home_card": a_dashboard(curriculum),
        "home_card: before": a_dashboard(curriculum, today=None, starts=NOON),
        "home_card: from outside": Visitor(a_standings(), hosting=False),
        "home_card: its host": Visitor(a_standings(), hosting=True),
        "home_card: welcome": Stranger(in_room=True),
        "home_card: welcome in person": Stranger(in_room=False),
    }
    return {name: home.home_card(made, curriculum) for name, made in homes.items()}


def _gathering_cards() -> dict[str, Card]:
    bad = Finding("The bot is not in this channel.", good=False, fix="Type `/invite @prep`.")
    here = a_channel()
    off = OtherRoom("is switched off: it is gone", good=False, room=a_channel("C7"))
    return {
        "notes_card": notes.notes_card(a_page()),
        "notes_card: none": notes.notes_card(Page((), None)),
        "note_card": notes.note_card(a_note(text="NULL never equals NULL\nnot even itself")),
        "removed_card": notes.removed_card(a_note()),
        "doctor_card": doctor.doctor_card((bad, Finding("The clocks agree.", good=True)), here),
        "doctor_card: many": doctor.doctor_card((bad,) * 30, here),
        "doctor_card: well": doctor.doctor_card((Finding("No post is stuck.", good=True),), here),
        "doctor_card: another room": doctor.doctor_card((off,), here),
    }
