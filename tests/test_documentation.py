"""What the documentation says is so: every command in it runs, every link leads somewhere, nothing is left out."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from validator.cli import main
from validator.verdict import Verdict

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCS = sorted(path.name for path in (ROOT / "docs").glob("*.md"))
PAGES = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "examples/README.md", *(f"docs/{name}" for name in DOCS)]
LABELCHECK = [sys.executable, "-c", "from validator.cli import main; main()"]


def blocks(language: str) -> list[str]:
    """The fenced blocks of one language in the README."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


COMMANDS = [line[2:] for block in blocks("console") for line in block.splitlines() if line.startswith("$ ")]


def done(command: list[str]) -> subprocess.CompletedProcess[str]:
    # The port that the service has without a word about it may be somebody else's on this machine.
    free = {**os.environ, "LABELCHECK_SERVE_PORT": "0"}
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False, env=free)


def test_the_readme_has_examples_to_run():
    assert len(COMMANDS) >= 8
    assert len(blocks("python")) == 1


SERVICES = {"serve", "sandbox", "record"}
"""Commands that set up a process for good: its log, its signals."""


@pytest.mark.parametrize("line", COMMANDS)
def test_every_command_of_the_readme_runs(line, monkeypatch):
    name, *arguments = shlex.split(line, comments=True)
    assert name == "labelcheck"
    if arguments[0] in SERVICES:
        result = done([*LABELCHECK, *arguments])
        code = result.returncode
    else:
        monkeypatch.chdir(ROOT)
        result = CliRunner().invoke(main, arguments)
        code = result.exit_code
    assert code in (0, 1), result.stderr
    assert result.stdout
    # Beside the charts of the folder lie the calls of EHRs, and what is not looked at is said.
    below = "not looked at: the folder examples/calls (2 .json files).\n" if "examples" in arguments else ""
    assert result.stderr == below


def test_the_library_example_of_the_readme_runs():
    result = done([sys.executable, "-c", blocks("python")[0]])
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith("error: 60 mg once daily is ordered, the label gives 40 mg once daily.\n")


def test_the_output_in_the_readme_is_the_output(request):
    shown = blocks("text")[0]
    command, _, excerpt = shown.partition("\n\n")
    name, *arguments = shlex.split(command.removeprefix("$ "))
    assert (name, arguments[0]) == ("labelcheck", "check")
    result = done([*LABELCHECK, "check", "--format", "text", *arguments[1:]])
    assert result.returncode == 1
    head, mark, _ = result.stdout.partition("dose-above-label\n")
    assert mark
    if request.config.getoption("--update-golden"):
        changed = README.replace(shown, f"{command}\n\n{head}{mark}")
        (ROOT / "README.md").write_text(changed, encoding="utf-8")
    else:
        assert excerpt == head + mark


@pytest.mark.parametrize("target", ["demo", "test"])
def test_the_two_commands_exist(target):
    assert f"\nmake {target} " in README
    plan = done(["make", "--dry-run", target])
    assert plan.returncode == 0, plan.stderr


def test_ci_runs_the_one_command():
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    assert script.read_text().rstrip().endswith("\nmake test")


@pytest.mark.parametrize("page", PAGES)
def test_every_link_to_a_file_leads_to_one(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link]
    missing = [link for link in links if not (ROOT / page).parent.joinpath(link).exists()]
    assert missing == []


def test_every_page_is_found_from_the_first_one_of_the_docs():
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    assert [name for name in DOCS if name != "README.md" and f"({name})" not in index] == []


def test_every_verdict_is_explained():
    assert [verdict for verdict in Verdict if f"| `{verdict.value}` |" not in README] == []


def commands(command: click.Command, path: str = "labelcheck") -> list[tuple[str, click.Command]]:
    found = [(path, command)]
    if isinstance(command, click.Group):
        for name, child in command.commands.items():
            found += commands(child, f"{path} {name}")
    return found


@pytest.mark.parametrize(("path", "command"), commands(main), ids=[path for path, _ in commands(main)])
def test_every_command_and_option_is_documented(path, command):
    assert command.help
    if path != "labelcheck":
        assert any(line.startswith(path) for line in COMMANDS)
    options = [option for option in command.params if isinstance(option, click.Option)]
    assert [option.name for option in options if not option.help] == []


def test_the_exit_codes_stand_in_the_help():
    assert main.help is not None
    assert all(f"{code} " in main.help for code in (0, 1, 2, 3))


def test_the_version_has_its_place_in_the_change_log():
    log = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "## [Unreleased]" in log


def test_a_clarification_has_a_number_of_its_own() -> None:
    text = (ROOT / "profiles" / "labels" / "CLARIFICATIONS.md").read_text(encoding="utf-8")
    numbers = re.findall(r"^\| (A\d+) \|", text, re.MULTILINE)
    assert len(numbers) > 50
    assert sorted(set(numbers)) == sorted(numbers)
