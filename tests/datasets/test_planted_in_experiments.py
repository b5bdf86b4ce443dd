"""What was planted in ab_test and network_test is found by other means."""

from collections import Counter, defaultdict

import numpy as np
import pytest

from tests.datasets.finding import Drawn, day, drawn, near, share


def lift(data: Drawn) -> float:
    """Minutes a day with play, banner against control, weighing accounts alike before it."""
    arm = {row["user_id"]: row["arm"] for row in data.rows["assignment"]}
    before = {row["user_id"]: row["minutes_before"] for row in data.rows["pre_period"]}
    minutes: dict[str, list[float]] = defaultdict(list)
    for row in data.rows["outcome"]:
        minutes[arm[row["user_id"]]].append(row["minutes"] / before[row["user_id"]])
    return float(np.mean(minutes["banner"]) / np.mean(minutes["control"]) - 1)


@pytest.mark.parametrize("shape", ["plain", "aa"])
def test_the_true_lift_is_found(shape: str) -> None:
    sets = drawn("ab_test", 20, shape)
    near(map(lift, sets), [data.truth["lift"] for data in sets], 0.02)


def test_an_aa_test_has_no_lift() -> None:
    assert {data.truth["lift"] for data in drawn("ab_test", 20, "aa")} == {0.0}


def test_control_accounts_that_saw_the_banner_water_the_lift_down() -> None:
    sets = drawn("ab_test", 20, "leaky")
    watered = [
        (1 + data.truth["lift"]) / (1 + data.truth["contaminated_share"] * data.truth["lift"]) - 1
        for data in sets
    ]
    near(map(lift, sets), watered, 0.02)
    seen = [contaminated(data) for data in sets]
    near(seen, [data.truth["contaminated_share"] for data in sets], 0.01)


def contaminated(data: Drawn) -> float:
    saw = {row["user_id"] for row in data.rows["exposure"]}
    control = [row["user_id"] for row in data.rows["assignment"] if row["arm"] == "control"]
    return share(user in saw for user in control)


def test_the_arms_have_the_planted_share() -> None:
    for shape in ("plain", "mismatch"):
        for data in drawn("ab_test", 20, shape):
            arms = Counter(row["arm"] for row in data.rows["assignment"])
            assert arms["banner"] == round(20 * data.truth["banner_share"])


def test_novelty_halves_every_four_days() -> None:
    ratio: dict[int, list[float]] = defaultdict(list)
    for data in drawn("ab_test", 20, "novelty"):
        arm = {row["user_id"]: row["arm"] for row in data.rows["assignment"]}
        before = {r["user_id"]: r["minutes_before"] for r in data.rows["pre_period"]}
        for row in data.rows["outcome"]:
            if arm[row["user_id"]] == "banner":
                usual = before[row["user_id"]] / 9.8
                effect = row["minutes"] / usual - 1
                ratio[day(row["played_on"])].append(effect / data.truth["lift"])
    early, late = np.mean(ratio[0] + ratio[1]), np.mean(ratio[5] + ratio[6])
    assert late / early == pytest.approx(0.42, abs=0.12)


def test_peeking_finds_more_than_one_look_does() -> None:
    paths = [np.array(data.truth["z_by_day"], dtype=float) for data in drawn("ab_test", 20, "aa")]
    last = share(abs(path[-1]) > 1.96 for path in paths)
    ever = share(bool((abs(path) > 1.96).any()) for path in paths)
    assert 0.01 < last < 0.11
    assert ever > last + 0.05


def test_the_path_of_z_is_that_of_a_two_sample_test() -> None:
    for data in drawn("ab_test", 20, seeds=20):
        totals = {row["user_id"]: 0.0 for row in data.rows["assignment"]}
        for row in data.rows["outcome"]:
            totals[row["user_id"]] += row["minutes"]
        arm = {row["user_id"]: row["arm"] for row in data.rows["assignment"]}
        a, b = (
            np.array([totals[u] for u in arm if arm[u] == one]) for one in ("control", "banner")
        )
        z = (b.mean() - a.mean()) / np.sqrt(a.var(ddof=1) / len(a) + b.var(ddof=1) / len(b))
        assert data.truth["z_by_day"][-1] == pytest.approx(z, abs=1e-5)


def test_spillover_is_what_friends_with_rooms_add() -> None:
    direct, spill = [], []
    for data in drawn("network_test", 30):
        coefficients = effects(data)
        direct.append(coefficients[1] - data.truth["direct_minutes"])
        spill.append(coefficients[2] - data.truth["spillover_minutes"])
    assert abs(np.mean(direct)) < 6
    assert abs(np.mean(spill)) < 12


def effects(data: Drawn) -> list[float]:
    """Least squares of mean minutes on the arm and the share of friends with rooms."""
    arm = {row["user_id"]: row["arm"] == "party" for row in data.rows["assignment"]}
    friends: dict[str, list[bool]] = {user: [] for user in arm}
    for row in data.rows["friendships"]:
        friends[row["user_id"]].append(arm[row["friend_id"]])
    minutes: dict[str, list[int]] = defaultdict(list)
    for row in data.rows["outcome"]:
        minutes[row["user_id"]].append(row["minutes"])
    design = [[1.0, float(arm[user]), share(friends[user])] for user in arm]
    means = [np.mean(minutes[user]) for user in arm]
    return [float(each) for each in np.linalg.lstsq(np.array(design), np.array(means))[0]]


def by_arm(data: Drawn) -> float:
    """Minutes a week, party against control."""
    arm = {row["user_id"]: row["arm"] for row in data.rows["assignment"]}
    minutes: dict[str, list[int]] = defaultdict(list)
    for row in data.rows["outcome"]:
        minutes[arm[row["user_id"]]].append(row["minutes"])
    return float(np.mean(minutes["party"]) - np.mean(minutes["control"]))


def test_assigning_accounts_misses_most_of_the_spillover_and_circles_show_it() -> None:
    alone, together = drawn("network_test", 30), drawn("network_test", 60, "circles")
    total = np.mean([data.truth["total_minutes"] for data in alone])
    assert np.mean([by_arm(data) for data in alone]) < 0.6 * total
    assert np.mean([by_arm(data) for data in together]) > 0.8 * total


def test_without_spillover_the_unit_does_not_matter() -> None:
    sets = drawn("network_test", 30, "alone")
    near(map(by_arm, sets), [data.truth["direct_minutes"] for data in sets], 5)


def test_friendships_go_both_ways() -> None:
    for data in drawn("network_test", 30, seeds=20):
        pairs = {(row["user_id"], row["friend_id"]) for row in data.rows["friendships"]}
        assert pairs == {(other, one) for one, other in pairs}
