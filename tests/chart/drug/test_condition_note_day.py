"""A note of a condition of long ago that names its own day, with the year, is of that day."""

from __future__ import annotations

import pytest
from support.noted import found_in_condition, not_quiet

OLD = {"recorded": "2019-01-01", "onset": "2019-01-01"}
A_YEAR_AGO = {"recorded": "2025-09-01", "onset": "2025-09-01"}


@pytest.mark.parametrize("recorded", [OLD, A_YEAR_AGO])
@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("On nivolumab since 9/2026", "partner-in-words"),
        ("Nephrectomy 2019. On nivolumab since 09/15/2026", "partner-in-words"),
        ("11/20/2026: started ketoconazole", "interacting-drug-in-words"),
        ("On rifampin since 10/1/2026", "interacting-drug-in-words"),
        ("Doing well 3/2020. On rifampin since Oct 2026 per ID", "interacting-drug-in-words"),
    ],
)
def test_a_drug_of_a_day_of_late_is_asked_about(text: str, code: str, recorded: dict[str, str]) -> None:
    assert code in found_in_condition(text, **recorded)


QUIET = """
On nivolumab since 9/2018
On nivolumab
3/2019: started ketoconazole
On rifampin since 10/1/2018
On rifampin
Started ketoconazole. Seen 3/2020
Seen 11/20/2026. 3/2019: took ketoconazole
On nivolumab since 9/2026. Stopped nivolumab 11/2026 for PD
BP 128/78 on 11/20/2026
""".strip().splitlines()


def test_what_names_no_day_or_an_older_one_stays_of_then() -> None:
    assert not_quiet(QUIET, lambda text: found_in_condition(text, **OLD)) == []
