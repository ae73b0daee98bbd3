"""Puts the code of a mutant in the place of what is loaded, or of what will be."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable
from functools import _lru_cache_wrapper, cached_property
from importlib import import_module
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

from mutant import Mutant, path_of

TESTS = Path(__file__).resolve().parents[1]


def module_of(name: str) -> ModuleType:
    """The loaded module of a name such as `rules/dose`."""
    return import_module("validator." + name.replace("/", "."))


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


def changed_functions(mutant: Mutant) -> frozenset[str]:
    """The functions whose code the change alters; empty where something outside of functions has changed."""
    before, outside_before = codes_of(ast.unparse(ast.parse(path_of(mutant.module).read_text(encoding="utf-8"))))
    after, outside_after = codes_of(mutant.source)
    changed = frozenset(name for name in after if after[name] != before.get(name))
    is_inside = repr(outside_before) == repr(outside_after) and changed <= functions_of(module_of(mutant.module)).keys()
    return changed if is_inside else frozenset()


def exchange(mutant: Mutant, changed: frozenset[str]) -> None:
    """Puts the changed code into the loaded functions, and forgets what was worked out by the old."""
    after, _ = codes_of(mutant.source)
    live = functions_of(module_of(mutant.module))
    for name in changed:
        live[name].__code__ = after[name]
    for cached in caches((mutant.module,)):
        cached.cache_clear()


def caches(changed: Iterable[str]) -> list[_lru_cache_wrapper[Any]]:
    """What remembers answers in loaded modules: labels too; of the terminology, which no other module can alter, only
    what the changed modules remember themselves."""
    own = {"validator." + module.replace("/", ".") for module in changed}
    found = []
    for name, loaded in list(sys.modules.items()):
        for value in list(vars(loaded).values()) if name.startswith("validator.") else ():
            if isinstance(value, _lru_cache_wrapper):
                module = value.__module__
                if module in own or not module.startswith("validator.terminology"):
                    found.append(value)
    return found


def import_changed(mutant: Mutant) -> None:
    """Forgets the whole project and its tests, so that they are imported anew with the changed module in it."""
    for name in [name for name, loaded in sys.modules.items() if _is_of_project(name, loaded)]:
        del sys.modules[name]
    sys.meta_path.insert(0, _Finder(mutant))


def _is_of_project(name: str, loaded: ModuleType) -> bool:
    # Tests that were collected before hold what they imported then; what tries the mutants is in use.
    file = Path(getattr(loaded, "__file__", None) or "/")
    is_test = file.is_relative_to(TESTS) and not file.is_relative_to(TESTS / "proof")
    return is_test or name.partition(".")[0] in ("validator", "support")


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
