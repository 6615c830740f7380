"""
A house that is forked from the stem: `RunningHouse` as far as anybody outside can see, and quick to kill and start again.
"""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil

from tests.faults.dial import Dial
from tests.running import ROOT, UP_SECONDS, RunningHouse, until


class Stem:
    """
    The process that houses are forked from (`tests.faults.stem`).
    """

    def __init__(self) -> None:
        threads = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONWARNINGS": "ignore"}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.stem"],
            cwd=ROOT, env={**os.environ, **threads}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self._answer() == "ready"

    def fork(self, arguments: list[str], environment: dict[str, str], output: Path, dial: Path) -> psutil.Process:
        """
        A command of its own process, with its own environment, output and clock.
        """
        asked = {"arguments": arguments, "environment": environment, "output": str(output), "dial": str(dial)}
        assert self._process.stdin
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        return psutil.Process(int(self._answer()))

    def fell(self) -> None:
        """
        End the stem, and with it all that grew from it.
        """
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(20)
        assert self._process.stdout
        self._process.stdout.close()

    def _answer(self) -> str:
        assert self._process.stdout
        return self._process.stdout.readline().strip()


class ForkedHouse(RunningHouse):
    """
    One app process that is forked, with a clock that can be turned.
    """

    def __init__(self, stem: Stem, data: Path, **settings: str) -> None:
        super().__init__(data, **settings)
        self._stem = stem
        self.dial = Dial(data.parent / f"{data.name}.dial")
        self.child: psutil.Process | None = None

    def start(self) -> "ForkedHouse":
        """
        Start the app and wait until it serves.
        """
        self.child = self._fork("start", "--port", str(self.port), output=self.output)
        until(lambda: self._gone() or self.health(), "the app", UP_SECONDS)
        assert not self._gone(), self.output.read_text(encoding="utf-8")
        return self

    def kill(self) -> None:
        """
        SIGKILL.
        """
        assert self.child
        self.child.kill()
        self.child.wait(20)

    def stop(self) -> int:
        """
        Ctrl-C, and wait until it is gone.
        """
        assert self.child
        self.child.send_signal(signal.SIGINT)
        self.child.wait(30)
        self.http.close()
        return 0

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """
        Run `nachtlicht …` with this house's settings.
        """
        output = self.data.parent / "command.out"
        output.unlink(missing_ok=True)
        self._fork(*arguments, output=output).wait(120)
        told = output.read_text(encoding="utf-8")
        return subprocess.CompletedProcess(arguments, 0, told, told)

    def _fork(self, *arguments: str, output: Path) -> psutil.Process:
        return self._stem.fork(list(arguments), self.environment, output, self.dial.path)

    def _gone(self) -> bool:
        return self.child is not None and not self.child.is_running()
