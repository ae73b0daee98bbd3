"""Which Observations a check reads, by code, so that a server need not send ten years of blood pressures."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import quote_plus

from validator.chart.attestation import CODES
from validator.chart.concept import CRITERION
from validator.terminology.codebook import codebook
from validator.terminology.profiles import profiles_root
from validator.terminology.valueset import ValueSet

READ_BY_CRITERIA = frozenset(
    {
        "weight", "weight:stated_or_estimated", "height", "height:stated_or_estimated", "bsa", "egfr", "child_pugh",
        "hcg:qual_serum", "hcg:qual_urine", "pregnancy_status", "pregnancy_status:reported",
    }
)  # fmt: skip
"""Groups of the domain `observations` that criteria ask for themselves, whatever the label data say."""

_QUESTIONS_READ = frozenset(
    {
        "question:stage-group", "question:M", "question:T", "question:N", "question:disease-status",
        "question:grade", "question:histology",
    }
)  # fmt: skip


@cache
def observation_codes(profiles: Path | None = None) -> tuple[str, ...]:
    """The codes to search for, each as `system|code`: body size, the tests criteria and labels ask for, stage, grade,
    disease status, and the criteria that prescribers attest. Sorted, so that batches repeat."""
    found = {f"{CRITERION}|{code}" for code in CODES}
    for value_set in _value_sets(profiles):
        found |= {
            f"{system}|{code}"
            for (system, code), concept in value_set.concepts.items()
            if concept.confidence != "unverified"
        }
    return tuple(sorted(found))


def batches(codes: tuple[str, ...], longest: int) -> Iterator[str]:
    """The codes as comma-separated values of a search parameter, none longer than `longest` once URL-encoded.

    At least one code a batch, however long.
    """
    batch: list[str] = []
    length = 0
    for code in codes:
        size = len(quote_plus(code)) + len("%2C")
        if batch and length + size > longest:
            yield ",".join(batch)
            batch, length = [], 0
        batch.append(code)
        length += size
    if batch:
        yield ",".join(batch)


def _value_sets(profiles: Path | None) -> Iterator[ValueSet]:
    book = codebook(profiles)
    labels = (profiles or profiles_root()) / "labels"
    texts = [path.read_text(encoding="utf-8") for path in sorted(labels.glob("*/*.toml"))]
    for value_set in book.sets_of("observations"):
        # Reading the files as text is enough: a group that is only mentioned is asked for too, which costs little.
        if value_set.group in READ_BY_CRITERIA or any(f'"{value_set.group}"' in text for text in texts):
            yield value_set
    for domain in ("disease-extent", "differentiation-grade"):
        yield from (value_set for value_set in book.sets_of(domain) if value_set.group in _QUESTIONS_READ)
