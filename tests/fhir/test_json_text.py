"""Bytes to Python: nothing is guessed, nothing is lost without a word, and no message repeats the text."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from support.submitted import a_bundle, a_patient, an_order, as_bytes, read, said

from validator.fhir.json_text import UnreadableError, read_json
from validator.fhir.limits import Limits
from validator.verdict import Severity

SECRET = "Kowalczyk"
GOOD = as_bytes(a_bundle(an_order(), a_patient(name=[{"family": SECRET}])))


def test_numbers_keep_every_digit_and_are_never_floats() -> None:
    value = read_json('{"a": 38.50, "b": 1e2, "c": 0.1, "d": 60}').value
    assert value == {"a": Decimal("38.50"), "b": Decimal("1E+2"), "c": Decimal("0.1"), "d": 60}
    assert str(value["a"]) == "38.50"
    assert not any(isinstance(number, float) for number in value.values())


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "The document is empty."),
        (b" \n\t", "The document is empty."),
        (b"\xef\xbb\xbf", "The document is empty."),
        (b"hello", "Line 1, column 1: expected a JSON value."),
        (b'{"a": 1', "Line 1, column 7: the text ends in the middle of a value: is the file whole?"),
        (b'{"a":\n [1,}', "Line 2, column 5: expected a JSON value."),
        (b"<Patient/>", "This is XML. FHIR is read here as JSON: ask the server for application/fhir+json."),
        (b"%PDF-1.7\n%\xe2\xe3", "This is a PDF. FHIR is read here as JSON: export the chart as that."),
        (b"PK\x03\x04\x14\x00", "This is a packed file (zip, or a document of an office program). Unpack it first."),
        (b"\x1f\x8b\x08\x00\x00", "This is a packed file (gzip). Unpack it first."),
        (b"(\xb5/\xfd\x04", "This is a packed file (zstd). Unpack it first."),
        (b"\x89PNG\r\n", "This is a picture. FHIR is read here as JSON: export the chart as that."),
        (b"\xff\xd8\xff\xe0", "This is a picture. FHIR is read here as JSON: export the chart as that."),
        (b"{\\rtf1", "This is a text document (RTF). FHIR is read here as JSON: export the chart as that."),
        (b"MSH|^~\\&|EHR", "This is an HL7 v2 message. FHIR is read here as JSON: export the chart as that."),
        (b'{"a": "\xff"}', "Line 1, column 8: a letter is not written in UTF-8, perhaps in Latin-1 or Windows-1252."),
        (b'{"a": "x\ty"}', "Line 1, column 9: a control character stands unescaped in a string."),
        (b"[" * 300 + b"]" * 300, "Nested more than 200 levels deep, so it was not read."),
        (b"[" * 1_000_000, "Nested more than 200 levels deep, so it was not read."),
        (b"[" + b"9" * 5000 + b"]", "Line 1, column 4303: a number has too many digits."),
        ("\ud800", "The text holds half of a surrogate pair, so it is not Unicode text."),
        (b"\xff\xfe\x00", "Looks like UTF-16 but cannot be decoded as that."),
    ],
)
def test_text_that_is_not_json_is_refused_with_its_place(data: bytes | str, message: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        read_json(data)
    assert refused.value.issue.message == message
    assert refused.value.issue.severity is Severity.FATAL


def test_a_body_over_the_limit_is_refused_before_it_is_decoded() -> None:
    with pytest.raises(UnreadableError, match="Larger than 50 MB") as refused:
        read_json(b"[" * 100_000_000)
    assert refused.value.issue.code == "limit-exceeded"


def test_a_body_on_the_limit_is_read() -> None:
    assert read_json(b"[1]", limits=Limits(max_bytes=3)).value == [1]
    with pytest.raises(UnreadableError):
        read_json(b"[1] ", limits=Limits(max_bytes=3))


def test_a_lower_nesting_limit_counts_objects_and_lists() -> None:
    assert read_json(b'{"a":[1]}', limits=Limits(max_depth=2)).value == {"a": [1]}
    with pytest.raises(UnreadableError, match="Nested more than 1 levels"):
        read_json(b'{"a":[1]}', limits=Limits(max_depth=1))


@pytest.mark.parametrize(
    "encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"]
)
def test_other_encodings_are_read_and_named(encoding: str) -> None:
    submission = read(json.dumps(a_bundle(an_order()), ensure_ascii=False).encode(encoding))
    assert [entry.reference for entry in submission.entries] == ["MedicationRequest/order"]
    (issue,) = submission.issues
    expected = Severity.INFORMATION if encoding == "utf-8-sig" else Severity.WARNING
    assert (issue.code, issue.severity) == ("encoding", expected)


def test_a_byte_order_mark_in_text_is_passed_over() -> None:
    assert read("\ufeff" + json.dumps(an_order())).issues == ()


def test_bytes_after_the_value_are_a_warning_and_the_value_is_read() -> None:
    submission = read(GOOD + b"\n\x00\x00")
    (issue,) = submission.issues
    assert (issue.code, issue.severity) == ("trailing-bytes", Severity.WARNING)
    assert issue.message == "Line 2, column 1: bytes after the JSON value."
    assert len(submission.entries) == 2


def test_a_second_value_after_the_first_is_an_error_because_nobody_looked_at_it() -> None:
    submission = read(GOOD + b"\n" + as_bytes(an_order(id="second")))
    (issue,) = submission.issues
    assert (issue.code, issue.severity) == ("trailing-bytes", Severity.ERROR)
    assert issue.message == "Line 2, column 1: a second JSON value follows; only the first was read."


@pytest.mark.parametrize("between", [",", ",\n", "\u2028", "\u0085", "\f", "\v", "\0", "\x1e", ";", " null ", "}\n"])
def test_a_second_value_is_found_whatever_parts_it_from_the_first(between: str) -> None:
    submission = read(GOOD + between.encode() + as_bytes(an_order(id="second")))
    (issue,) = submission.issues
    assert (issue.code, issue.severity) == ("trailing-bytes", Severity.ERROR)
    assert issue.message.endswith("a second JSON value follows; only the first was read.")


@pytest.mark.parametrize("litter", [b",", b"}", b" ]", b";\n", b"\x1a", b" -- end of export"])
def test_litter_behind_the_value_is_a_warning(litter: bytes) -> None:
    (issue,) = read(GOOD + litter).issues
    assert issue.severity is Severity.WARNING


def test_a_duplicate_key_costs_its_resource_both_values_and_no_other_resource() -> None:
    text = GOOD.replace(b'"status": "active"', b'"status": "draft", "status": "active"')
    submission = read(text)
    order, patient = submission.entries
    assert said(submission.issues) == [("duplicate-key", ("Bundle.entry[0].resource",))]
    assert said(order.unreadable_because) == [("duplicate-key", ("Bundle.entry[0].resource",))]
    assert order.unreadable_because[0].severity is Severity.ERROR
    assert order.body is not None
    assert order.body.status is None
    assert patient.unreadable_because == ()


def test_a_key_escaped_differently_is_still_the_same_key() -> None:
    text = GOOD.replace(b'"status": "active"', b'"status": "draft", "st\\u0061tus": "active"')
    assert read(text).entries[0].unreadable_because


def test_a_duplicate_key_in_an_entry_counts_for_its_resource() -> None:
    text = GOOD.replace(
        b'{"resource": {"resourceType": "Med', b'{"fullUrl": "a", "fullUrl": "b", "resource": {"resourceType": "Med'
    )
    order, patient = read(text).entries
    assert said(order.unreadable_because) == [("duplicate-key", ("Bundle.entry[0]",))]
    assert patient.unreadable_because == ()


def test_a_duplicate_key_of_the_bundle_counts_for_everything_in_it() -> None:
    submission = read(GOOD.replace(b'"type": "collection"', b'"type": "collection", "type": "history"'))
    assert all(entry.unreadable_because for entry in submission.entries)
    assert len(submission.entries) == 2


def test_two_entry_lists_in_one_bundle_are_not_read_as_one_of_them() -> None:
    submission = read(GOOD.replace(b'"entry": [', b'"entry": [], "entry": ['))
    assert submission.entries == ()
    assert [issue.code for issue in submission.issues] == ["duplicate-key", "nothing-to-check"]


@pytest.mark.parametrize("word", [b"NaN", b"Infinity", b"-Infinity"])
def test_a_number_json_does_not_have_costs_its_resource(word: bytes) -> None:
    submission = read(GOOD.replace(b'"value": 60', b'"value": ' + word))
    order, patient = submission.entries
    (issue,) = order.unreadable_because
    assert issue.code == "not-a-json-value"
    assert issue.expression == ("Bundle.entry[0].resource.dosageInstruction[0].doseAndRate[0].doseQuantity",)
    assert patient.unreadable_because == ()


def test_a_nan_between_entries_moves_no_other_entry() -> None:
    submission = read(b'{"resourceType": "Bundle", "entry": [NaN, {"resource": {"resourceType": "Patient"}}]}')
    assert submission.entries[0].expression == "Bundle.entry[1].resource"


def test_too_many_spoiled_objects_are_refused_as_a_whole() -> None:
    with pytest.raises(UnreadableError, match="More than 200 objects"):
        read_json(b"[" + b'{"a":NaN},' * 300 + b"1]")


@pytest.mark.parametrize(
    "text",
    [
        b'{"Kowalczyk": 1, "Kowalczyk": 2}',
        b'{"a": Kowalczyk}',
        b'{"a": "Kowalczyk\\x"}',
        b'{"resourceType": "Kowalczyk-1974"}',
        b'{"resourceType": "Patient", "Kowalczyk 1974": NaN}',
        b'{"resourceType": "Patient"} Kowalczyk',
        b'{"resourceType": "Patient", "contained": [{"id": "Kowalczyk", "resourceType": ["Kowalczyk"]}]}',
    ],
)
def test_no_message_repeats_the_text(text: bytes) -> None:
    issues = read(text).issues
    assert issues
    assert not any(SECRET in f"{issue.message}{issue.detail}{issue.expression}" for issue in issues)


def test_a_document_that_cannot_be_read_does_not_hide_the_others() -> None:
    submission = read(b"{", an_order())
    assert [entry.reference for entry in submission.entries] == ["MedicationRequest/order"]
    (issue,) = submission.issues
    assert issue.detail == "Document 1 of 2."
