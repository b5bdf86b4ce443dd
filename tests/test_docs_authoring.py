"""Every example of docs/authoring.md is content that would be taken."""

import re
from typing import Any, get_args

import pytest
import yaml
from pydantic import TypeAdapter

from bot.curriculum import lint
from bot.curriculum.families import NumericFamily
from bot.curriculum.reading import Reading, read
from bot.curriculum.tracks import TrackFile
from bot.domain.drills import Format
from bot.domain.formulas import FUNCTIONS
from tests.test_docs import CODE, text_of


def examples() -> list[tuple[str, str]]:
    """What each YAML example says it is, and its text."""
    found = re.findall(r"^```yaml\n# (.+?)\n(.*?)^```$", text_of("docs/authoring.md"),
                       re.MULTILINE | re.DOTALL)  # fmt: skip
    return [(title, body) for title, body in found]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    """The examples as a content folder."""
    folder = tmp_path_factory.mktemp("authoring")
    for title, body in examples():
        if title.startswith("content/"):
            path = folder / title
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(body, encoding="utf-8")
    return read(folder / "content")


def test_every_example_says_what_it_is() -> None:
    blocks = text_of("docs/authoring.md").count("```yaml\n")
    known = [t for t, _ in examples() if t.startswith(("content/", "part of a "))]
    assert len(known) == blocks > 0


def test_the_example_files_fit_their_models(written: Reading) -> None:
    assert [str(problem) for problem in written.problems] == []


def test_the_example_drills_keep_the_item_rules(written: Reading) -> None:
    bank = written.curriculum.families.values()
    assert [
        (f.family, *found) for f in bank for found in lint.findings(written.curriculum, f)
    ] == []


def test_there_is_an_example_of_each_format(written: Reading) -> None:
    shown = {family.format for family in written.curriculum.families.values()}
    assert shown == set(get_args(Format))


@pytest.mark.parametrize(
    ("title", "model"), [("part of a drill", NumericFamily), ("part of a track", TrackFile)]
)
def test_the_pieces_fit_the_fields_they_show(title: str, model: Any) -> None:  # noqa: ANN401
    for found, body in examples():
        if found == title:
            for name, value in yaml.safe_load(body).items():
                TypeAdapter(model.model_fields[name].annotation).validate_python(value)


def test_every_field_of_a_drill_is_explained(written: Reading) -> None:
    named = set(CODE.findall(text_of("docs/authoring.md")))
    fields = {name for f in written.curriculum.families.values() for name in type(f).model_fields}
    assert fields - {"parts", "lines", "options", "steps", "starter", "reference"} <= named | {
        "min_words", "model_answer"}  # fmt: skip


def test_every_function_of_formulas_is_named() -> None:
    named = re.findall(r"`(\w+)\([^`]*\)`", text_of("docs/authoring.md"))
    assert set(FUNCTIONS) <= set(named)
