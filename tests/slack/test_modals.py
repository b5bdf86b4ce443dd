"""Modals as a person meets them: filled in, refused, replaced, stacked, closed."""

from typing import Any

import pytest

from tests.slack.acting import ClientRefuses
from tests.slack.apps import Heard
from tests.slack.blocks import LINE, MENU, entry, modal, text
from tests.slack.records import Json
from tests.slack.workspace import Slack

PUSH = {"response_action": "push", "view": modal(title=text("Second"))}


def opens(heard: Heard, view: Json) -> None:
    """From now on /prep opens this modal."""

    async def listener(ack: Any, body: Json) -> None:  # noqa: ANN401
        await ack()
        await heard.client.views_open(trigger_id=body["trigger_id"], view=view)

    heard.app.command("/prep")(listener)


def answers(heard: Heard, *payloads: Json) -> None:
    """Submitted forms are acked with these, in turn; the last one stays."""
    left = list(payloads)

    async def listener(ack: Any, body: Json) -> None:  # noqa: ANN401
        heard.bodies.append(("form", body))
        await ack(**(left.pop(0) if len(left) > 1 else left[0]))

    heard.app.view("form")(listener)


async def a_modal(slack: Slack, heard: Heard, view: Json) -> None:
    opens(heard, view)
    await slack.user("U1").types("/prep drill", "C1")
    await slack.state.until(lambda: slack.user("U1").modals)


async def test_a_submission_states_every_input(slack: Slack, heard: Heard) -> None:
    await a_modal(
        slack, heard, modal(entry("name", LINE), entry("kind", {**MENU, "action_id": "k"}))
    )
    answers(heard, {})
    await slack.user("U1").submits({"name": "Ana", "kind": "y"})
    values = heard.last("form")["view"]["state"]["values"]
    assert values["name"]["value"] == {"type": "plain_text_input", "value": "Ana"}
    assert values["kind"]["k"]["selected_option"]["value"] == "y"


async def test_an_empty_ack_closes_the_modal(slack: Slack, heard: Heard) -> None:
    await a_modal(slack, heard, modal(entry("name", LINE)))
    answers(heard, {})
    await slack.user("U1").submits({"name": "Ana"})
    assert slack.user("U1").modals == []


async def test_errors_leave_it_open_with_what_was_entered(slack: Slack, heard: Heard) -> None:
    await a_modal(slack, heard, modal(entry("name", LINE)))
    answers(heard, {"response_action": "errors", "errors": {"name": "Taken"}})
    await slack.user("U1").submits({"name": "Ana"})
    assert slack.user("U1").modal.errors == (("name", "Taken"),)
    await slack.user("U1").submits()
    assert heard.last("form")["view"]["state"]["values"]["name"]["value"]["value"] == "Ana"


async def test_an_update_takes_the_place_of_the_form(slack: Slack, heard: Heard) -> None:
    await a_modal(slack, heard, modal(entry("name", LINE)))
    before = slack.user("U1").modal
    verdict = {"type": "modal", "title": text("Right"), "blocks": []}
    answers(heard, {"response_action": "update", "view": verdict})
    await slack.user("U1").submits({"name": "Ana"})
    after = slack.user("U1").modal
    assert (after.id, after.title) == (before.id, "Right")
    assert after.hash != before.hash


async def test_a_push_lies_on_top_and_closing_it_shows_the_first(
    slack: Slack, heard: Heard
) -> None:
    await a_modal(slack, heard, modal(entry("name", LINE)))
    answers(heard, PUSH)
    await slack.user("U1").submits({"name": "Ana"})
    assert [shown.title for shown in slack.user("U1").modals] == ["Form", "Second"]
    await slack.user("U1").closes()
    assert slack.user("U1").modal.title == "Form"


async def test_clear_closes_all_of_them(slack: Slack, heard: Heard) -> None:
    await a_modal(slack, heard, modal(entry("name", LINE)))
    answers(heard, PUSH, {"response_action": "clear"})
    await slack.user("U1").submits({"name": "Ana"})
    await slack.user("U1").submits()
    assert slack.user("U1").modals == []


async def test_errors_for_something_that_is_no_input_are_found_out(
    slack: Slack, heard: Heard
) -> None:
    await a_modal(slack, heard, modal(entry("name", LINE)))
    answers(heard, {"response_action": "errors", "errors": {"nam": "Taken"}})
    await slack.user("U1").submits({"name": "Ana"})
    assert slack.rejected.pop().surface == "modal"


@pytest.mark.parametrize("value", ["", "sixsix"], ids=["missing", "too long"])
async def test_the_client_keeps_back_what_slack_would_not_send(
    slack: Slack, heard: Heard, value: str
) -> None:
    await a_modal(slack, heard, modal(entry("name", LINE)))
    with pytest.raises(ClientRefuses):
        await slack.user("U1").submits({"name": value})


async def test_a_number_out_of_bounds_is_kept_back(slack: Slack, heard: Heard) -> None:
    bounded = {"type": "number_input", "is_decimal_allowed": False, "max_value": "30"}
    await a_modal(slack, heard, modal(entry("days", bounded)))
    with pytest.raises(ClientRefuses):
        await slack.user("U1").submits({"days": "31"})


async def test_closing_tells_the_app_only_if_it_asked(slack: Slack, heard: Heard) -> None:
    heard.app.view_closed("form")(heard.hears("closed"))
    await a_modal(slack, heard, modal(notify_on_close=True))
    await slack.user("U1").closes()
    assert heard.last("closed")["is_cleared"] is False


async def test_closing_is_quiet_otherwise(slack: Slack, heard: Heard) -> None:
    await a_modal(slack, heard, modal())
    assert await slack.user("U1").closes() is None


async def test_a_strangers_submission_names_both_workspaces(slack: Slack, heard: Heard) -> None:
    slack.room("C1").shared_with.add("T2")
    slack.room("C1").members.add("U21")
    opens(heard, modal(entry("name", LINE)))
    answers(heard, {})
    await slack.user("U21").types("/prep drill", "C1")
    await slack.state.until(lambda: slack.user("U21").modals)
    await slack.user("U21").submits({"name": "Dee"})
    body = heard.last("form")
    assert (body["team"]["id"], body["view"]["app_installed_team_id"]) == ("T2", "T1")


async def test_a_forged_submission_passes_the_clients_checks(slack: Slack, heard: Heard) -> None:
    await a_modal(slack, heard, modal(entry("name", LINE)))
    answers(heard, {})
    long = {"type": "plain_text_input", "value": "x" * 5_000}
    await slack.user("U1").forces({"name": {"value": long}})
    assert heard.last("form")["view"]["state"]["values"] == {"name": {"value": long}}
