"""What an answer was worth, and the right answer with its reasons, as cards."""

from typing import Literal, assert_never

from bot.cards import (
    Accent,
    Action,
    Actions,
    Block,
    Button,
    Card,
    Choices,
    Code,
    Divider,
    Fields,
    Note,
    Quote,
    Select,
    Text,
    Told,
    join,
    markup,
    plain,
)
from bot.domain.drills import Choice, Drill, Executed, Flaw, Multi, Numeric, Open, Option, Order
from bot.domain.records import Attempt, Serving
from bot.domain.scoring import Purpose
from bot.domain.specimens import an_order
from bot.tokens import token
from bot.usecases.answering import Answered
from bot.views.drills import material

Mark = Literal["right", "wrong"]


def verdict_card(answered: Answered, skill: str) -> Card:
    if isinstance(answered.serving.drill.body, Open):
        return model_answer_card(answered.serving, answered.attempt, (), skill, answered.points)
    title, accent = _verdict(answered)
    blocks: list[Block] = [Fields((("Your answer", plain(answered.attempt.answer)),))]
    if answered.may_try_again:
        blocks += [Text(markup(note)) for note in answered.grade.notes[:2]]
        blocks.append(worth(answered))
        blocks.append(Actions(_after_wrong(answered.serving)))
    else:
        blocks += explanation(answered.serving.drill, answered.attempt.answer)
        blocks.append(worth(answered))
        blocks.append(Actions(_after_right(answered)))
    return Card(f"{title} · {skill}", tuple(blocks), accent)


def _verdict(answered: Answered) -> tuple[str, Accent]:
    if answered.grade.right:
        return "Right", "good"
    if answered.grade.share > 0:
        return "Partly right", "notice"
    return "Not this time", "bad"


def worth(answered: Answered) -> Note:
    if answered.attempt.number > 1:
        return Note(plain("A second try is for learning; it does not score."))
    if not answered.points:
        return Note(plain(_no_points(answered.serving.purpose)))
    days = answered.streak.length
    streak = f" · {days} day{'s' if days != 1 else ''} in a row" if days else ""
    half = " · a hint halved the credit" if answered.attempt.hints and answered.grade.share else ""
    return Note(plain(f"+{answered.points} effort{streak}{half}"))


def _no_points(purpose: Purpose) -> str:
    quick = "answered faster than it can be read"
    if purpose in {Purpose.DAILY, Purpose.REVIEW}:
        return f"The day is kept. No points: {quick}."
    return f"The day is kept. No points: {quick}, or an idea you had before."


def _after_wrong(serving: Serving) -> tuple[Action, ...]:
    return (
        Button("Try again", token("again", serving.id), "primary"),
        Button("Show the answer", token("explain", serving.id)),
    )


def _after_right(answered: Answered) -> tuple[Action, ...]:
    sure = Button("I was sure", token("sure", answered.serving.id))
    return (next_button(answered.serving), *((sure,) if answered.may_be_sure else ()))


def next_button(serving: Serving) -> Button:
    match serving.purpose:
        case Purpose.QUIZ:
            return Button("Next question", token("quiz"), "primary")
        case Purpose.REVIEW:
            return Button("Next review", token("review"), "primary")
        case Purpose.CATCH_UP:
            return Button("Next missed day", token("catchup"), "primary")
        case Purpose.DAILY | Purpose.EXTRA:
            return Button("Another drill", token("drill"), "primary")
        case unreachable:
            assert_never(unreachable)


def explanation_card(serving: Serving, answer: str, skill: str) -> Card:
    blocks = (
        *material(serving.drill),
        *explanation(serving.drill, answer),
        Actions((next_button(serving),)),
    )
    return Card(f"Answer · {skill}", blocks)


def sure_card(serving: Serving, skill: str) -> Card:
    text = Text(plain("Noted: this idea may wait longer before it comes back."))
    return Card(f"Sure · {skill}", (text, Actions((next_button(serving),))), "good")


def explanation(drill: Drill, answer: str) -> list[Told]:
    """The right answer with a mark, why it is right, and so what."""
    return [
        *right_answer(drill, answer),
        Text(markup(drill.explanation)),
        Note(markup(f"So what: {drill.so_what}")),
    ]


def right_answer(drill: Drill, answer: str = "") -> list[Told]:
    """With the reader's own `answer`, their slip is marked too."""
    match drill.body:
        case Choice(options=options) | Multi(options=options):
            return [_marked(options, answer.split()), *_why(options, answer.split())]
        case Numeric(shown=shown):
            return [Fields((("Answer", plain(shown)),))]
        case Order() as body:
            best = " → ".join(an_order(body))
            steps = Choices(tuple((s.key, markup(s.text)) for s in body.steps))
            return [steps, Fields((("An order that holds", plain(best)),))]
        case Flaw() as body:
            right = next(reason for reason in body.reasons if reason.right)
            line = body.lines[body.line - 1]
            return [
                Quote(join((f"{body.line}. ", markup(line)))),
                Fields((("What is wrong", markup(right.text)), ("Why", markup(right.why)))),
            ]
        case Open(model_answer=model):
            return [Quote(plain(model))]
        case Executed(exercise=exercise):
            return [Code(exercise.reference.strip(), exercise.kind)]
        case unreachable:
            assert_never(unreachable)


def _marked(options: tuple[Option, ...], picked: list[str]) -> Choices:
    marks: list[tuple[str, Mark]] = [(o.key, "right") for o in options if o.right]
    marks += [(o.key, "wrong") for o in options if not o.right and o.key in picked]
    return Choices(tuple((o.key, markup(o.text)) for o in options), tuple(marks))


def _why(options: tuple[Option, ...], picked: list[str]) -> list[Told]:
    slips = [o for o in options if not o.right and o.key in picked]
    return [Text(markup(f"{o.key}: {o.why}")) for o in slips]


def model_answer_card(
    serving: Serving, attempt: Attempt, marks: tuple[int | None, ...], skill: str, points: int = 0
) -> Card:
    """One's own text beside a model answer, and the rubric to score oneself by."""
    body = serving.drill.body
    assert isinstance(body, Open)
    given = marks or (None,) * len(body.rubric)
    blocks: list[Block] = [
        Text(plain("Yours")),
        Quote(plain(attempt.answer)),
        Text(plain("One good answer")),
        Quote(plain(body.model_answer)),
        Text(markup(serving.drill.explanation)),
        Note(markup(f"So what: {serving.drill.so_what}")),
        Divider(),
    ]
    if attempt.scores:
        blocks.append(_own_score(body, attempt.scores))
        blocks.append(Actions((next_button(serving),)))
    else:
        blocks += _score_selects(serving, body, given)
    if points:
        blocks.append(Note(plain(f"+{points} effort. Your score stays private.")))
    return Card(f"Score yourself · {skill}", tuple(blocks), "notice")


def _score_selects(serving: Serving, body: Open, given: tuple[int | None, ...]) -> list[Block]:
    blocks: list[Block] = [Text(plain("Give each line a mark; all of them make your score."))]
    for place, dimension in enumerate(body.rubric):
        anchors = f"0: {dimension.low}\n2: {dimension.middle}\n4: {dimension.high}"
        options = tuple((str(n), _score_token(serving, given, place, n)) for n in range(5))
        chosen = given[place]
        blocks.append(Note(plain(anchors)))
        picked = "" if chosen is None else options[chosen][1]
        blocks.append(Actions((Select(dimension.name, options, picked),)))
    return blocks


def _score_token(serving: Serving, given: tuple[int | None, ...], place: int, score: int) -> str:
    marks = [*given[:place], score, *given[place + 1 :]]
    return token("score", serving.id, "".join("-" if m is None else str(m) for m in marks))


def _own_score(body: Open, scores: tuple[int, ...]) -> Fields:
    pairs = zip(body.rubric, scores, strict=True)
    lines = tuple((dimension.name, plain(f"{score} of 4")) for dimension, score in pairs)
    total = sum(scores)
    return Fields((*lines, ("Together", plain(f"{total} of {4 * len(scores)}"))))
