"""The gateway: connections identify or resume, events reach the sessions of their shard."""

import asyncio
import json
from collections import deque
from dataclasses import dataclass, field

from aiohttp import WSMessage, WSMsgType, web

from tests.discord.records import Json
from tests.discord.sessions import (
    ACK,
    HEARTBEAT,
    HELLO,
    IDENTIFY,
    INVALID,
    RECONNECT,
    RESUME,
    Link,
    Session,
)
from tests.discord.state import State
from tests.discord.wire import guild_created, user_json

WRONG_TOKEN, INVALID_SHARD, SHARDING_REQUIRED, DISALLOWED_INTENTS = 4004, 4010, 4011, 4014
PRIVILEGED = 1 << 1 | 1 << 8 | 1 << 15
"""Members, presences, message content."""
OVER = {WSMsgType.CLOSE, WSMsgType.CLOSING, WSMsgType.CLOSED, WSMsgType.ERROR}
GOODBYES = {1000, 1001}
"""A client that closes like this means it: the session cannot be resumed."""
IDENTIFIES_A_DAY, GUILDS_A_SHARD = 1_000, 2_500


@dataclass
class Gateway:
    """`strict`: more than `max_concurrency` identifies in five seconds of the clock are refused."""

    state: State
    shards: int = 1
    """How many shards Discord recommends."""
    max_concurrency: int = 1
    strict: bool = False
    heartbeat: float = 41.25
    """Seconds between heartbeats."""
    intents: int = ~PRIVILEGED
    """What the application is allowed to ask for."""
    refuses: bool = False
    """Every connection is turned away at the door."""
    silent: bool = False
    """New connections are taken and not spoken to."""
    links: list[Link] = field(default_factory=list)
    sessions: dict[str, Session] = field(default_factory=dict)
    identifies: list[tuple[int, int, float]] = field(default_factory=list)
    """(shard, shards, when) of every identify, the refused ones too."""
    resumes: int = 0
    """How many sessions were taken up again."""
    told: deque[tuple[str, int]] = field(default_factory=lambda: deque(maxlen=10_000))
    """Events and how many sessions heard each."""

    def where(self) -> Json:
        """GET /gateway/bot."""
        left = max(0, IDENTIFIES_A_DAY - len(self.identifies))
        limit = {"total": IDENTIFIES_A_DAY, "remaining": left, "reset_after": 86_400_000}
        limit["max_concurrency"] = self.max_concurrency
        return {"url": self.url, "shards": self.shards, "session_start_limit": limit}

    @property
    def url(self) -> str:
        return self.state.base.replace("http", "ws", 1) + "/"

    def tell(self, event: str, body: Json, guild: str) -> int:
        """To every session of the shard, for two processes may both be there."""
        hearing = [session for session in self.sessions.values() if session.serves(guild)]
        for session in hearing:
            session.push(event, body)
        self.told.append((event, len(hearing)))
        return len(hearing)

    async def accept(self, request: web.Request) -> web.StreamResponse:
        if self.refuses:
            return web.Response(status=503)
        socket = web.WebSocketResponse(max_msg_size=16 * 1024)
        await socket.prepare(request)
        link = Link(socket, compressed=request.query.get("compress") == "zlib-stream")
        self.links.append(link)
        self.state.touch()
        try:
            await self.state.until(lambda: not self.silent or link.socket.closed, 60)
            await link.send(HELLO, {"heartbeat_interval": int(self.heartbeat * 1000)})
            await self._serve(link)
        finally:
            self._forget(link)
        return socket

    async def _serve(self, link: Link) -> None:
        """Answer heartbeats until somebody identifies; then events flow beside them."""
        async with asyncio.TaskGroup() as both:
            while (message := await link.socket.receive()).type not in OVER:
                if message.type == WSMsgType.TEXT and not link.deaf:
                    session = await self._heard(link, json.loads(message.data))
                    if session is not None:
                        both.create_task(session.pump(link, self.state.touch))
                self.state.touch()
            self._release(link, message)

    def _release(self, link: Link, last: WSMessage | None = None) -> None:
        """Let the pumps of a finished link end; a session its client said goodbye to is over."""
        goodbye = last is not None and last.type == WSMsgType.CLOSE and last.data in GOODBYES
        for session in [one for one in self.sessions.values() if one.link is link]:
            session.detach()
            if goodbye:
                del self.sessions[session.id]

    def _forget(self, link: Link) -> None:
        if link in self.links:
            self.links.remove(link)
        self._release(link)
        self.state.touch()

    async def _heard(self, link: Link, message: Json) -> Session | None:
        """A session that begins or goes on with this message."""
        op, body = message["op"], message["d"]
        if op == HEARTBEAT:
            link.heartbeats += 1
            await link.send(ACK)
        elif op == IDENTIFY:
            return await self._identify(link, body)
        elif op == RESUME:
            return await self._resume(link, body)
        return None

    async def _identify(self, link: Link, body: Json) -> Session | None:
        shard, shards = body.get("shard") or (0, 1)
        now = self.state.now()
        crowd = [one for one in self.identifies if self._together(one, shard, now)]
        self.identifies.append((shard, shards, now))
        code = self._refusal(body, shard, shards)
        if code:
            await link.socket.close(code=code)
            return None
        if self.strict and crowd:
            await link.send(INVALID, body=False)
            return None
        session = Session(
            f"session-{self.state.number()}", shard, shards, int(body["intents"]), link
        )
        self._welcome(session)
        self.sessions[session.id] = session
        return session

    def _together(self, earlier: tuple[int, int, float], shard: int, now: float) -> bool:
        """Whether an identify counts against another's: same rate key, five seconds."""
        return earlier[0] % self.max_concurrency == shard % self.max_concurrency and (
            now - earlier[2] < 5
        )

    def _refusal(self, body: Json, shard: int, shards: int) -> int:
        if body.get("token") != self.state.token or len(self.identifies) > IDENTIFIES_A_DAY:
            return WRONG_TOKEN
        if not 0 <= shard < shards:
            return INVALID_SHARD
        if len(self.state.guilds) / shards > GUILDS_A_SHARD:
            return SHARDING_REQUIRED
        return DISALLOWED_INTENTS if int(body["intents"]) & ~self.intents & PRIVILEGED else 0

    def _welcome(self, session: Session) -> None:
        """READY with guilds yet unavailable, then each of them in full."""
        guilds = [guild for guild in self.state.guilds.values() if session.serves(guild.id)]
        mine = [guild for guild in guilds if guild.bot_in]
        ready: Json = {
            "v": 10,
            "user": user_json(self.state.accounts[self.state.app_id]),
            "guilds": [{"id": guild.id, "unavailable": True} for guild in mine],
            "session_id": session.id,
            "resume_gateway_url": self.url,
            "shard": [session.shard, session.shards],
            "application": {"id": self.state.app_id, "flags": 0},
        }
        session.push("READY", ready)
        for guild in mine:
            if guild.available:
                session.push("GUILD_CREATE", guild_created(self.state, guild))

    async def _resume(self, link: Link, body: Json) -> Session | None:
        session = self.sessions.get(body.get("session_id", ""))
        if body.get("token") != self.state.token:
            await link.socket.close(code=WRONG_TOKEN)
            return None
        if session is None or not session.resumable_from(int(body.get("seq") or 0)):
            await link.send(INVALID, body=False)
            return None
        session.link, session.sent = link, int(body["seq"])
        session.push("RESUMED", {"_trace": []})
        self.resumes += 1
        return session

    # What a test asks for

    async def connected(self, number: int = 1, patience: float = 30.0) -> None:
        """Wait until that many sessions have got everything they were told."""
        await self.state.until(lambda: len(self.live()) >= number, patience)

    def live(self) -> list[Session]:
        return [one for one in self.sessions.values() if one.link and one.sent == one.number]

    def cut(self, shard: int | None = None) -> None:
        """Every connection, or one shard's, breaks without a word; it can be resumed."""
        one = [each.link for each in self.sessions.values() if each.link and each.shard == shard]
        for link in list(self.links) if shard is None else one:
            link.abort()

    async def close(self, code: int = 4000) -> None:
        """Every connection is closed with this code."""
        for link in list(self.links):
            await link.socket.close(code=code)

    async def reconnect(self) -> None:
        """Ask every client to come back over a new connection."""
        for link in list(self.links):
            await link.send(RECONNECT)

    async def invalidate(self, *, resumable: bool = False) -> None:
        """Tell every client that its session is over, or only interrupted."""
        if not resumable:
            self._end_sessions()
        for link in list(self.links):
            await link.send(INVALID, resumable)

    def _end_sessions(self) -> None:
        for session in self.sessions.values():
            session.detach()
        self.sessions.clear()

    def hush(self, *, silent: bool = True) -> None:
        """From now on new connections are not greeted, or those that wait are."""
        self.silent = silent
        self.state.touch()

    def deafen(self, *, deaf: bool = True) -> None:
        """Connections stay open and nothing is answered any more, heartbeats neither."""
        for link in list(self.links):
            link.deaf = deaf
