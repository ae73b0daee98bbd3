"""axe-core over the page: nothing serious, in light and dark, wide and narrow. It is fetched for the run."""

from __future__ import annotations

import shutil
import subprocess
import tarfile

import pytest
from support.browser import looking_at, settled
from support.example_chart import EXAMPLES, reported

from validator.page.document import html_report

AXE = "axe-core@4.14.1"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The script of axe-core."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("there is no npm here, so axe-core cannot be had")
    folder = tmp_path_factory.mktemp("axe")
    done = subprocess.run([npm, "pack", AXE], cwd=folder, capture_output=True, text=True, timeout=90, check=False)
    packed = next(folder.glob("axe-core-*.tgz"), None)
    if done.returncode or packed is None:
        pytest.skip("axe-core cannot be had from the registry")
    with tarfile.open(packed) as tar:
        found = tar.extractfile("package/axe.min.js")
        assert found is not None
        return found.read().decode()


def serious(page, axe: str) -> list[str]:
    page.evaluate(axe)
    found = page.evaluate("(rules) => axe.run(document, rules)", RULES)
    return [
        f"{one['id']}: {node['html'][:200]} {node['failureSummary']}"
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


# The colours are those of the scheme at any width: the dark ones are looked at wide with the verdicts below.
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_the_page_has_no_serious_fault(sandbox, browser, axe, scheme: str, width: int) -> None:
    with looking_at(browser, sandbox, width=width, color_scheme=scheme) as page:
        page.wait_for_selector(".strip button")
        assert serious(page, axe) == []
        page.locator("#answer-body .place", has_text="Observation/weight").first.click()
        page.locator(".line.marked.used .user").first.click()
        for one in page.locator("#answer-body summary, #outputs summary").all():
            one.click()
        page.wait_for_selector(".card")
        assert serious(page, axe) == []
        for source in ("paste", "form"):
            page.locator(f'input[value="{source}"]').check()
            assert serious(page, axe) == []


@pytest.mark.parametrize("name", ["hcc-cirrhosis-without-class", "dtc-stale-weight", "cds-draft-order"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_verdict_has_a_serious_fault(sandbox, browser, axe, scheme: str, name: str) -> None:
    with looking_at(browser, sandbox, color_scheme=scheme) as page:
        page.locator(f'[data-example="{name}"]').click()
        settled(page)
        assert serious(page, axe) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_report_as_a_file_has_no_serious_fault(browser, axe, scheme: str, tmp_path) -> None:
    path = tmp_path / "report.html"
    path.write_text(html_report(reported((EXAMPLES / "rcc-itraconazole.json").read_bytes())), encoding="utf-8")
    page = browser.new_context(color_scheme=scheme).new_page()
    page.goto(path.as_uri())
    assert serious(page, axe) == []
    page.context.close()
