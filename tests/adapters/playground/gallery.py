"""Cards and forms as the product shows them; between them, one of every block and field."""

from datetime import UTC, datetime

from bot.cards import (
    Actions,
    Button,
    Card,
    Choices,
    Code,
    Divider,
    Fields,
    Form,
    FormField,
    Heading,
    Hidden,
    Link,
    Moment,
    Mono,
    Note,
    Plain,
    Progress,
    Quote,
    Room,
    Select,
    Strong,
    Table,
    Text,
    Toggle,
    join,
    markup,
    plain,
)
from bot.domain.ids import ChannelRef, Platform

OTHER_ROOM = ChannelRef(Platform("playground"), "play", "evening")
NINE = datetime(2027, 5, 19, 7, 0, tzinfo=UTC)

DRILL = Card(
    "Day 12 · SQL: ranking inside a group",
    (
        Text(
            markup(
                "A table `orders(customer_id, amount, placed_at)` holds one row per order. "
                "You want **each customer's latest order** and nothing else. Which is right?"
            )
        ),
        Code(
            "SELECT *\nFROM (\n  SELECT o.*, row_number() OVER (\n    PARTITION BY customer_id\n"
            "    ORDER BY placed_at DESC\n  ) AS n\n  FROM orders o\n) t\nWHERE n = 1;",
            "sql",
        ),
        Choices(
            (
                ("A", plain("Right as it stands: one row per customer, the newest.")),
                ("B", plain("Wrong: a window function cannot be filtered in an outer WHERE.")),
                ("C", plain("Wrong: rank() is needed, or customers with ties are lost.")),
            )
        ),
        Note(join(["Open until ", (Moment(NINE, "datetime"),), ". Your answer stays private."])),
        Actions(
            (
                Button("A", "v1:answer:12:A"),
                Button("B", "v1:answer:12:B"),
                Button("C", "v1:answer:12:C"),
                Button("Explain in words", "v1:explain:12", "primary"),
                Button("Hint", "v1:hint:12"),
            )
        ),
    ),
    accent="medium",
)

VERDICT = Card(
    "Right, and in one go",
    (
        Choices(
            (
                ("A", plain("Right as it stands: one row per customer, the newest.")),
                ("B", plain("Wrong: a window function cannot be filtered in an outer WHERE.")),
                ("C", plain("Wrong: rank() is needed, or customers with ties are lost.")),
            ),
            marks=(("A", "right"), ("A", "picked"), ("C", "wrong")),
        ),
        Quote(plain("With ties, rank() would give two rows; row_number() picks one of them.")),
        Fields(
            (
                ("Points", (Strong("3"),)),
                ("Streak", plain("6 days")),
                ("Back for review", (Moment(NINE, "relative"),)),
            )
        ),
        Actions((Button("Another like this", "v1:more:sql"), Button("Skip", "v1:skip:12"))),
    ),
    accent="good",
)

HINT = Card("Hint", (Text(plain("Ask which rows the outer WHERE sees.")),), accent="notice")

BOARD = Card(
    "The board, week 2",
    (
        Progress("The circle's goal: 60 honest attempts", 47, 60),
        Table(
            ("Who", "Days kept", "Attempts", "Points"),
            (
                ("Ben", "12", "31", "74"),
                ("Ana", "11", "28", "69"),
                ("Quiet Otter", "9", "22", "51"),
                ("Chidi", "4", "9", "20"),
            ),
            highlight=1,
        ),
        Note(join(["Chidi joined on day 9. The same board stands in ", (Room(OTHER_ROOM),), "."])),
        Hidden((Text(markup("The answer is **B**.")), Note(plain("So what: rank, then filter.")))),
    ),
)

CHECKLIST = Card(
    "Your checklist",
    (
        Progress("Data scientist intern", 3, 7),
        Heading("This week"),
        Choices((("1", plain("Three STAR stories written")), ("2", plain("One mock, 45 minutes")))),
        Divider(),
        Text(join([plain("Tables live in "), (Mono("warehouse.sales"),), "; see the notes."])),
        Actions(
            (
                Select(
                    "Tick an item",
                    (("Three STAR stories", "v1:tick:1"), ("One mock", "v1:tick:2")),
                    chosen="v1:tick:2",
                ),
                Toggle("One mock, 45 minutes", "v1:untick:2", on=True),
                Toggle("Read the papers", "v1:tick:3", on=False),
                Link("Notes on STAR", "https://example.org/star?a=1&b=2"),
                Button("Start over", "v1:reset", "danger", confirm="Untick all seven items?"),
            )
        ),
    ),
    accent="easy",
)

START = Form(
    "start",
    "Start a circle",
    "Post the invitation",
    (
        FormField("name", "Name of the circle", limit=40, default="DS interns, spring"),
        FormField(
            "track",
            "Track",
            "choice",
            options=(("Data scientist intern", "ds"), ("AI product manager", "pm")),
            default="ds",
        ),
        FormField("first", "First day", "date", default="2027-05-10"),
        FormField("hour", "Hour of the daily post", "time", default="09:00", hint="In your zone."),
        FormField("days", "Days", "number", low=14, high=30, default="28"),
        FormField("note", "A word to the group", "paragraph", required=False, limit=200),
    ),
)

ZONE = Form(
    "zone",
    "Your zone",
    "Save",
    (
        FormField(
            "zone",
            "Zone",
            "choice",
            options=tuple(
                (zone, zone)
                for zone in (
                    *("Africa/Cairo", "America/New_York", "Asia/Kolkata", "Asia/Tokyo"),
                    *("Europe/Berlin", "Europe/London", "UTC"),
                )
            ),
        ),
    ),
)

INVITATION = Card(
    "A new circle: DS interns, spring",
    (
        Text(
            join(
                [
                    markup("28 days, **ten minutes a day**, starting "),
                    (Moment(NINE, "date"),),
                    " at ",
                    (Moment(NINE, "time"),),
                    ".",
                ]
            )
        ),
        Actions((Button("Join", "v1:join", "primary"),)),
    ),
    accent="notice",
)

EVERYTHING = Card(
    "One of every block",
    tuple(block for card in (DRILL, VERDICT, BOARD, CHECKLIST) for block in card.blocks),
    accent="hard",
)

TEXT_CARD = Card("In words", (Text((Plain("words"),)),))
