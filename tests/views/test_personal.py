"""Settings, facts, help, and what went wrong."""

from datetime import date, time
from zoneinfo import available_timezones

from bot.cards import Actions, Button, Choices, Mono, Plain, Strong
from bot.curriculum.catalog import Curriculum
from bot.domain.errors import Closed, InvalidInput, NotEnrolled
from bot.plain_text import plain_text
from bot.tokens import read
from bot.views.errors import crash_card, error_card
from bot.views.personal import (
    command_card,
    facts_card,
    forget_card,
    help_card,
    link_card,
    settings_card,
)
from tests.builders import a_person
from tests.commands.stage import buttons, decorated, literal, selects


def test_settings_show_the_circles_zone_until_there_is_ones_own() -> None:
    assert "Time zone: the circle's, Europe/Berlin" in plain_text(
        settings_card(a_person(), "Europe/Berlin")
    )


def test_settings_show_ones_own_zone_first() -> None:
    card = settings_card(a_person(zone="Asia/Kolkata"), "Europe/Berlin")
    assert "Time zone: Asia/Kolkata" in plain_text(card)


def test_settings_show_quiet_hours() -> None:
    quiet = a_person(quiet_from=time(22, 30), quiet_until=time(7))
    assert "Quiet hours: 22:30–07:00" in plain_text(settings_card(quiet, "UTC"))


def test_nudges_can_be_switched_the_other_way() -> None:
    off, on = (buttons(settings_card(a_person(nudges=now), "UTC")) for now in (False, True))
    assert off["Nudge me once a day"] == "v1:nudges:on"
    assert on["Nudges off"] == "v1:nudges:off"


def test_the_boards_choice_is_the_one_made() -> None:
    card = settings_card(a_person(board="hidden"), "UTC")
    assert selects(card)["On the board"].chosen == "v1:shown:hidden"


def test_zone_and_hours_begin_with_what_is_set() -> None:
    made = buttons(settings_card(a_person(), "Europe/Berlin"))["Zone and hours"]
    assert read(made) == ("settings hours", ["Europe/Berlin", "21:00", "08:00"])


def test_every_zone_there_is_fits_a_button() -> None:
    for zone in available_timezones():
        assert settings_card(a_person(zone=zone), "UTC").title == "Your settings"


def test_a_link_code_comes_with_the_line_to_type() -> None:
    assert "/prep settings link ABC234" in plain_text(link_card("ABC234"))


def test_linking_says_what_becomes_of_two_memberships_in_a_circle() -> None:
    words = plain_text(link_card("ABC234"))
    assert "one membership stays" in words
    assert "What was written with the other is erased." in words


def test_forgetting_asks_before_it_erases() -> None:
    actions = next(block for block in forget_card().blocks if isinstance(block, Actions))
    erase = actions.items[0]
    assert isinstance(erase, Button)
    assert (erase.token, erase.style) == ("v1:settings erase", "danger")
    assert "for good?" in erase.confirm


def test_forgetting_offers_two_ways_out() -> None:
    assert list(buttons(forget_card()))[1:] == ["Keep me", "Export first"]


def facts_told(curriculum: Curriculum, today: date) -> str:
    track = curriculum.track("sony-ds")
    return plain_text(facts_card(track.title, track.facts[:1], track.file.disclaimer, today))


def test_a_claim_says_who_says_so_and_until_when(curriculum: Curriculum) -> None:
    fact = curriculum.track("sony-ds").facts[0]
    words = facts_told(curriculum, fact.expires)
    assert f"Source: {fact.source}. As of {fact.as_of:%d %b %Y}, good until" in words


def test_a_claim_past_its_date_says_not_to_rely_on_it(curriculum: Curriculum) -> None:
    words = facts_told(curriculum, date(2099, 1, 1))
    assert "out of date since" in words
    assert "do not rely on it" in words


def test_claims_come_after_the_disclaimer(curriculum: Curriculum) -> None:
    lines = facts_told(curriculum, date(2027, 3, 8)).splitlines()
    assert lines[0] == "Claims, not facts · Sony data science intern"
    assert lines[1] == curriculum.track("sony-ds").file.disclaimer


def test_help_lists_usage_and_summary() -> None:
    card = help_card([("/prep drill", "Practise")], "Help", "Say `/prep today`.")
    assert "/prep drill: Practise" in plain_text(card)


def test_a_command_is_titled_by_its_name_alone() -> None:
    card = command_card("/prep drill [skill] [level]", "Practise.", [], "/prep drill")
    assert card.title == "Help · /prep drill"


def test_a_command_without_parameters_lists_none() -> None:
    card = command_card("/prep me", "You.", [], "/prep me")
    assert not [block for block in card.blocks if isinstance(block, Choices)]


def test_a_command_explains_its_parameters_and_gives_an_example() -> None:
    card = command_card("/prep drill [skill]", "P.", [("skill", "which")], "/prep drill sql")
    assert "skill. which\nFor example: /prep drill sql" in plain_text(card)


def test_an_error_takes_what_was_typed_literally() -> None:
    card = error_card(InvalidInput("“**x** `y`” is no number.", "Say `0.05`."))
    assert "“**x** `y`” is no number." in literal(card)
    assert decorated(card) == "0.05"


def test_an_error_without_a_hint_says_just_what_was_wrong() -> None:
    assert plain_text(error_card(Closed("Too late."))) == "Not now\nToo late."


def test_a_stranger_is_offered_to_join() -> None:
    assert buttons(error_card(NotEnrolled("You are not in."))) == {"Join": "v1:join"}


def test_a_crash_gives_its_number_to_copy() -> None:
    assert decorated(crash_card("k3-9f")) == "k3-9f"


def test_spans_of_a_claim_are_strong_only_where_the_topic_is(curriculum: Curriculum) -> None:
    track = curriculum.track("sony-ds")
    card = facts_card(track.title, track.facts, track.file.disclaimer, date(2027, 3, 8))
    kinds = {type(s) for block in card.blocks for s in getattr(block, "spans", ())}
    assert kinds <= {Plain, Strong, Mono}
    assert decorated(card).splitlines() == [f"{fact.topic}." for fact in track.facts]
