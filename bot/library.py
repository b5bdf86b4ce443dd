"""The playground's library over the real content: search, a drawing of an item, its figures."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence

from adapters.playground.library import Shown, Specimen
from bot.cards import Card
from bot.curriculum import lint, reading_ease
from bot.curriculum.catalog import AnyFamily, Curriculum
from bot.curriculum.families import ExecutedBase
from bot.curriculum.resolving import is_generator, resolve
from bot.domain.drills import Drill, Executed
from bot.domain.errors import InvalidInput
from bot.domain.grading import grade
from bot.repositories.store import Store
from bot.storage.item_figures import ItemFigures, first_tries
from bot.views.drills import question
from bot.views.verdicts import explanation

MOST = 400
EXAMPLES = {"mcq": "B", "multi": "A C", "numeric": "1.2k or 5%", "order": "B A C", "flaw": "2b"}
DRAWS = 200


class ContentShelf:
    """Implements adapters.playground.library.Shelf."""

    def __init__(self, curriculum: Callable[[], Curriculum], store: Store) -> None:
        self._curriculum, self._store = curriculum, store

    def choices(self) -> Mapping[str, Sequence[tuple[str, str]]]:
        known = self._curriculum()
        bank = known.families.values()
        skills = sorted({family.skill for family in bank})
        levels = sorted({family.level for family in bank})
        formats = sorted({family.format for family in bank})
        return {
            "skill": [(skill, known.skill_name(skill)) for skill in skills],
            "level": [(str(level), str(level)) for level in levels],
            "format": [(form, form) for form in formats],
            "track": [(track.id, track.title) for _, track in sorted(known.tracks.items())],
        }

    def find(self, text: str, chosen: Mapping[str, str]) -> Sequence[Shown]:
        words = text.casefold().split()
        bank = sorted(self._curriculum().families.items())
        found = [family for _, family in bank if _is_wanted(family, words, chosen)]
        return [_shown(family) for family in found[:MOST]]

    async def specimen(self, family: str, seed: int, answer: str) -> Specimen | None:
        known = self._curriculum()
        found = known.families.get(family)
        if found is None:
            return None
        drill = resolve(known, found, seed)
        asked = Card(known.skill_name(found.skill), question(drill))
        told = Card("The answer", tuple(explanation(drill, answer.upper())))
        figures = await self._store.transact(
            lambda repos: first_tries(repos, family), read_only=True
        )
        return Specimen(
            _shown(found), asked, told, _verdict(drill, answer), EXAMPLES.get(found.format, ""),
            list(_surfaces(asked)), list(_figures(known, found, figures)),
        )  # fmt: skip


def _is_wanted(family: AnyFamily, words: Sequence[str], chosen: Mapping[str, str]) -> bool:
    text = " ".join([family.family, *lint.stems(family), family.explanation]).casefold()
    same = (("skill", family.skill), ("level", str(family.level)), ("format", family.format))
    return (
        all(word in text for word in words)
        and all(chosen.get(field, "") in {"", value} for field, value in same)
        and chosen.get("track", "") in {"", *family.tracks}
    )


def _shown(family: AnyFamily) -> Shown:
    stem = " ".join(lint.stems(family)[0].split())
    return Shown(
        family.family, stem, family.skill, family.level, family.format, family.tracks,
        family.status,
    )  # fmt: skip


def _verdict(drill: Drill, answer: str) -> str:
    """Nothing is kept of it."""
    if not answer:
        return ""
    if isinstance(drill.body, Executed):
        return "What has to be run is tried in a room, where a judge runs it."
    try:
        graded = grade(drill, answer)
    except InvalidInput as error:
        return f"{error.message} {error.hint}".strip()
    word = "Right." if graded.right else f"Credit: {graded.share:.0%}."
    return " ".join([word, *graded.notes])


def _surfaces(card: Card) -> Iterator[tuple[str, str]]:
    """Imported when somebody looks: a bot without chats does not load their adapters."""
    from adapters.discord import render as discord  # noqa: PLC0415
    from adapters.slack import render as slack  # noqa: PLC0415
    from bot.plain_text import plain_text  # noqa: PLC0415

    yield "Slack", _indented(slack.message(card).blocks)
    yield "Discord", _indented(discord.message(card))
    yield "a screen reader", plain_text(card)


def _indented(payload: object) -> str:
    return json.dumps(payload, indent=1, ensure_ascii=False)


def _figures(known: Curriculum, family: AnyFamily, tried: ItemFigures) -> Iterator[tuple[str, str]]:
    yield "First tries", str(tried.tries)
    if tried.tries:
        yield "Right at once", f"{tried.right / tried.tries:.0%}"
        yield "With a hint", f"{tried.hinted / tried.tries:.0%}"
        yield "Mean time", f"{tried.seconds:.0f} s, {family.seconds} s planned"
    stem = lint.stems(family)[0]
    yield "Words of the stem", str(len(stem.split()))
    yield "Reading grade", f"{reading_ease.grade(stem):.1f}"
    yield f"Variants in {DRAWS} draws", str(_variants(known, family))
    yield "Goes back to", ", ".join(family.seed_ref)


def _variants(known: Curriculum, family: AnyFamily) -> int:
    if isinstance(family, ExecutedBase) or not is_generator(family):
        return 1
    return len({resolve(known, family, seed).item for seed in range(DRAWS)})
