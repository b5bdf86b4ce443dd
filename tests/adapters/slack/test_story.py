"""What people do on Slack, from the first command to the board, over both ways in."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.adapters.slack.club import STUDY, Club, a_club

DAY = timedelta(days=1)


@pytest.fixture(params=["socket", "http"])
async def club(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Club]:
    async with a_club(tmp_path, http=request.param == "http") as made:
        yield made
        assert made.log.lines == []


async def started(club: Club) -> None:
    """By Ana, with Ben in it, on the morning of the second day."""
    await club.types("U1", "/prep start")
    await club.slack.user("U1").submits({"track": "sony-ds", "zone": "Europe/Berlin"})
    await club.settled()
    await club.presses("U1", "Start and invite")
    await club.presses("U1", "Join it myself")
    await club.post()
    await club.presses("U2", "Join")
    await club.until(club.clock.now() + 2 * DAY)


def shown_to(club: Club, user: str) -> str:
    """The newest thing that only this person sees in the room."""
    return club.slack.user(user).sees(STUDY)[-1].text


async def test_a_circle_is_started_joined_and_posted_to(club: Club) -> None:
    await started(club)
    titles = [text.splitlines()[0] for text in club.texts()]
    assert titles[:2] == ["You are invited · Sony data science intern", "Day 1 · We start"]
    assert titles[2].startswith("Day 1 · ")
    assert titles[-1].startswith("Day 2 · ")


async def test_the_reveal_stands_in_the_thread_of_its_drill(club: Club) -> None:
    await started(club)
    first_drill = club.slack.channel(STUDY).messages[2]
    assert [reply.text.splitlines()[0] for reply in first_drill.replies] == ["Day 1 · Answer"]


async def test_a_button_on_the_daily_post_answers_its_presser_alone(club: Club) -> None:
    await started(club)
    before = club.texts()
    await club.presses("U2", "B")
    assert shown_to(club, "U2").startswith(("Right", "Not quite", "Wrong", "Not this time"))
    assert club.slack.user("U1").sees(STUDY) == []
    assert club.texts() == before


async def test_an_answer_to_a_private_card_takes_its_place(club: Club) -> None:
    await started(club)
    await club.types("U2", "/prep drill")
    count = len(club.slack.user("U2").sees(STUDY))
    drill = club.slack.user("U2").sees(STUDY)[-1]
    hint = next(b for b in drill.buttons if b == "Hint") if hasattr(drill, "buttons") else "Hint"
    await club.presses("U2", hint)
    assert len(club.slack.user("U2").sees(STUDY)) == count
    assert "Hint" in shown_to(club, "U2")


async def test_the_board_moves(club: Club) -> None:
    await started(club)
    await club.presses("U2", "B")
    await club.types("U2", "/prep board")
    assert "→ 1 | Ben" in shown_to(club, "U2")


async def test_typing_nonsense_gets_help(club: Club) -> None:
    await club.types("U2", "/prep drlil")
    assert "drill" in shown_to(club, "U2")
    await club.types("U2", "/prep help")
    assert "/prep today" in shown_to(club, "U2")
