"""Servings, attempts and hints, on both engines."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.ids import MemberId, ServingId
from bot.domain.scoring import Purpose
from bot.repositories.store import Repos
from tests.builders import (
    MONDAY,
    a_drill,
    a_serving,
    an_attempt,
    store_attempt,
    store_cohort,
    store_member,
    store_serving,
)

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


def test_a_serving_comes_back_with_its_whole_drill(repos: Repos) -> None:
    cohort = store_cohort(repos)
    given = a_serving(cohort=cohort.id, day=3, purpose=Purpose.QUIZ, created_at=MONDAY + DAY)
    served = repos.practice.serve(given)
    assert served == replace(given, id=served.id)
    assert repos.practice.serving(served.id) == served
    assert repos.practice.by_key(given.key) == served


def test_a_serving_for_one_member_names_the_member(repos: Repos) -> None:
    cohort = store_cohort(repos)
    member = store_member(repos, cohort)
    served = store_serving(repos, cohort, member=member.id)
    found = repos.practice.serving(served.id)
    assert found is not None
    assert found.member == member.id


def test_serving_a_key_again_returns_what_was_served_first(repos: Repos) -> None:
    cohort = store_cohort(repos)
    first = repos.practice.serve(a_serving(cohort=cohort.id))
    other = a_drill(family="other", item="other#1")
    again = repos.practice.serve(a_serving(cohort=cohort.id, drill=other, day=2))
    assert again == first
    assert repos.practice.circle_families(cohort.id) == {"sql.window"}


def test_what_was_never_served_is_not_found(repos: Repos) -> None:
    assert repos.practice.serving(ServingId(987654)) is None
    assert repos.practice.by_key("nothing") is None


def test_a_drill_may_hold_any_text(repos: Repos) -> None:
    drill = a_drill(stem='\u202eright to left 🦉\n"quotes" \\ \'; DROP TABLE serving')
    served = repos.practice.serve(a_serving(cohort=store_cohort(repos).id, drill=drill))
    assert repos.practice.serving(served.id) == served


def test_an_attempt_comes_back_as_recorded(repos: Repos) -> None:
    cohort = store_cohort(repos)
    serving, member = store_serving(repos, cohort), store_member(repos, cohort)
    given = an_attempt(
        serving=serving.id,
        member=member.id,
        answer="line one\nline two 🦉",
        share=0.5,
        hints=2,
        seconds=12.25,
        day=4,
        at=MONDAY + timedelta(microseconds=1),
        scores=(2, 0, 1),
    )
    assert repos.practice.record(serving, given)
    assert repos.practice.attempts(serving.id, member.id) == [given]


def test_a_doubled_attempt_is_refused_and_the_first_stays(repos: Repos) -> None:
    cohort = store_cohort(repos)
    serving, member = store_serving(repos, cohort), store_member(repos, cohort)
    first = store_attempt(repos, serving, member, answer="A", share=0.0)
    assert not repos.practice.record(serving, replace(first, answer="B", share=1.0))
    assert repos.practice.attempts(serving.id, member.id) == [first]


def test_attempts_of_one_member_at_one_serving_come_in_order(repos: Repos) -> None:
    cohort = store_cohort(repos)
    ada, bob = store_member(repos, cohort, "ada"), store_member(repos, cohort, "bob")
    serving, other = store_serving(repos, cohort), store_serving(repos, cohort, day=2)
    second = store_attempt(repos, serving, ada, number=2)
    first = store_attempt(repos, serving, ada, number=1)
    store_attempt(repos, serving, bob)
    store_attempt(repos, other, ada)
    assert repos.practice.attempts(serving.id, ada.id) == [first, second]


def test_own_marks_are_written_to_the_first_attempt_alone(repos: Repos) -> None:
    cohort = store_cohort(repos)
    ada, bob = store_member(repos, cohort, "ada"), store_member(repos, cohort, "bob")
    serving = store_serving(repos, cohort)
    first, second = (
        store_attempt(repos, serving, ada, number=number, share=0.0) for number in (1, 2)
    )
    others = store_attempt(repos, serving, bob)
    repos.practice.score(serving.id, ada.id, (2, 1, 0), 0.5)
    scored = replace(first, scores=(2, 1, 0), share=0.5)
    assert repos.practice.attempts(serving.id, ada.id) == [scored, second]
    assert repos.practice.attempts(serving.id, bob.id) == [others]


def test_hints_are_counted_per_member_and_serving(repos: Repos) -> None:
    cohort = store_cohort(repos)
    ada, bob = store_member(repos, cohort, "ada"), store_member(repos, cohort, "bob")
    serving, other = store_serving(repos, cohort), store_serving(repos, cohort, day=2)
    assert [repos.practice.hint(serving.id, ada.id) for _ in range(3)] == [1, 2, 3]
    assert repos.practice.hint(other.id, ada.id) == 1
    assert repos.practice.hints(serving.id, ada.id) == 3
    assert repos.practice.hints(serving.id, bob.id) == 0


def test_shown_are_the_members_own_items_and_the_circles(repos: Repos) -> None:
    cohort = store_cohort(repos)
    ada, bob = store_member(repos, cohort, "ada"), store_member(repos, cohort, "bob")
    served = {
        "shared": (None, MONDAY + DAY),
        "own": (ada.id, MONDAY),
        "old": (ada.id, MONDAY - SECOND),
        "of bob": (bob.id, MONDAY + DAY),
    }
    for item, (member, at) in served.items():
        store_serving(repos, cohort, member=member, created_at=at, drill=a_drill(item=item))
    elsewhere = store_cohort(repos, "elsewhere")
    store_serving(repos, elsewhere, created_at=MONDAY + DAY, drill=a_drill(item="elsewhere"))
    assert repos.practice.shown(ada, MONDAY) == {"shared": MONDAY + DAY, "own": MONDAY}


def test_an_item_was_shown_when_it_was_shown_last(repos: Repos) -> None:
    cohort = store_cohort(repos)
    member = store_member(repos, cohort)
    for day, at in ((1, MONDAY + DAY), (2, MONDAY)):
        store_serving(repos, cohort, day=day, created_at=at)
    assert repos.practice.shown(member, MONDAY) == {"sql.window#1": MONDAY + DAY}


def test_the_circles_families_are_those_shown_to_all(repos: Repos) -> None:
    cohort = store_cohort(repos)
    member = store_member(repos, cohort)
    store_serving(repos, cohort, drill=a_drill(family="all"))
    store_serving(repos, cohort, drill=a_drill(family="one"), member=member.id)
    store_serving(repos, store_cohort(repos, "other"), drill=a_drill(family="elsewhere"))
    assert repos.practice.circle_families(cohort.id) == {"all"}


def test_a_family_is_attempted_by_the_member_who_answered_it(repos: Repos) -> None:
    cohort = store_cohort(repos)
    ada, bob = store_member(repos, cohort, "ada"), store_member(repos, cohort, "bob")
    store_attempt(repos, store_serving(repos, cohort), ada, share=0.0)
    assert repos.practice.attempted_family(ada.id, "sql.window")
    assert not repos.practice.attempted_family(ada.id, "sql.join")
    assert not repos.practice.attempted_family(bob.id, "sql.window")


def test_a_days_first_attempts_are_counted_by_purpose(repos: Repos) -> None:
    cohort = store_cohort(repos)
    ada, bob = store_member(repos, cohort, "ada"), store_member(repos, cohort, "bob")
    for purpose, item in ((Purpose.DAILY, "a"), (Purpose.EXTRA, "b"), (Purpose.EXTRA, "c")):
        serving = store_serving(repos, cohort, purpose=purpose, drill=a_drill(item=item))
        store_attempt(repos, serving, ada, day=2)
        store_attempt(repos, serving, ada, day=2, number=2)
        store_attempt(repos, serving, bob, day=3)
    assert repos.practice.day_counts(ada.id, 2) == {Purpose.DAILY: 1, Purpose.EXTRA: 2}
    assert repos.practice.day_counts(ada.id, 3) == {}


def test_what_somebody_caught_up_is_counted_from_an_instant_on(repos: Repos) -> None:
    cohort = store_cohort(repos)
    ada, bob = store_member(repos, cohort, "ada"), store_member(repos, cohort, "bob")
    for hours, purpose in ((-1, Purpose.CATCH_UP), (0, Purpose.CATCH_UP), (1, Purpose.EXTRA)):
        item, at = a_drill(item=f"{hours}"), MONDAY + timedelta(hours=hours)
        serving = store_serving(repos, cohort, purpose=purpose, drill=item)
        store_attempt(repos, serving, ada, at=at)
        store_attempt(repos, serving, ada, at=at, number=2)
    assert repos.practice.caught_up(ada.id, MONDAY) == 1
    assert repos.practice.caught_up(bob.id, MONDAY) == 0


def test_a_day_is_kept_by_its_first_attempts_right_or_wrong(repos: Repos) -> None:
    cohort = store_cohort(repos)
    ada, bob = store_member(repos, cohort, "ada"), store_member(repos, cohort, "bob")
    for day in (1, 4):
        store_attempt(repos, store_serving(repos, cohort, day=day), ada, share=0.0)
    store_attempt(repos, store_serving(repos, cohort, day=5), ada, number=2)
    store_attempt(repos, store_serving(repos, cohort, day=6), bob)
    assert repos.practice.days_kept(ada.id) == {1, 4}


def test_days_kept_by_all_count_the_days_of_the_window(repos: Repos) -> None:
    cohort = store_cohort(repos)
    ada, bob = store_member(repos, cohort, "ada"), store_member(repos, cohort, "bob")
    for day in range(1, 6):
        store_attempt(repos, store_serving(repos, cohort, day=day), ada)
    extra = store_serving(repos, cohort, day=3, drill=a_drill(item="x"))
    store_attempt(repos, extra, ada)
    store_attempt(repos, extra, bob)
    elsewhere = store_cohort(repos, "elsewhere")
    store_attempt(repos, store_serving(repos, elsewhere, day=3), store_member(repos, elsewhere))
    assert repos.practice.days_kept_by_all(cohort.id, range(2, 5)) == {ada.id: 3, bob.id: 1}


@pytest.mark.parametrize(
    ("answers", "banked"),
    [
        ([(1, 1, 1.0), (2, 1, 1.0), (3, 1, 1.0)], 1),
        ([(1, 1, 1.0), (2, 1, 1.0)], 0),
        ([(1, 1, 1.0), (1, 1, 1.0), (2, 1, 1.0)], 0),
        ([(1, 1, 1.0), (2, 1, 1.0), (3, 1, 0.5)], 0),
        ([(1, 1, 1.0), (2, 1, 1.0), (3, 2, 1.0)], 0),
    ],
    ids=["three days", "two days", "twice on one day", "half right", "a second try"],
)
def test_a_family_is_banked_after_three_separate_right_days(
    repos: Repos, answers: list[tuple[int, int, float]], banked: int
) -> None:
    cohort = store_cohort(repos)
    member = store_member(repos, cohort)
    for index, (day, number, share) in enumerate(answers):
        serving = store_serving(repos, cohort, day=day, drill=a_drill(item=f"i{index}"))
        store_attempt(repos, serving, member, number=number, share=share)
    assert repos.practice.banked(member.id) == banked


def test_each_banked_family_of_the_member_counts(repos: Repos) -> None:
    cohort = store_cohort(repos)
    ada, bob = store_member(repos, cohort, "ada"), store_member(repos, cohort, "bob")
    for family in ("a", "b"):
        for day in (1, 2, 3):
            drill = a_drill(family=family, item=f"{family}#{day}")
            store_attempt(repos, store_serving(repos, cohort, day=day, drill=drill), ada)
    assert repos.practice.banked(ada.id) == 2
    assert repos.practice.banked(bob.id) == 0


def test_days_missed_are_the_circles_days_without_an_answer_or_a_catch_up(repos: Repos) -> None:
    cohort = store_cohort(repos)
    ada, bob = store_member(repos, cohort, "ada"), store_member(repos, cohort, "bob", joined_day=3)
    posted = {day: store_serving(repos, cohort, day=day) for day in (1, 2, 3, 5, 6)}
    store_attempt(repos, posted[2], ada, share=0.0)
    caught_up = store_serving(repos, cohort, member=ada.id, day=3, purpose=Purpose.CATCH_UP)
    store_attempt(repos, caught_up, ada, day=5)
    extra = store_serving(repos, cohort, member=ada.id, day=1, purpose=Purpose.EXTRA)
    store_attempt(repos, extra, ada)
    assert repos.practice.missed_days(ada, 6) == [1, 5]
    assert repos.practice.missed_days(bob, 6) == [1, 2, 3, 5]


def test_skills_count_first_attempts_and_average_their_credit(repos: Repos) -> None:
    cohort = store_cohort(repos)
    ada, bob = store_member(repos, cohort, "ada"), store_member(repos, cohort, "bob")
    for index, (skill, share) in enumerate((("sql", 1.0), ("sql", 0.5), ("ab", 0.0))):
        drill = a_drill(skill=skill, item=f"i{index}")
        serving = store_serving(repos, cohort, drill=drill)
        store_attempt(repos, serving, ada, share=share)
        store_attempt(repos, serving, ada, share=1.0, number=2)
        store_attempt(repos, serving, bob)
    found = [(row.skill, row.answered, row.share) for row in repos.practice.skills(ada.id)]
    assert found == [("ab", 1, 0.0), ("sql", 2, 0.75)]


def test_the_skill_number_adds_the_bonus_of_right_first_answers(repos: Repos) -> None:
    cohort = store_cohort(repos)
    member = store_member(repos, cohort)
    for index, (level, number, share) in enumerate(
        ((1, 1, 1.0), (3, 1, 1.0), (5, 1, 1.0), (5, 1, 0.5), (4, 2, 1.0))
    ):
        serving = store_serving(repos, cohort, drill=a_drill(level=level, item=f"i{index}"))
        store_attempt(repos, serving, member, number=number, share=share)
    assert repos.practice.skill_number(member.id) == 6
    assert repos.practice.skill_number(MemberId(987654)) == 0


def test_the_history_pairs_every_attempt_with_its_serving_in_order(repos: Repos) -> None:
    cohort = store_cohort(repos)
    ada, bob = store_member(repos, cohort, "ada"), store_member(repos, cohort, "bob")
    first, second = (store_serving(repos, cohort, day=day) for day in (1, 2))
    tried = [
        (serving, store_attempt(repos, serving, ada, number=number))
        for serving, number in ((second, 1), (first, 1), (second, 2))
    ]
    store_attempt(repos, first, bob)
    assert repos.practice.history(ada.id) == tried
