"""Every command says what it is, fits every platform, and shows an example that works."""

from collections.abc import Iterator

import pytest

from bot.commands.parsing import validate
from bot.commands.registry import COMMANDS, GRAMMAR
from bot.commands.spec import Command, NoParams, Params, answer, ask, extra
from bot.domain.calculators.catalog import CALCULATORS
from bot.domain.errors import StudyError
from bot.ports import Reply, Submitted, Typed
from bot.tokens import LONGEST, token
from bot.usecases.scene import Scene
from bot.views.circles import said_card
from tests.commands.stage import ANA, EVE, HOST, Stage, actions, buttons, said

VISIBLE = tuple(command.name for command in COMMANDS if not command.hidden)
HIDDEN = tuple(command.name for command in COMMANDS if command.hidden)
PROMISED = {
    "today", "home", "board", "me", "checklist", "facts", "drill", "review", "catchup", "quiz",
    "answer", "start", "join", "leave", "pause", "resume", "help", "settings show",
    "settings hours",
    "settings nudges", "settings board", "settings name", "settings link", "settings export",
    "settings forget", "circle status", "circle preview", "circle hour", "circle pause",
    "circle resume", "circle extend", "circle remove", "circle archive", "circle export",
    "circle place", "circle here", "circle posts", "ping", "note", "notes", "doctor", "calc list",
    *(f"calc {entry.name}" for entry in CALCULATORS),
}  # fmt: skip


def _nothing(_: Scene, __: Params) -> Reply:
    return answer(said_card("Nothing", ""))


def examples() -> Iterator[tuple[str, str]]:
    for command in COMMANDS:
        if not command.hidden:
            yield command.name, command.example.removeprefix("/prep ")


def test_the_promised_commands_can_be_typed() -> None:
    assert set(VISIBLE) == PROMISED


def test_no_two_commands_share_a_name() -> None:
    names = [command.name for command in COMMANDS]
    assert len(set(names)) == len(names)


def test_no_command_is_named_like_a_group_of_others() -> None:
    groups = {name.split()[0] for name in VISIBLE if " " in name}
    assert not groups & set(VISIBLE)


@pytest.mark.parametrize(("name", "example"), list(examples()))
def test_each_example_is_read_as_its_own_command(name: str, example: str) -> None:
    parsed = GRAMMAR.parse(Typed(example))
    assert parsed.command.name == name


@pytest.mark.parametrize(("_name", "example"), list(examples()))
def test_each_example_holds_valid_values(_name: str, example: str) -> None:
    assert validate(GRAMMAR.parse(Typed(example)))


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: c.name)
def test_each_parameter_has_a_label_and_a_description(command: Command) -> None:
    assert all(field.title and field.description for field in command.fields.values())


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: c.name)
def test_only_the_last_parameter_takes_the_rest_of_the_line(command: Command) -> None:
    assert not any(extra(field, "rest") for field in list(command.asked.values())[:-1])


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: c.name)
def test_a_form_never_asks_for_what_only_a_button_knows(command: Command) -> None:
    assert not any(extra(field, "hidden") for field in command.asked.values())


@pytest.mark.parametrize("name", ["Drill", "d", "drill!", "a b c", "", "é" * 3, "x" * 17, "drill "])
def test_a_name_no_platform_takes_is_refused_when_declared(name: str) -> None:
    with pytest.raises(ValueError, match="no command name"):
        Command(name, "Does nothing", _nothing)


@pytest.mark.parametrize("summary", ["", "x" * 101])
def test_a_summary_of_an_impossible_length_is_refused_when_declared(summary: str) -> None:
    with pytest.raises(ValueError, match="1 to 100"):
        Command("nothing", summary, _nothing)


def test_a_summary_of_a_hundred_characters_is_fine() -> None:
    assert Command("nothing", "x" * 100, _nothing).params is NoParams


def test_a_form_title_of_25_characters_is_refused_when_declared() -> None:
    with pytest.raises(ValueError, match="at most 24"):
        Command("nothing", "Does nothing", _nothing, form="x" * 25)


def test_usage_shows_what_may_be_left_out() -> None:
    found = GRAMMAR.find("start")
    assert found is not None
    assert found.usage == "/prep start track start zone [hour] [length]"


def test_usage_leaves_out_what_only_a_button_knows() -> None:
    found = GRAMMAR.find("circle remove")
    assert found is not None
    assert found.usage == "/prep circle remove member"


def test_parameters_cannot_be_changed_once_validated() -> None:
    class Asked(Params):
        word: str = ask("Word")

    with pytest.raises(ValueError, match="frozen"):
        Asked(word="a").word = "b"


@pytest.mark.parametrize(("group", "meant"), [("circle", "status"), ("settings", "show")])
def test_a_bare_group_name_means_its_first_screen(group: str, meant: str) -> None:
    assert GRAMMAR.parse(Typed(group)).command.name == f"{group} {meant}"


async def test_help_lists_each_command_that_can_be_typed(stage: Stage) -> None:
    shown = said(await stage.types(ANA, "help"))
    missing = [name for name in VISIBLE if name.split()[-1] not in shown]
    assert missing == []
    assert all(f"/prep {name}" in shown for name in VISIBLE if " " not in name)


async def test_help_hides_what_is_reached_by_buttons(stage: Stage) -> None:
    shown = said(await stage.types(ANA, "help"))
    listed = [usage.split(": ")[0].split(" [")[0] for usage in shown.splitlines()]
    assert not {f"/prep {name}" for name in HIDDEN} & set(listed)


async def test_an_empty_line_is_help(stage: Stage) -> None:
    assert await stage.types(ANA, "  ") == await stage.types(ANA, "help")


@pytest.mark.parametrize("name", VISIBLE)
async def test_help_explains_each_command(stage: Stage, name: str) -> None:
    shown = said(await stage.types(ANA, f"help {name}"))
    command = GRAMMAR.find(name)
    assert command is not None
    assert command.usage in shown
    assert command.example in shown
    assert all((field.description or "?") in shown for field in command.asked.values())


async def test_help_about_a_group_lists_its_commands(stage: Stage) -> None:
    shown = said(await stage.types(ANA, "help /prep circle"))
    assert all(f"/prep {name}" in shown for name in VISIBLE if name.startswith("circle "))
    assert "/prep drill" not in shown


@pytest.mark.parametrize("name", ["flout", "circle again", "answer to"])
async def test_help_about_what_cannot_be_typed_says_so(stage: Stage, name: str) -> None:
    card = await stage.types(ANA, f"help {name}")
    assert card.title == "Not found"
    assert "/prep help" in said(card)


async def test_every_button_on_the_common_cards_is_a_command_in_a_token(stage: Stage) -> None:
    await stage.opens(ANA, day=7)
    for who in (HOST, ANA, EVE):
        for name in VISIBLE:
            for item in actions(await stage.types(who, name)):
                made = getattr(item, "token", "v1:help")
                assert len(made) <= LONGEST
                assert GRAMMAR.parse(Submitted(made)).command


async def test_a_refusal_for_want_of_joining_offers_to_join(stage: Stage) -> None:
    await stage.opens()
    assert buttons(await stage.types(EVE, "today")) == {"Join": token("join")}


def test_an_unknown_name_suggests_a_close_one() -> None:
    assert GRAMMAR.suggest("chekclist") == "Did you mean `/prep checklist`?"


def test_nonsense_suggests_help() -> None:
    assert GRAMMAR.suggest("qqqqqq") == "`/prep help` lists them all."


def test_a_suggestion_never_names_a_hidden_command() -> None:
    assert all(f"`/prep {name}`" not in GRAMMAR.suggest(name) for name in HIDDEN)


@pytest.mark.parametrize("name", HIDDEN)
def test_what_is_reached_by_buttons_cannot_be_typed(name: str) -> None:
    try:
        parsed = GRAMMAR.parse(Typed(name))
    except StudyError:
        return
    assert parsed.command.name != name
