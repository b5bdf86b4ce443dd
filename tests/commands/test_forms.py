"""Forms open exactly when something is to be asked, and ask it within its bounds."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.cards import Form, FormField
from bot.commands.forms import form_of, opens_form
from bot.commands.registry import COMMANDS, GRAMMAR
from bot.commands.spec import Command
from bot.curriculum.catalog import Curriculum
from bot.ports import Pressed, Request, Submitted, Typed
from tests.commands.stage import ANA, HOST, Stage, said

LATE_SUNDAY = datetime(2027, 3, 7, 20, 0, tzinfo=UTC)


def form(request: Request, curriculum: Curriculum) -> Form:
    return form_of(GRAMMAR.parse(request), curriculum, LATE_SUNDAY)


def field(request: Request, name: str, curriculum: Curriculum) -> FormField:
    found = {f.name: f for f in form(request, curriculum).fields}
    return found[name]


@pytest.mark.parametrize(
    "request_",
    [
        Typed("start"), Typed("start sony-ds"), Typed("start sony-ds 2027-03-08"),
        Typed("settings hours"), Typed("settings name"), Typed("circle hour"),
        Typed("circle extend"), Typed("circle remove"), Typed("circle here"),
        Pressed("v1:start"), Pressed("v1:number:7"), Pressed("v1:write:7"), Pressed("v1:scope:7"),
        Pressed("v1:tick with:CK0-3"), Pressed("v1:circle hour"), Pressed("v1:circle hour:18%3A00"),
        Pressed("v1:settings hours:Asia/Tokyo:22%3A00:07%3A30"),
    ],
    ids=str,
)  # fmt: skip
def test_a_form_opens_for_what_is_missing_and_behind_buttons(request_: Request) -> None:
    assert opens_form(GRAMMAR.parse(request_))


@pytest.mark.parametrize(
    "request_",
    [
        Typed("start sony-ds 2027-03-08 Europe/Berlin"), Typed("settings hours Asia/Tokyo"),
        Typed("settings name Ana"), Typed("circle hour 18:30"), Typed("circle remove 4"),
        Typed("drill"), Typed("pause"), Typed("answer"), Typed("join"), Pressed("v1:drill"),
        Pressed("v1:join"), Pressed("v1:answer to:7:B"), Pressed("v1:pause:1"),
        Pressed("v1:start go:sony-ds:2027-03-08:Europe/Berlin:09%3A00:28"),
    ],
    ids=str,
)  # fmt: skip
def test_no_form_opens_where_nothing_needs_to_be_asked(request_: Request) -> None:
    assert not opens_form(GRAMMAR.parse(request_))


@pytest.mark.parametrize(
    ("line", "opens"), [("start", False), ("circle here", False), ("settings name", True)]
)
def test_a_direct_conversation_is_asked_for_nothing_that_only_a_room_can_be_told(
    stage: Stage, line: str, opens: bool
) -> None:
    assert (stage.desk.form(Typed(line), direct=True) is not None) is opens


@pytest.mark.parametrize("request_", [Typed("nonsense"), Pressed("v0:start"), Pressed("v1:x")])
def test_the_desk_opens_no_form_for_what_it_does_not_know(stage: Stage, request_: Request) -> None:
    assert stage.desk.form(request_) is None


def test_the_desk_opens_no_form_where_none_is_needed(stage: Stage) -> None:
    assert stage.desk.form(Typed("drill")) is None


def test_the_desk_opens_the_form_of_a_command(stage: Stage) -> None:
    opened = stage.desk.form(Typed("start"))
    assert opened is not None
    assert (opened.title, opened.submit) == ("Start a circle", "Look at it")


def test_a_form_asks_in_the_order_of_typing(curriculum: Curriculum) -> None:
    names = [f.name for f in form(Typed("start"), curriculum).fields]
    assert names == ["track", "start", "zone", "hour", "length"]


def test_widgets_fit_what_is_asked(curriculum: Curriculum) -> None:
    kinds = [f.kind for f in form(Typed("start"), curriculum).fields]
    assert kinds == ["choice", "date", "line", "time", "choice"]


def test_the_tracks_are_offered_by_title(curriculum: Curriculum) -> None:
    track = field(Typed("start"), "track", curriculum)
    shipped = sorted(curriculum.tracks.items())
    assert track.options == tuple((made.title, name) for name, made in shipped)
    assert ("Sony data science intern", "sony-ds") in track.options


def test_among_several_tracks_none_is_chosen_already(curriculum: Curriculum) -> None:
    assert field(Typed("start"), "track", curriculum).default == ""


def test_the_only_choice_is_made_already(curriculum: Curriculum) -> None:
    alone = replace(curriculum, tracks={"sony-ds": curriculum.track("sony-ds")})
    assert field(Typed("start"), "track", alone).default == "sony-ds"


def test_the_first_day_offered_is_tomorrow(curriculum: Curriculum) -> None:
    assert field(Typed("start"), "start", curriculum).default == "2027-03-08"


def test_the_usual_hour_and_length_are_filled_in(curriculum: Curriculum) -> None:
    assert field(Typed("start"), "hour", curriculum).default == "09:00"
    assert field(Typed("start"), "length", curriculum).default == "28"


def test_every_length_that_a_circle_may_have_is_offered(curriculum: Curriculum) -> None:
    options = field(Typed("start"), "length", curriculum).options
    assert {value for _, value in options} == {"14", "25", "26", "27", "28", "29", "30"}


def test_what_was_typed_already_is_filled_in(curriculum: Curriculum) -> None:
    half = Typed("start sony-ds 2027-04-01")
    assert field(half, "start", curriculum).default == "2027-04-01"


def test_what_the_button_knew_is_filled_in(curriculum: Curriculum) -> None:
    button = Pressed("v1:settings hours:Asia/Tokyo:22%3A00:07%3A30")
    given = [f.default for f in form(button, curriculum).fields]
    assert given == ["Asia/Tokyo", "22:00", "07:30"]


def test_what_only_the_button_knows_travels_in_the_forms_token(curriculum: Curriculum) -> None:
    assert form(Pressed("v1:number:7"), curriculum).token == "v1:number:7"


def test_a_form_token_leads_back_to_its_drill(curriculum: Curriculum) -> None:
    made = form(Pressed("v1:write:7"), curriculum).token
    assert GRAMMAR.parse(Submitted(made, {"text": "x"})).values == {"serving": "7", "text": "x"}


def test_required_and_optional_fields_differ(curriculum: Curriculum) -> None:
    needed = {f.name: f.required for f in form(Typed("start"), curriculum).fields}
    assert needed == {"track": True, "start": True, "zone": True, "hour": False, "length": False}


@pytest.mark.parametrize(
    ("request_", "name", "limit"),
    [
        (Pressed("v1:number:7"), "text", 60), (Pressed("v1:write:7"), "text", 3000),
        (Pressed("v1:scope:7"), "problem", 700), (Pressed("v1:tick with:CK0-3"), "evidence", 500),
        (Typed("settings name"), "name", 40), (Typed("start"), "zone", 64),
        (Typed("circle here"), "code", 12), (Typed("circle extend"), "days", 3000),
    ],
    ids=str,
)  # fmt: skip
def test_a_field_says_how_much_it_takes(
    request_: Request, name: str, limit: int, curriculum: Curriculum
) -> None:
    assert field(request_, name, curriculum).limit == limit


def test_a_number_says_between_what(curriculum: Curriculum) -> None:
    days = field(Typed("circle extend"), "days", curriculum)
    assert (days.kind, days.low, days.high) == ("number", 1, 7)


def test_a_text_has_no_lowest_and_highest(curriculum: Curriculum) -> None:
    name = field(Typed("settings name"), "name", curriculum)
    assert (name.low, name.high) == (None, None)


def test_a_hint_helps_to_fill_it_in(curriculum: Curriculum) -> None:
    assert field(Typed("start"), "zone", curriculum).hint == "Such as Europe/Berlin"


@pytest.mark.parametrize("command", [c for c in COMMANDS if c.form], ids=lambda c: c.name)
def test_a_form_fits_every_platform(command: Command, curriculum: Curriculum) -> None:
    made = form(Pressed(f"v1:{command.name}"), curriculum)
    assert 1 <= len(made.title) <= 24
    assert 1 <= len(made.submit) <= 24
    assert 1 <= len(made.fields) <= 5
    assert all(1 <= len(f.label) <= 45 and len(f.hint) <= 100 for f in made.fields)


async def test_a_form_sent_as_it_opened_is_accepted(stage: Stage) -> None:
    opened = stage.desk.form(Typed("start sony-ds 2027-03-09 Europe/Berlin"))
    assert opened is None
    blank = stage.desk.form(Pressed("v1:start"))
    assert blank is not None
    shown = {f.name: f.default for f in blank.fields}
    given = {**shown, "track": "sony-ds", "zone": "Europe/Berlin"}
    card = await stage.submits(HOST, blank.token, **given)
    assert card.title.startswith("Your circle")
    assert "Tuesday, 09 March 2027" in said(card)


async def test_a_field_beyond_its_bounds_is_refused_in_words(stage: Stage) -> None:
    await stage.opens(ANA)
    card = await stage.submits(HOST, "v1:circle extend", days="8")
    assert card.title == "That does not fit"
    assert "Rest days to add" in said(card)


async def test_a_refused_form_comes_back_with_what_was_written(stage: Stage) -> None:
    await stage.opens(ANA)
    serving = await stage.served(ANA, "written")
    made = f"v1:write:{serving.id}"
    reply = await stage.reply(ANA, Submitted(made, {"text": "Too short."}))
    assert reply.again is not None
    assert reply.again.token == made
    assert [f.default for f in reply.again.fields] == ["Too short."]


@pytest.mark.parametrize(
    "request_",
    [Typed("settings name " + "x" * 41), Pressed("v1:hint:4711"), Submitted("v1:nothing")],
)
async def test_what_came_from_no_form_brings_none_back(stage: Stage, request_: Request) -> None:
    assert (await stage.reply(ANA, request_)).again is None


async def test_a_form_that_was_accepted_does_not_come_back(stage: Stage) -> None:
    reply = await stage.reply(ANA, Submitted("v1:settings name", {"name": "Ana P."}))
    assert reply.again is None
