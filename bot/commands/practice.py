"""drill, review, catch-up, quiz, and everything done with a serving."""

import re
from dataclasses import dataclass, replace

from pydantic import field_validator

from bot.commands.spec import Command, NoParams, Params, answer, ask
from bot.commands.values import LARGEST_ID
from bot.domain.drills import Executed
from bot.domain.errors import Closed, NotFound
from bot.domain.exercises import LONGEST_SUBMISSION, Verdict
from bot.domain.ids import ServingId
from bot.domain.records import Serving
from bot.ports import Reply
from bot.usecases import answering, serving, submitting
from bot.usecases.scene import Enrolled, Scene
from bot.usecases.serving import Served
from bot.views import drills, executed, verdicts
from bot.views.progress import no_review_card

LONGEST_ANSWER = 3000


def _shown(enrolled: Enrolled, served: Served) -> Reply:
    drill = served.serving.drill
    once = submitting.tries(enrolled, drill) == 1
    skill = enrolled.scene.curriculum.skill_name(drill.skill)
    return answer(drills.drill_card(replace(served, once=once), skill))


class DrillParams(Params):
    skill: str = ask(
        "Skill", choices="drills", default="", max_length=90, hint="Or one drill by its name"
    )
    level: int = ask("Level", widget="number", default=0, ge=0, le=5, hint="1 easy – 5 hard")

    @field_validator("skill")
    @classmethod
    def _lower(cls, skill: str) -> str:
        return skill.lower()


def drill(scene: Scene, params: DrillParams) -> Reply:
    enrolled = scene.enrolled()
    return _shown(enrolled, serving.serve_extra(enrolled, params.skill, params.level))


def review(scene: Scene, _: NoParams) -> Reply:
    enrolled = scene.enrolled()
    served = serving.serve_review(enrolled)
    if served is not None:
        return _shown(enrolled, served)
    return answer(no_review_card(serving.next_review(enrolled)))


def catch_up(scene: Scene, _: NoParams) -> Reply:
    enrolled = scene.enrolled()
    return _shown(enrolled, serving.serve_catch_up(enrolled))


def quiz(scene: Scene, _: NoParams) -> Reply:
    enrolled = scene.enrolled()
    plan, day = enrolled.cohort.calendar.plan, enrolled.day
    today = day <= len(plan) and plan[day - 1]
    if not today or enrolled.track.day(today).drill.form != "quiz":
        raise Closed("There is no quiz today.", "Quizzes come on review days; try `/prep drill`.")
    served = serving.serve_quiz(enrolled)
    if served is None:
        raise Closed("You have answered the whole quiz.", "`/prep me` shows how it went.")
    return _shown(enrolled, served)


class ServingParams(Params):
    serving: int = ask("Drill", hidden=True, ge=1, le=LARGEST_ID)


@dataclass(frozen=True, slots=True)
class Found:
    enrolled: Enrolled
    serving: Serving
    skill: str


def _find(scene: Scene, serving_id: int) -> Found:
    enrolled, found = answering.find(scene, ServingId(serving_id))
    return Found(enrolled, found, scene.curriculum.skill_name(found.drill.skill))


def open_drill(scene: Scene, params: ServingParams) -> Reply:
    found = _find(scene, params.serving)
    answering.check_open(found.enrolled, found.serving)
    return _shown(found.enrolled, Served(found.serving))


def again(scene: Scene, params: ServingParams) -> Reply:
    found = _find(scene, params.serving)
    return _shown(found.enrolled, Served(found.serving))


class PickParams(ServingParams):
    so_far: str = ask("Picked so far", hidden=True, default="", max_length=12)

    @field_validator("so_far")
    @classmethod
    def _letters_or_line(cls, so_far: str) -> str:
        if not re.fullmatch(r"[A-J]*|\d{1,2}", so_far):
            raise ValueError("letters, or the number of a line")
        return so_far


def pick(scene: Scene, params: PickParams) -> Reply:
    found = _find(scene, params.serving)
    return answer(drills.pick_card(found.serving, params.so_far, found.skill))


class AnswerParams(ServingParams):
    text: str = ask("Answer", widget="paragraph", rest=True, max_length=LONGEST_ANSWER)


class NumberParams(ServingParams):
    text: str = ask("Your number", hint="5%, 0.05, 1.2k and 1,200 are understood", max_length=60)


class ScopeParams(ServingParams):
    problem: str = ask("Problem: what is to be solved?", widget="paragraph", max_length=700)
    data: str = ask("Data: what is missing or biased?", widget="paragraph", max_length=700)
    metric: str = ask("Metric: what is success?", widget="paragraph", max_length=700)
    solution: str = ask("Solution: the simplest thing", widget="paragraph", max_length=700)

    @property
    def text(self) -> str:
        parts = (self.problem, self.data, self.metric, self.solution)
        names = ("Problem", "Data", "Metric", "Solution")
        return "\n\n".join(f"{name}: {part}" for name, part in zip(names, parts, strict=True))


class CodeParams(ServingParams):
    text: str = ask("Your answer", widget="paragraph", rest=True, max_length=LONGEST_SUBMISSION)


Answering = AnswerParams | NumberParams | ScopeParams | CodeParams


def answer_to(scene: Scene, params: Answering) -> Reply:
    return _answer(_find(scene, params.serving), params.text)


def settle_to(scene: Scene, params: Answering, verdict: Verdict) -> Reply:
    return _settle(_find(scene, params.serving), params.text, verdict)


def _answer(found: Found, text: str) -> Reply:
    if isinstance(found.serving.drill.body, Executed):
        task = submitting.hand_in(found.enrolled, found.serving, text)
        return Reply(executed.waiting_card(), task=task)
    answered = answering.answer(found.enrolled, found.serving, text)
    return answer(verdicts.verdict_card(answered, found.skill))


def _settle(found: Found, text: str, verdict: Verdict) -> Reply:
    judged = submitting.take_verdict(found.enrolled, found.serving, text, verdict)
    return answer(executed.judged_card(judged, found.skill))


def shorter(scene: Scene, params: ServingParams) -> Reply:
    found = _find(scene, params.serving)
    short = submitting.short_version(found.enrolled, found.serving)
    return _shown(found.enrolled, Served(short))


class TodaysAnswerParams(Params):
    text: str = ask("Answer", rest=True, widget="paragraph", max_length=LONGEST_ANSWER)


def todays_answer(scene: Scene, params: TodaysAnswerParams) -> Reply:
    """The day's drill answered by typing, without opening it first."""
    return _answer(_todays(scene), params.text)


def settle_todays(scene: Scene, params: TodaysAnswerParams, verdict: Verdict) -> Reply:
    return _settle(_todays(scene), params.text, verdict)


def _todays(scene: Scene) -> Found:
    enrolled = scene.enrolled()
    day, plan = enrolled.day, enrolled.cohort.calendar.plan
    posted = enrolled.repos.practice.by_key(serving.daily_key(enrolled.cohort, day))
    if day > len(plan) or posted is None:
        raise NotFound("There is no daily drill to answer now.", "`/prep today` shows what is on.")
    return Found(enrolled, posted, scene.curriculum.skill_name(posted.drill.skill))


def hint(scene: Scene, params: ServingParams) -> Reply:
    found = _find(scene, params.serving)
    number, text = answering.take_hint(found.enrolled, found.serving)
    return answer(drills.hint_card(found.serving, number, text, found.skill))


def explain(scene: Scene, params: ServingParams) -> Reply:
    found = _find(scene, params.serving)
    practice, member = found.enrolled.repos.practice, found.enrolled.member
    attempts = practice.attempts(found.serving.id, member.id)
    if not attempts:
        raise Closed("The answer comes after your own try.", "A wrong one keeps the day too.")
    return answer(verdicts.explanation_card(found.serving, attempts[-1].answer, found.skill))


class ScoreParams(ServingParams):
    marks: str = ask("Marks", hidden=True, pattern=r"^[0-4-]{2,4}$")


def score(scene: Scene, params: ScoreParams) -> Reply:
    """Marks gather in the token until every line has one; then they are stored."""
    found = _find(scene, params.serving)
    given = tuple(None if mark == "-" else int(mark) for mark in params.marks)
    complete = tuple(mark for mark in given if mark is not None)
    if len(complete) == len(given):
        made = answering.self_score(found.enrolled, found.serving, complete)
    else:
        made = answering.written(found.enrolled, found.serving, len(given))
    return answer(verdicts.model_answer_card(found.serving, made, given, found.skill))


def sure(scene: Scene, params: ServingParams) -> Reply:
    found = _find(scene, params.serving)
    answering.was_sure(found.enrolled, found.serving)
    return answer(verdicts.sure_card(found.serving, found.skill))


COMMANDS = (
    Command(
        "drill", "One more practice question", drill, DrillParams, "/prep drill sql.window 2"
    ),
    Command("review", "What spaced review says is due", review, example="/prep review"),
    Command("catchup", "A missed day's drill, two a day", catch_up, example="/prep catchup"),
    Command("quiz", "The next question of today's quiz", quiz, example="/prep quiz"),
    Command(
        "answer", "Answer today's drill", todays_answer, TodaysAnswerParams, "/prep answer B",
        settle=settle_todays,
    ),
    Command(
        "answer to", "Answer a drill", answer_to, AnswerParams, hidden=True, settle=settle_to
    ),
    Command(
        "code", "Hand in an answer that is run", answer_to, CodeParams, "", "Your answer", "Run it",
        hidden=True, settle=settle_to,
    ),
    Command("short", "The version for a phone", shorter, ServingParams, hidden=True),
    Command(
        "number", "Answer with a number", answer_to, NumberParams, "1,200", "Your answer",
        hidden=True,
    ),
    Command(
        "write", "Write an answer", answer_to, AnswerParams, "", "Your answer", hidden=True
    ),
    Command("scope", "Scope it", answer_to, ScopeParams, "", "Scope it", hidden=True),
    Command("open", "Show a drill", open_drill, ServingParams, hidden=True),
    Command("again", "Try again", again, ServingParams, hidden=True),
    Command("pick", "Answer by taps", pick, PickParams, hidden=True),
    Command("hint", "A hint", hint, ServingParams, hidden=True),
    Command("explain", "Show the answer", explain, ServingParams, hidden=True),
    Command("score", "Score yourself", score, ScoreParams, hidden=True),
    Command("sure", "I was sure", sure, ServingParams, hidden=True),
)  # fmt: skip
