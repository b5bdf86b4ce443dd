"""How a chat shows a room: by its name there, or in words where it knows no such room."""

import pytest

from adapters.discord import markdown
from adapters.slack import mrkdwn
from bot.cards import Plain, Room
from tests.adapters.discord import reading as on_discord
from tests.adapters.slack import reading as on_slack
from tests.builders import a_channel

SLACKS, DISCORDS = a_channel("C2", "T1", "slack"), a_channel("77", "1", "discord")


def test_slack_is_told_the_id_and_shows_the_name() -> None:
    made = mrkdwn.spans((Plain("in*"), Room(SLACKS), Plain(".")))
    assert made == "in\u2060*\u2060<#C2>."


def test_discord_is_told_the_id_and_shows_the_name() -> None:
    made = markdown.spans((Plain("in "), Room(DISCORDS), Room(a_channel("78", "1", "discord"))))
    assert made == "in <#77><#78>"


@pytest.mark.parametrize(
    ("platform", "channel", "read_as"),
    [
        ("discord", "77", "a Discord channel (77)"),
        ("slack", "C2> <!channel", "a Slack channel (C2> <!channel)"),
        ("slack", "", "a Slack channel ()"),
    ],
)
def test_what_is_no_room_of_slacks_is_told_in_words(
    platform: str, channel: str, read_as: str
) -> None:
    sent = mrkdwn.spans((Room(a_channel(channel, "T1", platform)),))
    assert (on_slack.read(sent), on_slack.mentions(sent)) == (read_as, [])


@pytest.mark.parametrize(
    ("platform", "channel", "read_as"),
    [
        ("slack", "C2", "a Slack channel (C2)"),
        ("discord", "7> @everyone <@8", "a Discord channel (7> @everyone <@8)"),
        ("discord", "", "a Discord channel ()"),
    ],
)
def test_what_is_no_room_of_discords_is_told_in_words(
    platform: str, channel: str, read_as: str
) -> None:
    sent = markdown.spans((Room(a_channel(channel, "1", platform)),))
    assert (on_discord.read(sent), on_discord.mentions({"type": 10, "content": sent})) == (
        read_as,
        [],
    )


@pytest.mark.parametrize("most", range(2, 12))
def test_a_room_is_never_cut(most: int) -> None:
    slacks = mrkdwn.cut("a b " + mrkdwn.spans((Room(SLACKS),)) + " tail", most)
    discords = markdown.cut("a b " + markdown.spans((Room(DISCORDS),)) + " tail", most)
    assert [made.count("<") - made.count(">") for made in (slacks, discords)] == [0, 0]


def test_a_name_that_discord_alone_can_show_is_no_word_of_a_note() -> None:
    made = markdown.spans((Plain("in "), Room(DISCORDS), Plain(" on")))
    assert markdown.plain(made) == "in  on"
