"""Choices a site can make about how its charts are read; none of them is a clinical value."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal


@dataclass(frozen=True, slots=True)
class ChartSettings:
    """How a chart is read where its words leave room.

    `ambiguous_kidney_cancer`: what ICD-10-CM C64.- without any histology means in an adult: `rcc` (renal cell
    carcinoma, basis derived, with a note) or `undetermined`. Under 18 years it is always undetermined. `profiles`: a
    site's own profiles folder with its value sets; None: those shipped.
    """

    ambiguous_kidney_cancer: Literal["rcc", "undetermined"] = "rcc"
    profiles: Path | None = None


DEFAULT_SETTINGS = ChartSettings()
