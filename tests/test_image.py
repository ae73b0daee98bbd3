"""The image of the service (Dockerfile), read without Docker: what it is built from, where it listens, who watches."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import pytest
from support.running_service import running_service

from validator.service.settings import ServiceSettings

ROOT = Path(__file__).resolve().parents[1]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
COPIED = {name for line in re.findall(r"^COPY (?!--from)(.*) \S+$", DOCKERFILE, re.MULTILINE) for name in line.split()}
LET_IN = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
VARIABLES = dict(re.findall(r"\b(LABELCHECK_\w+)=(\S+)", DOCKERFILE))


def last(instruction: str) -> list[str]:
    """The words of the last CMD of an instruction, in its exec form."""
    found = re.findall(rf"^{instruction}.*?(\[.*\])$", DOCKERFILE, re.MULTILINE)
    return json.loads(found[-1])


def test_all_that_the_package_is_built_from_is_copied_and_let_in() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    named = {project["project"]["readme"], *project["project"]["license-files"], *wheel["packages"]}
    needed = named | set(wheel["force-include"]) | {"pyproject.toml", "hatch_build.py", "constraints.txt"}
    assert needed == COPIED == LET_IN
    assert all((ROOT / name).exists() for name in COPIED)
    assert not [name for name in COPIED if fnmatch(name, ".*")]


def test_it_listens_for_others_whatever_else_serve_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert last("ENTRYPOINT") == ["labelcheck"]
    assert last("CMD") == ["serve"]
    for name, value in VARIABLES.items():
        monkeypatch.setenv(name, value)
    settings = ServiceSettings(allow_unauthenticated=True)
    assert (settings.host, settings.port) == ("0.0.0.0", 8080)
    assert f"EXPOSE {settings.port}\n" in DOCKERFILE


def test_its_health_check_asks_the_port_that_was_set_and_no_proxy(tmp_path: Path) -> None:
    _, *arguments = last("HEALTHCHECK")
    with running_service(tmp_path) as service:
        for port, code in ((service.url.rpartition(":")[2], 0), ("9", 1)):
            environment = {"LABELCHECK_SERVE_PORT": port, "http_proxy": "http://127.0.0.1:9"}
            command = [sys.executable, *arguments]
            assert subprocess.run(command, env=environment, timeout=30, check=False).returncode == code
