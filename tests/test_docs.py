"""The documents say what the code does; `python -m tests.test_docs` writes docs/commands.md."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.commands.registry import COMMANDS, GROUP_DEFAULTS
from bot.commands.spec import Command, extra
from bot.domain import scoring
from bot.domain.records import PostState
from bot.domain.timeline import SlotKind
from bot.settings import PLATFORM_NAMES, PREFIX, ROOT, Settings, load
from bot.telemetry import Telemetry, make_log

DOCS = ROOT / "docs"
DECISIONS = sorted((DOCS / "decisions").glob("[0-9]*.md"))
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
CODE = re.compile(r"`([^`\n]+)`")
BLOCK = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def rows(text: str) -> Iterator[list[str]]:
    """Cells of table rows whose first cell begins with a backtick."""
    for line in text.splitlines():
        if line.startswith("| `"):
            yield [cell.strip() for cell in line.strip("|").split(" | ")]


# Settings


def setting_rows() -> dict[str, tuple[str, str]]:
    """Default and example by name."""
    cells = [row for row in rows(text_of("docs/settings.md")) if row[0].startswith(f"`{PREFIX}")]
    return {row[0].strip("`"): (row[1], row[-1].strip("` |")) for row in cells if len(row) == 4}


def written_default(name: str) -> str:
    default = Settings.model_fields[name].default
    if isinstance(default, Path) and default.is_relative_to(ROOT):
        default = default.relative_to(ROOT)
    shown = str(default).lower() if isinstance(default, bool) else str(default)
    return f"`{shown}`" if shown else "*(empty)*"


@pytest.mark.parametrize("name", Settings.model_fields)
def test_a_setting_is_documented_with_its_default(name: str) -> None:
    assert setting_rows()[f"{PREFIX}{name.upper()}"][0] == written_default(name)


def test_no_setting_is_documented_that_does_not_exist() -> None:
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    assert set(setting_rows()) == known


ONE_WORKSPACE = ("slack_bot_token", "slack_app_token", "slack_signing_secret")
MANY_WORKSPACES = (
    "slack_client_id", "slack_client_secret", "slack_signing_secret", "slack_token_keys",
    "public_url",
)  # fmt: skip
TOGETHER = {
    **dict.fromkeys(MANY_WORKSPACES, MANY_WORKSPACES),
    **dict.fromkeys(ONE_WORKSPACE, ONE_WORKSPACE),
}
"""Settings that only work with others."""


@pytest.mark.parametrize("name", Settings.model_fields)
def test_the_example_of_a_setting_is_accepted(name: str) -> None:
    given = TOGETHER.get(name, (name,))
    keys = [f"{PREFIX}{each.upper()}" for each in given]
    examples = {key: setting_rows()[key][1] for key in keys}
    assert load(examples).model_fields_set == set(given)


def test_the_names_hosting_platforms_use_are_documented() -> None:
    found = {row[0].strip("`"): row[1].strip("` |") for row in rows(text_of("docs/settings.md"))}
    expected = {key: f"{PREFIX}{name.upper()}" for key, name in PLATFORM_NAMES.items()}
    assert {key: found.get(key) for key in PLATFORM_NAMES} == expected


# Commands

INTRO = """# Commands

Everything that can be typed, in the order in which `/prep help` shows it. Words in square brackets
may be left out. Buttons and forms do the same things. This page is written by
`python -m tests.test_docs`; do not edit it by hand.
"""


def commands_page() -> str:
    visible = [command for command in COMMANDS if not command.hidden]
    return "\n".join([INTRO, *(_section(command) for command in visible)])


def _section(command: Command) -> str:
    short = [f"`/prep {group}`" for group, name in GROUP_DEFAULTS.items() if name == command.name]
    notes = [
        f"{command.summary}.",
        *(["For the host alone."] if command.host_only else []),
        *(f"{group} does the same." for group in short),
    ]
    lines = [f"## {command.name}", "", " ".join(notes), "", f"`{command.usage}`", ""]
    asked = [_parameter(command, name) for name in command.asked]
    lines += [*asked, ""] if asked else []
    return "\n".join([*lines, f"For example: `{command.example or command.usage}`", ""])


def _parameter(command: Command, name: str) -> str:
    field = command.asked[name]
    options = [str(value) for _, value in extra(field, "options") or ()]
    choices = f": {', '.join(f'`{value}`' for value in options)}" if options else ""
    hint = extra(field, "hint")
    return f"- `{name}`: {field.title}{f'. {hint}' if hint else ''}{choices}"


def test_the_page_of_commands_is_what_the_registry_says() -> None:
    assert text_of("docs/commands.md") == commands_page(), "run `python -m tests.test_docs`"


# Changes, links, names


def test_the_changelog_has_a_section_for_this_version() -> None:
    version = tomllib.loads(text_of("pyproject.toml"))["project"]["version"]
    assert re.search(rf"^## \[{re.escape(version)}\] - \d{{4}}-\d\d-\d\d$",
                     text_of("CHANGELOG.md"), re.MULTILINE)  # fmt: skip


def links(page: Path) -> Iterator[str]:
    text = BLOCK.sub("", page.read_text(encoding="utf-8"))
    found = re.findall(r"\]\(([^)\s]+)\)|<img[^>]+src=\"([^\"]+)\"", text)
    yield from (a or b for a, b in found if not re.match(r"[a-z]+:", a or b))


def anchors(page: Path) -> set[str]:
    """As code hosts make them of headings."""
    text = BLOCK.sub("", page.read_text(encoding="utf-8"))
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_relative_links_lead_somewhere(page: Path) -> None:
    for link in links(page):
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_files_that_are_named_exist(page: Path) -> None:
    text = BLOCK.sub("", page.read_text(encoding="utf-8"))
    names = re.findall(r"`((?:bot|adapters|scheduler|tests)/[\w./-]+)`", text)
    assert [name for name in names if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("record", DECISIONS, ids=lambda record: record.stem)
def test_a_decision_says_why_what_and_what_enforces_it(record: Path) -> None:
    text = record.read_text(encoding="utf-8")
    assert text.startswith(f"# {record.name[:4]} ")
    expected = ["Context", "Decision", "Consequences", "Enforced by"]
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == expected


def test_decisions_are_numbered_without_a_gap() -> None:
    assert [int(record.name[:4]) for record in DECISIONS] == list(range(len(DECISIONS)))


# Figures that a decision rests on


def test_the_core_install_keeps_the_bound_of_decision_3() -> None:
    locked = re.findall(r"^[a-z][\w.-]*==.*$", text_of("requirements.txt"), re.MULTILINE)
    everywhere = [line for line in locked if "sys_platform == 'win32'" not in line]
    bound = re.search(r"within (\d+) packages", text_of("docs/decisions/0003-own-migrations.md"))
    assert bound is not None
    assert 0 < len(everywhere) <= int(bound[1])


def test_decision_5_names_the_slots_in_their_order() -> None:
    text = text_of("docs/decisions/0005-slots-by-ordinal.md").replace("kick-off", "kickoff")
    assert f"{', '.join(SlotKind)}." in " ".join(text.split())


def test_decision_6_gives_the_points_of_the_code() -> None:
    text = " ".join(text_of("docs/decisions/0006-effort-points.md").split())
    assert f"{scoring.DAILY} for the day's drill" in text
    assert f"{scoring.REVIEW} for a review" in text
    assert f"{scoring.EXTRA} for any other drill" in text
    assert f"{scoring.EXTRA_AFTER_TEN} after ten" in text
    assert f"checklist item gives {scoring.CHECK}" in text


# Operating


def test_every_metric_is_explained() -> None:
    printed = Telemetry(make_log("error", "json")).metrics.render()
    described = re.findall(r"^# HELP (\S+)", printed, re.MULTILINE)
    explained = [row[0].strip("`") for row in rows(text_of("docs/operating.md"))]
    assert [name for name in explained if name.startswith("prepcircle_")] == described


def test_every_state_of_a_post_is_explained() -> None:
    explained = {row[0].strip("`") for row in rows(text_of("docs/operating.md"))}
    assert set(PostState) <= explained


if __name__ == "__main__":
    (DOCS / "commands.md").write_text(commands_page(), encoding="utf-8")
