"""The StructureDefinitions with their snapshots, as the official validator generates them from the differentials.

`python tests/support/snapshots.py` writes `profiles/snapshots` anew (Java 17 and Maven). They are kept, so that packing
needs neither. How the elements map to other standards is left out, and so is what the generator says of itself.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from support.judge import judged, missing

from validator.terminology.profiles import profiles_root

FOLDER = profiles_root() / "snapshots"


def differentials() -> list[Path]:
    """The files of the StructureDefinitions as they are written by hand or made from classes."""
    return sorted((profiles_root() / "structuredefinitions").glob("*.json"))


def as_kept(generated: Path, written: Path) -> str:
    """The JSON text to keep of a definition: as it is written, and the snapshot; an element of that a line."""
    elements = json.loads(generated.read_text(encoding="utf-8"))["snapshot"]["element"]
    rows = ",\n".join(f"      {json.dumps(_unmapped(one), ensure_ascii=False)}" for one in elements)
    whole = json.loads(written.read_text(encoding="utf-8")) | {"snapshot": {"element": []}}
    text = json.dumps(whole, indent=2, ensure_ascii=False)
    return text.replace('"element": []', f'"element": [\n{rows}\n    ]') + "\n"


def _unmapped(element: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in element.items() if name != "mapping"}


def stale(generated: Path) -> list[str]:
    """The files of `profiles/snapshots` that are not what was generated into this folder."""
    wanted = {one.name: as_kept(generated / one.name, one) for one in differentials()}
    kept = {one.name: one.read_text(encoding="utf-8") for one in FOLDER.glob("*.json")}
    return sorted(name for name in wanted.keys() | kept.keys() if wanted.get(name) != kept.get(name))


def main() -> int:
    """Writes every file, and removes those of definitions that there are none of any more."""
    if (why := missing()) is not None:
        print(why)
        return 1
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        generated = Path(folder)
        judged("R4", differentials(), snapshots=generated)
        for name in stale(generated):
            written = profiles_root() / "structuredefinitions" / name
            if written.is_file():
                (FOLDER / name).write_text(as_kept(generated / name, written), encoding="utf-8")
            else:
                (FOLDER / name).unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
