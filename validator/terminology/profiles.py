"""Where profiles and examples are: beside the package in a checkout, inside it when installed from a wheel."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def profiles_root() -> Path:
    """The folder that ships with this version: it holds `valuesets`, `codesystems` and `labels`.

    Who judges an order is given a `validator.profiles.Profiles` and asks nobody else; only what is the same for every
    site is read from here.
    Raises FileNotFoundError when the installation has no profiles.
    """
    return profiles_of(Path(__file__).resolve().parents[1])


def profiles_of(package: Path) -> Path:
    """The profiles of an installed package: its own `_profiles` first, else the folder beside it in a checkout."""
    for folder in (package / "_profiles", package.parent / "profiles"):
        if (folder / "valuesets").is_dir():
            return folder
    raise FileNotFoundError(f"{package.name} was installed without its profiles folder; install it again")


def examples_root() -> Path | None:
    """The folder of the example charts; None for an installation without any."""
    package = Path(__file__).resolve().parents[1]
    return next((one for one in (package / "_examples", package.parent / "examples") if one.is_dir()), None)
