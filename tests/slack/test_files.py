"""Files through the real three-step upload."""

import pytest
from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from tests.slack.acting import ClientRefuses
from tests.slack.apps import Heard, refusal
from tests.slack.blocks import entry, modal
from tests.slack.records import File, Json
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


ASKED = {"type": "file_input", "filetypes": ["txt"], "max_files": 1}


async def submitted(slack: Slack, heard: Heard, file: File) -> Json:
    """What an app hears of a file chosen in a modal."""

    async def opens(ack: AsyncAck, body: Json) -> None:
        await ack()
        view = modal(entry("code", ASKED, optional=True))
        await heard.client.views_open(trigger_id=body["trigger_id"], view=view)

    heard.app.command("/prep")(opens)
    heard.app.view("form")(heard.hears("form"))
    await slack.user("U1").types("/prep", "C1")
    await slack.state.until(lambda: slack.user("U1").modals)
    await slack.user("U1").submits({"code": file})
    values: Json = heard.last("form")["view"]["state"]["values"]["code"]["value"]
    return values


async def status_of(slack: Slack, address: str, token: str) -> tuple[int, str, bytes]:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with slack.session.get(address, headers=headers) as answer:
        return answer.status, answer.content_type, await answer.read()


async def test_a_chosen_file_comes_with_the_form(slack: Slack, heard: Heard) -> None:
    held = await submitted(slack, heard, ("a.txt", b"SELECT 1"))
    (file,) = held["files"]
    assert (held["type"], file["name"], file["size"]) == ("file_input", "a.txt", 8)


async def test_the_client_offers_only_the_kinds_asked_for(slack: Slack, heard: Heard) -> None:
    with pytest.raises(ClientRefuses, match=r"me\.png"):
        await submitted(slack, heard, ("me.png", b"png"))


async def test_its_bytes_are_for_the_workspaces_own_token(slack: Slack, heard: Heard) -> None:
    (file,) = (await submitted(slack, heard, ("a.txt", b"SELECT 1")))["files"]
    told = await status_of(slack, file["url_private"], slack.token("T1").text)
    assert told == (200, "text/plain", b"SELECT 1")


@pytest.mark.parametrize("whose", ["", "xoxb-nobody", "T2"])
async def test_anybody_else_is_shown_where_to_sign_in(
    slack: Slack, heard: Heard, whose: str
) -> None:
    (file,) = (await submitted(slack, heard, ("a.txt", b"SELECT 1")))["files"]
    token = slack.token(whose).text if whose == "T2" else whose
    status, kind, data = await status_of(slack, file["url_private"], token)
    assert (status, kind) == (200, "text/html")
    assert b"SELECT" not in data


async def test_so_is_a_token_that_may_not_read_files(slack: Slack, heard: Heard) -> None:
    (file,) = (await submitted(slack, heard, ("a.txt", b"SELECT 1")))["files"]
    slack.token("T1").scopes = "files:write"
    status, kind, _ = await status_of(slack, file["url_private"], slack.token("T1").text)
    assert (status, kind) == (200, "text/html")


async def test_a_file_that_is_gone_is_not_found(slack: Slack) -> None:
    address = f"{slack.state.base}/files/F404"
    assert (await status_of(slack, address, slack.token("T1").text))[0] == 404


async def test_who_may_not_read_files_cannot_ask_for_them(slack: Slack, heard: Heard) -> None:
    slack.token("T1").scopes = "commands"
    heard.app.command("/prep")(heard.hears("command"))
    await slack.user("U1").types("/prep", "C1")
    trigger, view = heard.last("command")["trigger_id"], modal(entry("code", ASKED))
    opened = heard.client.views_open(trigger_id=trigger, view=view)
    assert await refusal(opened) == "missing_scope"
