"""Calculators against a second computation by another route, and when they warn."""

import shlex
from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from bot.domain.calculators import asking, pay, running, trials
from bot.domain.calculators.asking import Calculator, Result, read_value, read_values
from bot.domain.calculators.catalog import CALCULATORS, calculator
from bot.domain.errors import InvalidInput

NAMES = [entry.name for entry in CALCULATORS]


def typed(name: str, line: str) -> Result:
    """What somebody gets who types the line after the name."""
    found = calculator(name)
    words = shlex.split(line)
    texts = dict(zip(found.asks, words, strict=False))
    return found.work(**{param: _read(found, param, texts) for param in found.asks})


def _read(found: Calculator, param: str, texts: dict[str, str]) -> object:
    asks = found.asks[param]
    read = read_values if param in found.lists else read_value
    return read(asks, texts.get(param) or asks.default)


def rows(name: str, line: str) -> dict[str, str]:
    return dict(typed(name, line).rows)


@pytest.mark.parametrize("name", NAMES)
def test_the_worked_example_comes_out(name: str) -> None:
    assert typed(name, calculator(name).example).says == calculator(name).worked


@pytest.mark.parametrize("name", NAMES)
def test_it_asks_for_no_more_than_a_form_holds(name: str) -> None:
    assert 1 <= len(calculator(name).asks) <= 5


@pytest.mark.parametrize("name", NAMES)
def test_every_question_has_a_label_and_bounds(name: str) -> None:
    assert all(asks.label and asks.low < asks.high for asks in calculator(name).asks.values())


def power(rate: float, rise: float, arm: float, alpha: float) -> float:
    """Of a two-sided test, from the distribution of the gap itself; the far tail left out."""
    new = rate + rise
    error = ((rate * (1 - rate) + new * (1 - new)) / arm) ** 0.5
    return float(stats.norm(rise, error).sf(stats.norm.isf(alpha / 2) * error))


@given(st.floats(0.01, 0.5), st.floats(0.002, 0.2), st.floats(0.01, 0.2), st.floats(0.6, 0.95))
def test_an_arm_is_just_large_enough(rate: float, rise: float, alpha: float, wanted: float) -> None:
    size = trials.arm_size(rate, rise, alpha, wanted)
    assert power(rate, rise, size, alpha) >= wanted - 1e-9
    assert power(rate, rise, size - 1, alpha) < wanted or size == 1


@given(st.floats(0.01, 0.5), st.integers(2_000, 10**6))
def test_the_smallest_rise_is_seen_as_often_as_asked(rate: float, arm: int) -> None:
    rise = trials.smallest_rise(rate, arm, 0.05, 0.8)
    assert power(rate, rise, arm, 0.05) == pytest.approx(0.8, abs=1e-6)


@pytest.mark.parametrize("looks", [1, 2, 3, 4])
def test_peeking_agrees_with_the_joint_distribution_of_all_looks(looks: int) -> None:
    spread = [
        [min(i, j) / (i * j) ** 0.5 for j in range(1, looks + 1)] for i in range(1, looks + 1)
    ]
    limit = stats.norm.isf(0.025)
    joint = stats.multivariate_normal(cov=spread, allow_singular=True, seed=1)
    inside = joint.cdf([limit] * looks, lower_limit=[-limit] * looks)
    assert trials.peeking_error(looks, 0.05) == pytest.approx(1 - float(inside), abs=2e-4)


def test_more_looks_give_more_false_wins() -> None:
    errors = [trials.peeking_error(looks, 0.05) for looks in (1, 2, 5, 20, 40)]
    assert errors == sorted(errors)
    assert errors[0] == pytest.approx(0.05, abs=1e-6)


VALUES = st.lists(st.floats(0.0001, 1), min_size=2, max_size=12).map(tuple)


@given(VALUES)
def test_benjamini_and_hochberg_find_what_adjusted_values_say(values: tuple[float, ...]) -> None:
    adjusted = stats.false_discovery_control(values)
    assert trials.benjamini_hochberg(values, 0.05) == int((adjusted <= 0.05 + 1e-12).sum())


@given(VALUES)
def test_holm_finds_what_adjusted_values_say(values: tuple[float, ...]) -> None:
    ordered, worst, found = sorted(values), 0.0, 0
    for place, value in enumerate(ordered):
        worst = max(worst, value * (len(ordered) - place))
        found += worst <= 0.05
    assert trials.holm(values, 0.05) == found


COUNTS = st.lists(st.integers(1, 500), min_size=4, max_size=4).map(tuple)


@given(COUNTS, COUNTS)
def test_the_index_is_the_divergence_both_ways(
    before: tuple[int, ...], after: tuple[int, ...]
) -> None:
    both = stats.entropy(before, after) + stats.entropy(after, before)
    assert trials.stability_index(before, after) == pytest.approx(float(both), abs=1e-9)


@given(COUNTS, COUNTS)
def test_the_gap_is_that_of_the_samples_themselves(
    before: tuple[int, ...], after: tuple[int, ...]
) -> None:
    spelled = [[bin_ for bin_, n in enumerate(c) for _ in range(n)] for c in (before, after)]
    gap = stats.ks_2samp(*spelled, method="asymp").statistic
    assert trials.greatest_gap(before, after) == pytest.approx(float(gap), abs=1e-9)


def test_an_empty_bin_gets_half_a_case_and_a_word() -> None:
    found = typed("drift", '"0 10" "5 5"')
    expected = (5.5 / 11 - 0.5 / 11) * log(5.5 / 0.5) + (5.5 / 11 - 10.5 / 11) * log(5.5 / 10.5)
    assert found.rows[0] == ("PSI", f"{expected:.3f}")
    assert "empty" in found.warnings[0]


@pytest.mark.parametrize("line", ['"1 2" "1 2 3"', '"0 0" "1 2"'])
def test_bins_that_cannot_be_compared_are_refused(line: str) -> None:
    with pytest.raises(InvalidInput, match="same bins"):
        typed("drift", line)


def test_every_chance_of_a_false_alarm_counts() -> None:
    chance = stats.binom(5, 0.05).sf(0)
    assert rows("family", '"0.1 0.2 0.3 0.4 0.5"')["At least one false alarm"] == f"{chance:.1%}"


def test_a_rise_past_all_is_refused() -> None:
    with pytest.raises(InvalidInput, match="below 100%"):
        typed("sample", "90% 20%")


def test_a_test_with_few_events_is_warned_of() -> None:
    assert "Fewer than 10" in typed("smallest", "1% 100").warnings[0]


def test_hours_are_those_of_people_who_use_it() -> None:
    assert rows("hours", "2 50 40%")["A week"] == "40 hours"
    assert typed("hours", "2 50 40%").warnings == ()


@pytest.mark.parametrize(
    ("name", "line", "says"),
    [
        ("hours", "1 1", "That frees 1 hour a week."),
        ("peeking", "1", "With 1 look at 5%, a false win comes 5% of the time."),
    ],
)
def test_one_is_not_counted_as_many(name: str, line: str, says: str) -> None:
    assert typed(name, line).says == says


def test_hours_without_a_count_of_users_are_warned_of() -> None:
    assert "everybody" in typed("hours", "2 50").warnings[0]


def test_a_query_of_a_terabyte_costs_its_price() -> None:
    assert rows("scan", "10b 1 100 1 5")["A month"] == "$5"


def test_a_model_that_costs_more_than_a_kept_player_brings_never_pays() -> None:
    assert "no rise can pay" in typed("servers", "1000 50% $1 $2").warnings[0]


def test_a_funnel_multiplies_up() -> None:
    found = rows("funnel", '"800 400 100"')
    assert (found["Stage 1 to 2"], found["Stage 2 to 3"], found["First to last"]) == (
        "50%", "25%", "12.5%",
    )  # fmt: skip


def test_a_stage_cannot_gain_people() -> None:
    with pytest.raises(InvalidInput, match="more people"):
        typed("funnel", '"100 120"')


def test_a_net_gain_within_a_tenth_is_too_close_to_call() -> None:
    assert "too close" in typed("speed", "1% 1000 10 9500").warnings[0]


def test_shares_worth_more_a_year_than_base_pay_are_doubted() -> None:
    found = typed("senior", "165k 12% 0.05% 120bn 15k")
    assert any("which company" in warning for warning in found.warnings)


def test_shares_of_a_small_unit_are_not_doubted() -> None:
    assert typed("senior", "165k 12% 0.05% 900m 15k").warnings == ()


@pytest.mark.parametrize("base", ["149k", "191k"])
def test_base_pay_outside_the_claimed_range_is_named(base: str) -> None:
    assert "nobody has confirmed" in typed("senior", f"{base} 12% 0.03% 900m").warnings[0]


@pytest.mark.parametrize("base", ["150k", "154k", "186k", "190k"])
def test_base_pay_between_the_claimed_ranges_is_said_softly(base: str) -> None:
    (told,) = typed("senior", f"{base} 12% 0.03% 900m").warnings
    assert "may well be meant" in told


@pytest.mark.parametrize("base", ["155k", "185k"])
def test_base_pay_in_the_inner_range_is_not_remarked_on(base: str) -> None:
    assert typed("senior", f"{base} 12% 0.03% 900m").warnings == ()


def test_base_pay_left_out_lies_in_the_inner_range() -> None:
    asks = calculator("senior").asks["base"]
    assert pay.base_doubts(read_value(asks, asks.default)) == ()


def test_a_quarter_of_the_shares_counts_each_year() -> None:
    assert pay.share_value(0.0004, 1e9) == 100_000


def test_the_value_of_shares_moves_the_first_year() -> None:
    found = rows("senior", "160k 10% 0.04% 1bn 0")
    assert found["First year, shares at half the value"] == "$226,000"
    assert found["First year, shares at twice the value"] == "$376,000"


def test_base_of_a_return_offer_stays() -> None:
    assert rows("returning", "140k 10% 10k 20k")["Base, fixed"] == "$140,000"


def test_offers_that_change_places_with_the_shares_are_warned_of() -> None:
    assert "depends" in typed("offers", '"150k 0 0 40k" "160k 0 0 0"').warnings[0]


def test_offers_that_come_to_the_same_have_no_first() -> None:
    found = typed("offers", '"150k 10% 15k 20k" "150k 10% 15k 20k"')
    assert (found.says, found.warnings) == ("With shares in full both come to the same.", ())


def test_an_offer_that_draws_level_by_its_shares_is_warned_of() -> None:
    found = typed("offers", '"150k 0 0 10k" "160k 0 0 0"')
    assert found.says == "With shares in full both come to the same."
    assert "depends" in found.warnings[0]


def test_the_second_offer_can_be_ahead() -> None:
    found = typed("offers", '"150k 0 0 0" "160k 0 0 0"')
    assert found.says == "With shares in full the second is ahead by $10,000."


def test_a_model_that_changes_nothing_neither_gains_nor_loses() -> None:
    assert typed("speed", "0% $0 0 $0 $0").says == "The better model neither gains nor loses."


@pytest.mark.parametrize(
    ("values", "kept"), [("0 1", "1 stands"), ("0 0", "2 stand"), ("1 1", "0 stand")]
)
def test_one_test_stands_and_more_stand(values: str, kept: str) -> None:
    assert f", {kept} after" in typed("family", f'"{values}"').says


def test_offers_need_four_numbers() -> None:
    with pytest.raises(InvalidInput, match="four numbers"):
        typed("offers", '"150k 10%" "165k 5% 10k 0"')


def test_a_value_outside_its_bounds_is_told_them() -> None:
    asks = calculator("sample").asks["rate"]
    with pytest.raises(InvalidInput, match=r"From 0\.01% to 99\.9%"):
        read_value(asks, "5")


@given(st.text(max_size=80))
def test_whatever_is_typed_is_numbers_or_refused(text: str) -> None:
    asks = calculator("funnel").asks["counts"]
    try:
        found = read_values(asks, text)
    except InvalidInput:
        return
    assert 2 <= len(found) <= asking.MOST_NUMBERS
    assert all(asks.low <= value <= asks.high for value in found)


def test_a_yearly_saving_counts_working_weeks() -> None:
    assert running.WORKING_WEEKS * 100 == 4600
    assert rows("hours", "2 50")["A year of 46 weeks"] == "4,600 hours"
