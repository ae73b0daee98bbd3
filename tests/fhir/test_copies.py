"""One resource submitted twice: the newest counts, or none."""

from __future__ import annotations

from typing import Any

from support.submitted import a_bundle, a_weight, an_order, read, said

from validator.verdict import Severity

HEAVY: dict[str, Any] = {"valueQuantity": {"value": 50, "unit": "kg"}}


def test_equal_copies_count_once_without_a_word() -> None:
    submission = read(a_bundle(a_weight(), an_order()), a_bundle(a_weight(meta={"versionId": "1"}, text={"div": "x"})))
    assert [entry.reference for entry in submission.entries] == ["Observation/w", "MedicationRequest/order"]
    assert submission.issues == ()


def test_the_newest_by_last_updated_counts() -> None:
    older = a_weight(meta={"lastUpdated": "2026-11-01T10:00:00Z", "versionId": "9"})
    newer = a_weight(meta={"lastUpdated": "2026-11-01T09:30:00-05:00", "versionId": "1"}, **HEAVY)
    submission = read(a_bundle(an_order(), newer, older))
    (weight,) = submission.by_type("Observation")
    assert weight.body.value_quantity.value == 50
    (issue,) = submission.issues
    assert (issue.code, issue.severity) == ("duplicate-resource", Severity.INFORMATION)
    assert issue.expression == ("Bundle.entry[1].resource", "Bundle.entry[2].resource")


def test_the_highest_version_number_counts_where_no_time_is_given() -> None:
    submission = read(
        a_bundle(an_order(), a_weight(meta={"versionId": "9"}), a_weight(meta={"versionId": "10"}, **HEAVY))
    )
    assert [entry.expression for entry in submission.by_type("Observation")] == ["Bundle.entry[2].resource"]


def test_versions_that_cannot_be_ordered_are_none_of_them_relied_on() -> None:
    for one, other in (
        ({}, {}),
        ({"versionId": "1"}, {}),
        ({"versionId": "a"}, {"versionId": "b"}),
        ({"lastUpdated": "2026-11-01T10:00:00Z"}, {"lastUpdated": "2026-11-01T10:00:00Z"}),
        ({"lastUpdated": "2026-11-01"}, {"lastUpdated": "2026-11-02"}),
    ):
        submission = read(a_bundle(an_order(), a_weight(meta=one), a_weight(meta=other, **HEAVY)))
        weights = submission.by_type("Observation")
        assert len(weights) == 2
        assert all(said(entry.unreadable_because)[0][0] == "duplicate-resource" for entry in weights)
        assert [issue.severity for issue in submission.issues] == [Severity.ERROR]


def test_two_orders_under_one_id_are_both_kept_in_sight() -> None:
    submission = read(a_bundle(an_order(id="request-123"), an_order(id="request-123", intent="plan")))
    assert len(submission.by_type("MedicationRequest")) == 2
    assert all(entry.unreadable_because for entry in submission.entries)


def test_the_same_id_on_two_servers_is_two_resources() -> None:
    bundle = a_bundle(an_order(), a_weight(), a_weight(**HEAVY))
    bundle["entry"][1]["fullUrl"] = "https://a.example.org/Observation/w"
    bundle["entry"][2]["fullUrl"] = "https://b.example.org/Observation/w"
    submission = read(bundle)
    assert len(submission.by_type("Observation")) == 2
    assert submission.issues == ()


def test_the_same_id_without_an_address_belongs_to_the_only_server() -> None:
    bundle = a_bundle(an_order(), a_weight(), a_weight(**HEAVY))
    bundle["entry"][1]["fullUrl"] = "https://a.example.org/Observation/w"
    assert [issue.code for issue in read(bundle).issues] == ["duplicate-resource"]


def test_different_urns_are_different_resources_whatever_their_id() -> None:
    bundle = a_bundle(an_order(), a_weight(), a_weight(**HEAVY))
    bundle["entry"][1]["fullUrl"] = "urn:uuid:1"
    bundle["entry"][2]["fullUrl"] = "urn:uuid:2"
    submission = read(bundle)
    assert len(submission.by_type("Observation")) == 2
    assert submission.issues == ()


def test_one_id_inside_two_containers_is_two_resources() -> None:
    orders = [
        an_order(id=name, contained=[{"resourceType": "Medication", "id": "med", "code": {"text": name}}])
        for name in "ab"
    ]
    submission = read(a_bundle(*orders))
    assert submission.issues == ()
    assert not any(entry.unreadable_because for entry in submission.entries)


def test_what_a_replaced_version_contains_goes_with_it() -> None:
    older = a_weight(meta={"versionId": "1"}, contained=[{"resourceType": "Condition", "id": "c"}])
    submission = read(a_bundle(an_order(), older, a_weight(meta={"versionId": "2"}, **HEAVY)))
    assert submission.by_type("Condition") == ()
