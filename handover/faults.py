"""
Faults in a data file that an admin edits, in Dutch: where it is, and how to mend it.
"""

from pydantic import ValidationError

WORDS = {
    "missing": "ontbreekt",
    "extra_forbidden": "dit veld bestaat niet",
    "string_type": "zet aanhalingstekens om deze tekst",
    "string_too_short": "vul dit in",
    "literal_error": "kies uit {expected}",
    "too_short": "vul dit in",
    "greater_than_equal": "kies een getal vanaf {ge}",
    "date_from_datetime_parsing": "schrijf een datum als 2025-10-29",
    "date_type": "schrijf een datum als 2025-10-29",
}


def describe(error: ValidationError, data: object) -> str:
    """
    One line a fault, such as 'awel, phone, hours: …'. `data` is what was validated; an item of a list goes by
    its `id`, or else by its number from 1. Our own checks (ValueError in a validator) already speak Dutch.
    """
    lines = []
    for fault in error.errors():
        context = fault.get("ctx", {})
        if fault["type"] == "value_error":
            words = str(context["error"])
        else:
            words = WORDS.get(fault["type"], "deze waarde past niet").format(**context).replace("' or '", "' of '")
        lines.append(f"{_place(fault['loc'], data)}: {words}")
    return "\n".join(lines)


def _place(steps: tuple[int | str, ...], data: object) -> str:
    names = []
    for step in steps:
        if isinstance(step, int) and isinstance(data, list):
            data = data[step]
            names.append(str(data["id"]) if isinstance(data, dict) and "id" in data else f"nummer {step + 1}")
        elif step != "[key]":
            data = data.get(step) if isinstance(data, dict) else None
            names.append(str(step))
    return ", ".join(names) or "bestand"
