"""Choices a site can make about how its charts are read; none of them is a clinical value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class ChartSettings:
    """How a chart is read where its words leave room.

    `organ_without_histology`: what a cancer of an organ without any histology means in an adult, where the value set of
    a disease says that it is taken as that disease (C64.- as renal cell carcinoma): `derived` (so, basis derived, with
    a note) or `undetermined`. Under 18 years it is always undetermined.
    """

    organ_without_histology: Literal["derived", "undetermined"] = "derived"


DEFAULT_SETTINGS = ChartSettings()
