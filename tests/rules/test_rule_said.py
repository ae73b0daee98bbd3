"""One builder makes every finding: what it takes from a statement of the label, and what is said over it."""

from __future__ import annotations

from datetime import date

from support.shipped import SHIPPED

from validator.finding import Confidence, Evidence
from validator.rules.dose import AGREES
from validator.rules.said import said
from validator.verdict import Verdict

LABEL = SHIPPED.labels.revision("cabometyx", date(2025, 3, 26))
INFERRED = next(one for one in (*LABEL.adjustment, *LABEL.regimen) if one.confidence is not Confidence.VERIFIED)
SHOWN = Evidence("Observation/w", "70 kg")


def test_a_statement_gives_its_section_its_gist_and_how_well_it_is_known() -> None:
    found = said(AGREES, Verdict.ACCEPT, "the dose agrees", at="Bundle", by=INFERRED)
    assert (found.message, found.expression) == ("The dose agrees.", ("Bundle",))
    assert (found.statement, found.section, found.detail) == (INFERRED.id, INFERRED.section, INFERRED.gist)
    assert found.confidence is INFERRED.confidence


def test_what_is_said_over_a_statement_stands_even_where_it_is_nothing() -> None:
    found = said(
        AGREES, Verdict.ACCEPT, "x", at=(), by=INFERRED, section="9", detail="", confidence=Confidence.VERIFIED
    )
    assert (found.section, found.detail, found.confidence) == ("9", "", Confidence.VERIFIED)


def test_without_a_statement_nothing_of_a_label_is_claimed() -> None:
    found = said(AGREES, Verdict.ACCEPT, "x", at="Bundle")
    assert (found.statement, found.section, found.detail) == (None, None, "")
    assert found.confidence is Confidence.VERIFIED


def test_a_piece_of_evidence_that_answered_twice_is_shown_once() -> None:
    other = Evidence("Observation/v", "71 kg")
    assert said(AGREES, Verdict.ACCEPT, "x", at=(), evidence=(SHOWN, other, SHOWN)).evidence == (SHOWN, other)


def test_a_text_that_is_too_long_is_cut_at_a_word() -> None:
    message = said(AGREES, Verdict.ACCEPT, "word " * 60, at=()).message
    assert len(message) <= 140
    assert message.endswith("word…")
