"""docs/data.md lists every key of what people and hosts take home."""

import random
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.repositories.posts import Skipped
from bot.repositories.store import Repos
from bot.storage.store import SqlStore
from bot.usecases import hosting, personal
from bot.usecases.scene import Scene
from tests import builders
from tests.test_docs import rows, text_of


def keys_of(value: Any, path: str = "") -> set[str]:  # noqa: ANN401  JSON
    """Paths to the leaves: `circles[].answers[].day`."""
    if isinstance(value, Mapping):
        return set().union(*(keys_of(v, f"{path}.{k}" if path else k) for k, v in value.items()))
    if isinstance(value, list):
        return set().union(*(keys_of(item, f"{path}[]") for item in value))
    return {path}


def documented(kind: str) -> set[str]:
    part = text_of("docs/data.md").partition(f"<!-- {kind} -->")[2].partition("\n## ")[0]
    return {row[0].strip("`") for row in rows(part)}


def a_full_scene(repos: Repos, curriculum: Any) -> Scene:  # noqa: ANN401
    """A host who takes part, with one of everything that an export can hold."""
    host = builders.store_person(repos, "ada")
    cohort = builders.store_cohort(repos, host=host.id)
    member = builders.store_member(repos, cohort, "ada", days_off=frozenset({3}))
    serving = builders.store_serving(repos, cohort)
    builders.store_attempt(repos, serving, member, scores=(3, 4))
    repos.checklists.add(member.id, builders.a_tick())
    repos.notes.add(host.id, "Mind the ties.", builders.MONDAY)
    room = builders.a_channel()
    missed = Skipped("k", cohort.id, room, "Day 2", builders.MONDAY, "we were away")
    repos.outbox.skip(missed)
    now = builders.MONDAY + timedelta(days=2)
    actor = builders.an_actor("ada")
    return Scene(repos, curriculum, now, random.Random(28), actor, room, host, cohort, member)


def test_the_keys_of_a_persons_export_are_documented(store: SqlStore, curriculum: Any) -> None:  # noqa: ANN401
    made = store.run(lambda repos: personal.export(a_full_scene(repos, curriculum)))
    assert keys_of(made) == documented("person")


def test_the_keys_of_a_circles_export_are_documented(store: SqlStore, curriculum: Any) -> None:  # noqa: ANN401
    made = store.run(lambda repos: hosting.export(a_full_scene(repos, curriculum)))
    assert keys_of(made) == documented("circle")
