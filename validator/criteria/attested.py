"""Facts that the prescriber stated, because no code carries them."""

from __future__ import annotations

from validator.chart.fact import Attestation, Chart
from validator.verdict import Truth


def attested(chart: Chart, code: str) -> Attestation | None:
    """The attestation of `code` that says true or false; None when there is none or it says unknown."""
    for attestation in chart.attestations:
        if attestation.code == code and attestation.truth is not Truth.UNKNOWN:
            return attestation
    return None
