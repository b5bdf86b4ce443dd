"""Answers that are run, given as a file: read with the app's token, or asked for again."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from aiohttp import web

from adapters.slack.client import WebApi
from adapters.slack.files import Files
from adapters.slack.identity import OneToken
from adapters.slack.paces import Paces
from adapters.uploads import LARGEST, Unreadable
from bot.curriculum.reading import Bookshelf
from tests.adapters.slack.club import Club, Manner, a_club
from tests.adapters.slack.loopback import a_web_api
from tests.adapters.slack.test_windows import entered
from tests.commands.test_executed import RIGHT, SQL, ScriptedJudge
from tests.conftest import CONTENT
from tests.slack.api import PRIVATE
from tests.slack.records import SCOPES, File, Json, Upload
from tests.slack.shown import ShownView
from tests.slack.trouble import Broken, Dropped, Held, Limited, Run, Trouble
from tests.slack.workspace import TOKENS
from tests.usecases.room import executed

SKILL = "sql.window"
QUERY = "SELECT count(*) FROM sessions -- every one of them counts\n" * 120
"""More than Slack's own field takes."""
GIVEN = "text.file"


@dataclass
class Desk:
    """Ben with the form of a drill that is run before him."""

    club: Club
    judge: ScriptedJudge

    @property
    def shown(self) -> ShownView:
        return self.club.slack.user("U2").modal

    async def hands_in(self, file: File | None = None, typed: str = "") -> None:
        given: dict[str, str | File] = {GIVEN: file} if file else {}
        await self.club.slack.user("U2").submits({"text": typed, **given})
        await self.club.settled()

    @property
    def judged(self) -> list[str]:
        return [task.text for task in self.judge.tasks]


def a_shelf() -> Bookshelf:
    """The shipped content with a single drill in one skill, and that one is run."""
    made = Bookshelf(CONTENT)
    curriculum = made.current
    short = next(f.family for f in curriculum.playable if f.skill == "sql.plan")
    family = executed(curriculum, f"{SKILL}.count-them", short)
    others = {name: f for name, f in curriculum.families.items() if f.skill != SKILL}
    made.current = replace(curriculum, families={**others, family.family: family}, runs=SQL)
    return made


SHELF = a_shelf()


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    judge = ScriptedJudge([RIGHT])
    async with a_club(tmp_path, manner=Manner(shelf=SHELF, judge=judge)) as club:
        await opens(club)
        yield Desk(club, judge)
        assert club.log.lines == []


async def opens(club: Club) -> None:
    await club.starts()
    await club.types("U2", f"/prep drill {SKILL}")
    await club.presses("U2", "Write the answer")


async def test_a_file_is_run_as_if_it_had_been_typed(desk: Desk) -> None:
    await desk.hands_in(("answer.sql", QUERY.replace("\n", "\r\n").encode()))
    assert desk.judged == [QUERY.strip()]
    assert "Right · " in desk.shown.words


async def test_without_a_file_what_was_typed_is_run(desk: Desk) -> None:
    await desk.hands_in(typed="SELECT 1")
    assert desk.judged == ["SELECT 1"]


async def test_a_file_counts_instead_of_what_was_typed(desk: Desk) -> None:
    await desk.hands_in(("answer.py", b"SELECT 2"), typed="see the file")
    assert desk.judged == ["SELECT 2"]


async def test_neither_brings_the_form_back(desk: Desk) -> None:
    await desk.hands_in()
    assert desk.judged == []
    assert [block.get("block_id") for block in desk.shown.blocks][-2:] == ["text", GIVEN]


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("me.sql", b"\x89PNG\r\n\x1a\n\x00\x00\xff", "me.sql is no text file"),
        ("null.txt", b"SELECT\x00", "null.txt is no text file"),
        ("empty.txt", b" \n", "empty.txt is empty"),
        ("none.txt", b"", "none.txt is empty"),
        ("book.txt", b"a" * (LARGEST + 1), "book.txt has 65,537 bytes"),
        ("long.md", b"a " * 5_000, "8000"),
    ],
)
async def test_any_other_file_is_refused_and_what_was_typed_is_kept(
    desk: Desk, name: str, data: bytes, why: str
) -> None:
    await desk.hands_in((name, data), typed="typed before")
    assert why in desk.shown.words.replace("8,000", "8000")
    assert entered(desk.shown, "text") == "typed before"
    assert desk.judged == []


async def test_a_files_name_calls_nobody(desk: Desk) -> None:
    await desk.hands_in(("<!channel>.sql", b"\xff"))
    assert "is no text file" in desk.shown.words
    assert "<!channel>" not in desk.shown.words


async def test_the_form_that_came_back_is_taken(desk: Desk) -> None:
    await desk.hands_in(("empty.txt", b" "), typed="SELECT 3")
    await desk.hands_in(("full.txt", b"SELECT 4"))
    assert desk.judged == ["SELECT 4"]


@pytest.mark.parametrize(
    "trouble",
    [Limited(30), Broken(500), Broken(503), Dropped(kept=False)],
    ids=["in haste", "broken", "away", "hangs up"],
)
async def test_a_file_that_cannot_be_had_is_asked_for_again(desk: Desk, trouble: Trouble) -> None:
    desk.club.slack.trouble.always(PRIVATE, trouble)
    await desk.hands_in(("a.sql", QUERY.encode()), typed="typed before")
    assert "a.sql could not be had from Slack just now" in desk.shown.words
    assert entered(desk.shown, "text") == "typed before"
    desk.club.slack.trouble.stop()
    await desk.hands_in()
    assert desk.judged == [QUERY.strip()]


async def test_a_file_that_is_gone_is_said_to_be_gone(desk: Desk) -> None:
    desk.club.slack.trouble.next(PRIVATE, Broken(404))
    await desk.hands_in(("a.sql", QUERY.encode()))
    assert "a.sql is not on Slack any more" in desk.shown.words


@pytest.mark.parametrize("status", [401, 403])
async def test_a_refused_file_names_the_permission(desk: Desk, status: int) -> None:
    desk.club.slack.trouble.next(PRIVATE, Broken(status))
    await desk.hands_in(("a.sql", QUERY.encode()))
    assert "files:read" in desk.shown.words


async def test_a_missing_permission_is_named(desk: Desk) -> None:
    desk.club.slack.token("T1").scopes = "commands,chat:write,users:read"
    await desk.hands_in(("a.sql", QUERY.encode()), typed="typed before")
    assert "no permission to (files:read)" in desk.shown.words
    assert entered(desk.shown, "text") == "typed before"


async def test_an_app_without_the_permission_asks_for_no_file(tmp_path: Path) -> None:
    judge = ScriptedJudge([RIGHT])
    async with a_club(tmp_path, manner=Manner(shelf=SHELF, judge=judge)) as club:
        club.slack.token("T1").scopes = SCOPES.replace("files:read,", "")
        await opens(club)
        await club.slack.user("U2").submits({"text": "SELECT 6"})
        await club.settled()
        assert [task.text for task in judge.tasks] == ["SELECT 6"]


async def test_a_slow_file_says_so_and_is_then_run(tmp_path: Path) -> None:
    judge, held = ScriptedJudge([RIGHT]), Held()
    manner = Manner(shelf=SHELF, judge=judge, patience=0.3)
    async with a_club(tmp_path, manner=manner) as club:
        await opens(club)
        club.slack.trouble.next(PRIVATE, held)
        ben = club.slack.user("U2")
        await ben.submits({GIVEN: ("a.sql", QUERY.encode())})
        assert ben.modal.title == "One moment"
        held.release()
        await club.settled()
        assert "Right · " in ben.modal.words


async def test_of_a_file_from_another_organisation_slack_is_asked(desk: Desk) -> None:
    """Its submission carries no more than an id."""
    kept = Upload("F7", "a.sql", "T1", data=b"SELECT 5", complete=True)
    desk.club.slack.state.uploads[kept.id] = kept
    bare: Json = {"id": kept.id, "file_access": "check_file_info"}
    held = {GIVEN: {"value": {"type": "file_input", "files": [bare]}}}
    await desk.club.slack.user("U2").forces(held)
    await desk.club.settled()
    assert desk.judged == ["SELECT 5"]


async def test_a_file_nobody_knows_is_gone(desk: Desk) -> None:
    held = {GIVEN: {"value": {"type": "file_input", "files": [{"id": "F404"}]}}}
    await desk.club.slack.user("U2").forces(held)
    await desk.club.settled()
    assert "is not on Slack any more" in desk.shown.words


@pytest.mark.parametrize(
    "address",
    ["https://docs.example/a.sql", "http://127.0.0.1.docs.example/a", "ftp://127.0.0.1/a", "//["],
)
async def test_nobody_but_slack_is_shown_the_token(desk: Desk, address: str) -> None:
    file: Json = {"id": "F1", "name": "a.sql", "url_private": address}
    held = {GIVEN: {"value": {"type": "file_input", "files": [file]}}}
    await desk.club.slack.user("U2").forces(held)
    await desk.club.settled()
    assert "a.sql lies outside of Slack" in desk.shown.words


async def test_a_file_is_not_waited_for_longer_than_said(desk: Desk) -> None:
    slack = desk.club.slack
    slack.trouble.next(PRIVATE, Held())
    api = WebApi(OneToken(TOKENS["T1"], slack.api_url), Paces(), slack.api_url)
    where = f"{slack.state.base}/files/F1"
    with pytest.raises(Unreadable, match="just now"):
        await Files(api, seconds=0.05).text_of("T1", {"name": "a.sql", "url_private": where})
    await api.close()


@dataclass(frozen=True)
class Moved:
    """The file lies elsewhere."""

    to: str

    async def around(self, _request: web.Request, _run: Run) -> web.StreamResponse:
        return web.Response(status=302, headers={"Location": self.to})


async def test_a_file_that_has_moved_is_had_without_showing_the_token_elsewhere(desk: Desk) -> None:
    async with a_web_api() as elsewhere:
        elsewhere.says("file", "SELECT 7", "text/plain")
        desk.club.slack.trouble.next(PRIVATE, Moved(f"{elsewhere.url}file"))
        await desk.hands_in(("a.sql", b"SELECT 1"))
        assert elsewhere.asked == [("file", "")]
    assert desk.judged == ["SELECT 7"]
