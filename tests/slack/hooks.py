"""Response URLs: five uses within half an hour."""

from dataclasses import dataclass, field

from aiohttp import web

from tests.slack.posting import change, drop, say
from tests.slack.records import ApiError, Json, Message
from tests.slack.state import State
from tests.slack.trouble import Fine, Trouble

USES = 5
LIFE = 1_800.0


@dataclass
class Hook:
    """`original` is the ts of the message it belongs to; none for a command."""

    room: str
    user: str
    born: float
    original: str = ""
    uses: int = 0


@dataclass
class Hooks:
    state: State
    issued: dict[str, Hook] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)
    """What the next uses meet, in order."""

    def issue(self, room: str, user: str, original: str = "") -> str:
        name = f"h{self.state.number()}"
        self.issued[name] = Hook(room, user, self.state.now(), original)
        return f"{self.state.base}/hooks/{name}"

    async def accept(self, request: web.Request) -> web.StreamResponse:
        trouble = self.troubles.pop(0) if self.troubles else Fine()
        return await trouble.around(request, lambda: self._answer(request))

    async def _answer(self, request: web.Request) -> web.Response:
        """One use. Slack answers failures with the code in a JSON body."""
        hook = self.issued.get(request.match_info["name"])
        payload = await request.json()
        self.state.counts["response_url"] += 1
        try:
            self._use(hook)
            assert hook is not None
            self._apply(hook, payload)
        except ApiError as error:
            status = 404 if error.code.endswith("_url") else 400
            return web.json_response({"ok": False, "error": error.code}, status=status)
        return web.Response(text="ok")

    def _use(self, hook: Hook | None) -> None:
        if hook is None or self.state.now() - hook.born > LIFE:
            raise ApiError("expired_url")
        if hook.uses >= USES:
            raise ApiError("used_url")
        hook.uses += 1

    def _apply(self, hook: Hook, payload: Json) -> None:
        original = self.state.rooms[hook.room].messages.get(hook.original)
        if payload.get("delete_original"):
            drop(self.state, self._there(original))
        elif payload.get("replace_original"):
            change(self.state, "response_url", self._there(original), payload)
        else:
            self.show(hook.room, hook.user, payload, "response_url")

    @staticmethod
    def _there(original: Message | None) -> Message:
        """A command has no message to replace, and one that was deleted is gone."""
        if original is None:
            raise ApiError("message_not_found")
        return original

    def show(self, room: str, user: str, payload: Json, method: str) -> Message:
        """An answer to an interaction: for the one who asked, unless it says in_channel."""
        only_for = "" if payload.get("response_type") == "in_channel" else user
        return say(self.state, method, self.state.rooms[room], payload, only_for)
