"""
The supervisor: trains the engine's model, runs the engine as a child process, and starts it again when it dies.

The child listens on loopback only, with a token in its environment, without telemetry and without Rasa's own HTTP API.
It dies with the house, however that goes. What it prints is kept in a log until it is up; after that nothing is, since
it might hold a person's words.
"""

import asyncio
import contextlib
import hashlib
import logging
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from bot.engine import Engine
from bot.settings import ROOT
from store.errors import EngineMissing, TrainingFailed
from store.texts import texts

logger = logging.getLogger(__name__)

PYTHON = ROOT / ".venv" / "engine" / "bin" / "python"
DIALOGUES = ROOT / "dialogues"
NLU_DATA = ROOT / "nlu_data"
PAUSES = (0.2, 1.0, 3.0, 10.0)
STEADY_SECONDS = 60.0
DEATHS_AT_BIRTH = 3
PROBE_SECONDS = 0.1


def environment(**more: str) -> dict[str, str]:
    """
    The environment of every engine process: no telemetry, no GPU, few threads, quiet, our few classes importable.
    """
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("NACHTLICHT_", "PYTHON", "VIRTUAL_ENV"))}
    return (
        kept
        | {
            "RASA_TELEMETRY_ENABLED": "false",
            "PYTHONPATH": str(DIALOGUES),
            "PYTHONWARNINGS": "ignore",
            "PYTHONUNBUFFERED": "1",
            "TF_CPP_MIN_LOG_LEVEL": "3",
            "CUDA_VISIBLE_DEVICES": "-1",
            "OMP_NUM_THREADS": "1",
            "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
            "NACHTLICHT_HOUSE": "http://127.0.0.1:0",  # Rasa reads every YAML file while training, also those with variables
            "NACHTLICHT_ENGINE_TOKEN": "-",
            "LOG_LEVEL": "ERROR",
            "LOG_LEVEL_LIBRARIES": "ERROR",
        }
        | more
    )


def python() -> Path:
    """
    The engine's interpreter. Raises EngineMissing.
    """
    if not PYTHON.exists():
        raise EngineMissing
    return PYTHON


def sources() -> list[Path]:
    """
    Every file that the model is made of. Texts are not among them: a new wording needs no new model.
    """
    found = [DIALOGUES / "config.yml", DIALOGUES / "domain.yml", NLU_DATA / "words" / "begrippen.yml"]
    found += [DIALOGUES / "engine" / name for name in ("classifier.py", "words.py")]
    return sorted([*found, *DIALOGUES.glob("rules/*.yml"), *NLU_DATA.glob("*.yml")])


def data_arguments() -> list[str]:
    """
    Where Rasa finds domain, rules and examples.
    """
    return ["--domain", str(DIALOGUES), "--data", str(DIALOGUES / "rules"), *map(str, sorted(NLU_DATA.glob("*.yml")))]


def model_path(models: Path) -> Path:
    """
    The file of the model that fits these sources.
    """
    digest = hashlib.sha256()
    for path in sources():
        digest.update(path.name.encode() + path.read_bytes())
    digest.update(" ".join(sorted(texts().responses)).encode())
    return models / f"nachtlicht-{digest.hexdigest()[:12]}.tar.gz"


async def train(models: Path, tell: Callable[[str], None]) -> Path:
    """
    Train a model unless the one for these sources exists; `tell` gets each line of progress. Raises TrainingFailed.
    """
    path = model_path(models)
    if path.exists():
        return path
    models.mkdir(parents=True, exist_ok=True)
    name = f"training-{os.getpid()}.tar.gz"
    arguments = ["train", "--config", str(DIALOGUES / "config.yml"), *data_arguments(), "--out", str(models)]
    code = await run([*arguments, "--fixed-model-name", name], tell, LOG_LEVEL="INFO")
    if code or not (models / name).exists():
        raise TrainingFailed
    (models / name).replace(path)
    for old in models.glob("nachtlicht-*.tar.gz"):
        if old != path:
            old.unlink(missing_ok=True)
    return path


async def run(arguments: list[str], tell: Callable[[str], None], **more: str) -> int:
    """
    Run a `rasa` command to its end; `tell` gets its lines. Returns the exit code.
    """
    process = await asyncio.create_subprocess_exec(
        str(python()), "-m", "rasa", *arguments,
        cwd=ROOT, env=environment(**more), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    try:
        assert process.stdout
        async for line in _lines(process.stdout):
            tell(line)
        return await process.wait()
    finally:
        _kill(process)


class Supervisor:
    """
    Keeps one engine running. `changed` is called when it comes up; `broken` is set when it never does, after three deaths.
    """

    def __init__(
        self, engine: Engine, model: Path, token: str, house: str, log: Path, changed: Callable[[], None]
    ) -> None:
        self.engine = engine
        self.state = "starting"
        self._model, self._token, self._house, self._log, self._changed = model, token, house, log, changed
        self._process: asyncio.subprocess.Process | None = None
        self._task: asyncio.Task[None] | None = None
        self._was_up = False
        self.broken = asyncio.Event()

    @property
    def pid(self) -> int | None:
        """
        The process id of the engine that runs now.
        """
        return self._process.pid if self._process and self._process.returncode is None else None

    def start(self) -> None:
        """
        Start the engine, and again whenever it dies, until `stop`.
        """
        self._task = asyncio.create_task(self._keep())

    async def stop(self) -> None:
        """
        Stop the engine and stay stopped.
        """
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _keep(self) -> None:
        deaths = 0
        loop = asyncio.get_running_loop()
        while True:
            began = loop.time()
            await self._live()
            self.state = "down"
            deaths = 0 if loop.time() - began > STEADY_SECONDS else deaths + 1
            if not self._was_up and deaths == DEATHS_AT_BIRTH:
                self.broken.set()
                return
            pause = PAUSES[min(deaths, len(PAUSES) - 1)]
            logger.warning("engine.died deaths=%d restart_in=%.1f", deaths, pause)
            await asyncio.sleep(pause)

    async def _live(self) -> None:
        """
        One life of the engine, from start to death.
        """
        port = free_port()
        self.engine.url = f"http://127.0.0.1:{port}"
        self._process = process = await asyncio.create_subprocess_exec(
            str(python()), "-m", "engine.run", "run", "--model", str(self._model), "--interface", "127.0.0.1", "--port", str(port),
            "--endpoints", str(DIALOGUES / "endpoints.yml"), "--credentials", str(DIALOGUES / "credentials.yml"),
            cwd=ROOT, start_new_session=True, stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
            env=environment(NACHTLICHT_HOUSE=self._house, NACHTLICHT_ENGINE_TOKEN=self._token),
        )  # fmt: skip
        watcher = asyncio.create_task(self._until_up())
        try:
            assert process.stdout
            with self._log.open("w", encoding="utf-8") as log:
                async for line in _lines(process.stdout):
                    if self.state != "ok":
                        log.write(line + "\n")
                        log.flush()
            await process.wait()
        finally:
            watcher.cancel()
            await asyncio.gather(watcher, return_exceptions=True)
            _kill(process)
            await process.wait()

    async def _until_up(self) -> None:
        self.state = "starting" if self.state != "down" else "down"
        while not await self.engine.alive():
            await asyncio.sleep(PROBE_SECONDS)
        await self.engine.rehearse()
        self.state, self._was_up = "ok", True
        logger.info("engine.up")
        self._changed()


def free_port() -> int:
    """
    A port on loopback that is free at this moment.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def _lines(stream: asyncio.StreamReader) -> AsyncIterator[str]:
    while chunk := await stream.readline():
        yield chunk.decode("utf-8", "replace").rstrip()


def _kill(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL) if os.getpgid(process.pid) == process.pid else process.kill()


if sys.platform == "win32":  # pragma: no cover
    raise ImportError("Nachtlicht runs on Linux and macOS.")
