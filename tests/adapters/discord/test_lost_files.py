"""A file that belongs to an answer comes whatever way its card took, or its reader is told."""

import pytest

from tests.adapters.discord.club import STUDY, Club
from tests.adapters.slack.club import Slow
from tests.discord.deliveries import NotAnswered
from tests.discord.routes import ANSWER, EDIT_ORIGINAL, FOLLOW_UP
from tests.discord.trouble import Broken, Dropped, Fail, Limited, Trouble

EXPORT = "/prep settings export"
MISSING = "## A file is missing"


def direct(club: Club) -> list[str]:
    """The first lines of what Ben was sent directly."""
    return [shown.words.splitlines()[0] for shown in club.discord.user("ben").dm.messages]


def files(club: Club) -> int:
    return sum(len(shown.files) for shown in club.discord.user("ben").sees(STUDY))


async def test_a_file_follows_an_answer_that_took_another_way(lazy: Club, slow: Slow) -> None:
    slow.hold()
    await lazy.discord.user("ben").types(EXPORT, STUDY)
    lazy.discord.trouble.next(EDIT_ORIGINAL, Fail(404, 10008))
    slow.release()
    await lazy.settled()
    assert (len(direct(lazy)), files(lazy)) == (1, 1)


async def test_where_nothing_can_follow_its_reader_is_told_what_is_missing(club: Club) -> None:
    club.discord.trouble.always(ANSWER, Broken())
    club.discord.deliveries.patience = 0.5
    with pytest.raises(NotAnswered):
        await club.types("ben", EXPORT)
    await club.settled()
    assert direct(club)[1:] == [MISSING]
    club.discord.forget()


REFUSALS: dict[str, Trouble] = {
    "too large": Fail(413, 40005),
    "a limit": Limited(400),
    "a server error": Broken(),
    "dropped before": Dropped(kept=False),
}


@pytest.mark.parametrize("name", REFUSALS)
async def test_a_file_that_is_refused_is_told_as_missing(club: Club, name: str) -> None:
    club.discord.trouble.next(FOLLOW_UP, REFUSALS[name])
    await club.types("ben", EXPORT)
    assert (direct(club), files(club)) == ([MISSING], 0)
    assert "prepcircle" in club.discord.user("ben").dm.messages[0].words


async def test_a_file_that_came_is_not_told_as_missing(club: Club) -> None:
    await club.types("ben", EXPORT)
    assert (direct(club), files(club)) == ([], 1)
