"""The strict loader, and what every shipped value set keeps to."""

import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.shipped import SHIPPED

from validator.finding import CANONICAL
from validator.terminology.coding import LOINC, PHRASE, SNOMED, canonical_system
from validator.terminology.valueset import ValueSetError, load_value_set, value_set_files

FILES = value_set_files(SHIPPED.root)
DEFINITION = f"{CANONICAL}/StructureDefinition/"


def read(file: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return content


def spoilt(tmp_path: Path, spoil: Callable[[dict[str, Any]], object]) -> Path:
    """A copy of a shipped value set with one thing changed."""
    content = read(SHIPPED.root / "valuesets" / "interactions" / "strong-cyp3a4-inducers.json")
    spoil(content)
    file = tmp_path / "interactions" / "strong-cyp3a4-inducers.json"
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(content), encoding="utf-8")
    return file


def first_include(content: dict[str, Any]) -> dict[str, Any]:
    include: dict[str, Any] = content["compose"]["include"][0]
    return include


def test_the_copy_the_next_tests_spoil_is_good(tmp_path: Path) -> None:
    assert load_value_set(spoilt(tmp_path, lambda content: None)).group == "strong_inducer"


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (
            lambda c: first_include(c).update(filter=[{"property": "concept", "op": "is-a", "value": "1"}]),
            r"^interactions/strong-cyp3a4-inducers\.json\.compose\.include\[0\]: .*unknown field `filter`; a value set",
        ),
        (lambda c: first_include(c).update(valueSet=["x"]), r"\.json\.compose\.include\[0\]: .*`valueSet`"),
        (lambda c: c.update(expansion={}), r"\.json: .*unknown field `expansion`"),
        (lambda c: c.pop("title"), r"\.json: .*missing required field `title`"),
        (lambda c: c.update(title=""), r"\.json\.title: "),
        (lambda c: c.update(status="draft"), r"\.json\.status: "),
        (lambda c: c.update(resourceType="CodeSystem"), r"\.json\.resourceType: "),
        (lambda c: c.update(id="other"), r"\.json\.id: not the name of the file"),
        (lambda c: c["identifier"].pop(), rf"\.json\.identifier: expected one of {CANONICAL}/group"),
        (
            lambda c: c["identifier"].append({"system": f"{CANONICAL}/domain", "value": "drug"}),
            rf"\.json\.identifier: expected one of {CANONICAL}/domain",
        ),
        (lambda c: c["compose"].update(include=[]), r"\.json\.compose\.include: "),
        (lambda c: first_include(c).update(concept=[]), r"\.json\.compose\.include\[0\]\.concept: "),
        (
            lambda c: c["identifier"][0].update(value="cyp3a5"),
            r"\.json\.identifier: nothing reads the domain cyp3a5; known are any-cancer, .*cyp3a4",
        ),
        (lambda c: first_include(c)["concept"][0].pop("display"), r"concept\[0\]: .*missing required field `display`$"),
        (
            lambda c: first_include(c)["concept"][0].pop("extension"),
            r"concept\[0\]: .*`extension`; its first extension says how well the code is known: http.*/confidence$",
        ),
        (lambda c: first_include(c)["concept"][0].update(display=" "), r"concept\[0\]: code or display is blank"),
        (lambda c: first_include(c)["concept"][0].update(code=" "), r"concept\[0\]: code or display is blank"),
        (
            lambda c: first_include(c)["concept"][1].update(code=first_include(c)["concept"][0]["code"]),
            "is listed twice",
        ),
        (lambda c: first_include(c)["concept"][0].update(extension=[]), r"concept\[0\]\.extension: "),
        (
            lambda c: first_include(c)["concept"][0]["extension"].reverse(),
            r"concept\[0\]\.extension\[0\]: expected the confidence",
        ),
        (
            lambda c: first_include(c)["concept"][0]["extension"][0].update(valueCode="sure"),
            r"concept\[0\]\.extension\[0\]\.valueCode: ",
        ),
        (
            lambda c: first_include(c)["concept"][0]["extension"].append(
                {"url": DEFINITION + "else", "valueCode": "x"}
            ),
            r"concept\[0\]\.extension\[\d+\]\.url: .*; only extensions that are read here may stand here",
        ),
        (
            lambda c: first_include(c)["concept"][0]["extension"].append(
                {"url": DEFINITION + "code-pattern", "valueString": "("}
            ),
            r"concept\[0\]\.extension: the code pattern is not a regular expression",
        ),
    ],
)
def test_a_value_set_that_could_mean_something_else_is_refused_with_file_and_path(
    tmp_path: Path, spoil: Callable[[dict[str, Any]], object], message: str
) -> None:
    with pytest.raises(ValueSetError, match=message):
        load_value_set(spoilt(tmp_path, spoil))


def test_a_key_written_twice_is_refused_since_tools_differ_in_which_they_believe(tmp_path: Path) -> None:
    file = spoilt(tmp_path, lambda _: None)
    file.write_text(file.read_text().replace('"title": ', '"title": "another", "title": ', 1), encoding="utf-8")
    with pytest.raises(ValueSetError, match=r"strong-cyp3a4-inducers\.json: the key title is written twice"):
        load_value_set(file)


def test_a_key_written_twice_deep_inside_is_refused_however_it_is_spelled(tmp_path: Path) -> None:
    file = spoilt(tmp_path, lambda _: None)
    twice = file.read_text().replace('"display": ', r'"d\u0069splay": "another", "display": ', 1)
    file.write_text(twice, encoding="utf-8")
    with pytest.raises(ValueSetError, match=r"strong-cyp3a4-inducers\.json: the key display is written twice"):
        load_value_set(file)


def test_bytes_that_are_no_json_are_refused_with_the_file_name(tmp_path: Path) -> None:
    file = tmp_path / "broken.json"
    file.write_bytes(b"{")
    with pytest.raises(ValueSetError, match=r"/broken\.json"):
        load_value_set(file)


def test_every_file_loads_and_is_named_in_kebab_case() -> None:
    assert len(FILES) > 200
    for file in FILES:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*\.json", file.name), file.name
        assert load_value_set(file).url == f"{CANONICAL}/ValueSet/{file.stem}"


def test_urls_and_groups_are_unique() -> None:
    sets = [load_value_set(file) for file in FILES]
    assert [url for url, times in Counter(one.url for one in sets).items() if times > 1] == []
    assert [key for key, times in Counter((one.domain, one.group) for one in sets).items() if times > 1] == []


def test_every_set_names_its_sources_and_the_owners_of_its_codes() -> None:
    for file in FILES:
        content = read(file)
        assert re.match(r"(Sources: |The codes of this drug among: ).+", content["purpose"]), file.name
        systems = {include["system"] for include in content["compose"]["include"]}
        for system, owner in ((SNOMED, "SNOMED International"), (LOINC, "LOINC")):
            assert (owner in content.get("copyright", "")) is (system in systems), (file.name, system)


def test_systems_are_written_in_their_canonical_form() -> None:
    for file in FILES:
        for include in read(file)["compose"]["include"]:
            assert canonical_system(include["system"]) == include["system"], file.name


def test_codes_stand_in_a_stable_order() -> None:
    for file in FILES:
        for include in read(file)["compose"]["include"]:
            codes = [concept["code"] for concept in include["concept"]]
            assert codes == sorted(codes, key=_order), file.name


def _order(code: str) -> tuple[int, int, str]:
    return (0, int(code), "") if code.isdecimal() and not code.startswith("0") else (1, 0, code)


_VERHOEFF_D = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    [1, 2, 3, 4, 0, 6, 7, 8, 9, 5],
    [2, 3, 4, 0, 1, 7, 8, 9, 5, 6],
    [3, 4, 0, 1, 2, 8, 9, 5, 6, 7],
    [4, 0, 1, 2, 3, 9, 5, 6, 7, 8],
    [5, 9, 8, 7, 6, 0, 4, 3, 2, 1],
    [6, 5, 9, 8, 7, 1, 0, 4, 3, 2],
    [7, 6, 5, 9, 8, 2, 1, 0, 4, 3],
    [8, 7, 6, 5, 9, 3, 2, 1, 0, 4],
    [9, 8, 7, 6, 5, 4, 3, 2, 1, 0],
]
_VERHOEFF_P = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    [1, 5, 7, 6, 2, 8, 3, 0, 9, 4],
    [5, 8, 0, 3, 7, 9, 6, 1, 4, 2],
    [8, 9, 1, 6, 0, 4, 3, 5, 2, 7],
    [9, 4, 5, 3, 1, 2, 6, 8, 7, 0],
    [4, 2, 8, 6, 5, 7, 3, 9, 0, 1],
    [2, 7, 9, 3, 8, 0, 6, 4, 1, 5],
    [7, 0, 4, 6, 9, 1, 3, 2, 5, 8],
]


def verhoeff_holds(code: str) -> bool:
    """The check digit of a SNOMED CT identifier (SNOMED CT release file specification)."""
    check = 0
    for position, digit in enumerate(reversed(code)):
        check = _VERHOEFF_D[check][_VERHOEFF_P[position % 8][int(digit)]]
    return check == 0


def mod_10_holds(code: str) -> bool:
    """The check digit of a LOINC number (LOINC users' guide)."""
    number, _, digit = code.partition("-")
    doubled = str(int(number[-1::-2]) * 2)
    total = sum(map(int, doubled + number[-2::-2]))
    return digit == str(-total % 10)


def test_the_check_digits_can_fail() -> None:
    assert verhoeff_holds("128462008")
    assert not verhoeff_holds("128462009")
    assert mod_10_holds("29463-7")
    assert not mod_10_holds("29463-8")


@pytest.mark.parametrize(("system", "holds"), [(SNOMED, verhoeff_holds), (LOINC, mod_10_holds)])
def test_every_check_digit_holds(system: str, holds: Callable[[str], bool]) -> None:
    codes = [
        concept["code"]
        for file in FILES
        for include in read(file)["compose"]["include"]
        if include["system"] == system
        for concept in include["concept"]
        if not concept["code"].startswith("LA")  # answer codes have a check digit of another kind
    ]
    assert len(codes) > 100
    assert [code for code in codes if not holds(code)] == []


@pytest.mark.parametrize("name", ["phrase", "criterion"])
def test_a_code_system_lists_each_code_once(name: str) -> None:
    content = read(SHIPPED.root / "codesystems" / f"{name}.json")
    codes = [concept["code"] for concept in content["concept"]]
    assert content["url"] == f"{CANONICAL}/CodeSystem/{name}"
    assert content["count"] == len(codes) == len(set(codes))


def test_the_phrases_of_the_value_sets_are_the_phrases_of_the_code_system() -> None:
    used = {
        concept["code"]
        for file in FILES
        for part in ("include", "exclude")
        for include in read(file)["compose"].get(part, [])
        if include["system"] == PHRASE
        for concept in include["concept"]
    }
    listed = {concept["code"] for concept in read(SHIPPED.root / "codesystems" / "phrase.json")["concept"]}
    assert used == listed
