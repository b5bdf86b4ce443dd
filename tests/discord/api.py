"""The REST door: read the request, meet trouble and limits, check the token, answer."""

import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from aiohttp import BodyPartReader, web

from tests.discord import refusals
from tests.discord.gateway import Gateway
from tests.discord.rates import Rates
from tests.discord.records import ApiError, Call, Json, Rejection, Upload
from tests.discord.routes import GATEWAY, WITH_BOT_TOKEN, WITH_INTERACTION_TOKEN, Handler
from tests.discord.state import State
from tests.discord.trouble import Troubles, json_answer, too_fast

log = logging.getLogger(__name__)
Endpoint = Callable[[web.Request], Awaitable[web.StreamResponse]]
INVALID = {401, 403, 429}


@dataclass
class Api:
    state: State
    gateway: Gateway
    troubles: Troubles = field(default_factory=Troubles)
    rates: Rates = field(default_factory=Rates)

    def register(self, app: web.Application) -> None:
        """Every route, under the API's version."""
        known: dict[str, Handler] = {GATEWAY: self._where, **WITH_INTERACTION_TOKEN}
        for route, run in (known | WITH_BOT_TOKEN).items():
            method, path = route.split(" ")
            app.router.add_route(method, f"/api/v10{path}", self._endpoint(route, run))
        app.router.add_route("*", "/api/{rest:.*}", self._endpoint("no such route", _nowhere))

    def _where(self, _state: State, _call: Call) -> Json:
        return self.gateway.where()

    def _endpoint(self, route: str, run: Handler) -> Endpoint:
        async def answer(request: web.Request) -> web.StreamResponse:
            try:
                call = await self._call(route, request)
            except ValueError:
                return _refused(refusals.invalid_form(["body: not JSON"]))
            self._note(call)
            wait, everything = self.rates.refusal(call)
            if wait:
                return self._judged(too_fast(round(wait, 3), "global" if everything else "user"))
            carry_out = partial(self._run, call, run)
            return self._judged(await self.troubles.for_(call).around(request, carry_out))

        return answer

    def _judged(self, response: web.StreamResponse) -> web.StreamResponse:
        self.rates.invalid += response.status in INVALID
        return response

    def _note(self, call: Call) -> None:
        self.state.calls.append(call)
        self.state.counts[call.route] += 1
        self.state.touch()

    async def _call(self, route: str, request: web.Request) -> Call:
        body, files = await self._body(request)
        return Call(
            route=route,
            path=dict(request.match_info),
            query=dict(request.query),
            body=body,
            files=files,
            token=request.headers.get("Authorization", "").removeprefix("Bot "),
            reason=request.headers.get("X-Audit-Log-Reason", ""),
            at=self.state.now(),
        )

    async def _body(self, request: web.Request) -> tuple[Any, dict[str, Upload]]:
        """JSON, alone or with files in a form. Raises ValueError."""
        if not request.content_type.startswith("multipart/"):
            text = await request.text()
            return json.loads(text) if text else {}, {}
        body: Any = {}
        files: dict[str, Upload] = {}
        async for part in await request.multipart():
            assert isinstance(part, BodyPartReader)
            if part.name == "payload_json":
                body = json.loads(await part.text())
            else:
                number = str(part.name).removeprefix("files[").removesuffix("]")
                files[number] = self.state.upload(part.filename or "file", bytes(await part.read()))
        return body, files

    async def _run(self, call: Call, run: Handler) -> web.Response:
        try:
            self._admit(call)
            told = run(self.state, call)
        except ApiError as error:
            response = _refused(error)
        except Exception as crash:  # a payload this Discord does not understand must not be missed
            response = self._crashed(call, crash)
        else:
            response = web.Response(status=204) if told is None else json_answer(told)
        response.headers.update(self.rates.headers(call))
        self.state.touch()
        return response

    def _crashed(self, call: Call, crash: Exception) -> web.Response:
        """Not as a server error, which discord.py would try five times."""
        log.exception("%s", call.route)
        self.state.rejected.append(Rejection(call.route, "crash", call.body, (repr(crash),)))
        return _refused(refusals.invalid_form([repr(crash)]))

    def _admit(self, call: Call) -> None:
        if call.route not in WITH_INTERACTION_TOKEN and call.token != self.state.token:
            raise refusals.unauthorized()


def _nowhere(_state: State, _call: Call) -> object:
    raise refusals.no_route()


def _refused(error: ApiError) -> web.Response:
    told = {"message": error.message, "code": error.code, **error.more}
    return json_answer(told, error.status)
