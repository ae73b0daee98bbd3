"""Makes the prepared file of this package: `python -m validator.prepare`, or `make prepared`.

The value sets and labels that ship are read from their sources and checked; the patterns are all late ones of a check
(`validator.regex`) and those that a check of the examples makes of names. What the file is for, and when it counts, is
told in `validator.prepared`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import msgspec

from validator.check import check_bundle
from validator.label import prepared_labels
from validator.prepared import FILE, Prepared, python_tag, sources_of
from validator.profiles import Profiles
from validator.regex import key_of, patterns_used, program_of
from validator.terminology import prepared_sets
from validator.terminology.profiles import examples_root, profiles_root
from validator.version import VERSION


def prepare(root: Path, charts: Iterable[bytes]) -> Prepared:
    """What the prepared file of a profiles folder holds; the patterns made of names are those for these charts.

    Raises ValueSetError or LabelError where the folder holds a mistake.
    """
    # Before anything is read: what is changed meanwhile makes the file out of date, and never right.
    sources = sources_of(root)
    profiles = Profiles(root)
    with patterns_used() as patterns:
        for chart in charts:
            check_bundle(chart, structure="read", profiles=profiles)
    programs = {key_of(*one): program for one in sorted(patterns) if (program := program_of(*one)) is not None}
    return Prepared(
        version=VERSION,
        python=python_tag(),
        sources=sources,
        patterns={key: msgspec.Raw(msgspec.msgpack.encode(program)) for key, program in programs.items()},
        value_sets=prepared_sets.in_prepared_form(profiles.book),
        labels=prepared_labels.in_prepared_form(root / "labels", profiles.labels),
    )


def write(file: Path = FILE) -> None:
    """Writes the file of this package anew. Raises as `prepare`, and leaves the file as it was then."""
    folder = examples_root()
    charts = (path.read_bytes() for path in sorted(folder.glob("*.json"))) if folder is not None else ()
    content = msgspec.msgpack.encode(prepare(profiles_root(), charts))
    # Whoever reads it meanwhile has the old one or the new one.
    beside = file.with_suffix(f".{os.getpid()}.tmp")
    beside.write_bytes(content)
    beside.replace(file)


if __name__ == "__main__":
    write()
