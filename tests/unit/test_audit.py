"""
The audit (`make audit`): what we stand on and what we carry, looked at with nothing but what is here.

Every requirement is pinned with hashes and comes from the registry; the licence of all that is installed is on a short list; and no
secret is in the repository. Known holes need a network: see docs/threat-model.md.
"""

import re
import subprocess
import tomllib
from collections.abc import Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path

import pytest
from detect_secrets.core import baseline
from detect_secrets.core.secrets_collection import SecretsCollection
from detect_secrets.settings import transient_settings

ROOT = Path(__file__).parents[2]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
BASELINE = ROOT / ".secrets.baseline"
PINNED = re.compile(
    r"(?P<name>[A-Za-z0-9._-]+)(\[[^]]+\])?==(?P<version>[\w.+!-]+)( ; [^\\]+)?( --hash=sha256:[0-9a-f]{64})+"
)
NAME = re.compile(r"[A-Za-z0-9._-]+")
# Sentences and pictures: large, ours, and full of what looks like anything.
NO_CODE = ("nlu_data/", "docs/screenshots/", "requirements/")

FREE = re.compile(
    r"MIT(-0|-CMU)?|Apache.*|(3-Clause )?BSD.*|0BSD|ISC.*|MPL-2\.0|Mozilla Public License 2\.0.*|PSF-2\.0|Python Software Foundation.*"
    r"|LGPL-(2\.1|3\.0).*|GNU (Library or )?Lesser General Public License.*|MIT License|CNRI-Python|TCL|Zlib|CC0-1\.0|Public Domain"
    r"|EUPL-1\.2|(The )?Unlicense.*|Blue ?Oak.*"
)
# Read by hand where the package itself does not say it in a way that can be checked.
READ = {"axe-playwright-python": "MIT", "locate": "MIT"}


def locked(path: Path) -> list[str]:
    """
    The entries of a lock file, each on one line.
    """
    lines = [line.split(" #")[0].rstrip() for line in path.read_text(encoding="utf-8").splitlines()]
    whole = " ".join(
        "\0" + line if line and not line.startswith(" ") else line.strip() for line in lines if line.strip()
    )
    return [
        " ".join(entry.replace("\\", "").split())
        for entry in whole.split("\0")
        if entry.strip() and not entry.startswith("#")
    ]


def plain(name: str) -> str:
    """
    A name as registries compare it.
    """
    return re.sub(r"[-_.]+", "-", name).lower()


def installed() -> Iterator[Distribution]:
    """
    All that is installed for the app and for the engine.
    """
    for folder in sorted((ROOT / ".venv").glob("*/lib/python*/site-packages")):
        if folder.parts[-4] in ("app", "engine"):
            yield from distributions(path=[str(folder)])


def licences(found: Distribution) -> set[str]:
    """
    What a distribution says that its licences are.
    """
    about = found.metadata
    if expression := about.get("License-Expression"):
        return {part for part in re.split(r" (?:AND|OR) |[()]", expression) if part}
    named = {
        line.rpartition("::")[2].strip() for line in about.get_all("Classifier") or [] if line.startswith("License")
    }
    written = str(about.get("License") or "").strip().partition("\n")[0]
    return named - {"OSI Approved", "DFSG approved"} or set(re.split(r" (?:AND|OR) ", written))


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_every_requirement_is_pinned_and_hashed_and_from_the_registry(path: Path) -> None:
    entries = locked(path)
    assert len(entries) > 20
    assert [entry for entry in entries if not PINNED.fullmatch(entry)] == []


def test_all_that_we_ask_for_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    wanted = {"app": project["project"]["dependencies"], "dev": groups["dev"], "engine": groups["engine"]}
    for lock, requirements in wanted.items():
        have = {
            plain(entry.partition("==")[0].partition("[")[0]) for entry in locked(ROOT / "requirements" / f"{lock}.txt")
        }
        asked = {plain(found[0]) for line in requirements if (found := NAME.match(line))}
        assert asked <= have, lock


def test_the_licence_of_all_that_is_installed_is_on_the_list() -> None:
    all_of_it = list(installed())
    assert len(all_of_it) > 100
    said = {found.name: {READ[found.name]} if found.name in READ else licences(found) for found in all_of_it}
    wrong = {name: names for name, names in said.items() if not all(FREE.fullmatch(one) for one in names)}
    wrong.pop("nachtlicht", None)
    assert wrong == {}


def test_no_secret_is_in_the_repository(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)  # a known secret is known by its file as it is named here
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    files = [name for name in listed.split("\0") if name and not name.startswith(NO_CODE) and name != BASELINE.name]
    known = baseline.load_from_file(str(BASELINE))
    found = SecretsCollection()
    with transient_settings({key: known[key] for key in ("plugins_used", "filters_used")}):
        for name in files:
            found.scan_file(name)
        fresh = found - SecretsCollection.load_from_baseline(known)
    assert [(name, secret.type, secret.line_number) for name, secret in fresh] == []
