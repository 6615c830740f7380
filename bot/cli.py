"""
The command line: `nachtlicht`.

Whatever goes wrong is told in one clear sentence, with exit code 1. Results asked for as `--json` or `--token` are the only thing on
standard output; progress goes to standard error.
"""

import asyncio
import json
import socket
import subprocess
import sys
from collections.abc import Callable, Coroutine
from functools import wraps
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.panel import Panel
from rich.table import Table

from bot import quiet, supervisor
from bot import settings as configuration
from bot.settings import Settings
from handover import people
from store.errors import NachtlichtError, PortTaken, TrainingFailed
from store.schema import Role

app = typer.Typer(
    name="nachtlicht",
    help="Nachtlicht: een chat die 's nachts luistert en warm doorgeeft aan een mens.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
people_app = typer.Typer(help="Helpers toevoegen en sleutels geven.", no_args_is_help=True)
eval_app = typer.Typer(help="Meten op een bestand met zinnen.", no_args_is_help=True)
app.add_typer(people_app, name="people")
app.add_typer(eval_app, name="eval")

out = Console(highlight=False, emoji=False)
err = Console(stderr=True, highlight=False, emoji=False)
AsJson = Annotated[bool, typer.Option("--json", help="Schrijf één JSON-object op de standaarduitvoer.")]


def main(command: Callable[[], object] = app) -> None:
    """
    Run the command; every known error becomes one sentence.
    """
    quiet.set_up()
    try:
        command()
    except NachtlichtError as error:
        err.print(f"nachtlicht: {error.detail}", style="bold", soft_wrap=True, markup=False)
        raise SystemExit(1) from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None


def run[**P, T](command: Callable[P, Coroutine[Any, Any, T]]) -> Callable[P, T]:
    """
    A command that is a coroutine, run to its end.
    """

    @wraps(command)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> T:
        return asyncio.run(command(*args, **kwargs))

    return wrapper


@app.command()
@run
async def start(port: Annotated[int | None, typer.Option(help="Poort van chat en console.")] = None) -> None:
    """
    Start chat, console en engine, en train eerst als dat nodig is.
    """
    from bot.house import House
    from bot.opening import open_store

    settings = configuration.load(**({} if port is None else {"port": port}))
    _port_is_free(settings)
    model = None if settings.engine_url else await _trained(settings)
    _safety_net()
    database, master = await open_store(settings)
    house = House(settings, database, master, model)
    await _welcome(settings, house)
    await house.serve()


async def _welcome(settings: Settings, house: Any) -> None:
    from bot.doctor import warnings

    address = settings.public_url or f"http://localhost:{settings.port}"
    async with house.database.writing() as session:
        first = None if await people.anyone(session) else await people.add(session, "Sam", Role.VOLUNTEER)
    lines = [f"Chat     {address}", f"Console  {address}/console"]
    if first:
        helper, password = first
        lines += [
            "",
            f"Eerste vrijwilliger: {helper.name}",
            f"Wachtwoord:          {password}",
            "Dit wachtwoord zie je maar één keer.",
        ]
    lines += ["", *(f"Let op, {warning.what}: {warning.told}" for warning in warnings())]
    lines += ["", "Stoppen: Ctrl-C"]
    out.print(Panel("\n".join(lines), title="Nachtlicht", expand=False))


def _port_is_free(settings: Settings) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise PortTaken(
                f"Poort {settings.port} is al in gebruik of niet toegestaan. Kies een andere: make start PORT=8001."
            ) from error


async def _trained(settings: Settings) -> Path:
    if supervisor.model_path(settings.models).exists():
        supervisor.python()
        return supervisor.model_path(settings.models)
    last: list[str] = []
    with err.status("Model trainen, een minuut of twee…") as status:

        def tell(line: str) -> None:
            last.append(line)
            if "Starting to train component" in line:
                status.update(f"Model trainen: {line.rpartition(' component ')[2]}")

        try:
            return await supervisor.train(settings.models, tell)
        except TrainingFailed:
            err.print("\n".join(last[-25:]))
            raise


def _safety_net() -> None:
    from bot.safety.net import SafetyNet

    with err.status("Vangnet laden, de eerste keer een minuut of twee…"):
        SafetyNet.load()


@app.command()
@run
async def train() -> None:
    """
    Train het model van de engine, als de bronnen veranderd zijn.
    """
    path = await _trained(configuration.load())
    _safety_net()
    err.print(f"Het model staat in {path.name}.")


@app.command()
@run
async def check(
    part: Annotated[str, typer.Argument(help="all, data, flows, texts of rasa.", metavar="[PART]")] = "all",
) -> None:
    """
    Controleer trainingszinnen, flows en teksten, en laat Rasa de regels nakijken.
    """
    from bot.checks import CHECKS, CheckName

    names: list[CheckName] = [name for name in CHECKS if part in ("all", name)]
    if not names:
        raise typer.BadParameter(f"kies uit all, {', '.join(CHECKS)}")
    wrong = 0
    for name in names:
        with err.status(f"Controle: {name}"):
            findings = await CHECKS[name]()
        for line in (*findings.notes, *findings.faults):
            err.print(f"  {name}: {line}", markup=False, soft_wrap=True)
        err.print(f"{name}: {'in orde' if not findings.faults else f'{len(findings.faults)} fout(en)'}")
        wrong += len(findings.faults)
    if wrong:
        raise SystemExit(1)


@app.command()
@run
async def doctor() -> None:
    """
    Kijk of alles er is wat nodig is: omgeving, schijf, sleutel, database, model, engine.
    """
    from bot.doctor import examine

    findings = await examine(configuration.load())
    table = Table(show_header=False, box=None)
    for finding in findings:
        table.add_row("goed" if finding.fine else "FOUT" if finding.grave else "let op", finding.what, finding.told)
    out.print(table)
    if not all(finding.fine or not finding.grave for finding in findings):
        raise SystemExit(1)


@app.command()
def flows(as_json: AsJson = False) -> None:
    """
    Wat de dialoog kan: alle regels, bedoelingen, antwoorden en wat waarheen leidt.
    """
    from bot.flows import Flows

    graph = Flows().public()
    if as_json:
        print(json.dumps(graph, ensure_ascii=False))
        return
    for edge in graph["edges"]:
        out.print(f"{edge['from']} -> {edge['to']}" + (f"  ({edge['label']})" if edge["label"] else ""), markup=False)


@app.command()
@run
async def erase(
    words: Annotated[str, typer.Option(help="De vier woorden van het gesprek.")],
) -> None:
    """
    Wis een gesprek met zijn vier woorden.
    """
    from bot.opening import open_store
    from store import conversations

    database, master = await open_store(configuration.load())
    try:
        async with database.writing() as session:
            vault = await conversations.open_by_words(session, master, words, lock=True)
            receipt = await conversations.erase(session, vault.id)
    finally:
        await database.close()
    out.print(f"Het gesprek is gewist. Bewijs: {receipt}", markup=False)


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True}, add_help_option=False)
def bench(context: typer.Context) -> None:
    """
    Meet ons naast de standaard; zonder naam zie je welke metingen er zijn.
    """
    # The benches stand above this room, so they are a program of their own.
    raise SystemExit(subprocess.run([sys.executable, "-m", "bench", *context.args], check=False).returncode)


@people_app.command("add")
@run
async def add_person(
    name: Annotated[str, typer.Option(help="Voornaam of schuilnaam, zoals de ander die ziet.")],
    role: Annotated[Role, typer.Option(help="Wat iemand mag.")],
    token: Annotated[bool, typer.Option("--token", help="Druk alleen een API-sleutel af.")] = False,
) -> None:
    """
    Voeg een helper toe.
    """
    from bot.opening import open_store

    database, _ = await open_store(configuration.load())
    try:
        async with database.writing() as session:
            helper, password = await people.add(session, name, role)
            key = await people.new_key(session, helper, "api") if token else ""
    finally:
        await database.close()
    if token:
        print(key)
    else:
        out.print(f"{helper.name} ({role.value}) is toegevoegd. Wachtwoord: {password}", markup=False)


@eval_app.command("nlu")
@run
async def eval_nlu(file: Path, as_json: AsJson = False) -> None:
    """
    Hoe goed de engine zinnen begrijpt: regels {"text","intent"}.
    """
    from bot.measures import evaluate

    settings = configuration.load()
    result = await evaluate(await _trained(settings), file)
    if as_json:
        print(json.dumps(result, ensure_ascii=False))
        return
    out.print(f"n {result['n']}  accuracy {result['accuracy']:.3f}  macro-F1 {result['macro_f1']:.3f}")
    table = Table("bedoeling", "n", "precisie", "recall", "F1")
    for intent, row in sorted(result["per_intent"].items(), key=lambda item: item[1]["f1"]):
        table.add_row(intent, str(row["n"]), *(f"{row[key]:.2f}" for key in ("precision", "recall", "f1")))
    out.print(table)


@eval_app.command("safety")
def eval_safety(file: Path, as_json: AsJson = False) -> None:
    """
    Hoe goed het vangnet gevaar ziet: regels {"text","level","topic","kind"}.
    """
    from bot.measures import read_lines
    from bot.safety.evaluation import evaluate

    result = evaluate(read_lines(file, ("text", "level")))
    if as_json:
        print(json.dumps(result, ensure_ascii=False))
        return
    table = Table("maat", "waarde", "95 % (Wilson)")
    for measure in ("recall", "false_alarms"):
        for kind, share in result[measure].items():
            low, high = result["intervals"][measure][kind]
            table.add_row(f"{measure} {kind}", f"{share:.3f}", f"{low:.3f} tot {high:.3f}")
    for measure in ("red_recall", "topic_accuracy"):
        low, high = result["intervals"][measure]
        table.add_row(measure, str(result[measure] and round(result[measure], 3)), f"{low:.3f} tot {high:.3f}")
    table.add_row("p99_ms", str(result["p99_ms"]), "")
    out.print(table)
    for group, rows in result["groups"].items():
        errors = Table(group, "regels", "gemist", "rood te laag", "vals alarm")
        for name, row in rows.items():
            errors.add_row(name, *(str(row[key]) for key in ("n", "missed", "red_missed", "alarms")))
        out.print(errors)
