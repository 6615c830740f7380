"""
The command line: `nachtlicht`.

Whatever goes wrong is told in one clear sentence, with exit code 1. Results asked for as `--json` or `--token` are the only thing on
standard output; progress goes to standard error.
"""

import json
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict
from typing import Annotated, Any

import typer
from rich.panel import Panel
from rich.table import Table

from bot import evals, keeping, quiet
from bot import settings as configuration
from bot.settings import Settings
from bot.terminal import AsJson, err, out, run
from bot.training import safety_net, trained
from handover import people, renewals
from store.errors import NachtlichtError, PortTaken
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
app.add_typer(people_app, name="people")
app.add_typer(evals.app, name="eval")


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
    model = None if settings.engine_url else await trained(settings)
    safety_net()
    database, master = await open_store(settings)
    house = House(settings, database, master, model)
    await _welcome(settings, house)
    await house.serve()


async def _welcome(settings: Settings, house: Any) -> None:
    from bot.doctor import warnings

    address = settings.public_url or f"http://localhost:{settings.port}"
    password, stored = await people.fresh_password()
    async with house.database.writing() as session:
        first = None if await people.anyone(session) else await people.join(session, "Sam", Role.VOLUNTEER, stored)
    lines = [f"Chat     {address}", f"Console  {address}/console"]
    if first:
        lines += [
            "",
            f"Eerste vrijwilliger: {first.name}",
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


@app.command()
@run
async def train() -> None:
    """
    Train het model van de engine, als de bronnen veranderd zijn.
    """
    path = await trained(configuration.load())
    safety_net()
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
async def doctor(
    audit: Annotated[bool, typer.Option("--audit", help="Tel alles na: gesprekken, overdrachten, beloftes.")] = False,
    as_json: AsJson = False,
) -> None:
    """
    Kijk of alles er is wat nodig is: omgeving, schijf, sleutel, database, model, engine.
    """
    from bot.doctor import examine

    if audit:
        await keeping.audit(as_json)
        return
    findings = await examine(configuration.load())
    table = Table(show_header=False, box=None)
    for finding in findings:
        table.add_row("goed" if finding.fine else "FOUT" if finding.grave else "let op", finding.what, finding.told)
    if as_json:
        print(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False))
    else:
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


app.command()(run(keeping.backup))
app.command()(run(keeping.restore))
app.command()(run(keeping.rotate_key))


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
        password, stored = await people.fresh_password()
        async with database.writing() as session:
            helper = await people.join(session, name, role, stored)
            key = await people.new_key(session, helper, "api") if token else ""
    finally:
        await database.close()
    if token:
        print(key)
    else:
        out.print(f"{helper.name} ({role.value}) is toegevoegd. Wachtwoord: {password}", markup=False)


@people_app.command("renew")
@run
async def renew_person(
    name: Annotated[str, typer.Option(help="Wie weer naar binnen wil.")],
    password: Annotated[bool, typer.Option("--password", help="Het wachtwoord is kwijt.")] = False,
    factor: Annotated[bool, typer.Option("--factor", help="De tweede stap is kwijt; passkeys vervallen ook.")] = False,
) -> None:
    """
    Maak een link voor wie een wachtwoord of tweede stap kwijt is. Hij werkt één keer, een dag lang.
    """
    from bot.opening import open_store

    settings = configuration.load()
    database, _ = await open_store(settings)
    try:
        async with database.writing() as session:
            token = await renewals.make_at_machine(session, name, renewals.Lost(password, factor))
    finally:
        await database.close()
    print(f"{settings.console or f'http://localhost:{settings.port}/console'}#sleutel={token}")
