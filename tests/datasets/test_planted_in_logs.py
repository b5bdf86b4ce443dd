"""What was planted in game_sessions, stream_plays and label_ops is found by other means."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from tests.datasets.finding import SEEDS, Drawn, Record, day, drawn, near, share

Counts = np.ndarray[Any, np.dtype[np.float64]]


def sessions_by_day(data: Drawn) -> Counts:
    days = [day(row["received_at"]) for row in data.rows["sessions"]]
    return np.bincount(days, minlength=int(data.truth["days"])).astype(np.float64)


def rest(data: Drawn) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Days outside the launch."""
    first = day(data.truth["launch_on"])
    days = np.arange(int(data.truth["days"]))
    return (days < first) | (days >= first + int(data.truth["launch_days"]))


def test_weekends_have_more_sessions_by_the_planted_lift() -> None:
    sums = Counter[str]()
    expected = 0.0
    for data in drawn("game_sessions", 24):
        counts, calm = sessions_by_day(data), rest(data)
        weekend = np.arange(len(counts)) % 7 >= 5
        sums["weekend"] += counts[calm & weekend].mean()
        sums["week"] += counts[calm & ~weekend].mean()
        expected += data.truth["weekend_lift"]
    assert sums["weekend"] / sums["week"] == pytest.approx(expected / SEEDS, rel=0.08)


def test_the_launch_lifts_sessions_by_the_planted_factor() -> None:
    during, usual, lifts = [], [], []
    for data in drawn("game_sessions", 24):
        weekend = np.where(np.arange(30) % 7 >= 5, data.truth["weekend_lift"], 1.0)
        level = sessions_by_day(data) / weekend
        first = day(data.truth["launch_on"])
        around = [*range(first - 5, first), *range(first + 3, first + 8)]
        during.append(level[first : first + 3].mean())
        usual.append(level[around].mean())
        lifts.append(data.truth["launch_lift"])
    assert sum(during) / sum(usual) == pytest.approx(np.mean(lifts), rel=0.08)


def test_free_players_leave_soonest_and_pro_players_last() -> None:
    ages: dict[str, list[bool]] = defaultdict(list)
    for data in drawn("game_sessions", 24):
        played = data.rows["sessions"]
        last: dict[str, int] = {}
        for row in played:
            last[row["player_id"]] = day(row["received_at"])
        for player in data.rows["players"]:
            if day(player["joined_on"]) <= 0 and player["player_id"] in last:
                ages[player["tier"]].append(last[player["player_id"]] >= 23)
    assert share(ages["free"]) + 0.15 < share(ages["plus"]) < share(ages["pro"])


def test_clocks_are_ahead_by_what_is_planted_for_the_kind_of_device() -> None:
    for data in drawn("game_sessions", 24, seeds=40):
        kinds = {row["device_id"]: row["kind"] for row in data.rows["devices"]}
        ahead: dict[str, list[float]] = defaultdict(list)
        for row in data.rows["sessions"]:
            apart = (row["started_at"] - row["received_at"]).total_seconds()
            ahead[kinds[row["device_id"]]].append(apart)
        for kind, seconds in ahead.items():
            assert abs(np.median(seconds) - data.truth["clocks"][kind]) <= 2


def test_the_peak_of_seven_days_is_the_true_rolling_maximum() -> None:
    for data in drawn("game_sessions", 8):
        seen = {(day(row["started_at"]), row["player_id"]) for row in data.rows["sessions"]}
        days = {one for one, _ in seen}
        reach = [len({who for one, who in seen if 0 <= end - one < 7}) for end in days]
        assert max(reach) == data.truth["seven_day_peak"]


def test_finales_are_played_the_planted_number_of_times_as_often() -> None:
    finales, others, lifts = [], [], []
    for data in drawn("stream_plays", 30):
        titles = data.rows["titles"]
        out = max(day(row["released_on"]) for row in titles)
        plays = Counter(
            row["title_id"] for row in data.rows["plays"] if day(row["started_at"]) >= out
        )
        means = [
            np.mean([plays[row["title_id"]] for row in titles if row["is_finale"] is finale])
            for finale in (True, False)
        ]
        finales.append(means[0])
        others.append(means[1])
        lifts.append(data.truth["finale_lift"])
    assert sum(finales) / sum(others) == pytest.approx(np.mean(lifts), rel=0.08)


def leaving(data: Drawn) -> Mapping[str, list[bool]]:
    gone = {row["member_id"] for row in data.rows["plan_changes"] if row["to_plan"] == "none"}
    found: dict[str, list[bool]] = defaultdict(list)
    for row in data.rows["members"]:
        found[row["region"]].append(row["member_id"] in gone)
    return found


def test_the_price_rise_drives_away_the_planted_share() -> None:
    shares = [leaving(data) for data in drawn("stream_plays", 30)]
    found = [share(each["south"]) - share(each["north"]) for each in shares]
    near(found, [data.truth["extra_leaving_share"] for data in drawn("stream_plays", 30)], 0.02)


def test_shared_accounts_are_those_with_two_screens_within_a_minute() -> None:
    for data in drawn("stream_plays", 30, seeds=60):
        last: dict[str, Record] = {}
        found = Counter[str]()
        for row in data.rows["plays"]:
            before = last.get(row["member_id"])
            close = before and row["started_at"] - before["started_at"] < timedelta(minutes=1)
            if before and close and before["screen"] != row["screen"]:
                found[row["member_id"]] += 1
            last[row["member_id"]] = row
        shared = set(data.truth["shared_accounts"])
        assert len(set(found) ^ shared) <= 0.15 * len(data.rows["members"])


def test_family_finishes_more_in_each_region_and_less_over_both() -> None:
    done: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for data in drawn("stream_plays", 30):
        who = {row["member_id"]: row for row in data.rows["members"]}
        for row in data.rows["plays"]:
            member = who[row["member_id"]]
            done[member["region"], member["plan"]].append(row["finished"])
            done["both", member["plan"]].append(row["finished"])
    for region in ("north", "south"):
        assert share(done[region, "family"]) > share(done[region, "basic"]) + 0.05
    assert share(done["both", "family"]) < share(done["both", "basic"]) - 0.05


def checked(data: Drawn) -> list[tuple[float, int, bool]]:
    """(hour of the shift, day, right) of labels with a known answer."""
    gold = {row["task_id"]: row["gold_label"] for row in data.rows["gold_checks"]}
    first: dict[tuple[str, int], datetime] = {}
    found = []
    for row in sorted(data.rows["labels"], key=lambda row: row["started_at"]):
        at = row["started_at"]
        begin = first.setdefault((row["annotator_id"], day(at)), at)
        if row["task_id"] in gold:
            hour = (at - begin).total_seconds() / 3600
            found.append((hour, day(at), row["label"] == gold[row["task_id"]]))
    return found


def in_break(data: Drawn, one: int) -> bool:
    since = one - day(data.truth["guideline_on"])
    return 0 <= since < int(data.truth["guideline_days"])


@pytest.mark.parametrize(("tired", "planted"), [(False, "fresh"), (True, "tired")])
def test_quality_falls_after_the_third_hour(tired: bool, planted: str) -> None:
    shares = [
        share(
            right
            for hour, one, right in checked(data)
            if (hour >= 3) is tired and not in_break(data, one)
        )
        for data in drawn("label_ops", 12)
    ]
    right = [data.truth[f"{planted}_share_right"] for data in drawn("label_ops", 12)]
    near(shares, right, 0.035)


def test_the_new_guideline_costs_the_planted_share_for_three_days() -> None:
    drop, planted = [], []
    for data in drawn("label_ops", 12):
        for hour, one, right in checked(data):
            usual = data.truth["tired_share_right" if hour >= 3 else "fresh_share_right"]
            if in_break(data, one):
                drop.append(usual - right)
                planted.append(data.truth["guideline_drop"])
    assert np.mean(drop) == pytest.approx(np.mean(planted), abs=0.03)


def test_wrong_labels_come_back_as_rework() -> None:
    shares, planted = [], []
    for data in drawn("label_ops", 12):
        gold = {row["task_id"]: row["gold_label"] for row in data.rows["gold_checks"]}
        labels = [row for row in data.rows["labels"] if row["task_id"] in gold]
        again = {row["rework_of"] for row in data.rows["tasks"]}
        wrong = [row for row in labels if row["label"] != gold[row["task_id"]]]
        shares += [row["task_id"] in again for row in wrong]
        planted += [data.truth["rework_share"]] * len(wrong)
        assert not again & {row["task_id"] for row in labels} - {row["task_id"] for row in wrong}
    assert np.mean(shares) == pytest.approx(np.mean(planted), abs=0.05)


def test_the_older_system_holds_the_same_labels() -> None:
    tags = {"CAT": "cat", "Dog": "dog", "BRD": "bird", "-": "none"}
    for data in drawn("label_ops", 12, seeds=50):
        newer = {row["label_id"]: row for row in data.rows["labels"]}
        for row in data.rows["old_labels"]:
            same = newer[int(row["uid"].removeprefix("o-"))]
            assert tags[row["tag"].strip()] == same["label"]
            assert row["worker"].strip().lower() == same["annotator_id"]
            stamp = np.datetime64(row["stamp_ms"], "ms").astype(datetime)
            assert stamp == same["submitted_at"]


def test_switches_have_other_plans_cuts_rises_and_the_same_price_again() -> None:
    for data in drawn("stream_plays", 10, "switches", seeds=20):
        steps: dict[str, list[Record]] = defaultdict(list)
        for row in data.rows["plan_changes"]:
            steps[row["member_id"]].append(row)
        pairs = [(a, b) for rows in steps.values() for a, b in pairwise(rows)]
        kept = [
            b["monthly_cents"] - a["monthly_cents"]
            for a, b in pairs
            if a["to_plan"] == b["to_plan"]
        ]
        assert {-200, 0, 100} <= set(kept)
        assert any({a["to_plan"], b["to_plan"]} == {"basic", "family"} for a, b in pairs)
        assert len(steps) < len(data.rows["members"])
