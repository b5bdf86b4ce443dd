"""Worksheets, `content/worksheets/<id>.yaml`: forms that are filled in over days."""

from typing import Self

from pydantic import Field, model_validator

from bot.curriculum.cases import FileId
from bot.curriculum.families import Name, SeedRef, Sentence, Strict


class SheetField(Strict):
    id: Name
    label: Sentence
    ask: Sentence
    example: Sentence
    most_words: int = Field(default=60, ge=1, le=300)
    required: bool = True
    after: list[Name] = []
    """Fields that must be filled before this one opens."""


class WorksheetFile(Strict):
    id: FileId
    title: Sentence
    tracks: list[str] = Field(min_length=1)
    when: Sentence
    """When to take it up, and how long it takes."""
    fields: list[SheetField] = Field(min_length=2, max_length=10)
    rubric: str = ""
    """File name in content/rubrics without its ending; empty when nobody scores it."""
    seed_ref: list[SeedRef] = []

    @model_validator(mode="after")
    def _fields_open_one_after_another(self) -> Self:
        known: set[str] = set()
        for field in self.fields:
            if field.id in known:
                raise ValueError(f"fields use {field.id} twice")
            if unknown := set(field.after) - known:
                raise ValueError(f"{field.id} waits for {sorted(unknown)[0]}, which comes later")
            known.add(field.id)
        return self
