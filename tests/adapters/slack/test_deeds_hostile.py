"""Payloads with gaps and nonsense: a deed is read whole, or refused with an error for the log."""

import copy
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack import deeds, texts
from adapters.slack.deeds import Deed, metadata_of
from bot.ports import Typed
from tests.adapters.slack import bodies
from tests.adapters.slack.bodies import Json

Read = Callable[[Json], Deed | None]
Path = tuple[str | int, ...]
FORM = texts.metadata("C1", "v1:answer:7")
FLIP = bodies.on_view(bodies.hold("v1:tick:1", "v1:tick:2"), bodies.a_view("home"))
PRESS = bodies.on_message(bodies.press())
READERS: dict[str, tuple[Json, Read]] = {
    "command": (bodies.command(), deeds.command),
    "press": (PRESS, deeds.action),
    "pick": (bodies.on_message(bodies.pick("v1:pick:1")), deeds.action),
    "flip": (FLIP, lambda body: next(iter(deeds.flips(body)), None)),
    "submission": (bodies.submitted(FORM, {"answer": "5"}), deeds.submission),
    "shortcut": (bodies.message_shortcut(), lambda body: deeds.shortcut(body, Typed("note"))),
    "event": (bodies.event({}), lambda body: deeds.happened(body, "U1", Typed("home"))),
}
NEEDED: list[tuple[str, Path]] = [
    ("command", ("team_id",)),
    ("command", ("user_id",)),
    ("command", ("channel_id",)),
    ("command", ("trigger_id",)),
    ("press", ("actions",)),
    ("press", ("user",)),
    ("press", ("user", "id")),
    ("press", ("actions", 0, "action_ts")),
    ("submission", ("view",)),
    ("submission", ("view", "id")),
    ("submission", ("view", "hash")),
    ("shortcut", ("trigger_id",)),
    ("event", ("event_id",)),
]
"""What tells one deed, or one person, from another."""
SPARE: list[tuple[str, Path]] = [
    ("command", ("text",)),
    ("command", ("user_name",)),
    ("command", ("response_url",)),
    ("press", ("container",)),
    ("press", ("channel",)),
    ("press", ("message",)),
    ("press", ("trigger_id",)),
    ("press", ("response_url",)),
    ("press", ("user", "name")),
    ("pick", ("message",)),
    ("flip", ("container",)),
    ("flip", ("view", "hash")),
    ("flip", ("view", "private_metadata")),
    ("submission", ("view", "private_metadata")),
    ("submission", ("view", "state")),
    ("submission", ("view", "app_installed_team_id")),
    ("shortcut", ("message",)),
    ("shortcut", ("response_url",)),
]
JUNK: list[object] = [None, "", "x", 0, -1.5, True, [], ["x"], {}, {"id": 5}]


def places(node: object, path: Path = ()) -> Iterator[Path]:
    """Where something could be missing."""
    pairs: Any = node.items() if isinstance(node, dict) else ()
    pairs = enumerate(node) if isinstance(node, list) else pairs
    for name, inner in pairs:
        yield (*path, name)
        yield from places(inner, (*path, name))


def spoiled(body: Json, path: Path, junk: object) -> Json:
    """A copy with something else at one place, if the place is still there."""
    made: Json = copy.deepcopy(body)
    node: Any = made
    for name in path[:-1]:
        try:
            node = node[name]
        except (LookupError, TypeError):
            return made
    if isinstance(node, dict | list):
        node[path[-1]] = junk  # type: ignore[index]
    return made


@pytest.mark.parametrize(("kind", "path"), NEEDED, ids=str)
@pytest.mark.parametrize("junk", [None, ""])
def test_without_what_tells_deeds_apart_it_is_refused(kind: str, path: Path, junk: object) -> None:
    body, read = READERS[kind]
    with pytest.raises((LookupError, TypeError, ValueError)):
        read(spoiled(body, path, junk))


@pytest.mark.parametrize(("kind", "path"), SPARE, ids=str)
@pytest.mark.parametrize("junk", [None, "", 0])
def test_anything_else_may_be_missing(kind: str, path: Path, junk: object) -> None:
    body, read = READERS[kind]
    whole, deed = read(body), read(spoiled(body, path, junk))
    assert whole is not None
    assert deed is not None
    assert deed.user == whole.user


@given(st.data())
def test_whatever_is_spoiled_a_deed_is_whole_or_refused(data: st.DataObject) -> None:
    body, read = READERS[data.draw(st.sampled_from(sorted(READERS)))]
    for _ in range(data.draw(st.integers(1, 4))):
        path = data.draw(st.sampled_from(sorted(places(body), key=str)))
        body = spoiled(body, path, data.draw(st.sampled_from(JUNK)))
    try:
        deed = read(body)
    except (LookupError, TypeError, ValueError, AttributeError):
        return
    if deed is not None:
        assert all([deed.workspace, deed.user, deed.invocation.id, deed.invocation.channel.channel])


@given(st.dictionaries(st.text(max_size=8), st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=6,
)))  # fmt: skip
def test_nonsense_is_refused_by_every_reader(body: Json) -> None:
    for _, read in READERS.values():
        with pytest.raises((LookupError, TypeError, ValueError, AttributeError)):
            read(body)


@given(st.text(max_size=40))
def test_any_metadata_can_be_read(text: str) -> None:
    assert isinstance(metadata_of({"private_metadata": text}), dict)


@given(st.text(max_size=20), st.text(max_size=100))
def test_our_own_metadata_comes_back(channel: str, token: str) -> None:
    kept = metadata_of({"private_metadata": texts.metadata(channel, token)})
    assert kept == {"channel": channel, "token": token}


def test_a_deed_hands_its_place_on() -> None:
    deed = deeds.command(bodies.command())
    assert metadata_of({"private_metadata": deed.metadata}) == {"channel": "C1"}


def test_an_id_is_short_enough_to_be_kept() -> None:
    deed = deeds.command(bodies.command(trigger_id="9" * 400))
    assert len(deed.invocation.id) == 128
