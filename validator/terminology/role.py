"""What a group is to the program where a chart is read: a role, said by its value set, so that no module names a group.

A role belongs to one domain or to several. A folder that has a domain has a set for each of its roles: a list that
lost its role would be read as if it were not there.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from validator.terminology.domain import (
    ANY_CANCER,
    DIFFERENTIATION,
    DRUG,
    EXTENT,
    OBSERVED,
    RISK,
    SEVERITY,
    SEX,
    SITE,
    STOP_REASON,
    TREATMENT,
)

Role = Literal[
    "stage-group-question",
    "m-category-question",
    "t-or-n-category-question",
    "disease-status-question",
    "grade-question",
    "histology-question",
    "growth-index-question",
    "digestive-organ",
    "tells-no-organ",
    "body-weight",
    "body-height",
    "body-surface-area",
    "stated-weight",
    "stated-height",
    "kidney-filtration",
    "liver-class-question",
    "liver-class-a",
    "liver-class-b",
    "liver-class-c",
    "panel-of-results",
    "pregnancy-question",
    "pregnancy-test",
    "says-pregnant",
    "says-not-pregnant",
    "asks-nothing",
    "operation",
    "major-operation",
    "organ-ablation",
    "look-alike",
    "short-treatment",
    "kept-by-its-prescriber",
    "transplant-brand",
    "cancer-drug-and-transplant-drug",
    "reason-beside-cancer",
    "slight-form",
    "never-spreads",
    "of-another-disease",
    "recorded-female",
    "says-severe",
    "drug-reaction",
]

ROLES: Mapping[Role, frozenset[str]] = MappingProxyType(
    {
        "stage-group-question": frozenset({EXTENT}),
        "m-category-question": frozenset({EXTENT}),
        "t-or-n-category-question": frozenset({EXTENT}),
        "disease-status-question": frozenset({EXTENT}),
        "grade-question": frozenset({DIFFERENTIATION}),
        "histology-question": frozenset({DIFFERENTIATION}),
        "growth-index-question": frozenset({DIFFERENTIATION}),
        "digestive-organ": frozenset({SITE}),
        "tells-no-organ": frozenset({SITE}),
        "body-weight": frozenset({OBSERVED}),
        "body-height": frozenset({OBSERVED}),
        "body-surface-area": frozenset({OBSERVED}),
        "stated-weight": frozenset({OBSERVED}),
        "stated-height": frozenset({OBSERVED}),
        "kidney-filtration": frozenset({OBSERVED}),
        "liver-class-question": frozenset({OBSERVED}),
        "liver-class-a": frozenset({OBSERVED}),
        "liver-class-b": frozenset({OBSERVED}),
        "liver-class-c": frozenset({OBSERVED}),
        "panel-of-results": frozenset({OBSERVED}),
        "pregnancy-question": frozenset({OBSERVED}),
        "pregnancy-test": frozenset({OBSERVED}),
        "says-pregnant": frozenset({OBSERVED, RISK}),
        "says-not-pregnant": frozenset({OBSERVED, RISK}),
        "asks-nothing": frozenset({OBSERVED}),
        "operation": frozenset({RISK}),
        "major-operation": frozenset({RISK, TREATMENT}),
        "organ-ablation": frozenset({TREATMENT}),
        "look-alike": frozenset({TREATMENT}),
        "short-treatment": frozenset({DRUG}),
        "kept-by-its-prescriber": frozenset({DRUG}),
        "transplant-brand": frozenset({DRUG}),
        "cancer-drug-and-transplant-drug": frozenset({DRUG}),
        "reason-beside-cancer": frozenset({RISK}),
        "slight-form": frozenset({RISK}),
        "never-spreads": frozenset({ANY_CANCER}),
        "of-another-disease": frozenset({ANY_CANCER}),
        "recorded-female": frozenset({SEX}),
        "says-severe": frozenset({SEVERITY}),
        "drug-reaction": frozenset({STOP_REASON}),
    }
)
"""The domains a set that plays the role may be of.

`t-or-n-category-question`: read, and says nothing of spread by itself. `panel-of-results`: its parts are results, it
has no own one. `asks-nothing`: units, answers and look-alikes, which no Observation is a result of. `operation`: what
surgery is asked about as; a `major-operation` of the domain of treatments counts as those of the domain of risks.
`look-alike`: a code that is taken for a treatment and is none. `short-treatment`: a drug that is given for days.
`kept-by-its-prescriber`: a drug against HIV, tuberculosis or seizures, which nobody else stops; the set's id names it.
`transplant-brand`: a brand against rejection only; `reason-beside-cancer`: what a `cancer-drug-and-transplant-drug` is
given for where it is no cancer treatment. `slight-form`: `<kind>:<form>`, what is mostly slight of a kind; where it is
said to be severe it is of the kind. `never-spreads`: a cancer of which no metastasis on file is.
`of-another-disease`: a cancer that no label names, by its words.
"""
