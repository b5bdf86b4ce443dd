"""Every limit from both sides: what is just inside is taken, what is just outside is not."""

from collections.abc import Callable

import pytest

from adapters.slack.limits import Surface
from adapters.slack.validate import violations
from tests.adapters.slack.payloads import (
    actions,
    asked,
    boxes,
    button,
    cell,
    confirmed,
    context,
    group,
    home,
    image,
    long,
    many,
    marked,
    menu,
    message,
    modal,
    on,
    option,
    options,
    section,
    table,
    typed,
    words,
)
from tests.adapters.slack.reading import Json

Make = Callable[[int], Json]


def markdown(size: int) -> Json:
    return {"type": "markdown", "text": long(size)}


FRAMES: list[tuple[Surface, int, str, Make]] = [
    ("message", 4000, "/text", lambda n: message(section(), text=long(n))),
    ("message", 50, "/blocks", lambda n: message(*[section()] * n)),
    ("modal", 100, "/blocks", lambda n: modal(*[section()] * n)),
    ("home", 100, "/blocks", lambda n: home(*[section()] * n)),
    ("modal", 24, "/title/text", lambda n: modal(section(), title=words(long(n)))),
    ("modal", 24, "/submit/text", lambda n: modal(section(), submit=words(long(n)))),
    ("modal", 24, "/close/text", lambda n: modal(section(), close=words(long(n)))),
    ("modal", 3000, "/private_metadata", lambda n: modal(section(), private_metadata=long(n))),
    ("modal", 255, "/callback_id", lambda n: modal(section(), callback_id=long(n))),
    ("home", 255, "/external_id", lambda n: home(section(), external_id=long(n))),
    ("message", 1, "/blocks/1", lambda n: message(*[table(1, 1)] * n)),
    ("message", 12_000, "/blocks/1", lambda n: message(markdown(n - 9), markdown(9))),
    (
        *("modal", 1, "/blocks/1/element/focus_on_load"),
        lambda n: modal(*(asked(typed(focus_on_load=k <= n)) for k in (1, 2))),
    ),
]
"""Of whole payloads."""

BLOCKS: list[tuple[Surface, int, str, Make]] = [
    ("home", 255, "/block_id", lambda n: section(block_id=long(n))),
    ("message", 3000, "/text/text", lambda n: section(text=marked(long(n)))),
    ("message", 10, "/fields", lambda n: section(fields=many(marked(), n))),
    ("message", 2000, "/fields/1/text", lambda n: section(fields=[marked(), marked(long(n))])),
    ("home", 150, "/text/text", lambda n: {"type": "header", "text": words(long(n))}),
    ("message", 10, "/elements", lambda n: context(*[marked()] * n)),
    ("message", 3000, "/elements/0/text", lambda n: context(marked(long(n)))),
    ("message", 25, "/elements", lambda n: actions(*(button(k) for k in range(n)))),
    ("modal", 2000, "/label/text", lambda n: asked(typed(), label=words(long(n)))),
    ("modal", 2000, "/hint/text", lambda n: asked(typed(), hint=words(long(n)))),
    ("message", 2000, "/alt_text", lambda n: image(alt_text=long(n))),
    ("message", 2000, "/title/text", lambda n: image(title=words(long(n)))),
    ("message", 3000, "/image_url", lambda n: image(image_url=long(n))),
    ("message", 100, "/rows", lambda n: table(n, 1)),
    ("message", 20, "/rows", lambda n: table(1, n)),
    (
        *("message", 20, "/column_settings"),
        lambda n: table(1, 1, column_settings=many({"align": "left"}, n)),
    ),
    (
        *("message", 10_000, ""),
        lambda n: {"type": "table", "rows": [[cell(long(n - 9)), cell(long(9))]]},
    ),
]
"""Of single blocks."""

PRESSED: list[tuple[int, str, Make]] = [
    (255, "/action_id", lambda n: button(action_id=long(n))),
    (75, "/text/text", lambda n: button(text=words(long(n)))),
    (2000, "/value", lambda n: button(value=long(n))),
    (3000, "/url", lambda n: button(url="https://" + long(n - 8))),
    (75, "/accessibility_label", lambda n: button(accessibility_label=long(n))),
    (100, "/confirm/title/text", lambda n: confirmed(title=words(long(n)))),
    (300, "/confirm/text/text", lambda n: confirmed(text=marked(long(n)))),
    (30, "/confirm/confirm/text", lambda n: confirmed(confirm=words(long(n)))),
    (30, "/confirm/deny/text", lambda n: confirmed(deny=words(long(n)))),
    (100, "/options", lambda n: menu(options=options(n))),
    (75, "/options/0/text/text", lambda n: menu(options=[option(text=words(long(n)))])),
    (150, "/options/0/value", lambda n: menu(options=[option(value=long(n))])),
    (
        *(75, "/options/0/description/text"),
        lambda n: menu(options=[option(description=words(long(n)))]),
    ),
    (100, "/option_groups", lambda n: menu(option_groups=many(group(), n))),
    (100, "/option_groups/0/options", lambda n: menu(option_groups=[group(n)])),
    (75, "/option_groups/0/label/text", lambda n: menu(option_groups=[group(label=long(n))])),
    (150, "/placeholder/text", lambda n: menu(options=options(1), placeholder=words(long(n)))),
    (10, "/options", lambda n: boxes(n)),
    (10, "/options", lambda n: boxes(n, "radio_buttons")),
    (5, "/options", lambda n: boxes(n, "overflow")),
]
"""Of elements in an actions block."""

ASKED: list[tuple[int, str, Make]] = [
    (3000, "/max_length", lambda n: typed(max_length=n)),
    (3000, "/initial_value", lambda n: typed(initial_value=long(n))),
    (150, "/placeholder/text", lambda n: typed(placeholder=words(long(n)))),
    (10, "/options", lambda n: boxes(n, "radio_buttons")),
    (10, "/max_files", lambda n: {"type": "file_input", "max_files": n}),
]
"""Of elements in an input block."""

Case = tuple[Surface, int, str, Make]


def _inside(surface: Surface, at: str, most: int, holder: Make) -> Case:
    return (surface, most, f"/blocks/0{at}", lambda n: on(surface, holder(n)))


def _pressed(most: int, at: str, make: Make) -> Case:
    return _inside("message", f"/elements/0{at}", most, lambda n: actions(make(n)))


def _asked(most: int, at: str, make: Make) -> Case:
    return _inside("modal", f"/element{at}", most, lambda n: asked(make(n)))


CASES = [
    *FRAMES,
    *(_inside(surface, at, most, make) for surface, most, at, make in BLOCKS),
    *(_pressed(*row) for row in PRESSED),
    *(_asked(*row) for row in ASKED),
]
limits_of_slack = pytest.mark.parametrize(
    ("surface", "most", "at", "make"), CASES, ids=[f"{s}{at} {most}" for s, most, at, _ in CASES]
)


@limits_of_slack
def test_what_is_at_its_limit_is_taken(surface: Surface, most: int, at: str, make: Make) -> None:
    assert violations(make(most), surface) == [], at


@limits_of_slack
def test_what_is_over_its_limit_is_refused(
    surface: Surface, most: int, at: str, make: Make
) -> None:
    assert {found.pointer for found in violations(make(most + 1), surface)} == {at}


def test_a_view_may_not_weigh_too_much() -> None:
    heavy = [section(text=marked("é" * 3000)) for _ in range(14)]
    assert violations(home(*heavy[:13]), "home") == []
    assert [found.pointer for found in violations(home(*heavy), "home")] == ["/blocks"]


def test_a_message_may_not_weigh_too_much() -> None:
    heavy = [section(text=marked(long(3000)))] * 4
    rest = 12_500 - 4 * 3100 - 100
    assert violations(message(*heavy, {"type": "divider"}), "message") == []
    wrong = message(*heavy, section(text=marked(long(rest + 1))))
    assert [found.pointer for found in violations(wrong, "message")] == ["/blocks"]
