"""Report the sizes of files and functions, and fail when one is far too large.

Usage: python tools/sizes.py FOLDER...

A small file holds one idea and a short function can be read at once. The 95th percentiles show
where the code is heading. Only the hard limits fail, since a rare long table is no fault.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

MOST_LINES_IN_A_FILE = 500
MOST_LINES_IN_A_FUNCTION = 100


def functions(tree: ast.AST) -> Iterator[tuple[str, int, int]]:
    """Name, first line and length in lines of every function in a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            last = node.end_lineno or node.lineno
            yield node.name, node.lineno, last - node.lineno + 1


def percentile_95(sizes: list[int]) -> int:
    """The smallest size that at least 95 of 100 do not exceed; 0 for none."""
    ordered = sorted(sizes)
    return ordered[-(-len(ordered) * 95 // 100) - 1] if ordered else 0


def report(folder: Path) -> list[str]:
    """Print one line about a folder, and return what is over a limit."""
    over = []
    file_sizes = []
    function_sizes = []
    for path in sorted(folder.rglob("*.py")):
        if path.parent.name == "migrations":
            continue  # written by Django
        text = path.read_text(encoding="utf-8")
        lines = len(text.splitlines())
        file_sizes.append(lines)
        if lines > MOST_LINES_IN_A_FILE:
            over.append(f"{path}: {lines} lines, more than {MOST_LINES_IN_A_FILE}")
        for name, line, length in functions(ast.parse(text, filename=str(path))):
            function_sizes.append(length)
            if length > MOST_LINES_IN_A_FUNCTION:
                limit = MOST_LINES_IN_A_FUNCTION
                over.append(f"{path}:{line}: {name} has {length} lines, more than {limit}")
    if file_sizes:
        print(
            f"sizes: {folder}: {len(file_sizes)} files, p95 {percentile_95(file_sizes)} lines, "
            f"largest {max(file_sizes)}; {len(function_sizes)} functions, "
            f"p95 {percentile_95(function_sizes)} lines, longest {max(function_sizes, default=0)}",
        )
    return over


def main(folders: list[str]) -> int:
    """Report each folder; 1 when anything is over a hard limit."""
    over = [line for folder in folders for line in report(Path(folder))]
    for line in over:
        print(line, file=sys.stderr)
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
