"""The one door: everything a person does is parsed, validated, run in one transaction, answered."""

import random
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from bot.cards import Form
from bot.commands.completion import complete
from bot.commands.consulting import Consultation
from bot.commands.drafts import Drafts
from bot.commands.forms import form_of, opens_form
from bot.commands.parsing import Parsed, validate
from bot.commands.refusing import judge_or_none
from bot.commands.registry import GRAMMAR
from bot.commands.spec import Command, Params
from bot.curriculum.catalog import Curriculum
from bot.domain.cohorts import Person
from bot.domain.errors import InvalidInput, StudyError
from bot.domain.exercises import Outcome, Verdict
from bot.domain.ids import ActorRef, ChannelRef, PersonId, Platform
from bot.ports import (
    Clock,
    Completion,
    Doctor,
    Finding,
    Invocation,
    Isolation,
    Judge,
    Reply,
    Request,
    Submitted,
    Task,
)
from bot.repositories.store import Repos, Store
from bot.usecases.scene import Scene
from bot.views.errors import crash_card, error_card
from bot.views.executed import waiting_card


class Watch(Protocol):
    """What the dispatcher tells the log and the metrics."""

    def handled(self, command: str, outcome: str, seconds: float) -> None: ...

    def refused(self, command: str, error: StudyError) -> None: ...

    def crashed(self, command: str, incident: str, error: BaseException) -> None: ...


class Dispatcher:
    """Implements bot.ports.Desk. `curriculum` is asked anew each time: content may be reloaded.

    `problems` counts what is wrong in the content files, where somebody knows. Instead of a judge
    there may be the reason why there is none.
    """

    def __init__(
        self,
        store: Store,
        curriculum: Callable[[], Curriculum],
        clock: Clock,
        rng: random.Random,
        watch: Watch,
        *,
        doctors: Mapping[Platform, Doctor] | None = None,
        problems: Callable[[], int] | None = None,
        judge: Judge | Isolation | None = None,
    ) -> None:
        self._store, self._curriculum, self._clock = store, curriculum, clock
        self._random, self._watch = rng, watch
        self._judge = judge_or_none(judge)
        self._drafts = Drafts()
        self._consultation = Consultation(doctors or {}, problems, self._incident, judge)

    def form(
        self, request: Request, actor: ActorRef | None = None, *, direct: bool = False
    ) -> Form | None:
        try:
            parsed = GRAMMAR.parse(request)
        except StudyError:
            return None
        if not opens_form(parsed, direct=direct):
            return None
        return self._drafts.fill(form_of(parsed, self._curriculum(), self._clock.now()), actor)

    def complete(self, text: str) -> Sequence[Completion]:
        return complete(text, self._curriculum())

    async def dispatch(self, invocation: Invocation) -> Reply | None:
        began = time.perf_counter()
        name, outcome, parsed = "unknown", "ok", None
        try:
            parsed = GRAMMAR.parse(invocation.request)
            name = parsed.command.name
            _check_place(parsed.command, invocation.channel)
            params = validate(parsed)
            if parsed.command.settle and isinstance(invocation.request, Submitted):
                self._drafts.keep(invocation.actor, invocation.request)
            reply = await self._run(invocation, parsed, params)
            if reply is None or reply.task is None:
                return reply
            return replace(reply, then=self._then(invocation, parsed, params, reply.task))
        except StudyError as error:
            outcome = "refused"
            self._watch.refused(name, error)
            return Reply(error_card(error), again=self._again(invocation, parsed))
        except Exception as error:
            outcome = "crashed"
            incident = self._incident(name, error)
            return Reply(crash_card(incident), again=self._again(invocation, parsed))
        finally:
            self._watch.handled(name, outcome, time.perf_counter() - began)

    async def _then(
        self, invocation: Invocation, parsed: Parsed, params: Params, task: Task
    ) -> AsyncIterator[Reply]:
        """What is said while the task waits, and its verdict; an error gives the form back."""
        began, outcome = time.perf_counter(), "ok"
        again = self._again(invocation, parsed)
        try:
            async for news in self._judge.judge(task):
                if isinstance(news, int):
                    yield Reply(waiting_card(news))
                    continue
                outcome = str(news.outcome)
                reply = await self._settle(invocation, parsed, params, news)
                yield replace(reply, again=again if news.outcome is Outcome.LOST else None)
        except StudyError as error:
            outcome = "refused"
            self._watch.refused("judge", error)
            yield Reply(error_card(error), again=again)
        except Exception as error:
            outcome = "crashed"
            yield Reply(crash_card(self._incident("judge", error)), again=again)
        finally:
            self._watch.handled("judge", outcome, time.perf_counter() - began)

    async def _settle(
        self, invocation: Invocation, parsed: Parsed, params: Params, verdict: Verdict
    ) -> Reply:
        settle = parsed.command.settle
        assert settle is not None, "a command with a task says what follows from its verdict"

        def step(repos: Repos) -> Reply:
            return settle(self._scene(repos, invocation, (), read_only=False), params, verdict)

        return await self._store.transact(step)

    def _incident(self, name: str, error: Exception) -> str:
        incident = f"{self._random.getrandbits(32):08x}"
        self._watch.crashed(name, incident, error)
        return incident

    def _again(self, invocation: Invocation, parsed: Parsed | None) -> Form | None:
        if parsed is None or not isinstance(invocation.request, Submitted):
            return None
        if not opens_form(parsed, direct=invocation.channel.direct):
            return None
        return form_of(parsed, self._curriculum(), self._clock.now())

    async def _run(self, invocation: Invocation, parsed: Parsed, params: Params) -> Reply | None:
        command = parsed.command
        # Before the transaction: a platform may take seconds to answer, a database must not wait.
        consulted = await self._consultation.of(invocation.channel) if command.consults else ()

        def step(repos: Repos) -> Reply | None:
            now = self._clock.now()
            platform = invocation.actor.platform
            if not command.read_only and not repos.inbox.remember(platform, invocation.id, now):
                return None
            scene = self._scene(repos, invocation, consulted, read_only=command.read_only)
            reply = command.handler(scene, params)
            # Asked anew: the command may have started the circle it posts for.
            here = repos.cohorts.at(invocation.channel) if reply.outgoing else None
            cohort = here or scene.cohort
            for outgoing in reply.outgoing:
                repos.outbox.add(outgoing, None if cohort is None else cohort.id)
            return reply

        return await self._store.transact(step, read_only=command.read_only)

    def _scene(
        self,
        repos: Repos,
        invocation: Invocation,
        findings: tuple[Finding, ...],
        *,
        read_only: bool,
    ) -> Scene:
        if not invocation.id or len(invocation.id) > 128:
            raise InvalidInput("That came without a proper identity; please try again.")
        found = repos.presences.of(invocation.actor, invocation.channel)
        return Scene(
            repos=repos,
            curriculum=self._curriculum(),
            now=self._clock.now(),
            random=self._random,
            actor=invocation.actor,
            channel=invocation.channel,
            person=found.person or _newcomer(repos, invocation, read_only=read_only),
            cohort=found.cohort,
            member=found.member,
            findings=findings,
        )


def _newcomer(repos: Repos, invocation: Invocation, *, read_only: bool) -> Person:
    if read_only:
        return Person(PersonId(0), invocation.name)
    return repos.people.identify(invocation.actor, _keepable(invocation.name))


def _check_place(command: Command, channel: ChannelRef) -> None:
    if command.in_room and channel.direct:
        there = f"Type `/prep {command.name}` in the channel where it is to meet."
        raise InvalidInput("A circle meets in a channel, not in a direct conversation.", there)


def _keepable(name: str) -> str:
    """A name is no reason to refuse anybody; what no database holds is left out."""
    return name.encode(errors="ignore").decode().replace("\0", "").strip()
