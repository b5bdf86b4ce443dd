"""How an item did with everybody, on both engines."""

from bot.repositories.store import Repos
from bot.storage.item_figures import ItemFigures, first_tries
from tests.builders import a_drill, store_attempt, store_cohort, store_member, store_serving

FAMILY = "stat.ci.an-own-one"


def test_first_tries_of_every_circle_count_and_second_ones_do_not(repos: Repos) -> None:
    for channel, user, share, hints, seconds in (
        ("here", "ada", 1.0, 0, 40.0), ("there", "bob", 0.5, 1, 80.0),
    ):  # fmt: skip
        cohort = store_cohort(repos, channel)
        serving = store_serving(repos, cohort, drill=a_drill(family=FAMILY))
        member = store_member(repos, cohort, user)
        store_attempt(repos, serving, member, share=share, hints=hints, seconds=seconds)
        store_attempt(repos, serving, member, number=2, share=1.0, seconds=5.0)
        store_attempt(repos, store_serving(repos, cohort, day=2), member)
    assert first_tries(repos, FAMILY) == ItemFigures(2, 1, 1, 60.0)


def test_an_item_that_nobody_tried_has_no_figures(repos: Repos) -> None:
    assert first_tries(repos, "stat.ci.untried") == ItemFigures(0, 0, 0, 0.0)
