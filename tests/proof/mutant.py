"""What a mutant is: one comparison, number, truth, verdict or word of a module changed.

What is changed: comparisons, and/or, not, arithmetic and set operators, whole numbers, True/False, the three truths,
verdicts and bases, yes/no/unknown answers, all/any, min/max; a statement that only yields or calls is dropped, and so
is each word of a set, tuple or dict of words. Wording is not changed: messages are pinned where they carry a number.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent

COMPARED = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
COMPUTED = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}  # fmt: skip
NAMED = {"all": "any", "any": "all", "min": "max", "max": "min", "all_of": "any_of", "any_of": "all_of",
         "yes": "no", "no": "yes", "unknown": "no"}  # fmt: skip
MEMBERS = {
    "Truth": {"TRUE": "FALSE", "FALSE": "TRUE", "UNKNOWN": "FALSE"},
    "Verdict": {"ERROR": "WARNING", "UNDETERMINED": "ACCEPT", "WARNING": "ACCEPT", "ACCEPT": "WARNING"},
    "Basis": {"TEXT": "CODED", "CODED": "TEXT", "DERIVED": "TEXT", "ATTESTED": "TEXT"},
    "Confidence": {"VERIFIED": "INFERRED", "INFERRED": "VERIFIED"},
}


@dataclass(frozen=True)
class Mutant:
    """One change to one module."""

    module: str
    line: int
    change: str
    source: str

    def __str__(self) -> str:
        return f"{self.module}:{self.line}: {self.change}"


def mutants(module: str) -> list[Mutant]:
    """Every mutant of a module such as `rules/dose`, in the order of its lines."""
    tree = ast.parse(path_of(module).read_text(encoding="utf-8"))
    found = []
    for node, parent in _nodes(tree):
        for change, undo in _changes(node, parent):
            text = ast.unparse(ast.fix_missing_locations(copy.deepcopy(tree)))
            found.append(Mutant(module, getattr(node, "lineno", 0), change, text))
            undo()
    return sorted(found, key=lambda mutant: mutant.line)


def path_of(module: str) -> Path:
    return ROOT / "validator" / f"{module}.py"


def _nodes(tree: ast.AST) -> Iterator[tuple[Any, Any]]:
    """Every node that runs, with its parent: no annotations, decorators or docstrings."""
    waiting: list[tuple[ast.AST, ast.AST | None]] = [(tree, None)]
    while waiting:
        node, parent = waiting.pop()
        yield node, parent
        for name, value in ast.iter_fields(node):
            if name in ("annotation", "returns", "decorator_list", "bases", "type_params"):
                continue
            children = value if isinstance(value, list) else [value]
            for child in children:
                if isinstance(child, ast.AST) and not _only_says(child):
                    waiting.append((child, node))


def _only_says(node: ast.AST) -> bool:
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return node.func.id in ("finding_code", "TypeVar")
    return isinstance(node, ast.JoinedStr | ast.Import | ast.ImportFrom | ast.Raise | ast.Assert)


def _changes(node: Any, parent: Any) -> Iterator[tuple[str, Any]]:
    """Makes each change in place; the caller undoes it."""
    match node:
        case ast.Compare():
            for index, operator in enumerate(node.ops):
                if type(operator) in COMPARED:
                    yield _put(node.ops, index, COMPARED[type(operator)](), f"{_sign(operator)} turned")
        case ast.BoolOp():
            other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
            yield _set(node, "op", other, "and/or turned")
        case ast.UnaryOp(op=ast.Not()):
            yield _set(node, "op", ast.Not(), "not doubled", operand=ast.UnaryOp(ast.Not(), node.operand))
        case ast.BinOp(op=operator) if type(operator) in COMPUTED and not _is_text(node):
            yield _set(node, "op", COMPUTED[type(operator)](), f"{_sign(operator)} turned")
        case ast.Constant(value=bool() as value):
            yield _set(node, "value", not value, f"{value} turned")
        case ast.Constant(value=int() as value):
            yield _set(node, "value", value + 1, f"{value} plus 1")
        case ast.Attribute(value=ast.Name(id=owner), attr=name) if name in MEMBERS.get(owner, {}):
            yield _set(node, "attr", MEMBERS[owner][name], f"{owner}.{name} turned")
        case ast.Call(func=ast.Name(id=name)) if name in NAMED:
            yield _set(node, "func", ast.Name(NAMED[name], ast.Load()), f"{name}() turned")
        case ast.Call(func=ast.Name(id="Decimal"), args=[ast.Constant(value=str() as value)]):
            yield _set(node, "args", [ast.Constant(f"{value}1")], f"Decimal {value} turned")
        case ast.Expr(value=ast.Call() | ast.Yield() | ast.YieldFrom()) | ast.AugAssign():
            for name in ("body", "orelse"):
                listed = getattr(parent, name, None)
                if isinstance(listed, list) and node in listed:
                    yield _put(listed, listed.index(node), ast.Pass(), "statement dropped")
        case ast.Continue():
            listed = parent.body if node in parent.body else parent.orelse
            yield _put(listed, listed.index(node), ast.Pass(), "continue dropped")
        case ast.If(test=test) | ast.IfExp(test=test) if not isinstance(test, ast.Compare | ast.BoolOp | ast.UnaryOp):
            yield _set(node, "test", ast.UnaryOp(ast.Not(), test), "if turned")
        case ast.Set() | ast.Tuple() | ast.List() if len(node.elts) > 1 and _are_words(node.elts):
            for index in range(len(node.elts)):
                yield _without(node.elts, index)
        case ast.Dict() if len(node.keys) > 1 and _are_words(node.keys):
            for index in range(len(node.keys)):
                yield _without(node.keys, index, node.values)
        case ast.comprehension():
            for index, test in enumerate(node.ifs):
                if not isinstance(test, ast.Compare | ast.BoolOp | ast.UnaryOp):
                    yield _put(node.ifs, index, ast.UnaryOp(ast.Not(), test), "if turned")
        case _:
            return


def _sign(operator: ast.AST) -> str:
    return type(operator).__name__


def _are_words(nodes: list[Any]) -> bool:
    return all(isinstance(node, ast.Constant) and isinstance(node.value, str) for node in nodes)


def _is_text(node: ast.BinOp) -> bool:
    sides = (node.left, node.right)
    return any(
        isinstance(s, ast.JoinedStr) or (isinstance(s, ast.Constant) and isinstance(s.value, str)) for s in sides
    )


def _set(node: Any, name: str, value: Any, change: str, **more: Any) -> tuple[str, Any]:
    before = {key: getattr(node, key) for key in (name, *more)}
    for key, made in ({name: value} | more).items():
        setattr(node, key, made)
    return change, lambda: [setattr(node, key, made) for key, made in before.items()]


def _put(listed: list[Any], index: int, value: Any, change: str) -> tuple[str, Any]:
    before = listed[index]
    listed[index] = value
    return change, lambda: listed.__setitem__(index, before)


def _without(listed: list[Any], index: int, beside: list[Any] | None = None) -> tuple[str, Any]:
    word = listed.pop(index)
    other = beside.pop(index) if beside is not None else None

    def undo() -> None:
        listed.insert(index, word)
        if beside is not None:
            beside.insert(index, other)

    return f"{word.value!r} dropped", undo
