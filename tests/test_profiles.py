"""Where the shipped profiles are found."""

import shutil
from pathlib import Path

import pytest

from validator.profiles import NoProfilesError, Profiles, shipped
from validator.terminology.profiles import profiles_of


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
    assert (shipped().root / "valuesets").is_dir()
    assert (shipped().root / "codesystems").is_dir()


def test_the_shipped_content_is_one_value() -> None:
    assert shipped() is shipped()


def test_a_folder_without_value_sets_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoProfilesError, match="holds valuesets and labels"):
        Profiles(tmp_path)


def test_what_is_published_beside_a_site_s_own_content_is_what_ships(tmp_path: Path) -> None:
    for name in ("valuesets", "labels"):
        shutil.copytree(shipped().root / name, tmp_path / "profiles" / name)
    own = Profiles(tmp_path / "profiles")
    assert own.definitions == shipped().definitions
    changed = tmp_path / "profiles" / "questionnaires"
    changed.mkdir()
    text = '{"resourceType": "Questionnaire", "id": "cabozantinib-criteria", "title": "own"}'
    (changed / "own.json").write_text(text, encoding="utf-8")
    again = Profiles(tmp_path / "profiles").definitions
    assert again["Questionnaire/cabozantinib-criteria"]["title"] == "own"
    assert again.keys() == shipped().definitions.keys()
