"""The library over the shipped content, and the pages that show it."""

from collections.abc import AsyncIterator

import pytest
from aiohttp.test_utils import TestClient, TestServer
from aiohttp.web import Application, Request

from adapters.playground.server import playground_app
from adapters.tasks import TaskSet
from bot.curriculum.catalog import Curriculum
from bot.library import ContentShelf
from bot.repositories.store import Repos
from bot.storage.store import SqlStore
from tests.adapters.playground.scripted import (
    ScriptedClock,
    ScriptedControls,
    ScriptedDesk,
    numbered,
    raised,
)
from tests.adapters.playground.test_room import a_room
from tests.builders import a_drill, store_attempt, store_cohort, store_member, store_serving

MCQ = "py.clean.first-cut-of-a-giant"
Client = TestClient[Request, Application]


@pytest.fixture
def shelf(curriculum: Curriculum, store: SqlStore) -> ContentShelf:
    return ContentShelf(lambda: curriculum, store)


@pytest.fixture
async def client(shelf: ContentShelf) -> AsyncIterator[Client]:
    clock = ScriptedClock()
    room = a_room(clock=clock)
    app = playground_app(
        ScriptedDesk(), room, ScriptedControls(clock), clock, numbered(), TaskSet(raised),
        shelf=shelf,
    )  # fmt: skip
    async with TestClient(TestServer(app)) as made:
        yield made
    room.close()


async def shown(client: Client, path: str, status: int = 200) -> str:
    async with client.get(path) as answer:
        assert answer.status == status
        return await answer.text()


def names(shelf: ContentShelf, text: str = "", **chosen: str) -> list[str]:
    return [entry.family for entry in shelf.find(text, chosen)]


def test_nothing_chosen_is_the_whole_bank(shelf: ContentShelf, curriculum: Curriculum) -> None:
    assert names(shelf) == sorted(curriculum.families)


@pytest.mark.parametrize(
    ("field", "value"),
    [("skill", "stat.ci"), ("level", "4"), ("format", "flaw"), ("track", "scale-ds")],
)
def test_what_is_chosen_holds_for_all_that_is_found(
    shelf: ContentShelf, curriculum: Curriculum, field: str, value: str
) -> None:
    def has(name: str) -> bool:
        family = curriculum.families[name]
        return value in {family.skill, str(family.level), family.format, *family.tracks}

    found = names(shelf, **{field: value})
    assert found == [name for name in sorted(curriculum.families) if has(name)]


def test_all_words_have_to_be_there(shelf: ContentShelf) -> None:
    assert names(shelf, "CHURN mails tangled") == []
    assert MCQ in names(shelf, "180 lines CHURN")


def test_every_choice_finds_something(shelf: ContentShelf) -> None:
    for field, options in shelf.choices().items():
        for value, _ in options:
            assert names(shelf, **{field: value}), (field, value)


async def test_every_item_can_be_looked_at(shelf: ContentShelf, curriculum: Curriculum) -> None:
    for form in {family.format for family in curriculum.families.values()}:
        name = names(shelf, format=form)[0]
        found = await shelf.specimen(name, 1, "")
        assert found is not None
        assert [surface for surface, _ in found.surfaces] == ["Slack", "Discord", "a screen reader"]


async def test_another_seed_draws_another_item(shelf: ContentShelf) -> None:
    first, second = [await shelf.specimen("prob.first.codes-for-more-rooms", n, "") for n in (1, 2)]
    assert first is not None
    assert second is not None
    assert first.question != second.question


@pytest.mark.parametrize(("answer", "says"), [("?", "“?” is not among A, B, C."), ("", "")])
async def test_what_is_no_answer_is_told(shelf: ContentShelf, answer: str, says: str) -> None:
    found = await shelf.specimen(MCQ, 1, answer)
    assert found is not None
    assert found.verdict.startswith(says)
    assert bool(found.verdict) == bool(answer)


async def test_one_answer_is_right_and_the_others_are_not(shelf: ContentShelf) -> None:
    tried = [await shelf.specimen(MCQ, 1, answer) for answer in ("a", "b", "c")]
    verdicts = sorted(found.verdict.split(".")[0] for found in tried if found)
    assert verdicts == ["Credit: 0%", "Credit: 0%", "Right"]


async def test_figures_tell_how_people_did(shelf: ContentShelf, store: SqlStore) -> None:
    def answered(repos: Repos) -> None:
        cohort = store_cohort(repos)
        serving = store_serving(repos, cohort, drill=a_drill(family=MCQ))
        for user, share in (("ada", 1.0), ("bob", 0.0)):
            store_attempt(repos, serving, store_member(repos, cohort, user), share=share)

    await store.transact(answered)
    found = await shelf.specimen(MCQ, 1, "")
    assert found is not None
    figures = dict(found.figures)
    assert (figures["First tries"], figures["Right at once"]) == ("2", "50%")


async def test_the_room_leads_to_the_library(client: Client) -> None:
    assert 'href="/library"' in await shown(client, "/r/general?as=ana")


async def test_the_list_keeps_what_was_searched_for(client: Client) -> None:
    page = await shown(client, "/library?text=churn&format=mcq&level=2")
    assert 'value="churn"' in page
    assert '<option value="mcq" selected>' in page
    assert f"/library/{MCQ}" in page


async def test_hostile_words_stay_words(client: Client) -> None:
    page = await shown(client, "/library?text=%3Cscript%3Ealert(1)%3C/script%3E&level=9%22")
    assert "<script>alert" not in page
    assert "No item is like that." in page


async def test_an_unknown_item_is_not_there(client: Client) -> None:
    assert "no such item" in await shown(client, "/library/stat.ci.nope", 404)


@pytest.mark.parametrize("seed", ["x", "-1", "9" * 30, "²"])
async def test_a_seed_that_is_none_draws_all_the_same(client: Client, seed: str) -> None:
    assert MCQ in await shown(client, f"/library/{MCQ}?seed={seed}")


async def test_trying_an_item_keeps_nothing(client: Client) -> None:
    await shown(client, f"/library/{MCQ}?answer=A")
    page = await shown(client, f"/library/{MCQ}")
    assert "<dt>First tries</dt><dd>0</dd>" in page
