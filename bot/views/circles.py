"""Starting, joining and hosting a circle as cards."""

from collections.abc import Sequence
from datetime import datetime

from bot.cards import (
    Action,
    Actions,
    Block,
    Button,
    Card,
    Divider,
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
from bot.domain.cohorts import Cohort, Member, Place
from bot.domain.ids import ChannelRef
from bot.domain.records import Post, PostState
from bot.domain.timeline import Calendar, instant
from bot.ports import Outgoing
from bot.tokens import token
from bot.usecases.enrolment import Draft
from bot.usecases.hosting import PlannedDay, Status
from bot.usecases.workspaces import REMOVED, Lacking, PlaceOff
from bot.views.rooms import named

QUIET_FOR_DAYS = 3


def _when(calendar: Calendar) -> Spans:
    return (Moment(instant(calendar.start, calendar.hour, calendar.zone), "datetime"),)


def _facts(calendar: Calendar, upcoming: datetime | None = None) -> Fields:
    first = ("First post for you", _when(calendar))
    following = ("Next post for you", (Moment(upcoming),)) if upcoming else first
    return Fields(
        (
            ("Starts", plain(f"{calendar.start:%A, %d %B %Y}")),
            ("Every day at", plain(f"{calendar.hour:%H:%M} in {calendar.zone}")),
            following,
            ("Lasts", plain(f"{calendar.days} days")),
        )
    )


def draft_card(draft: Draft, days: list[PlannedDay]) -> Card:
    """A look at all days before anybody is invited."""
    calendar = draft.calendar
    go = token(
        "start go",
        draft.track.id,
        calendar.start,
        calendar.zone,
        f"{calendar.hour:%H:%M}",
        calendar.days,
    )
    blocks = (
        _facts(calendar),
        Actions((Button("Start and invite", go, "primary"), Button("Change it", token("start")))),
        Note(plain("Nothing has been posted yet.")),
        _days_table(days),
    )
    return Card(f"Your circle · {draft.track.title}", blocks)


def _days_table(days: list[PlannedDay]) -> Table:
    rows = tuple(
        (str(d.day), f"{d.on:%a %d %b}" if d.on else "paused", d.theme, d.form, d.checklist)
        for d in days
    )
    return Table(("Day", "Date", "Theme", "Form", "Checklist"), rows)


def preview_card(cohort: Cohort, days: list[PlannedDay]) -> Card:
    return Card(f"All days · {cohort.name}", (_facts(cohort.calendar), _days_table(days)))


def invitation_card(cohort: Cohort, host: str) -> Card:
    blocks = (
        Text(plain(f"{host} starts a study circle here: {cohort.name}.")),
        _facts(cohort.calendar),
        Text(plain("One drill a day, about ten minutes. Answers are private, effort counts.")),
        Actions((Button("Join", token("join"), "primary"),)),
        Note(plain(f"Questions? Ask {host}. /prep help shows every command.")),
    )
    return Card(f"You are invited · {cohort.name}", blocks, "good")


def started_card(cohort: Cohort) -> Card:
    blocks = (
        Text(plain("The invitation is on its way to this channel.")),
        _facts(cohort.calendar),
        Actions(
            (
                Button("Join it myself", token("join"), "primary"),
                Button("Status", token("circle status")),
            )
        ),
    )
    return Card(f"Started · {cohort.name}", blocks, "good")


def joined_card(cohort: Cohort, member: Member, missed: int, upcoming: datetime | None) -> Card:
    blocks: list[Block] = [_facts(cohort.calendar, upcoming)]
    if member.joined_day > 1:
        blocks.append(
            Text(
                plain(
                    f"You start on day {member.joined_day}. The board counts points per active "
                    "day, so you start level."
                )
            )
        )
    actions: list[Action] = [Button("My day", token("today"), "primary")]
    if missed:
        drills = "drill" if missed == 1 else "drills"
        blocks.append(Text(plain(f"{missed} earlier {drills} can be caught up, two a day.")))
        actions.append(Button("Catch up", token("catchup")))
    actions.append(Button("Nudge me once a day", token("nudges", "on")))
    actions.append(Button("Settings", token("settings show")))
    blocks.append(Actions(tuple(actions)))
    return Card(f"You are in · {cohort.name}", tuple(blocks), "good")


def next_words(upcoming: datetime | None, *, paused: bool = False) -> Spans:
    if upcoming is None and paused:
        return plain("Nothing is posted until the host goes on.")
    if upcoming is None:
        return plain("Everything has been posted already.")
    return join(("The next post comes ", (Moment(upcoming),), "."))


def announced_card(cohort: Cohort, title: str, what: Spans) -> Card:
    """Said in the room when a host changes the circle's course."""
    return Card(f"{title} · {cohort.name}", (Text(what),), "good")


def said_card(title: str, text: str, *actions: Action) -> Card:
    """A short answer; `text` may hold content markup but no user text."""
    buttons = (Actions(actions),) if actions else ()
    return Card(title, (Text(markup(text)), *buttons), "good")


def days_off_card(off: Sequence[int], back: datetime | None, undo: str = token("resume")) -> Card:
    span = f"day {off[0]}" if len(off) == 1 else f"days {off[0]} to {off[-1]}"
    text = f"You have {span} off. Your streak waits for you and nobody is told."
    again = (" It goes on ", (Moment(back, "relative"),), ".") if back else ()
    take_back = Actions((Button("Take it back", undo),))
    return Card("Days off", (Text(join((text, *again))), take_back), "good")


def place_off_card(off: PlaceOff) -> Card:
    """Told to the host once, when a room refuses posts for good."""
    room = named(off.place.channel, off.target)
    blocks = (
        Text(join((f"{off.cohort.name} cannot post in ", room, f" any more: {off.reason}"))),
        Text(plain(off.fix)),
        Text(plain(_from_here(off))),
        Actions((_switch_on(off.place), Button("Status", token("circle status")))),
    )
    return Card(f"A room is switched off · {off.cohort.name}", blocks, "bad")


def _from_here(off: PlaceOff) -> str:
    others = "Its other rooms go on." if off.others else "It meets nowhere else."
    mended = "Once that is mended, press Switch on, unless it goes on by itself."
    failed = " Under Status the post that failed can be sent again." if off.failed else ""
    return f"{others} {mended}{failed}"


def _switch_on(place: Place) -> Button:
    return Button("Switch on", token("circle on", place.id), "primary")


def place_off_post(off: PlaceOff) -> Outgoing:
    return Outgoing(off.key, off.target, place_off_card(off), off.due_at, off.expires_at)


def lacking_post(lack: Lacking) -> Outgoing:
    blocks = (Text(plain(lack.what)), Text(plain(lack.fix)))
    card = Card(f"Something is missing for {lack.cohort.name}", blocks, "notice")
    return Outgoing(lack.key, lack.target, card, lack.due_at, lack.expires_at)


def plain_card(title: str, text: str, *actions: Action) -> Card:
    """The same for texts that hold names or other words from people."""
    buttons = (Actions(actions),) if actions else ()
    return Card(title, (Text(plain(text)), *buttons), "good")


def with_blocks(card: Card, *blocks: Block) -> Card:
    return Card(card.title, (*card.blocks, *blocks), card.accent)


def with_actions(card: Card, *actions: Action) -> Card:
    return with_blocks(card, Actions(actions))


def status_card(status: Status, reader: ChannelRef) -> Card:
    """`reader` is where the host looks at it."""
    cohort = status.cohort
    blocks: list[Block] = [
        Fields(
            (("Day", plain(f"{status.day} of {cohort.calendar.days}")), ("State", _state(status)))
        ),
        Progress("Days kept this week", status.kept, max(status.goal, 1)),
    ]
    if status.colleagues:
        blocks.append(_people(status))
    for place in status.places:
        blocks.append(Note(_place_line(place, reader)))
        # A workspace that takes the bot back gets its rooms back by itself.
        if place.off_reason not in {"", REMOVED} and cohort.open:
            blocks.append(Actions((_switch_on(place),)))
    blocks += [Note(plain(f"Nudges: {post.reason}")) for post in status.refused[-1:]]
    for post in status.troubled[:5]:
        blocks += _trouble(post)
    blocks.append(Actions(_host_actions(status)))
    return Card(f"Status · {cohort.name}", tuple(blocks), "notice" if status.troubled else "calm")


def _state(status: Status) -> Spans:
    if not status.cohort.open:
        return plain(status.cohort.status)
    if status.paused:
        return plain("paused")
    if status.next_post is None:
        return plain("all posts are out")
    return (*plain("next post "), Moment(status.next_post, "relative"))


def _people(status: Status) -> Table:
    """Who has kept which days; quiet ones are marked, accuracy is nobody's business."""
    rows = tuple(
        (
            str(c.member),
            c.name,
            f"{c.days_kept} of {max(0, status.day - c.joined_day + 1)}",
            _last(c.last_day, status.day),
        )
        for c in status.colleagues
    )
    return Table(("No.", "Member", "Days kept", "Last"), rows)


def _last(last: int, today: int) -> str:
    if not last:
        return "not yet"
    quiet = " — quiet" if today - last >= QUIET_FOR_DAYS else ""
    return f"day {last}{quiet}"


def _place_line(place: Place, reader: ChannelRef) -> Spans:
    state = f"switched off, {place.off_reason}" if place.off_reason else "on"
    return join((named(place.channel, reader), f": {state}"))


def _trouble(post: Post) -> list[Block]:
    line = f"{post.title}: {post.state}. {post.reason}"
    blocks: list[Block] = [Divider(), Text(plain(line))]
    again = Button("Send again", token("circle again", post.id), "primary")
    if post.state is PostState.UNCLEAR:
        arrived = Button("It arrived", token("circle seen", post.id))
        blocks += [
            Note(plain("Look in the channel: is it there?")),
            Actions((again, arrived)),
        ]
    elif post.state is PostState.FAILED:
        blocks.append(Actions((again,)))
    return blocks


def _host_actions(status: Status) -> tuple[Action, ...]:
    preview = Button("All days", token("circle preview"))
    export = Button("Export", token("circle export"))
    if not status.cohort.open:
        return (preview, export)
    switch = (
        Button("Go on", token("circle resume"), "primary")
        if status.paused
        else Button("Pause", token("circle pause"))
    )
    return (switch, Button("Move the hour", token("circle hour")), preview, export)
