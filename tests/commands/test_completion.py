"""Half-typed lines can be gone on with: names first, then values that are known."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.commands.completion import MOST, complete
from bot.commands.registry import GRAMMAR
from bot.commands.spec import choices_of
from bot.curriculum.catalog import Curriculum
from bot.ports import Typed
from tests.commands.stage import Stage


def lines(text: str, curriculum: Curriculum) -> list[str]:
    return [found.text for found in complete(text, curriculum)]


def test_nothing_typed_offers_the_first_commands(curriculum: Curriculum) -> None:
    offered = lines("", curriculum)
    assert offered[0] == "today"
    assert len(offered) == MOST


def test_a_beginning_offers_the_commands_that_begin_so(curriculum: Curriculum) -> None:
    assert lines("c", curriculum)[:2] == ["catchup", "checklist"]


def test_case_and_spaces_before_do_not_matter(curriculum: Curriculum) -> None:
    assert lines("  DR", curriculum) == ["drill"]


def test_a_group_offers_its_commands(curriculum: Curriculum) -> None:
    assert set(lines("settings ", curriculum)) == {
        command.name for command in GRAMMAR.visible if command.name.startswith("settings ")
    }


def test_what_is_reached_by_buttons_is_not_offered(curriculum: Curriculum) -> None:
    assert lines("start g", curriculum) == []
    assert lines("un", curriculum) == []


def test_a_command_says_what_it_is_for(curriculum: Curriculum) -> None:
    (found,) = complete("revie", curriculum)
    assert found.note == "What spaced review says is due"


def test_a_finished_name_says_what_comes_next(curriculum: Curriculum) -> None:
    (found,) = complete("drill", curriculum)
    assert found.note == "One more practice question. Then: Skill, Level"


def test_a_finished_name_without_parameters_says_what_it_does(curriculum: Curriculum) -> None:
    (found,) = complete("review", curriculum)
    assert found.note == "What spaced review says is due"


def test_a_name_and_a_space_offer_values(curriculum: Curriculum) -> None:
    assert lines("board ", curriculum) == ["board week", "board all"]


def test_values_are_found_by_their_beginning(curriculum: Curriculum) -> None:
    offered = lines("drill sql.", curriculum)
    assert "drill sql.window" in offered
    assert all(line.startswith("drill sql.") for line in offered)


def test_values_are_found_by_a_word_of_their_label(curriculum: Curriculum) -> None:
    label = curriculum.skill_name("sql.window")
    assert "drill sql.window" in lines(f"drill {label.split()[-1].lower()}", curriculum)


def test_letters_inside_a_word_find_nothing(curriculum: Curriculum) -> None:
    label = curriculum.skill_name("sql.window").lower()
    assert "drill sql.window" not in lines(f"drill {label.split()[-1][1:]}", curriculum)


def test_as_many_skills_are_offered_as_a_platform_takes(curriculum: Curriculum) -> None:
    assert lines("drill ", curriculum) == [f"drill {skill}" for skill in curriculum.skills[:25]]


def test_a_skill_comes_before_its_drills(curriculum: Curriculum) -> None:
    offered = lines("drill sql.window", curriculum)
    own = sorted(f.family for f in curriculum.playable if f.skill == "sql.window")
    assert offered == ["drill sql.window", *(f"drill {family}" for family in own)]


def test_what_can_be_practised_is_not_listed_anew_for_every_letter(curriculum: Curriculum) -> None:
    (drill,) = (command for command in GRAMMAR.visible if command.name == "drill")
    skill = drill.fields["skill"]
    assert choices_of(curriculum, skill) is choices_of(curriculum, skill)


def test_what_begins_so_comes_before_what_has_such_a_word(curriculum: Curriculum) -> None:
    assert lines("help circ", curriculum)[:2] == ["help circle", "help board"]


def test_a_drill_is_found_by_a_word_of_its_title(curriculum: Curriculum) -> None:
    found = {one.text: one.note for one in complete("drill rows", curriculum)}
    skill = curriculum.skill_name("sql.window")
    assert found["drill sql.window.rows-across-a-gap"] == f"Rows across a gap · {skill}"


def test_help_offers_every_command_in_one_word(curriculum: Curriculum) -> None:
    offered = [line.removeprefix("help ") for line in lines("help ", curriculum)]
    assert offered == list(dict.fromkeys(c.name.split()[0] for c in GRAMMAR.visible))


def test_help_says_what_is_in_a_group(curriculum: Curriculum) -> None:
    found, *_ = complete("help circle", curriculum)
    assert found.text == "help circle"
    assert "status, preview, hour" in found.note


def test_a_value_comes_with_its_label(curriculum: Curriculum) -> None:
    (found,) = complete("start sony-d", curriculum)
    assert (found.text, found.note) == ("start sony-ds", "Sony data science intern")


def test_a_later_parameter_keeps_what_was_typed_before(curriculum: Curriculum) -> None:
    offered = lines("start sony-ds 2027-03-08 Europe/Berlin 09:00 14", curriculum)
    assert offered == ["start sony-ds 2027-03-08 Europe/Berlin 09:00 14"]


def test_a_free_value_offers_nothing(curriculum: Curriculum) -> None:
    assert lines("circle hour 18", curriculum) == []


def test_words_beyond_the_last_parameter_offer_nothing(curriculum: Curriculum) -> None:
    assert lines("board week n", curriculum) == []


def test_nonsense_offers_nothing(curriculum: Curriculum) -> None:
    assert lines("qqq", curriculum) == []


@pytest.mark.parametrize("text", ["board w", "drill sql.w", "settings nudges o", "help c"])
def test_an_accepted_line_is_understood(text: str, curriculum: Curriculum) -> None:
    assert all(GRAMMAR.parse(Typed(line)) for line in lines(text, curriculum))


def test_the_desk_completes_from_the_content_it_serves(stage: Stage) -> None:
    offered = [found.text for found in stage.desk.complete("start ")]
    assert offered == [f"start {track}" for track in sorted(stage.curriculum.tracks)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(
        st.text(max_size=60),
        st.builds(
            lambda command, rest: f"{command.name} {rest}",
            st.sampled_from(GRAMMAR.visible),
            st.text(max_size=20),
        ),
    )
)
def test_no_line_breaks_completion_or_gets_a_flood(curriculum: Curriculum, text: str) -> None:
    assert len(complete(text, curriculum)) <= MOST
