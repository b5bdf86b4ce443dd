"""Whatever Discord does to an answer, its reader gets it, and never "interaction failed"."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tests.adapters.discord.club import STUDY, Club
from tests.adapters.slack.club import Slow
from tests.discord.deliveries import NotAnswered
from tests.discord.routes import ANSWER, EDIT_ORIGINAL
from tests.discord.trouble import PASSING, Broken, Dropped, Fail, Limited, Trouble, Troubles

HELP = "## What you can do here"


def direct(club: Club, user: str = "ben") -> list[str]:
    """The first lines of what came as direct messages."""
    return [shown.words.splitlines()[0] for shown in club.discord.user(user).dm.messages]


def seen(club: Club, user: str = "ben") -> list[str]:
    return [shown.words.splitlines()[0] for shown in club.discord.user(user).sees(STUDY)]


@pytest.mark.parametrize("name", PASSING)
async def test_an_answer_that_meets_trouble_is_given_again_and_stands_once(
    club: Club, name: str
) -> None:
    club.discord.trouble.next(ANSWER, PASSING[name])
    await club.types("ben", "/prep help")
    assert (seen(club), direct(club)) == ([HELP], [])


@pytest.mark.parametrize("name", PASSING)
async def test_a_form_that_meets_trouble_opens(club: Club, name: str) -> None:
    club.discord.trouble.next(ANSWER, PASSING[name])
    await club.types("ben", "/prep note")
    assert club.discord.user("ben").modal.title == "A note for yourself"


async def test_a_lasting_trouble_makes_the_answer_a_direct_message(club: Club) -> None:
    club.discord.trouble.always(ANSWER, Broken())
    club.discord.deliveries.patience = 0.5
    with pytest.raises(NotAnswered):
        await club.types("ben", "/prep help")
    await club.settled()
    assert direct(club) == [HELP]
    assert club.discord.state.counts[ANSWER] == 3
    club.discord.forget()


@pytest.mark.parametrize("name", PASSING)
async def test_slow_work_that_could_not_be_announced_at_once_is_shown_in_its_place(
    lazy: Club, slow: Slow, name: str
) -> None:
    slow.hold()
    lazy.discord.trouble.next(ANSWER, PASSING[name])
    await lazy.discord.user("ben").types("/prep help", STUDY)
    slow.release()
    await lazy.settled()
    assert (seen(lazy), direct(lazy), lazy.log.lines) == ([HELP], [], [])


async def test_slow_work_that_could_not_be_announced_is_answered_all_the_same(
    lazy: Club, slow: Slow
) -> None:
    slow.hold()
    lazy.discord.trouble.next(ANSWER, Broken(), Broken(), Broken())
    ben = lazy.discord.user("ben")
    typed = ben.payloads.command(ben.account, lazy.discord.room(STUDY), help_typed(lazy))
    lazy.discord.deliveries.post(typed)
    await lazy.discord.state.until(lambda: lazy.discord.state.counts[ANSWER] == 3)
    slow.release()
    await lazy.discord.state.until(lambda: typed.answer is not None)
    await lazy.settled()
    assert (seen(lazy), direct(lazy)) == ([HELP], [])
    assert "discord COMMAND" in lazy.log.lines.pop()


@asynccontextmanager
async def answered_late(club: Club, slow: Slow) -> AsyncIterator[Troubles]:
    """Inside it Ben waits for help, and is told that somebody is at it."""
    slow.hold()
    await club.discord.user("ben").types("/prep help", STUDY)
    yield club.discord.trouble
    slow.release()
    await club.settled()


def help_typed(club: Club) -> dict[str, object]:
    (prep,) = [one for one in club.discord.commands if one["name"] == "prep"]
    options = [{"type": 1, "name": "help", "options": []}]
    return {"id": prep["id"], "type": 1, "name": "prep", "options": options}


@pytest.mark.parametrize("name", PASSING)
async def test_a_late_answer_that_meets_trouble_takes_its_place_once(
    lazy: Club, slow: Slow, name: str
) -> None:
    async with answered_late(lazy, slow) as troubles:
        troubles.next(EDIT_ORIGINAL, PASSING[name])
    assert (seen(lazy), direct(lazy), lazy.log.lines) == ([HELP], [], [])


LASTING: dict[str, Trouble] = {
    "a server error": Broken(),
    "a dropped connection": Dropped(kept=False),
    "a limit": Limited(400),
    "a message that was dismissed": Fail(404, 10008),
    "a channel that was deleted": Fail(404, 10003),
}


@pytest.mark.parametrize("name", LASTING)
async def test_a_place_that_cannot_be_filled_makes_the_answer_a_direct_message(
    lazy: Club, slow: Slow, name: str
) -> None:
    async with answered_late(lazy, slow) as troubles:
        troubles.always(EDIT_ORIGINAL, LASTING[name])
    assert (direct(lazy), lazy.log.lines) == ([HELP], [])


async def test_that_an_answer_goes_another_way_is_logged(
    lazy: Club, slow: Slow, caplog: pytest.LogCaptureFixture
) -> None:
    async with answered_late(lazy, slow) as troubles:
        troubles.always(EDIT_ORIGINAL, Broken())
    assert "sent another way: DiscordServerError" in caplog.text


async def test_who_dismissed_thinking_gets_the_answer_as_a_direct_message(
    lazy: Club, slow: Slow, caplog: pytest.LogCaptureFixture
) -> None:
    slow.hold()
    typed = await lazy.discord.user("ben").types("/prep help", STUDY)
    del lazy.discord.room(STUDY).messages[typed.original]
    slow.release()
    await lazy.settled()
    assert (direct(lazy), lazy.log.lines) == ([HELP], [])
    assert "sent another way" not in caplog.text
