import pytest

from adapters.playground.places import direct_ref, room_ref
from bot.domain.ids import ActorRef, Platform
from bot.ports import Attachment, Invocation, Pressed, Reply, Typed
from tests.adapters.playground.gallery import (
    BOARD,
    CHECKLIST,
    DRILL,
    HINT,
    VERDICT,
)
from tests.adapters.playground.site import ANA, ANA_DIRECT, BEN, a_site
from tests.adapters.playground.test_room import HERE


async def test_the_front_page_is_the_first_room_as_the_first_person() -> None:
    async with a_site() as site:
        page = await site.page("/")
        assert "<title>General · Ana · Prepcircle playground</title>" in page
        assert "Nothing here yet" in page


@pytest.mark.parametrize(
    "path", ["/r/nowhere?as=ana", "/r/general?as=nobody", "/d/nobody", "/events?as=nobody", "/x"]
)
async def test_what_is_not_there_is_not_found(path: str) -> None:
    async with a_site() as site:
        assert await site.status("GET", path) == 404


async def test_a_command_becomes_an_invocation() -> None:
    async with a_site() as site:
        await site.post("/send", BEN, text="  /prep drill sql.window 2 ")
        assert site.desk.asked == [
            Invocation(
                "i1",
                room_ref("general"),
                ActorRef(Platform("playground"), "playground", "ben"),
                "Ben",
                Typed("drill sql.window 2"),
            )
        ]


async def test_every_invocation_has_its_own_id_and_place() -> None:
    async with a_site() as site:
        await site.post("/send", ANA, text="/prep")
        await site.post("/send", ANA_DIRECT, text="/PREP help")
        first, second = site.desk.asked
        assert (first.id, first.request) == ("i1", Typed(""))
        assert (second.id, second.request) == ("i2", Typed("help"))
        assert second.channel == direct_ref("ana")
        assert second.channel.direct


async def test_a_private_answer_is_for_the_asker_alone() -> None:
    async with a_site() as site:
        site.desk.replies["today"] = Reply(CHECKLIST)
        page = await site.post("/send", ANA, text="/prep today")
        assert CHECKLIST.title in page
        assert "Only you can see this" in page
        assert "You typed /prep today" in page
        assert CHECKLIST.title not in await site.page("/r/general?as=ben")


async def test_a_direct_answer_stays_in_the_direct_conversation() -> None:
    async with a_site() as site:
        site.desk.replies["today"] = Reply(CHECKLIST)
        assert CHECKLIST.title in await site.post("/send", ANA_DIRECT, text="/prep today")
        assert CHECKLIST.title in await site.page("/d/ana?as=ben")
        assert CHECKLIST.title not in await site.page("/r/general?as=ana")
        assert CHECKLIST.title not in await site.page("/d/ben")
        other = {"as": "ben", "at": "d/ana"}
        headers = {"Sec-Fetch-Site": "same-origin"}
        assert await site.status("POST", "/send", {**other, "text": "hi"}, headers) == 404


async def test_a_redelivery_shows_nothing_new() -> None:
    async with a_site() as site:
        await site.post("/send", ANA, text="/prep join")
        assert len(site.desk.asked) == 1
        assert site.room.seen_by("ana", HERE) == ()


async def test_ordinary_words_go_to_the_room_as_they_are() -> None:
    async with a_site() as site:
        await site.post("/send", ANA, text="hello <b>you</b> & all")
        await site.post("/send", ANA, text="   ")
        page = await site.page("/r/general?as=ben")
        assert "hello &lt;b&gt;you&lt;/b&gt; &amp; all" in page
        assert site.desk.asked == []
        assert len(site.room.seen_by("ben", HERE)) == 1


@pytest.mark.parametrize("text", ["/", "/study drill", "/prepare me", "//"])
async def test_another_slash_gets_private_help(text: str) -> None:
    async with a_site() as site:
        page = await site.post("/send", ANA, text=text)
        assert "That is not one of my commands" in page
        assert site.desk.asked == []
        assert site.room.seen_by("ben", HERE) == ()


async def test_pressing_a_public_card_answers_right_below_it() -> None:
    async with a_site() as site:
        site.desk.replies["v1:hint:12"] = Reply(HINT)
        card = site.room.post(HERE, DRILL)
        site.room.post(HERE, "later words", author="ben")
        await site.post("/press", ANA, token="v1:hint:12", message=str(card.id))
        await site.post("/press", ANA, token="v1:hint:12", message=str(card.id))
        first, _ = site.room.seen_by("ana", HERE)
        assert [entry.message.content for entry in first.under] == [HINT, HINT]
        assert site.room.seen_by("ben", HERE)[0].under == ()
        assert site.desk.asked[0].request == Pressed("v1:hint:12")


async def test_pressing_a_private_card_takes_its_place() -> None:
    async with a_site() as site:
        site.desk.replies |= {"drill": Reply(DRILL), "v1:answer:12:A": Reply(VERDICT)}
        await site.post("/send", ANA, text="/prep drill")
        (entry,) = site.room.seen_by("ana", HERE)
        await site.post("/press", ANA, token="v1:answer:12:A", message=str(entry.message.id))
        (after,) = site.room.seen_by("ana", HERE)
        assert after.message.id == entry.message.id
        assert after.message.content == VERDICT
        assert after.message.cause == "You typed /prep drill"


async def test_nobody_presses_on_what_they_cannot_see() -> None:
    async with a_site() as site:
        site.desk.replies["v1:more:sql"] = Reply(HINT)
        private = site.room.post(HERE, VERDICT, only_for="ana")
        elsewhere = site.room.post(direct_ref("ben"), VERDICT)
        for message in (str(private.id), str(elsewhere.id), "999", "", "x"):
            await site.post("/press", BEN, token="v1:more:sql", message=message)
        (entry,) = site.room.seen_by("ana", HERE)
        assert entry.message.content == VERDICT
        assert [e.message.parent for e in site.room.seen_by("ben", HERE)] == [None] * 5


async def test_a_press_without_a_token_does_nothing() -> None:
    async with a_site() as site:
        await site.post("/press", ANA, token="")
        assert site.desk.asked == []


async def test_a_risky_button_asks_first() -> None:
    async with a_site() as site:
        site.desk.replies["v1:reset"] = Reply(HINT)
        card = site.room.post(HERE, CHECKLIST)
        press = {"token": "v1:reset", "message": str(card.id)}
        page = await site.post("/press", ANA, **press)
        assert "Untick all seven items?" in page
        assert 'value="v1:reset"' in page
        asked = await site.script("/press", ANA, **press)
        assert "Untick all seven items?" in asked["form"]
        await site.post("/press", ANA, **press, sure="yes", cancel="1")
        assert site.desk.asked == []
        await site.post("/press", ANA, **press, sure="yes")
        assert site.desk.asked[0].request == Pressed("v1:reset")


async def test_a_private_message_is_dismissed_by_its_reader() -> None:
    async with a_site() as site:
        private = site.room.post(HERE, HINT, only_for="ana")
        page = await site.post("/dismiss", BEN, message=str(private.id))
        assert "That message is no longer here." in page
        assert HINT.title in await site.page()
        assert HINT.title not in await site.post("/dismiss", ANA, message=str(private.id))


async def test_a_file_is_for_its_asker() -> None:
    async with a_site() as site:
        file = Attachment('my "data".json', "application/json", '{"é": 1}')
        site.desk.replies["export"] = Reply(HINT, file=file)
        await site.post("/send", ANA, text="/prep export")
        assert "/file/1?as=ana" in await site.page()
        assert "/file/1" not in await site.page("/r/general?as=ben")
        assert await site.status("GET", "/file/1?as=ben") == 404
        assert await site.status("GET", "/file/2?as=ana") == 404
        assert await site.status("GET", "/file/x?as=ana") == 404
        async with site.client.get("/file/1?as=ana") as answer:
            assert await answer.text() == '{"é": 1}'
            assert answer.headers["Content-Disposition"].startswith("attachment;")


@pytest.mark.parametrize(
    ("line", "ways"),
    [
        ("/", ["board", "drill", "help", "start", "today"]),
        ("/pr", ["board", "drill", "help", "start", "today"]),
        ("/prep ", ["board", "drill", "help", "start", "today"]),
        ("/prep d", ["drill"]),
        ("/prep x", []),
        ("/study d", []),
        ("hello", []),
        ("", []),
    ],
)
async def test_completion_offers_whole_lines(line: str, ways: list[str]) -> None:
    async with a_site() as site:
        async with site.client.get("/complete", params={"text": line}) as answer:
            found = await answer.json()
        assert [way["text"] for way in found] == [f"/prep {way}" for way in ways]
        assert all(way["note"] for way in found)


async def test_a_new_room_is_made_and_entered() -> None:
    async with a_site() as site:
        page = await site.post("/rooms", ANA, title="  PM   <prep> ")
        assert "<title>PM &lt;prep&gt; · Ana" in page
        done = await site.script("/rooms", BEN, title="Stats")
        assert done["address"] == "/r/stats?as=ben#end"
        await site.post("/rooms", ANA, title=" ")
        assert [title for _, title in site.room.rooms()] == ["General", "PM <prep>", "Stats"]


async def test_the_feed_comes_as_a_fragment() -> None:
    async with a_site() as site:
        site.room.post(HERE, DRILL)
        fragment = await site.page("/r/general/feed?as=ben")
        assert "<html" not in fragment
        assert 'id="feed"' in fragment
        assert DRILL.title in fragment
        assert DRILL.title not in await site.page("/d/ben/feed")


async def test_times_are_in_the_zone_of_the_one_who_acts() -> None:
    async with a_site() as site:
        site.room.post(HERE, "hello", author="ben")
        assert ">11:30</time>" in await site.page("/r/general?as=ana")
        assert ">05:30</time>" in await site.page("/r/general?as=ben")


async def test_threads_are_folded_with_a_count() -> None:
    async with a_site() as site:
        top = site.room.post(HERE, BOARD)
        site.room.post(HERE, "one", author="ben", parent=top.id)
        assert "<summary>1 reply</summary>" in await site.page()
        site.room.post(HERE, "two", author="ben", parent=top.id)
        assert "<summary>2 replies</summary>" in await site.page()


async def test_a_script_is_told_which_message_is_new() -> None:
    async with a_site() as site:
        site.desk.replies["today"] = Reply(CHECKLIST)
        done = await site.script("/send", ANA, text="/prep today")
        (entry,) = site.room.seen_by("ana", HERE)
        assert done == {"notice": "", "message": entry.message.id, "address": ""}


async def test_a_playground_without_people_says_so() -> None:
    async with a_site(people=()) as site:
        assert "Nobody is here yet" in await site.page("/")
        assert await site.status("GET", "/r/general") == 404
