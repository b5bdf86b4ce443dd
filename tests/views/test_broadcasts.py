"""The circle's scheduled posts."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.cards import Card, Divider, Hidden, Moment, Note, Table, Text
from bot.curriculum.catalog import Curriculum
from bot.domain.drills import Drill
from bot.domain.records import Board, Tally
from bot.domain.timeline import Break, SlotKind
from bot.plain_text import plain_text
from bot.usecases.broadcasts import CatchUp, Closing, Kickoff
from bot.views.broadcasts import (
    broadcast_card,
    catch_up_card,
    closing_card,
    day_card,
    how_it_went,
    kickoff_card,
    nudge_card,
    put_off_card,
    reveal_card,
    slot_title,
)
from tests.builders import a_drill
from tests.commands.stage import buttons
from tests.domain.samples import COUNT, OPEN
from tests.views.samples import (
    COHORT,
    a_board,
    a_day_post,
    a_nudge,
    a_recap,
    a_reveal,
    a_slot,
)

NUMBER = a_drill(body=COUNT, format="numeric")
MIDNIGHT = datetime(2027, 3, 10, 23, tzinfo=UTC)
"""The end of the samples' day, the third, where their circle meets."""
WRITTEN = a_drill(body=OPEN, format="written")


def countdowns(card: Card) -> list[datetime]:
    spans = (s for b in card.blocks if isinstance(b, Text | Note) for s in b.spans)
    return [s.at for s in spans if isinstance(s, Moment) and s.style == "relative"]


def test_every_slot_of_a_circle_has_a_title_of_its_own(curriculum: Curriculum) -> None:
    """Each slot stands on its days; a reveal carries the day before."""
    days = range(1, 29)
    themes = {day: curriculum.track("sony-ds").day(day).theme for day in days}
    titles = [
        slot_title(kind, day, themes[day])
        for kind in SlotKind
        for day in days
        if kind is not SlotKind.KICKOFF or day == 1
    ]
    assert len(titles) == len(set(titles))


def test_a_reveal_is_titled_by_the_day_it_answers() -> None:
    assert slot_title(SlotKind.REVEAL, 3, "") == "Day 2 · Answer"


@pytest.mark.parametrize(
    ("members", "line"), [(1, "1 person is in."), (6, "6 people are in."), (0, "ten minutes.\n")]
)
def test_a_kickoff_counts_who_is_in(members: int, line: str, curriculum: Curriculum) -> None:
    card = kickoff_card(Kickoff(COHORT, curriculum.track("sony-ds"), members))
    assert line in plain_text(card)


def test_a_kickoff_carries_the_tracks_disclaimer(curriculum: Curriculum) -> None:
    track = curriculum.track("sony-ds")
    assert plain_text(kickoff_card(Kickoff(COHORT, track, 6))).endswith(track.file.disclaimer)


def test_a_days_post_asks_its_question(curriculum: Curriculum) -> None:
    card = day_card(a_day_post(curriculum, a_drill()), curriculum)
    assert card.title == "Day 3 · Chance from the ground up"
    assert "Which function numbers" in plain_text(card)
    assert list(buttons(card)) == ["A", "B", "C", "Hint", "My day"]


def test_a_days_post_names_skill_form_and_checklist_item(curriculum: Curriculum) -> None:
    words = plain_text(day_card(a_day_post(curriculum, a_drill()), curriculum))
    assert "Probability · order the steps · checklist: Plan agreed, then reviewed · " in words


def test_a_days_post_counts_down_to_its_answer(curriculum: Curriculum) -> None:
    card = day_card(a_day_post(curriculum, a_drill()), curriculum)
    assert plain_text(card).endswith(" · answer 2027-03-11 08:00 UTC")
    assert countdowns(card) == [datetime(2027, 3, 11, 8, tzinfo=UTC)]


def test_a_quiz_day_counts_down_to_the_days_end(curriculum: Curriculum) -> None:
    card = day_card(a_day_post(curriculum), curriculum)
    assert plain_text(card).endswith(" · quiz ends 2027-03-10 23:00 UTC")
    assert countdowns(card) == [MIDNIGHT]


def test_before_a_pause_no_answer_is_counted_down_to(curriculum: Curriculum) -> None:
    paused = replace(COHORT.calendar, breaks=(Break(date(2027, 3, 11)),))
    post = a_day_post(curriculum, a_drill(), cohort=replace(COHORT, calendar=paused))
    assert countdowns(day_card(post, curriculum)) == []


def test_a_days_post_takes_the_drills_level_as_accent(curriculum: Curriculum) -> None:
    assert day_card(a_day_post(curriculum, a_drill(level=5)), curriculum).accent == "hard"


def test_a_late_post_says_so_first(curriculum: Curriculum) -> None:
    late, in_time = (
        day_card(a_day_post(curriculum, a_drill(), late=late), curriculum) for late in (True, False)
    )
    assert plain_text(late).splitlines()[1].startswith("This comes late")
    assert "This comes late" not in plain_text(in_time)


def test_a_quiz_day_offers_the_quiz(curriculum: Curriculum) -> None:
    card = day_card(a_day_post(curriculum), curriculum)
    assert list(buttons(card)) == ["Start the quiz", "My day"]


def test_a_day_without_an_event_leaves_no_gap(curriculum: Curriculum) -> None:
    post = a_day_post(curriculum, a_drill())
    card = day_card(replace(post, entry=post.entry.model_copy(update={"event": ""})), curriculum)
    after = card.blocks[card.blocks.index(Divider()) + 1 :]
    assert [type(block) for block in after] == [Note]


def test_a_reveal_marks_the_right_answer_and_counts() -> None:
    words = plain_text(reveal_card(a_reveal(a_drill())))
    assert words.startswith("Day 2 · Answer\n")
    assert "B. row_number ✓" in words
    assert words.endswith("6 answered, 3 got it right. 2 fell for A.")


@pytest.mark.parametrize(
    ("tally", "line"),
    [
        (Tally(40, 30), "The circle answered 40 quiz questions, 75% of them right."),
        (Tally(0, 0), "Nobody took the quiz yesterday."),
    ],
)
def test_a_quiz_day_is_revealed_by_its_figures(tally: Tally, line: str) -> None:
    assert plain_text(reveal_card(a_reveal(None, tally))).endswith(line)


@pytest.mark.parametrize(
    ("tally", "drill", "line"),
    [
        (Tally(0, 0), a_drill(), "Nobody answered this one."),
        (Tally(4, 4, (("B", 4),)), a_drill(), "4 answered, 4 got it right."),
        (Tally(3, 1, (("A", 1), ("B", 1), ("C", 1))), a_drill(), "3 answered, 1 got it right."),
        (Tally(4, 3, (("B", 3), ("C", 1))), a_drill(), "4 answered, 3 got it right."),
        (
            Tally(5, 1, (("C", 3), ("B", 1))),
            a_drill(),
            "5 answered, 1 got it right. 3 fell for C.",
        ),
        (Tally(5, 0, (("10", 5),)), NUMBER, "5 answered, 0 got it right."),
        (Tally(3, 0), WRITTEN, "3 wrote an answer."),
    ],
)  # fmt: skip
def test_how_it_went_counts_and_names_nobody(tally: Tally, drill: Drill, line: str) -> None:
    assert how_it_went(tally, drill) == line


def closing(board: Board, drill: Drill | None) -> Card:
    return closing_card(Closing(COHORT, 28, a_reveal(drill), board, 6))


def test_a_close_counts_days_and_those_who_stayed() -> None:
    assert "28 days done. 6 stayed to the end." in plain_text(closing(a_board(), a_drill()))


def test_a_close_answers_the_last_drill() -> None:
    words = plain_text(closing(a_board(), a_drill()))
    assert "The last drill: Gaps in time" in words
    assert "B. row_number ✓" in words


def test_a_close_after_a_quiz_has_no_last_drill() -> None:
    assert "The last drill" not in plain_text(closing(a_board(), None))


def test_a_close_without_a_reveal_has_no_last_drill() -> None:
    card = closing_card(Closing(COHORT, 28, None, a_board(), 6))
    assert "The last drill" not in plain_text(card)


def test_a_close_of_an_empty_circle_has_no_board() -> None:
    card = closing(Board((), None, 0), None)
    assert not [block for block in card.blocks if isinstance(block, Table)]


def missed(curriculum: Curriculum, days: tuple[int, ...], *themes: str) -> Card:
    return catch_up_card(CatchUp(COHORT, tuple(a_slot(curriculum, d) for d in days), themes))


def test_a_catch_up_of_one_day_names_it(curriculum: Curriculum) -> None:
    card = missed(curriculum, (3, 3), "Gaps")
    assert card.title == "Day 3 · What you missed"
    assert "left out 2 posts of day 3." in plain_text(card)


def test_a_catch_up_of_several_days_names_the_span(curriculum: Curriculum) -> None:
    assert "of days 2–5." in plain_text(missed(curriculum, (5, 2), "Gaps"))


def test_a_catch_up_lists_the_themes(curriculum: Curriculum) -> None:
    words = plain_text(missed(curriculum, (2, 3), "Gaps", "Ties"))
    assert "\n1. Gaps\n2. Ties\n" in words


def test_a_catch_up_without_themes_lists_none(curriculum: Curriculum) -> None:
    assert "1." not in plain_text(missed(curriculum, (3,)))


def test_a_nudge_says_that_the_drill_is_open(curriculum: Curriculum) -> None:
    words = plain_text(nudge_card(a_nudge(curriculum, idle=False)))
    assert words.startswith("Day 3 · A nudge from DS Circle\nToday's drill is still open.")
    assert "five days" not in words


def test_a_nudge_counts_down_to_the_days_end(curriculum: Curriculum) -> None:
    card = nudge_card(a_nudge(curriculum, idle=False))
    assert "Three minutes keep the day; it ends 2027-03-10 23:00 UTC.\n" in plain_text(card)
    assert countdowns(card) == [MIDNIGHT]


def test_before_a_pause_a_nudge_names_no_end(curriculum: Curriculum) -> None:
    paused = replace(COHORT.calendar, breaks=(Break(date(2027, 3, 11)),))
    nudge = replace(a_nudge(curriculum), cohort=replace(COHORT, calendar=paused))
    assert "Three minutes keep the day.\n" in plain_text(nudge_card(nudge))


def test_a_nudge_says_which_item_has_waited(curriculum: Curriculum) -> None:
    words = plain_text(nudge_card(a_nudge(curriculum, unanswered=False)))
    assert "SQL that runs first time has waited five days." in words
    assert "still open" not in words


def test_a_nudge_can_be_switched_off_at_once(curriculum: Curriculum) -> None:
    assert buttons(nudge_card(a_nudge(curriculum)))["No more nudges"] == "v1:nudges:off"


def test_a_nudge_leads_to_the_day_of_its_own_circle(curriculum: Curriculum) -> None:
    made = buttons(nudge_card(a_nudge(curriculum)))
    assert (made["My day"], made["A day off"]) == ("v1:nudge day:7", "v1:nudge off:7")
    assert buttons(put_off_card(a_nudge(curriculum))) == {"My day": "v1:nudge day:7"}


def test_a_nudge_can_be_put_off(curriculum: Curriculum) -> None:
    assert buttons(nudge_card(a_nudge(curriculum)))["In two hours"] == "v1:later:7:3"


def test_a_nudge_that_was_put_off_comes_for_the_last_time(curriculum: Curriculum) -> None:
    card = nudge_card(replace(a_nudge(curriculum), again=True))
    assert "In two hours" not in buttons(card)
    assert card.title == "Day 3 · A nudge, again, from DS Circle"
    assert "because you asked for it" in plain_text(card)


def test_putting_off_tells_when_it_comes(curriculum: Curriculum) -> None:
    card = put_off_card(a_nudge(curriculum))
    assert "The same nudge comes again 2027-03-10 12:00 UTC." in plain_text(card)


def test_every_kind_of_content_becomes_its_own_post(curriculum: Curriculum) -> None:
    track = curriculum.track("sony-ds")
    contents = (
        Kickoff(COHORT, track, 6), a_day_post(curriculum, a_drill()), a_reveal(a_drill()),
        a_recap(), Closing(COHORT, 28, None, a_board(), 6),
        CatchUp(COHORT, (a_slot(curriculum),), ()), a_nudge(curriculum),
    )  # fmt: skip
    assert [broadcast_card(content, curriculum).title for content in contents] == [
        "Day 1 · We start",
        "Day 3 · Chance from the ground up",
        "Day 2 · Answer",
        "Day 7 · The week in short",
        "Day 28 · That was it",
        "Day 3 · What you missed",
        "Day 3 · A nudge from DS Circle",
    ]


def test_a_reveal_covers_the_solution_and_not_how_it_went() -> None:
    covered, *rest = reveal_card(a_reveal(a_drill())).blocks
    assert isinstance(covered, Hidden)
    assert [type(block) for block in rest] == [Note]


def test_only_the_days_drill_opens_a_day(curriculum: Curriculum) -> None:
    assert day_card(a_day_post(curriculum, a_drill()), curriculum).opens
    assert not reveal_card(a_reveal(a_drill())).opens
