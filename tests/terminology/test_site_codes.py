"""Codes that are licensed and not shipped: a site adds its own, and without them the words of a procedure count."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from support.build import Resource, procedure
from support.bundle import bundle
from support.coding import Coding, coding
from support.judged import judged
from support.plain import kidney
from support.shipped import SHIPPED

from validator import check_bundle
from validator.profiles import Profiles
from validator.verdict import Verdict

GUIDE = (Path(__file__).parents[2] / "docs" / "integrate.md").read_text(encoding="utf-8")
CPT = "http://www.ama-assn.org/go/cpt"
CDT = "http://www.ada.org/cdt"
WORDLESS = coding(CPT, "SITE-1")


def entry_of_the_guide() -> dict[str, object]:
    section = GUIDE.split("## Procedure codes that are not shipped")[1].split("\n## ")[0]
    (block,) = re.findall(r"```json\n(.*?)```", section, re.DOTALL)
    return dict(json.loads(block))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A site's folder, made as the guide says."""
    made = Path(shutil.copytree(SHIPPED.root, tmp_path / "profiles"))
    file = made / "valuesets" / "risks" / "major-surgery.json"
    value_set = json.loads(file.read_text(encoding="utf-8"))
    value_set["compose"]["include"].append(entry_of_the_guide())
    file.write_text(json.dumps(value_set), encoding="utf-8")
    return made


def found(resources: list[Resource], profiles: Profiles) -> set[str]:
    (order,) = check_bundle(bundle("collection", resources), profiles=profiles).orders
    return {finding.code for finding in order.findings}


def test_a_site_adds_licensed_codes_as_the_guide_says(folder: Path) -> None:
    site = Profiles(folder)
    chart = kidney(beside=(procedure("site", WORDLESS, "2026-11-15"),))
    assert site.mistakes() == ()
    assert "surgery-too-recent" in found(chart, site)
    assert "surgery-too-recent" not in found(chart, SHIPPED)


def recent(code: Coding) -> set[str]:
    order = judged(kidney(beside=(procedure("probe", code, "2026-11-15"),)))
    return {one.code for one in order.findings if one.verdict is not Verdict.ACCEPT}


@pytest.mark.parametrize(
    "code",
    [
        coding(CPT, "SITE-2", "Laparoscopic radical nephrectomy"),
        coding(CPT, "SITE-3", "Total hip arthroplasty, right"),
        coding(CDT, "SITE-4", "Tooth extraction, erupted tooth"),
    ],
)
def test_an_operation_known_only_by_a_licensed_code_is_read_by_its_display(code: Coding) -> None:
    assert "surgery-too-recent" in recent(code)


@pytest.mark.parametrize(
    "code",
    [
        coding(CPT, "SITE-5", "Office visit, established patient"),
        coding(CPT, "SITE-6", "Physical therapy evaluation after hip replacement"),
        coding(CDT, "SITE-7", "Periodic oral evaluation"),
    ],
)
def test_a_visit_with_a_licensed_code_is_no_operation(code: Coding) -> None:
    assert recent(code) == set()
