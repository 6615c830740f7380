"""
The screens: the Dutch words in the web pages, in their scripts and in the code of the house.

A page is read as HTML. In scripts and code a string counts when it looks like words for a person; what is filled in becomes `{}`.
In the registry of errors the docstring of each class is such a sentence.
"""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

PAGES = ("bot/channels/web/page", "handover/console/page")
ROOMS = ("store", "handover", "actions", "bot")
ATTRIBUTES = ("placeholder", "aria-label", "title", "alt")
UNSEEN = ("script", "style")
STRING = re.compile(r"/\*.*?\*/|//[^\n]*|'((?:[^'\\\n]|\\.)*)'|\"((?:[^\"\\\n]|\\.)*)\"|`((?:[^`\\]|\\.)*)`", re.DOTALL)
DUTCH = re.compile(
    r"\b(?:de|het|een|je|jij|jouw|ik|we|wij|niet|niets|geen|en|van|voor|met|dit|deze|die|er|nog|nu|naar|op|zo|wordt|wacht)\b",
    re.IGNORECASE,
)
TECHNICAL = re.compile(r"[\\^|*<>=_;#@\[\]]|\(\?|^\w+:\S| kind=|%[sd]")

type Found = tuple[str, str, int, str]


def texts(root: Path) -> Iterator[Found]:
    """
    File, line number, column and text of everything on a screen below a checkout.
    """
    for page in PAGES:
        for path in sorted((root / page).glob("*.html")):
            yield from _placed(root, path, of_page(path.read_text(encoding="utf-8")))
        for path in sorted((root / page).glob("*.js")):
            yield from _placed(root, path, of_script(path.read_text(encoding="utf-8")))
    for room in ROOMS:
        for path in sorted((root / room).rglob("*.py")):
            yield from _placed(root, path, of_code(path.read_text(encoding="utf-8"), errors=path.name == "errors.py"))


def of_page(source: str) -> list[tuple[int, int, str]]:
    """
    What a person reads or hears on a page: its text, and the labels in its attributes.
    """
    page = _Page()
    page.feed(source)
    return page.found


def of_script(source: str) -> Iterator[tuple[int, int, str]]:
    """
    The strings of a script that look like words for a person.
    """
    for match in STRING.finditer(source):
        text = re.sub(r"\$\{[^}]*\}", "{}", next((group for group in match.groups() if group), ""))
        sentence = re.match(r"[A-ZÀ-Ý{].* ", text) or (" " in text and DUTCH.search(text))
        if sentence and not TECHNICAL.search(text):
            line = source.count("\n", 0, match.start()) + 1
            yield line, match.start() - source.rfind("\n", 0, match.start()) - 1, text.strip()


def of_code(source: str, errors: bool = False) -> Iterator[tuple[int, int, str]]:
    """
    The Dutch sentences between quotes in a Python module, and with `errors` the docstrings of its classes.
    """
    passed: set[int] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ClassDef) and errors:
            yield node.lineno, node.col_offset, ast.get_docstring(node) or ""
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            passed.update(id(part.value) for part in node.body[:1] if isinstance(part, ast.Expr))
        text = _string(node) if id(node) not in passed else ""
        if isinstance(node, ast.JoinedStr):
            passed.update(id(part) for part in node.values)
        if re.match(r"[A-ZÀ-Ý{].* ", text) and DUTCH.search(text) and not TECHNICAL.search(text):
            yield node.lineno, node.col_offset, text.strip()  # type: ignore[attr-defined]


def _string(node: ast.AST) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _placed(
    root: Path, path: Path, found: Iterator[tuple[int, int, str]] | list[tuple[int, int, str]]
) -> Iterator[Found]:
    for line, column, text in found:
        yield path.relative_to(root).as_posix(), str(line), column, text


class _Page(HTMLParser):
    """
    Collects `(line, column, text)` of what is seen or read aloud.
    """

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[int, int, str]] = []
        self.unseen = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.unseen = tag in UNSEEN
        for name, value in attrs:
            if name in ATTRIBUTES:
                self._keep(value or "")

    def handle_endtag(self, tag: str) -> None:
        self.unseen = False

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self._keep(data)

    def _keep(self, text: str) -> None:
        if re.search(r"[^\W\d_]{2}", text):
            self.found.append((*self.getpos(), " ".join(text.split())))
