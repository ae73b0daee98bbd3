"""What could not be relied on is said once an order, in words that stand alone."""

from __future__ import annotations

from support.answer import answer, check
from support.build import statement, weight
from support.coding import DRUGS, concept
from support.plain import kidney

from validator.fhir.account import Gap, Why
from validator.finding import LONGEST_MESSAGE, Finding
from validator.rules.set_aside import Aside, incomplete_lists, set_aside
from validator.verdict import Verdict


def aside(number: int, weight: Verdict = Verdict.UNDETERMINED, name: str = "Ketoconazole") -> Aside:
    return Aside(f"Observation/{number}", f"Bundle.entry[{number}]", name, Why.PRELIMINARY, weight)


def only(findings: tuple[Finding, ...]) -> Finding:
    (finding,) = findings
    return finding


def test_nothing_set_aside_is_no_finding() -> None:
    assert set_aside([], "MedicationRequest") == ()
    assert incomplete_lists([], "MedicationRequest") == ()


def test_forty_entries_are_one_finding_with_their_count_and_the_first_five() -> None:
    finding = only(set_aside([aside(number) for number in range(40)], "MedicationRequest"))
    assert finding.message == (
        "Look at Ketoconazole (it is preliminary) and 39 more in the chart: they may count, and were not relied on."
    )
    assert [one.reference for one in finding.evidence] == [f"Observation/{number}" for number in range(5)]
    assert finding.detail.startswith("40 set aside: ")
    assert finding.detail.endswith("And 35 more.")


def test_the_heaviest_speaks_first_and_gives_the_verdict() -> None:
    finding = only(set_aside([aside(1, Verdict.ACCEPT), aside(2)], "MedicationRequest"))
    assert (finding.verdict, finding.evidence[0].reference) == (Verdict.UNDETERMINED, "Observation/2")
    note = only(set_aside([aside(1, Verdict.ACCEPT)], "MedicationRequest"))
    assert (note.verdict, note.missing) == (Verdict.ACCEPT, ())


def test_a_long_name_does_not_cut_the_reason_away() -> None:
    finding = only(set_aside([aside(1, name="x" * 300)], "MedicationRequest"))
    assert len(finding.message) <= LONGEST_MESSAGE
    assert "preliminary" in finding.message


def test_lists_are_named_with_what_stopped_them() -> None:
    gaps = [
        (Verdict.ACCEPT, Gap("Bundle", frozenset({"Observation"}), "there is a further page")),
        (Verdict.UNDETERMINED, Gap("Bundle", frozenset(), "the server answered 500")),
    ]
    finding = only(incomplete_lists(gaps, "MedicationRequest"))
    assert finding.verdict is Verdict.UNDETERMINED
    assert finding.message == "Part of the chart did not come: list of results, a list (there is a further page)."


def test_a_drug_whose_status_is_missing_is_named_by_what_people_call_it() -> None:
    drug = statement("d", concept(DRUGS["ketoconazole"][0]))
    del drug["status"]
    found = answer(check(kidney(beside=(drug,))))
    finding = only(tuple(one for one in found.findings if one.code == "entry-set-aside"))
    assert finding.message == (
        "Look at ketoconazole in the chart: it may count, and was not relied on (its status is missing)."
    )
    assert found.ledger is not None
    assert [(one.reference, one.reason, one.question) for one in found.ledger.set_aside] == [
        ("MedicationStatement/d", "status-missing", "dose-above-label")
    ]


def test_a_doubt_that_changes_nothing_is_in_the_ledger_only() -> None:
    found = answer(check(kidney(beside=(weight("81", "2026-11-19", name="second") | {"status": "preliminary"},))))
    assert found.verdict is Verdict.ACCEPT
    assert "entry-set-aside" not in {one.code for one in found.findings}
    assert found.ledger is not None
    assert [one.reason for one in found.ledger.set_aside] == ["preliminary"]
