"""One person's settings and data."""

import json
from dataclasses import replace
from datetime import time

import pytest

from bot.domain.cohorts import CohortStatus
from bot.domain.errors import Closed, InvalidInput, NotFound
from bot.domain.records import Serving
from bot.usecases import answering, enrolment, hosting, personal, progress
from tests.builders import a_drill, an_actor, store_serving
from tests.domain.samples import OPEN
from tests.usecases.room import DIRECT, Room, at


def changed(room: Room, zone: str = "") -> None:
    personal.change(room.scene(), zone, time(22), time(7), nudges=True, board="anonymous")


def test_settings_are_kept(room: Room) -> None:
    before = room.scene().person
    changed(room, "Asia/Tokyo")
    assert room.scene().person == replace(
        before, zone="Asia/Tokyo", quiet_from=time(22), quiet_until=time(7), nudges=True,
        board="anonymous",
    )  # fmt: skip


def test_without_a_zone_the_circles_holds(room: Room) -> None:
    changed(room, "Asia/Tokyo")
    changed(room)
    assert room.scene().person.zone == ""


def test_an_unknown_zone_changes_nothing(room: Room) -> None:
    before = room.scene().person
    with pytest.raises(InvalidInput):
        changed(room, "Mars/Base")
    assert room.scene().person == before


@pytest.mark.parametrize(
    ("typed", "shown"), [("Ana P.", "Ana P."), (" a\n b ", "a b"), ("x" * 40,) * 2]
)
def test_a_shown_name_is_one_line(room: Room, typed: str, shown: str) -> None:
    assert personal.rename(room.scene(), typed).name == shown
    assert room.scene().person.name == shown


@pytest.mark.parametrize("typed", ["", " \n ", "x" * 41, "🎲" * 4000])
def test_an_empty_or_long_name_is_refused_with_an_example(room: Room, typed: str) -> None:
    with pytest.raises(InvalidInput, match="1 to 40") as caught:
        personal.rename(room.scene(), typed)
    assert "Ana P." in caught.value.hint
    assert room.scene().person.name == "Ana"


@pytest.mark.parametrize("on", [True, False])
def test_nudges_can_be_switched(room: Room, on: bool) -> None:
    personal.set_nudges(room.scene(), not on)
    assert personal.set_nudges(room.scene(), on).nudges is on
    assert room.scene().person.nudges is on


def test_a_link_code_stays_the_same_until_it_is_used(room: Room) -> None:
    code = personal.link_code(room.scene())
    assert (len(code), personal.link_code(room.scene())) == (6, code)


def test_a_code_joins_two_accounts_to_one_person(room: Room) -> None:
    code = personal.link_code(room.scene())
    holder = personal.link(room.scene("ana2"), f" {code.lower()} ")
    assert room.scene("ana2").person == room.scene("ana").person == holder
    assert room.enrolled("ana2").member == room.enrolled("ana").member


def test_linking_leaves_the_membership_with_more_days(room: Room, posted: Serving) -> None:
    code = personal.link_code(room.scene())
    stays = room.joins("ana2")
    room.answers(posted, "ana2")
    personal.link(room.scene("ana2"), code)
    assert room.enrolled().member.id == stays.id
    assert progress.mine(room.enrolled()).days_kept == 1


def test_a_code_is_used_up(room: Room) -> None:
    code = personal.link_code(room.scene())
    personal.link(room.scene("ana2"), code)
    with pytest.raises(NotFound, match="not known"):
        personal.link(room.scene("eve"), code)


@pytest.mark.parametrize("code", ["", "ABCDEF", "🎲", "x" * 3000])
def test_an_unknown_code_is_refused(room: Room, code: str) -> None:
    with pytest.raises(NotFound, match="not known"):
        personal.link(room.scene(), code)


def test_ones_own_code_is_for_the_other_account(room: Room) -> None:
    code = personal.link_code(room.scene())
    with pytest.raises(Closed, match="your own"):
        personal.link(room.scene(), code)


def test_who_is_forgotten_is_gone_from_the_circle(room: Room) -> None:
    person = room.scene().person
    personal.forget(room.scene())
    assert room.repos.people.find(an_actor("ana")) is None
    assert room.repos.members.of(room.circle.id) == []
    assert room.repos.people.get(person.id).name != "Ana"


def test_a_host_must_archive_first(room: Room) -> None:
    with pytest.raises(Closed, match="You host DS Circle") as caught:
        personal.forget(room.scene("host"))
    assert "archive" in caught.value.hint


def test_a_host_of_an_archived_circle_can_be_forgotten(room: Room) -> None:
    hosting.archive(room.scene("host"))
    personal.forget(room.scene("host"))
    assert room.repos.people.find(an_actor("host")) is None


def test_a_member_of_somebody_elses_circle_hosts_nothing(room: Room) -> None:
    personal.forget(room.scene("ana", DIRECT))
    assert room.circle.status is CohortStatus.RUNNING


def test_the_export_holds_the_person_and_the_accounts(room: Room) -> None:
    changed(room, "Asia/Tokyo")
    found = personal.export(room.scene())
    assert (found["format"], found["version"]) == ("prepcircle-person", 1)
    assert found["exported_at"] == room.now.isoformat()
    assert found["person"] == {
        "name": "Ana", "zone": "Asia/Tokyo", "quiet_from": "22:00", "quiet_until": "07:00",
        "nudges": True, "board": "anonymous",
    }  # fmt: skip
    assert found["accounts"] == [{"platform": "playground", "workspace": "w1", "user": "ana"}]


def test_the_export_holds_all_that_was_done_in_each_circle(room: Room, posted: Serving) -> None:
    answering.take_hint(room.enrolled(), posted)
    room.answers(posted)
    progress.tick(room.enrolled(), "CK0-7", "three launches")
    enrolment.take_days_off(room.enrolled(), 1)
    (circle,) = personal.export(room.scene())["circles"]
    (answer,) = circle.pop("answers")
    now = room.now.isoformat()
    assert circle == {
        "name": "DS Circle", "track": "sony-ds", "joined_day": 1, "joined_at": at(1, 8).isoformat(),
        "left": False, "days_off": [2], "effort_points": 15, "days_kept": [1],
        "checklist": [{"item": "CK0-7", "evidence": "three launches", "at": now}],
    }  # fmt: skip
    assert answer == {
        "drill": posted.drill.item, "skill": "sql", "purpose": "daily",
        "question": posted.drill.stem, "answer": "B", "credit": 0.5, "self_scores": [],
        "hints": 1, "day": 1, "at": now,
    }  # fmt: skip


def test_the_export_holds_ones_own_marks(room: Room) -> None:
    room.now = at(1, 10)
    essay = store_serving(room.repos, room.circle, drill=a_drill(body=OPEN, format="written"))
    answering.answer(room.enrolled(), essay, "one two three four five")
    answering.self_score(room.enrolled(), essay, (4, 2))
    (circle,) = personal.export(room.scene())["circles"]
    assert circle["answers"][0]["self_scores"] == [4, 2]


def test_the_export_keeps_no_day_after_the_last(room: Room) -> None:
    for day in (28, 30):
        room.now = at(day, 12)
        room.answers(room.own())
    (circle,) = personal.export(room.scene())["circles"]
    assert (circle["days_kept"], len(circle["answers"])) == ([28], 2)


def test_the_export_is_json(room: Room, posted: Serving) -> None:
    room.answers(posted)
    found = personal.export(room.scene())
    assert json.loads(json.dumps(found)) == found


def test_the_export_is_about_nobody_else(room: Room, posted: Serving) -> None:
    room.joins("ben")
    room.answers(posted, "ben")
    assert personal.export(room.scene())["circles"][0]["answers"] == []
