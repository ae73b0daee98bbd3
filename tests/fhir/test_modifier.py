"""What can turn the meaning of a resource around makes it unreadable, wherever it matters."""

from __future__ import annotations

from typing import Any

import pytest
from support.submitted import a_bundle, a_dosage, a_patient, an_order, as_bytes, read, said, the_order

from validator.fhir.submission import read_submission

MODIFIER = [{"url": "http://example.org/negated", "valueBoolean": True}]


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"modifierExtension": MODIFIER}, "modifierExtension"),
        ({"modifierExtension": "x"}, "modifierExtension"),
        (
            {"dosageInstruction": [a_dosage(), a_dosage(modifierExtension=MODIFIER)]},
            "dosageInstruction[1].modifierExtension",
        ),
        (
            {"dosageInstruction": [{"timing": {"modifierExtension": MODIFIER}}]},
            "dosageInstruction[0].timing.modifierExtension",
        ),
        ({"dispenseRequest": {"modifierExtension": MODIFIER}}, "dispenseRequest.modifierExtension"),
    ],
)
def test_a_modifier_extension_on_what_is_read_makes_the_resource_unreadable(
    changes: dict[str, Any], place: str
) -> None:
    order, patient = read(a_bundle(an_order(**changes), a_patient())).entries
    assert said(order.unreadable_because) == [("modifier-extension", (f"Bundle.entry[0].resource.{place}",))]
    assert patient.unreadable_because == ()


@pytest.mark.parametrize("key", [b'"modifierExtension"', b'"\\u006dodifierExtension"'])
def test_a_modifier_extension_cannot_hide_behind_an_escape(key: bytes) -> None:
    text = as_bytes(an_order(modifierExtension=MODIFIER)).replace(b'"modifierExtension"', key)
    assert the_order(text).unreadable_because


def test_a_modifier_extension_is_seen_in_decoded_json_too() -> None:
    (entry,) = read_submission([an_order(modifierExtension=MODIFIER)]).entries
    assert entry.unreadable_because


def test_a_modifier_extension_in_an_element_that_is_not_read_changes_nothing() -> None:
    (patient,) = read(a_patient(contact=[{"modifierExtension": MODIFIER}])).entries
    assert patient.unreadable_because == ()


@pytest.mark.parametrize("nothing", [None, []])
def test_an_empty_modifier_extension_says_nothing(nothing: object) -> None:
    assert the_order(an_order(modifierExtension=nothing)).unreadable_because == ()


def test_a_contained_modifier_extension_concerns_what_is_contained_only() -> None:
    order, medication = read(
        an_order(contained=[{"resourceType": "Medication", "id": "m", "modifierExtension": MODIFIER}])
    ).entries
    assert order.unreadable_because == ()
    assert said(medication.unreadable_because) == [
        ("modifier-extension", ("MedicationRequest.contained[0].modifierExtension",))
    ]


def test_what_is_contained_is_as_unreadable_as_what_contains_it() -> None:
    _, medication = read(an_order(modifierExtension=MODIFIER, contained=[{"resourceType": "Medication"}])).entries
    assert medication.unreadable_because


def test_a_modifier_extension_on_the_entry_concerns_its_resource() -> None:
    bundle = a_bundle(an_order(), a_patient())
    bundle["entry"][0]["modifierExtension"] = MODIFIER
    order, patient = read(bundle).entries
    assert said(order.unreadable_because) == [("modifier-extension", ("Bundle.entry[0].modifierExtension",))]
    assert patient.unreadable_because == ()


def test_implicit_rules_make_a_resource_unreadable() -> None:
    entry = the_order(an_order(implicitRules="http://example.org/rules"))
    assert said(entry.unreadable_because) == [("implicit-rules", ("MedicationRequest.implicitRules",))]


def test_implicit_rules_of_a_bundle_concern_everything_in_it() -> None:
    submission = read(a_bundle(an_order(), a_bundle(a_patient()), implicitRules="http://example.org/rules"))
    assert [said(entry.unreadable_because) for entry in submission.entries] == [
        [("implicit-rules", ("Bundle.implicitRules",))]
    ] * 2


def test_security_labels_and_tags_change_nothing() -> None:
    meta = {"security": [{"code": "R"}], "tag": [{"code": "x"}]}
    assert the_order(an_order(meta=meta)).unreadable_because == ()
