"""An answer that is run, from the drill to the verdict, as somebody in a chat meets it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace

import pytest

from bot.cards import Card
from bot.commands.dispatcher import Dispatcher
from bot.domain.errors import Busy
from bot.domain.exercises import Bucket, Language, Outcome, Stage, Verdict
from bot.domain.records import Serving
from bot.ports import Isolation, Pressed, Reply, Submitted, Task
from bot.tokens import token
from tests.commands.stage import ANA, BEN, buttons, said
from tests.commands.stage import Stage as Room
from tests.usecases.room import executed

RIGHT = Verdict(Outcome.CORRECT, Stage.RESULT, "Right on four hidden databases.", share=1)
WRONG = Verdict(
    Outcome.WRONG, Stage.RESULT, "A row is missing.", shown="day 3", notes=("Mind the join.",)
)
LOST = Verdict(Outcome.LOST, Stage.RUNTIME, "The worker died.")
SQL: frozenset[Language] = frozenset({"sql"})


@dataclass
class ScriptedJudge:
    """Tells what it was told to tell, and keeps what it was asked."""

    news: list[int | Verdict | Exception] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)

    def isolation(self) -> Isolation:
        return Isolation("native", SQL)

    async def judge(self, task: Task) -> AsyncIterator[int | Verdict]:
        self.tasks.append(task)
        for item in self.news:
            if isinstance(item, Exception):
                raise item
            yield item


@pytest.fixture
def judge(stage: Room) -> ScriptedJudge:
    """A stage on which queries can be run, with one drill that has to be."""
    made = ScriptedJudge()
    kept = next(f.family for f in stage.curriculum.of_track("sony-ds") if f.skill == "sql.window")
    family = executed(stage.curriculum, "sql.window.runs", kept)
    asked = {f.family: f for f in stage.curriculum.playable}
    families = {**asked, family.family: family}
    stage.curriculum = replace(stage.curriculum, families=families, runs=SQL)
    stage.desk = Dispatcher(
        stage.store, lambda: stage.curriculum, stage.clock, stage.rng, stage.watch, judge=made
    )
    return made


async def hands_in(
    stage: Room, serving: Serving, text: str = "SELECT 1"
) -> tuple[Card, list[Reply]]:
    """The first answer, and those that took its place."""
    form = stage.desk.form(Pressed(token("code", serving.id)), ANA)
    assert form is not None
    reply = await stage.reply(ANA, Submitted(form.token, {"text": text}))
    later = [] if reply.then is None else [more async for more in reply.then]
    return reply.card, later


async def opened(stage: Room) -> Serving:
    await stage.opens(ANA, BEN)
    return await stage.served(ANA, "sql")


@pytest.mark.usefixtures("judge")
async def test_the_card_has_the_tables_and_the_ways_to_answer(stage: Room) -> None:
    serving = await opened(stage)
    card = await stage.presses(ANA, token("open", serving.id))
    assert list(buttons(card)) == ["Write the answer", "Hint", "Short version"]
    assert "player_id" in said(card)


async def test_it_says_at_once_that_it_is_being_graded(stage: Room, judge: ScriptedJudge) -> None:
    serving = await opened(stage)
    judge.news = [2, 1, 0, RIGHT]
    first, later = await hands_in(stage, serving)
    assert first.title == "Grading…"
    assert ["number 2" in said(r.card) for r in later] == [True, False, False, False]
    assert later[-1].card.title.startswith("Right · ")
    assert judge.tasks[0].text == "SELECT 1"


async def test_a_right_answer_brings_the_solution(stage: Room, judge: ScriptedJudge) -> None:
    serving = await opened(stage)
    judge.news = [RIGHT]
    _, later = await hands_in(stage, serving)
    assert "SELECT count(*) FROM sessions" in said(later[-1].card)
    assert serving.drill.explanation in said(later[-1].card)


async def test_a_wrong_one_says_why_and_keeps_the_solution(
    stage: Room, judge: ScriptedJudge
) -> None:
    serving = await opened(stage)
    judge.news = [WRONG]
    _, later = await hands_in(stage, serving)
    text = said(later[-1].card)
    assert all(part in text for part in ("A row is missing.", "day 3", "Mind the join."))
    assert "SELECT count(*)" not in text
    assert list(buttons(later[-1].card)) == ["Change it", "Show the answer"]


async def test_changing_it_begins_with_what_was_written(stage: Room, judge: ScriptedJudge) -> None:
    serving = await opened(stage)
    judge.news = [WRONG]
    _, later = await hands_in(stage, serving, "SELECT 41")
    change = Pressed(buttons(later[-1].card)["Change it"])
    form, others = stage.desk.form(change, ANA), stage.desk.form(change, BEN)
    assert form is not None
    assert others is not None
    assert (form.fields[0].default, others.fields[0].default) == ("SELECT 41", "")


@pytest.mark.parametrize("trouble", [Busy("One moment."), RuntimeError("gone"), LOST])
async def test_trouble_gives_the_form_back_and_counts_nothing(
    stage: Room, judge: ScriptedJudge, trouble: Verdict | Exception
) -> None:
    serving = await opened(stage)
    judge.news = [trouble]
    _, later = await hands_in(stage, serving)
    assert later[-1].again is not None
    assert not await stage.attempts(ANA, serving)


async def test_the_buckets_are_read_out(stage: Room, judge: ScriptedJudge) -> None:
    serving = await opened(stage)
    buckets = (Bucket("works", 4, ("All inputs pass.",)), Bucket("scales", 1, ("It loops.",)))
    judge.news = [replace(WRONG, buckets=buckets)]
    _, later = await hands_in(stage, serving)
    assert "4 of 4. All inputs pass." in said(later[-1].card)
    assert "1 of 4. It loops." in said(later[-1].card)


@pytest.mark.usefixtures("judge")
async def test_the_short_version_is_an_ordinary_drill(stage: Room) -> None:
    serving = await opened(stage)
    card = await stage.presses(ANA, token("short", serving.id))
    assert "Write the answer" not in buttons(card)
    assert (await stage.serving(card)).day == serving.day


@pytest.mark.usefixtures("judge")
@pytest.mark.parametrize(
    ("known", "why"),
    [(Isolation("none", frozenset(), "Switched off."), "Switched off."), (None, "cannot be run")],
)
async def test_without_a_judge_by_now_the_short_version_is_named(
    stage: Room, known: Isolation | None, why: str
) -> None:
    serving = await opened(stage)
    stage.desk = Dispatcher(
        stage.store, lambda: stage.curriculum, stage.clock, stage.rng, stage.watch, judge=known
    )
    _, later = await hands_in(stage, serving)
    text = said(later[-1].card)
    assert all(part in text for part in (why, "The short version", "Nothing was counted."))
    assert stage.watch.crashes == []
    assert not await stage.attempts(ANA, serving)


@pytest.mark.usefixtures("judge")
async def test_the_doctor_says_what_is_run(stage: Room) -> None:
    await opened(stage)
    assert "Answers in sql are run (native)." in said(await stage.types(ANA, "doctor"))


async def test_without_a_judge_the_doctor_says_why(stage: Room) -> None:
    why = Isolation("none", frozenset(), "Switched off.")
    stage.desk = Dispatcher(
        stage.store, lambda: stage.curriculum, stage.clock, stage.rng, stage.watch, judge=why
    )
    await stage.opens(ANA)
    text = said(await stage.types(ANA, "doctor"))
    assert "not run; the short versions are asked" in text
    assert "Switched off." in text
