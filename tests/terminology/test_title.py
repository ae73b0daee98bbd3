"""Titles of codes as names: fresh, and each says what its code says."""

from __future__ import annotations

import pytest
from support.shipped import BOOK
from support.titles import FILE, as_text, titles

from validator.chart.words.text import phrase_groups
from validator.terminology.coding import ICD10CM
from validator.terminology.domain import RISK
from validator.terminology.title import icd_10_cm_titles, title_key


def said(text: str) -> frozenset[str]:
    return frozenset(group for _, groups in phrase_groups(BOOK, RISK, text) for group in groups)


def test_the_file_is_what_the_tables_and_the_lists_make() -> None:
    assert FILE.read_text("utf-8") == as_text(titles()), "make terminology writes it anew"


@pytest.mark.parametrize(
    "other",
    [
        "ACUTE EMBOLISM AND THROMBOSIS OF RIGHT ILIAC VEIN",
        "Acute embolism & thrombosis of right iliac vein (HCC)",
        " Acute embolism, and thrombosis of right iliac vein (CMS/HCC) ",
        "Acute embolism and thrombosis of right iliac vein (disorder)",
    ],
)
def test_a_title_is_known_in_any_case_and_with_what_is_put_behind_it(other: str) -> None:
    assert BOOK.groups_by_title(RISK, other.replace("&", "and")) == {"venous_event"}


def test_british_and_american_spellings_are_one_title() -> None:
    assert title_key("Oesophageal haemorrhage") == title_key("Esophageal hemorrhage")


def test_what_is_no_title_says_nothing_by_it() -> None:
    assert BOOK.groups_by_title(RISK, "Acute embolism") is None
    assert BOOK.groups_by_title(RISK, "Fistula, right knee") == set()
    for other in ("", "Pulmonary embolism?", "? Pulmonary embolism", "No pulmonary embolism"):
        assert BOOK.groups_by_title(RISK, other) is None


def test_a_title_of_icd_10_cm_says_what_its_code_says() -> None:
    """All but those where the name as a whole is a listed phrase, or belongs to two codes."""
    differ = {
        title: (groups, told)
        for code, title in icd_10_cm_titles()
        if (told := said(title)) != (groups := BOOK.groups(RISK, ICD10CM, code))
    }
    assert differ.keys() == {
        "Ascites",
        "Postmenopausal bleeding",
        "Primary biliary cirrhosis",
    }
    # Each still tells the risk itself.
    assert all(groups & told for groups, told in differ.values())
