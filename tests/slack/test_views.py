"""views.* through the real web client: triggers, hashes, stacks."""

from datetime import timedelta

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import SetClock
from tests.slack.apps import a_client, refusal
from tests.slack.blocks import LINE, entry, home, modal, text
from tests.slack.records import Json
from tests.slack.workspace import Slack


def trigger(slack: Slack, user: str = "U1") -> str:
    return slack.payloads.triggers.issue(user, slack.user(user).account.team)


async def test_an_opened_modal_is_shown(slack: Slack, client: AsyncWebClient) -> None:
    view = modal(entry("name", LINE), private_metadata="draft-1")
    answer = await client.views_open(trigger_id=trigger(slack), view=view)
    shown = slack.user("U1").modal
    assert (shown.id, shown.private_metadata) == (answer["view"]["id"], "draft-1")
    assert slack.user("U2").modals == []


async def test_a_trigger_works_once(slack: Slack, client: AsyncWebClient) -> None:
    once = trigger(slack)
    await client.views_open(trigger_id=once, view=modal())
    asked = client.views_open(trigger_id=once, view=modal())
    assert await refusal(asked) == "exchanged_trigger_id"


async def test_a_trigger_lives_three_seconds(timed: tuple[Slack, SetClock]) -> None:
    slack, clock = timed
    old, older = trigger(slack), trigger(slack)
    async with a_client(slack) as client:
        clock.move_to(clock.now() + timedelta(seconds=3))
        await client.views_open(trigger_id=old, view=modal())
        clock.move_to(clock.now() + timedelta(milliseconds=1))
        asked = client.views_open(trigger_id=older, view=modal())
        assert await refusal(asked) == "expired_trigger_id"


async def test_an_invented_trigger_is_refused(client: AsyncWebClient) -> None:
    asked = client.views_open(trigger_id="1.2.3", view=modal())
    assert await refusal(asked) == "invalid_trigger_id"


async def test_an_update_needs_the_hash_that_is_shown(slack: Slack, client: AsyncWebClient) -> None:
    opened = (await client.views_open(trigger_id=trigger(slack), view=modal()))["view"]
    first = {"view_id": opened["id"], "hash": opened["hash"]}
    await client.views_update(view=modal(title=text("Two")), **first)
    asked = client.views_update(view=modal(title=text("Three")), **first)
    assert await refusal(asked) == "hash_conflict"
    assert slack.user("U1").modal.title == "Two"


async def test_an_update_after_closing_finds_nothing(slack: Slack, client: AsyncWebClient) -> None:
    opened = (await client.views_open(trigger_id=trigger(slack), view=modal()))["view"]
    await slack.user("U1").closes()
    asked = client.views_update(view_id=opened["id"], view=modal())
    assert await refusal(asked) == "not_found"


async def test_a_view_is_found_by_its_external_id(slack: Slack, client: AsyncWebClient) -> None:
    await client.views_open(trigger_id=trigger(slack), view=modal(external_id="e1"))
    await client.views_update(external_id="e1", view=modal(title=text("Two"), external_id="e1"))
    assert slack.user("U1").modal.title == "Two"


async def test_entries_survive_an_update_where_ids_stay(
    slack: Slack, client: AsyncWebClient
) -> None:
    both = modal(entry("name", LINE), entry("town", LINE))
    opened = (await client.views_open(trigger_id=trigger(slack), view=both))["view"]
    view = slack.state.views[opened["id"]]
    typed = {"type": "plain_text_input", "value": "Ana"}
    view.touched = {("name", "value"): typed, ("town", "value"): typed}
    renamed = modal(entry("name", LINE), entry("city", LINE))
    answer = await client.views_update(view_id=view.id, view=renamed)
    values = answer["view"]["state"]["values"]
    assert (values["name"]["value"]["value"], values["city"]["value"]["value"]) == ("Ana", None)


async def test_a_fourth_modal_on_the_stack_is_too_many(
    slack: Slack, client: AsyncWebClient
) -> None:
    await client.views_open(trigger_id=trigger(slack), view=modal())
    for _ in range(2):
        await client.views_push(trigger_id=trigger(slack), view=modal())
    asked = client.views_push(trigger_id=trigger(slack), view=modal())
    assert await refusal(asked) == "push_limit_reached"
    assert len(slack.user("U1").modals) == 3


async def test_opening_anew_replaces_the_stack(slack: Slack, client: AsyncWebClient) -> None:
    await client.views_open(trigger_id=trigger(slack), view=modal())
    await client.views_push(trigger_id=trigger(slack), view=modal())
    await client.views_open(trigger_id=trigger(slack), view=modal(title=text("Anew")))
    assert [shown.title for shown in slack.user("U1").modals] == ["Anew"]


async def test_a_home_tab_is_each_persons_own(slack: Slack, client: AsyncWebClient) -> None:
    await client.views_publish(user_id="U1", view=home({"type": "divider"}))
    assert [block["type"] for block in slack.user("U1").home.blocks] == ["divider"]
    with pytest.raises(LookupError):
        _ = slack.user("U2").home


async def test_a_home_tab_that_changed_meanwhile_conflicts(client: AsyncWebClient) -> None:
    seen = (await client.views_publish(user_id="U1", view=home()))["view"]["hash"]
    await client.views_publish(user_id="U1", view=home({"type": "divider"}), hash=seen)
    asked = client.views_publish(user_id="U1", view=home(), hash=seen)
    assert await refusal(asked) == "hash_conflict"


async def test_another_workspaces_modal_is_out_of_reach(slack: Slack) -> None:
    async with a_client(slack, "T2") as other:
        asked = other.views_open(trigger_id=trigger(slack, "U1"), view=modal())
        assert await refusal(asked) == "not_found"


BAD: dict[str, Json] = {
    "inputs without submit": modal(entry("name", LINE), submit=None),
    "no title": modal(title=None),
    "long title": modal(title=text("x" * 25)),
    "too many blocks": modal(*[{"type": "divider"}] * 101),
    "a home tab": home(),
    "too large": modal(private_metadata="x" * 250_000),
}


@pytest.mark.parametrize("view", BAD.values(), ids=BAD.keys())
async def test_a_view_against_the_laws_is_refused_and_remembered(
    slack: Slack, client: AsyncWebClient, view: Json
) -> None:
    asked = client.views_open(trigger_id=trigger(slack), view=view)
    assert await refusal(asked) == "invalid_blocks"
    assert slack.rejected.pop().surface == "modal"
    assert slack.user("U1").modals == []


async def test_no_home_tab_while_it_is_off(slack: Slack, client: AsyncWebClient) -> None:
    slack.state.app_home_tab = False
    assert await refusal(client.views_publish(user_id="U1", view=home())) == "not_enabled"
