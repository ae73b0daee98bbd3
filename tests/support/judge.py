"""The validator of the field, offline, and what it says of FHIR files; as a program it judges all that is published.

The Java program stands in `tests/judge`; Maven brings its libraries on first use and keeps them in the home folder.
"""

from __future__ import annotations

import copy
import json
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
JUDGE = ROOT / "tests" / "judge"
RELEASES = ("R4", "R4B", "R5")
OWN = (ROOT / "profiles",)
"""Definitions that judged files may use."""
OF_R5 = frozenset({"pnet-r5.json"})
"""Examples that are written in R5."""
OF_R4 = frozenset({"snapshots", "implementationguides"})
"""Folders of `profiles` that are written for R4 and R4B."""
_RELATIONSHIPS = {
    "equivalent": "equivalent",
    "equal": "equivalent",
    "wider": "source-is-narrower-than-target",
    "narrower": "source-is-broader-than-target",
    "relatedto": "related-to",
    "inexact": "related-to",
}
"""`ConceptMap...target.equivalence` of R4, told of the target, as `relationship` of R5, told of the source."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One message of the validator about a file. `severity`: `error`, `fatal` or `warning`."""

    file: str
    severity: str
    location: str
    message: str


def missing() -> str | None:
    """What keeps the validator from running here; None: nothing."""
    lacking = [tool for tool in ("java", "mvn") if shutil.which(tool) is None]
    return f"{' and '.join(lacking)} not installed (Java 17 and Maven run the programs of HAPI)" if lacking else None


@cache
def classpath(program: Path) -> str:
    """Where the libraries of the Java program of this folder lie; its `pom.xml` names them."""
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder) / "classpath"
        order = ["mvn", "-q", "-B", "-f", str(program / "pom.xml"), "dependency:build-classpath"]
        subprocess.run([*order, f"-Dmdep.outputFile={written}"], check=True, capture_output=True, timeout=600)
        return written.read_text(encoding="utf-8")


def judged(
    release: str, files: Iterable[Path], own: Iterable[Path] = OWN, *, snapshots: Path | None = None
) -> tuple[Remark, ...]:
    """What the validator of one release says of these files; nothing of those that are clean.

    `own` are folders of definitions, or FHIR packages, that the files may use. Into the folder `snapshots` each
    StructureDefinition of the files is written with its snapshot, under the name of its file.
    """
    paths = [str(file) for file in files]
    # Compiled no further than a short run pays back.
    options = ["-Xmx2g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dorg.slf4j.simpleLogger.defaultLogLevel=off"]
    if snapshots is not None:
        options.append(f"-Dsnapshots={snapshots}")
    order = ["java", *options, "-cp", classpath(JUDGE), str(JUDGE / "Judge.java"), release, *map(str, own)]
    done = subprocess.run(order, input="\n".join(paths), capture_output=True, text=True, check=False, timeout=900)
    lines: list[dict[str, Any]] = [json.loads(line) for line in done.stdout.splitlines()]
    if done.returncode or {line["file"] for line in lines} != set(paths):
        raise RuntimeError(f"the validator did not judge every file:\n{done.stderr[-4000:]}")
    return tuple(
        Remark(line["file"], line["severity"], line["location"] or "", line["message"])
        for line in lines
        if line["severity"] != "clean"
    )


def errors(
    release: str, files: Iterable[Path], own: Iterable[Path] = OWN, *, snapshots: Path | None = None
) -> list[Remark]:
    """The errors alone: warnings are of best practice, and of code systems that are not at hand offline."""
    return [one for one in judged(release, files, own, snapshots=snapshots) if one.severity in ("error", "fatal")]


def published() -> list[Path]:
    """Every FHIR file under `profiles`."""
    return sorted((ROOT / "profiles").rglob("*.json"))


def concept_map_in_r5(of_r4: dict[str, Any]) -> dict[str, Any]:
    """A ConceptMap of R4 as R5 writes it: what is unmatched has no target there. Source: FHIR R5, ConceptMap.

    Raises KeyError for an equivalence that has no one relationship.
    """
    made: dict[str, Any] = copy.deepcopy(of_r4)
    for name in ("source", "target"):
        for kind in ("Uri", "Canonical"):
            if f"{name}{kind}" in made:
                made[f"{name}Scope{kind}"] = made.pop(f"{name}{kind}")
    for group in made["group"]:
        for element in group["element"]:
            if [one["equivalence"] for one in element["target"]] == ["unmatched"]:
                del element["target"]
                element["noMap"] = True
                continue
            for target in element["target"]:
                target["relationship"] = _RELATIONSHIPS[target.pop("equivalence")]
    return made


def in_release(release: str, files: Iterable[Path], folder: Path) -> Iterator[Path]:
    """Files to judge in a release. What that release writes in another form is put into the folder so.

    What is of R4 itself is left out in R5: snapshots of its resources, and the guide of the package for R4.
    """
    for file in files:
        if release == "R5" and file.parent.name in OF_R4:
            continue
        if release == "R5" and file.parent.name == "conceptmaps":
            made = concept_map_in_r5(json.loads(file.read_text(encoding="utf-8")))
            yield as_file(folder, file.stem, json.dumps(made))
        else:
            yield file


def as_file(folder: Path, name: str, text: str) -> Path:
    """A resource's JSON as a file of this name, to be judged."""
    file = folder / f"{name}.json"
    file.write_text(text, encoding="utf-8")
    return file


def examples(release: str) -> list[Path]:
    """The examples of a release; what is R4 is R4B too."""
    every = sorted((ROOT / "examples").glob("*.json"))
    return [one for one in every if (one.name in OF_R5) is (release == "R5")]


def labels(release: str, folder: Path) -> Iterator[Path]:
    """Every label revision as a release writes it; R4 has none of the types."""
    # Not above: what it imports imports this module, which is a program too.
    sys.path.insert(0, str(ROOT / "tests"))
    from support.labelled import as_files, shipped_revisions

    if release != "R4":
        yield from as_files(folder, release, shipped_revisions())


def main() -> int:
    """Judges everything published, in three releases."""
    if (why := missing()) is not None:
        print(why)
        return 1
    found = 0
    for release in RELEASES:
        with tempfile.TemporaryDirectory() as folder:
            files = [
                *in_release(release, published(), Path(folder)),
                *examples(release),
                *labels(release, Path(folder)),
            ]
            remarks = judged(release, files)
        bad = [one for one in remarks if one.severity != "warning"]
        for one in bad:
            print(f"{release} {Path(one.file).name} {one.location}: {one.message}")
        kinds = Counter(one.message.split(":")[0][:90] for one in remarks if one.severity == "warning")
        print(f"{release}: {len(files)} files, {len(bad)} errors, {sum(kinds.values())} warnings of {len(kinds)} kinds")
        found += len(bad)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
