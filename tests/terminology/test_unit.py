"""Units as people write and code them: only spellings that can mean one thing are read, and none is guessed."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from fhir.resources.R4B.conceptmap import ConceptMap

from validator.terminology.profiles import profiles_root
from validator.terminology.unit import UnitReading, read_unit, shown_unit, unit_of_code, unit_of_text

UCUM = "http://unitsofmeasure.org"
EDQM = "http://standardterms.edqm.eu"
MAP = profiles_root() / "conceptmaps" / "unit.json"


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("kg", "kg"), (" Kilograms ", "kg"), ("KGS", "kg"), ("lbs", "[lb_av]"), ("Pounds", "[lb_av]"),
        ("lb.", "[lb_av]"),
        ("[lb_av]", "[lb_av]"), ("lb_av", "[lb_av]"), ("mcg", "ug"), ("in", "[in_i]"), ("mmHg", "mm[Hg]"),
        ("mm hg", "mm[Hg]"), ("film-coated tablet", "{tablet}"), ("Film coated tablets", "{tablet}"),
        ("tablet(s)", "{tablet}"), ("Tab.", "{tablet}"), ("{tbl}", "{tablet}"), ("Kapseln", "{capsule}"),
        ("weeks", "wk"), ("stone", None), ("", None), ("tablets of 60", None),
    ],
)  # fmt: skip
def test_a_text_is_read_where_it_can_mean_one_unit(text: str, unit: str | None) -> None:
    assert unit_of_text(text) == unit


@pytest.mark.parametrize(
    ("code", "text", "unit"),
    [
        ("kg", None, "kg"), ("[lb_av]", "lb", "[lb_av]"), ("lb_av", "lb_av", "[lb_av]"), ("lbs", None, "[lb_av]"),
        ("[LB_AV]", None, "[lb_av]"), ("Kg", "kg", "kg"), ("pound", "pounds", "[lb_av]"), ("", "kg", "kg"),
        ("{tablet}", "film-coated tablet", "{tablet}"), ("TAB", "tab(s)", "{tablet}"), ("{pill}", "tablet", "{pill}"),
        ("1", "tablet", "{tablet}"),
    ],
)  # fmt: skip
def test_a_code_that_is_not_spelt_as_ucum_spells_it_is_read(code: str, text: str | None, unit: str) -> None:
    found = read_unit(UCUM, code, text)
    assert (found.unit, found.conflict, found.unread) == (unit, False, "")


@pytest.mark.parametrize(
    ("code", "text"),
    [("kg", "lb"), ("lb", "kg"), ("d", "weeks"), ("{tablet}", "capsule"), ("Mg", "mg"), ("mg/mL", "mg")],
)
def test_a_code_and_a_text_that_name_different_units_contradict_each_other(code: str, text: str) -> None:
    assert read_unit(UCUM, code, text).conflict


def test_a_megagram_is_never_a_milligram() -> None:
    assert read_unit(UCUM, "Mg", None) == UnitReading(unread="Mg")


def test_a_unit_that_is_not_known_comes_back_as_it_is_written() -> None:
    assert read_unit(None, None, "stone") == UnitReading(unread="stone")
    assert read_unit(UCUM, "[stone_av]", "stone") == UnitReading(unread="[stone_av]")
    assert (shown_unit("stone"), shown_unit("<b>x</b>")) == ('"stone"', "(no plain word)")


def test_a_code_of_a_local_system_leaves_the_unit_to_its_text() -> None:
    assert read_unit("urn:oid:1.2.3", "17", "mg") == UnitReading("mg", by_text=True)
    assert read_unit("urn:oid:1.2.3", "17", None) == UnitReading()


@pytest.mark.parametrize("system", [EDQM, f"{EDQM}/", "urn:oid:0.4.0.127.0.16.1.1.2.1"])
@pytest.mark.parametrize(
    ("code", "unit"),
    [("15054000", "{tablet}"), ("10219000", "{tablet}"), ("10221000", "{tablet}"), ("15012000", "{capsule}"),
     ("10210000", "{capsule}"), ("11201000", None)],
)  # fmt: skip
def test_a_dose_form_of_edqm_is_read_by_url_and_oid(system: str, code: str, unit: str | None) -> None:
    assert unit_of_code(system, code) == unit
    assert read_unit(system, code, None).unit == unit


def test_a_code_without_its_system_is_no_dose_form() -> None:
    assert unit_of_code(None, "10221000") is None
    assert unit_of_code("urn:oid:1.2.3", "10221000") is None


def test_the_table_is_sound_fhir_and_spells_each_thing_once() -> None:
    content = json.loads(MAP.read_text(encoding="utf-8"))
    ConceptMap.model_validate(content)
    for group in content["group"]:
        codes = Counter(one["code"] for one in group["element"])
        assert [code for code, times in codes.items() if times > 1] == []
        assert all(len(one["target"]) == 1 for one in group["element"])
