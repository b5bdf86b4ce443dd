"""Settings, facts and help as cards."""

from collections.abc import Sequence
from datetime import date

from bot.cards import (
    Actions,
    Block,
    Button,
    Card,
    Choices,
    Code,
    Fields,
    Note,
    Select,
    Text,
    markup,
    plain,
)
from bot.curriculum.tracks import FactEntry
from bot.domain.cohorts import Person
from bot.tokens import token

_BOARD = (("my name", "name"), ("anonymous", "anonymous"), ("not at all", "hidden"))


def settings_card(person: Person, zone: str) -> Card:
    """`zone` is the circle's, used while the person has none of their own."""
    quiet = f"{person.quiet_from:%H:%M}–{person.quiet_until:%H:%M}"
    options = tuple((label, token("shown", value)) for label, value in _BOARD)
    blocks: tuple[Block, ...] = (
        Fields(
            (
                ("Name shown", plain(person.name)),
                ("Time zone", plain(person.zone or f"the circle's, {zone}")),
                ("Quiet hours", plain(quiet)),
                ("Nudges", plain("one a day at most" if person.nudges else "off")),
            )
        ),
        Actions((Select("On the board", options, token("shown", person.board)),)),
        Actions(
            (
                Button("Zone and hours", _hours(person, zone), "primary"),
                Button(
                    "Nudges off" if person.nudges else "Nudge me once a day",
                    token("nudges", "off" if person.nudges else "on"),
                ),
                Button("Name", token("settings name")),
            )
        ),
        Actions(
            (
                Button("Link another account", token("settings link")),
                Button("Export my data", token("settings export")),
                Button("Forget me", token("settings forget"), "danger"),
            )
        ),
    )
    return Card("Your settings", blocks)


def _hours(person: Person, zone: str) -> str:
    start, end = f"{person.quiet_from:%H:%M}", f"{person.quiet_until:%H:%M}"
    return token("settings hours", person.zone or zone, start, end)


def link_card(code: str) -> Card:
    blocks = (
        Text(plain("Type this with your other account, in any room where the bot is:")),
        Code(f"/prep settings link {code}"),
        Note(plain("It works once. Both accounts then share days, points and these settings.")),
        Note(
            plain(
                "In a circle that both are in, one membership stays: the one that was not left, or "
                "else the one with more days kept. What was written with the other is erased."
            )
        ),
    )
    return Card("Link another account", blocks)


def forget_card() -> Card:
    sure = "Erase your name, settings, accounts and written answers for good?"
    blocks = (
        Text(plain("We erase your name, accounts, settings, evidence and everything you wrote.")),
        Text(plain("Counts without a name stay, so that the circle's figures still add up.")),
        Actions(
            (
                Button("Forget me", token("settings erase"), "danger", confirm=sure),
                Button("Keep me", token("settings show")),
                Button("Export first", token("settings export")),
            )
        ),
    )
    return Card("Forget me", blocks, "bad")


def facts_card(title: str, facts: Sequence[FactEntry], disclaimer: str, today: date) -> Card:
    blocks: list[Block] = [Note(plain(disclaimer))]
    for fact in facts:
        blocks.append(Text(markup(f"**{fact.topic}.** {fact.claim}")))
        blocks.append(Note(plain(f"{fact.caveat} {_dated(fact, today)}")))
    return Card(f"Claims, not facts · {title}", tuple(blocks), "notice")


def _dated(fact: FactEntry, today: date) -> str:
    source = f"Source: {fact.source}. As of {fact.as_of:%d %b %Y}"
    if fact.expires < today:
        return f"{source}; out of date since {fact.expires:%d %b %Y}, do not rely on it."
    return f"{source}, good until {fact.expires:%d %b %Y}."


def help_card(lines: Sequence[tuple[str, str]], title: str, intro: str) -> Card:
    listed = Fields(tuple((usage, plain(summary)) for usage, summary in lines))
    return Card(title, (Text(markup(intro)), listed))


def command_card(usage: str, summary: str, params: Sequence[tuple[str, str]], example: str) -> Card:
    blocks: list[Block] = [Text(plain(summary)), Code(usage)]
    if params:
        blocks.append(Choices(tuple((name, plain(what)) for name, what in params)))
    blocks.append(Note(markup(f"For example: `{example}`")))
    return Card(f"Help · {usage.split(' [')[0]}", tuple(blocks))
