"""today, home, board, me, checklist, facts."""

from collections.abc import Sequence
from typing import Literal

from bot.cards import Button, Card, Note, plain
from bot.commands.spec import Command, NoParams, Params, answer, ask
from bot.commands.values import LARGEST_ID
from bot.curriculum.catalog import Track
from bot.curriculum.tracks import FactEntry
from bot.domain.errors import NotFound
from bot.ports import Reply
from bot.tokens import LONGEST, token
from bot.usecases import home as homes
from bot.usecases import progress
from bot.usecases.progress import CheckLine
from bot.usecases.scene import Scene
from bot.views import circles, personal
from bot.views import home as home_views
from bot.views import progress as views

PAGE = 8
"""Claims on one card: as many as every platform's message holds."""


def today(scene: Scene, _: NoParams) -> Reply:
    return answer(views.today_card(progress.today(scene.enrolled()), scene.curriculum))


def home(scene: Scene, _: Params) -> Reply:
    return answer(home_views.home_card(homes.home(scene), scene.curriculum))


class BoardParams(Params):
    window: Literal["week", "all"] = ask(
        "Window", options=[("This week", "week"), ("The whole circle", "all")], default="week"
    )


def board(scene: Scene, params: BoardParams) -> Reply:
    return answer(views.board_card(progress.standings(scene, params.window)))


def me(scene: Scene, _: NoParams) -> Reply:
    return answer(views.me_card(progress.mine(scene.enrolled()), scene.curriculum))


class ChecklistParams(Params):
    item: str = ask("Item", default="", max_length=16)
    evidence: str = ask("Evidence, or undo", rest=True, default="", max_length=500)


def checklist(scene: Scene, params: ChecklistParams) -> Reply:
    enrolled = scene.enrolled()
    if not params.item:
        return answer(views.checklist_card(progress.checklist(enrolled), enrolled.cohort.name))
    if params.evidence.lower() == "undo":
        return answer(views.check_card(progress.untick(enrolled, params.item)))
    return answer(views.check_card(progress.tick(enrolled, params.item, params.evidence)))


class ItemParams(Params):
    item: str = ask("Item", hidden=True, max_length=16)


class TickParams(ItemParams):
    back: Literal["", "home"] = ask("Back", hidden=True, default="")
    """Which card to answer with; empty for the item's own."""


class EvidenceParams(TickParams):
    evidence: str = ask("A link or a note", default="", max_length=500)


def check(scene: Scene, params: ItemParams) -> Reply:
    lines = progress.checklist(scene.enrolled())
    wanted = next((li for li in lines if li.entry.id.lower() == params.item.lower()), None)
    if wanted is None:
        raise NotFound(f"There is no checklist item {params.item}.", "See `/prep checklist`.")
    return answer(views.check_card(wanted))


def tick(scene: Scene, params: TickParams) -> Reply:
    evidence = getattr(params, "evidence", "")
    return _done(scene, params, progress.tick(scene.enrolled(), params.item, evidence))


def untick(scene: Scene, params: TickParams) -> Reply:
    return _done(scene, params, progress.untick(scene.enrolled(), params.item))


def _done(scene: Scene, params: TickParams, line: CheckLine) -> Reply:
    return home(scene, params) if params.back else answer(views.check_card(line))


class FactsParams(Params):
    topic: str = ask("Topic", rest=True, default="", max_length=60)


class ClaimsParams(Params):
    start: int = ask("From", hidden=True, ge=0, le=LARGEST_ID)
    topic: str = ask("Topic", rest=True, default="", max_length=LONGEST)


def facts(scene: Scene, params: FactsParams) -> Reply:
    return _claims(scene, params.topic, 0)


def claims(scene: Scene, params: ClaimsParams) -> Reply:
    return _claims(scene, params.topic, params.start)


def _claims(scene: Scene, asked: str, start: int) -> Reply:
    """The claims of one track; where several have some, it is asked which one is meant."""
    tracks, topic = _meant(scene, asked)
    found = [(track, about) for track in tracks if (about := _about(track, topic)[start:])]
    if not found:
        raise NotFound("There is no claim about that.", "`/prep facts` lists all of them.")
    if len(found) > 1:
        return answer(_which([track for track, _ in found], topic))
    ((track, left),) = found
    shown, today = left[:PAGE], scene.now.date()
    card = personal.facts_card(track.title, shown, track.file.disclaimer, today)
    more = _page(track, topic, start + PAGE)
    return answer(_with_more(card, more, len(left) - PAGE))


def _meant(scene: Scene, asked: str) -> tuple[Sequence[Track], str]:
    """Tracks and topic: the one named first, the circle's, or where no circle meets all of them."""
    known, (first, _, rest) = scene.curriculum.tracks, asked.partition(" ")
    if first.lower() in known:
        return [known[first.lower()]], rest.strip()
    if scene.cohort:
        return [scene.curriculum.track(scene.cohort.track)], asked
    return [known[name] for name in sorted(known)], asked


def _about(track: Track, topic: str) -> Sequence[FactEntry]:
    wanted = topic.lower()
    return [fact for fact in track.facts if wanted in f"{fact.topic} {fact.claim}".lower()]


def _which(tracks: Sequence[Track], topic: str) -> Card:
    buttons = (Button(t.title, _page(t, topic) or _page(t, "")) for t in tracks)
    return circles.said_card("Claims, not facts", "Each track has its own. Which one?", *buttons)


def _page(track: Track, topic: str, start: int = 0) -> str:
    """The token that leads there; empty for a long topic in other letters, which fits no button."""
    try:
        return token("claims", start, f"{track.id} {topic}".strip())
    except ValueError:
        return ""


def _with_more(card: Card, more: str, left: int) -> Card:
    if left <= 0:
        return card
    if more:
        return circles.with_actions(card, Button("More of them", more))
    return circles.with_blocks(card, Note(plain(f"{left} more: name the topic more closely.")))


COMMANDS = (
    Command("today", "What now? Drill, checklist and reviews", today, example="/prep today"),
    Command("home", "Everything on one card", home, example="/prep home", read_only=True),
    Command(
        "board", "The circle's goal and effort board", board, BoardParams, "/prep board all",
        read_only=True,
    ),
    Command("me", "Your own days, ideas and skills", me, example="/prep me", read_only=True),
    Command(
        "checklist", "See and tick the checklist", checklist, ChecklistParams,
        "/prep checklist CK0-1",
    ),
    Command("check", "One checklist item", check, ItemParams, hidden=True),
    Command("tick", "Tick an item", tick, TickParams, hidden=True),
    Command("tick with", "Tick with evidence", tick, EvidenceParams, "", "Evidence", hidden=True),
    Command("untick", "Take a tick back", untick, TickParams, hidden=True),
    Command(
        "facts", "Dated claims about the hiring process", facts, FactsParams, "/prep facts offer",
        read_only=True,
    ),
    Command("claims", "More of the claims", claims, ClaimsParams, hidden=True, read_only=True),
)  # fmt: skip
