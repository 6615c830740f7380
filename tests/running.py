"""
A running house: `nachtlicht start` as its own process, on a free port and in its own folder, as a user has it.
"""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import psutil
from typer.testing import CliRunner

from bot.cli import app

ROOT = Path(__file__).parents[1]
UP_SECONDS = 240.0


def free_port() -> int:
    """
    A port on loopback that is free at this moment.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until[T](look: Callable[[], T], what: str, seconds: float = 20.0) -> T:
    """
    Look until something true is seen, and return it. AssertionError after some seconds.
    """
    end = time.monotonic() + seconds
    while True:
        seen = look()
        if seen:
            return seen
        assert time.monotonic() < end, f"waited {seconds} s for {what}"
        threading.Event().wait(0.05)


class RunningHouse:
    """
    One app process with its engine. `settings` are extra NACHTLICHT_… variables, without the prefix; `program` is the module to run.
    """

    def __init__(self, data: Path, program: str = "bot", **settings: str) -> None:
        self.data, self.program, self.port = data, program, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        kept = {k: v for k, v in os.environ.items() if not k.startswith("NACHTLICHT_")}
        own = {f"NACHTLICHT_{k.upper()}": v for k, v in {"data": str(data), **settings}.items()}
        self.environment = {**kept, **own, "PYTHONWARNINGS": "ignore"}
        self.output = data.parent / f"{data.name}.log"
        self.process: subprocess.Popen[bytes] | None = None
        self.http = httpx.Client(base_url=self.url, timeout=40.0)
        self.tokens: dict[str, str] = {}
        self.guests: list[str] = []
        self._busy: set[str] = set()

    def start(self) -> "RunningHouse":
        """
        Start the app and wait until it serves.
        """
        with self.output.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", self.program, "start", "--port", str(self.port)],
                cwd=ROOT, env=self.environment, stdout=output, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
            )  # fmt: skip
        until(lambda: self._gone() or self.health(), "the app", UP_SECONDS)
        assert not self._gone(), self.output.read_text(encoding="utf-8")
        return self

    def _gone(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def health(self) -> dict[str, str] | None:
        """
        What `/health` says; None while nobody answers.
        """
        try:
            return dict(self.http.get("/health", timeout=5.0).json())
        except httpx.HTTPError:
            return None

    def until_engine(self, state: str = "ok") -> None:
        """
        Wait until the engine is in a state.
        """
        until(lambda: (self.health() or {}).get("engine") == state, f"engine {state}", UP_SECONDS)

    def engine(self) -> psutil.Process:
        """
        The engine's process.
        """
        assert self.process
        children = psutil.Process(self.process.pid).children(recursive=True)
        return next(child for child in children if "engine.run" in child.cmdline() and child.is_running())

    def kill_engine(self) -> None:
        """
        SIGKILL for the engine.
        """
        engine = self.engine()
        engine.kill()
        engine.wait(10)

    def kill(self) -> None:
        """
        SIGKILL for the app and all that it started.
        """
        assert self.process
        for child in psutil.Process(self.process.pid).children(recursive=True):
            child.kill()
        self.process.kill()
        self.process.wait(10)

    def stop(self) -> int:
        """
        Ctrl-C; returns the exit code.
        """
        assert self.process
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(30)
        self.http.close()
        return code

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """
        Run `nachtlicht …` with this house's settings.
        """
        return subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip

    def _here(self, *arguments: str) -> str:
        """
        What `nachtlicht …` prints, from this process: a process of its own needs seconds to load, and hundreds of helpers are added.
        """
        environment: dict[str, str | None] = {name: None for name in os.environ if name.startswith("NACHTLICHT_")}
        with ThreadPoolExecutor(1) as beside:  # the test may have a loop of its own
            done = beside.submit(CliRunner().invoke, app, arguments, env=environment | self.environment).result()
        assert done.exit_code == 0, done.output
        return done.stdout

    def helper_token(self, name: str, role: str = "volunteer") -> str:
        """
        The API token of a helper, who is added on first use.
        """
        if name not in self.tokens:
            self.tokens[name] = self._here("people", "add", "--name", name, "--role", role, "--token").strip()
        return self.tokens[name]

    def everybody_leaves(self) -> None:
        """
        Take every helper off duty who did something since the last time.
        """
        for token in self._busy & set(self.tokens.values()):
            self.request("POST", "/console/api/presence", token, json={"on_duty": False})
        self._busy.clear()

    def request(self, method: str, path: str, token: str = "", **more: Any) -> httpx.Response:
        """
        One request with a bearer token.
        """
        self._busy.add(token)
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return self.http.request(method, path, headers=headers, **more)
