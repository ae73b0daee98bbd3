"""Every finding code, criterion and value set has a page."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from support.shipped import pages_of, words

import validator.check
from validator.cli import main
from validator.criteria.registry import CRITERIA
from validator.finding import FINDING_CODES

assert validator.check


def test_every_word_has_a_page() -> None:
    named = dict(words())
    assert named.keys() >= {*FINDING_CODES, *CRITERIA, "body-weight"}
    for word in named:
        pages = pages_of(word)
        assert pages
        assert all(page.heading and page.text for page in pages)


def test_a_word_without_a_page_has_none() -> None:
    assert pages_of("weight-at-lest") == ()


def test_a_word_of_two_kinds_has_both_pages() -> None:
    """The list of codes hid behind the finding of the same name."""
    kinds = [page.kind.value for page in pages_of("hypocalcemia")]
    assert kinds == ["findings", "value-sets"]
    printed = CliRunner().invoke(main, ["explain", "well-differentiated"]).stdout
    assert "a question a label asks" in printed
    assert "Published as" in printed


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("weight-at-least", "Asked today by: cabometyx adult-under-40-kg"),
        ("pediatric", "Choices of this project, not numbers of a label: adult_from, under."),
        ("body-weight", "group weight: 6 codes."),
        ("dose-above-label", "higher than the label gives"),
        ("renal-cell-carcinoma", "Asked today by: cabometyx rcc-mono, cabometyx rcc-nivo."),
        ("not-renal-cell-carcinoma", "Asked today by: cabometyx rcc-mono, cabometyx rcc-nivo."),
        ("neuroendocrine-tumor-site-required", "cabometyx epnet, cabometyx pnet"),
        ("medullary-thyroid-cancer", "Asked today by: cometriq mtc"),
        ("units-of-weight", "No statement of the newest labels asks for it by name."),
        ("grapefruit", "asks for it by name: names one drug of wider lists, which are what statements ask for."),
        ("grapefruit", "To be avoided with the dose by the labels of: cabometyx, cometriq;"),
        ("body-weight", "http://loinc.org: 29463-7 Body weight"),
        ("hypocalcemia", "Raised today by: cabometyx hypocalcemia"),
        ("cabometyx/2025-03-26", "edition"),
        ("surgery-too-close", "The last dose comes at least 3 weeks"),
    ],
)
def test_the_command_prints_it(word: str, said: str) -> None:
    done = CliRunner().invoke(main, ["explain", word])
    assert done.exit_code == 0
    assert said in " ".join(done.stdout.split())


def test_a_code_in_capitals_is_found() -> None:
    asked = [CliRunner().invoke(main, ["explain", word]) for word in ("DOSE-ABOVE-LABEL", "dose-above-label")]
    assert asked[0].exit_code == 0
    assert asked[0].stdout == asked[1].stdout
