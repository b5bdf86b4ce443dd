"""What the doctor finds, and the way to mend it."""

import email.utils
from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta

import pytest
from aiohttp import web

from adapters.slack.client import WebApi
from adapters.slack.doctor import SlackDoctor
from adapters.slack.identity import OneToken
from adapters.slack.manifest import SCOPES
from adapters.slack.paces import Paces
from adapters.slack.places import PLATFORM
from bot.clock import SetClock
from bot.domain.ids import ChannelRef
from bot.ports import Finding
from tests.adapters.slack.club import Unhurried
from tests.adapters.slack.loopback import Loopback, a_web_api
from tests.conftest import MONDAY

ROOM = ChannelRef(PLATFORM, "T1", "C1")
ARRIVES = Finding("Slack's requests arrive.", good=True)


def told(
    loopback: Loopback, *, scopes: str = ", ".join(SCOPES), at: datetime = MONDAY, date: str = ""
) -> None:
    """auth.test, with what Slack writes above its answers."""
    date = date or email.utils.format_datetime(at, usegmt=True)
    headers = {"X-OAuth-Scopes": scopes, "Date": date}
    loopback.answers("auth.test", {"team_id": "T1"}, headers)


def shown(loopback: Loopback, **room: bool) -> None:
    """conversations.info of a room the app is in, unless `room` says otherwise."""
    loopback.answers("conversations.info", {"channel": {"id": "C1", "is_member": True, **room}})


@pytest.fixture
async def slack() -> AsyncIterator[Loopback]:
    async with a_web_api() as made:
        told(made)
        shown(made)
        yield made


@pytest.fixture
async def doctor(slack: Loopback, clock: SetClock) -> AsyncIterator[SlackDoctor]:
    async def delivery() -> Finding:
        return ARRIVES

    api = WebApi(OneToken("xoxb-1", slack.url), Paces(), slack.url, sleep=Unhurried().sleep)
    yield SlackDoctor(api, clock, delivery)
    await api.close()


def bad(found: Sequence[Finding]) -> list[Finding]:
    return [finding for finding in found if not finding.good]


async def only_trouble(doctor: SlackDoctor) -> Finding:
    (finding,) = bad(await doctor.examine(ROOM))
    return finding


async def test_in_good_health_every_line_says_so(doctor: SlackDoctor) -> None:
    assert await doctor.examine(ROOM) == [
        Finding("Slack takes the app's token.", good=True),
        Finding("Every permission is there.", good=True),
        Finding("The clock of this machine agrees with Slack's.", good=True),
        Finding("The app is in this channel.", good=True),
        ARRIVES,
    ]


async def test_how_requests_arrive_is_told(slack: Loopback, clock: SetClock) -> None:
    async def nothing_came() -> Finding:
        return Finding("Not connected to Slack.", False, "The log says why.")

    api = WebApi(OneToken("xoxb-1", slack.url), Paces(), slack.url, sleep=Unhurried().sleep)
    finding = await only_trouble(SlackDoctor(api, clock, nothing_came))
    await api.close()
    assert finding.what == "Not connected to Slack."


class TestToken:
    @pytest.mark.parametrize("code", ["invalid_auth", "token_revoked"])
    async def test_a_refused_one_is_named(
        self, slack: Loopback, doctor: SlackDoctor, code: str
    ) -> None:
        slack.refuses("auth.test", code)
        finding = await only_trouble(doctor)
        assert code in finding.what
        assert "token" in finding.fix

    async def test_one_that_was_revoked_since_is_named(
        self, slack: Loopback, doctor: SlackDoctor
    ) -> None:
        await doctor.examine(ROOM)
        slack.refuses("auth.test", "token_revoked")
        slack.refuses("conversations.info", "token_revoked")
        token, room = bad(await doctor.examine(ROOM))
        assert ("token_revoked" in token.what, "token_revoked" in room.what) == (True, True)

    async def test_a_workspace_without_the_app_is_one_finding(self, doctor: SlackDoctor) -> None:
        (finding,) = bad(await doctor.examine(ChannelRef(PLATFORM, "T2", "C1")))
        assert "not installed" in finding.what
        assert "Add the app" in finding.fix

    async def test_a_slack_out_of_reach_is_one_finding(
        self, slack: Loopback, doctor: SlackDoctor
    ) -> None:
        await doctor.examine(ROOM)
        slack.hangs_up("auth.test")
        slack.hangs_up("conversations.info")
        finding = await only_trouble(doctor)
        assert "connection" in finding.what


class TestScopes:
    @pytest.mark.parametrize("scope", SCOPES)
    async def test_a_missing_one_is_named_with_its_purpose(
        self, slack: Loopback, doctor: SlackDoctor, scope: str
    ) -> None:
        told(slack, scopes=",".join(set(SCOPES) - {scope}))
        finding = await only_trouble(doctor)
        assert finding.what == f"Missing permissions: {scope}, {SCOPES[scope]}."
        assert "manifest" in finding.fix

    async def test_more_than_needed_is_no_trouble(
        self, slack: Loopback, doctor: SlackDoctor
    ) -> None:
        told(slack, scopes=",".join([*SCOPES, "channels:history"]))
        assert bad(await doctor.examine(ROOM)) == []


class TestClock:
    @pytest.mark.parametrize("seconds", [-61, 61, 600])
    async def test_one_that_is_off_is_told_by_how_much(
        self, slack: Loopback, doctor: SlackDoctor, seconds: int
    ) -> None:
        told(slack, at=MONDAY + timedelta(seconds=seconds))
        finding = await only_trouble(doctor)
        assert f"{abs(seconds)} seconds" in finding.what
        assert "network time" in finding.fix

    @pytest.mark.parametrize("seconds", [-60, 0, 60])
    async def test_a_minute_is_no_trouble(
        self, slack: Loopback, doctor: SlackDoctor, seconds: int
    ) -> None:
        told(slack, at=MONDAY + timedelta(seconds=seconds))
        assert bad(await doctor.examine(ROOM)) == []

    @pytest.mark.parametrize("date", ["yesterday", "Mon, 32 Mar 2027 08:00:00 GMT"])
    async def test_an_unreadable_time_is_no_trouble(
        self, slack: Loopback, doctor: SlackDoctor, date: str
    ) -> None:
        told(slack, date=date)
        found = await doctor.examine(ROOM)
        assert bad(found) == []
        assert Finding("Slack did not tell its time.", good=True) in found


class TestRoom:
    async def test_it_is_the_one_that_is_asked_about(
        self, slack: Loopback, doctor: SlackDoctor
    ) -> None:
        async def handler(request: web.Request) -> web.Response:
            room = {"is_member": request.query["channel"] == ROOM.channel}
            return web.json_response({"ok": True, "channel": room})

        slack.does("conversations.info", handler)
        assert bad(await doctor.examine(ROOM)) == []

    async def test_a_direct_conversation_needs_no_looking_at(self, doctor: SlackDoctor) -> None:
        found = await doctor.examine(ChannelRef(PLATFORM, "T1", "U1", direct=True))
        assert [finding.what for finding in found][-1] == ARRIVES.what
        assert len(found) == 4

    async def test_an_app_that_is_not_there_is_invited(
        self, slack: Loopback, doctor: SlackDoctor
    ) -> None:
        shown(slack, is_member=False)
        finding = await only_trouble(doctor)
        assert finding.what == "The app is not in this channel."
        assert "/invite" in finding.fix

    async def test_a_room_the_app_cannot_see_is_opened_to_it(
        self, slack: Loopback, doctor: SlackDoctor
    ) -> None:
        slack.refuses("conversations.info", "channel_not_found")
        finding = await only_trouble(doctor)
        assert finding.what == "The app cannot see this channel."
        assert "/invite" in finding.fix

    async def test_of_an_archived_one_nothing_else_is_said(
        self, slack: Loopback, doctor: SlackDoctor
    ) -> None:
        shown(slack, is_archived=True, is_member=False, is_read_only=True)
        finding = await only_trouble(doctor)
        assert finding.what == "This channel is archived."
        assert "Unarchive" in finding.fix

    @pytest.mark.parametrize("kind", ["is_read_only", "is_thread_only"])
    async def test_restricted_posting_is_told(
        self, slack: Loopback, doctor: SlackDoctor, kind: str
    ) -> None:
        shown(slack, **{kind: True})
        finding = await only_trouble(doctor)
        assert finding.what == "Not everybody may post in this channel."
        assert "admin" in finding.fix

    async def test_readers_from_outside_are_told_of(
        self, slack: Loopback, doctor: SlackDoctor
    ) -> None:
        shown(slack, is_ext_shared=True)
        found = await doctor.examine(ROOM)
        assert Finding("People of another organisation can read this channel.", good=True) in found

    async def test_a_missing_permission_says_what_to_do(
        self, slack: Loopback, doctor: SlackDoctor
    ) -> None:
        slack.refuses("conversations.info", "missing_scope")
        assert "manifest" in (await only_trouble(doctor)).fix

    async def test_trouble_of_slacks_own_passes(self, slack: Loopback, doctor: SlackDoctor) -> None:
        slack.refuses("conversations.info", "fatal_error")
        assert (await only_trouble(doctor)).fix == "Try again in a minute."
