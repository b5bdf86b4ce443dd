"""One person's settings and data: everything a person writes is theirs."""

from dataclasses import replace
from datetime import time
from typing import Any

from bot.domain.cohorts import BoardName, Cohort, Member, Person, zone_or_error
from bot.domain.errors import Closed, InvalidInput, NotFound
from bot.domain.records import Attempt, Serving
from bot.usecases.nudging import withdraw
from bot.usecases.scene import Scene


def change(
    scene: Scene, zone: str, quiet_from: time, quiet_until: time, nudges: bool, board: BoardName
) -> Person:
    changed = replace(
        scene.person,
        zone=zone_or_error(zone) if zone else "",
        quiet_from=quiet_from,
        quiet_until=quiet_until,
        nudges=nudges,
        board=board,
    )
    scene.repos.people.save(changed)
    return changed


def rename(scene: Scene, name: str) -> Person:
    shown = " ".join(name.split())
    if not 1 <= len(shown) <= 40:
        raise InvalidInput("A shown name has 1 to 40 characters.", "For example: Ana P.")
    changed = replace(scene.person, name=shown)
    scene.repos.people.save(changed)
    return changed


def set_nudges(scene: Scene, on: bool) -> Person:
    changed = replace(scene.person, nudges=on)
    scene.repos.people.save(changed)
    for member in () if on else scene.repos.members.of_person(scene.person.id):
        day = scene.repos.cohorts.get(member.cohort).day(scene.now)
        withdraw(scene.repos, member, day, "the person wants no nudges")
    return changed


def link_code(scene: Scene) -> str:
    """The code to type with another account of one's own."""
    if scene.person.link_code:
        return scene.person.link_code
    changed = replace(scene.person, link_code=scene.code())
    scene.repos.people.save(changed)
    return changed.link_code


def link(scene: Scene, code: str) -> Person:
    """This account now belongs to the person who holds the code, which is used up."""
    holder = scene.repos.people.by_code(code.strip().upper())
    if holder is None:
        raise NotFound("That code is not known.", "Get one with `/prep settings` over there.")
    if holder.id == scene.person.id:
        raise Closed("That code is your own.", "Type it with your other account.")
    scene.repos.people.merge(holder.id, scene.person.id)
    linked = replace(holder, link_code="")
    scene.repos.people.save(linked)
    return linked


def forget(scene: Scene) -> None:
    hosted = [c for c in scene.repos.cohorts.of_person(scene.person.id) if _hosts(scene, c)]
    if hosted:
        raise Closed(
            f"You host {hosted[0].name}.", "Archive it first: `/prep circle archive`, there."
        )
    scene.repos.people.erase(scene.person.id)


def _hosts(scene: Scene, cohort: Cohort) -> bool:
    return cohort.open and cohort.host == scene.person.id


def export(scene: Scene) -> dict[str, Any]:
    """All that is kept about a person, in the format of docs/data.md."""
    person = scene.person
    return {
        "format": "prepcircle-person",
        "version": 1,
        "exported_at": scene.now.isoformat(),
        "person": {
            "name": person.name,
            "zone": person.zone,
            "quiet_from": person.quiet_from.isoformat("minutes"),
            "quiet_until": person.quiet_until.isoformat("minutes"),
            "nudges": person.nudges,
            "board": person.board,
        },
        "accounts": [
            {"platform": a.platform, "workspace": a.workspace, "user": a.user}
            for a in scene.repos.people.accounts(person.id)
        ],
        "notes": [
            {"text": note.text, "at": note.at.isoformat()}
            for note in scene.repos.notes.all(person.id)
        ],
        "circles": [_circle(scene, m) for m in scene.repos.members.of_person(person.id)],
    }


def _circle(scene: Scene, member: Member) -> dict[str, Any]:
    repos = scene.repos
    cohort = repos.cohorts.get(member.cohort)
    kept = repos.practice.days_kept(member.id)
    return {
        "name": cohort.name,
        "track": cohort.track,
        "joined_day": member.joined_day,
        "joined_at": member.joined_at.isoformat(),
        "left": member.left,
        "days_off": sorted(member.days_off),
        "effort_points": repos.efforts.total(member.id),
        "days_kept": sorted(day for day in kept if day <= cohort.calendar.days),
        "checklist": [
            {"item": t.item, "evidence": t.evidence, "at": t.at.isoformat()}
            for t in repos.checklists.ticks(member.id)
        ],
        "answers": [_answer(s, a) for s, a in repos.practice.history(member.id)],
    }


def _answer(serving: Serving, attempt: Attempt) -> dict[str, Any]:
    return {
        "drill": serving.drill.item,
        "skill": serving.drill.skill,
        "purpose": serving.purpose,
        "question": serving.drill.stem,
        "answer": attempt.answer,
        "credit": attempt.share,
        "self_scores": list(attempt.scores),
        "hints": attempt.hints,
        "day": attempt.day,
        "at": attempt.at.isoformat(),
    }
