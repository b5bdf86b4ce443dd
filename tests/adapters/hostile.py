"""Cards and payloads that nobody means well with, for every surface to survive."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from bot.cards import (
    Actions,
    Block,
    Button,
    Card,
    Choices,
    Code,
    Divider,
    Fields,
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
    Span,
    Strong,
    Table,
    Text,
    Toggle,
    Told,
)
from bot.domain.ids import ChannelRef

Json = dict[str, Any]
PIECES = (
    *("<@1>", "<@&1>", "<!channel>", "@everyone", "@here", "<t:1:R>", "https://e.org/", "\\"),
    *("<!date^1^{date}|now>", "<#C1>", "<#1>"),
    *("**b**", "_x_", "`", "```", "||", "# ", "> ", "- ", "1. ", "[a](https://e.org)", "&", "<"),
    *("👩🏽\u200d💻", "🇩🇪", "שלום", "\u202e", "e\u0301", "word ", "x" * 80, "\n", " ", "", "\x07"),
)
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=4).map("".join)
INSTANTS = st.integers(0, 7_000_000_000).map(lambda second: datetime.fromtimestamp(second, UTC))
FIGURES = st.floats() | st.integers(0, 50)


SLACK_ROOM = "C0123ABC"
ROOMS = st.builds(
    ChannelRef,
    st.sampled_from(["slack", "discord", "playground"]) | TEXTS,
    TEXTS,
    st.sampled_from([SLACK_ROOM, "123456789012345678"]) | TEXTS,
)


def several(of: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(of, max_size=3).map(tuple)


SPANS: st.SearchStrategy[tuple[Span, ...]] = several(
    st.one_of(
        *(st.builds(kind, TEXTS) for kind in (Plain, Strong, Mono)),
        st.builds(Room, ROOMS),
        st.builds(Moment, INSTANTS, st.sampled_from(["date", "time", "datetime", "relative"])),
    )
)
ACTIONS = st.one_of(
    st.builds(Button, TEXTS, TEXTS, st.sampled_from(["plain", "primary", "danger"]), TEXTS),
    st.builds(Link, TEXTS, TEXTS | TEXTS.map("https://e.org/{}".format)),
    st.builds(Select, TEXTS, several(st.tuples(TEXTS, TEXTS)), TEXTS),
    st.builds(Toggle, TEXTS, TEXTS, st.booleans()),
)
PROSE: st.SearchStrategy[Told] = st.one_of(
    *(st.builds(kind, SPANS) for kind in (Text, Quote, Note)),
    st.builds(Code, TEXTS, TEXTS | st.just("sql")),
    st.builds(Choices, several(st.tuples(TEXTS, SPANS))),
    st.builds(Fields, several(st.tuples(TEXTS, SPANS))),
)
BLOCKS: st.SearchStrategy[Block] = st.one_of(
    PROSE,
    st.builds(Hidden, several(PROSE)),
    st.builds(Heading, TEXTS),
    st.builds(Table, several(TEXTS), several(several(TEXTS)), st.none() | st.integers(-1, 4)),
    st.builds(Progress, TEXTS, FIGURES, FIGURES),
    st.builds(Divider),
    st.builds(Actions, several(ACTIONS)),
)
LENGTHS, COUNTS = st.sampled_from([1, 1, 20, 400]), st.sampled_from([1, 1, 5])
CARDS: st.SearchStrategy[Card] = st.builds(
    lambda card, length, count: grown(card, length, count),
    st.builds(Card, TEXTS, several(BLOCKS)),
    LENGTHS,
    COUNTS,
)
JUNK: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=4,
)


def grown(part: Any, length: int, count: int) -> Any:  # noqa: ANN401  any part of a card
    """The same with every text and every list so many times as long."""
    if isinstance(part, str):
        return (part * length)[:4000]
    if isinstance(part, tuple):
        is_pair = len(part) == 2 and isinstance(part[0], str)
        return tuple(grown(item, length, count) for item in part) * (1 if is_pair else count)
    if not is_dataclass(part) or isinstance(part, type):
        return part
    names = [f.name for f in fields(part) if f.name not in {"kind", "style", "accent"}]
    return replace(part, **{name: grown(getattr(part, name), length, count) for name in names})


def spoiled(whole: Callable[[], Json]) -> st.SearchStrategy[Json]:
    """What `whole` makes anew each time, with nonsense in one place."""

    @st.composite
    def spoil(draw: st.DrawFn) -> Json:
        payload = whole()
        holder, key = draw(st.sampled_from(places(payload)))
        holder[key] = draw(JUNK)
        return payload

    return spoil()


def places(node: object) -> list[tuple[Any, Any]]:
    """Every list and dictionary in there with each of its keys."""
    if not isinstance(node, dict | list):
        return []
    keys = list(node) if isinstance(node, dict) else range(len(node))
    return [found for key in keys for found in ((node, key), *places(node[key]))]
