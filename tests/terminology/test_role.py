"""A value set says what its group is to the program; a folder that has lost a role is refused, and read by nobody."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import get_args

import pytest
from click.testing import CliRunner
from support.shipped import SHIPPED

from validator.cli import main
from validator.finding import CANONICAL
from validator.profiles import Profiles
from validator.terminology.role import ROLES, Role
from validator.terminology.valueset import ValueSetError

ROLE = f"{CANONICAL}/StructureDefinition/role"
GRADE = "valuesets/grade/histologic-grade-questions.json"
PLACES = sorted((role, domain) for role, domains in ROLES.items() for domain in domains)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED.root, tmp_path / "profiles"))


def with_roles(file: Path, *roles: str) -> None:
    read = json.loads(file.read_text()) | {"extension": [{"url": ROLE, "valueCode": role} for role in roles]}
    file.write_text(json.dumps({key: value for key, value in read.items() if value != []}))


def test_every_role_has_its_domains() -> None:
    assert set(ROLES) == set(get_args(Role))
    assert all(domains <= SHIPPED.book.domains for domains in ROLES.values())


@pytest.mark.parametrize(("role", "domain"), PLACES)
def test_every_role_is_played_in_each_of_its_domains(role: Role, domain: str) -> None:
    assert SHIPPED.book.of_role(domain, role)


def test_no_role_has_the_name_of_a_group() -> None:
    assert set(ROLES) & SHIPPED.book.all_groups() == set()


@pytest.mark.parametrize(("role", "domain"), PLACES)
def test_a_folder_in_which_nothing_plays_a_role_is_refused(folder: Path, role: Role, domain: str) -> None:
    for value_set in SHIPPED.book.sets_of(domain):
        if value_set.group in SHIPPED.book.of_role(domain, role):
            file = folder / "valuesets" / value_set.place
            kept = [one["valueCode"] for one in json.loads(file.read_text())["extension"] if one["url"] == ROLE]
            with_roles(file, *(one for one in kept if one != role))
    with pytest.raises(ValueSetError, match=f"no value set of the domain {domain} has the role {role}"):
        _ = Profiles(folder).book


def test_a_role_of_another_domain_is_refused(folder: Path) -> None:
    with_roles(folder / GRADE, "grade-question", "body-weight")
    expected = "grade/histologic-grade-questions.json.extension: body-weight is a role of the domain observations"
    with pytest.raises(ValueSetError, match=f"^{re.escape(expected)}$"):
        _ = Profiles(folder).book


def test_a_role_that_nobody_knows_is_refused(folder: Path) -> None:
    with_roles(folder / GRADE, "grade-qestion")
    with pytest.raises(ValueSetError, match=r"histologic-grade-questions\.json.*grade-qestion"):
        _ = Profiles(folder).book


def test_the_command_says_which_role_a_folder_has_lost(folder: Path) -> None:
    with_roles(folder / GRADE)
    done = CliRunner().invoke(main, ["label", "check", str(folder)])
    assert done.exit_code != 0
    assert (
        "valuesets/*.json: no value set of the domain differentiation-grade has the role grade-question" in done.output
    )


def test_a_domain_that_a_folder_does_not_have_needs_no_roles(folder: Path) -> None:
    shutil.rmtree(folder / "valuesets" / "person")
    assert Profiles(folder).book.of_role("sex", "recorded-female") == frozenset()


def test_a_site_may_have_a_group_of_its_own_that_plays_a_role(folder: Path) -> None:
    """The grade is read from a group of another name: no module knows what it is called."""
    file = folder / GRADE
    file.write_text(file.read_text().replace('"question:grade"', '"question:how-it-looks"'))
    assert Profiles(folder).book.of_role("differentiation-grade", "grade-question") == {"question:how-it-looks"}
