"""Requests over HTTP that are not Slack's, or of no shape: refused, and nothing comes of them."""

import hashlib
import hmac
import io
import json
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.adapters.slack.club import STUDY, Club, a_club
from tests.slack.deliveries import Ack, Delivery
from tests.slack.http_way import FORM, JSON, HttpWay, Signing
from tests.slack.records import Json

COMMAND = {
    "command": "/prep", "text": "note NULL", "team_id": "T1", "user_id": "U2", "user_name": "ben",
    "channel_id": STUDY, "trigger_id": "1.1.1",
}  # fmt: skip


@pytest.fixture
async def club(tmp_path: Path) -> AsyncIterator[Club]:
    async with a_club(tmp_path, http=True) as made:
        yield made


def way(club: Club) -> HttpWay:
    found = club.slack.deliveries.way
    assert isinstance(found, HttpWay)
    return found


async def answer(club: Club, body: str, kind: str = FORM, signing: Signing = "good") -> Ack:
    ack = await way(club).post(way(club).signed(body, kind, signing))
    await club.settled()
    return ack


async def notes(club: Club) -> int:
    """What came of it all: Ben's notes."""
    await club.types("U2", "/prep notes")
    return club.told("U2").count("[Remove]")


async def test_what_slack_signed_is_taken(club: Club) -> None:
    assert (await answer(club, urlencode(COMMAND))).status == 200
    assert await notes(club) == 1


@pytest.mark.parametrize("signing", ["missing", "forged", "stale", "early"])
async def test_what_slack_did_not_sign_just_now_is_refused(club: Club, signing: Signing) -> None:
    assert (await answer(club, urlencode(COMMAND), signing=signing)).status == 401
    assert await notes(club) == 0


@pytest.mark.parametrize("body", ["{broken", "\0", "payload={broken"])
async def test_the_signature_is_judged_before_the_body_is_read(club: Club, body: str) -> None:
    assert (await answer(club, body, JSON, "forged")).status == 401


async def posted(club: Club, body: bytes | io.BytesIO, **headers: str) -> int:
    """A request of somebody who writes the headers anew."""
    async with club.slack.session.post(way(club).url, data=body, headers=headers) as response:
        return response.status


def signature(club: Club, stamp: str, body: bytes) -> str:
    base = b"v0:" + stamp.encode() + b":" + body
    return "v0=" + hmac.new(way(club).secret.encode(), base, hashlib.sha256).hexdigest()


@pytest.mark.parametrize("stamp", ["", "now", "-5", "1e9", "٣٣٣", "9" * 5_000])
async def test_a_timestamp_that_is_none_is_refused(club: Club, stamp: str) -> None:
    body = urlencode(COMMAND).encode()
    headers = {
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": signature(club, stamp, body),
    }
    assert await posted(club, body, **headers) == 401
    assert await notes(club) == 0


@pytest.mark.parametrize("signed", ["", "v0=", "v0=äöü", "v1=00", "v0=" + "0" * 64])
async def test_a_signature_that_is_none_is_refused(club: Club, signed: str) -> None:
    stamp = str(int(club.slack.state.now()))
    headers = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signed}
    assert await posted(club, urlencode(COMMAND).encode(), **headers) == 401
    assert await notes(club) == 0


async def test_a_body_that_is_no_text_is_refused(club: Club) -> None:
    body, stamp = b"text=\xff\xfe", str(int(club.slack.state.now()))
    headers = {
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": signature(club, stamp, body),
    }
    assert await posted(club, body, **headers) == 401


async def test_a_huge_body_is_refused(club: Club) -> None:
    body = io.BytesIO(urlencode({**COMMAND, "more": "x" * 2_000_000}).encode())
    assert await posted(club, body) == 413
    assert await notes(club) == 0


async def test_a_request_replayed_byte_for_byte_runs_once(club: Club) -> None:
    request = way(club).signed(urlencode(COMMAND), FORM)
    acks = [await way(club).post(request) for _ in range(3)]
    assert [ack.status for ack in acks] == [200, 200, 200]
    assert await notes(club) == 1


async def test_a_request_replayed_after_five_minutes_is_refused(club: Club) -> None:
    request = way(club).signed(urlencode(COMMAND), FORM)
    await way(club).post(request)
    await club.waits(6)
    assert (await way(club).post(request)).status == 401


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("{broken", JSON), ("[]", JSON), ("null", JSON), ("1", JSON), ('"text"', JSON),
        ("payload={broken", FORM), ("payload=[]", FORM), ("payload=null", FORM),
    ],
)  # fmt: skip
async def test_a_body_of_no_shape_is_refused(club: Club, body: str, kind: str) -> None:
    assert (await answer(club, body, kind)).status == 400
    assert club.log.lines == []


PRESS: Json = {
    "type": "block_actions", "team": {"id": "T1"}, "user": {"id": "U2", "name": "ben"},
    "container": {"type": "message", "message_ts": "1.000001", "channel_id": STUDY},
    "channel": {"id": STUDY}, "trigger_id": "1.1.1",
    "actions": [{
        "type": "button", "action_id": "press:1", "block_id": "b", "value": "v1:nudges:on",
        "action_ts": "1.000002",
    }],
}  # fmt: skip
SUBMISSION: Json = {
    "type": "view_submission", "team": {"id": "T1"}, "user": {"id": "U2", "name": "ben"},
    "view": {
        "type": "modal", "id": "V1", "hash": "1.a", "callback_id": "form", "team_id": "T1",
        "private_metadata": json.dumps({"channel": STUDY, "token": "v1:note"}),
        "state": {"values": {"text": {"value": {"type": "plain_text_input", "value": "NULL"}}}},
    },
}  # fmt: skip
_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "type", "value", "text"]), inner, max_size=3)
    ),
    max_leaves=5,
)


def spoiled(payload: Json, key: str, value: object) -> Json:
    """With one of its parts, at whatever depth, something else."""
    return {
        name: value
        if name == key
        else spoiled(part, key, value)
        if isinstance(part, dict)
        else part
        for name, part in payload.items()
    }


KEYS = (
    "team", "user", "container", "channel", "actions", "trigger_id", "view", "id", "hash", "type",
    "private_metadata", "state", "values", "callback_id", "text",
)  # fmt: skip


@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(payload=st.sampled_from([PRESS, SUBMISSION]), key=st.sampled_from(KEYS), value=_ANYTHING)
async def test_no_payload_however_broken_brings_the_bot_down(
    club: Club, payload: Json, key: str, value: object
) -> None:
    sent = Delivery("interactive", spoiled(payload, key, value))
    ack = await way(club).post(way(club).request(sent))
    await club.settled()
    assert ack.status in {200, 400, 404, 500}
    assert (await answer(club, urlencode({**COMMAND, "text": "help"}))).status == 200


async def test_a_button_of_another_version_is_answered_politely_and_does_nothing(
    club: Club,
) -> None:
    await club.types("U2", "/prep settings")
    ben = club.slack.user("U2")
    sent = club.slack.payloads.pressed_message(
        ben.account, club.slack.room(STUDY).messages[ben.sees(STUDY)[-1].ts],
        {**PRESS["actions"][0], "action_id": "tap:1"}, {},
    )  # fmt: skip
    assert (await way(club).deliver(sent)).status == 200
    await club.settled()
    assert club.told("U2").startswith("From another version")
    await club.types("U2", "/prep settings")
    assert "Nudges: off" in club.told("U2")


async def test_a_form_of_another_version_is_answered_politely_and_not_kept(club: Club) -> None:
    sent = Delivery("interactive", spoiled(SUBMISSION, "callback_id", "answer-form"))
    ack = await way(club).post(way(club).request(sent))
    assert ack.payload["view"]["title"]["text"] == "From another version"
    assert await notes(club) == 0


async def test_a_kind_of_event_nobody_listens_to_is_not_taken(club: Club) -> None:
    event: Json = {"type": "event_callback", "team_id": "T1", "event_id": "Ev1"}
    sent = Delivery("events_api", {**event, "event": {"type": "emoji_changed"}})
    assert (await way(club).post(way(club).request(sent))).status == 404


async def test_the_address_is_verified_as_slack_asks(club: Club) -> None:
    assert await way(club).verify_url()


async def test_a_look_at_the_certificate_is_answered(club: Club) -> None:
    assert (await way(club).check_ssl()).status == 200
