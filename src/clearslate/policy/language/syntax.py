"""From the text of a condition to Python's own syntax tree, under caps of length and depth.

The standard library parses; nothing is executed. The caps keep every later walk of the tree short,
whoever wrote the text.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
import warnings
from typing import NoReturn

from clearslate.policy.errors import ExpressionError, Problem

#: The longest condition, in characters.
LONGEST = 2048
#: The deepest nesting of a condition, definitions included.
DEEPEST = 24
TOO_DEEP = f"The condition is nested too deeply; at most {DEEPEST} levels are allowed."

#: How other languages write it, and how it is written here.
_SLIPS = ((r"&&?", "and"), (r"\|\|?", "or"), (r"!(?!=)", "not"), (r"(?<![=!<>])=(?!=)", "=="))
_QUOTED = r""""[^"]*"|'[^']*'"""
#: The tallest syntax tree. A condition's own level takes two of its levels at most.
_TALLEST = 64


def syntax(text: str) -> ast.expr:
    """The syntax tree of a condition, within the caps.

    Raises ExpressionError where the text is too long, too deep or no expression.
    """
    if len(text) > LONGEST:
        _fail(f"The condition has {len(text)} characters; at most {LONGEST} are allowed.")
    depth = most = 0
    for character in text:
        depth += (character in "([{") - (character in ")]}")
        most = max(most, depth)
    if most > DEEPEST or text.count("not ") > 64:
        _fail(TOO_DEEP)
    line = " ".join(text.split("\n")).strip()
    if "#" in line and _has_comment(line):
        _fail("A comment would hide the rest of the condition. Write it in a line above the key.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # what Python only warns of is no condition either
            tree = ast.parse(line, mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        reason = error.msg.rstrip("?") if isinstance(error, SyntaxError) else "it cannot be read"
        raise refused(f"This is no condition: {reason}.", _slip(line)) from None
    if _too_tall(tree):
        _fail(TOO_DEEP)
    return tree


def refused(message: str, suggestion: str = "") -> ExpressionError:
    """The error of one condition; the loader adds file and line."""
    return ExpressionError([Problem(message, suggestion=suggestion)])


def _fail(message: str) -> NoReturn:
    raise refused(message)


def shown(node: ast.AST) -> str:
    """A part of a condition for a message, cut to what a person takes in."""
    return cut(ast.unparse(node))


def _slip(line: str) -> str:
    """A suggestion where a sign of another language stands outside quotes."""
    bare = re.sub(_QUOTED, "", line)
    slips = ((re.search(sign, bare), word) for sign, word in _SLIPS)
    return next((f"Write {word} in place of {found[0]}." for found, word in slips if found), "")


def cut(text: str) -> str:
    """The text, or its beginning where it is long."""
    return text if len(text) <= 60 else text[:57] + "…"


def _has_comment(line: str) -> bool:
    try:
        tokens = tokenize.generate_tokens(io.StringIO(line).readline)
        return any(token.type == tokenize.COMMENT for token in tokens)
    except (tokenize.TokenError, SyntaxError):
        return False  # no condition at all, which the parser says


def _too_tall(tree: ast.expr) -> bool:
    """Whether a tree is so tall that walking it could exhaust Python's own stack."""
    level: list[ast.AST] = [tree]
    for _ in range(_TALLEST):
        level = [child for node in level for child in ast.iter_child_nodes(node)]
        if not level:
            return False
    return True
