"""What the project promises about itself: everything is registered, documented, exercised and kept in bounds."""

from __future__ import annotations

import ast
import json
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest
from support.build import to_json
from support.shipped import SHIPPED

import validator
from validator import check_bundle
from validator.criteria.registry import CRITERIA
from validator.finding import FINDING_CODES
from validator.report.finding_system import as_text, finding_system, published_codes
from validator.rules.registry import RULES
from validator.terminology.domain import DRUG
from validator.terminology.role import ROLES
from validator.terminology.set_extension import ExtentKind, Level

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "validator"
MODULES = sorted(PACKAGE.rglob("*.py"))
PUBLISHED = ROOT / "profiles" / "codesystems" / "finding.json"
OF_THE_TESTS = "example-"
"""How codes begin that tests of the report floor register for themselves."""

CODES = [code for code in published_codes() if not code.code.startswith(OF_THE_TESTS)]
LONGEST_MODULE = 300


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def calls(path: Path, function: str) -> list[ast.Call]:
    """The calls of a function by its plain name."""
    found = [one for one in ast.walk(tree(path)) if isinstance(one, ast.Call)]
    return [one for one in found if isinstance(one.func, ast.Name) and one.func.id == function]


def decorations(path: Path, decorator: str) -> list[str]:
    """The first argument of every `@decorator("...")` of a module."""
    found = []
    for one in ast.walk(tree(path)):
        for made in getattr(one, "decorator_list", ()):
            if isinstance(made, ast.Call) and isinstance(made.func, ast.Name) and made.func.id == decorator:
                found.append(ast.literal_eval(made.args[0]))
    return found


# --- Everything is registered


WORKSHOP = {
    *("registry", "answer", "attested", "liver_bounds", "new_liver", "body_weight", "size", "treated", "beginning"),
    *("once", "spread_told", "untold", "untouched"),
}
"""Modules of criteria/ that serve the questions and ask none."""


TELLING = {
    *(
        "registry",
        "message",
        "said",
        "reservation",
        "set_aside",
        "aside",
        "class_left_open",
        "safe_step",
        "stake",
        "entry_name",
        "incomplete_list",
        "dose_title",
        "dose_alone",
        "drug_name",
    ),
    # What is said where no rule can look: before a chart is read, after all rules, or of no order at all.
    *("unjudged", "structure", "not_checked", "closing", "gap", "submission"),
}
"""Modules of rules/ that are asked by other modules and not for each situation."""


@pytest.mark.parametrize(
    ("package", "decorator", "serving"),
    [("criteria", "criterion", WORKSHOP), ("rules", "rule", TELLING)],
)
def test_every_module_registers_something_and_is_imported_by_its_package(
    package: str, decorator: str, serving: set[str]
) -> None:
    paths = {path.stem: path for path in (PACKAGE / package).glob("*.py") if path.stem != "__init__"}
    assert serving <= set(paths)
    asking = set(paths) - serving
    assert [stem for stem in sorted(asking) if not decorations(paths[stem], decorator)] == []
    registered = {"criteria": CRITERIA.values(), "rules": RULES.values()}[package]
    assert {one.__module__.rpartition(".")[2] for one in registered} == asking


def test_every_registration_is_seen_in_the_register() -> None:
    kinds = [kind for path in (PACKAGE / "criteria").glob("*.py") for kind in decorations(path, "criterion")]
    rules = [kind for path in (PACKAGE / "rules").glob("*.py") for kind in decorations(path, "rule")]
    assert sorted(kinds) == sorted(CRITERIA)
    assert sorted(rules) == sorted(RULES)


def kinds_in(value: object) -> set[str]:
    """The kind of every table at any depth."""
    match value:
        case dict():
            own = {value["kind"]} if isinstance(value.get("kind"), str) else set()
            return own.union(*(kinds_in(one) for one in value.values()))
        case list():
            return set().union(*(kinds_in(one) for one in value))
        case _:
            return set()


def test_every_kind_of_question_is_asked_by_a_label() -> None:
    """A shipped one, or that of a made-up drug."""
    folders = [ROOT / "profiles" / "labels", *(ROOT / "tests" / "fixtures").glob("*/labels")]
    labels = [tomllib.loads(path.read_text()) for folder in folders for path in folder.rglob("*.toml")]
    assert set(CRITERIA) - set().union(*(kinds_in(label) for label in labels)) == set()


@pytest.mark.parametrize("package", ["criteria", "rules", "assessment"])
def test_every_module_has_its_tests(package: str) -> None:
    modules = {path.stem for path in (PACKAGE / package).glob("*.py")} - {"__init__"}
    tested = {path.stem for path in (ROOT / "tests" / package).glob("test_*.py")}
    prefixes = {"criteria": "criterion", "rules": "rule", "assessment": "assessment"}
    assert {stem for stem in modules if f"test_{prefixes[package]}_{stem}" not in tested} == set()


# --- Finding codes


def test_the_published_code_system_is_the_register(request: pytest.FixtureRequest) -> None:
    written = as_text(finding_system(CODES))
    if request.config.getoption("--update-golden"):
        PUBLISHED.write_text(written)
    assert PUBLISHED.read_text() == written, "write it: python -m validator.report.finding_system > " + name(PUBLISHED)


def test_the_published_code_system_is_sound_fhir() -> None:
    from fhir.resources.codesystem import CodeSystem
    from fhir.resources.R4B.codesystem import CodeSystem as R4BCodeSystem

    system = json.loads(PUBLISHED.read_text())
    assert R4BCodeSystem.model_validate(system).count == CodeSystem.model_validate(system).count == len(CODES)


@pytest.mark.parametrize("code", CODES, ids=lambda code: code.code)
def test_a_finding_code_names_a_problem_and_has_a_page(code: Any) -> None:
    assert re.fullmatch(r"[a-z0-9-]+", code.code)
    assert 3 <= len(code.display) <= 80
    assert not code.display.endswith(".")
    assert code.page.endswith(".")
    assert len(code.page.split()) >= 3
    assert not code.code.startswith(("check-", "disallow-", "invalid-"))
    for word in ("invalid", "error occurred", "TODO"):
        assert word not in code.display.lower() + code.page.lower()


def test_no_two_finding_codes_have_the_same_name() -> None:
    displays = [code.display for code in CODES]
    assert sorted(set(displays)) == sorted(displays)


def exercised() -> str:
    """Everything that tests, cases and examples say, but for this file and what is generated."""
    tests = [path for path in (ROOT / "tests").rglob("*.py") if path != Path(__file__)]
    stories = [*(ROOT / "tests").rglob("*.toml"), *(ROOT / "examples").rglob("*.toml")]
    return "\n".join(path.read_text(encoding="utf-8") for path in (*tests, *stories))


def test_every_finding_code_is_exercised_by_a_test_or_a_case() -> None:
    said = exercised()
    assert {code.code for code in CODES if f'"{code.code}"' not in said} == set()


# --- The public face


def test_the_public_names_are_these() -> None:
    assert sorted(validator.__all__) == [
        "Dose",
        "Evidence",
        "Finding",
        "Issue",
        "LabelUsed",
        "OrderReport",
        "Profiles",
        "Report",
        "Severity",
        "Truth",
        "Verdict",
        "__version__",
        "check_bundle",
        "check_documents",
        "check_order",
    ]
    assert all(hasattr(validator, one) for one in validator.__all__)
    with pytest.raises(AttributeError, match="no attribute 'check_everything'"):
        validator.check_everything  # noqa: B018


def test_a_report_has_the_attributes_that_its_json_has() -> None:
    order = {"resourceType": "MedicationRequest", "id": "x", "status": "active", "intent": "order"}
    report = check_bundle(to_json(order))
    keys = ["order", "verdict", "label", "indication", "ordered", "expected", "findings"]
    assert [key for key in keys if not hasattr(report.orders[0], key)] == []
    finding = report.orders[0].findings[0]
    keys = ["code", "verdict", "severity", "message", "section", "expression", "evidence", "missing"]
    assert [key for key in keys if not hasattr(finding, key)] == []


def test_importing_the_library_does_not_load_the_fhir_models() -> None:
    import subprocess
    import sys

    program = "import sys, validator; validator.check_bundle; print('fhir.resources' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout == "False\n"


# --- Kept in bounds


def catches_everything(path: Path) -> list[int]:
    """Lines of `except:`, `except Exception` and `except BaseException`."""
    lines = []
    for one in ast.walk(tree(path)):
        if isinstance(one, ast.ExceptHandler):
            caught = one.type.elts if isinstance(one.type, ast.Tuple) else [one.type]
            names = {ast.unparse(kind) if kind is not None else "Exception" for kind in caught}
            lines += [one.lineno] if names & {"Exception", "BaseException"} else []
    return lines


def test_every_exception_is_caught_in_one_place_only() -> None:
    assert [name(path) for path in MODULES if catches_everything(path)] == ["validator/checking/judging.py"]
    assert len(catches_everything(PACKAGE / "checking" / "judging.py")) == 1


def test_a_finding_is_made_in_one_place_only() -> None:
    assert [name(path) for path in MODULES if calls(path, "Finding")] == ["validator/rules/said.py"]


def test_findings_are_born_on_one_floor_and_issues_where_bytes_come_in() -> None:
    said_by = {path.relative_to(PACKAGE).parts[0] for path in MODULES if calls(path, "said")}
    assert said_by == {"rules"}
    floors = {path.relative_to(PACKAGE).parts[0] for path in MODULES if calls(path, "finding_code")}
    assert floors == {"rules", "fhir", "report"}
    of_reports = [path for path in (PACKAGE / "report").glob("*.py") if calls(path, "finding_code")]
    assert [path.stem for path in of_reports] == ["operation_outcome"], "an outcome without a finding says so"


CLINICAL = ("criteria", "assessment", "rules", "label", "terminology")


@pytest.mark.parametrize("floor", CLINICAL)
def test_no_amount_becomes_a_binary_fraction(floor: str) -> None:
    assert [name(path) for path in (PACKAGE / floor).rglob("*.py") if calls(path, "float")] == []


@pytest.mark.parametrize("floor", [*CLINICAL, "chart", "fhir", "dosage", "report"])
def test_nothing_below_the_edges_reads_a_clock_or_the_network_or_writes_a_log(floor: str) -> None:
    clock = r"\b(?:date\.today|datetime\.(?:now|utcnow)|time\.time)\("
    barred = re.compile(rf"{clock}|^(?:import|from) (?:logging|socket|requests|urllib)\b", re.MULTILINE)
    assert [name(path) for path in (PACKAGE / floor).rglob("*.py") if barred.search(path.read_text())] == []


CIRCLES = {
    "validator.report.model": "a report gives itself out: `to_operation_outcome` and its kin are part of the library",
}
"""Modules that stand in a circle of imports, each with its reason; one whose circle is broken must leave the list."""


def imported(path: Path, modules: set[str]) -> set[str]:
    """The modules of the package that one imports anywhere in it, but for what only the type checker sees."""
    found: set[str] = set()
    pending: list[ast.AST] = [tree(path)]
    while pending:
        node = pending.pop()
        match node:
            case ast.If(test=ast.Name(id="TYPE_CHECKING")):
                continue
            case ast.ImportFrom(module=str() as module):
                found |= {full if (full := f"{module}.{one.name}") in modules else module for one in node.names}
            case ast.Import():
                found |= {one.name for one in node.names}
            case _:
                pass
        pending.extend(ast.iter_child_nodes(node))
    return found & modules


def test_no_modules_import_each_other_in_a_circle() -> None:
    names = {".".join(path.with_suffix("").relative_to(ROOT).parts).removesuffix(".__init__"): path for path in MODULES}
    left = {one: imported(path, set(names)) - {one} for one, path in names.items()}
    while free := {one for one, needs in left.items() if not needs & left.keys()}:
        left = {one: needs for one, needs in left.items() if one not in free}

    def reaches(start: str, allowed: set[str]) -> bool:
        seen: set[str] = set()
        pending = [start]
        while pending:
            following = (left[pending.pop()] & left.keys()) - allowed - seen
            if start in following:
                return True
            seen |= following
            pending.extend(following)
        return False

    assert [one for one in sorted(left) if one not in CIRCLES and reaches(one, set(CIRCLES))] == []
    assert [one for one in CIRCLES if one not in left or not reaches(one, set())] == []


def test_a_dosage_is_read_from_its_structs_and_never_again_from_json() -> None:
    floors = [path for path in MODULES if path.parent.name in ("chart", "criteria", "assessment", "rules", "dosage")]
    lines = [(name(path), line) for path in floors for line in path.read_text().splitlines()]
    raw = re.compile(r"\.dosage_instruction\b|body\.dosage\b|get\(.(?:dosageInstruction|doseAndRate|timing|repeat).\)")
    allowed = {"validator/chart/entry/when.py"}  # it looks for reversed periods in whatever JSON is given to it
    assert [place for place, line in lines if raw.search(line) and place not in allowed] == []


def test_no_module_is_longer_than_300_lines() -> None:
    long = {name(path) for path in MODULES if len(path.read_text().splitlines()) > LONGEST_MODULE}
    assert sorted(long) == []


def types_of(path: Path) -> list[str]:
    """The public classes and type aliases of a module."""
    made = []
    for node in tree(path).body:
        match node:
            case ast.ClassDef(name=str() as named):
                made.append(named)
            case ast.Assign(targets=[ast.Name(id=named)]) if re.fullmatch(r"[A-Z]\w*[a-z]\w*", named):
                made.append(named)
            case _:
                pass
    return [one for one in made if not one.startswith("_")]


def test_one_word_stands_for_one_thing() -> None:
    named = [one for path in MODULES for one in types_of(path)]
    assert sorted({one for one in named if named.count(one) > 1}) == []


def test_no_module_exists_to_hold_what_fits_nowhere() -> None:
    assert [name(path) for path in MODULES if path.stem.strip("_") in {"utils", "helpers", "manager", "common"}] == []


def test_every_module_says_what_it_is_for() -> None:
    silent = [name(path) for path in MODULES if path.read_text().strip() and ast.get_docstring(tree(path)) is None]
    assert silent == []


MACHINE = re.compile(r"/(?:work|home|Users|tmp|root|private)/\w|[A-Z]:\\\\|\bTODO\b|\bFIXME\b|\bXXX\b")


@pytest.mark.parametrize("folder", ["validator", "profiles", "examples", "docs", "benchmarks"])
def test_no_file_holds_a_path_of_a_machine_or_a_promise(folder: str) -> None:
    texts = {".py", ".toml", ".json", ".md", ".lark", ".html"}
    paths = [path for path in (ROOT / folder).rglob("*") if path.suffix in texts]
    found = {name(path): sorted(set(MACHINE.findall(path.read_text(encoding="utf-8")))) for path in paths}
    assert {path: words for path, words in found.items() if words} == {}


def test_the_canonical_base_is_written_in_one_place() -> None:
    base = "labelcheck.example.org"
    assert [name(path) for path in MODULES if base in path.read_text()] == ["validator/finding.py"]


def test_the_register_of_this_run_holds_nothing_twice() -> None:
    assert all(key == code.code for key, code in FINDING_CODES.items())


# --- What label data declare is no word of the program

IDENTIFIERS = {
    ("validator/service/cds_routes.py", "cabozantinib-"): "the ids of the CDS services, which clients have stored",
}
"""Published identifiers that hold a name, each with its reason; one that has gone must leave the list."""

GROUPS_ARE_NAMED_IN = "validator/criteria/"

WORDS_OF_THEIR_OWN = {
    ("validator/chart/person.py", "female"): "a code of FHIR's AdministrativeGender",
    ("validator/fhir/status_code.py", "female"): "a code of FHIR's AdministrativeGender",
    ("validator/chart/disease/diagnosis.py", "excluded"): "a kind of code of any disease, `disease.KINDS`",
    ("validator/terminology/disease.py", "excluded"): "a kind of code of any disease, `disease.KINDS`",
}
"""Literals that are the name of a group and mean another thing, each with its reason; one that has gone must leave."""

DOMAINS_ARE_NAMED_IN = "validator/terminology/domain.py"
KEYS_LIKE_DOMAINS = {
    ("validator/service/prefetch.py", "observations"): "the key of a list in a CDS prefetch",
}


def declared() -> re.Pattern[str]:
    """Drugs, brands, diseases and codes of precautions that the label data declare, as whole words."""
    book, labels = SHIPPED.book, SHIPPED.labels
    every = [labels.revision(product, day) for product in labels.products for day in labels.revision_dates(product)]
    names = {name for label in every for name in (label.product, label.ingredient)}
    concepts = [concept for value_set in book.sets_of("products") for concept in value_set.concepts.values()]
    names |= {name for concept in concepts for name in (*concept.ingredients, *concept.brands)}
    asked = {group for label in every for domain, group in label.names.groups if domain == DRUG}
    drugs = {name for value_set in book.value_sets for one in value_set.concepts.values() for name in one.ingredients}
    names |= asked & drugs
    # A word that is a group too (`pregnancy`) is one of the chart's.
    codes = {one.code for label in every for one in label.precaution} - book.all_groups()
    listed = sorted((*names, *codes, *book.diseases.names), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, listed))})(?!\w)", re.IGNORECASE)


def literals(path: Path) -> list[str]:
    """The string literals of a module, docstrings left out."""
    nodes = list(ast.walk(tree(path)))
    alone = {id(one.value) for one in nodes if isinstance(one, ast.Expr)}
    return [
        one.value
        for one in nodes
        if isinstance(one, ast.Constant) and isinstance(one.value, str) and id(one) not in alone
    ]


def named_by_the_program() -> dict[str, set[str]]:
    """What each module names of what label data declare, published identifiers left out."""
    pattern = declared()
    found: dict[str, set[str]] = {}
    for path in MODULES:
        for text in literals(path):
            said = text
            for module, identifier in IDENTIFIERS:
                said = said.replace(identifier, "") if module == name(path) else said
            if words := set(pattern.findall(said)):
                found.setdefault(name(path), set()).update(word.lower() for word in words)
    return found


def test_the_program_names_no_drug_brand_disease_or_precaution() -> None:
    named = {path: words for path, words in named_by_the_program().items() if not path.startswith(GROUPS_ARE_NAMED_IN)}
    assert named == {}


SAID_BY_A_SET = frozenset({*get_args(ExtentKind), *get_args(Level)})
"""What a value set can say of spread and grade (`set_extension`): words of the program, though a group may be called
the same."""


def group_named(text: str, groups: frozenset[str]) -> bool:
    """Whether a literal is a group, one part of a group with a colon, or holds a group that is no plain word."""
    whole, inside = written_as(groups)
    return text in whole or inside.search(text) is not None


@cache
def written_as(groups: frozenset[str]) -> tuple[frozenset[str], re.Pattern[str]]:
    """The literals that are a group or a part of one, and what finds a group inside another literal."""
    told_apart = [group.partition(":") for group in groups if ":" in group]
    parts = {f"{head}:" for head, _, _ in told_apart} | {f":{tail}" for _, _, tail in told_apart}
    inside = "|".join(re.escape(group) for group in sorted(groups, reverse=True) if re.search("[_:]", group))
    return groups | parts, re.compile(rf"(?<![\w:-])(?:{inside})(?![\w:-])")


def test_groups_are_named_by_criteria_and_nobody_else() -> None:
    groups = SHIPPED.book.all_groups() - SAID_BY_A_SET
    elsewhere = [path for path in MODULES if not name(path).startswith(GROUPS_ARE_NAMED_IN)]
    named = {(name(path), text) for path in elsewhere for text in literals(path) if group_named(text, groups)}
    assert named - WORDS_OF_THEIR_OWN.keys() == set(), "a role in its value set says what it is: terminology/role.py"
    assert WORDS_OF_THEIR_OWN.keys() - named == set(), "a word that has gone leaves the list"


def test_a_group_would_be_found() -> None:
    groups = SHIPPED.book.all_groups()
    for text in ("question:grade", "weight", "hcg:", ":resection", "(?:unit:bp|ecog:scale)", "asks major_surgery"):
        assert group_named(text, groups), text
    assert not group_named("a weight of the person", groups)


def test_domains_are_named_in_one_place() -> None:
    elsewhere = [path for path in MODULES if not name(path).startswith((GROUPS_ARE_NAMED_IN, DOMAINS_ARE_NAMED_IN))]
    named = {(name(path), text) for path in elsewhere for text in literals(path) if text in SHIPPED.book.domains}
    assert named == KEYS_LIKE_DOMAINS.keys()


def test_every_role_is_asked_for_by_the_program() -> None:
    said = {text for path in MODULES if path.name != "role.py" for text in literals(path)}
    assert set(ROLES) - said == set()


def test_every_identifier_that_may_hold_a_name_is_still_there() -> None:
    gone = [one for one in IDENTIFIERS if not any(one[1] in text for text in literals(ROOT / one[0]))]
    assert gone == []


def test_a_name_would_be_found() -> None:
    pattern = declared()
    for text in ("orders cabozantinib tablets", "CABOMETYX", "for rcc only", "recent-hemorrhage", "with nivolumab"):
        assert pattern.search(text), text
    assert not pattern.search("the drug of the label, for the disease on file")


def test_every_module_that_tests_are_built_from_has_its_purpose_in_their_readme() -> None:
    support = ROOT / "tests" / "support"
    told = re.findall(
        r"`(\w+)`", "".join(re.findall(r"^\| (.*?) \|", (support / "README.md").read_text(), re.MULTILINE))
    )
    assert {*told} - {"module"} == {path.stem for path in support.glob("*.py")} - {"__init__"}
