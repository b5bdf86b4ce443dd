"""What was planted in the sets about logs to read, models, money and mails is found again."""

import re
from collections import Counter
from datetime import timedelta

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from tests.datasets.finding import SEEDS, Drawn, day, drawn, near, share


def stamps(data: Drawn) -> pd.Series:
    """The moments in naive UTC as pandas reads them, NaT for what is broken."""
    text = pd.Series([row["stamp"] for row in data.rows["events"]], dtype="str")
    digits = text.str.fullmatch(r"\d{10}|\d{13}")
    found = pd.to_datetime(
        text.where(~text.str.fullmatch(r"\d+")), errors="coerce", utc=True, format="ISO8601"
    )
    unix = text[digits].astype("int64")
    found[digits] = pd.to_datetime(unix.where(unix > 10**12, unix * 1000), unit="ms", utc=True)
    return found.dt.tz_localize(None)


def test_pandas_reads_the_same_moments_from_the_stamps() -> None:
    for data in drawn("ident_log", 8, seeds=60):
        for at, instant in zip(stamps(data), data.truth["instants"].values(), strict=True):
            assert (instant is None and pd.isna(at)) or at == instant


def test_the_planted_share_of_stamps_cannot_be_read() -> None:
    found = [stamps(data).isna().mean() for data in drawn("ident_log", 8)]
    near(found, [data.truth["malformed_share"] for data in drawn("ident_log", 8)], 0.01)


def test_the_planted_share_of_lines_came_before() -> None:
    again = []
    for data in drawn("ident_log", 8):
        seen = Counter(
            (r["source_id"], r["ident"], r["stamp"], r["kind"]) for r in data.rows["events"]
        )
        again.append(1 - len(seen) / sum(seen.values()))
        assert data.truth["different_events"] == len(seen)
    near(again, [data.truth["duplicate_share"] for data in drawn("ident_log", 8)], 0.01)


def test_the_planted_share_of_events_arrives_a_day_late() -> None:
    late = []
    for data in drawn("ident_log", 8):
        instants = data.truth["instants"]
        late.append(
            share(
                row["received_at"] - instants[row["line_no"]] >= timedelta(days=1)
                for row in data.rows["events"]
                if instants[row["line_no"]]
            )
        )
    near(late, [data.truth["late_share"] for data in drawn("ident_log", 8)], 0.01)


def by_day(data: Drawn, column: str, first: int, last: int) -> list[float]:
    return [row[column] for row in data.rows["photos"] if first <= day(row["taken_at"]) < last]


def test_photos_get_darker_on_the_planted_day() -> None:
    drops = []
    for data in drawn("drift_feed", 20):
        on = day(data.truth["covariate_drift_on"])
        before, after = by_day(data, "brightness", 0, on), by_day(data, "brightness", on, 20)
        assert stats.ks_2samp(before, after).pvalue < 0.01
        drops.append(float(np.mean(before) - np.mean(after)))
    near(drops, [data.truth["brightness_drop"] for data in drawn("drift_feed", 20)], 0.01)


def good(data: Drawn, first: int, last: int) -> list[bool]:
    days = {row["photo_id"]: day(row["taken_at"]) for row in data.rows["photos"]}
    verdicts = data.rows["verdicts"]
    return [row["is_good"] for row in verdicts if first <= days[row["photo_id"]] < last]


def test_fewer_photos_are_good_from_the_planted_day() -> None:
    drops = []
    for data in drawn("drift_feed", 20):
        on = day(data.truth["prior_drift_on"])
        drops.append(share(good(data, 0, on)) - share(good(data, on, 20)))
    near(drops, [data.truth["good_share_drop"] for data in drawn("drift_feed", 20)], 0.02)


def test_the_score_turns_against_the_verdict_on_the_planted_day() -> None:
    for data in drawn("drift_feed", 20):
        on = day(data.truth["concept_drift_on"])
        photos = {row["photo_id"]: row for row in data.rows["photos"]}
        for late in (False, True):
            agrees = share(
                (photos[row["photo_id"]]["score"] >= 0.5) == row["is_good"]
                for row in data.rows["verdicts"]
                if (day(photos[row["photo_id"]]["taken_at"]) >= on) is late
            )
            assert agrees < 0.35 if late else agrees > 0.65


def test_brightness_by_tenths_is_numpys_histogram() -> None:
    for data in drawn("drift_feed", 20, seeds=40):
        counts, _ = np.histogram(by_day(data, "brightness", 0, 5), bins=np.arange(11) / 10)
        assert tuple(counts) == data.truth["brightness_first"]


def test_exactly_one_card_meets_every_limit_and_the_best_one_misses_one() -> None:
    upper = {"p95_ms": "max_p95_ms", "size_mb": "max_size_mb", "energy_mj": "max_energy_mj"}
    for data in drawn("edge_models", 8):
        (limits,) = data.rows["limits"]
        misses = {
            card["model_id"]: (card["accuracy"] < limits["min_accuracy"])
            + (card["cost_cents"] > limits["max_cost_cents"])
            + sum(card[have] > limits[limit] for have, limit in upper.items())
            for card in data.rows["cards"]
        }
        assert [name for name, missed in misses.items() if not missed] == [data.truth["right_card"]]
        best = max(data.rows["cards"], key=lambda card: card["accuracy"])["model_id"]
        assert best == data.truth["tempting_card"]
        assert misses[best] == 1
        assert data.truth["cards_that_fit"] == (data.truth["right_card"],)


@pytest.mark.parametrize("size", [8, 24])
def test_cards_give_the_p95_of_their_runs(size: int) -> None:
    for data in drawn("edge_models", size, seeds=20):
        for card in data.rows["cards"]:
            runs = [row["ms"] for row in data.rows["runs"] if row["model_id"] == card["model_id"]]
            assert np.percentile(runs, 95, method="inverted_cdf") == card["p95_ms"]


def test_cards_on_a_limit_fit_and_stricter_limits_leave_none() -> None:
    exact = [len(data.truth["cards_that_fit"]) for data in drawn("edge_models", 8, "exact")]
    assert max(exact) > 1
    assert not any(data.truth["cards_that_fit"] for data in drawn("edge_models", 8, "strict"))


def test_players_stay_with_the_planted_chance() -> None:
    kept = []
    for data in drawn("retention_cost", 8):
        frame = pd.DataFrame(data.rows["retention"])
        before = frame.groupby("cohort_id")["active_players"].shift()
        kept.append(float((frame["active_players"][before.notna()].sum()) / before.sum()))
    near(kept, [data.truth["kept_each_month"] for data in drawn("retention_cost", 8)], 0.005)


@pytest.mark.parametrize("shape", ["plain", "exact", "gaps", "never"])
def test_the_month_of_break_even_is_that_of_a_running_sum(shape: str) -> None:
    for data in drawn("retention_cost", 8, shape, seeds=12):
        life = pd.DataFrame(data.rows["retention"]).merge(pd.DataFrame(data.rows["server_bill"]))
        life["left"] = life["revenue_cents"] - life["base_cents"]
        life["left"] -= life["cents_per_active"] * life["active_players"]
        for cohort in data.rows["cohorts"]:
            own = life[life["cohort_id"] == cohort["cohort_id"]].sort_values("month_no")
            paid = own[own["left"].cumsum() >= cohort["spent_cents"]]
            first = None if paid.empty else int(paid["month_no"].iloc[0])
            assert data.truth["break_even"][cohort["cohort_id"]] == first


def test_some_groups_pay_back_and_some_do_not() -> None:
    months = [
        month for data in drawn("retention_cost", 8) for month in data.truth["break_even"].values()
    ]
    assert 0.05 < share(month is None for month in months) < 0.5
    assert not any(
        month is not None
        for data in drawn("retention_cost", 8, "never")
        for month in data.truth["break_even"].values()
    )


def test_the_cheapest_threshold_is_low_because_a_miss_is_dear() -> None:
    cheapest = []
    for data in drawn("match_catalog", 8):
        costs = {row["kind"]: row["cost_cents"] for row in data.rows["costs"]}
        scores = np.array([row["score"] for row in data.rows["claims"]])
        match = np.array([row["is_match"] for row in data.rows["claims"]])
        total = {
            threshold: costs["miss"] * int((match & (scores < threshold)).sum())
            + costs["false_alarm"] * int((~match & (scores >= threshold)).sum())
            for threshold in data.truth["cost_by_threshold"]
        }
        assert total == data.truth["cost_by_threshold"]
        assert total[data.truth["cheapest_threshold"]] == min(total.values())
        cheapest.append(data.truth["cheapest_threshold"])
    assert np.mean(cheapest) < 0.4


def test_matches_have_the_planted_share() -> None:
    found = [
        share(row["is_match"] for row in data.rows["claims"]) for data in drawn("match_catalog", 8)
    ]
    near(found, [data.truth["match_share"] for data in drawn("match_catalog", 8)], 0.015)


def test_the_best_offer_changes_with_the_scenario() -> None:
    for data in drawn("offer_pack", 8):
        for case in data.rows["scenarios"]:
            worth = Counter[str]()
            for term in data.rows["terms"]:
                factor = case["equity_factor"] if term["kind"] == "equity" else 1.0
                worth[term["offer_id"]] += term["usd"] * factor
            assert worth.most_common(1)[0][0] == data.truth["best"][case["scenario"]]
        assert data.truth["best"]["shares halve"] == data.truth["best_when_shares_halve"]
        assert data.truth["best"]["shares double"] == data.truth["best_when_shares_double"]
        assert data.truth["best_when_shares_halve"] != data.truth["best_when_shares_double"]


def test_two_mails_of_a_launch_clash_and_one_hides_the_goal() -> None:
    words = {"renewals": "renew", "upkeep": "bill", "trust": "privacy", "hours": "by hand"}
    for data in drawn("stake_inbox", 8):
        mails = {row["mail_id"]: row for row in data.rows["mails"]}
        for launch, pair in data.truth["clash"].items():
            assert {mails[number]["asks_for"] for number in pair} == {"ship", "hold"}
            assert len({mails[number]["due_on"] for number in pair}) == 1
            hidden = mails[data.truth["hidden"][launch]]
            assert hidden["launch_id"] == launch
            assert hidden["asks_for"] is None
            assert re.search(words[data.truth["goals"][launch]], hidden["body"])


def test_goals_differ_from_seed_to_seed() -> None:
    assert (
        len({tuple(data.truth["goals"].values()) for data in drawn("stake_inbox", 8)}) > SEEDS / 2
    )
