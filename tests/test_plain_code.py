"""The code stays plain: docstrings that stand alone, few conditional expressions, one loop a
comprehension.

What ruff measures (lines of 100 columns, ten decisions a function, five positional arguments) is in
pyproject.toml. `python -m tests.test_plain_code` prints the densities of the package.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "supervision_tui"
MOST_CONDITIONALS = 12  # in a thousand lines
CANNOT_STAND_ALONE = re.compile(r"(What|Where|Whether|Who|How|Which|The same|So do|So does)\b")
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def modules(root: Path = PACKAGE) -> dict[str, str]:
    """The text of every module, by its path from the package."""
    return {str(path.relative_to(root)): path.read_text("utf-8") for path in root.rglob("*.py")}


def odd_openings(text: str) -> Iterator[str]:
    """Docstrings that cannot be read alone, since they begin amid a sentence."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, DOCUMENTED):
            words = ast.get_docstring(node) or ""
            if CANNOT_STAND_ALONE.match(words):
                yield words.splitlines()[0]


def conditionals(text: str) -> list[ast.IfExp]:
    """The conditional expressions of a module."""
    return [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.IfExp)]


def nested(text: str) -> Iterator[int]:
    """Lines on which a conditional expression is an argument of a call."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            given = [*node.args, *(keyword.value for keyword in node.keywords)]
            yield from (each.lineno for each in given if isinstance(each, ast.IfExp))


def long_comprehensions(text: str) -> Iterator[int]:
    """Lines on which a comprehension goes over more than one thing."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, COMPREHENSIONS) and len(node.generators) > 1:
            yield node.lineno


def per_thousand_lines() -> float:
    """Conditional expressions in a thousand lines of the package."""
    texts = modules().values()
    found = sum(len(conditionals(text)) for text in texts)
    return 1000 * found / sum(text.count("\n") for text in texts)


def test_every_docstring_can_be_read_alone() -> None:
    found = {name: list(odd_openings(text)) for name, text in modules().items()}
    assert {name: odd for name, odd in found.items() if odd} == {}


def test_few_things_are_decided_inside_an_expression() -> None:
    assert per_thousand_lines() <= MOST_CONDITIONALS


def test_nothing_is_decided_inside_a_call() -> None:
    found = {name: list(nested(text)) for name, text in modules().items()}
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_a_comprehension_goes_over_one_thing() -> None:
    found = {name: list(long_comprehensions(text)) for name, text in modules().items()}
    assert {name: lines for name, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    ("text", "measured"),
    [
        ('"""What it is."""', odd_openings),
        ("def f():\n    '''The same for a worker.'''", odd_openings),
        ("put(1 if late else 2)", nested),
        ("put(how=1 if late else 2)", nested),
        ("[b for a in c for b in a]", long_comprehensions),
    ],
)
def test_what_is_not_plain_is_found(text: str, measured: object) -> None:
    assert callable(measured)
    assert list(measured(text))


if __name__ == "__main__":
    lines = sum(text.count("\n") for text in modules().values())
    print(f"{lines:,} lines; {per_thousand_lines():.1f} conditional expressions in 1,000")
