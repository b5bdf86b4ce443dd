"""Everything Discord refuses, as data: lengths, counts, and what is legal where."""

from typing import Literal

from adapters.shapes import Flag, Known, Line, Lines, Many, Name, One, Shape, Whole

Surface = Literal["message", "modal", "autocomplete"]

LAYOUT = 1 << 15
"""The flag of a message that is made of components alone."""
EPHEMERAL = 1 << 6
SILENT = 1 << 12

COMPONENTS = 40
"""In one message, those inside others included."""
TEXT = 4_000
"""Of all texts in one message together."""
PAGE = 3_800
"""To this much a longer one is cut: nothing says how Discord counts what is beyond one plane."""
SNIPPET = 400
"""No text is cut shorter than this for the sake of others: sooner the last ones go."""
BUTTONS = 5
LABEL, CUSTOM_ID, URL = 80, 100, 512
OPTIONS, OPTION = 25, 100
PLACEHOLDER = 150
SECTION_TEXTS = 3
PICTURES = 10
ALT_TEXT = 1_024
NONCE = 25
ATTACHMENTS = 10
MENTIONS = 100
THREAD_NAME, TAGS = 100, 5
MODAL_PARTS = 5
TITLE = 45
INPUT_LABEL, INPUT_HINT = 45, 100
INPUT, INPUT_PLACEHOLDER = 4_000, 100
FEWEST_RADIOS, RADIOS, BOXES, FILES = 2, 10, 10, 10
COMMAND_NAME, DESCRIPTION = 32, 100
COMMAND_OPTIONS, CHOICES, CHOICE = 25, 25, 100
COMMAND_TEXT = 8_000
"""Of all names, descriptions and values of one command, in the longest of its languages."""
OPTION_TEXT = 6_000
LARGEST_NUMBER = 2**53 - 1

PRIMARY, SECONDARY, SUCCESS, DANGER, LINK = 1, 2, 3, 4, 5
SHORT, PARAGRAPH = 1, 2

NUMBERS: dict[Name, int] = {
    "row": 1, "button": 2, "select": 3, "input": 4, "section": 9, "text": 10, "thumbnail": 11,
    "gallery": 12, "file": 13, "separator": 14, "container": 17, "label": 18, "upload": 19,
    "radios": 21, "boxes": 22,
}  # fmt: skip
"""What Discord calls each kind of component."""

_ID = Line(CUSTOM_ID)
_SNOWFLAKE = Line(20, pattern="[0-9]+")
_WEB = r"https?://[!-~]+"
_MEDIA = One(frozenset({"media"}))
_TEXTS = frozenset({"text"})
_LAID_OUT = frozenset({"row", "section", "text", "gallery", "file", "separator"})
_ASKED = frozenset({"input", "select", "upload", "radios", "boxes"})
_OPTION: Shape = {
    "label": Line(OPTION, cuttable=True),
    "value": Line(OPTION),
    "description": Line(OPTION, 0, needed=False, cuttable=True),
    "default": Flag(),
}
_PICTURE: Shape = {
    "media": _MEDIA,
    "description": Line(ALT_TEXT, needed=False, cuttable=True),
    "spoiler": Flag(),
}

SHAPES: dict[Name, Shape] = {
    "message": {
        "flags": Known(
            frozenset({LAYOUT | more for more in (0, EPHEMERAL, SILENT, EPHEMERAL | SILENT)}),
            needed=True,
        ),
        "components": Many(_LAID_OUT | {"container"}, COMPONENTS),
        "allowed_mentions": One(frozenset({"mentions"})),
        "nonce": Line(NONCE, needed=False),
        "enforce_nonce": Flag(),
        "attachments": Many(frozenset({"attachment"}), ATTACHMENTS, 0, needed=False),
    },
    "mentions": {
        "parse": Lines(Line(0), 0, needed=True),
        "roles": Lines(_SNOWFLAKE, MENTIONS),
        "users": Lines(_SNOWFLAKE, MENTIONS),
        "replied_user": Flag(),
    },
    "attachment": {
        "id": Whole(0, LARGEST_NUMBER, needed=True),
        "filename": Line(ALT_TEXT, needed=False),
        "description": Line(ALT_TEXT, needed=False, cuttable=True),
    },
    "container": {
        "accent_color": Whole(0, 0xFFFFFF),
        "components": Many(_LAID_OUT, COMPONENTS),
        "spoiler": Flag(),
    },
    "row": {"components": Many(frozenset({"button", "select"}), BUTTONS)},
    "button": {
        "style": Known(frozenset({PRIMARY, SECONDARY, SUCCESS, DANGER, LINK}), needed=True),
        "label": Line(LABEL, cuttable=True),
        "custom_id": Line(CUSTOM_ID, needed=False),
        "url": Line(URL, needed=False, pattern=_WEB),
        "disabled": Flag(),
    },
    "select": {
        "custom_id": _ID,
        "options": Many(frozenset({"option"}), OPTIONS),
        "placeholder": Line(PLACEHOLDER, 0, needed=False, cuttable=True),
        "min_values": Whole(0, OPTIONS),
        "max_values": Whole(1, OPTIONS),
        "required": Flag(),
        "disabled": Flag(),
    },
    "option": _OPTION,
    "section": {
        "components": Many(_TEXTS, SECTION_TEXTS),
        "accessory": One(frozenset({"button", "thumbnail"})),
    },
    "text": {"content": Line(TEXT, cuttable=True)},
    "thumbnail": _PICTURE,
    "gallery": {"items": Many(frozenset({"picture"}), PICTURES)},
    "picture": _PICTURE,
    "media": {"url": Line(2_048)},
    "file": {"file": _MEDIA, "spoiler": Flag()},
    "separator": {"divider": Flag(), "spacing": Whole(1, 2)},
    "modal": {
        "custom_id": _ID,
        "title": Line(TITLE, cuttable=True),
        "components": Many(frozenset({"label", "text"}), MODAL_PARTS),
    },
    "label": {
        "label": Line(INPUT_LABEL, cuttable=True),
        "description": Line(INPUT_HINT, needed=False, cuttable=True),
        "component": One(_ASKED),
    },
    "input": {
        "custom_id": _ID,
        "style": Known(frozenset({SHORT, PARAGRAPH}), needed=True),
        "value": Line(INPUT, 0, needed=False, cuttable=True),
        "placeholder": Line(INPUT_PLACEHOLDER, 0, needed=False, cuttable=True),
        "required": Flag(),
        "min_length": Whole(0, INPUT),
        "max_length": Whole(1, INPUT),
    },
    "radios": {
        "custom_id": _ID,
        "options": Many(frozenset({"radio"}), RADIOS, FEWEST_RADIOS),
        "required": Flag(),
    },
    "radio": _OPTION,
    "boxes": {
        "custom_id": _ID,
        "options": Many(frozenset({"box"}), BOXES),
        "min_values": Whole(0, BOXES),
        "max_values": Whole(1, BOXES),
        "required": Flag(),
    },
    "box": _OPTION,
    "upload": {
        "custom_id": _ID,
        "min_values": Whole(0, FILES),
        "max_values": Whole(1, FILES),
        "required": Flag(),
    },
    "autocomplete": {"choices": Many(frozenset({"choice"}), CHOICES, 0)},
    "choice": {"name": Line(CHOICE, cuttable=True), "value": Line(CHOICE)},
}
