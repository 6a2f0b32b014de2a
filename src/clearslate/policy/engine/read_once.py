"""Reads an answer only where a test comes to it, and keeps it where later tests need it too.

A test such as `a and b or c` does not always come to `b`. So an answer is read where a test first
needs it and is kept in a local there; later tests use the local where every way to them has passed
a reading. What only a branch needs again, which few cases enter, is read again there. This walks a
function once, with the set of answers that are surely read at each point.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from typing import TypeAlias

#: What is read: a local's name, then the key or keys it is subscripted with.
Path: TypeAlias = "tuple[str, ...]"
Paths: TypeAlias = "frozenset[Path]"
#: What is surely read after a test that came out true, and after one that came out false.
Ways: TypeAlias = "tuple[Paths, Paths]"


def read_once(tree: ast.Module) -> None:
    """Rewrites the readings of every function in a module of generated source."""
    for function in tree.body:
        if isinstance(function, ast.FunctionDef):
            readings = _Readings()
            readings.block(function.body, frozenset())
            readings.rewrite(function)


class _Readings:
    """Where a function reads an answer, and where it has read it before."""

    def __init__(self) -> None:
        self.first: dict[ast.Subscript, Path] = {}
        self.again: dict[ast.Subscript, Path] = {}
        self.wanted: dict[Path, None] = {}
        # How many branches deep this is, and each answer was first read.
        self.depth = 0
        self.depths: dict[Path, int] = {}

    def rewrite(self, function: ast.FunctionDef) -> None:
        """Keeps an answer where it is first read, and uses the local afterwards."""
        kept = {path: f"v{number}" for number, path in enumerate(self.wanted)}
        _Rewriter(self.first, self.again, kept).visit(function)

    # Statements: what is surely read after them, None where they return.

    def block(self, statements: Iterable[ast.stmt], known: Paths) -> Paths | None:
        """What is surely read after some statements."""
        for statement in statements:
            after = self.statement(statement, known)
            if after is None:
                return None
            known = after
        return known

    def statement(self, statement: ast.stmt, known: Paths) -> Paths | None:
        """What is surely read after a statement."""
        match statement:
            case ast.If(test, body, orelse):
                yes, no = self.test(test, known)
                rare = isinstance(test, ast.BoolOp | ast.Compare | ast.UnaryOp)
                self.depth += rare
                end = self.block(body, yes)
                self.depth -= rare
                ends = [end, self.block(orelse, no)]
                open_ends = [end for end in ends if end is not None]
                return frozenset.intersection(*open_ends) if open_ends else None
            case ast.For(_, iterated, body):
                known = self.value(iterated, known)
                self.block(body, known)
                return known
            case ast.Return(value):
                if value is not None:
                    self.value(value, known)
                return None
            case ast.Assign(_, value) | ast.AugAssign(_, _, value) | ast.Expr(value):
                return self.value(value, known)
        return known

    # Expressions.

    def value(self, node: ast.expr, known: Paths) -> Paths:
        """What is surely read after an expression, whatever its value."""
        yes, no = self.test(node, known)
        return yes & no

    def test(self, node: ast.expr, known: Paths) -> Ways:
        """What is surely read after a test."""
        match node:
            case ast.BoolOp(ast.And(), parts):
                yes, no = self.sequence(parts, known, stops_at=1)
                return yes, no
            case ast.BoolOp(ast.Or(), parts):
                no, yes = self.sequence(parts, known, stops_at=0)
                return yes, no
            case ast.UnaryOp(ast.Not(), part):
                yes, no = self.test(part, known)
                return no, yes
            case ast.IfExp(test, body, orelse):
                yes, no = self.test(test, known)
                known = self.value(body, yes) & self.value(orelse, no)
            case ast.Subscript(value, ast.Constant(str())):
                known = self.reading(node, self.value(value, known))
            case _:
                for child in ast.iter_child_nodes(node):
                    if isinstance(child, ast.expr):
                        known = self.value(child, known)
        return known, known

    def sequence(self, parts: Sequence[ast.expr], known: Paths, *, stops_at: int) -> Ways:
        """What is read when all parts were come to, and when one of them settled the whole."""
        stopped: list[Paths] = []
        for part in parts:
            ways = self.test(part, known)
            stopped.append(ways[stops_at])
            known = ways[1 - stops_at]
        return known, frozenset.intersection(*stopped)

    def reading(self, node: ast.Subscript, known: Paths) -> Paths:
        """Notes a reading as the first on its way, or as one more."""
        path = _path(node)
        if path not in known:
            self.first[node] = path
            self.depths[path] = min(self.depth, self.depths.get(path, self.depth))
            return known | {path}
        self.again[node] = path
        if self.depth <= self.depths[path]:
            self.wanted[path] = None
        return known


def _path(node: ast.Subscript) -> Path:
    keys: list[str] = []
    value: ast.expr = node
    while isinstance(value, ast.Subscript):
        keys.append(str(ast.literal_eval(value.slice)))
        value = value.value
    return ast.unparse(value), *reversed(keys)


class _Rewriter(ast.NodeTransformer):
    def __init__(
        self,
        first: dict[ast.Subscript, Path],
        again: dict[ast.Subscript, Path],
        kept: dict[Path, str],
    ) -> None:
        self.first = first
        self.again = again
        self.kept = kept

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        """A local where the answer is known, else a reading, kept if it is needed again."""
        if name := self.kept.get(self.again.get(node, ())):
            return ast.copy_location(ast.Name(name, ast.Load()), node)
        kept = self.kept.get(self.first.get(node, ()))
        self.generic_visit(node)
        if kept is None:
            return node
        target = ast.copy_location(ast.Name(kept, ast.Store()), node)
        return ast.copy_location(ast.NamedExpr(target, node), node)
