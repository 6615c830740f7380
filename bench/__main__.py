"""
`python -m bench` is `nachtlicht bench`: it names the measurements, or runs one.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

import typer
from rich.table import Table

from bench import curve, nlu
from bot.cli import main
from bot.terminal import AsJson, err, out
from store.errors import NotFound

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)


@dataclass(frozen=True, slots=True)
class Bench:
    """
    One measurement: what it tells, how it runs (quick, epochs, part), and its result as a table.
    """

    told: str
    run: Callable[[bool, int | None, float], dict[str, Any]]
    table: Callable[[dict[str, Any]], Table]


def _side_by_side(result: dict[str, Any]) -> Table:
    table = Table(
        "maat", "standaard Rasa", "Nachtlicht", title=f"{result['sentences']} zinnen, {result['held_out']} toetszinnen"
    )
    for name, stock in result["stock"].items():
        table.add_row(name, f"{stock:.3f}", f"{result['ours'][name]:.3f}")
    for name, ratio in result["ratios"].items():
        table.add_row(f"{name}, verhouding", "1", f"{ratio:.2f}")
    return table


def _points(result: dict[str, Any]) -> Table:
    table = Table("deel", "zinnen", "macro-F1", "accuracy", title=f"{result['held_out']} toetszinnen")
    for point in result["points"]:
        figures = (point["share"], point["macro_f1"], point["accuracy"])
        part, macro_f1, accuracy = (f"{figure:.3f}" for figure in figures)
        table.add_row(part, str(point["sentences"]), macro_f1, accuracy)
    return table


BENCHES = {
    "nlu": Bench("begrijpen: de standaard van Rasa naast die van ons", nlu.measure, _side_by_side),
    "learning-curve": Bench("begrijpen met steeds meer zinnen", lambda quick, *_: curve.measure(quick), _points),
}


@app.command()
def bench(
    name: Annotated[str | None, typer.Argument(help="Welke meting; zonder naam zie je ze allemaal.")] = None,
    as_json: AsJson = False,
    quick: Annotated[bool, typer.Option("--quick", help="Neem van alles elke achtste zin, voor een proef.")] = False,
    epochs: Annotated[int | None, typer.Option(min=1, help="nlu: rondes voor de standaard, voor een proef.")] = None,
    part: Annotated[float, typer.Option(min=0.01, max=1, help="nlu: van welk deel van de zinnen geleerd wordt.")] = 1.0,
) -> None:
    """
    Meet ons naast de standaard, op dezelfde zinnen en deze machine.
    """
    if name is None:
        listed = {known: bench.told for known, bench in BENCHES.items()}
        if as_json:
            print(json.dumps({"benches": listed}, ensure_ascii=False))
            return
        for known, told in listed.items():
            out.print(f"{known:16}{told}", markup=False)
        return
    if name not in BENCHES:
        raise NotFound(f"De meting '{name}' ken ik niet. Kies uit: {', '.join(BENCHES)}.")
    err.print("Dit traint en meet; dat kan lang duren.")
    result = BENCHES[name].run(quick, epochs, part)
    if as_json:
        print(json.dumps(result))
    else:
        out.print(BENCHES[name].table(result))


if __name__ == "__main__":
    main(lambda: app(prog_name="nachtlicht bench"))
