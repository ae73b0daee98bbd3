"""A question of the label's vocabulary, asked of a chart read from FHIR."""

from __future__ import annotations

from typing import Any

from support.build import Resource
from support.facts import chart

import validator.criteria  # noqa: F401  (registers the vocabulary)
from validator.criteria.answer import Answer
from validator.criteria.registry import read_criterion


def ask(question: dict[str, Any], *resources: Resource, **options: Any) -> Answer:
    """The answer of the question, written as label data write it, about these resources beside a plain order."""
    made = read_criterion(question)
    assert made.kind == question["kind"]
    return made.answer(chart(*resources, **options))


def truth(question: dict[str, Any], *resources: Resource, **options: Any) -> str:
    """`true`, `false` or `unknown`; every answer says why; one that is known and has no caution asks nothing."""
    found = ask(question, *resources, **options)
    assert found.because
    if found.truth.value != "unknown" and not found.cautions:
        assert found.missing == ()
    return found.truth.value
