"""What people do on Discord, from the first command to the board."""

from datetime import timedelta

from tests.adapters.discord.club import Club

DAY = timedelta(days=1)


async def started(club: Club) -> None:
    """By Ana, with Ben in it, on the morning of the second day."""
    await club.types("ana", "/prep start")
    await club.discord.user("ana").submits({"track": "sony-ds", "zone": "Europe/Berlin"})
    await club.settled()
    await club.presses("ana", "Start and invite")
    await club.presses("ana", "Join it myself")
    await club.post()
    await club.presses("ben", "Join")
    await club.until(club.clock.now() + 2 * DAY)


def shown_to(club: Club, user: str) -> str:
    return club.discord.user(user).sees("study")[-1].words


async def test_a_circle_is_started_joined_and_posted_to(club: Club) -> None:
    await started(club)
    titles = [words.splitlines()[0] for words in club.words()]
    assert titles[:2] == ["## You are invited · Sony data science intern", "## Day 1 · We start"]
    assert titles[2].startswith("## Day 1 · ")
    assert titles[-1].startswith("## Day 2 · ")


async def test_the_reveal_stands_in_the_thread_of_its_drill(club: Club) -> None:
    await started(club)
    (thread,) = club.discord.channel("study").threads
    assert [shown.words.splitlines()[0] for shown in thread.messages] == ["## Day 1 · Answer"]


async def test_a_button_on_the_daily_post_answers_its_presser_alone(club: Club) -> None:
    await started(club)
    before = club.words()
    await club.presses("ben", "B")
    assert shown_to(club, "ben").startswith("## Right")
    assert club.discord.user("ana").sees("study")[-1].words.startswith("## You are in")
    assert club.words() == before


async def test_the_board_moves(club: Club) -> None:
    await started(club)
    await club.presses("ben", "B")
    await club.types("ben", "/prep board")
    assert "Ben" in shown_to(club, "ben")


async def test_help_is_there(club: Club) -> None:
    await club.types("ben", "/prep help")
    assert "/prep today" in shown_to(club, "ben")
