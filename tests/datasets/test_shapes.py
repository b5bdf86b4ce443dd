"""Each shape has its property, in every one of many draws."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from itertools import pairwise

import pytest

from bot.datasets.catalogue import CATALOGUE
from bot.datasets.ident_log import BROKEN, read
from bot.datasets.model import Cell, DataSet, Table

SEEDS = range(10)
MAIN = {
    "ab_test": ("outcome", "played_on"),
    "drift_feed": ("photos", "taken_at"),
    "edge_models": ("runs", "run_at"),
    "flights_2013": ("flights", "scheduled_at"),
    "game_sessions": ("sessions", "received_at"),
    "ident_log": ("events", "received_at"),
    "label_ops": ("labels", "submitted_at"),
    "match_catalog": ("claims", "claimed_at"),
    "network_test": ("outcome", "week_no"),
    "offer_pack": ("terms", "year_no"),
    "retention_cost": ("retention", "month_no"),
    "stake_inbox": ("mails", "sent_at"),
    "stream_plays": ("plays", "started_at"),
}
PARENTS = {
    "ab_test": "assignment",
    "drift_feed": "cameras",
    "edge_models": "cards",
    "flights_2013": "carriers",
    "game_sessions": "players",
    "ident_log": "sources",
    "label_ops": "annotators",
    "match_catalog": "tracks",
    "network_test": "users",
    "offer_pack": "offers",
    "retention_cost": "cohorts",
    "stake_inbox": "launches",
    "stream_plays": "members",
}


def having(shape: str) -> list[str]:
    return sorted(name for name, recipe in CATALOGUE.items() if shape in recipe.shapes)


@cache
def draws(name: str, shape: str) -> list[DataSet]:
    return [CATALOGUE[name].make(seed, 8, shape) for seed in SEEDS]


def column(table: Table, name: str) -> list[Cell]:
    place = [column.name for column in table.columns].index(name)
    return [row[place] for row in table.rows]


def moments(data: DataSet, name: str) -> list[datetime]:
    table, place = MAIN[name]
    return [datetime.fromisoformat(str(cell)) for cell in column(data.table(table), place)]


def referred(data: DataSet, name: str) -> set[Cell]:
    """What the main table's rows say they belong to."""
    parent = data.table(PARENTS[name])
    return set(column(data.table(MAIN[name][0]), parent.columns[0].name))


@pytest.mark.parametrize("name", having("nulls"))
def test_nulls_are_in_columns_that_say_so(name: str) -> None:
    for data in draws(name, "nulls"):
        for table in data.tables:
            for described in table.columns:
                if "NULL" in described.meaning and described.name not in (
                    "invited_by",
                    "rework_of",
                ):
                    assert None in column(table, described.name), described.name


@pytest.mark.parametrize("name", sorted(CATALOGUE))
def test_no_shape_has_nulls_that_the_dictionary_does_not_name(name: str) -> None:
    for shape in CATALOGUE[name].shapes:
        for table in CATALOGUE[name].make(1, 10, shape).tables:
            for described in table.columns:
                if None in column(table, described.name):
                    assert "NULL" in described.meaning, f"{table.name}.{described.name}"


@pytest.mark.parametrize("name", sorted(set(CATALOGUE) - {"flights_2013", "stake_inbox"}))
def test_plain_draws_have_nulls_for_nobody_and_nothing_alone(name: str) -> None:
    for table in CATALOGUE[name].make(1, 10, "plain").tables:
        for described in table.columns:
            if None in column(table, described.name):
                assert described.name in ("invited_by", "rework_of")


@pytest.mark.parametrize("name", having("ties"))
def test_ties_repeat_values(name: str) -> None:
    for data, plain in zip(draws(name, "ties"), draws(name, "plain"), strict=True):
        tied, free = data.table(MAIN[name][0]), plain.table(MAIN[name][0])
        fewer = [
            len(set(column(tied, described.name))) < len(set(column(free, described.name)))
            for described in tied.columns
        ]
        assert any(fewer)


@pytest.mark.parametrize(
    "name", sorted(set(having("ties")) & set(having("midnight")) - {"ab_test"})
)
def test_ties_repeat_moments(name: str) -> None:
    for data in draws(name, "ties"):
        assert Counter(moments(data, name)).most_common(1)[0][1] >= 2


@pytest.mark.parametrize("name", sorted(set(having("gaps")) - {"retention_cost"}))
def test_gaps_are_two_days_or_more_between_days_with_events(name: str) -> None:
    for data in draws(name, "gaps"):
        days = sorted({moment.date() for moment in moments(data, name)})
        steps = [later - earlier for earlier, later in pairwise(days)]
        assert max(steps) >= timedelta(days=3)


def test_gaps_of_groups_are_months_without_a_row() -> None:
    for data in draws("retention_cost", "gaps"):
        lived = Counter(column(data.table("retention"), "cohort_id")).values()
        assert min(lived) < len(data.table("server_bill").rows)


@pytest.mark.parametrize("name", sorted(set(having("midnight")) - {"ident_log", "ab_test"}))
def test_midnight_has_the_first_and_the_last_second_of_days(name: str) -> None:
    place = "started_at" if name in ("game_sessions", "label_ops") else MAIN[name][1]
    for data in draws(name, "midnight"):
        times = {str(cell)[11:] for cell in column(data.table(MAIN[name][0]), place)}
        assert {"00:00:00", "23:59:59"} <= times


def test_banners_are_seen_in_the_first_and_the_last_second() -> None:
    for data in draws("ab_test", "midnight"):
        times = {str(cell)[11:] for cell in column(data.table("exposure"), "exposed_at")}
        assert {"00:00:00", "23:59:59"} <= times


def test_stamps_fall_on_another_day_in_utc() -> None:
    for data in draws("ident_log", "midnight"):
        stamps = [str(cell) for cell in column(data.table("events"), "stamp")]
        instants = [(stamp, read(stamp)) for stamp in stamps if stamp.startswith("2026-")]
        assert any(at and not stamp.startswith(str(at.date())) for stamp, at in instants)


@pytest.mark.parametrize("name", sorted(set(having("duplicates")) - {"ab_test", "ident_log"}))
def test_duplicates_carry_the_same_key_and_differ_in_one_moment(name: str) -> None:
    for data in draws(name, "duplicates"):
        table = data.table(MAIN[name][0])
        first: dict[Cell, Sequence[Cell]] = {}
        again = []
        for row in sorted(table.rows, key=lambda row: [str(cell) for cell in row]):
            known = first.setdefault(row[0], row)
            again.append(sum(a != b for a, b in zip(known, row, strict=True)))
        assert again.count(1) >= 3
        assert set(again) == {0, 1}


def test_log_lines_come_again_under_numbers_of_their_own() -> None:
    for data in draws("ident_log", "duplicates"):
        rows = data.table("events").rows
        assert [row[0] for row in rows] == list(range(1, len(rows) + 1))
        assert len({row[1:5] for row in rows}) <= 0.9 * len(rows)


def test_banners_are_reported_again() -> None:
    for data in draws("ab_test", "duplicates"):
        seen = Counter((row[0], str(row[1])[:10]) for row in data.table("exposure").rows)
        assert max(seen.values()) == 2


@pytest.mark.parametrize("name", having("orphans"))
def test_orphans_refer_to_rows_that_are_missing(name: str) -> None:
    for data in draws(name, "orphans"):
        parent = "users" if name == "ab_test" else PARENTS[name]
        known = {row[0] for row in data.table(parent).rows}
        assert referred(data, name) - known
        assert referred(data, name) & known


@pytest.mark.parametrize("name", sorted(CATALOGUE))
def test_plain_rows_refer_to_rows_that_are_there(name: str) -> None:
    for data in draws(name, "plain"):
        assert referred(data, name) <= {row[0] for row in data.table(PARENTS[name]).rows}


@pytest.mark.parametrize("name", having("quiet"))
def test_quiet_ones_have_no_event(name: str) -> None:
    for data in draws(name, "quiet"):
        known, busy = {row[0] for row in data.table(PARENTS[name]).rows}, referred(data, name)
        assert known - busy
        assert known & busy


@pytest.mark.parametrize(("name", "happened"), [("game_sessions", "started_at"), ("ident_log", "")])
def test_late_rows_arrive_a_day_after_the_event(name: str, happened: str) -> None:
    for data in draws(name, "late"):
        table = data.table(MAIN[name][0])
        events = column(table, happened) if happened else list(map(read, column(table, "stamp")))
        arrivals = moments(data, name)
        delays = [
            arrival - event
            for event, arrival in zip(events, arrivals, strict=True)
            if isinstance(event, datetime)
        ]
        assert sum(delay >= timedelta(days=1) for delay in delays) >= len(delays) * 0.15
        assert arrivals == sorted(arrivals)


def test_returns_are_whole_days_after_joining() -> None:
    for data in draws("game_sessions", "returns"):
        joined = {row[0]: datetime.fromisoformat(str(row[1])) for row in data.table("players").rows}
        played = data.table("sessions").rows
        after = {datetime.fromisoformat(str(row[3])) - joined[row[1]] for row in played}
        assert timedelta(days=1) in after or timedelta(days=7) in after


def test_skewed_clocks_are_hours_off() -> None:
    for data in draws("game_sessions", "skew"):
        starts = column(data.table("sessions"), "started_at")
        apart = [
            abs(datetime.fromisoformat(str(start)) - arrival)
            for start, arrival in zip(starts, moments(data, "game_sessions"), strict=True)
        ]
        assert max(apart) > timedelta(hours=2)


def test_broken_stamps_cannot_be_read() -> None:
    for data in draws("ident_log", "broken"):
        told = [stamp in BROKEN for stamp in column(data.table("events"), "stamp")]
        assert sum(told) >= 0.35 * len(told)
        assert all(read(stamp) is None for stamp in BROKEN)


def test_crossed_accounts_are_in_both_arms() -> None:
    for data in draws("ab_test", "crossed"):
        arms: dict[Cell, set[Cell]] = {}
        for user, arm, _ in data.table("assignment").rows:
            arms.setdefault(user, set()).add(arm)
        assert 1 <= sum(len(each) == 2 for each in arms.values()) < len(arms)


def test_whales_spend_most_of_the_money() -> None:
    for data in draws("ab_test", "whales"):
        spent: Counter[Cell] = Counter()
        for user, _, _, cents in data.table("outcome").rows:
            spent[user] += int(str(cents))
        assert spent.most_common(1)[0][1] > 0.8 * spent.total()


def test_disagreeing_labels_are_on_the_same_task() -> None:
    for data in draws("label_ops", "disagree"):
        tags: dict[Cell, set[Cell]] = {}
        for row in data.table("labels").rows:
            tags.setdefault(row[1], set()).add(row[5])
        assert any(len(each) > 1 for each in tags.values())


def test_scores_sit_on_the_threshold() -> None:
    for name in ("drift_feed", "match_catalog"):
        for data in draws(name, "edges"):
            assert 0.5 in column(data.table(MAIN[name][0]), "score")


def test_hardly_any_claim_is_a_match_when_matches_are_rare() -> None:
    for data in draws("match_catalog", "rare"):
        assert column(data.table("claims"), "is_match").count(True) == 2


def test_binged_plays_begin_when_the_one_before_ends() -> None:
    for data in draws("stream_plays", "binge"):
        last: dict[Cell, datetime] = {}
        joined = 0
        for row in data.table("plays").rows:
            start = datetime.fromisoformat(str(row[4]))
            joined += last.get(row[1]) == start
            last[row[1]] = start + timedelta(minutes=int(str(row[5])))
        assert joined >= 3


def test_unwatched_episodes_have_no_play() -> None:
    for data in draws("stream_plays", "unwatched"):
        played = set(column(data.table("plays"), "title_id"))
        assert set(column(data.table("titles"), "title_id")) - played


def test_verdicts_stop_half_way() -> None:
    for data in draws("drift_feed", "unjudged"):
        assert len(data.table("verdicts").rows) < 0.45 * len(data.table("photos").rows)
