"""`prepcircle doctor`: what an operator wants to know before anybody joins."""

import asyncio

from bot.bootstrap import migrate, open_store
from bot.curriculum.reading import read
from bot.judging import Quiet, open_judge
from bot.ports import Finding, Isolation
from bot.settings import Settings
from bot.usecases.checkup import running

_FORM_ONLY = (
    "The tokens of the chat platforms have the right form; whether they are accepted was not "
    "asked: `prepcircle run` asks, and `/prep doctor` in the chat looks at the rest."
)


async def examine(settings: Settings) -> list[Finding]:
    """Content, database, judge, tokens; nothing is changed but the schema, as a start would."""
    return [
        await asyncio.to_thread(_content, settings),
        await asyncio.to_thread(_database, settings),
        running(await _isolation(settings)),
        _tokens(settings),
    ]


def _content(settings: Settings) -> Finding:
    problems = read(settings.content).problems
    if not problems:
        return Finding("The content files are sound.", good=True)
    fix = "`prepcircle check-content` lists them."
    what = f"Problems in the content files: {len(problems)}."
    return Finding(what, good=False, fix=fix)


def _database(settings: Settings) -> Finding:
    try:
        store = open_store(settings)
        try:
            migrate(store)
        finally:
            store.close()
    except Exception as error:
        said = str(error).strip().splitlines() or [type(error).__name__]
        fix = f"PREPCIRCLE_DATABASE_URL: {said[0]}"
        return Finding("The database cannot be opened.", good=False, fix=fix)
    return Finding("The database is there and its schema is up to date.", good=True)


def _tokens(settings: Settings) -> Finding:
    """Settings with a token of the wrong form are none, so that one never comes here."""
    if not settings.chats:
        return Finding("No chat platform is set up, so there are no tokens to look at.", good=True)
    return Finding(_FORM_ONLY, good=True)


async def _isolation(settings: Settings) -> Isolation:
    judge = open_judge(settings.judge, settings.judge_developers, Quiet(), lambda _: None)
    if isinstance(judge, Isolation):
        return judge
    try:
        await judge.serve()
        return judge.isolation()
    finally:
        judge.close()
