"""The Home tab: what it shows, what follows from a press on it, and when it is drawn."""

import asyncio
from datetime import timedelta
from pathlib import Path

from bot.ports import Typed
from tests.adapters.slack.club import STUDY, Club, Gate, Manner, Slow, a_bot, a_club, database
from tests.slack.apps import a_client
from tests.slack.blocks import actions, button
from tests.slack.blocks import home as a_home
from tests.slack.people import Person

SQL, CAUSE, STORIES, AGREED = "CK0-1", "CK0-2", "CK0-3", "CK0-5"
"""Of the checklist: two that are ticked at once, one that asks for a note, one for two ticks."""
OLDER = a_home(actions(button("An older tab", "v1:help")))
PARTS = (
    "Day 2 of 28", "still open", "in a row", "freezes left", SQL, "0 of 7", "Days kept by all",
    "→ 1  Ben", "quiet 21:00–08:00", "on the board by name",
)  # fmt: skip


async def at_home(club: Club, user: str = "U2") -> Person:
    """Looking at the tab."""
    person = club.slack.user(user)
    await person.opens_home()
    await club.settled()
    return person


def box(person: Person, item: str) -> str:
    """The token of an item's check box."""
    return next(made for made in person.home.tokens if f":{item}:" in made)


def ticked(person: Person) -> list[str]:
    """Items whose box is drawn on."""
    boxes = [element for block in person.home.blocks for element in block.get("elements", ())]
    on = [option["value"] for element in boxes for option in element.get("initial_options", ())]
    return [made.split(":")[2] for made in on]


async def flips(club: Club, person: Person, item: str) -> None:
    await person.flips(person.home, box(person, item))
    await club.settled()


async def test_somebody_in_no_circle_is_welcomed(club: Club) -> None:
    ben = await at_home(club)
    assert "Home · Welcome" in ben.home.words
    assert "You are in no circle here yet" in ben.home.words
    assert "v1:help" in ben.home.tokens


async def test_before_the_first_day_it_tells_when_that_is(club: Club) -> None:
    await club.starts(0)
    assert "Before day 1" in (await at_home(club)).home.words


async def test_a_member_sees_everything_in_one_place(club: Club) -> None:
    await club.starts(2)
    home = (await at_home(club)).home
    assert [part for part in PARTS if part not in home.words] == []
    assert {"v1:settings show", "v1:board", "v1:notes", "v1:drill"} <= {*home.tokens}


async def test_reviews_that_are_due_are_there(club: Club) -> None:
    await club.starts(2)
    answer = next(t for t in club.slack.channel(STUDY).last.tokens if t.startswith("v1:answer to:"))
    await club.presses("U2", answer)
    await club.until(club.clock.now() + timedelta(days=5))
    assert "v1:review" in (await at_home(club)).home.tokens


async def test_a_flip_ticks_and_the_tab_follows(club: Club) -> None:
    await club.starts(1)
    ben = await at_home(club)
    await flips(club, ben, SQL)
    assert ticked(ben) == [SQL]
    assert "1 of 7" in ben.home.words
    assert ben.modals == []
    await club.types("U2", "/prep checklist")
    assert f"{SQL} SQL that runs first time: 1 of 1" in club.told("U2")


async def test_a_second_flip_takes_the_tick_back(club: Club) -> None:
    await club.starts(1)
    ben = await at_home(club)
    for _ in range(2):
        await flips(club, ben, SQL)
    assert ticked(ben) == []


async def test_two_flips_before_the_tab_is_drawn_again_both_count(club: Club) -> None:
    await club.starts(1)
    ben = await at_home(club)
    await asyncio.gather(*(ben.flips(ben.home, box(ben, item)) for item in (SQL, CAUSE)))
    await club.settled()
    assert ticked(ben) == [SQL, CAUSE]


async def test_what_is_flipped_back_before_the_tab_is_drawn_again_counts_once(
    tmp_path: Path,
) -> None:
    gate = Gate()
    async with a_club(tmp_path, manner=Manner(sleep=gate.sleep)) as club:
        await club.starts(1)
        ben = await at_home(club)
        gate.shut()
        for _ in range(3):
            await ben.flips(ben.home, box(ben, AGREED))
        gate.open()
        await club.settled()
        assert "1 of 2" in ben.home.words
        assert ticked(ben) == []


async def test_two_processes_that_each_hear_of_one_flip_count_both_once(tmp_path: Path) -> None:
    """The second is told of both, as neither is drawn yet."""
    gate = Gate()
    async with a_club(tmp_path, manner=Manner(sleep=gate.sleep)) as club:
        await club.starts(1)
        ben = await at_home(club)
        url, shut = database(tmp_path), Manner(sleep=gate.sleep)
        async with a_bot(club.slack, club.clock, url, shut) as other:
            await club.slack.links.connected(2)
            gate.shut()
            for item in (AGREED, CAUSE):
                await ben.flips(ben.home, box(ben, item))
            gate.open()
            await club.settled()
            await other.settled()
            assert "1 of 2" in ben.home.words
            assert ticked(ben) == [CAUSE]
            assert other.log.lines == club.log.lines == []


async def test_a_refused_flip_says_why_on_the_tab_once(tmp_path: Path) -> None:
    gate = Gate()
    async with a_club(tmp_path, manner=Manner(sleep=gate.sleep)) as club:
        await club.starts(1)
        ben = await at_home(club)
        gate.shut()
        await ben.types(f"/prep checklist {SQL}", STUDY)
        await ben.flips(ben.home, box(ben, SQL))
        gate.open()
        await club.settled()
        assert f"{SQL} is done" in ben.home.words
        assert ticked(ben) == [SQL]
        assert f"{SQL} is done" not in (await at_home(club)).home.words


async def test_an_item_that_wants_two_ticks_counts_and_can_be_flipped_again(club: Club) -> None:
    await club.starts(1)
    ben = await at_home(club)
    await flips(club, ben, AGREED)
    assert ticked(ben) == []
    assert "1 of 2" in ben.home.words
    await flips(club, ben, AGREED)
    assert ticked(ben) == [AGREED]


async def test_a_flip_that_wants_evidence_asks_for_it_first(club: Club) -> None:
    await club.starts(1)
    ben = await at_home(club)
    await flips(club, ben, STORIES)
    assert ben.modal.title == "Evidence"
    await ben.submits({"evidence": "Told to a friend."})
    await club.settled()
    assert "1 of 3" in ben.home.words


async def test_a_form_that_is_closed_can_be_opened_again_at_once(tmp_path: Path) -> None:
    gate = Gate()
    async with a_club(tmp_path, manner=Manner(sleep=gate.sleep)) as club:
        await club.starts(1)
        ben = await at_home(club)
        gate.shut()
        for _ in range(2):
            await flips(club, ben, STORIES)
            await ben.closes()
        gate.open()
        assert ben.modals == []


async def test_what_is_done_elsewhere_shows(club: Club) -> None:
    await club.starts(1)
    ben = await at_home(club)
    await club.types("U2", f"/prep checklist {SQL}")
    assert ticked(ben) == [SQL]


async def test_several_deeds_in_a_row_are_drawn_once(tmp_path: Path) -> None:
    gate, desk = Gate(), Slow()
    async with a_club(tmp_path, manner=Manner(sleep=gate.sleep, desk=desk.before)) as club:
        await club.starts(1)
        ben = await at_home(club)
        drawn = desk.asked.count(Typed("home"))
        gate.shut()
        for item in (SQL, CAUSE, AGREED):
            await ben.types(f"/prep checklist {item}", STUDY)
        assert (desk.asked.count(Typed("home")), ticked(ben)) == (drawn, [])
        gate.open()
        await club.settled()
        assert (desk.asked.count(Typed("home")), ticked(ben)) == (drawn + 1, [SQL, CAUSE])


async def test_what_has_not_changed_is_not_drawn_again(club: Club) -> None:
    await club.starts(1)
    ben = await at_home(club)
    before = ben.home
    await club.types("U2", "/prep help")
    await at_home(club)
    assert ben.home == before


async def test_the_messages_tab_draws_nothing(club: Club) -> None:
    await club.slack.user("U2").opens_home(tab="messages")
    await club.settled()
    assert club.slack.state.homes == {}


async def test_what_another_process_drew_is_drawn_over(club: Club) -> None:
    """The hash tells that somebody else was there meanwhile."""
    await club.starts(1)
    ben = await at_home(club)
    async with a_client(club.slack) as client:
        await client.views_publish(user_id="U2", view=OLDER)
    await club.types("U2", f"/prep checklist {SQL}")
    assert ticked(ben) == [SQL]
    await club.types("U2", f"/prep checklist {SQL} undo")
    assert ticked(ben) == []


async def test_an_older_tab_is_drawn_anew_when_it_is_opened(club: Club) -> None:
    await club.starts(1)
    ben = await at_home(club)
    async with a_client(club.slack) as client:
        await client.views_publish(user_id="U2", view=OLDER)
    await at_home(club)
    assert "Day 1 of 28" in ben.home.words


async def test_a_button_opens_a_window_that_is_then_filled(tmp_path: Path) -> None:
    slow = Slow()
    async with a_club(tmp_path, manner=Manner(desk=slow.before)) as club:
        ben = await at_home(club)
        slow.hold()
        await ben.presses(ben.home, "Help")
        await club.slack.state.until(lambda: ben.modals)
        opened = ben.modal
        slow.release()
        await club.settled()
        assert (opened.title, ben.modal.id) == ("One moment", opened.id)
        assert ben.modal.title == "What you can do here"
        assert club.log.lines == []


async def test_todays_drill_can_be_answered_from_the_tab(club: Club) -> None:
    await club.starts(2)
    ben = await at_home(club)
    await ben.presses(ben.home, "Today's drill")
    await club.settled()
    answer = next(made for made in ben.modal.tokens if made.startswith("v1:answer to:"))
    await ben.presses(ben.modal, answer)
    await club.settled()
    assert "still open" not in ben.home.words
    assert len(ben.modals) == 1


async def test_whoever_is_forgotten_is_welcomed_again(club: Club) -> None:
    await club.starts(1)
    ben = await at_home(club)
    await ben.presses(ben.home, "Settings")
    await club.settled()
    for _ in range(2):
        await club.presses("U2", "Forget me")
    assert "Home · Welcome" in ben.home.words


async def test_the_same_card_in_a_room_ticks_by_buttons(club: Club) -> None:
    """A press on what one person alone sees does not tell which boxes were on."""
    await club.starts(1)
    await club.types("U2", "/prep home")
    for item in (SQL, CAUSE):
        await club.presses("U2", f"v1:tick:{item}:home")
    assert "Done: 2 of 7" in club.told("U2")
    await club.presses("U2", f"v1:untick:{SQL}:home")
    assert "Done: 1 of 7" in club.told("U2")
