"""What an answer on a form rests on, as an extension of its item.

Source: StructureDefinition `answer-evidence` of this project.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from validator.finding import CANONICAL, Evidence
from validator.regex import regex
from validator.report.plain_text import plain_text
from validator.verdict import Basis

ANSWER_EVIDENCE = f"{CANONICAL}/StructureDefinition/answer-evidence"
_REFERENCE = regex(r"[A-Z][A-Za-z]{1,63}/[A-Za-z0-9\-.]{1,64}|urn:uuid:[0-9a-f-]{36}", re.ASCII)


def answer_evidence(shown: Iterable[Evidence], cautions: Iterable[str] = ()) -> Iterator[dict[str, Any]]:
    """One extension for each piece: the entry (a reference, or its place in what was submitted), what it says, how that
    is known; and one for each caution, which says why the answer rests on less than the label's words.
    """
    for one in dict.fromkeys((evidence.reference, evidence.says, evidence.basis) for evidence in shown):
        yield {"url": ANSWER_EVIDENCE, "extension": list(_parts(*one))}
    for caution in cautions:
        yield {"url": ANSWER_EVIDENCE, "extension": [{"url": "caution", "valueString": plain_text(caution)}]}


def _parts(reference: str, says: str, basis: Basis) -> Iterator[dict[str, Any]]:
    name = plain_text(reference)
    if _REFERENCE.fullmatch(name):
        yield {"url": "entry", "valueReference": {"reference": name}}
    elif name:
        yield {"url": "entry", "valueString": name}
    yield {"url": "says", "valueString": plain_text(says)}
    yield {"url": "basis", "valueCode": basis.value}
