"""Deeds read from Slack's payloads: who did what, where, and what it takes to answer."""

import copy
from collections.abc import Callable

import pytest

from adapters.slack import deeds, texts
from adapters.slack.deeds import Deed
from adapters.slack.places import PLATFORM
from bot.domain.ids import ActorRef, ChannelRef
from bot.ports import Pressed, Submitted, Typed
from tests.adapters.slack import bodies
from tests.adapters.slack.bodies import HOOK, TRIGGER, Json

ANA = ActorRef(PLATFORM, "T1", "U1")
ROOM = ChannelRef(PLATFORM, "T1", "C1")
HER_OWN = ChannelRef(PLATFORM, "T1", "U1", direct=True)
FORM = texts.metadata("C1", "v1:answer:7")


def acted(body: Json) -> Deed:
    deed = deeds.action(body)
    assert deed is not None
    return deed


def token(body: Json) -> str:
    request = acted(body).invocation.request
    assert isinstance(request, Pressed)
    return request.token


def flipped(body: Json) -> list[str]:
    requests = [deed.invocation.request for deed in deeds.flips(body)]
    return [request.token for request in requests if isinstance(request, Pressed)]


class TestCommand:
    def test_it_is_what_was_typed(self) -> None:
        deed = deeds.command(bodies.command(text="answer 5 &lt; 7"))
        assert deed.invocation.request == Typed("answer 5 < 7")

    @pytest.mark.parametrize("text", ["", None])
    def test_nothing_typed_is_the_bare_command(self, text: str | None) -> None:
        assert deeds.command(bodies.command(text=text)).invocation.request == Typed("")

    def test_it_is_known_who_and_where(self) -> None:
        said = deeds.command(bodies.command()).invocation
        assert (said.actor, said.channel, said.name) == (ANA, ROOM, "ana")

    def test_it_can_be_answered_and_open_a_window(self) -> None:
        deed = deeds.command(bodies.command())
        assert (deed.spot, deed.channel, deed.trigger, deed.response_url) == (
            "command", "C1", TRIGGER, HOOK,
        )  # fmt: skip

    def test_in_a_direct_conversation_it_is_their_own(self) -> None:
        deed = deeds.command(bodies.command(channel_id="D1", channel_name="directmessage"))
        assert (deed.invocation.channel, deed.channel) == (HER_OWN, "D1")

    def test_in_a_private_channel_it_is_in_that_channel(self) -> None:
        deed = deeds.command(bodies.command(channel_id="G1", channel_name="privategroup"))
        assert deed.invocation.channel == ChannelRef(PLATFORM, "T1", "G1")

    def test_without_a_name_the_id_has_to_do(self) -> None:
        assert deeds.command(bodies.command(user_name="")).invocation.name == "U1"

    def test_typed_twice_it_is_two_deeds(self) -> None:
        first, second = bodies.command(), bodies.command(trigger_id="123.457.bcdefa")
        assert deeds.command(first).invocation.id != deeds.command(second).invocation.id


class TestActionOnAMessage:
    def test_a_button_sends_its_token(self) -> None:
        assert token(bodies.on_message(bodies.press())) == "v1:drill"

    def test_a_picked_option_sends_its_own(self) -> None:
        assert token(bodies.on_message(bodies.pick("v1:pick:2"))) == "v1:pick:2"

    def test_a_link_sends_none(self) -> None:
        link = {"type": "button", "action_id": "link:1", "url": "https://a.org", "action_ts": "1"}
        assert deeds.action(bodies.on_message(link)) is None

    def test_in_a_channel_it_is_public(self) -> None:
        deed = acted(bodies.on_message(bodies.press()))
        assert (deed.spot, deed.channel, deed.invocation.channel) == ("public", "C1", ROOM)

    def test_on_what_only_one_person_sees_it_is_private(self) -> None:
        deed = acted(bodies.on_ephemeral(bodies.press()))
        assert (deed.spot, deed.channel, deed.invocation.channel) == ("private", "C1", ROOM)

    def test_in_a_direct_conversation_it_is_private_and_their_own(self) -> None:
        deed = acted(bodies.on_message(bodies.press(), "D1"))
        assert (deed.spot, deed.channel, deed.invocation.channel) == ("private", "D1", HER_OWN)

    def test_it_can_be_answered_and_open_a_window(self) -> None:
        deed = acted(bodies.on_message(bodies.press()))
        assert (deed.trigger, deed.response_url, deed.view) == (TRIGGER, HOOK, "")

    def test_the_container_names_the_channel_too(self) -> None:
        body = bodies.on_message(bodies.press())
        assert acted({**body, "channel": None}).channel == "C1"

    @pytest.mark.parametrize("named", [{"name": "ana"}, {"username": "ana"}])
    def test_people_are_called_by_their_user_name(self, named: dict[str, str]) -> None:
        body = bodies.on_message(bodies.press(), user={"id": "U1", **named})
        assert acted(body).invocation.name == "ana"

    def test_pressed_again_it_is_another_deed(self) -> None:
        again = {**bodies.press(), "action_ts": "1805443201.000400"}
        first, second = bodies.on_message(bodies.press()), bodies.on_message(again)
        assert acted(first).invocation.id != acted(second).invocation.id

    def test_pressed_by_two_at_once_it_is_two_deeds(self) -> None:
        first = bodies.on_message(bodies.press())
        second = {**first, "user": {"id": "U2", "name": "ben"}}
        assert acted(first).invocation.id != acted(second).invocation.id

    def test_pressed_on_two_messages_at_once_it_is_two_deeds(self) -> None:
        first = bodies.on_message(bodies.press())
        second = {**first, "container": {**first["container"], "message_ts": "1805443101.2"}}
        assert acted(first).invocation.id != acted(second).invocation.id

    def test_delivered_again_it_is_the_same_deed(self) -> None:
        body = bodies.on_message(bodies.press())
        assert acted(body).invocation.id == acted(copy.deepcopy(body)).invocation.id


class TestActionOnAView:
    def test_on_the_home_tab_it_is_their_own(self) -> None:
        deed = acted(bodies.on_view(bodies.press(), bodies.a_view("home")))
        assert (deed.spot, deed.channel, deed.invocation.channel) == ("home", "", HER_OWN)

    def test_a_modal_remembers_where_it_was_opened(self) -> None:
        deed = acted(bodies.on_view(bodies.press(), bodies.a_view(metadata=FORM)))
        assert (deed.spot, deed.channel, deed.invocation.channel) == ("modal", "C1", ROOM)

    def test_a_modal_opened_in_a_direct_conversation_stays_there(self) -> None:
        kept = texts.metadata("D1", "v1:answer:7")
        deed = acted(bodies.on_view(bodies.press(), bodies.a_view(metadata=kept)))
        assert deed.invocation.channel == HER_OWN

    def test_it_is_known_which_version_of_the_view_was_seen(self) -> None:
        deed = acted(bodies.on_view(bodies.press(), bodies.a_view("home")))
        assert (deed.view, deed.view_hash, deed.response_url) == ("V1", "1805443150.aBcD", "")

    def test_on_two_views_at_once_it_is_two_deeds(self) -> None:
        first = bodies.on_view(bodies.press(), bodies.a_view())
        second = bodies.on_view(bodies.press(), bodies.a_view(id="V2"))
        assert acted(first).invocation.id != acted(second).invocation.id


class TestBoxes:
    """Of three, the first was drawn on."""

    @pytest.mark.parametrize("body", [bodies.on_message, bodies.on_ephemeral])
    def test_nothing_on_a_card_without_boxes_is_flipped(self, body: Callable[..., Json]) -> None:
        assert token(body(bodies.press())) == "v1:drill"

    def test_flipped_on(self) -> None:
        body = bodies.on_message(bodies.hold("v1:tick:1", "v1:tick:3"))
        assert flipped(body) == ["v1:tick:3"]

    def test_flipped_off(self) -> None:
        assert flipped(bodies.on_message(bodies.hold())) == ["v1:tick:1"]

    @pytest.mark.parametrize("kind", ["home", "modal"])
    def test_flipped_on_a_view(self, kind: str) -> None:
        body = bodies.on_view(bodies.hold("v1:tick:1", "v1:tick:2"), bodies.a_view(kind))
        assert flipped(body) == ["v1:tick:2"]

    def test_as_they_were_drawn_none_was_flipped(self) -> None:
        assert flipped(bodies.on_message(bodies.hold("v1:tick:1"))) == []

    def test_several_that_are_not_as_they_were_drawn_are_each_a_deed(self) -> None:
        body = bodies.on_view(bodies.hold("v1:tick:2", "v1:tick:3"), bodies.a_view("home"))
        assert flipped(body) == ["v1:tick:2", "v1:tick:3", "v1:tick:1"]

    def test_flipped_again_before_it_is_drawn_again_it_is_the_same_deed(self) -> None:
        again = {**bodies.hold("v1:tick:1", "v1:tick:2"), "action_ts": "1805443209.000400"}
        ids = {deed.invocation.id for made in (bodies.hold("v1:tick:1", "v1:tick:2"), again)
               for deed in deeds.flips(bodies.on_view(made, bodies.a_view("home")))}  # fmt: skip
        assert len(ids) == 1

    def test_drawn_again_it_is_another_deed(self) -> None:
        made = bodies.hold("v1:tick:1", "v1:tick:2")
        views = bodies.a_view("home"), bodies.a_view("home", hash="1805443209.eFgH")
        ids = [deeds.flips(bodies.on_view(made, view))[0].invocation.id for view in views]
        assert ids[0] != ids[1]

    def test_of_what_nobody_knows_the_drawing_of_one_may_be_on(self) -> None:
        assert flipped(bodies.on_ephemeral(bodies.hold("v1:tick:2"))) == ["v1:tick:2"]
        with pytest.raises(ValueError, match="drawn"):
            deeds.flips(bodies.on_ephemeral(bodies.hold("v1:tick:1", "v1:tick:2")))

    def test_other_boxes_on_the_card_do_not_count(self) -> None:
        other = {**bodies.hold("v1:tick:9"), "action_id": "toggle:9"}
        body = bodies.on_message(other)
        option = {"text": {"type": "plain_text", "text": "Item 9"}, "value": "v1:tick:9"}
        drawn = {"type": "checkboxes", "action_id": "toggle:9", "options": [option]}
        body["message"]["blocks"].append({"type": "actions", "elements": [drawn]})
        body["actions"][0]["selected_options"] = [option]
        assert flipped(body) == ["v1:tick:9"]


class TestSubmission:
    def test_it_sends_what_was_filled_in_under_the_forms_token(self) -> None:
        body = bodies.submitted(FORM, {"answer": " 5 < 7 \n"})
        assert deeds.submission(body).invocation.request == Submitted(
            "v1:answer:7", {"answer": "5 < 7"}
        )

    def test_it_belongs_to_where_the_form_was_opened(self) -> None:
        deed = deeds.submission(bodies.submitted(FORM, {}))
        assert (deed.spot, deed.channel, deed.invocation.channel, deed.view) == (
            "modal", "C1", ROOM, "V1",
        )  # fmt: skip

    def test_sent_off_twice_it_is_one_deed(self) -> None:
        first, second = bodies.submitted(FORM, {}), bodies.submitted(FORM, {})
        assert deeds.submission(first).invocation.id == deeds.submission(second).invocation.id

    def test_mended_and_sent_off_again_it_is_another(self) -> None:
        body = bodies.submitted(FORM, {})
        mended = {**body, "view": {**body["view"], "hash": "1805443160.bCdE"}}
        assert deeds.submission(body).invocation.id != deeds.submission(mended).invocation.id

    @pytest.mark.parametrize("metadata", ["", "null", "[1]", "{", "C1", '"C1"', "17"])
    def test_a_form_that_lost_its_memory_is_still_submitted(self, metadata: str) -> None:
        deed = deeds.submission(bodies.submitted(metadata, {"answer": "5"}))
        assert deed.invocation.request == Submitted("", {"answer": "5"})
        assert deed.invocation.channel == HER_OWN


class TestShortcut:
    def test_from_anywhere_it_is_their_own(self) -> None:
        deed = deeds.shortcut(bodies.global_shortcut(), Typed("today"))
        assert (deed.spot, deed.channel, deed.trigger) == ("home", "", TRIGGER)
        assert (deed.invocation.channel, deed.invocation.request) == (HER_OWN, Typed("today"))

    def test_on_a_message_it_is_in_that_channel(self) -> None:
        deed = deeds.shortcut(bodies.message_shortcut(), Typed("note"))
        assert (deed.spot, deed.channel, deed.response_url) == ("command", "C1", HOOK)
        assert deed.invocation.channel == ROOM

    def test_used_twice_it_is_two_deeds(self) -> None:
        first = bodies.global_shortcut()
        second = {**first, "trigger_id": "123.457.bcdefa"}
        ids = {deeds.shortcut(body, Typed("today")).invocation.id for body in (first, second)}
        assert len(ids) == 2


class TestHappened:
    def test_it_is_answered_in_the_conversation_it_came_from(self) -> None:
        body = bodies.event({"type": "message", "channel": "D1", "user": "U1", "text": "today"})
        deed = deeds.happened(body, "U1", Typed("today"), "D1")
        assert (deed.spot, deed.channel, deed.invocation.channel) == ("private", "D1", HER_OWN)
        assert deed.invocation.actor == ANA

    def test_without_a_channel_it_is_answered_to_the_person(self) -> None:
        assert deeds.happened(bodies.event({}), "U1", Typed("home")).channel == "U1"

    @pytest.mark.parametrize("person", ["U1", "W1"])
    def test_a_conversation_named_after_a_person_is_their_own(self, person: str) -> None:
        deed = deeds.happened(bodies.event({}), person, Typed("home"), person)
        assert deed.invocation.channel.direct

    def test_delivered_again_it_is_the_same_deed(self) -> None:
        first, again = bodies.event({}), bodies.event({}, event_time=1805443260)
        other = bodies.event({}, event_id="Ev2")
        ids = [deeds.happened(b, "U1", Typed("home")).invocation.id for b in (first, again, other)]
        assert (ids[0] == ids[1], ids[0] == ids[2]) == (True, False)
