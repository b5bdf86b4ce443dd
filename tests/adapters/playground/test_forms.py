from dataclasses import replace

import pytest

from bot.ports import Reply, Submitted
from tests.adapters.playground.gallery import DRILL, INVITATION, START, VERDICT
from tests.adapters.playground.site import ANA, ANA_DIRECT, a_site
from tests.adapters.playground.test_room import HERE

FILLED = {
    "field.name": "Spring",
    "field.track": "pm",
    "field.first": "2027-05-10",
    "field.hour": "08:30",
    "field.days": "21",
    "field.note": "one\r\ntwo",
}


async def test_a_typed_form_is_shown_filled_and_submitted() -> None:
    async with a_site() as site:
        site.desk.forms["start"] = START
        site.desk.replies["start"] = Reply(INVITATION)
        page = await site.post("/send", ANA, text="/prep start")
        assert "Post the invitation" in page
        assert 'name="opening" value="typed:start"' in page
        assert site.desk.asked == []
        page = await site.post("/submit", ANA, token="start", opening="typed:start", **FILLED)
        assert INVITATION.title in page
        assert "You typed /prep start" in page
        assert site.desk.asked[0].request == Submitted(
            "start",
            {
                **{"name": "Spring", "track": "pm", "first": "2027-05-10"},
                **{"hour": "08:30", "days": "21", "note": "one\ntwo"},
            },
        )


async def test_no_form_is_shown_to_one_person_that_only_a_room_can_be_asked() -> None:
    async with a_site() as site:
        site.desk.forms["start"] = START
        site.desk.in_room.add("start")
        site.desk.replies["start"] = Reply(INVITATION)
        assert INVITATION.title in await site.post("/send", ANA_DIRECT, text="/prep start")


async def test_a_form_from_a_private_card_is_answered_in_its_place() -> None:
    async with a_site() as site:
        site.desk.forms["v1:explain:12"] = START
        site.desk.replies["start"] = Reply(VERDICT)
        private = site.room.post(HERE, DRILL, only_for="ana")
        pressed = {"message": str(private.id), "opening": "pressed:v1:explain:12"}
        shown = await site.script("/press", ANA, token="v1:explain:12", message=str(private.id))
        assert pressed["opening"] in shown["form"]
        await site.script("/submit", ANA, token="start", **pressed, **FILLED)
        (entry,) = site.room.seen_by("ana", HERE)
        assert entry.message.content == VERDICT


@pytest.mark.parametrize("command", ["code", "number", "scope", "write"])
async def test_a_drill_is_told_again_beside_the_form_that_answers_it(command: str) -> None:
    async with a_site() as site:
        site.desk.forms[f"v1:{command}:12"] = replace(START, token=f"v1:{command}:12")
        drill = str(site.room.post(HERE, DRILL).id)
        shown = await site.script("/press", ANA, token=f"v1:{command}:12", message=drill)
        for words in (DRILL.title, "latest order", "row_number()", "one row per customer"):
            assert words in shown["form"]


async def test_a_drill_told_again_has_no_buttons() -> None:
    async with a_site() as site:
        site.desk.forms["v1:code:12"] = replace(START, token="v1:code:12")
        drill = str(site.room.post(HERE, DRILL).id)
        shown = await site.script("/press", ANA, token="v1:code:12", message=drill)
        assert "v1:hint:12" not in shown["form"]


async def test_a_drill_is_still_told_when_its_answer_comes_back() -> None:
    async with a_site() as site:
        site.desk.forms["v1:code:12"] = replace(START, token="v1:code:12")
        at = {"message": str(site.room.post(HERE, DRILL).id), "opening": "pressed:v1:code:12"}
        page = await site.post("/submit", ANA, token="v1:code:12", **at)
        assert "Please look at" in page
        assert "latest order" in page


async def test_a_form_that_answers_nothing_stands_alone() -> None:
    async with a_site() as site:
        site.desk.forms["v1:explain:12"] = START
        drill = str(site.room.post(HERE, DRILL).id)
        shown = await site.script("/press", ANA, token="v1:explain:12", message=drill)
        assert "latest order" not in shown["form"]


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("name", "", "This one is needed."),
        ("name", "x" * 43, "This is 3 characters too long."),
        ("track", "law", "Please pick one of the choices."),
        ("first", "soon", "Write a date like 2027-05-19."),
        ("hour", "25:00", "Write a time like 09:00."),
        ("days", "many", "Please write a number."),
        ("days", "nan", "Please write a number."),
        ("days", "13", "The smallest is 14."),
        ("days", "31", "The largest is 30."),
    ],
)
async def test_a_form_comes_back_with_what_is_wrong(field: str, value: str, problem: str) -> None:
    async with a_site() as site:
        site.desk.forms["start"] = START
        filled = {**FILLED, f"field.{field}": value}
        page = await site.post("/submit", ANA, token="start", opening="typed:start", **filled)
        assert problem in page
        assert "one\ntwo" in page
        assert site.desk.asked == []


async def test_a_form_nobody_knows_any_more_is_passed_on_as_it_is() -> None:
    async with a_site() as site:
        await site.post("/submit", ANA, token="old", opening="other:x", **{"field.a": "1"})
        assert site.desk.asked[0].request == Submitted("old", {"a": "1"})


async def test_a_cancelled_form_does_nothing() -> None:
    async with a_site() as site:
        await site.post("/submit", ANA, token="start", cancel="1", **FILLED)
        assert site.desk.asked == []
