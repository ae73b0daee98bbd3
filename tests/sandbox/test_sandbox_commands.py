"""The commands that the page offers to copy answer as the page does, also by the folder that it was started with."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.shipped import SHIPPED

from validator.profiles import Profiles
from validator.sandbox.inquiry import Inquiry
from validator.sandbox.outputs import outputs
from validator.terminology.profiles import profiles_root

ROOT = Path(__file__).resolve().parents[2]
CHART = (ROOT / "examples" / "net-adolescent-60mg.json").read_text(encoding="utf-8")


def commands(profiles: Profiles) -> list[str]:
    return [line for line in str(outputs(Inquiry(CHART), profiles)["commands"]).splitlines() if "labelcheck" in line]


@pytest.mark.parametrize("command", ["labelcheck check", "labelcheck serve"])
def test_the_folder_of_a_site_stands_in_each_command(command: str, tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.symlink_to(profiles_root())
    told = [line for line in commands(Profiles(site)) if command in line]
    assert told
    assert all(f"{command} --profiles {site}" in line for line in told)
    assert all("--profiles" not in line for line in commands(SHIPPED))
