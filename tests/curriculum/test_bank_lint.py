"""Rules over the whole bank, and the report."""

from pathlib import Path

import pytest

from bot.curriculum.bank_lint import check, format_shares, token_set_ratio
from tests.curriculum.samples import OPTIONS, STEPS, Fields, a_family, reading_of, write_all

RIGHT, SECOND, THIRD = OPTIONS
NAMES = ("owl", "elk", "cat", "dog", "ant", "bee", "cow", "fox", "hen", "yak", "rat", "pig",
         "ram", "jay", "eel", "cod", "bat", "ape")  # fmt: skip


def a_bank(count: int, generators: int) -> list[Fields]:
    """Families whose stems share no word; the first few draw numbers."""
    return [_one(name, number < generators) for number, name in enumerate(NAMES[:count])]


def _one(name: str, generator: bool) -> Fields:
    stem = f"{name} {name}s {name}es {name}ed?"
    params = {"n": {"from": 1, "to": 90, "step": 1}} if generator else None
    return a_family("mcq", f"about-{name}", stem=stem, params=params, options=_short())


def told(tmp_path: Path, families: list[Fields]) -> list[str]:
    return [str(found) for found in check(reading_of(tmp_path / "content", *families)).problems]


def test_a_balanced_bank_has_no_problems(tmp_path: Path) -> None:
    assert told(tmp_path, a_bank(10, 4)) == []


def test_a_bank_needs_generators(tmp_path: Path) -> None:
    assert told(tmp_path, a_bank(10, 3)) == [
        "content/drills:1: params: fewer than 40% of families are generators"
    ]


def test_a_bank_may_ask_one_in_ten_to_recall(tmp_path: Path) -> None:
    bank = [{**family, "recall": n < 1} for n, family in enumerate(a_bank(10, 4))]
    assert told(tmp_path, bank) == []


def test_a_bank_may_not_ask_two_in_ten_to_recall(tmp_path: Path) -> None:
    bank = [{**family, "recall": n < 2} for n, family in enumerate(a_bank(10, 4))]
    assert told(tmp_path, bank) == [
        "content/drills:1: recall: more than one item in ten asks for recall"
    ]


def test_a_stem_that_nearly_repeats_another_is_told_by_line(tmp_path: Path) -> None:
    bank = a_bank(3, 2)
    bank[1]["stem"] = bank[0]["stem"]
    found = told(tmp_path, bank)
    line = _line(tmp_path, "stem")
    assert found == [
        f"content/drills/sql.window/about-owl.yaml:{line}: stem: nearly repeats"
        " sql.window.about-elk (100%) → ask something else or merge them"
    ]


def test_drafts_may_begin_with_the_same_words(tmp_path: Path) -> None:
    bank = a_bank(3, 2)
    bank[1] |= {"stem": bank[0]["stem"], "status": "draft"}
    assert told(tmp_path, bank) == []


def _line(tmp_path: Path, field: str) -> int:
    """Where a field of the owl's file stands."""
    text = (tmp_path / "content" / "drills" / "sql.window" / "about-owl.yaml").read_text()
    return next(n for n, row in enumerate(text.splitlines(), 1) if row.startswith(f"{field}:"))


@pytest.mark.parametrize(
    ("first", "second", "ratio"),
    [("a b c d", "a b c d", 1.0), ("a b c d", "a b e f", 0.5), ("a", "b", 0.0), ("", "a", 0.0)],
)
def test_likeness_is_the_share_of_common_words(first: str, second: str, ratio: float) -> None:
    assert token_set_ratio(frozenset(first.split()), frozenset(second.split())) == ratio


def _with_long_keys(count: int, long: int) -> list[Fields]:
    options = [{**RIGHT, "text": "The very first one"}, SECOND, THIRD]
    bank = a_bank(count, count)
    return [{**f, "options": options if n < long else _short()} for n, f in enumerate(bank)]


def _short() -> list[Fields]:
    return [{**RIGHT, "text": "The first"}, SECOND, THIRD]


def test_the_right_option_may_be_the_longest_now_and_then(tmp_path: Path) -> None:
    assert told(tmp_path, _with_long_keys(5, 2)) == []


def test_the_right_option_may_not_often_be_the_longest(tmp_path: Path) -> None:
    assert told(tmp_path, _with_long_keys(5, 3)) == [
        "content/drills/sql.window:1: options: the right option is the longest in 3 of 5 items"
        " → lengthen others"
    ]


def _with_drawn_keys(*words: str) -> list[Fields]:
    """Each right option is one of the words, whatever the length of its blank."""
    options = [{**RIGHT, "text": "{word}"}, SECOND, THIRD]
    params = {"n": {"from": 1, "to": 90, "step": 1}, "word": {"choice": list(words)}}
    return [{**family, "params": params, "options": options} for family in a_bank(5, 5)]


def test_a_right_option_is_as_long_as_it_is_drawn(tmp_path: Path) -> None:
    assert told(tmp_path, _with_drawn_keys("The quite first", "The really first")) == [
        "content/drills/sql.window:1: options: the right option is the longest in 5 of 5 items"
        " → lengthen others"
    ]


def test_a_right_option_that_is_drawn_short_is_fine(tmp_path: Path) -> None:
    assert told(tmp_path, _with_drawn_keys("The first", "The fifth")) == []


def test_few_items_of_a_skill_prove_nothing_about_length(tmp_path: Path) -> None:
    assert told(tmp_path, _with_long_keys(4, 4)) == []


def _flaws(count: int, long: int = 0, line: int = 0) -> list[Fields]:
    """Flaw items beside as many generators; the first few have the longest reason right.

    Their wrong lines go round, or stand at `line`.
    """
    longer = [{**RIGHT, "text": "The very first one"}, SECOND, THIRD]
    flaws = [
        a_family(
            "flaw", f"slip-{name}", stem=f"{name} {name}y {name}ly?",
            options=longer if n < long else _short(), flaw_line=line or 1 + n % 3,
        )
        for n, name in enumerate(NAMES[:count])
    ]  # fmt: skip
    return [*flaws, *a_bank(count, count)]


def test_the_right_reason_may_be_the_longest_now_and_then(tmp_path: Path) -> None:
    assert told(tmp_path, _flaws(10, long=4)) == []


def test_the_right_reason_may_not_often_be_the_longest(tmp_path: Path) -> None:
    assert told(tmp_path, _flaws(10, long=5)) == [
        "content/drills:1: options: the right reason is the longest in 5 of 10 flaw items"
        " → lengthen others"
    ]


def _between(before: list[int], after: list[int]) -> list[Fields]:
    """Flaw items with so many sound lines before the wrong one, and after it."""
    bank = _flaws(len(before))
    for family, first, last in zip(bank, before, after, strict=False):
        lines = [f"Line {number}." for number in range(first + 1 + last)]
        family |= {"flaw_line": first + 1, "lines": lines}
    return bank


SPREAD = [0, 1, 2, 3, 4] * 2


def test_half_of_the_flaws_may_stand_at_one_line(tmp_path: Path) -> None:
    assert told(tmp_path, _between([2] * 5 + [3, 3, 3, 1, 1], SPREAD)) == []


def test_one_line_may_not_hold_most_flaws(tmp_path: Path) -> None:
    assert told(tmp_path, _between([2] * 6 + [3, 3, 1, 1], SPREAD)) == [
        "content/drills:1: flaw_line: line 3 is the wrong one in 6 of 10 flaw items"
        " → move some of them"
    ]


def test_one_line_from_the_end_may_not_hold_most_flaws(tmp_path: Path) -> None:
    assert told(tmp_path, _between(SPREAD, [2] * 6 + [3, 3, 1, 1])) == [
        "content/drills:1: flaw_line: line 3 from the end is the wrong one in 6 of 10 flaw items"
        " → move some of them"
    ]


def test_a_few_flaws_prove_nothing(tmp_path: Path) -> None:
    assert told(tmp_path, _flaws(9, long=9, line=2)) == []


def test_shares_of_formats_are_set_against_the_aim(tmp_path: Path) -> None:
    report = check(reading_of(tmp_path / "content", *_flaws(4)))
    shares = {share.format: (share.is_, share.off) for share in format_shares(report)}
    assert shares["flaw"] == (0.5, True)
    assert shares["explain"] == (0.0, False)


def test_the_aims_make_a_whole_bank(tmp_path: Path) -> None:
    report = check(reading_of(tmp_path / "content", *a_bank(1, 1)))
    assert sum(share.aim for share in format_shares(report)) == pytest.approx(1)


def _kept_in_order(count: int, place: int) -> list[Fields]:
    options = [SECOND, THIRD]
    options.insert(place, {**RIGHT, "text": "The first"})
    return [{**f, "options": options, "keep_order": True} for f in a_bank(count, count)]


def test_right_options_kept_in_order_may_not_favour_a_place(tmp_path: Path) -> None:
    assert told(tmp_path, _kept_in_order(15, 1)) == [
        "content/drills:1: options: right options kept in order stand at places 1–3 this often:"
        " 0, 15, 0 → balance them"
    ]


def test_a_few_kept_in_order_prove_nothing(tmp_path: Path) -> None:
    assert told(tmp_path, _kept_in_order(14, 1)) == []


def test_right_options_kept_in_order_may_be_spread(tmp_path: Path) -> None:
    spread = [_kept_in_order(15, n % 3)[n] for n in range(15)]
    assert told(tmp_path, spread) == []


def test_a_broken_item_rule_is_told_by_file_and_line(tmp_path: Path) -> None:
    bank = a_bank(3, 3)
    bank[0]["explanation"] = "so " * 81
    message = told(tmp_path, bank)[0]
    line = _line(tmp_path, "explanation")
    assert message.startswith(f"content/drills/sql.window/about-owl.yaml:{line}: explanation: has")


def test_a_finding_in_one_option_points_at_the_options(tmp_path: Path) -> None:
    bank = a_bank(3, 3)
    bank[0]["options"] = [RIGHT, SECOND, {**THIRD, "text": "All of them"}]
    found = check(reading_of(tmp_path / "content", *bank)).problems
    assert {problem.line for problem in found} == {_line(tmp_path, "options")}


def test_the_report_counts_families_by_skill_track_and_format(tmp_path: Path) -> None:
    bank = [*a_bank(2, 1), a_family("order", steps=STEPS, tracks=["tiny", "other"])]
    report = check(reading_of(tmp_path / "content", *bank))
    assert (report.families, report.generators) == (3, 1)
    assert report.by_track == {"other": 1, "tiny": 3}
    assert report.by_skill == {"sql.window": 3}
    assert report.by_format == {"mcq": 2, "order": 1}


def test_a_file_that_cannot_be_read_is_in_the_report(tmp_path: Path) -> None:
    folder = write_all(tmp_path / "content")
    (folder / "drills" / "sql.window" / "bad.yaml").write_text("family: [")
    report = check(reading_of(folder))
    assert report.problems[0].file == "content/drills/sql.window/bad.yaml"
