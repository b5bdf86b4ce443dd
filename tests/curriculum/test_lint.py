"""Each item rule, met and broken. A family that breaks one rule breaks no other."""

from typing import Any

import pytest

from bot.curriculum import lint, shown_lint
from bot.curriculum.catalog import AnyFamily, Curriculum
from tests.curriculum.samples import BY_FORMAT, OPTIONS, STEPS, a_curriculum, parsed

FIRST, SECOND, THIRD = OPTIONS
TARGET = parsed("mcq")
"""What the executed family's short version names."""


def texts(*shown: str) -> list[dict[str, Any]]:
    """The sample's options with other words; the first one is right."""
    return [{**option, "text": text} for option, text in zip(OPTIONS, shown, strict=False)]


def found(family: AnyFamily) -> list[shown_lint.Finding]:
    return list(lint.findings(a_curriculum(TARGET, family), family))


def _data(**changes: Any) -> dict[str, Any]:  # noqa: ANN401  any field
    return {**BY_FORMAT["sql"]["data"], **changes}


_ODD = {"seed": 1, "shape": "odd"}
LONG_STEM = "We count it. " * 31 + "Which one is it?"
HARD_STEM = (
    "Considering heterogeneous multidimensional telemetry infrastructure, organisational "
    "responsibilities notwithstanding, characterise representativeness quantitatively, "
    "acknowledging simultaneous contamination?"
)
CASES: list[tuple[str, str, dict[str, Any], str, str]] = [
    (
        "_errors_differ", "mcq",
        {"options": [FIRST, SECOND, {**THIRD, "misconception": "Ties skip."}]},
        "options", "one misconception",
    ),
    (
        "_errors_differ", "flaw",
        {"options": [FIRST, SECOND, {**THIRD, "misconception": "ties skip."}]},
        "options", "one misconception",
    ),
    (
        "_letters_are_not_named", "mcq", {"explanation": "Thus option B is right."},
        "explanation", "names “option B”",
    ),
    (
        "_letters_are_not_named", "multi", {"so_what": "Answer C saves time."},
        "so_what", "names “Answer C”",
    ),
    (
        "_hints_keep_the_answer", "mcq", {"hints": ["Count.", "Take the first one, say."]},
        "hints", "hint 2 gives the right option away",
    ),
    ("_stem_is_a_question", "mcq", {"stem": "Pick the one that counts."}, "stem", "question"),
    ("_stem_is_a_question", "mcq", {"stem": LONG_STEM}, "stem", "has 97 words"),
    ("_stem_is_a_question", "mcq", {"stem": ["Which?", "Pick it."]}, "stem", "question"),
    ("_stem_reads_easily", "mcq", {"stem": HARD_STEM}, "stem", "reads at grade"),
    ("_negatives_are_loud", "mcq", {"stem": "Which one does not count?"}, "stem", "negative"),
    ("_negatives_are_loud", "flaw", {"stem": "Which line doesn't hold?"}, "stem", "negative"),
    ("_explanation_is_short", "mcq", {"explanation": "so " * 81}, "explanation", "has 81 words"),
    (
        "_no_catch_all", "mcq", {"options": texts("One of them", "Two of them", "Both of these")},
        "options.2", "all-or-none",
    ),
    (
        "_no_catch_all", "mcq", {"options": texts("One of them", "Two of them", "Both A and B")},
        "options.2", "combines",
    ),
    (
        "no_lone_absolutes", "mcq",
        {"options": texts("It grows", "It always grows", "It shrinks")},
        "options.1", "absolute word “always”",
    ),
    (
        "lengths_are_alike", "mcq",
        {"options": texts("The very first one here", "The second one", "The third one")},
        "options.0", "has 23 characters, the median is 14",
    ),
    (
        "key_gives_no_clue", "mcq",
        {"stem": "Which one sorts players?", "options": texts("By players", "By teams", "By days")},
        "options", "only the right one repeats “players”",
    ),
    (
        "options_are_parallel", "mcq",
        {"options": texts("Count rows", "Counting it", "Drop rows")},
        "options", "start in different ways: -ing form, phrase",
    ),
    (
        "options_are_parallel", "mcq",
        {"options": texts("Because it ran", "Yes, as it ran", "10 runs did it")},
        "options", "because, number, yes or no",
    ),
    (
        "_numbers_in_order", "mcq", {"options": texts("10", "30", "20"), "keep_order": True},
        "options", "out of order",
    ),
    (
        "_numbers_in_order", "mcq", {"options": texts("10", "20", "30")},
        "keep_order", "would be shuffled",
    ),
    ("_numbers_have_units", "numeric", {"unit": " "}, "unit", "is empty"),
    ("_tolerance_is_set", "numeric", {"tolerance": {}}, "tolerance", "exact figure only"),
    (
        "_order_matters", "order", {"steps": [*STEPS[:2], {"id": "tell", "text": "Tell it"}]},
        "steps", "nearly any order",
    ),
    ("_samples_are_given", "written", {"samples": {"1": "Bad."}}, "samples", "are missing"),
    ("_short_version_is_playable", "sql", {"short": "sql.window.gone"}, "short", "there is no"),
    ("_material_is_known", "sql", {"data": _data(set="chess")}, "data.set", "no data set “chess”"),
    ("_material_is_known", "sql", {"data": _data(tables=["m"])}, "data.tables", "no table m"),
    ("_material_is_known", "sql", {"data": _data(hidden=[_ODD])}, "data", "no shape “odd”"),
    ("_material_is_known", "sql", {"properties": {}}, "properties", "do not name"),
    ("_material_is_known", "sql", {"accepted": []}, "accepted", "has 0 answers"),
    ("_draws_hold", "numeric", {"answer": "n / 0"}, "params", "seed 0"),
    ("_draws_hold", "numeric", {"where": ["n > 100"]}, "params", "no draw"),
    (
        "_draws_hold", "numeric",
        {"params": {"n": {"choice": [10, 20]}, "m": {"choice": [1, 2, 3]}}},
        "params", "make 6 variants in 200 draws",
    ),
    (
        "_draws_hold", "numeric", {"stem": "It takes {n} and {m} days. How many is that?"},
        "params", "says “1 days”",
    ),
    (
        "_draws_hold", "mcq",
        {
            "params": {"n": {"from": 1, "to": 90, "step": 1}},
            "options": texts("{n} of it", "{n} of it", "90 of it"),
        },
        "options", "seed 0 gives two equal options",
    ),
    (
        "_draws_hold", "flaw",
        {
            "params": {"n": {"from": 1, "to": 90, "step": 1}},
            "options": texts("{n} of it", "{n} of it", "90 of it"),
        },
        "options", "seed 0 gives two equal options",
    ),
]  # fmt: skip


@pytest.mark.parametrize("form", BY_FORMAT)
def test_a_sound_family_breaks_no_rule(form: str) -> None:
    assert found(parsed(form)) == []


@pytest.mark.parametrize(("rule", "form", "changes", "field", "message"), CASES)
def test_a_broken_rule_is_told_alone(
    rule: str, form: str, changes: dict[str, Any], field: str, message: str
) -> None:
    family = parsed(form, "broken", **changes)
    findings = found(family)
    assert [finding[0] for finding in findings] == [field]
    assert message in findings[0][1]
    assert findings[0][2], "says how to mend it"
    assert _breakers(family) == [rule]


def _breakers(family: AnyFamily) -> list[str]:
    curriculum = a_curriculum(TARGET, family)
    views = shown_lint.views(curriculum, family)
    return [
        *(rule.__name__ for rule in lint.RULES if list(rule(curriculum, family))),
        *(r.__name__ for r in shown_lint.RULES if any(list(r(view)) for view in views)),
    ]


def test_every_rule_has_a_family_that_breaks_it() -> None:
    rules = (*lint.RULES, *shown_lint.RULES)
    assert {case[0] for case in CASES} == {rule.__name__ for rule in rules}


def drawn(stem: str, words: list[str], right: str, *wrong: str) -> list[str]:
    """What is told of a generator that draws a word besides a number."""
    params = {"n": {"from": 1, "to": 90, "step": 1}, "word": {"choice": words}}
    family = parsed("mcq", "drawn", stem=stem, params=params, options=texts(right, *wrong))
    return [message for _, message, _ in found(family)]


def test_a_drawn_word_may_not_give_the_right_option_away() -> None:
    told = drawn("{word} and {n}?", ["players", "owl"], "By players", "By teams", "By days")
    assert told == ["seed 0: only the right one repeats “players”"]


def test_a_drawn_word_may_not_be_absolute_in_one_option_alone() -> None:
    told = drawn("{n}?", ["all", "owl"], "It is {word}", "It is one", "It is two")
    assert told == ["seed 0: uses the absolute word “all”"]


def test_a_drawn_word_may_not_make_one_option_long() -> None:
    told = drawn("{n}?", ["a" * 30, "owl"], "It is {word}", "It is one", "It is two")
    assert told == ["seed 0: has 36 characters, the median is 9"]


def test_a_drawn_word_may_not_begin_one_option_in_its_own_way() -> None:
    told = drawn("{n}?", ["Because", "So"], "{word} it ran", "So it was", "So it is")
    assert told == ["seed 0: start in different ways: because, phrase"]


def test_twenty_variants_are_looked_at() -> None:
    (told,) = drawn("{n}?", ["all", *"abcdefg"], "It is {word}", "It is i", "It is j")
    assert told == "seed 9: uses the absolute word “all”"


def test_drawn_words_that_fit_all_options_are_fine() -> None:
    assert drawn("{word}, {n}?", ["players", "owls"], "{word} it", "{word} us", "{word} me") == []


@pytest.mark.parametrize(
    ("form", "changes"),
    [
        ("written", {"stem": "Tell a story about a bug."}),
        ("mcq", {"stem": "It is not done yet. Which one counts?"}),
        ("mcq", {"stem": "Which one does NOT count?"}),
        ("mcq", {"options": texts("It never grows", "It always grows", "It all shrinks")}),
        ("mcq", {"options": texts("10%", "20%", "30%"), "keep_order": True}),
        ("mcq", {"options": texts("1 day", "Ten", "5 days"), "keep_order": True}),
        ("multi", {"options": [FIRST, {**FIRST, "text": "The stem one"}, SECOND, THIRD]}),
        ("numeric", {"tolerance": {"rel": 0.01}}),
    ],
)
def test_what_only_looks_like_a_slip_is_let_through(form: str, changes: dict[str, Any]) -> None:
    family = parsed(form, "fine", **changes)
    assert _breakers(family) in ([], ["options_are_parallel"])


def test_an_executed_family_has_nothing_to_draw() -> None:
    rule = next(made for made in lint.RULES if made.__name__ == "_draws_hold")
    assert list(rule(Curriculum(), parsed("sql"))) == []
