"""Windows and the Home tab where Slack fails or delivers twice: shown, or said why not."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from tests.adapters.slack.club import STUDY, Club, a_club
from tests.slack.trouble import Broken, Dropped, Fail, Limited, Trouble

KEPT: dict[str, Trouble] = {
    "dropped": Dropped(kept=True),
    "broken": Broken(500, kept=True),
    "unavailable": Broken(503, kept=True),
}
NOT_KEPT: dict[str, Trouble] = {
    "dropped": Dropped(kept=False),
    "broken": Broken(500),
    "perhaps": Fail("internal_error"),
    "too fast": Limited(1),
}


@pytest.fixture
async def club(tmp_path: Path) -> AsyncIterator[Club]:
    async with a_club(tmp_path) as made:
        await made.slack.user("U2").opens_home()
        await made.types("U2", "/prep notes")
        yield made
        assert made.log.lines == []


async def types_note(club: Club) -> None:
    await club.types("U2", "/prep note")


async def presses_a_card(club: Club) -> None:
    await club.presses("U2", "Write one")


async def uses_a_shortcut(club: Club) -> None:
    await club.slack.user("U2").shortcut("today")
    await club.settled()


async def saves_a_message(club: Club) -> None:
    said = club.slack.user("U1").says("NULL never equals NULL", STUDY)
    await club.slack.user("U2").message_shortcut("note", said)
    await club.settled()


async def presses_home(club: Club) -> None:
    ben = club.slack.user("U2")
    await ben.presses(ben.home, "Help")
    await club.settled()


Opening = Callable[[Club], Awaitable[None]]
OPENINGS: dict[Opening, str] = {
    types_note: "A note for yourself",
    presses_a_card: "A note for yourself",
    saves_a_message: "A note for yourself",
    uses_a_shortcut: "Not found",
    presses_home: "What you can do here",
}
ROOMLESS = [uses_a_shortcut, presses_home]
every_opening = pytest.mark.parametrize("opens", OPENINGS, ids=lambda opens: opens.__name__)
in_a_room = pytest.mark.parametrize(
    "opens", [o for o in OPENINGS if o not in ROOMLESS], ids=lambda opens: opens.__name__
)
from_no_room = pytest.mark.parametrize("opens", ROOMLESS, ids=lambda opens: opens.__name__)


Seen = tuple[list[str], list[str]]


def windows(club: Club) -> list[str]:
    return [view.title for view in club.slack.user("U2").modals]


def said(club: Club) -> list[str]:
    """Everything Ben was told outside of windows, since his notes were shown."""
    ben = club.slack.user("U2")
    return [shown.text.splitlines()[0] for shown in [*ben.sees(STUDY)[1:], *ben.dm.everything]]


async def met(club: Club, opens: Opening, method: str, *troubles: Trouble) -> Seen:
    """The windows that are open and what is told when Slack fails that way."""
    club.slack.trouble.next(method, *troubles)
    await opens(club)
    return windows(club), said(club)


@every_opening
async def test_a_deed_delivered_twice_opens_one_window_and_says_nothing(
    club: Club, opens: Opening
) -> None:
    await opens(club)
    await club.slack.deliveries.again(club.slack.deliveries.sent[-1])
    await club.settled()
    assert (windows(club), said(club)) == ([OPENINGS[opens]], [])


async def test_a_window_whose_name_is_taken_is_there_already(club: Club) -> None:
    club.slack.trouble.next("views.open", Fail("duplicate_external_id"))
    await types_note(club)
    assert said(club) == []


@pytest.mark.parametrize("trouble", KEPT.values(), ids=KEPT)
@every_opening
async def test_a_window_that_opened_though_slack_failed_is_found(
    club: Club, opens: Opening, trouble: Trouble
) -> None:
    assert await met(club, opens, "views.open", trouble) == ([OPENINGS[opens]], [])


@pytest.mark.parametrize("trouble", NOT_KEPT.values(), ids=NOT_KEPT)
@in_a_room
async def test_a_window_that_did_not_open_is_explained_where_it_was_asked_for(
    club: Club, opens: Opening, trouble: Trouble
) -> None:
    open_now, _ = await met(club, opens, "views.open", trouble)
    assert open_now == []
    assert club.told("U2").startswith("No window opened")
    assert club.slack.state.counts["views.open"] == 1


@pytest.mark.parametrize("trouble", NOT_KEPT.values(), ids=NOT_KEPT)
@from_no_room
async def test_what_did_not_open_from_no_room_is_explained_in_a_message(
    club: Club, opens: Opening, trouble: Trouble
) -> None:
    assert await met(club, opens, "views.open", trouble) == ([], ["No window opened"])


async def test_a_window_on_top_of_another_is_found_as_well(club: Club) -> None:
    ben = club.slack.user("U2")
    await ben.presses(ben.home, "Settings")
    await club.settled()
    club.slack.trouble.next("views.push", Broken(500, kept=True))
    await ben.presses(ben.modal, "Name")
    await club.settled()
    assert (ben.modal.title, said(club)) == ("Your name", [])


@pytest.mark.parametrize("trouble", NOT_KEPT.values(), ids=NOT_KEPT)
@from_no_room
async def test_a_window_is_filled_though_slack_fails_at_first(
    club: Club, opens: Opening, trouble: Trouble
) -> None:
    assert await met(club, opens, "views.update", trouble, trouble) == ([OPENINGS[opens]], [])


@pytest.mark.parametrize("trouble", NOT_KEPT.values(), ids=NOT_KEPT)
@from_no_room
async def test_what_slack_puts_into_no_window_comes_as_a_message(
    club: Club, opens: Opening, trouble: Trouble
) -> None:
    _, told = await met(club, opens, "views.update", *[trouble] * 3)
    assert told == [OPENINGS[opens]]


@pytest.mark.parametrize("trouble", NOT_KEPT.values(), ids=NOT_KEPT)
async def test_the_home_tab_is_drawn_though_slack_fails_at_first(
    club: Club, trouble: Trouble
) -> None:
    club.slack.trouble.next("views.publish", trouble, trouble)
    await club.slack.user("U3").opens_home()
    await club.settled()
    assert "Welcome" in club.slack.user("U3").home.words


async def test_a_tab_that_was_drawn_unnoticed_is_drawn_as_it_is(club: Club) -> None:
    await club.starts(1)
    club.slack.trouble.next("views.publish", Dropped(kept=True))
    await club.slack.user("U2").opens_home()
    await club.settled()
    assert "Day 1 of 28" in club.slack.user("U2").home.words


async def test_what_no_other_try_would_open_is_in_the_log(tmp_path: Path) -> None:
    async with a_club(tmp_path) as club:
        club.slack.trouble.next("views.open", Fail("invalid_arguments"))
        await club.types("U2", "/prep note")
        assert ["invalid_arguments" in line for line in club.log.lines] == [True]


async def test_what_no_other_try_would_fill_is_a_message_and_in_the_log(tmp_path: Path) -> None:
    async with a_club(tmp_path) as club:
        club.slack.trouble.next("views.update", Fail("invalid_arguments"))
        await uses_a_shortcut(club)
        assert club.slack.user("U2").dm.last.text.startswith(OPENINGS[uses_a_shortcut])
        assert ["invalid_arguments" in line for line in club.log.lines] == [True]
