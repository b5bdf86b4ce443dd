"""Long answers as text files, and files of every other kind."""

import contextlib
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.files import Files
from adapters.discord.forms import form_view, values_of
from adapters.uploads import FILE, LARGEST, Unreadable, decoded
from bot.cards import Form, FormField
from tests.adapters.discord.club import Club, a_club
from tests.adapters.slack.club import first_day
from tests.discord.trouble import Broken, Dropped, Fail, Held, Trouble

TEXT = "Windows keep the rows; grouping does not. " * 40
ANSWER = FormField("text", "Answer", "paragraph", limit=3_000)
GIVEN = "text" + FILE


@pytest.fixture
async def club(tmp_path: Path) -> AsyncIterator[Club]:
    """Ben has the form of a written answer before him."""
    async with a_club(tmp_path) as made:
        await made.starts(first_day("written"))
        await made.presses("ben", "Write")
        yield made
        assert [line for line in made.log.lines if not line.startswith("card shortened")] == []


async def answer_of(club: Club, user: str) -> str:
    await club.types(user, "/prep settings export")
    upload = list(club.discord.state.uploads.values())[-1]
    return str(json.loads(upload.data)["circles"][0]["answers"][-1]["answer"])


async def test_a_text_file_is_the_answer(club: Club) -> None:
    await club.submits("ben", {GIVEN: ("answer.md", TEXT.encode())})
    assert club.told("ben").startswith("## Score yourself")
    assert await answer_of(club, "ben") == TEXT.strip()


async def test_without_a_file_what_was_typed_is_the_answer(club: Club) -> None:
    await club.submits("ben", {"text": TEXT})
    assert await answer_of(club, "ben") == TEXT.strip()


async def test_a_file_counts_instead_of_what_was_typed(club: Club) -> None:
    await club.submits("ben", {"text": "see below", GIVEN: ("a.txt", TEXT.encode())})
    assert await answer_of(club, "ben") == TEXT.strip()


async def test_neither_is_answered_with_the_form_to_mend(club: Club) -> None:
    await club.submits("ben", {})
    await club.presses("ben", "Mend it")
    assert club.discord.user("ben").modal.fields == ["text", GIVEN]


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("me.png", b"\x89PNG\r\n\x1a\n\x00\x00\xff", "me.png is no text file"),
        ("cv.pdf", b"%PDF-1.7\n\xe2\xe3\xcf\xd3", "cv.pdf is no text file"),
        ("talk.mp3", b"ID3\x03\x00\x00\x00\x00", "talk.mp3 is no text file"),
        ("empty.txt", b" \n", "empty.txt is empty"),
        ("book.txt", b"a" * (LARGEST + 1), "book.txt has 65,537 bytes"),
        ("long.txt", b"a " * 2_000, "3,000"),
    ],
)
async def test_any_other_file_is_refused_and_what_was_typed_is_kept(
    club: Club, name: str, data: bytes, why: str
) -> None:
    await club.submits("ben", {"text": "typed before", GIVEN: (name, data)})
    told = club.told("ben").replace("\\", "")
    assert why in told or "3000" in told, told
    await club.presses("ben", "Mend it")
    assert "typed before" in str(club.discord.user("ben").modal.components)


@pytest.mark.parametrize(
    "trouble", [Fail(404), Broken(503), Dropped(kept=False)], ids=["gone", "broken", "hangs up"]
)
async def test_a_file_that_cannot_be_had_is_asked_for_again(club: Club, trouble: Trouble) -> None:
    club.discord.files = trouble
    await club.submits("ben", {"text": "typed before", GIVEN: ("a.txt", TEXT.encode())})
    assert "could not be had" in club.told("ben")
    await club.presses("ben", "Mend it")
    assert "typed before" in str(club.discord.user("ben").modal.components)


async def test_a_file_is_not_waited_for_longer_than_said(club: Club) -> None:
    held = club.discord.files = Held()
    asked = {"filename": "a.txt", "url": f"{club.discord.state.base}/attachments/1/a.txt"}
    with pytest.raises(Unreadable, match="could not be had"):
        await Files(club.surface.api, seconds=0.05).text_of("", asked)
    held.release()


def test_a_form_that_fills_the_modal_takes_no_file() -> None:
    fields = tuple(FormField(f"part{n}", "Part", "paragraph") for n in range(5))
    made = form_view(Form("v1:x", "Scope", "Send", fields), "v1:x")
    assert [part["component"]["type"] for part in made["components"]] == [4] * 5


def test_there_is_room_for_a_file_where_text_is_long_and_wanted() -> None:
    def kinds(field: FormField) -> list[int]:
        made = form_view(Form("v1:x", "Write", "Send", (field,)), "v1:x")
        return [part["component"]["type"] for part in made["components"]]

    assert kinds(ANSWER) == [4, 19]
    assert kinds(FormField("text", "Number")) == [4]


def test_a_file_of_another_interaction_is_none() -> None:
    upload = {"type": 19, "custom_id": GIVEN, "values": ["404"]}
    assert values_of({"components": [{"type": 18, "component": upload}]}) == {}


@given(st.text(min_size=1).filter(lambda text: bool(text.strip()) and "\0" not in text))
def test_every_text_is_read_however_it_is_marked(text: str) -> None:
    wanted = text.replace("\r\n", "\n").strip()
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        if not text.startswith("\ufeff"):
            assert decoded("a.txt", text.encode(encoding, "surrogatepass")) == wanted


@given(st.binary(max_size=60))
def test_whatever_bytes_a_file_has_it_is_read_or_refused(data: bytes) -> None:
    with contextlib.suppress(Unreadable):
        assert decoded("a.bin", data)
