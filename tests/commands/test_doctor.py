"""`/prep doctor`: what the platform knows, then what the circle's own books say."""

import asyncio
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pytest

from bot.cards import Card
from bot.commands.caretaker import Housekeeper
from bot.commands.consulting import PATIENCE, Consultation
from bot.commands.dispatcher import Dispatcher
from bot.domain.ids import ActorRef, ChannelRef, Platform, direct_to
from bot.ports import Doctor, Finding, Invocation, Typed
from tests.builders import PLAYGROUND
from tests.commands.stage import ANA, EVE, HOST, OTHER_ROOM, ROOM, Stage, said
from tests.fakes import SkippingLoop, run_on

BAD = Finding("The bot is not in this channel.", good=False, fix="Invite it.")


@dataclass
class Practitioner:
    """A doctor that says what it is told, or fails."""

    error: Exception | None = None
    asked: list[ChannelRef] = field(default_factory=list)

    async def examine(self, channel: ChannelRef) -> Sequence[Finding]:
        self.asked.append(channel)
        if self.error is not None:
            raise self.error
        return [BAD]


@dataclass
class Sleeper:
    """A doctor that takes its time."""

    seconds: float

    async def examine(self, _channel: ChannelRef) -> Sequence[Finding]:
        await asyncio.sleep(self.seconds)
        return [Finding("All is well.", good=True)]


async def examined(
    stage: Stage,
    doctor: Doctor,
    who: ActorRef = ANA,
    where: ChannelRef = ROOM,
    text: str = "doctor",
) -> Card:
    """The answer of a desk with this one doctor."""
    desk = Dispatcher(
        stage.store, lambda: stage.curriculum, stage.clock, random.Random(1), stage.watch,
        doctors={PLAYGROUND: doctor},
    )  # fmt: skip
    reply = await desk.dispatch(Invocation(stage.ids(), where, who, "Ana", Typed(text)))
    assert reply is not None
    return reply.card


async def test_what_the_platform_lacks_is_told_to_anybody(stage: Stage) -> None:
    doctor = Practitioner()
    shown = said(await examined(stage, doctor, EVE, OTHER_ROOM))
    assert "✗ The bot is not in this channel.\nInvite it." in shown
    assert "✗ No circle meets here." in shown
    assert doctor.asked == [OTHER_ROOM]


async def test_it_looks_at_a_conversation_too(stage: Stage) -> None:
    doctor = Practitioner()
    await examined(stage, doctor, ANA, direct_to(ANA))
    assert doctor.asked == [direct_to(ANA)]


async def test_other_commands_ask_no_doctor(stage: Stage) -> None:
    doctor = Practitioner()
    await examined(stage, doctor, text="help")
    assert doctor.asked == []


async def test_without_a_doctor_the_circle_is_looked_at(stage: Stage) -> None:
    await stage.opens(ANA)
    card = await stage.types(ANA, "doctor")
    assert "is on day 1 of 28." in said(card)


async def test_a_doctor_that_breaks_is_a_finding_with_a_number(stage: Stage) -> None:
    shown = said(await examined(stage, Practitioner(RuntimeError("no scope"))))
    ((command, incident, error),) = stage.watch.crashes
    assert (command, str(error)) == ("doctor", "no scope")
    assert "✗ Looking at playground went wrong." in shown
    assert incident in shown
    assert "✗ No circle meets here." in shown
    assert stage.watch.commands == [("doctor", "ok")]


async def test_a_post_that_failed_is_the_hosts_to_see(stage: Stage) -> None:
    await stage.opens(ANA)
    stage.passes(hours=1)
    assert "late, it waits for playground" in said(await stage.types(HOST, "doctor"))
    shown = said(await stage.types(ANA, "doctor"))
    assert "late, it waits" not in shown
    assert "did not arrive in time" in shown


async def test_to_its_host_a_lost_room_goes_by_its_name(stage: Stage) -> None:
    await stage.opens(ANA)
    await Housekeeper(stage.store, stage.clock).room_left(ROOM, "the channel was archived")
    shown = said(await stage.writes(HOST, "doctor"))
    assert "✗ #room is switched off: the channel was archived" in shown


async def test_it_changes_nothing(any_stage: Stage) -> None:
    await any_stage.opens(ANA)
    before = await any_stage.dump()
    for who in (HOST, ANA, EVE):
        await examined(any_stage, Practitioner(), who)
    assert await any_stage.dump() == before


def consulted(
    doctors: dict[Platform, Doctor], problems: Callable[[], int] | None = None
) -> tuple[Finding, ...]:
    consultation = Consultation(doctors, problems, lambda _command, _error: "k3-9f")
    return run_on(SkippingLoop(), consultation.of(ROOM))


@pytest.mark.parametrize(("seconds", "good"), [(PATIENCE - 0.1, True), (PATIENCE + 0.1, False)])
def test_a_doctor_has_five_seconds(seconds: float, good: bool) -> None:
    (found,) = consulted({PLAYGROUND: Sleeper(seconds)})
    assert PATIENCE == 5
    assert found.good is good


def test_a_slow_platform_is_named() -> None:
    (found,) = consulted({PLAYGROUND: Sleeper(3600)})
    assert (found.what, bool(found.fix)) == ("playground did not answer within 5 seconds.", True)


def test_another_platforms_doctor_is_not_asked() -> None:
    assert consulted({Platform("elsewhere"): Practitioner()}) == ()


@pytest.mark.parametrize(
    ("count", "what"),
    [
        (0, "The content files are sound."),
        (1, "1 problem in the content files."),
        (3, "3 problems in the content files."),
    ],
)
def test_problems_in_the_content_are_counted(count: int, what: str) -> None:
    (found,) = consulted({}, lambda: count)
    assert (found.what, found.good) == (what, count == 0)


def test_where_nobody_knows_the_content_nothing_is_said_of_it() -> None:
    assert consulted({}) == ()
