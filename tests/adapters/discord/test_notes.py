"""The entry in a message's menu that keeps somebody's words as a note."""

from adapters.discord.commands import NOTE
from tests.adapters.discord.club import STUDY, Club


async def saves(club: Club, words: str) -> None:
    """What Ana said in the room, by Ben; the form is open then."""
    said = club.discord.user("ana").says(words, STUDY)
    await club.discord.user("ben").context_menu(NOTE, said)
    await club.settled()


def text_in(club: Club) -> str:
    """What stands in the form's field; below it is room for a file."""
    part, _ = club.discord.user("ben").modal.components
    return str(part["component"].get("value", ""))


async def test_the_form_holds_the_messages_own_words(club: Club) -> None:
    await saves(club, "NULL <> NULL & *never* = @everyone")
    assert club.discord.user("ben").modal.title == "A note for yourself"
    assert text_in(club) == "NULL <> NULL & *never* = @everyone"


async def test_what_is_kept_is_listed_for_its_writer_alone(club: Club) -> None:
    await saves(club, "NULL never equals NULL")
    await club.submits("ben", {})
    assert club.told("ben").startswith("## Your note")
    for user, listed in (("ben", True), ("ana", False)):
        await club.types(user, "/prep notes")
        assert ("NULL never equals NULL" in club.told(user)) is listed
    assert club.words() == ["NULL never equals NULL"]


async def test_the_words_can_be_changed_before_they_are_kept(club: Club) -> None:
    await saves(club, "NULL never equals NULL, said Ana")
    await club.submits("ben", {"text": "NULL never equals NULL"})
    await club.types("ben", "/prep notes")
    assert "said Ana" not in club.told("ben")


async def test_a_message_too_long_for_a_note_is_cut_to_fit(club: Club) -> None:
    await saves(club, "long & " * 600)
    assert len(text_in(club)) == 3_000
    await club.submits("ben", {})
    assert club.told("ben").startswith("## Your note")


async def test_a_message_without_words_leaves_the_field_empty(club: Club) -> None:
    await saves(club, "")
    assert text_in(club) == ""


async def test_a_note_with_mentions_pings_nobody_when_it_is_listed(club: Club) -> None:
    ana = club.discord.user("ana").id
    await saves(club, f"@everyone @here <@{ana}> <@&{ana}>")
    await club.submits("ben", {})
    await club.types("ben", "/prep notes")
    assert club.discord.pings == []
    assert "everyone" in club.told("ben")


async def test_a_note_is_gone_when_its_writer_is_forgotten(club: Club) -> None:
    await saves(club, "NULL never equals NULL")
    await club.submits("ben", {})
    await club.types("ben", "/prep settings forget")
    await club.presses("ben", "Forget me")
    await club.presses("ben", "Forget me")
    await club.types("ben", "/prep notes")
    assert "No notes here" in club.told("ben")


async def test_of_the_bots_own_card_the_words_are_kept_without_their_dress(club: Club) -> None:
    await club.starts(1)
    post = next(
        shown for shown in club.discord.channel(STUDY).messages if "We start" in shown.words
    )
    await club.discord.user("ben").context_menu(NOTE, post)
    await club.settled()
    kept = text_in(club).splitlines()
    assert kept[0] == "Day 1 · We start"
    assert not any(line.startswith(("#", "-#", ">")) or "**" in line for line in kept)
