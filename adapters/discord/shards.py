"""How each of this process's connections is doing: they fail one by one."""

from adapters.discord.api import Client


class Shards:
    """Knows a shard as up from its first event of a session until its connection ends."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._up: set[int] = set()
        self._listen()

    def states(self) -> dict[int, bool]:
        """Whether each is up; empty until Discord has said how many there are."""
        count, known = self._client.shard_count, self._client.shards
        ids = self._client.shard_ids or range(count or 0)
        return {
            shard: shard in self._up and shard in known and not known[shard].is_closed()
            for shard in ids
        }

    def of(self, guild: str) -> int:
        """Direct conversations, which are of no server, come over the first."""
        return (int(guild or 0) >> 22) % (self._client.shard_count or 1)

    def _listen(self) -> None:
        async def on_shard_connect(shard: int) -> None:
            self._up.add(shard)

        async def on_shard_resumed(shard: int) -> None:
            self._up.add(shard)

        async def on_shard_disconnect(shard: int) -> None:
            self._up.discard(shard)

        for handler in (on_shard_connect, on_shard_resumed, on_shard_disconnect):
            self._client.event(handler)
