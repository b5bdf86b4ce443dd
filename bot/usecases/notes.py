"""Private notes: they belong to the person, in a circle or out of one."""

from dataclasses import dataclass

from bot.domain.errors import InvalidInput, NotFound
from bot.domain.ids import NoteId
from bot.domain.records import PrivateNote
from bot.usecases.scene import Scene

LONGEST = 3000
PAGE = 8


@dataclass(frozen=True, slots=True)
class Page:
    """Newest first; `older` is where the next page begins, None on the last one."""

    notes: tuple[PrivateNote, ...]
    older: NoteId | None


def save(scene: Scene, text: str) -> PrivateNote:
    kept = text.strip()
    if not 1 <= len(kept) <= LONGEST:
        raise InvalidInput(
            f"A note has 1 to {LONGEST} characters.", "`/prep note NULL never equals NULL`"
        )
    return scene.repos.notes.add(scene.person.id, kept, scene.now)


def page(scene: Scene, before: NoteId | None = None) -> Page:
    # One more than is shown tells whether there are older ones.
    found = tuple(scene.repos.notes.newest(scene.person.id, PAGE + 1, before))
    shown = found[:PAGE]
    return Page(shown, shown[-1].id if len(found) > PAGE else None)


def find(scene: Scene, note: NoteId) -> PrivateNote:
    found = scene.repos.notes.find(scene.person.id, note)
    if found is None:
        raise NotFound("That note is gone.", "`/prep notes` lists yours.")
    return found


def remove(scene: Scene, note: NoteId) -> PrivateNote:
    """Returns what was removed."""
    gone = find(scene, note)
    scene.repos.notes.remove(scene.person.id, note)
    return gone
