"""Every question of the vocabulary can be read by a person."""

from __future__ import annotations

from dataclasses import MISSING, fields
from decimal import Decimal
from typing import Any, Literal, get_type_hints

import pytest
from support.shipped import describe

import validator.criteria  # noqa: F401  (registers the vocabulary)
from validator.criteria.answer import Criterion
from validator.criteria.interval import LabelledInterval
from validator.criteria.registry import CRITERIA, read_criterion


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (
            {"kind": "all", "of": [
                {"kind": "pediatric", "under": 17, "adult_from": 18},
                {"kind": "not", "of": {"kind": "weight-at-least", "kg": 40}},
            ]},
            "pediatric (under 17; under 18 by common practice) and not weight of 40 kg or more",
        ),
        (
            {"kind": "not", "of": {"kind": "any", "of": [
                {"kind": "age-at-least", "years": 12}, {"kind": "bsa-at-least", "m2": Decimal("1.20")},
            ]}},
            "not (age of 12 years or more or body surface area of 1.2 m2 or more)",
        ),
        (
            {"kind": "all", "of": [
                {"kind": "disease", "name": "rcc"},
                {"kind": "any", "of": [{"kind": "progressive"}, {"kind": "well-differentiated"}]},
            ]},
            "renal cell carcinoma and (progressive disease or a well-differentiated tumor)",
        ),
        (
            {"kind": "taking", "groups": ["moderate_inducer"], "unless": ["strong_inducer"]},
            "taking moderate CYP3A4 inducers (but not strong CYP3A4 inducers)",
        ),
        (
            {"kind": "stopped-within", "groups": ["strong_inhibitor"], "days": 2},
            "strong CYP3A4 inhibitors stopped less than 2 days before",
        ),
        ({"kind": "child-pugh", "classes": ["A", "B"]}, "Child-Pugh class A or B"),
        ({"kind": "metastatic", "disease": ["mtc"]}, "metastatic disease"),
        (
            {"kind": "locally-advanced-or-metastatic", "disease": ["pnet"], "stage_four": True},
            "locally advanced or metastatic disease (stage IV counts)",
        ),
        (
            {"kind": "condition-recent", "groups": ["hemorrhage"], "days": 90, "unclear_months": 24},
            "active, or ended at most 90 days before: hemorrhage (up to 24 months: not clear)",
        ),
        (
            {"kind": "surgery-planned-within", "groups": ["major_surgery", "dental_surgery"], "days": 21},
            "planned less than 21 days after a dose: major surgery or invasive dental procedures",
        ),
        (
            {"kind": "first-line", "groups": ["rcc:prior"], "adjuvant": ["pembrolizumab"], "ignore": ["nivolumab"]},
            "first-line treatment (none before of: systemic therapy of renal cell carcinoma; "
            "adjuvant pembrolizumab: with a caution; nivolumab not counted)",
        ),
        (
            {"kind": "previously-treated", "groups": ["rcc:prior"], "narrow": ["nivolumab"]},
            "previous treatment (systemic therapy of renal cell carcinoma; nivolumab alone: with a caution)",
        ),
        (
            {"kind": "previously-treated", "groups": ["rcc:prior"]},
            "previous treatment (systemic therapy of renal cell carcinoma)",
        ),
        (
            {"kind": "unresectable", "disease": ["pnet"]},
            "unresectable disease (metastatic disease: with a note)",
        ),
        ({"kind": "unresectable", "disease": ["pnet"], "metastatic_is_note": False}, "unresectable disease"),
        (
            {"kind": "partner-dose-not-among", "groups": ["nivolumab"], "mg": ["240", "480"]},
            "nivolumab at another dose than 240, 480 mg",
        ),
        (
            {"kind": "partner-dose-not-among", "groups": ["nivolumab"], "mg": ["240", "480"], "days": ["14", "28"]},
            "nivolumab at another dose than 240, 480 mg, or more often than every 14, 28 days",
        ),
        (
            {"kind": "filtration-below", "limit": 30, "groups": ["renal:severe"]},
            "eGFR or creatinine clearance under 30 mL/min, or severe renal impairment or dialysis",
        ),
        (
            {"kind": "not-measured", "groups": ["alt", "ast"], "days": 30},
            "not measured in the 30 days before a first order: alanine aminotransferase or aspartate aminotransferase",
        ),
    ],
)  # fmt: skip
def test_a_question_reads_as_a_clause(question: dict[str, object], words: str) -> None:
    assert describe(read_criterion(question)) == words


@pytest.mark.parametrize("kind", sorted(CRITERIA))
def test_every_criterion_of_the_vocabulary_has_words(kind: str) -> None:
    assert describe(sample(kind)).strip()


def sample(kind: str) -> Criterion:
    """A question of this kind with some value in every field it needs."""
    cls = CRITERIA[kind]
    hints = get_type_hints(cls)
    inner = [{"kind": "progressive"}, {"kind": "well-differentiated"}]
    values: dict[Any, object] = {int: 1, bool: True, str: "a word", Decimal: 1, tuple[str, ...]: ["hemorrhage"]}
    values |= {Criterion: inner[0], tuple[Criterion, ...]: inner}
    values[tuple[Literal["A", "B", "C"], ...]] = ["B"]
    values[tuple[LabelledInterval, ...]] = [{"days": 28, "source": "a label"}]
    needed = [field.name for field in fields(cls) if field.default is MISSING]
    return read_criterion({"kind": kind, **{name: values[hints[name]] for name in needed}})


def test_a_group_without_a_title_is_shown_by_its_name() -> None:
    assert describe(read_criterion({"kind": "taking", "groups": ["not_a_group"]})) == "taking not_a_group"
