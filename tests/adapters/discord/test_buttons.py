"""Buttons live for ever, whatever happened to the bot since; each is answered, and counts once."""

import asyncio
import re
from pathlib import Path

import pytest

from adapters.discord.validate import violations
from bot.clock import SetClock
from bot.ports import Invocation, Reply
from tests.adapters.discord.club import STUDY, Club, Manner, a_bot, a_club
from tests.adapters.slack.club import Slow, database
from tests.conftest import MONDAY
from tests.discord.routes import ANSWER
from tests.discord.server import a_discord
from tests.discord.shown import Shown
from tests.discord.trouble import Held


class Broken(Slow):
    """A desk that fails, against what it promises."""

    async def dispatch(self, invocation: Invocation) -> Reply | None:
        raise ArithmeticError(f"{invocation.id} was not foreseen")


def drill_of(club: Club) -> Shown:
    return club.discord.channel(STUDY).last


def answer_on(shown: Shown) -> str:
    return next(token for token in shown.tokens if token.startswith("v1:answer to:"))


async def points(club: Club) -> dict[str, int]:
    await club.types("ana", "/prep board")
    found = re.findall(r"(Ana|Ben)\s+(\d+)", club.told("ana"))
    return {name: int(number) for name, number in found}


async def test_after_a_restart_of_everything_old_buttons_work(tmp_path: Path) -> None:
    clock = SetClock(MONDAY)
    async with a_discord(clock, violations) as discord:
        async with a_bot(discord, clock, database(tmp_path)) as club:
            await club.starts(2)
            drill, private = drill_of(club), discord.user("ben").sees(STUDY)[-1]
        discord.gateway.cut()
        async with a_bot(discord, clock, database(tmp_path)) as club:
            await discord.user("ben").presses(drill, "B")
            await club.settled()
            assert club.told("ben").startswith("## Right")
            await discord.user("ben").presses(private, private.tokens[0])
            await club.settled()
            assert "Something broke" not in club.told("ben")
        assert (discord.rejected, discord.failed) == ([], [])


async def test_a_button_of_another_version_says_so_and_where_to_go(club: Club) -> None:
    await club.starts(2)
    await club.discord.user("ben").forges(drill_of(club), "v0:answer:1:B")
    await club.settled()
    assert "/prep" in club.told("ben")


MADE_UP = ["x", "v1:", "v1:nothing:1", "ask:", "ask:x", "pick:9", "v1:answer to:9:B", "v1:x#2"]


@pytest.mark.parametrize("made_up", MADE_UP)
async def test_a_made_up_button_is_answered_politely_and_changes_nothing(
    club: Club, made_up: str
) -> None:
    await club.starts(2)
    before = club.words()
    await club.discord.user("ben").forges(drill_of(club), made_up)
    await club.settled()
    assert club.told("ben")
    assert "Something broke" not in club.told("ben")
    assert club.words() == before


async def test_a_made_up_choice_is_answered_politely(club: Club) -> None:
    await club.starts(2)
    await club.discord.user("ben").forges(drill_of(club), "pick:1", "v1:nothing")
    await club.settled()
    assert "Something broke" not in club.told("ben")


async def test_what_cannot_be_undone_is_asked_about_first(club: Club) -> None:
    await club.types("ben", "/prep note", text="NULL never equals NULL")
    await club.types("ben", "/prep settings forget")
    await club.presses("ben", "Forget me")
    assert club.told("ben").startswith("## Forget me?")
    await club.types("ben", "/prep notes")
    assert "NULL never equals NULL" in club.told("ben")


async def test_the_answer_to_the_question_takes_its_place(club: Club) -> None:
    await club.types("ben", "/prep settings forget")
    await club.presses("ben", "Forget me")
    before = len(club.discord.user("ben").sees(STUDY))
    await club.presses("ben", "Forget me")
    assert "Forget me?" not in club.told("ben")
    assert len(club.discord.user("ben").sees(STUDY)) == before


async def test_on_a_private_card_the_answer_takes_its_place(club: Club) -> None:
    await club.types("ben", "/prep settings show")
    before = len(club.discord.user("ben").sees(STUDY))
    await club.presses("ben", "Nudge me once a day")
    assert "Nudges are on" in club.told("ben")
    assert len(club.discord.user("ben").sees(STUDY)) == before


async def test_on_a_public_card_nothing_changes_and_only_its_presser_sees(club: Club) -> None:
    await club.starts(2)
    before = club.words()
    await club.presses("ben", "B")
    assert club.told("ben").startswith("## Right")
    assert club.told("ana").startswith("## You are in")
    assert club.words() == before


async def test_a_double_click_counts_once(club: Club) -> None:
    await club.starts(2)
    drill = drill_of(club)
    ana, ben = club.discord.user("ana"), club.discord.user("ben")
    await ana.presses(drill, answer_on(drill))
    await asyncio.gather(*(ben.presses(drill, answer_on(drill)) for _ in range(2)))
    await club.settled()
    found = await points(club)
    assert found["Ana"] == found["Ben"] > 0


async def test_a_press_delivered_twice_is_answered_once(club: Club) -> None:
    await club.starts(2)
    pressed = await club.discord.user("ben").presses(drill_of(club), answer_on(drill_of(club)))
    await club.settled()
    before = club.discord.user("ben").sees(STUDY)
    club.discord.deliveries.again(pressed)
    await asyncio.sleep(0.05)
    await club.settled()
    assert club.discord.user("ben").sees(STUDY) == before


async def test_a_command_delivered_twice_runs_once(club: Club) -> None:
    typed = await club.discord.user("ben").types("/prep note", STUDY, text="NULL never equals NULL")
    club.discord.deliveries.again(typed)
    await asyncio.sleep(0.05)
    await club.settled()
    await club.types("ben", "/prep notes")
    assert club.told("ben").count("NULL never equals NULL") == 1


async def test_what_opens_a_form_may_be_delivered_twice(club: Club) -> None:
    typed = await club.discord.user("ben").types("/prep note", STUDY)
    club.discord.deliveries.again(typed)
    await asyncio.sleep(0.05)
    await club.settled()
    assert club.discord.user("ben").modal.title == "A note for yourself"


async def test_a_button_in_the_thread_of_a_drill_belongs_to_its_room(club: Club) -> None:
    await club.starts(2)
    (thread,) = club.discord.channel(STUDY).threads
    await club.discord.user("ben").types("/prep board", thread)
    await club.settled()
    assert "Ben" in club.discord.user("ben").sees(thread)[-1].words


async def test_when_something_breaks_the_person_is_told(tmp_path: Path) -> None:
    async with a_club(tmp_path, manner=Manner(desk=Broken().before)) as club:
        await club.types("ben", "/prep help")
        assert club.told("ben").startswith("## Something broke on our side")
        assert [line for line in club.log.lines if "ArithmeticError" in line] == club.log.lines
        assert len(club.log.lines) == 1


async def test_an_answer_that_came_too_late_is_sent_as_a_direct_message(club: Club) -> None:
    slow = Held(kept=False)
    club.discord.trouble.next(ANSWER, slow)
    ben = club.discord.user("ben")
    waiting = asyncio.get_running_loop().create_task(ben.types("/prep help", STUDY))
    await slow.reached.wait()
    club.clock.move_to(club.clock.now().replace(second=30))
    slow.release()
    await asyncio.gather(waiting, return_exceptions=True)
    await club.settled()
    assert ben.dm.last.words.startswith("## What you can do here")
    club.discord.state.interactions.clear()
