"""An answer that is run: waiting for it, and what came of it."""

from bot.cards import (
    Accent,
    Action,
    Actions,
    Block,
    Button,
    Card,
    Code,
    Divider,
    Fields,
    Note,
    Spans,
    Text,
    markup,
    plain,
)
from bot.domain.exercises import Outcome, Verdict
from bot.tokens import token
from bot.usecases.submitting import Judged
from bot.views.drills import question
from bot.views.verdicts import explanation, next_button, worth

TITLES: dict[Outcome, tuple[str, Accent]] = {
    Outcome.CORRECT: ("Right", "good"),
    Outcome.WRONG: ("Not this time", "bad"),
    Outcome.ERROR: ("It does not run yet", "bad"),
    Outcome.TIMEOUT: ("Too slow", "bad"),
    Outcome.REFUSED: ("Not run", "notice"),
    Outcome.LOST: ("That one is on us", "notice"),
}


def waiting_card(place: int = 0) -> Card:
    where = f"You are number {place} in line." if place else "A few seconds at most."
    return Card("Grading…", (Text(plain(where)),))


def judged_card(judged: Judged, skill: str) -> Card:
    title, accent = TITLES[judged.verdict.outcome]
    blocks = [*verdict_blocks(judged.verdict), *_what_now(judged)]
    return Card(f"{title} · {skill}", tuple(blocks), accent)


def verdict_blocks(verdict: Verdict) -> list[Block]:
    """All that is said about the text itself."""
    blocks: list[Block] = [Text(markup(verdict.message))]
    if verdict.shown:
        blocks.append(Code(verdict.shown))
    if verdict.buckets:
        blocks.append(Fields(tuple(_bucket(b.name, b.score, b.reasons) for b in verdict.buckets)))
    return [*blocks, *(Note(markup(note)) for note in verdict.notes)]


def _bucket(name: str, score: int, reasons: tuple[str, ...]) -> tuple[str, Spans]:
    said = f"{score} of 4. {' '.join(reasons)}".strip()
    return name.capitalize(), markup(said)


def _what_now(judged: Judged) -> list[Block]:
    if judged.answered is None:
        again = Button("Try again", token("code", judged.serving.id), "primary")
        return [Note(plain("Nothing was counted.")), Actions((again,))]
    ran = "ran first time" if judged.first_clean else "did not run first time"
    blocks: list[Block] = [Note(plain(f"First answer: {ran}.")), worth(judged.answered)]
    if judged.tries_left:
        # The verdict has taken the question's place, and the question is still open.
        return [*blocks, Actions(_rework(judged)), Divider(), *question(judged.serving.drill)]
    solution = explanation(judged.serving.drill, judged.text)
    return [*solution, *blocks, Actions((next_button(judged.serving),))]


def _rework(judged: Judged) -> tuple[Action, ...]:
    return (
        Button("Change it", token("code", judged.serving.id), "primary"),
        Button("Show the answer", token("explain", judged.serving.id)),
    )
