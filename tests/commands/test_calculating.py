"""Sums by typing and by form: what is asked, what is answered, what is refused."""

import shlex

import pytest

from bot.cards import Button
from bot.commands.parsing import validate
from bot.commands.registry import COMMANDS, GRAMMAR
from bot.domain.calculators.catalog import CALCULATORS, calculator
from bot.ports import Pressed, Typed
from tests.commands.stage import ANA, EVE, Stage, actions, buttons, said

NAMES = [entry.name for entry in CALCULATORS]


@pytest.mark.parametrize("name", NAMES)
async def test_the_example_gives_the_sentence_it_promises(stage: Stage, name: str) -> None:
    entry = calculator(name)
    card = await stage.types(EVE, f"calc {name} {entry.example}")
    assert card.title == entry.title
    assert f"{entry.worked}\n" in said(card)
    assert said(card).count(entry.worked) == 1


async def test_figures_of_ones_own_stand_above_the_example(stage: Stage) -> None:
    shown = said(await stage.types(EVE, "calc hours 3 50"))
    assert "That frees 150 hours a week.\n" in shown
    assert "For example /prep calc hours 2 50: That frees 100 hours a week." in shown


@pytest.mark.parametrize("name", NAMES)
async def test_without_figures_a_form_asks_for_each(stage: Stage, name: str) -> None:
    form = stage.desk.form(Typed(f"calc {name}"))
    assert form is not None
    assert [field.name for field in form.fields] == list(calculator(name).asks)


@pytest.mark.parametrize("name", NAMES)
async def test_the_form_filled_in_like_the_example_gives_the_same(stage: Stage, name: str) -> None:
    form = stage.desk.form(Typed(f"calc {name}"))
    assert form is not None
    words = shlex.split(calculator(name).example)
    filled = {field.name: field.default for field in form.fields}
    filled |= {field.name: word for field, word in zip(form.fields, words, strict=False)}
    card = await stage.submits(EVE, form.token, **filled)
    assert said(card) == said(await stage.types(EVE, f"calc {name} {calculator(name).example}"))


def test_a_form_shows_defaults_as_people_type_them(stage: Stage) -> None:
    form = stage.desk.form(Typed("calc sample"))
    assert form is not None
    assert [field.default for field in form.fields] == ["", "", "5%", "80%"]


async def test_the_bare_word_lists_every_sum_with_a_button(stage: Stage) -> None:
    card = await stage.types(EVE, "calc")
    titles = [entry.title for entry in CALCULATORS]
    assert [item.label for item in actions(card) if isinstance(item, Button)] == titles
    assert all(entry.summary in said(card) for entry in CALCULATORS)


async def test_a_button_of_the_list_opens_the_form(stage: Stage) -> None:
    made = buttons(await stage.types(EVE, "calc"))["Hours saved"]
    form = stage.desk.form(Pressed(made))
    assert form is not None
    assert form.title == "Hours saved"


async def test_a_figure_out_of_bounds_is_told_them(stage: Stage) -> None:
    shown = said(await stage.types(EVE, "calc sample 5 1%"))
    assert "Rate now: “5” does not fit (from 0.01% to 99.9%." in shown


async def test_what_is_no_number_is_refused_with_the_example(stage: Stage) -> None:
    shown = said(await stage.types(EVE, "calc hours two 50"))
    assert "“two” is not a number I can read." in shown
    assert "/prep calc hours 2 50" in shown


async def test_a_last_list_needs_no_quotes(stage: Stage) -> None:
    assert "50% go on" in said(await stage.types(EVE, "calc funnel 1000 500 400"))


async def test_figures_that_cannot_be_together_are_refused(stage: Stage) -> None:
    assert (await stage.types(EVE, "calc funnel 10 500")).accent == "notice"
    assert stage.watch.crashes == []


async def test_implausible_shares_are_warned_of(stage: Stage) -> None:
    card = await stage.types(EVE, "calc senior 165k 12% 0.05% 120bn 15k")
    assert "Beware. The shares of one year exceed base pay." in said(card)


async def test_a_sum_changes_nothing(any_stage: Stage) -> None:
    await any_stage.types(ANA, "settings")
    before = await any_stage.dump()
    for name in NAMES:
        await any_stage.types(ANA, f"calc {name} {calculator(name).example}")
    assert await any_stage.dump() == before


def test_every_sum_only_reads() -> None:
    sums = [command for command in COMMANDS if command.name.startswith("calc ")]
    assert len(sums) == len(CALCULATORS) + 1
    assert all(command.read_only for command in sums)


def test_a_default_is_read_like_what_is_typed() -> None:
    params = validate(GRAMMAR.parse(Typed("calc sample 10% 1%")))
    assert dict(params)["alpha"] == 0.05
