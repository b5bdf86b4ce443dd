"""note, notes: what somebody writes down for themselves."""

from bot.commands.spec import Command, Params, answer, ask
from bot.commands.values import LARGEST_ID
from bot.domain.ids import NoteId
from bot.ports import Reply
from bot.usecases import notes
from bot.usecases.scene import Scene
from bot.views import notes as views


class WriteParams(Params):
    text: str = ask(
        "Note", rest=True, widget="paragraph", hint="Only you see it",
        min_length=1, max_length=notes.LONGEST,
    )  # fmt: skip


def write(scene: Scene, params: WriteParams) -> Reply:
    return answer(views.note_card(notes.save(scene, params.text)))


class PageParams(Params):
    before: int | None = ask("Before", hidden=True, default=None, ge=1, le=LARGEST_ID)


def listed(scene: Scene, params: PageParams) -> Reply:
    before = None if params.before is None else NoteId(params.before)
    return answer(views.notes_card(notes.page(scene, before)))


class NoteParams(Params):
    note: int = ask("Note", hidden=True, ge=1, le=LARGEST_ID)


def show(scene: Scene, params: NoteParams) -> Reply:
    return answer(views.note_card(notes.find(scene, NoteId(params.note))))


def remove(scene: Scene, params: NoteParams) -> Reply:
    return answer(views.removed_card(notes.remove(scene, NoteId(params.note))))


COMMANDS = (
    Command(
        "note", "Write down a note for yourself", write, WriteParams,
        "/prep note NULL never equals NULL", "A note for yourself", "Keep it",
    ),
    Command("notes", "Your notes, newest first", listed, PageParams, "/prep notes", read_only=True),
    Command("note show", "A whole note", show, NoteParams, hidden=True, read_only=True),
    Command("note remove", "Remove a note", remove, NoteParams, hidden=True),
)  # fmt: skip
