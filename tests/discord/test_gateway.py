from tests.discord.apps import Heard
from tests.discord.server import Discord


async def test_x(discord: Discord, client: Heard) -> None:
    assert client.user is not None
    print(client.events, client.guilds, [c for g in client.guilds for c in g.channels])
    await client.call(
        "POST /channels/{channel_id}/messages",
        {"content": "hi"},
        channel_id=discord.room("general").id,
    )
    print(discord.channel("general").messages)
