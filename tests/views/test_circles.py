"""Starting, joining and hosting a circle."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time
from zoneinfo import available_timezones

import pytest

from bot.cards import Actions, Card, Divider, Link, Table
from bot.curriculum.catalog import Curriculum
from bot.domain.cohorts import CohortStatus
from bot.domain.records import Colleague, PostState
from bot.domain.timeline import REST, Break, Calendar
from bot.plain_text import plain_text, words
from bot.tokens import read
from bot.usecases.enrolment import Draft
from bot.usecases.hosting import planned_days
from bot.views.circles import (
    draft_card,
    invitation_card,
    joined_card,
    next_words,
    place_off_card,
    plain_card,
    preview_card,
    said_card,
    started_card,
    status_card,
    with_actions,
    with_blocks,
)
from tests.builders import a_calendar, a_channel, a_cohort, a_member, a_place
from tests.commands.stage import actions, buttons, decorated, literal
from tests.views.samples import COHORT, NOON, a_place_off, a_post, a_status


def draft(curriculum: Curriculum, calendar: Calendar) -> Card:
    track = curriculum.track("sony-ds")
    return draft_card(Draft(track, calendar), planned_days(track, calendar))


def rows(card: Card) -> tuple[tuple[str, ...], ...]:
    return next(block.rows for block in card.blocks if isinstance(block, Table))


def test_a_draft_says_when_in_words(curriculum: Curriculum) -> None:
    words = plain_text(draft(curriculum, a_calendar()))
    assert "Starts: Monday, 08 March 2027\nEvery day at: 09:00 in Europe/Berlin\n" in words
    assert "First post for you: 2027-03-08 08:00 UTC\nLasts: 28 days" in words


def test_a_draft_says_that_nothing_was_posted(curriculum: Curriculum) -> None:
    assert "Nothing has been posted yet." in plain_text(draft(curriculum, a_calendar()))


def test_a_draft_is_decided_above_the_long_list_of_its_days(curriculum: Curriculum) -> None:
    kinds = [type(block) for block in draft(curriculum, a_calendar()).blocks]
    assert kinds.index(Actions) < kinds.index(Table)


def test_a_draft_carries_what_was_chosen(curriculum: Curriculum) -> None:
    made = buttons(draft(curriculum, a_calendar()))["Start and invite"]
    chosen = ["sony-ds", "2027-03-08", "Europe/Berlin", "09:00", "28"]
    assert read(made) == ("start go", chosen)


def test_a_draft_in_any_zone_fits_its_button(curriculum: Curriculum) -> None:
    for zone in available_timezones():
        card = draft(curriculum, a_calendar(zone=zone, hour=time(23, 59)))
        assert "Start and invite" in buttons(card)


def test_all_days_are_listed_with_their_dates(curriculum: Curriculum) -> None:
    listed = rows(draft(curriculum, a_calendar()))
    assert len(listed) == 28
    assert listed[2] == ("3", "Wed 10 Mar", "Chance from the ground up", "order", "CK0-5")


def test_a_rest_day_is_listed_as_one(curriculum: Curriculum) -> None:
    calendar = a_calendar(plan=(1, REST, 2))
    days = planned_days(curriculum.track("sony-ds"), calendar)
    assert rows(preview_card(COHORT, days))[1] == ("2", "Tue 09 Mar", "Rest day", "", "")


def test_days_behind_an_open_pause_have_no_date(curriculum: Curriculum) -> None:
    calendar = a_calendar(breaks=(Break(date(2027, 3, 10)),))
    days = planned_days(curriculum.track("sony-ds"), calendar)
    dates = [row[1] for row in rows(preview_card(COHORT, days))]
    assert dates[:3] == ["Mon 08 Mar", "Tue 09 Mar", "paused"]


def test_an_invitation_says_who_to_ask() -> None:
    card = invitation_card(COHORT, "*Ana*")
    assert "*Ana* starts a study circle here: DS Circle." in literal(card)
    assert "Questions? Ask *Ana*." in literal(card)
    assert buttons(card) == {"Join": "v1:join"}


def test_a_host_may_join_what_they_started() -> None:
    made = {"Join it myself": "v1:join", "Status": "v1:circle status"}
    assert buttons(started_card(COHORT)) == made


def test_who_joins_reads_when_the_next_post_comes() -> None:
    words = plain_text(joined_card(COHORT, a_member(joined_day=4), 0, NOON))
    assert f"Next post for you: {NOON:%Y-%m-%d %H:%M} UTC" in words
    assert "First post" not in words


def test_a_resumed_circle_says_when_it_goes_on() -> None:
    assert f"The next post comes {NOON:%Y-%m-%d %H:%M} UTC." in words(next_words(NOON))


def test_a_paused_circle_has_no_next_post_until_its_host_goes_on() -> None:
    assert words(next_words(None, paused=True)) == "Nothing is posted until the host goes on."
    assert f"{NOON:%Y-%m-%d %H:%M} UTC." in words(next_words(NOON, paused=True))


def test_a_resumed_circle_with_nothing_to_come_says_so() -> None:
    assert "Everything has been posted already." in words(next_words(None))


def test_who_joins_on_the_first_day_reads_nothing_about_being_late() -> None:
    words = plain_text(joined_card(COHORT, a_member(), 0, NOON))
    assert "You start on day" not in words
    assert "caught up" not in words


def test_who_joins_late_reads_that_they_start_level() -> None:
    card = joined_card(COHORT, a_member(joined_day=4), 0, NOON)
    assert "You start on day 4." in plain_text(card)
    assert "Catch up" not in buttons(card)


@pytest.mark.parametrize(("missed", "line"), [(1, "1 earlier drill can"), (3, "3 earlier drills")])
def test_missed_drills_can_be_caught_up(missed: int, line: str) -> None:
    card = joined_card(COHORT, a_member(joined_day=4), missed, NOON)
    assert line in plain_text(card)
    assert buttons(card)["Catch up"] == "v1:catchup"


def test_who_joins_can_ask_for_nudges() -> None:
    assert (
        buttons(joined_card(COHORT, a_member(), 0, NOON))["Nudge me once a day"] == "v1:nudges:on"
    )


def test_our_own_words_may_hold_markup() -> None:
    assert decorated(said_card("Done", "See `/prep me`.")) == "/prep me"


def test_peoples_words_may_not() -> None:
    card = plain_card("Removed", "`Eve` is out.")
    assert (decorated(card), literal(card)) == ("", "`Eve` is out.")


@pytest.mark.parametrize("make", [said_card, plain_card])
def test_an_answer_without_a_way_on_has_no_buttons(make: Callable[..., Card]) -> None:
    assert not list(actions(make("Done", "x")))


@pytest.mark.parametrize("make", [said_card, plain_card])
def test_an_answer_keeps_its_ways_on(make: Callable[..., Card]) -> None:
    link = Link("More", "https://example.org")
    assert list(actions(make("Done", "x", link))) == [link]


def test_what_is_added_to_a_card_comes_last() -> None:
    card = with_actions(with_blocks(said_card("Done", "x"), Divider()), Link("More", "https://x"))
    assert plain_text(card) == "Done\nx\n—\nMore: https://x"
    assert card.accent == "good"


def test_a_room_switched_off_says_why_and_how_to_mend_it() -> None:
    place = a_place(channel=a_channel("ds"))
    words = plain_text(place_off_card(a_place_off(place=place)))
    assert "cannot post in #ds any more: no rights\nInvite me again." in words


def test_a_room_of_another_chat_is_switched_off_in_words() -> None:
    off = a_place_off(place=a_place(channel=a_channel("C1", "T1", "slack")))
    assert "cannot post in a Slack channel (C1) any more" in plain_text(place_off_card(off))


def status_of(curriculum: Curriculum, **changes: object) -> Card:
    return status_card(a_status(curriculum, **changes), a_channel())


def state(curriculum: Curriculum, **changes: object) -> str:
    card = status_of(curriculum, **changes)
    return plain_text(card).splitlines()[2]


def test_a_running_circle_says_when_it_posts_next(curriculum: Curriculum) -> None:
    assert state(curriculum) == "State: next post 2027-03-10 12:00 UTC"


def test_a_paused_circle_says_so(curriculum: Curriculum) -> None:
    assert state(curriculum, paused=True) == "State: paused"


def test_a_circle_without_further_posts_says_so(curriculum: Curriculum) -> None:
    assert state(curriculum, next_post=None) == "State: all posts are out"


def test_a_circle_that_is_over_says_so(curriculum: Curriculum) -> None:
    closed = a_cohort(status=CohortStatus.ARCHIVED)
    assert state(curriculum, cohort=closed, paused=True) == "State: archived"


def test_a_host_sees_who_is_falling_behind(curriculum: Curriculum) -> None:
    assert rows(status_of(curriculum)) == (
        ("1", "Ana", "4 of 5", "day 5"),
        ("2", "Ben", "1 of 5", "day 2 — quiet"),
        ("3", "Cy", "0 of 1", "not yet"),
    )


@pytest.mark.parametrize(("last", "shown"), [(3, "day 3"), (2, "day 2 — quiet")])
def test_three_days_of_silence_are_quiet(last: int, shown: str, curriculum: Curriculum) -> None:
    ana = replace(a_status(curriculum).colleagues[0], last_day=last)
    assert rows(status_of(curriculum, colleagues=(ana,)))[0][3] == shown


def test_before_the_start_nobody_owes_a_day(curriculum: Curriculum) -> None:
    early: Colleague = replace(a_status(curriculum).colleagues[2], joined_day=5)
    card = status_of(curriculum, day=0, colleagues=(early,))
    assert rows(card)[0][2] == "0 of 0"


def test_a_circle_of_nobody_has_no_table(curriculum: Curriculum) -> None:
    card = status_of(curriculum, colleagues=())
    assert not [block for block in card.blocks if isinstance(block, Table)]


def test_every_room_says_whether_it_is_on(curriculum: Curriculum) -> None:
    words = plain_text(status_of(curriculum))
    assert "#room: on\n#room: switched off, the room is gone" in words


def test_a_room_the_host_does_not_see_is_told_in_words(curriculum: Curriculum) -> None:
    away = a_place(channel=a_channel("C1", "T1", "slack"))
    words = plain_text(status_of(curriculum, places=(away,)))
    assert "\na Slack channel (C1): on\n" in words


@pytest.mark.parametrize(
    ("trouble", "ways"),
    [
        (PostState.UNCLEAR, {"Send again": "v1:circle again:9", "It arrived": "v1:circle seen:9"}),
        (PostState.FAILED, {"Send again": "v1:circle again:9"}),
        (PostState.SKIPPED, {}),
    ],
)
def test_trouble_offers_what_mends_it(
    trouble: PostState, ways: dict[str, str], curriculum: Curriculum
) -> None:
    card = status_of(curriculum, troubled=(a_post(trouble),))
    found = {k: v for k, v in buttons(card).items() if k in {"Send again", "It arrived"}}
    assert found == ways
    assert f"Day 1 · Gaps: {trouble}. the connection broke" in literal(card)


def test_no_more_than_five_troubles_are_shown(curriculum: Curriculum) -> None:
    many = (a_post(PostState.SKIPPED),) * 9
    card = status_of(curriculum, troubled=many)
    assert plain_text(card).count("the connection broke") == 5


@pytest.mark.parametrize(("troubled", "accent"), [((), "calm"), ((a_post(),), "notice")])
def test_trouble_shows_in_the_accent(
    troubled: tuple[object, ...], accent: str, curriculum: Curriculum
) -> None:
    assert status_of(curriculum, troubled=troubled).accent == accent


@pytest.mark.parametrize(
    ("changes", "first"),
    [
        ({}, "Pause"),
        ({"paused": True}, "Go on"),
        ({"cohort": a_cohort(status=CohortStatus.CLOSED)}, "All days"),
    ],
)
def test_a_host_can_do_what_fits(
    changes: dict[str, object], first: str, curriculum: Curriculum
) -> None:
    card = status_of(curriculum, troubled=(), places=(), **changes)
    assert next(iter(buttons(card))) == first
