"""
The floor plan holds: imports only run downstairs, every module says what it is for, every setting is documented.
"""

import ast
from pathlib import Path

import pytest

from bot.settings import Settings
from store.errors import registry

ROOT = Path(__file__).parents[2]
ROOMS = ("store", "handover", "actions", "bot", "bench")
INSIDE_RASA = {ROOT / "bench" / "reading.py"}
MODULES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))


def imported(path: Path) -> set[str]:
    """
    The top-level names that a module imports, wherever in it.
    """
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return names


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_only_run_downstairs(path: Path) -> None:
    room = path.relative_to(ROOT).parts[0]
    upstairs = set(ROOMS[ROOMS.index(room) + 1 :])
    rasa = set() if path in INSIDE_RASA else {"rasa"}
    assert not imported(path) & (upstairs | {"tests"} | rasa)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def test_every_setting_is_documented() -> None:
    told = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    for name, field in Settings.model_fields.items():
        assert f"`NACHTLICHT_{name.upper()}`" in told
        assert field.description
        assert field.description in told


def test_every_error_has_a_code_of_its_own_and_a_dutch_sentence() -> None:
    errors = registry()
    for name, error in errors.items():
        assert (error.__doc__ or "").strip().endswith("."), name
        assert 400 <= error.status < 600, name
    codes = [error.code for name, error in errors.items() if "code" in vars(error)]
    assert len(codes) == len(set(codes))


def test_no_path_or_address_of_one_machine_is_in_the_repository() -> None:
    for path in (ROOT / "requirements").glob("*.txt"):
        assert "://" not in path.read_text(encoding="utf-8"), path
