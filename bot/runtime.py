"""Long-running parts under one roof: started together, restarted when they crash, stopped in order.

A crash of one part never takes another down; only the loop ending does.
"""

import asyncio
import contextlib
import signal
from collections.abc import Callable, Sequence
from typing import Protocol

from bot.ports import GiveUp, Service

FIRST_BACKOFF, LONGEST_BACKOFF = 1.0, 300.0
STEADY_SECONDS = 60.0
"""A part that ran this long before it crashed starts again without waiting long."""


class RuntimeWatch(Protocol):
    def started(self, name: str) -> None: ...

    def crashed_part(self, name: str, error: Exception, backoff: float) -> None: ...

    def given_up(self, name: str, error: Exception) -> None: ...

    def stopped(self, name: str) -> None: ...


class Supervisor:
    """Runs services until `stop` is called. `states` says how each is doing, for readiness."""

    def __init__(self, services: Sequence[Service], watch: RuntimeWatch) -> None:
        self._services, self._watch = services, watch
        self._stop = asyncio.Event()
        self.states: dict[str, str] = {service.name: "waiting" for service in services}

    def stop(self) -> None:
        self._stop.set()

    async def run(self) -> None:
        loop = asyncio.get_running_loop()
        tasks = [loop.create_task(self._keep(s), name=s.name) for s in self._services]
        try:
            await self._stop.wait()
        finally:
            self._stop.set()
            for task in reversed(tasks):
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task

    async def _keep(self, service: Service) -> None:
        backoff = FIRST_BACKOFF
        loop = asyncio.get_running_loop()
        while True:
            began = loop.time()
            try:
                self._set(service.name, "running")
                await service.serve()
                self._set(service.name, "done")
                return
            except asyncio.CancelledError:
                self._set(service.name, "stopped")
                raise
            except GiveUp as error:
                self._watch.given_up(service.name, error)
                self.states[service.name] = f"given up: {error}"
                return
            except Exception as error:
                if loop.time() - began > STEADY_SECONDS:
                    backoff = FIRST_BACKOFF
                self._watch.crashed_part(service.name, error, backoff)
                self.states[service.name] = f"crashed: {type(error).__name__}"
            if self._stop.is_set():
                # The error swallowed the cancellation: without this the stop would never end.
                return
            await asyncio.sleep(backoff)
            backoff = min(LONGEST_BACKOFF, backoff * 2)

    def _set(self, name: str, state: str) -> None:
        self.states[name] = state
        if state == "running":
            self._watch.started(name)
        elif state == "stopped":
            self._watch.stopped(name)


def stop_on_signals(stop: Callable[[], None]) -> None:
    """SIGINT and SIGTERM ask for a tidy stop; hosting platforms may send several."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, stop)
