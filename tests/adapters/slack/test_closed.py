"""Answers to what is over: refused with the reason and a way on, and nothing is counted."""

from datetime import timedelta

from bot.tokens import token
from tests.adapters.slack.club import STUDY, Club, first_day
from tests.adapters.slack.taps import drill_on

DAY = timedelta(days=1)


async def effort(club: Club) -> str:
    await club.types("U2", "/prep me")
    return club.told("U2")


async def test_a_form_for_a_drill_that_is_revealed_meanwhile_says_so(club: Club) -> None:
    day = first_day("numeric")
    await club.starts(day)
    await club.presses("U2", "Answer")
    await club.until(club.clock.now() + DAY)
    ben = club.slack.user("U2")
    await ben.submits({"text": "0.5"})
    assert f"Day {day}'s drill has been revealed" in ben.modal.words
    assert "/prep catchup" in ben.modal.words
    assert "Effort: 0 points" in await effort(club)


async def test_a_button_of_a_drill_that_is_revealed_says_so(club: Club) -> None:
    day = first_day("mcq")
    await club.starts(day)
    post = club.slack.channel(STUDY).last
    drill = await drill_on(club, post)
    await club.until(club.clock.now() + DAY)
    await club.slack.user("U2").presses(post, token("answer to", drill.id, "A"))
    await club.settled()
    assert f"Day {day}'s drill has been revealed" in club.told("U2")
    assert "Effort: 0 points" in await effort(club)


async def test_a_form_for_a_circle_that_is_archived_says_so(club: Club) -> None:
    await club.starts(first_day("numeric"))
    await club.presses("U2", "Answer")
    await club.types("U1", "/prep circle archive")
    await club.presses("U1", "Archive")
    ben = club.slack.user("U2")
    await ben.submits({"text": "0.5"})
    assert "is archived" in ben.modal.words


async def test_a_form_for_a_drill_answered_elsewhere_meanwhile_says_so(club: Club) -> None:
    await club.starts(first_day("numeric"))
    post, ben = club.slack.channel(STUDY).last, club.slack.user("U2")
    drill = await drill_on(club, post)
    await club.presses("U2", "Answer")
    for answer in ("0.5", "0.25"):
        await club.types("U2", f"/prep answer {answer}")
    await ben.submits({"text": "0.75"})
    assert "You have answered that already" in ben.modal.words
    attempts = await club.core.store.transact(
        lambda repos: repos.practice.attempts(drill.id, repos.members.of(drill.cohort)[1].id),
        read_only=True,
    )
    assert [made.answer for made in attempts] == ["0.5", "0.25"]
