"""Whose deed it is where an organisation, or several workspaces, share what they see."""

import pytest
from slack_bolt.request.internals import extract_enterprise_id, extract_team_id

from adapters.slack import deeds, texts
from adapters.slack.deeds import workspace_of
from bot.ports import Typed
from tests.adapters.slack import bodies
from tests.adapters.slack.bodies import Json

ORDINARY = {
    "command": bodies.command(),
    "press": bodies.on_message(bodies.press()),
    "home": bodies.on_view(bodies.press(), bodies.a_view("home")),
    "submission": bodies.submitted(texts.metadata("C1", "t"), {}),
    "shortcut": bodies.global_shortcut(),
    "note": bodies.message_shortcut(),
    "event": bodies.event({"type": "app_home_opened", "user": "U1"}),
}
STRANGER = {
    "user": {"id": "U9", "name": "zoe", "team_id": "T9"},
    "team": {"id": "T9", "domain": "elsewhere"},
}
"""Somebody of another workspace, in a channel that both share."""


def of_a_grid(body: Json) -> Json:
    """The same in a workspace of an organisation, of which only this one has the app."""
    if "authorizations" in body:
        seen_by = {**body["authorizations"][0], "enterprise_id": "E1"}
        return {**body, "enterprise_id": "E1", "authorizations": [seen_by]}
    if "command" in body:
        return {**body, "enterprise_id": "E1", "enterprise_name": "Grid"}
    return {**body, "enterprise": {"id": "E1", "name": "Grid"}}


def of_all(body: Json) -> Json:
    """The same from an app that came with the whole organisation."""
    if "authorizations" in body:
        seen_by = {"enterprise_id": "E1", "team_id": None, "is_enterprise_install": True}
        return {**body, "authorizations": [seen_by]}
    if "command" in body:
        return {**of_a_grid(body), "is_enterprise_install": "true"}
    return bodies.whole_organisation(body)


@pytest.mark.parametrize("kind", ORDINARY)
def test_an_app_of_one_workspace_belongs_to_it(kind: str) -> None:
    assert workspace_of(ORDINARY[kind]) == "T1"


@pytest.mark.parametrize("kind", ORDINARY)
def test_a_workspace_in_an_organisation_stays_itself(kind: str) -> None:
    assert workspace_of(of_a_grid(ORDINARY[kind])) == "T1"


@pytest.mark.parametrize("kind", ORDINARY)
def test_an_app_of_a_whole_organisation_belongs_to_that(kind: str) -> None:
    assert workspace_of(of_all(ORDINARY[kind])) == "E1"


@pytest.mark.parametrize("kind", ORDINARY)
def test_the_token_is_looked_for_in_the_same_place(kind: str) -> None:
    for body in (ORDINARY[kind], of_a_grid(ORDINARY[kind]), of_all(ORDINARY[kind])):
        assert workspace_of(body) in {extract_team_id(body), extract_enterprise_id(body)}


def test_a_strangers_form_belongs_to_the_workspace_that_has_the_app() -> None:
    body = bodies.submitted(texts.metadata("C1", "t"), {}, **STRANGER)
    assert workspace_of(body) == "T1"


def test_a_stranger_in_a_shared_channel_is_themselves() -> None:
    body = bodies.submitted(texts.metadata("C1", "t"), {}, **STRANGER)
    said = deeds.submission(body).invocation
    assert (said.actor.user, said.actor.workspace, said.name) == ("U9", "T1", "zoe")


def test_what_happened_in_a_shared_channel_came_through_the_one_that_has_the_app() -> None:
    told = {"type": "message", "channel": "C1", "user": "U9"}
    assert workspace_of(bodies.event(told, team_id="T9", is_ext_shared_channel=True)) == "T1"


@pytest.mark.parametrize("authorizations", [[], None])
def test_without_that_the_event_itself_says_where(authorizations: list[Json] | None) -> None:
    assert workspace_of(bodies.event({}, authorizations=authorizations)) == "T1"


def test_an_organisation_alone_is_enough() -> None:
    body = {**bodies.global_shortcut(), "team": None, "enterprise": {"id": "E1"}}
    assert workspace_of(body) == "E1"


def test_people_of_an_organisation_have_conversations_of_their_own() -> None:
    body = {**bodies.global_shortcut(), "user": {"id": "W1", "name": "ana"}}
    said = deeds.shortcut(body, Typed("today")).invocation
    assert (said.channel.channel, said.channel.direct) == ("W1", True)


@pytest.mark.parametrize("nothing", [{}, {"team": None}, {"team": {"id": ""}, "team_id": None}])
def test_nobodys_deed_is_none(nothing: Json) -> None:
    with pytest.raises(ValueError, match="workspace"):
        workspace_of(nothing)
