"""Everything Slack refuses, as data: lengths, counts, and what is legal where.

A shape names the keys an object may have and the rule for each; any other key is refused.
"""

from dataclasses import dataclass
from typing import Literal

from adapters.shapes import Flag, Known, Line, One, Whole

Surface = Literal["message", "modal", "home"]
Name = str
"""Of a shape: the `type` an object states, or for the UNTYPED its role."""

MESSAGE_TEXT = 4_000
MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
VIEW_BYTES = 250_000
MESSAGE_WEIGHT, BLOCK_WEIGHT = 12_500, 100
"""Of all letters in a message and what each block adds; measured by others, Slack names no number.
"""
TEXT = 3_000
PAGE = 2_850
"""Where our own texts are parted: Slack has been seen to refuse a little below TEXT."""
HEADER = 150
FIELDS, FIELD = 10, 2_000
ELEMENTS = 25
CONTEXT = 10
LABEL = 75
VALUE, BUTTON_VALUE = 150, 2_000
URL = 3_000
WEB = r"https?://[^\s<>|]+"
ID = 255
OPTIONS, GROUPS, BOXES = 100, 100, 10
TITLE = 24
METADATA = 3_000
INPUT_LABEL, INPUT = 2_000, 3_000
PLACEHOLDER = 150
CONFIRM_TITLE, CONFIRM_TEXT, CONFIRM_BUTTON = 100, 300, 30
ALT_TEXT = 2_000
FILES, ENDINGS = 10, 50
TABLE_ROWS, TABLE_CELLS, TABLE_TEXT = 100, 20, 10_000
TABLES = 1
MARKDOWN = 12_000


@dataclass(frozen=True, slots=True)
class Words:
    """A text object."""

    most: int
    marked: bool = False
    """Whether mrkdwn is taken too."""
    needed: bool = True


@dataclass(frozen=True, slots=True)
class Lines:
    """A list of strings; it may be left out."""

    each: Line
    most: int
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Many:
    """A list of objects of these shapes; `words` holds for those that are text objects."""

    of: frozenset[Name]
    most: int
    words: int = TEXT
    needed: bool = True


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of cells, all equally long."""

    of: frozenset[Name]
    rows: int
    cells: int
    needed: bool = True


Rule = Line | Whole | Flag | Known | Words | One | Lines | Many | Grid
Shape = dict[str, Rule]

UNTYPED = frozenset({"option", "option_group", "confirm", "slack_file", "column", "style"})
TEXTS = frozenset({"plain_text", "mrkdwn"})
PRESSED = frozenset(
    {
        *("button", "static_select", "multi_static_select", "overflow"),
        *("checkboxes", "radio_buttons", "datepicker", "timepicker", "datetimepicker"),
    }
)
ASKED = (PRESSED - {"button", "overflow"}) | {
    *("plain_text_input", "number_input", "email_text_input", "url_text_input"),
    *("rich_text_input", "file_input"),
}
BLOCKS = frozenset(
    {
        *("section", "header", "context", "actions", "divider", "image", "input"),
        *("rich_text", "markdown", "table"),
    }
)
CELLS = frozenset({"raw_text", "raw_number", "rich_text"})

ONLY_ON: dict[Name, frozenset[Surface]] = {
    "table": frozenset({"message"}),
    "markdown": frozenset({"message"}),
    "datetimepicker": frozenset({"message", "modal"}),
    "rich_text_input": frozenset({"modal", "home"}),
    "number_input": frozenset({"modal"}),
    "email_text_input": frozenset({"modal"}),
    "url_text_input": frozenset({"modal"}),
    "file_input": frozenset({"modal"}),
}
"""What is not named here is legal everywhere."""

_DAY = r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
_TIME = r"([01]\d|2[0-3]):[0-5]\d"
_NUMBER = Line(ID, needed=False, pattern=r"-?\d+(\.\d+)?")
_ID = Line(ID, needed=False)
_ENDING = Line(10, pattern=r"[a-z0-9]+")
_STYLE = Known(frozenset({"primary", "danger"}))
_OPTION = frozenset({"option"})
_CONFIRM = One(frozenset({"confirm"}), needed=False)
_PLACEHOLDER = Words(PLACEHOLDER, needed=False)
_BLOCK: Shape = {"block_id": _ID}
_INPUT: Shape = {"action_id": _ID, "placeholder": _PLACEHOLDER, "focus_on_load": Flag()}
_TYPED: Shape = {**_INPUT, "initial_value": Line(INPUT, 0, needed=False, cuttable=True)}
_PRESSED: Shape = {**_INPUT, "confirm": _CONFIRM}
_PICKED: Shape = {
    **_PRESSED,
    "options": Many(_OPTION, OPTIONS, needed=False),
    "option_groups": Many(frozenset({"option_group"}), GROUPS, needed=False),
}
_BOXES: Shape = {
    "action_id": _ID,
    "confirm": _CONFIRM,
    "focus_on_load": Flag(),
    "options": Many(_OPTION, BOXES),
}
_PICTURE: Shape = {
    "image_url": Line(URL, needed=False),
    "slack_file": One(frozenset({"slack_file"}), needed=False),
    "alt_text": Line(ALT_TEXT, cuttable=True),
}
_VIEW: Shape = {
    "type": Known(frozenset({"modal", "home"}), needed=True),
    "blocks": Many(BLOCKS, VIEW_BLOCKS),
    "private_metadata": Line(METADATA, 0, needed=False),
    "callback_id": _ID,
    "external_id": _ID,
}

SHAPES: dict[Name, Shape] = {
    "message": {
        "text": Line(MESSAGE_TEXT, cuttable=True),
        "blocks": Many(BLOCKS, MESSAGE_BLOCKS, needed=False),
    },
    "modal": {
        **_VIEW,
        "title": Words(TITLE),
        "submit": Words(TITLE, needed=False),
        "close": Words(TITLE, needed=False),
        "clear_on_close": Flag(),
        "notify_on_close": Flag(),
    },
    "home": _VIEW,
    "plain_text": {"text": Line(TEXT, cuttable=True), "emoji": Flag()},
    "mrkdwn": {"text": Line(TEXT, cuttable=True), "verbatim": Flag()},
    "section": {
        **_BLOCK,
        "text": Words(TEXT, marked=True, needed=False),
        "fields": Many(TEXTS, FIELDS, words=FIELD, needed=False),
        "accessory": One(PRESSED - {"datetimepicker"} | {"image"}, needed=False),
        "expand": Flag(),
    },
    "header": {**_BLOCK, "text": Words(HEADER)},
    "context": {**_BLOCK, "elements": Many(TEXTS | {"image"}, CONTEXT)},
    "actions": {**_BLOCK, "elements": Many(PRESSED, ELEMENTS)},
    "divider": _BLOCK,
    "image": {**_BLOCK, **_PICTURE, "title": Words(ALT_TEXT, needed=False)},
    "slack_file": {"id": Line(ID, needed=False), "url": Line(URL, needed=False)},
    "input": {
        **_BLOCK,
        "label": Words(INPUT_LABEL),
        "element": One(ASKED),
        "hint": Words(INPUT_LABEL, needed=False),
        "optional": Flag(),
        "dispatch_action": Flag(),
    },
    "markdown": {**_BLOCK, "text": Line(MARKDOWN, cuttable=True)},
    "table": {
        **_BLOCK,
        "rows": Grid(CELLS, TABLE_ROWS, TABLE_CELLS),
        "column_settings": Many(frozenset({"column"}), TABLE_CELLS, needed=False),
    },
    "column": {"align": Known(frozenset({"left", "center", "right"})), "is_wrapped": Flag()},
    "raw_text": {"text": Line(TABLE_TEXT, cuttable=True)},
    "raw_number": {
        "value": Whole(-(10**15), 10**15, needed=True),
        "text": Line(TABLE_TEXT, cuttable=True),
    },
    "rich_text": {**_BLOCK, "elements": Many(frozenset({"rich_text_section"}), VIEW_BLOCKS)},
    "rich_text_section": {"elements": Many(frozenset({"text"}), VIEW_BLOCKS)},
    "text": {
        "text": Line(TABLE_TEXT, cuttable=True),
        "style": One(frozenset({"style"}), needed=False),
    },
    "style": {"bold": Flag(), "italic": Flag(), "strike": Flag(), "code": Flag()},
    "button": {
        "text": Words(LABEL),
        "action_id": _ID,
        "value": Line(BUTTON_VALUE, needed=False),
        "url": Line(URL, needed=False, pattern=WEB),
        "style": _STYLE,
        "confirm": _CONFIRM,
        "accessibility_label": Line(LABEL, needed=False, cuttable=True),
    },
    "confirm": {
        "title": Words(CONFIRM_TITLE),
        "text": Words(CONFIRM_TEXT, marked=True),
        "confirm": Words(CONFIRM_BUTTON),
        "deny": Words(CONFIRM_BUTTON),
        "style": _STYLE,
    },
    "option": {
        "text": Words(LABEL, marked=True),
        "value": Line(VALUE),
        "description": Words(LABEL, marked=True, needed=False),
        "url": Line(URL, needed=False),
    },
    "option_group": {"label": Words(LABEL), "options": Many(_OPTION, OPTIONS)},
    "static_select": {**_PICKED, "initial_option": One(_OPTION, needed=False)},
    "multi_static_select": {
        **_PICKED,
        "initial_options": Many(_OPTION, OPTIONS, needed=False),
        "max_selected_items": Whole(1, OPTIONS),
    },
    "overflow": {"action_id": _ID, "confirm": _CONFIRM, "options": Many(_OPTION, 5)},
    "checkboxes": {**_BOXES, "initial_options": Many(_OPTION, BOXES, needed=False)},
    "radio_buttons": {**_BOXES, "initial_option": One(_OPTION, needed=False)},
    "datepicker": {**_PRESSED, "initial_date": Line(10, needed=False, pattern=_DAY)},
    "timepicker": {**_PRESSED, "initial_time": Line(5, needed=False, pattern=_TIME)},
    "datetimepicker": {
        "action_id": _ID,
        "confirm": _CONFIRM,
        "focus_on_load": Flag(),
        "initial_date_time": Whole(10**9, 10**10 - 1),
    },
    "plain_text_input": {
        **_TYPED,
        "multiline": Flag(),
        "min_length": Whole(0, INPUT),
        "max_length": Whole(1, INPUT),
    },
    "number_input": {
        **_INPUT,
        "is_decimal_allowed": Flag(needed=True),
        "initial_value": _NUMBER,
        "min_value": _NUMBER,
        "max_value": _NUMBER,
    },
    "email_text_input": _TYPED,
    "url_text_input": _TYPED,
    "rich_text_input": {**_INPUT, "initial_value": One(frozenset({"rich_text"}), needed=False)},
    "file_input": {
        "action_id": _ID,
        "filetypes": Lines(_ENDING, ENDINGS),
        "max_files": Whole(1, FILES),
    },
}
