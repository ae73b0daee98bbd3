"""Regular expressions compiled when they are first used: most of those for the words of an order never are.

Compiling them is a fifth of a short run, so those that a check uses lie compiled in the prepared file, for the Python
that it was made with: the program of the engine that `re.compile` makes of a pattern, which the engine looks through
before it takes it. Beside it lie the letters that begin a match (`validator.beginning`), so that the engine passes over
a text quickly. On any other Python, and for any other pattern, `re.compile` is asked. A test compares them all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

import msgspec
from msgspec.structs import replace

from validator.prepared import prepared, python_tag

PatternText = tuple[str, int]
"""A pattern and its flags."""

_TELLS_BEGINNING = 0b100
"""The bit by which the engine knows that it is told so."""

_used: set[PatternText] | None = None
"""Patterns that were compiled while somebody listened."""


class Program(msgspec.Struct, frozen=True, array_like=True):
    """A compiled pattern: its flags, with those that it sets itself, its code, and the number of each named group.

    `begins` are the letters that begin a match, as the engine writes a set; none where they are not known.
    """

    flags: int
    code: tuple[int, ...]
    groups: int
    named: dict[str, int]
    begins: tuple[int, ...] = ()

    def told(self) -> list[int]:
        """The code, which begins with what the engine is told of a pattern: with the letters that begin a match."""
        if not self.begins:
            return list(self.code)
        info, length, known, least, most, *rest = self.code
        return [info, length + len(self.begins), known | _TELLS_BEGINNING, least, most, *self.begins, *rest]


@lru_cache(maxsize=1024)
def compiled(pattern: str, flags: int | re.RegexFlag = 0) -> re.Pattern[str]:
    """What `re.compile` makes of a pattern, from the prepared file where it is there."""
    if _used is not None:
        _used.add((pattern, int(flags)))
    ready = _ready(pattern, int(flags))
    return ready if ready is not None else re.compile(pattern, flags)


def any_of(patterns: list[str]) -> re.Pattern[str]:
    """What finds any of these patterns without regard to case; nothing where there are none."""
    return compiled("|".join(f"(?:{one})" for one in patterns) if patterns else r"(?!)", re.IGNORECASE)


def _ready(pattern: str, flags: int) -> re.Pattern[str] | None:
    found = prepared()
    raw = found.patterns.get(key_of(pattern, flags)) if found is not None else None
    if found is None or raw is None or found.python != python_tag():
        return None
    return _made(pattern, msgspec.msgpack.decode(raw, type=Program))


def _made(pattern: str, program: Program) -> re.Pattern[str] | None:
    """The pattern with this program; None where the engine does not take it for one of its own."""
    import _sre  # type: ignore[import-not-found] # as in `prepared`

    names: list[str | None] = [None] * (program.groups + 1)
    for name, number in program.named.items():
        names[number] = name
    try:
        made: re.Pattern[str] = _sre.compile(
            pattern, program.flags, program.told(), program.groups, program.named, tuple(names)
        )
    except RuntimeError:
        return None
    return made


def key_of(pattern: str, flags: int) -> str:
    """What a pattern is called in the prepared file."""
    return f"{flags}:{pattern}"


def program_of(pattern: str, flags: int) -> Program | None:
    """The program that `re.compile` makes of a pattern, and how it begins; None on a Python that makes it otherwise.

    What is made of it is compared with what `re.compile` makes: two patterns are equal where flags and code are.
    """
    try:
        from re import _compiler, _parser  # type: ignore[attr-defined]

        from validator.beginning import beginnings

        parsed = _parser.parse(pattern, flags)
        code = tuple(int(one) for one in _compiler._code(parsed, flags))
        program = Program(flags | parsed.state.flags, code, parsed.state.groups - 1, dict(parsed.state.groupdict))
        made, compiled_now = _made(pattern, program), re.compile(pattern, flags)
        begins = beginnings(parsed, program.flags, code)
    except (ImportError, AttributeError, TypeError):
        return None
    if made is None or made != compiled_now or made.groupindex != compiled_now.groupindex:
        return None
    return replace(program, begins=begins)


@contextmanager
def patterns_used() -> Iterator[set[PatternText]]:
    """The patterns that are compiled meanwhile, and all late ones of the modules that are loaded.

    Not for several threads at once.
    """
    global _used  # noqa: PLW0603 - who listens is asked nowhere else
    compiled.cache_clear()
    _used = found = set[PatternText]()
    try:
        yield found
    finally:
        _used = None
        found.update((one.pattern, one.flags) for one in _LATE)


class _Regex:
    """A pattern until something is asked of it; from then on its methods are those of the compiled one."""

    def __init__(self, pattern: str, flags: int | re.RegexFlag = 0) -> None:
        self.pattern = pattern
        self.flags = int(flags)
        _LATE.add(self)

    def __getattr__(self, name: str) -> Any:
        """Asked only for what is not there yet."""
        made = compiled(self.pattern, self.flags)
        for one in _METHODS:
            setattr(self, one, getattr(made, one))
        return getattr(made, name)


_LATE: WeakSet[_Regex] = WeakSet()
_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "sub", "split")

if TYPE_CHECKING:

    def regex(pattern: str, flags: int | re.RegexFlag = 0) -> re.Pattern[str]:
        """A pattern that is compiled at its first use. A mistake in it shows then: a test compiles all of them."""
        ...

else:
    regex = _Regex
