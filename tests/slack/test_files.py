"""Files through the real three-step upload."""

from slack_sdk.web.async_client import AsyncWebClient

from tests.slack.apps import refusal
from tests.slack.records import Json
from tests.slack.workspace import Slack


def picture(name: str) -> list[Json]:
    return [{"type": "image", "slack_file": {"id": name}, "alt_text": "A board"}]


async def test_an_upload_is_kept_with_its_bytes(slack: Slack, client: AsyncWebClient) -> None:
    answer = await client.files_upload_v2(file=b"png bytes", filename="board.png", alt_txt="Board")
    kept = slack.state.uploads[answer["file"]["id"]]
    assert (kept.data, kept.alt) == (b"png bytes", "Board")


async def test_an_upload_can_be_shared_in_a_room(slack: Slack, client: AsyncWebClient) -> None:
    kept = (await client.files_upload_v2(content="{}", filename="me.json", channel="C1"))["file"]
    assert slack.channel("C1").last.files == (kept["id"],)


async def test_a_picture_can_be_shown_once_slack_has_looked_at_it(
    slack: Slack, client: AsyncWebClient
) -> None:
    slack.token("T1").scopes += ",files:read"
    name = (await client.files_upload_v2(file=b"png", filename="board.png"))["file"]["id"]
    asked = client.chat_postMessage(channel="C1", text="Board", blocks=picture(name))
    assert await refusal(asked) == "invalid_blocks"
    assert (await client.files_info(file=name))["file"]["mimetype"] == ""
    assert (await client.files_info(file=name))["file"]["mimetype"] == "image/png"
    await client.chat_postMessage(channel="C1", text="Board", blocks=picture(name))
    assert slack.channel("C1").last.text == "Board"


async def test_a_file_without_bytes_cannot_be_completed(client: AsyncWebClient) -> None:
    answer = await client.files_getUploadURLExternal(filename="a.png", length=3)
    files = [{"id": answer["file_id"], "title": "A"}]
    assert await refusal(client.files_completeUploadExternal(files=files)) == "file_not_found"
