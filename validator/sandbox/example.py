"""The gallery: the charts that ship with this version, each with its story."""

from __future__ import annotations

import tomllib
from functools import cache

from validator.frozen import Frozen
from validator.terminology.profiles import examples_root

FIRST = "net-adolescent-60mg"
"""The chart that the page opens with."""


class Example(Frozen):
    """One chart: its name, the story that is told of it, the verdict it ends in, and its text."""

    name: str
    story: str
    verdict: str
    text: str

    @property
    def title(self) -> str:
        """The name in words; it begins with an abbreviation, as that of a cancer."""
        first, *words = self.name.split("-")
        return " ".join([first.upper(), *words])


@cache
def examples() -> dict[str, Example]:
    """Every example by its name, the first one first; empty where the installation has none."""
    folder = examples_root()
    found = {}
    for path in sorted(folder.glob("*.toml"), key=lambda path: (path.stem != FIRST, path.stem)) if folder else []:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        chart = path.with_suffix(".json").read_text(encoding="utf-8")
        found[path.stem] = Example(path.stem, " ".join(told["story"].split()), told["verdict"], chart)
    return found
