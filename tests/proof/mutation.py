"""Mutation testing: does a test fail when one operator, number or answer of a module is changed?

`make mutation` runs it over the floors that carry clinical knowledge; `python tests/proof/mutation.py rules/dose`
over one module. Each mutant is one change to one module, tried in a process of its own: first against the tests that
mirror the module, then, where those pass, against the tests of all the floors involved. What survives both is listed
with its line; `docs/mutation.md` says why it may.

The process is forked from one that has loaded the project, and only the code of the changed functions is exchanged; a
change outside a function is tried in one that has loaded nothing of the project. Loading the value sets and labels for
each of two thousand mutants is what would take most of the time with a tool that starts afresh.

What is changed: comparisons, and/or, not, arithmetic and set operators, whole numbers, True/False, the three truths,
verdicts and bases, yes/no/unknown answers, all/any, min/max; a statement that only yields or calls is dropped, and so
is each word of a set, tuple or dict of words. Wording is not changed: messages are pinned where they carry a number.
"""

from __future__ import annotations

import ast
import copy
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

ROOT = Path(__file__).parent.parent.parent
FLOORS = ("criteria", "assessment", "rules", "label")
BESIDE = {
    "dosage/making": "tests/label/test_label_size.py",
    "dosage/by_size": "tests/label/test_label_size.py",
}
"""Modules of another floor that hold what a label's dose comes to, each with the tests that mirror it."""
MIRROR = {"criteria": "criterion", "assessment": "assessment", "rules": "rule"}
ALL = [
    "tests/criteria", "tests/rules", "tests/assessment", "tests/label", "tests/dosage", "tests/test_ledger.py",
    "tests/test_second_drug.py", "tests/test_cases.py", "tests/test_reported.py", "tests/test_ordinary.py",
    "tests/traps",
]  # fmt: skip
MOST_SECONDS = int(os.environ.get("MUTATION_SECONDS", "300"))
"""Longer than this a mutant loops for ever, which a test would notice. Counted apart, as a busy machine is slow too."""

EVERY = int(os.environ.get("MUTATION_EVERY", "1"))
"""With 5, every fifth mutant of each module is tried: a sample, for a machine that is shared."""

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


@dataclass(frozen=True, slots=True)
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


# --- Changing what is loaded


def functions_of(module: ModuleType) -> dict[str, FunctionType]:
    """Every function and method that a loaded module defines, by its qualified name."""
    found: dict[str, FunctionType] = {}
    for value in vars(module).values():
        members = vars(value).values() if isinstance(value, type) and value.__module__ == module.__name__ else ()
        for one in (value, *members):
            function = _inside(one)
            if isinstance(function, FunctionType) and function.__module__ == module.__name__:
                found[function.__qualname__] = function
    return found


def _inside(value: Any) -> Any:
    match value:
        case property():
            return value.fget
        case classmethod() | staticmethod():
            return value.__func__
        case cached_property():
            return value.func
        case _:
            return getattr(value, "__wrapped__", value)


def codes_of(source: str) -> tuple[dict[str, CodeType], list[object]]:
    """The code of each function that is no other function's, and everything outside of functions."""
    functions: dict[str, CodeType] = {}
    outside: list[object] = []

    def walk(code: CodeType) -> None:
        outside.append((code.co_code, [one for one in code.co_consts if not isinstance(one, CodeType)]))
        for one in code.co_consts:
            if isinstance(one, CodeType):
                # Bodies of classes have no newlocals flag set by their own; their names hold no "<".
                if one.co_flags & 0x2:
                    functions[one.co_qualname] = one
                else:
                    walk(one)

    walk(compile(source, "changed", "exec", dont_inherit=True))
    return functions, outside


def exchange(mutant: Mutant) -> bool:
    """Puts the changed code into the loaded functions; False where something outside of functions has changed."""
    module = import_module("validator." + mutant.module.replace("/", "."))
    before, outside_before = codes_of(ast.unparse(ast.parse(path_of(mutant.module).read_text(encoding="utf-8"))))
    after, outside_after = codes_of(mutant.source)
    live = functions_of(module)
    changed = [name for name in after if after[name] != before.get(name)]
    if repr(outside_before) != repr(outside_after) or not changed or not set(changed) <= set(live):
        return False
    for name in changed:
        live[name].__code__ = after[name]
    for name, loaded in list(sys.modules.items()):
        # What was worked out before the change: labels, but not value sets, which no changed module can alter.
        for value in list(vars(loaded).values()) if name.startswith("validator.") else ():
            home = getattr(value, "__module__", None) or ""
            if hasattr(value, "cache_clear") and not home.startswith("validator.terminology"):
                value.cache_clear()
    return True


class _Changed(SourceFileLoader):
    def __init__(self, name: str, path: str, source: str) -> None:
        super().__init__(name, path)
        self._source = source

    def get_code(self, fullname: str) -> CodeType:
        return compile(self._source, self.path, "exec", dont_inherit=True)


class _Finder(MetaPathFinder):
    """Gives the changed source when the module is imported."""

    def __init__(self, mutant: Mutant) -> None:
        self._name = "validator." + mutant.module.replace("/", ".")
        self._path, self._source = str(path_of(mutant.module)), mutant.source

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if name != self._name:
            return None
        return spec_from_file_location(name, self._path, loader=_Changed(name, self._path, self._source))


# --- Running


def mirrored(module: str) -> list[str]:
    """The tests that mirror a module; those of its whole floor where none does."""
    if module in BESIDE:
        return [BESIDE[module]]
    floor, _, stem = module.partition("/")
    named = (f"tests/{floor}/test_{MIRROR.get(floor, floor)}_{stem}.py", f"tests/{floor}/test_{stem}.py")
    return [own for own in named if (ROOT / own).exists()] or [f"tests/{floor}"]


def test(mutant: Mutant, tests: list[str]) -> int:
    """In a child: the exit code of pytest with the mutant in place of its module."""
    if not exchange(mutant):
        for name in [name for name in sys.modules if name.partition(".")[0] in ("validator", "support")]:
            del sys.modules[name]
        sys.meta_path.insert(0, _Finder(mutant))
    import pytest

    return int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", *tests]))


def start(work: Callable[[], int]) -> int:
    """The process number of a silent child that does the work and ends with its answer."""
    child = os.fork()
    if child:
        return child
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    os.dup2(silent, 2)
    code = 1
    try:
        code = work()
    finally:
        os._exit(code)


def survivors(listed: list[Mutant], workers: int, endless: list[Mutant], tried: list[list[str]]) -> list[Mutant]:
    """Those that none of the lists of tests notices, one list tried after the other; `endless` gets the stopped."""
    waiting = [(mutant, 0) for mutant in reversed(listed)]
    running: dict[int, tuple[Mutant, int, float]] = {}
    alive: list[Mutant] = []
    while waiting or running:
        while waiting and len(running) < workers:
            mutant, step = waiting.pop()
            tests = tried[step]
            running[start(lambda mutant=mutant, tests=tests: test(mutant, tests))] = (mutant, step, time.monotonic())  # type: ignore[misc]
        for child, (mutant, step, since) in list(running.items()):
            done, status = os.waitpid(child, os.WNOHANG)
            if not done and time.monotonic() - since > MOST_SECONDS:
                os.kill(child, signal.SIGKILL)
                endless.append(mutant)
                done, status = os.waitpid(child, 0)
            if done:
                del running[child]
                if os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0:
                    alive.append(mutant) if step + 1 == len(tried) else waiting.append((mutant, step + 1))
        time.sleep(0.01)
    return sorted(alive, key=lambda mutant: mutant.line)


def main(names: list[str]) -> int:
    os.chdir(ROOT)
    sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
    # Plugins of other tools that happen to be installed would be loaded by every child.
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    import hypothesis  # noqa: F401
    import pytest  # noqa: F401
    from support.answer import check
    from support.plain import kidney, neuroendocrine

    for chart in (kidney(), neuroendocrine()):
        check(chart)  # loads value sets, labels and models
    modules = [
        f"{floor}/{path.stem}"
        for floor in FLOORS
        for path in sorted((ROOT / "validator" / floor).glob("*.py"))
        if path.stem != "__init__"
    ]
    modules += BESIDE
    chosen = [module for module in modules if not names or module in names or module.partition("/")[0] in names]
    total = left = 0
    endless: list[Mutant] = []
    refused: list[str] = []
    for module in chosen:
        made = mutants(module)[EVERY // 2 :: EVERY]
        unchanged = Mutant(module, 0, "unchanged", ast.unparse(ast.parse(path_of(module).read_text(encoding="utf-8"))))
        if survivors([unchanged], 1, endless, [mirrored(module)]) != [unchanged]:
            print(f"{module}: its tests fail without any change; make them pass first", flush=True)
            refused.append(module)
            continue
        alive = survivors(made, int(os.environ.get("MUTATION_WORKERS", "2")), endless, [mirrored(module), ALL])
        total, left = total + len(made), left + len(alive)
        print(f"{module}: {len(made) - len(alive)} of {len(made)} killed", flush=True)
        for mutant in alive:
            print(f"  {mutant}", flush=True)
    print(f"{total - left} of {total} killed, {left} survived; of the killed {len(endless)} ran too long:")
    for mutant in endless:
        print(f"  {mutant}")
    if refused:
        print("not tried: " + ", ".join(refused))
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
