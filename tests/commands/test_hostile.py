"""Whatever is typed, pressed or submitted: a private answer, no crash; refusals change nothing."""

import asyncio
import itertools
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.cards import Card
from bot.commands.registry import COMMANDS, GRAMMAR
from bot.curriculum.catalog import Curriculum
from bot.domain.ids import ActorRef, direct_to
from bot.ports import Pressed, Request, Submitted, Typed
from bot.tokens import VERSION, token
from tests.commands.stage import (
    ANA,
    EVE,
    HOST,
    OTHER_ROOM,
    ROOM,
    Stage,
    at,
    decorated,
    literal,
    open_stage,
    said,
)

NASTY = (
    "", " ", "<!channel>", "@everyone", "**x**", "`x`", "<script>alert(1)</script>", "x" * 3500,
    "é" * 5000, "🎲" * 200, "مرحبا بالعالم", "\u202eevil", "\x00", "a\x00b", "\x1b[31m", "\ud800",
    "a\nb\tc", "' OR 1=1 --", "{{7*7}}", "%00%ff", "../../etc/passwd", "-1", "0",
    "99999999999999999999999", "1e308", "NaN", "𝟛", "½", '"', "'", '"unclosed', "\\", ":", "::::",
)  # fmt: skip
NEARLY = (
    "sony-ds", "sony_ds", "2027-03-08", "2027-02-30", "9999-12-31", "0001-01-01", "Europe/Berlin",
    "europe/berlin", "Mars/Base", "09:00", "25:00", "9am", "28", "24", "31", "14", "1", "2", "5",
    "6", "sql.window", "SQL.WINDOW", "B", "b", "A C", "2b", "0.05", "5%", "1,200", "yes", "no",
    "on", "off",
    "week", "all", "CK0-1", "ck0-1", "CK9-9", "undo", "https://example.org", "name", "hidden",
    "anonymous", "circle", "drill", "circle pause", "40-", "4444", "----", "AAAA", "ABCDE",
)  # fmt: skip
MARKUP = ("<!channel>", "@everyone", "**x**", "<script>")
NAMES = tuple(command.name for command in COMMANDS)
words = st.one_of(
    st.sampled_from(NASTY), st.sampled_from(NEARLY), st.text(max_size=40), st.integers().map(str)
)
arguments = st.lists(words, max_size=6)
typed = st.builds(
    lambda name, rest: Typed(" ".join([name, *rest])),
    st.sampled_from((*NAMES, "", "drll")),
    arguments,
)
made_up = st.builds(
    lambda version, name, values: ":".join([version, name, *values]),
    st.sampled_from((VERSION, VERSION, VERSION, "v0", "")),
    st.sampled_from((*NAMES, "nothing")),
    arguments,
)
about_a_drill = st.builds(
    lambda name, serving, rest: token(name, serving, *rest)[:100],
    st.sampled_from(("answer to", "number", "write", "pick", "hint", "score", "sure", "again")),
    st.integers(0, 9),
    st.lists(st.sampled_from(NEARLY), max_size=2),
)
mutated = st.builds(
    lambda made, place, letter: made[: place % len(made)] + letter + made[place % len(made) :],
    about_a_drill,
    st.integers(0, 99),
    st.sampled_from(tuple(":%0A- v1é")),
)
tokens = st.one_of(made_up, about_a_drill, mutated)
FIELDS = tuple(sorted({name for command in COMMANDS for name in command.fields}))
submitted = st.builds(
    Submitted, tokens, st.dictionaries(st.sampled_from((*FIELDS, "forged")), words, max_size=5)
)
requests: st.SearchStrategy[Request] = st.one_of(
    typed, st.builds(Pressed, st.one_of(tokens, words)), submitted
)
people = st.sampled_from((HOST, ANA, EVE))
rooms = st.sampled_from(("room", "other", "direct"))


async def survives(stage: Stage, actor: ActorRef, request: Request, where: str, name: str) -> Card:
    """Send it and check what holds for every answer, whatever was asked."""
    channel = {"room": ROOM, "other": OTHER_ROOM, "direct": direct_to(actor)}[where]
    before = await stage.dump()
    reply = await stage.reply(actor, request, channel, name)
    assert not stage.watch.crashes
    assert said(reply.card).encode()
    assert reply.card.title
    assert not any(word in decorated(reply.card) for word in MARKUP)
    if stage.watch.refusals:
        assert await stage.dump() == before
    return reply.card


@settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(request=requests, actor=people, where=rooms, name=st.sampled_from(("Ana", *NASTY)))
def test_nothing_anybody_sends_breaks_the_desk(
    prepared: Path,
    tmp_path: Path,
    curriculum: Curriculum,
    request: Request,
    actor: ActorRef,
    where: str,
    name: str,
) -> None:
    path = Path(shutil.copy(prepared, tmp_path / "case.db"))

    async def play() -> None:
        stage = open_stage(path, curriculum)
        try:
            await survives(stage, actor, request, where, name)
        finally:
            stage.store.close()

    asyncio.run(play())


DANGEROUS = ("a\x00b", "\ud800", "9" * 23, "x" * 3500, "½")


def ways(name: str, value: str) -> list[Request]:
    """The value alone and after a drill's number; typed, pressed and in every field of a form."""
    command = GRAMMAR.find(name)
    assert command is not None
    return [
        Typed(f"{name} {value}"),
        Pressed(f"{VERSION}:{name}:{value}"),
        Pressed(f"{VERSION}:{name}:1:{value}"),
        Submitted(f"{VERSION}:{name}:1", dict.fromkeys(command.fields, value)),
        Submitted(f"{VERSION}:{name}:1", dict.fromkeys(command.asked, value)),
    ]


async def test_every_command_bears_every_dangerous_value(any_stage: Stage) -> None:
    stage = any_stage
    await stage.opens(ANA)
    for name, value in itertools.product(NAMES, DANGEROUS):
        for request in ways(name, value):
            await stage.reply(ANA, request)
    assert stage.watch.crashes == []


@pytest.mark.parametrize("name", ["<!channel>", "@everyone", "**x**", "`x`", "[x](https://x.test)"])
async def test_a_name_that_looks_like_markup_is_taken_literally(stage: Stage, name: str) -> None:
    await stage.starts()
    await stage.reply(ANA, Typed("join"), name=name)
    await stage.lives_to(at(2))
    shown = [
        await stage.types(HOST, "circle"),
        await stage.types(ANA, "settings"),
        await stage.types(ANA, "board"),
    ]
    assert name in said(shown[0])
    assert name in said(shown[1])
    assert name in said(shown[2])
    assert all(name not in decorated(card) for card in shown)


@pytest.mark.parametrize("typed_name", ["<!channel>", "@everyone", "**x**"])
async def test_words_quoted_in_a_refusal_are_taken_literally(stage: Stage, typed_name: str) -> None:
    card = await stage.types(ANA, f"{typed_name} now")
    assert typed_name in literal(card)
    assert typed_name not in decorated(card)


async def test_a_host_named_like_markup_stays_literal_in_the_invitation(stage: Stage) -> None:
    begin = token("start go", "sony-ds", "2027-03-08", "Europe/Berlin", "09:00", 28)
    await stage.reply(HOST, Pressed(begin), name="**boss** @here")
    card = (await stage.posts())[0].card
    assert "**boss** @here starts a study circle" in literal(card)
    assert "boss" not in decorated(card)


@pytest.mark.parametrize("name", ["", "\x00", "\ud800", "x" * 500])
async def test_a_name_that_cannot_be_kept_refuses_nobody(any_stage: Stage, name: str) -> None:
    await any_stage.starts()
    reply = await any_stage.reply(ANA, Typed("join"), name=name)
    assert reply.card.title.startswith("You are in")


async def test_somebody_without_a_usable_name_is_called_somebody(stage: Stage) -> None:
    reply = await stage.reply(ANA, Typed("settings"), name="\x00")
    assert "Name shown: Somebody" in said(reply.card)
