import json
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord import limits
from adapters.discord.commands import (
    NOTE,
    application_commands,
    fingerprint,
    half_typed,
    suggestions,
    typed,
)
from adapters.discord.validate import violations
from bot.cards import Card
from bot.commands.completion import complete
from bot.commands.registry import COMMANDS, GRAMMAR
from bot.commands.spec import Command, Params, ask
from bot.curriculum.catalog import Curriculum
from bot.ports import Completion, Reply, Typed
from tests.adapters.discord.openapi import faults
from tests.adapters.discord.reading import Json, nodes

SUBCOMMAND, GROUP, STRING, INTEGER = 1, 2, 3, 4
SLASH, ON_MESSAGE = application_commands()
VISIBLE = [command for command in COMMANDS if not command.hidden]
each = pytest.mark.parametrize("command", VISIBLE, ids=lambda c: c.name)


def registered(command: Command) -> Json:
    found = SLASH
    for word in command.name.split(" "):
        parts: dict[str, Json] = {part["name"]: part for part in found["options"]}
        found = parts[word]
    return found


def option(command_name: str, name: str) -> Json:
    (command,) = [command for command in VISIBLE if command.name == command_name]
    parts: dict[str, Json] = {part["name"]: part for part in registered(command)["options"]}
    return parts[name]


def used(name: str, values: Mapping[str, object], focused: str = "") -> Json:
    """What Discord sends for a command; options come in the order of picking."""
    made = [
        {
            "name": key,
            "type": STRING,
            "value": value,
            **({"focused": True} if key == focused else {}),
        }
        for key, value in values.items()
    ]
    group, _, inner = name.partition(" ")
    first: Json = {"name": inner or group, "type": SUBCOMMAND, "options": made}
    if inner:
        first = {"name": group, "type": GROUP, "options": [first]}
    return {"name": "prep", "type": 1, "options": [first]}


def words_of(node: Json) -> int:
    own = sum(len(str(node.get(key, ""))) for key in ("name", "description", "value"))
    return own + sum(map(words_of, [*node.get("options", []), *node.get("choices", [])]))


def test_there_is_one_command_and_one_entry_in_a_messages_menu() -> None:
    assert (SLASH["name"], SLASH["type"]) == ("prep", 1)
    assert (ON_MESSAGE["name"], ON_MESSAGE["type"]) == (NOTE, 3)
    assert "description" not in ON_MESSAGE


@pytest.mark.parametrize("command", [SLASH, ON_MESSAGE], ids=lambda c: str(c["name"]))
def test_a_command_is_what_discord_describes(command: Json) -> None:
    assert faults(command, "ApplicationCommandUpdateRequest") == []


def test_both_can_be_installed_by_servers_and_people() -> None:
    for command in (SLASH, ON_MESSAGE):
        assert command["integration_types"] == [0, 1]
        assert command["contexts"] == [0, 1]


@each
def test_every_command_is_registered_with_its_summary(command: Command) -> None:
    made = registered(command)
    assert (made["type"], made["description"]) == (SUBCOMMAND, command.summary)
    names = {option["name"] for option in made.get("options", [])}
    assert names == set(command.asked)


def test_nothing_else_is_registered() -> None:
    count = sum(node.get("type") == SUBCOMMAND and "required" not in node for node in nodes(SLASH))
    # The slash command itself is of this number too.
    assert count == len(VISIBLE) + 1


def test_what_belongs_together_is_a_group_named_after_what_it_means_alone() -> None:
    groups = {o["name"]: o["description"] for o in SLASH["options"] if o["type"] == GROUP}
    assert groups == {
        "calc": "All sums there are",
        "settings": "Your settings",
        "circle": "Where the circle stands, and who is quiet",
    }


def test_the_commands_stay_within_what_discord_takes() -> None:
    assert words_of(SLASH) <= limits.COMMAND_TEXT
    for node in nodes(SLASH):
        assert len(node.get("options", [])) <= limits.COMMAND_OPTIONS
        assert len(node.get("choices", [])) <= limits.CHOICES
        assert 1 <= len(node["name"]) <= limits.CHOICE
        assert 1 <= len(node.get("description", "x")) <= limits.DESCRIPTION


def test_what_must_be_given_comes_first() -> None:
    class Odd(Params):
        maybe: str = ask("Maybe", default="")
        surely: str = ask("Surely")

    odd = Command("odd", "Odd", lambda *_: Reply(Card("", ())), Odd)
    (slash, _) = application_commands(commands=[odd])
    (made,) = slash["options"]
    assert [option["name"] for option in made["options"]] == ["surely", "maybe"]


def test_what_must_be_given_is_asked_for_by_discord() -> None:
    assert option("answer", "text")["required"] is True
    assert option("drill", "skill")["required"] is False


def test_what_a_form_asks_for_need_not_be_given() -> None:
    assert option("start", "track")["required"] is False


def test_a_number_has_its_bounds() -> None:
    made = option("drill", "level")
    assert (made["type"], made["min_value"], made["max_value"]) == (INTEGER, 0, 5)


def test_a_bound_that_discord_cannot_count_to_is_left_out() -> None:
    made = option("circle remove", "member")
    assert (made["min_value"], "max_value" in made) == (1, False)


def test_a_text_has_its_lengths() -> None:
    made = option("note", "text")
    assert (made["type"], made["min_length"], made["max_length"]) == (STRING, 1, 3000)


def test_few_fixed_choices_are_offered() -> None:
    assert option("settings nudges", "on")["choices"] == [
        {"name": "On", "value": "on"},
        {"name": "Off", "value": "off"},
    ]


def test_what_the_content_decides_is_completed() -> None:
    completed = {
        (command.name, name)
        for command in VISIBLE
        for name in command.asked
        if option(command.name, name).get("autocomplete")
    }
    assert completed == {("drill", "skill"), ("start", "track"), ("help", "command")}


def test_a_description_says_what_to_type() -> None:
    assert option("start", "start")["description"] == (
        "First day, such as 2027-03-08. Monday puts the reviews on Sundays."
    )
    assert option("drill", "level")["description"] == "Level. 1 easy – 5 hard"
    assert option("drill", "skill")["description"] == "Skill. Or one drill by its name"
    assert option("start", "track")["description"] == "Track"


def test_other_languages_stand_beside_the_english() -> None:
    german = {"today": "heute", "Your settings": "Deine Einstellungen", "On": "An"}
    made = application_commands(lambda text: {"de": german[text]} if text in german else {})
    known = {node["name"]: node for node in nodes(made) if "name" in node}
    assert known["today"]["name_localizations"] == {"de": "heute"}
    assert known["On"]["name_localizations"] == {"de": "An"}
    assert known["show"]["description_localizations"] == {"de": "Deine Einstellungen"}
    assert "name_localizations" not in known["show"]
    assert faults(made[0], "ApplicationCommandUpdateRequest") == []


def test_the_fingerprint_stays_while_the_commands_do() -> None:
    again = [dict(reversed(command.items())) for command in application_commands()]
    assert fingerprint(again) == fingerprint(application_commands())


def test_the_fingerprint_changes_with_any_word() -> None:
    made = json.loads(json.dumps(application_commands()))
    made[0]["options"][0]["description"] += "!"
    assert fingerprint(made) != fingerprint(application_commands())


@pytest.mark.parametrize(
    ("name", "values", "line"),
    [
        ("today", {}, "today"),
        ("drill", {"skill": "sql.window", "level": 2}, "drill sql.window 2"),
        ("drill", {"level": 2}, 'drill "" 2'),
        ("drill", {"level": 2, "skill": "sql"}, "drill sql 2"),
        ("settings hours", {"zone": "Asia/Tokyo"}, "settings hours Asia/Tokyo"),
        ("note", {"text": " NULL is\nno 'value' "}, "note NULL is\nno 'value'"),
        ("checklist", {"evidence": "a link"}, 'checklist "" a link'),
        ("start", {"track": "two words"}, 'start "two words"'),
        ("start", {"track": 'say "it"'}, "start 'say \"it\"'"),
        ("start", {"track": "'it"}, 'start "\'it"'),
        ("start", {"track": 'it\'s "so"'}, "start 'it’s \"so\"'"),
        ("nonsense", {"a": "b"}, "nonsense"),
    ],
)
def test_a_used_command_is_a_typed_line(name: str, values: Json, line: str) -> None:
    assert typed(used(name, values)) == line


def test_a_command_without_its_parts_is_an_empty_line() -> None:
    assert typed({"name": "prep"}) == ""


def givable(command: Command) -> st.SearchStrategy[dict[str, str]]:
    words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
    fair = words.filter(lambda text: not {"'", '"'} <= set(text)).map(str.strip)
    given = st.fixed_dictionaries({}, optional=dict.fromkeys(command.asked, fair))
    return given.flatmap(lambda made: st.permutations(list(made.items())).map(dict))


@given(st.sampled_from(VISIBLE).flatmap(lambda c: st.tuples(st.just(c), givable(c))))
def test_what_was_given_reaches_its_command(case: tuple[Command, dict[str, str]]) -> None:
    command, given_values = case
    parsed = GRAMMAR.parse(Typed(typed(used(command.name, given_values))))
    assert parsed.command == command
    kept = {name: value for name, value in parsed.values.items() if value}
    assert kept == {name: value for name, value in given_values.items() if value}


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12))
def test_any_word_stays_one_word(value: str) -> None:
    line = typed(used("start", {"track": value, "start": "2027-03-08"}))
    values = GRAMMAR.parse(Typed(line)).values if "\0" not in line else {"start": "2027-03-08"}
    assert values["start"] == "2027-03-08"


@pytest.mark.parametrize(
    ("name", "values", "focused", "line"),
    [
        ("drill", {"skill": "sql"}, "skill", "drill sql"),
        ("drill", {"skill": ""}, "skill", "drill "),
        ("drill", {"level": 2, "skill": "cause and"}, "skill", "drill and"),
        ("help", {"command": "circle"}, "command", "help circle"),
        ("drill", {}, "", 'drill "" "" '),
    ],
)
def test_a_half_typed_value_ends_its_line(name: str, values: Json, focused: str, line: str) -> None:
    assert half_typed(used(name, values, focused)) == line


def offered(curriculum: Curriculum, name: str, values: Json, focused: str) -> list[str]:
    made = suggestions(complete(half_typed(used(name, values, focused)), curriculum))
    assert violations(made, "autocomplete") == []
    return [choice["value"] for choice in made["choices"]]


def test_skills_are_offered_while_typing(curriculum: Curriculum) -> None:
    found = offered(curriculum, "drill", {"skill": "sql"}, "skill")
    wanted = [skill for skill in curriculum.skills if skill.startswith("sql")]
    assert found[: len(wanted)] == wanted


def test_drills_are_offered_by_a_word_of_their_title(curriculum: Curriculum) -> None:
    assert "sql.window.rows-across-a-gap" in offered(curriculum, "drill", {"skill": "gap"}, "skill")


def test_commands_are_offered_for_help(curriculum: Curriculum) -> None:
    assert offered(curriculum, "help", {"command": "setti"}, "command") == ["settings"]


def test_tracks_are_offered_while_typing(curriculum: Curriculum) -> None:
    assert offered(curriculum, "start", {"track": "sony-d"}, "track") == ["sony-ds"]


def test_a_suggestion_is_named_by_what_it_means() -> None:
    made = suggestions([Completion("drill sql.window", "Window\nfunctions"), Completion("x y", "")])
    assert made["choices"] == [
        {"name": "Window functions", "value": "sql.window"},
        {"name": "x y", "value": "y"},
    ]


def test_no_more_is_offered_than_discord_takes() -> None:
    many = suggestions(Completion(f"drill {n}", "word " * 50) for n in range(40))
    assert len(many["choices"]) == 25
    assert violations(many, "autocomplete") == []
