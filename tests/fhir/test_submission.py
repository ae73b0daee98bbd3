"""Documents to entries: every kind of container, and an issue with a place for all that cannot be an entry."""

from __future__ import annotations

import pytest
from support.submitted import a_bundle, a_patient, a_weight, an_order, read, said

from validator.fhir.limits import Limits
from validator.verdict import Severity


@pytest.mark.parametrize(
    "kind", ["collection", "document", "transaction", "batch", "searchset", "message", "history", "no-such-type", None]
)
def test_a_bundle_of_any_type_gives_its_resources(kind: str | None) -> None:
    submission = read(a_bundle(an_order(), a_patient(), type=kind))
    assert [(entry.reference, entry.expression) for entry in submission.entries] == [
        ("MedicationRequest/order", "Bundle.entry[0].resource"),
        ("Patient/p", "Bundle.entry[1].resource"),
    ]
    assert submission.issues == ()


def test_a_single_resource_is_its_own_expression() -> None:
    (entry,) = read(an_order()).entries
    assert (entry.reference, entry.expression, entry.resource_type) == (
        "MedicationRequest/order",
        "MedicationRequest",
        "MedicationRequest",
    )


def test_several_documents_of_one_type_are_told_apart_by_their_place_among_them() -> None:
    submission = read(an_order(), a_weight(id="a"), a_weight(id="b"), a_bundle(a_patient()), a_bundle())
    assert [entry.expression for entry in submission.entries] == [
        "MedicationRequest",
        "Observation[0]",
        "Observation[1]",
        "Bundle[0].entry[0].resource",
    ]


def test_nested_bundles_are_read_to_the_bottom() -> None:
    (entry,) = read(a_bundle(a_bundle(a_bundle(an_order())))).entries
    assert entry.expression == "Bundle.entry[0].resource.entry[0].resource.entry[0].resource"


def test_parameters_give_their_resources() -> None:
    parameters = {
        "resourceType": "Parameters",
        "parameter": [
            {"name": "order", "resource": an_order()},
            {"part": [{"resource": a_weight()}]},
            {"valueString": "x"},
        ],
    }
    assert [entry.expression for entry in read(parameters).entries] == [
        "Parameters.parameter[0].resource",
        "Parameters.parameter[1].part[0].resource",
    ]


def test_a_cds_hooks_request_gives_its_draft_orders_and_its_prefetch() -> None:
    request = {
        "hook": "order-sign",
        "context": {"patientId": "p", "draftOrders": {"resourceType": "Bundle", "entry": [{"resource": an_order()}]}},
        "prefetch": {"item1": a_patient(), "item2": None},
    }
    submission = read(request)
    assert [entry.expression for entry in submission.entries] == [
        "$this.context.draftOrders.entry[0].resource",
        "$this.prefetch.item1",
    ]
    assert submission.issues == ()


def test_an_entry_without_an_id_is_called_by_its_full_url_then_by_its_place() -> None:
    bundle = a_bundle(an_order(id=...), a_weight(id=...))
    bundle["entry"][0]["fullUrl"] = "urn:uuid:1"
    assert [entry.reference for entry in read(bundle).entries] == ["urn:uuid:1", "Bundle.entry[1].resource"]


def test_contained_resources_follow_what_contains_them() -> None:
    order = an_order(contained=[{"resourceType": "Medication", "id": "med"}, {"resourceType": "Condition"}])
    whole, medication, condition = read(a_bundle(order)).entries
    assert medication.parent is whole
    assert medication.reference == "MedicationRequest/order#med"
    assert medication.expression == "Bundle.entry[0].resource.contained[0]"
    assert condition.reference == "Bundle.entry[0].resource.contained[1]"


@pytest.mark.parametrize(
    ("entry", "place", "message"),
    [
        (None, "Bundle.entry[1]", "Expected an entry, found null."),
        (5, "Bundle.entry[1]", "Expected an entry, found a whole number."),
        ({}, "Bundle.entry[1]", "The entry has no resource."),
        ({"resource": None}, "Bundle.entry[1].resource", "Expected a resource, found null."),
        ({"resource": {}}, "Bundle.entry[1].resource", "Expected a resource, found an empty object."),
        ({"resource": "x"}, "Bundle.entry[1].resource", "Expected a resource, found text."),
        ({"resource": {"id": "x"}}, "Bundle.entry[1].resource", "Expected a resource, but it has no resourceType."),
        ({"resource": {"resourceType": 5}}, "Bundle.entry[1].resource", "resourceType is not the name of a resource."),
    ],
)
def test_an_entry_without_a_readable_resource_is_named_and_the_rest_is_read(
    entry: object, place: str, message: str
) -> None:
    bundle = a_bundle(an_order(), a_patient(), a_weight())
    bundle["entry"][1] = entry
    submission = read(bundle)
    assert [entry.expression for entry in submission.entries] == [
        "Bundle.entry[0].resource",
        "Bundle.entry[2].resource",
    ]
    (issue,) = submission.issues
    assert (issue.code, issue.severity, issue.message, issue.expression) == (
        "entry-unreadable",
        Severity.ERROR,
        message,
        (place,),
    )


@pytest.mark.parametrize("contained", ["x", None, [None], [{"id": "x"}], {"id": "x"}])
def test_what_cannot_be_a_contained_resource_is_named(contained: object) -> None:
    submission = read(an_order(contained=contained))
    assert [code for code, _ in said(submission.issues)] == ["entry-unreadable"]
    assert len(submission.entries) == 1


def test_one_entry_where_a_list_of_one_belongs_is_read_and_said() -> None:
    submission = read({"resourceType": "Bundle", "entry": {"resource": an_order()}})
    assert [entry.reference for entry in submission.entries] == ["MedicationRequest/order"]
    assert submission.put_right == ("Bundle.entry",)


def test_an_entry_list_that_is_no_list_is_named() -> None:
    issue = read({"resourceType": "Bundle", "entry": "an order"}).issues[0]
    assert (issue.code, issue.severity, issue.expression) == ("entry-unreadable", Severity.ERROR, ("Bundle.entry",))


@pytest.mark.parametrize("name", ["medicationrequest", "MedicationOrder", "Foo"])
def test_a_resource_type_fhir_does_not_have_is_named(name: str) -> None:
    submission = read(a_bundle({"resourceType": name}, an_order()))
    assert said(submission.issues) == [("unknown-resource-type", ("Bundle.entry[0].resource",))]


def test_an_empty_bundle_alone_is_an_error() -> None:
    for bundle in ({"resourceType": "Bundle"}, a_bundle()):
        (issue,) = read(bundle).issues
        assert (issue.code, issue.severity, issue.expression) == ("nothing-to-check", Severity.ERROR, ("Bundle",))


def test_an_empty_search_result_beside_an_order_needs_no_word() -> None:
    assert read(an_order(), a_bundle(type="searchset")).issues == ()


def test_a_chart_without_an_order_says_so() -> None:
    (issue,) = read(a_bundle(a_patient())).issues
    assert (issue.code, issue.severity) == ("nothing-to-check", Severity.WARNING)


def test_an_outcome_among_search_results_is_named_and_is_no_evidence() -> None:
    for severity, expected in (("error", Severity.WARNING), ("information", Severity.INFORMATION)):
        bundle = a_bundle(an_order(), {"resourceType": "OperationOutcome", "issue": [{"severity": severity}]})
        bundle["entry"][1]["search"] = {"mode": "outcome"}
        submission = read(bundle)
        assert len(submission.entries) == 1
        (issue,) = [one for one in submission.issues if one.code == "server-outcome"]
        assert (issue.severity, issue.expression) == (expected, ("Bundle.entry[1].resource",))
        assert len(submission.gaps) == (severity == "error")


def test_a_failed_part_of_a_batch_response_is_a_warning() -> None:
    bundle = a_bundle(an_order(), type="batch-response")
    bundle["entry"].append({"response": {"status": "404 Not Found"}})
    submission = read(bundle)
    assert [(issue.code, issue.severity, issue.message) for issue in submission.issues] == [
        ("server-outcome", Severity.WARNING, "The server answered 404 for this entry."),
        ("list-incomplete", Severity.ERROR, "A list did not come whole: the server answered 404."),
    ]


@pytest.mark.parametrize("method", ["DELETE", "PATCH"])
def test_what_is_to_be_deleted_or_patched_is_no_evidence(method: str) -> None:
    bundle = a_bundle(an_order(), a_weight())
    bundle["entry"][1]["request"] = {"method": method, "url": "Observation/w"}
    submission = read(bundle)
    assert [entry.reference for entry in submission.entries] == ["MedicationRequest/order"]
    assert said(submission.issues) == [("entry-not-applied", ("Bundle.entry[1]",))]


@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_what_is_to_be_created_or_updated_is_read(method: str) -> None:
    bundle = a_bundle(an_order())
    bundle["entry"][0]["request"] = {"method": method, "url": "MedicationRequest"}
    assert [len(read(bundle).entries), read(bundle).issues] == [1, ()]


def test_a_version_before_a_deletion_in_a_history_is_not_used() -> None:
    bundle = a_bundle(an_order(), type="history")
    bundle["entry"].append({"request": {"method": "DELETE", "url": "Observation/w"}})
    bundle["entry"].append({"resource": a_weight(contained=[{"resourceType": "Device", "id": "d"}])})
    submission = read(bundle)
    assert [entry.reference for entry in submission.entries] == ["MedicationRequest/order"]
    assert [place for _, place in said(submission.issues)] == [("Bundle.entry[1]",), ("Bundle.entry[2]",)]


def test_a_deletion_in_a_history_takes_nothing_out_of_a_bundle_in_it() -> None:
    bundle = a_bundle(type="history")
    bundle["entry"] = [{"request": {"method": "DELETE", "url": "Observation/w"}}]
    bundle["entry"].append({"resource": a_bundle(a_weight(), an_order())})
    assert [entry.reference for entry in read(bundle).entries] == ["Observation/w", "MedicationRequest/order"]


def test_a_version_after_a_deletion_in_a_history_is_used() -> None:
    bundle = a_bundle(an_order(), a_weight(), type="history")
    bundle["entry"].append({"request": {"method": "DELETE", "url": "Observation/w"}})
    assert len(read(bundle).entries) == 2


def test_more_resources_than_the_limit_stop_the_reading_with_a_fatal_issue() -> None:
    submission = read(a_bundle(an_order(), a_weight(), *[a_patient()] * 3), a_patient(), limits=Limits(max_entries=2))
    assert len(submission.entries) == 2
    (issue,) = submission.issues
    assert (issue.code, issue.severity, issue.expression) == (
        "limit-exceeded",
        Severity.FATAL,
        ("Bundle.entry[2].resource",),
    )


def test_issues_beyond_the_limit_are_counted_and_the_reading_goes_on() -> None:
    bundle = a_bundle(an_order())
    bundle["entry"] = [None] * 300 + bundle["entry"]
    submission = read(bundle)
    assert len(submission.entries) == 1
    assert len(submission.issues) == 201
    assert submission.issues[-1].message == "100 more issues like those listed are not listed."
    assert submission.issues[-1].severity is Severity.ERROR


def test_entries_are_found_by_type_in_the_order_submitted() -> None:
    submission = read(a_bundle(a_weight(id="a"), an_order(), a_weight(id="b")))
    assert [entry.id for entry in submission.by_type("Observation")] == ["a", "b"]
    assert [entry.id for entry in submission.by_type("MedicationRequest", "Observation")] == ["order", "a", "b"]
    assert submission.by_type("Condition") == ()


def test_a_release_that_is_not_known_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="R3"):
        read(an_order(), fhir_version="R3")
