"""Mutation testing: does a test fail when one operator, number or answer of a module is changed?

`make mutation` runs it over the floors that carry clinical knowledge; `python tests/proof/mutation.py rules/dose`
over one module, of whatever floor. `tests/proof/mutant.py` says what is changed. Every test is run once to learn which
lines it reaches;
then each mutant is tried in a process of its own against the tests that reach the changed line, until one fails: those
that mirror its module, then others, each by another way through the module first, `MOST_OTHERS` of them. So one that
counts as killed is; of those that count as survivors some far test may still tell. What none notices is listed with
its line; `docs/mutation.md` says why it may.

The process is forked from one that has loaded the project and collected the tests, and only the code of the changed
functions is exchanged; a change outside a function is tried in one that imports the project anew, against the files
of tests that mirror its module and then those that reach it. Loading the value sets and labels for each of four
thousand mutants is what would take most of the time with a tool that starts afresh.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import pytest  # noqa: E402
from exchange import changed_functions, exchange, import_changed, module_of  # noqa: E402
from mutant import Mutant, mutants  # noqa: E402
from runs import Runs, fails, told_by  # noqa: E402

FLOORS = ("criteria", "assessment", "rules", "label")
BESIDE = ("dosage/making", "dosage/by_size")
"""Modules of another floor that hold what a label's dose comes to."""
TOLD_BY = {
    "dosage/making": ("label/test_label_size",),
    "dosage/by_size": ("label/test_label_size",),
    "chart/liver/child_pugh_score": ("criteria/test_criterion_liver_bounds",),
    "chart/drug/exposure": ("chart/drug/test_exposure", "chart/drug/test_course"),
    "chart/entry/fate": ("test_ledger", "traps/test_ledger_traps"),
    "chart/entry/standing": ("test_ledger", "traps/test_ledger_traps", "chart/disease/test_status_words"),
    "chart/entry/subject": ("chart/entry/test_whose", "traps/test_subject_traps", "test_ledger"),
    "chart/disease/tie": ("chart/disease/test_tie", "chart/disease/test_untold_primary"),
    "chart/drug/therapy": ("chart/drug/test_therapy", "criteria/test_criterion_therapy"),
    "chart/observed/measurement": ("chart/observed/test_measurement", "criteria/test_criterion_size"),
    "chart/words/told_day": ("chart/risk/test_told_event", "chart/words/test_past_words"),
    "chart/record": ("test_ledger", "chart/entry/test_lost_display"),
    "chart/words/sure_words": ("chart/drug/test_progressed", "chart/drug/test_told_line"),
    "chart/disease/condition_state": (
        "chart/disease/test_condition_state",
        "chart/disease/test_diagnosis",
        "criteria/test_criterion_event",
    ),
    "chart/order/supply": ("chart/drug/test_course", "rules/test_rule_supply"),
    "checking/weight": ("chart/entry/test_nameless", "traps/test_ledger_traps"),
    "dosage/word_advice": ("dosage/test_word_situation", "dosage/test_dosage_words"),
    "label/criteria_form": ("test_questionnaire",),
    "label/held": ("impact/test_label_recall",),
    "label/mixed": ("impact/test_label_recall",),
    "label/prepared_labels": ("test_prepared",),
    "assessment/fit": ("assessment/test_assessment_fit", "label/test_label_size"),
    "assessment/ordered": ("assessment/test_assessment_ordered", "rules/test_rule_duplicate"),
    "assessment/stated_dose": ("assessment/test_assessment_stated_dose", "rules/test_rule_words"),
    "assessment/wording": ("assessment/test_assessment_wording", "rules/test_rule_words"),
    "assessment/worlds": (
        "assessment/test_assessment_worlds",
        "assessment/test_assessment_before",
        "rules/test_rule_partner",
        "label/test_label_size",
    ),
}
"""The own tests of modules for which no file has their name, or whose answers show in those of others too."""
MIRROR = {"criteria": "criterion", "assessment": "assessment", "rules": "rule"}
ALL = [
    "tests/criteria", "tests/rules", "tests/assessment", "tests/label", "tests/dosage", "tests/test_ledger.py",
    "tests/test_second_drug.py", "tests/test_cases.py", "tests/test_reported.py", "tests/test_ordinary.py",
    "tests/traps", "tests/test_questionnaire.py", "tests/impact", "tests/test_prepared.py",
]  # fmt: skip
TESTS = os.environ.get("MUTATION_TESTS", "").split() or ALL
"""Only these are tried, where some are named: for a new test, which shall tell what others did not."""
MOST_SECONDS = int(os.environ.get("MUTATION_SECONDS", "300"))
"""Processor time; one that takes more loops for ever, which a test would notice. Counted apart."""

MOST_MEMORY = 4 << 30
"""Bytes; one that takes more fails for want of them, which a test would notice too."""
MOST_OTHERS = int(os.environ.get("MUTATION_OTHERS", "150"))
"""Tests that are tried beside those that mirror the module."""
EVERY = int(os.environ.get("MUTATION_EVERY", "1"))
"""With 5, every fifth mutant of each module is tried: a sample, for a machine that is shared."""
WORKERS = int(os.environ.get("MUTATION_WORKERS", "2"))
QUIET = ["-q", "-x", "-p", "no:cacheprovider", "-o", "tmp_path_retention_policy=none"]


def mirrored(module: str) -> list[str]:
    """The tests that mirror a module; those of its whole floor where none does."""
    if module in TOLD_BY:
        return [f"tests/{name}.py" for name in TOLD_BY[module]]
    floor, *folders, stem = module.split("/")
    folder = "/".join(["tests", floor, *folders])
    named = (f"{folder}/test_{MIRROR.get(floor, floor)}_{stem}.py", f"{folder}/test_{stem}.py")
    return [own for own in named if Path(own).exists()] or [folder if Path(folder).is_dir() else f"tests/{floor}"]


@dataclass(frozen=True)
class Tried:
    """What became of some mutants: those that no test noticed, and of the noticed those that were stopped."""

    alive: tuple[Mutant, ...] = ()
    endless: tuple[Mutant, ...] = ()


def tried(listed: Sequence[Mutant], is_noticed: Callable[[Mutant], bool]) -> Tried:
    """Asks of each mutant, in a silent process of its own, whether a test notices it."""
    waiting = list(reversed(listed))
    running: dict[int, Mutant] = {}
    alive: list[Mutant] = []
    endless: list[Mutant] = []
    while waiting or running:
        while waiting and len(running) < WORKERS:
            mutant = waiting.pop()
            running[_start(lambda mutant=mutant: is_noticed(mutant))] = mutant  # type: ignore[misc]
        for child, mutant in list(running.items()):
            done, status = os.waitpid(child, os.WNOHANG)
            if done:
                del running[child]
                if os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0:
                    alive.append(mutant)
                if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU:
                    endless.append(mutant)
        time.sleep(0.005)
    return Tried(tuple(sorted(alive, key=lambda one: one.line)), tuple(endless))


def _start(is_noticed: Callable[[], bool]) -> int:
    child = os.fork()
    if child:
        return child
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    os.dup2(silent, 2)
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    noticed = True
    try:
        noticed = is_noticed()
    finally:
        os._exit(int(noticed))


@dataclass
class Proof:
    """The whole run: `waiting` are the mutants of each module. A plugin of pytest, which collects the tests for it."""

    waiting: dict[str, list[Mutant]]
    out: IO[str]
    runs: Runs = field(default_factory=Runs)
    outside: dict[str, list[Mutant]] = field(default_factory=dict)
    total: int = 0
    alive: int = 0
    endless: list[Mutant] = field(default_factory=list)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Tries every change inside a function, with the tests that were collected."""
        self.runs = told_by(session, list(self.waiting), WORKERS)
        if not self.runs.failed:
            items = {item.nodeid: item for item in session.items}
            for module, listed in self.waiting.items():
                changed = {one: changed_functions(one) for one in listed}
                self.outside[module] = [one for one in listed if not changed[one]]
                inside = [one for one in listed if changed[one]]
                self._tell(module, inside, lambda one, changed=changed: self._notices(items, one, changed[one]))  # type: ignore[misc]
        return True

    def _notices(self, items: dict[str, pytest.Item], mutant: Mutant, changed: frozenset[str]) -> bool:
        own = tuple(mirrored(mutant.module))
        # Labels are loaded once, by whichever test comes first: any test may tell.
        is_of_loading = mutant.module.startswith("label/")
        reaching = list(self.runs.seconds) if is_of_loading else self.runs.at(mutant.module, mutant.line)
        mirroring = self.runs.quickest([name for name in reaching if name.startswith(own)])
        others = [name for name in reaching if not name.startswith(own)]
        names = mirroring + self.runs.varied(mutant.module, others)[:MOST_OTHERS]
        exchange(mutant, changed)
        return fails([items[name] for name in names])

    def try_outside(self) -> None:
        """Tries every change outside of functions: each imports the project anew."""
        for module, listed in self.outside.items():
            names = self.runs.of(module)
            files = dict.fromkeys(name.partition("::")[0] for name in names)
            spent = {file: sum(s for n, s in self.runs.seconds.items() if n.startswith(file)) for file in files}
            tests = list(dict.fromkeys([*mirrored(module), *sorted(files, key=spent.__getitem__)]))
            self._tell(f"{module}, outside of functions", listed, lambda one, tests=tests: _fails_anew(one, tests))  # type: ignore[misc]

    def _tell(self, what: str, listed: list[Mutant], is_noticed: Callable[[Mutant], bool]) -> None:
        if not listed:
            return
        found = tried(listed, is_noticed)
        self.total, self.alive = self.total + len(listed), self.alive + len(found.alive)
        self.endless += found.endless
        print(f"{what}: {len(listed) - len(found.alive)} of {len(listed)} killed", file=self.out, flush=True)
        for mutant in found.alive:
            print(f"  {mutant}", file=self.out, flush=True)


def _fails_anew(mutant: Mutant, tests: list[str]) -> bool:
    import_changed(mutant)
    return pytest.main([*QUIET, *tests]) != 0


def main(names: list[str]) -> int:
    """Tries the mutants of the named modules or floors, of all where none is named."""
    os.chdir(ROOT)
    # Plugins of other tools that happen to be installed would be loaded by every child.
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    # Of the folders below the common one other runs of pytest keep only the newest.
    folder = tempfile.TemporaryDirectory()
    os.environ["PYTEST_DEBUG_TEMPROOT"] = folder.name
    from support.answer import check
    from support.plain import kidney, neuroendocrine

    for chart in (kidney(), neuroendocrine()):
        check(chart)  # loads value sets, labels and models
    modules = [
        f"{floor}/{path.stem}"
        for floor in FLOORS
        for path in sorted((ROOT / "validator" / floor).glob("*.py"))
        if path.stem != "__init__"
    ]
    modules += BESIDE
    # Of the other floors only what is named: most of what they hold is no clinical knowledge.
    modules += [one for one in names if one not in modules and (ROOT / "validator" / f"{one}.py").exists()]
    chosen = [one for one in modules if not names or one in names or one.partition("/")[0] in names]
    waiting = {module: mutants(module)[EVERY // 2 :: EVERY] for module in chosen}
    for module in chosen:
        module_of(module)
    proof = Proof(waiting, os.fdopen(os.dup(1), "w"))
    pytest.main([*QUIET, *TESTS], plugins=[proof])
    if proof.runs.failed or not proof.runs.seconds:
        print("These fail without any change; make them pass first:", *proof.runs.failed, sep="\n  ")
        return 1
    proof.try_outside()
    print(f"{proof.total - proof.alive} of {proof.total} killed, {proof.alive} survived; of the killed ran too long:")
    for mutant in proof.endless:
        print(f"  {mutant}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
