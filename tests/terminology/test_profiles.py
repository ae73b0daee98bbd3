"""Where the shipped profiles are found."""

from pathlib import Path

import pytest

from validator.terminology.profiles import profiles_of, profiles_root


def _with_valuesets(folder: Path) -> Path:
    (folder / "valuesets").mkdir(parents=True)
    return folder


def test_a_checkout_has_its_profiles_beside_the_package(tmp_path: Path) -> None:
    beside = _with_valuesets(tmp_path / "profiles")
    assert profiles_of(tmp_path / "validator") == beside


def test_a_wheel_has_its_profiles_inside_the_package_and_looks_nowhere_else(tmp_path: Path) -> None:
    _with_valuesets(tmp_path / "profiles")
    inside = _with_valuesets(tmp_path / "validator" / "_profiles")
    assert profiles_of(tmp_path / "validator") == inside


def test_an_installation_without_profiles_says_so(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="validator was installed without its profiles folder"):
        profiles_of(tmp_path / "validator")


def test_the_shipped_profiles_hold_labels_and_value_sets() -> None:
    assert (profiles_root() / "valuesets").is_dir()
    assert (profiles_root() / "codesystems").is_dir()
