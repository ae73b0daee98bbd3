"""Makes the prepared file where a wheel is built and where a checkout is installed editable (validator/prepare.py)."""

from __future__ import annotations

import sys
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class PreparedFile(BuildHookInterface):
    """Has the package make its own prepared file; a wheel takes it along, though no version control knows it."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called before the build. A mistake in labels or value sets ends the build of a wheel and says where it is."""
        sys.path.insert(0, self.root)
        from validator.prepare import FILE, write

        try:
            write()
        except ValueError as error:
            if version != "editable":
                raise
            self.app.display_warning(f"No file is prepared, so that starts take longer: {error}")
            return
        build_data["force_include"][str(FILE)] = f"validator/{FILE.name}"
