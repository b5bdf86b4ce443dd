"""How a circle did, on both engines."""

from bot.domain.ids import ServingId
from bot.domain.records import Tally
from bot.domain.scoring import Purpose
from bot.repositories.store import Repos
from tests.builders import a_drill, store_attempt, store_cohort, store_member, store_serving


def test_a_tally_counts_first_answers_most_frequent_first(repos: Repos) -> None:
    cohort = store_cohort(repos)
    serving, other = store_serving(repos, cohort), store_serving(repos, cohort, day=2)
    for user, answer in (("ada", "B"), ("bob", "C"), ("cyd", "C"), ("dan", "A")):
        member = store_member(repos, cohort, user)
        store_attempt(repos, serving, member, answer=answer, share=float(answer == "B"))
        store_attempt(repos, serving, member, answer="B", number=2)
        store_attempt(repos, other, member, answer="B")
    assert repos.practice.tally(serving.id) == Tally(4, 1, (("C", 2), ("A", 1), ("B", 1)))


def test_half_credit_is_not_right(repos: Repos) -> None:
    cohort = store_cohort(repos)
    serving = store_serving(repos, cohort)
    store_attempt(repos, serving, store_member(repos, cohort), share=0.5)
    assert repos.practice.tally(serving.id) == Tally(1, 0, (("B", 1),))


def test_nobody_answered_is_an_empty_tally(repos: Repos) -> None:
    assert repos.practice.tally(ServingId(987654)) == Tally(0, 0)


def test_a_quiz_tally_adds_up_the_days_quizzes_of_the_circle(repos: Repos) -> None:
    cohort, elsewhere = store_cohort(repos), store_cohort(repos, "elsewhere")
    for user, share in (("ada", 1.0), ("bob", 0.0)):
        member = store_member(repos, cohort, user)
        for number in (1, 2):
            drill = a_drill(item=f"{user}#{number}")
            quiz = store_serving(
                repos, cohort, member=member.id, day=7, purpose=Purpose.QUIZ, drill=drill
            )
            store_attempt(repos, quiz, member, share=share)
            store_attempt(repos, quiz, member, share=1.0, number=2)
        for day, purpose in ((7, Purpose.EXTRA), (14, Purpose.QUIZ)):
            other = store_serving(repos, cohort, member=member.id, day=day, purpose=purpose)
            store_attempt(repos, other, member)
    quiz = store_serving(repos, elsewhere, day=7, purpose=Purpose.QUIZ)
    store_attempt(repos, quiz, store_member(repos, elsewhere, "eve"))
    assert repos.practice.quiz_tally(cohort.id, 7) == Tally(4, 2)


def test_a_day_without_a_quiz_has_an_empty_tally(repos: Repos) -> None:
    assert repos.practice.quiz_tally(store_cohort(repos).id, 7) == Tally(0, 0)
