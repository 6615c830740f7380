"""
The commands that measure understanding and the safety net on a file of sentences.
"""

import json
from pathlib import Path

import typer
from rich.table import Table

from bot import settings as configuration
from bot.terminal import AsJson, out, run
from bot.training import trained

app = typer.Typer(help="Meten op een bestand met zinnen.", no_args_is_help=True)


@app.command("nlu")
@run
async def eval_nlu(file: Path, as_json: AsJson = False) -> None:
    """
    Hoe goed de engine zinnen begrijpt: regels {"text","intent"}.
    """
    from bot.measures import evaluate

    settings = configuration.load()
    result = await evaluate(await trained(settings), file)
    if as_json:
        print(json.dumps(result, ensure_ascii=False))
        return
    out.print(f"n {result['n']}  accuracy {result['accuracy']:.3f}  macro-F1 {result['macro_f1']:.3f}")
    table = Table("bedoeling", "n", "precisie", "recall", "F1")
    for intent, row in sorted(result["per_intent"].items(), key=lambda item: item[1]["f1"]):
        table.add_row(intent, str(row["n"]), *(f"{row[key]:.2f}" for key in ("precision", "recall", "f1")))
    out.print(table)


@app.command("safety")
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
