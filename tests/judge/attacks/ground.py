"""Where attacks take place: planted secrets, things to break, ears at every door."""

import contextlib
import json
import os
import secrets
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]

from adapters.judge.sandbox.link import ROOT


class Ground:
    """One victim process and what is around it; `user` is who it runs as."""

    def __init__(self, user: int) -> None:
        self.secret = "sesame" + secrets.token_hex(8)
        self.folder = Path(tempfile.mkdtemp(prefix="prepcircle-attacks-"))
        self.open_folder = self.folder / "open"
        self._plant(user)
        self._tcp, self._udp = _ears()
        self._unix = socket.socket(socket.AF_UNIX)
        self._unix.bind(str(self.open_folder / "socket"))
        self._unix.listen()
        self._unix.setblocking(False)
        self._files = self._listing()
        self.victim = self._victim(user)

    def throw(self, stack: str, language: str, text: str) -> dict[str, Any]:
        """What happened to it."""
        asked = {"stack": stack, "language": language, "text": self._aimed(text)}
        assert self.victim.stdin
        assert self.victim.stdout
        self.victim.stdin.write(json.dumps(asked) + "\n")
        self.victim.stdin.flush()
        line = self.victim.stdout.readline()
        assert line, "the bot died"
        facts: dict[str, Any] = json.loads(line)
        return facts

    def changed(self) -> set[str]:
        """Files made, removed or changed."""
        return {f"{name} {state}" for name, state in self._listing() ^ self._files}

    def heard(self) -> list[str]:
        """Who came to the doors."""
        found = []
        for ear in (self._tcp, self._unix):
            with contextlib.suppress(BlockingIOError):
                ear.accept()[0].close()
                found.append("a connection")
        with contextlib.suppress(BlockingIOError):
            self._udp.recv(1)
            found.append("a datagram")
        return found

    def survivors(self, helpers: list[int]) -> list[str]:
        """Processes that came from the victim's helpers and left them."""
        mark = str(self.victim.pid % (1 << 19))
        return [
            str(process)
            for process in psutil.process_iter()
            if of_helper(process, mark) and not {process.pid, process.ppid()} & set(helpers)
        ]

    def close(self) -> None:
        with contextlib.suppress(BrokenPipeError):
            self.victim.communicate(timeout=30)
        for ear in (self._tcp, self._udp, self._unix):
            ear.close()
        shutil.rmtree(self.folder)

    def _plant(self, user: int) -> None:
        """All of it may be read by the victim's user, the open folder written to."""
        self.folder.chmod(0o755)
        self.open_folder.mkdir()
        (self.folder / "secret").write_text(self.secret)
        (self.open_folder / "secrets.csv").write_text(f"a,b\n{self.secret},1\n")
        with sqlite3.connect(self.folder / "bot.db") as database:
            database.execute("CREATE TABLE secrets (token TEXT)")
            database.execute("INSERT INTO secrets VALUES (?)", [self.secret])
        database.close()
        for path in (self.folder, *self.folder.rglob("*")):
            os.chown(path, user, -1)

    def _listing(self) -> set[tuple[str, str]]:
        paths = [path for path in self.folder.rglob("*") if not path.name.endswith("-journal")]
        return {(str(path), f"{path.stat().st_mode:o} {path.stat().st_size}") for path in paths}

    def _victim(self, user: int) -> "subprocess.Popen[str]":
        environment = {**os.environ, "PREPCIRCLE_TOKEN": self.secret}
        with (self.folder / "secret").open() as file:
            number = file.fileno()
            words = [sys.executable, "-m", "tests.judge.attacks.victim", str(number), str(user)]
            return subprocess.Popen(
                words,
                cwd=ROOT,
                env=environment,
                pass_fds=[number],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )

    def _aimed(self, text: str) -> str:
        targets = {
            "@SECRET_FILE@": str(self.folder / "secret"),
            "@DATABASE@": str(self.folder / "bot.db"),
            "@FOLDER@": str(self.open_folder),
            "@PORT@": str(self._tcp.getsockname()[1]),
            "@PID@": str(self.victim.pid),
            "@NULL@": "\x00\x1b\u202e",
            "@NESTED@": "(" * 1500 + "1" + ")" * 1500,
            "@COMPREHENSIONS@": "[" * 60 + "x" + " for x in range(9)]" * 60,
            "@COLUMNS@": ", ".join(["1"] * 2500),
            "@LONG@": "x" * 7000,
            "@UNIONS@": " UNION ALL ".join(["SELECT 1,2"] * 400),
            "@TERMS@": "+".join(["1"] * 3500),
        }
        for name, value in targets.items():
            text = text.replace(name, value)
        return text


def _ears() -> tuple[socket.socket, socket.socket]:
    """TCP and UDP on the same port."""
    tcp = socket.create_server(("127.0.0.1", 0))
    udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    udp.bind(tcp.getsockname())
    for ear in (tcp, udp):
        ear.setblocking(False)
    return tcp, udp


def of_helper(process: psutil.Process, mark: str) -> bool:
    """Whether its command line is that of a helper with this mark."""
    with contextlib.suppress(psutil.Error):
        words = process.cmdline()
        ours = len(words) > 3 and "helper_main" in " ".join(words)
        # Others may speak of helpers as well, and then end with any word.
        return ours and words[-1].isdecimal() and str(int(words[-1]) % (1 << 20)) == mark
    return False
