"""JSON as lines: nothing is lost or put right, and every place is where its lines are."""

from __future__ import annotations

import json

import pytest
from support.example_chart import EXAMPLES

from validator.sandbox.layout import LONGEST_TEXT, laid_out


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.json")), ids=lambda path: path.stem)
def test_the_lines_of_a_chart_are_the_chart(path) -> None:
    text = path.read_text()
    assert json.loads("\n".join(laid_out(text).lines)) == json.loads(text)


def test_numbers_and_repeated_keys_stay_as_they_were_written() -> None:
    layout = laid_out('{"a": 1.50, "a": 1e2, "b": [0.10, -0], "c": {}, "d": [], "e": null, "f": true}')
    values = [
        '"a": 1.50,',
        '"a": 1e2,',
        '"b": [',
        "0.10,",
        "-0",
        "],",
        '"c": {},',
        '"d": [],',
        '"e": null,',
        '"f": true',
    ]
    assert [line.strip() for line in layout.lines] == ["{", *values, "}"]


def test_a_place_leads_to_its_lines_and_one_that_is_not_there_to_what_holds_it() -> None:
    layout = laid_out('{"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "Patient", "id": "x"}}]}')
    first, last = layout.at("Bundle.entry[0].resource")
    assert layout.lines[first].strip() == '"resource": {'
    assert layout.lines[last].strip() == "}"
    assert layout.at("Bundle.entry[0].resource.birthDate") == (first, last)
    assert layout.at("Bundle.entry[7].resource.x[2]") == layout.at("Bundle.entry")
    assert layout.at("MedicationRequest.x") is None


def test_every_line_stands_in_one_section() -> None:
    layout = laid_out((EXAMPLES / "net-adolescent-60mg.json").read_text())
    sections = list(layout.sections())
    assert [line for _, one in sections for line in one.lines] == layout.lines
    assert [first for first, _ in sections] == [
        sum(len(one.lines) for _, one in sections[:n]) for n in range(len(sections))
    ]


@pytest.mark.parametrize("text", ["{", "", "[" * 3000, '{"a": ' * 200 + "1" + "}" * 200, "nonsense\u202e\nmore"])
def test_what_is_no_json_is_shown_as_it_came(text: str) -> None:
    layout = laid_out(text)
    assert layout.places == {}
    assert len(layout.lines) == max(len(text.splitlines()), 1)
    assert "\u202e" not in "".join(layout.lines)


def test_what_cannot_be_seen_is_shown_as_its_escape_and_what_is_endless_is_cut() -> None:
    (line,) = laid_out(json.dumps("\u202eab\u200b\u2028é" + "A" * (LONGEST_TEXT + 100))).lines
    assert line.startswith('"\\u202eab\\u200b\\u2028é')
    assert "more characters" in line
    assert len(line) < LONGEST_TEXT + 100
