"""Whoever is gone, whatever is old, and whatever was tampered with: an answer, and no harm."""

from bot.tokens import token
from tests.adapters.discord.club import STUDY, Club
from tests.adapters.discord.taps import drill_on
from tests.adapters.slack.club import first_day
from tests.discord.shown import Shown


def drill_of(club: Club) -> Shown:
    """The newest post in the room with anything to press."""
    return next(one for one in reversed(club.discord.channel(STUDY).messages) if one.tokens)


async def score_of(club: Club, user: str) -> str:
    await club.types(user, "/prep me")
    return club.told(user)


def answered(club: Club, user: str) -> str:
    told = club.told(user)
    assert told
    assert "Something broke" not in told
    return told


async def test_a_press_in_a_server_that_the_bot_has_left_is_answered(club: Club) -> None:
    await club.starts(first_day("mcq"))
    post = drill_of(club)
    heard = club.surface.client.wait_for("guild_remove", timeout=5)
    club.discord.happens.kicked("first")
    await heard
    await club.discord.user("ben").presses(post, "B")
    await club.settled()
    assert answered(club, "ben")


async def test_a_member_whom_the_host_removed_is_told_so_and_scores_nothing(club: Club) -> None:
    await club.starts(first_day("mcq"))
    await club.types("ana", "/prep circle remove", member=2)
    await club.presses("ana", "Remove")
    assert "out of the circle" in club.told("ana")
    await club.presses("ben", "B")
    assert "Right" not in answered(club, "ben")


async def test_who_left_the_server_keeps_an_answer_that_was_on_its_way(club: Club) -> None:
    await club.starts(first_day("mcq"))
    ben, post = club.discord.user("ben"), drill_of(club)
    pressed = ben.pressing(post, "B")
    club.discord.happens.leaves("ben", "first")
    await ben.deliveries.send(pressed)
    await club.settled()
    assert answered(club, "ben")


async def test_a_command_in_an_archived_thread_is_answered(club: Club) -> None:
    await club.starts(2)
    (thread,) = club.discord.channel(STUDY).threads
    club.discord.happens.archived(thread.room.id)
    await club.types("ben", "/prep today", thread.room.id)
    assert "There is no circle" not in club.told("ben", thread.room.id)


async def test_a_forged_answer_counts_for_nobody_else(club: Club) -> None:
    """Ben sends what would answer Ana's own copy of a drill."""
    await club.starts(first_day("mcq"))
    await club.types("ana", "/prep drill")
    mine = await drill_on(club, club.discord.user("ana").sees(STUDY)[-1])
    before = await score_of(club, "ana")
    await club.discord.user("ben").forges(drill_of(club), token("answer to", mine.id, "A"))
    await club.settled()
    answered(club, "ben")
    assert await score_of(club, "ana") == before


async def test_an_answer_of_four_thousand_characters_can_be_mended(club: Club) -> None:
    await club.starts(first_day("written"))
    await club.presses("ben", "Write")
    ben = club.discord.user("ben")
    opened = club.discord.state.modals[ben.account.id]
    typed = {"type": 4, "id": 2, "custom_id": "text", "value": "w " * 2_000}
    await ben.sends(opened, [{"type": 18, "id": 1, "component": typed}])
    await club.settled()
    assert "3000" in answered(club, "ben").replace(",", "")
    await club.presses("ben", "Mend it")
    (kept, *_) = ben.modal.components
    assert str(kept["component"]["value"]).startswith("w w w")


async def test_the_host_alone_may_press_what_is_the_hosts(club: Club) -> None:
    await club.starts(1)
    await club.discord.user("ben").forges(drill_of(club), token("circle archive", "yes"))
    await club.settled()
    assert "Only the host" in answered(club, "ben")
