"""The one door: once for each invocation, all or nothing, and a number for whatever breaks."""

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from bot.cards import Mono, Note
from bot.clock import SetClock
from bot.commands.dispatcher import Dispatcher
from bot.curriculum.catalog import Curriculum
from bot.domain.errors import NotFound
from bot.ports import Invocation, Pressed, Reply, Request, Submitted, Typed
from bot.storage.store import SqlStore
from bot.tokens import token
from tests.builders import an_actor
from tests.commands.stage import ANA, BEN, EVE, HOST, OTHER_ROOM, ROOM, Stage, said
from tests.commands.taps import answers
from tests.fakes import RecordingWatch


def twice(request: Request) -> Invocation:
    return Invocation("again", ROOM, ANA, "Ana", request)


class BrokenContent:
    """Fails as many lookups as told, then serves: a bug in the middle of a command."""

    def __init__(self, curriculum: Curriculum, failures: int) -> None:
        self.curriculum, self.failures = curriculum, failures

    def __call__(self) -> Curriculum:
        if self.failures:
            self.failures -= 1
            raise RuntimeError("the shelf fell down")
        return self.curriculum


@dataclass
class LateClock:
    """Works until it is asked for the `breaks_at`-th time, then breaks once."""

    at: datetime
    breaks_at: int
    asked: int = 0

    def now(self) -> datetime:
        self.asked += 1
        if self.asked == self.breaks_at:
            raise RuntimeError("the spring is off")
        return self.at


@pytest.mark.parametrize(
    "request_",
    [
        Typed("join"),
        Pressed("v1:drill"),
        Submitted("v1:settings name", {"name": "Ana P."}),
        Typed("today"),
        Typed("settings"),
    ],
    ids=str,
)
async def test_a_redelivery_is_not_run_again(any_stage: Stage, request_: Request) -> None:
    stage = any_stage
    await stage.opens(*(() if request_ == Typed("join") else (ANA,)))
    assert await stage.desk.dispatch(twice(request_)) is not None
    before = await stage.dump()
    assert await stage.desk.dispatch(twice(request_)) is None
    assert await stage.dump() == before


async def test_a_redelivered_answer_is_graded_once(stage: Stage) -> None:
    await stage.opens(ANA)
    serving = await stage.served(ANA, "mcq")
    press = twice(Pressed(token("answer to", serving.id, "A")))
    assert await stage.desk.dispatch(press) is not None
    assert await stage.desk.dispatch(press) is None
    assert len(await stage.attempts(ANA, serving)) == 1


async def test_two_deliveries_at_once_are_one(any_stage: Stage) -> None:
    await any_stage.opens(ANA)
    press = twice(Pressed("v1:drill"))
    replies = await asyncio.gather(*(any_stage.desk.dispatch(press) for _ in range(4)))
    assert sum(reply is not None for reply in replies) == 1


async def test_a_refused_invocation_may_come_again(stage: Stage) -> None:
    await stage.starts()
    early = twice(Typed("today"))
    refused = await stage.desk.dispatch(early)
    assert refused is not None
    assert refused.card.title == "You are not in this circle yet"
    await stage.types(ANA, "join")
    assert await stage.desk.dispatch(early) is not None


@pytest.mark.parametrize("number", ["", "x" * 129])
async def test_an_invocation_without_proper_id_is_refused(stage: Stage, number: str) -> None:
    before = await stage.dump()
    reply = await stage.desk.dispatch(Invocation(number, ROOM, ANA, "Ana", Typed("settings")))
    assert reply is not None
    assert "without a proper identity" in said(reply.card)
    assert await stage.dump() == before


async def test_the_same_id_on_another_platform_is_another_invocation(stage: Stage) -> None:
    elsewhere = an_actor("ana", "w1", "elsewhere")
    assert await stage.desk.dispatch(twice(Typed("settings"))) is not None
    other = Invocation("again", ROOM, elsewhere, "Ana", Typed("settings"))
    assert await stage.desk.dispatch(other) is not None


async def forged(stage: Stage) -> list[Request]:
    """Tokens that nobody was given, or that were given to somebody else or in another room."""
    own = await stage.served(ANA, "mcq")
    post = (await stage.posts())[0].id
    return [
        Pressed(token("answer to", own.id, "A")),
        Pressed(token("hint", own.id)),
        Pressed(token("explain", own.id)),
        Pressed(token("score", own.id, "444")),
        Submitted(token("number", own.id), {"text": "5"}),
        Submitted(token("write", own.id), {"text": "mine " * 60}),
        Submitted(token("scope", own.id), dict.fromkeys(("problem", "data", "metric"), "x")),
        Pressed(token("circle again", post)),
        Pressed(token("circle seen", post)),
        Pressed("v1:circle archive:yes"),
        Pressed("v1:nothing:1"),
        Pressed("v0:drill"),
        Pressed("v1:today:1:2:3"),
        Pressed("v1:hint:-1"),
        Pressed("v1:hint:0"),
        Pressed("v1:hint:99999999999999999999999"),
        Pressed("v1:drill:sql.window:9"),
        Pressed("v1:shown:loud"),
        Pressed("v1:nudges:maybe"),
        Pressed("v1:leave:perhaps"),
        Pressed("v1:pause:900"),
        Submitted("v1:settings name", {"name": "x", "board": "hidden"}),
        Submitted("v1:settings hours", {"zone": "Mars/Base"}),
    ]


async def test_forged_tokens_are_refused_and_change_nothing(any_stage: Stage) -> None:
    stage = any_stage
    await stage.opens(ANA, BEN)
    for request in await forged(stage):
        before = await stage.dump()
        reply = await stage.reply(BEN, request)
        assert reply.card.accent == "notice", request
        assert await stage.dump() == before, request
    assert stage.watch.crashes == []


async def test_a_button_from_another_room_still_means_its_own_circle(stage: Stage) -> None:
    await stage.opens(ANA)
    begin = token("start go", "sony-ds", "2027-03-08", "Europe/Berlin", "09:00", 28)
    await stage.presses(EVE, begin, OTHER_ROOM)
    serving = await stage.served(ANA, "mcq")
    card = await stage.presses(ANA, token("open", serving.id), OTHER_ROOM)
    assert card.title.startswith("Practice")


async def test_a_broken_command_gives_a_number_that_the_log_has_too(stage: Stage) -> None:
    watch = RecordingWatch()
    desk = _desk(stage.store, BrokenContent(stage.curriculum, 1), stage.clock, watch)
    reply = await desk.dispatch(Invocation("i", ROOM, ANA, "Ana", Typed("settings")))
    assert reply is not None
    ((command, incident, error),) = watch.crashes
    assert (command, str(error)) == ("settings show", "the shelf fell down")
    assert reply.card.title == "That went wrong"
    assert Mono(incident) in next(b for b in reply.card.blocks if isinstance(b, Note)).spans


async def test_a_broken_command_leaves_nothing_behind_and_the_next_works(
    any_store: SqlStore, curriculum: Curriculum, clock: SetClock
) -> None:
    watch = RecordingWatch()
    desk = _desk(any_store, BrokenContent(curriculum, 1), clock, watch)
    rename = Invocation("i", ROOM, ANA, "Ana", Submitted("v1:settings name", {"name": "Ana P."}))
    broken, following = await desk.dispatch(rename), await desk.dispatch(rename)
    assert broken is not None
    assert following is not None
    assert broken.card.accent == "bad"
    assert "Name shown: Ana P." in said(following.card)
    assert watch.commands == [("settings name", "crashed"), ("settings name", "ok")]


async def test_each_incident_has_a_number_of_its_own(stage: Stage) -> None:
    watch = RecordingWatch()
    desk = _desk(stage.store, BrokenContent(stage.curriculum, 3), stage.clock, watch)
    for number in "abc":
        await desk.dispatch(Invocation(number, ROOM, ANA, "Ana", Typed("settings")))
    assert len({incident for _, incident, _ in watch.crashes}) == 3


async def test_what_broke_after_its_first_write_is_rolled_back(stage: Stage) -> None:
    clock, watch = LateClock(stage.clock.now(), breaks_at=2), RecordingWatch()
    desk = _desk(stage.store, lambda: stage.curriculum, clock, watch)
    before = await stage.dump()
    reply = await desk.dispatch(Invocation("i", ROOM, ANA, "Ana", Typed("settings nudges on")))
    assert reply is not None
    assert len(watch.crashes) == 1
    assert await stage.dump() == before


async def test_the_watch_hears_of_every_command_and_how_it_ended(stage: Stage) -> None:
    await stage.types(HOST, "help")
    await stage.types(HOST, "today")
    await stage.types(HOST, "nonsense")
    assert stage.watch.commands == [("help", "ok"), ("today", "refused"), ("unknown", "refused")]
    assert [(name, type(error)) for name, error in stage.watch.refusals] == [
        ("today", NotFound),
        ("unknown", NotFound),
    ]


async def test_reloaded_content_serves_the_next_command(stage: Stage) -> None:
    assert (await stage.types(ANA, "facts")).title.startswith("Claims")
    stage.curriculum = Curriculum()
    assert "There is no claim about that." in said(await stage.types(ANA, "facts"))


async def test_a_drill_served_before_a_reload_still_grades_right(stage: Stage) -> None:
    await stage.opens(ANA)
    serving = await stage.served(ANA, "mcq")
    whole = stage.curriculum
    stage.curriculum = Curriculum(tracks=whole.tracks, rubrics=whole.rubrics)
    assert (await answers(stage, ANA, serving)).title.startswith("Right")


async def test_a_reply_that_posts_is_stored_with_its_circle_in_one_step(stage: Stage) -> None:
    begin = token("start go", "sony-ds", "2027-03-08", "Europe/Berlin", "09:00", 28)
    reply: Reply = await stage.reply(HOST, Pressed(begin))
    (post,) = await stage.posts()
    assert [outgoing.key for outgoing in reply.outgoing] == [post.key]
    assert post.cohort_id == (await stage.circle()).id


async def test_what_is_forgotten_in_time_is_no_redelivery_any_more(stage: Stage) -> None:
    await stage.desk.dispatch(twice(Typed("settings")))
    stage.clock.move_to(stage.clock.now() + timedelta(days=4))
    await stage.tick.tidy()
    assert await stage.desk.dispatch(twice(Typed("settings"))) is not None


def _desk(
    store: SqlStore,
    curriculum: Callable[[], Curriculum],
    clock: SetClock | LateClock,
    watch: RecordingWatch,
) -> Dispatcher:
    return Dispatcher(store, curriculum, clock, random.Random(1), watch)
