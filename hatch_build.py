"""Makes the prepared file (validator/prepare.py): into a wheel, and into a checkout that is installed editable."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class PreparedFile(BuildHookInterface):
    """Has the package make its own prepared file. A wheel is built without a change of the folder it is built from."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called before the build. A mistake in labels or value sets ends the build of a wheel and says where it is."""
        sys.path.insert(0, self.root)
        from validator.prepare import FILE, write

        if version == "editable":
            try:
                write()
            except (OSError, ValueError) as error:
                self.app.display_warning(f"No file is prepared, so that starts take longer: {error}")
            return
        self._folder = TemporaryDirectory()
        made = Path(self._folder.name) / FILE.name
        write(made)
        build_data["force_include"][str(made)] = f"validator/{made.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Called after the build."""
        if version != "editable":
            self._folder.cleanup()
