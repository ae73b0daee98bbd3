"""Pictures say what the findings say: to the eye, to a screen reader, and in sentences."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from support.build import statement, weight
from support.coding import DRUGS, concept
from support.example_chart import FLAGSHIP, example, judged, part, reported, with_more

from validator.picture.drawing import Picture
from validator.picture.gallery import pictures

SVG = "{http://www.w3.org/2000/svg}"


def drawn(chart, title: str, **options) -> Picture | None:
    found = {one.title: one for one in pictures(judged(chart, **options), "order-0")}
    return found.get(title)


def facts(chart, title: str, **options) -> str:
    picture = drawn(chart, title, **options)
    assert picture is not None
    return "\n".join(picture.facts)


@pytest.mark.parametrize("name", [FLAGSHIP, "rcc-itraconazole", "rcc-operation-in-ten-days", "dtc-without-weight"])
def test_every_picture_is_sound_svg_with_a_title_a_description_and_the_same_facts_in_words(name: str) -> None:
    found = pictures(judged(example(name)), "order-0")
    assert found
    ids = []
    for picture in found:
        root = ElementTree.fromstring(picture.drawing)
        assert root.tag == f"{SVG}svg"
        assert root.attrib["role"] == "img"
        title, desc = root[0], root[1]
        assert (title.tag, desc.tag) == (f"{SVG}title", f"{SVG}desc")
        assert root.attrib["aria-labelledby"].split() == [title.attrib["id"], desc.attrib["id"]]
        assert title.text == picture.title
        assert desc.text == " ".join(picture.facts)
        ids += [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
    assert len(ids) == len(set(ids))


def test_the_weight_that_decides_is_drawn_against_the_line_of_the_label() -> None:
    assert facts(example(), "Weight over time").splitlines() == [
        "Weight on the day of the order, 2026-11-22, decides the dose.",
        "The label's dose changes at 40 kg.",
        "38 kg on 2026-11-16.",
    ]


def test_a_weight_after_the_order_is_told_apart_from_those_that_count() -> None:
    chart = with_more(example(), weight("41", "2026-11-30", name="later"))
    picture = drawn(chart, "Weight over time")
    assert picture is not None
    assert "41 kg on 2026-11-30, after the order." in picture.facts
    assert len(re.findall(r'class="point hollow"', picture.drawing)) == 1


def test_a_weight_that_may_be_of_a_later_day_is_told_apart_too() -> None:
    picture = drawn(with_more(example(), weight("41", "2026-11", name="later")), "Weight over time")
    assert picture is not None
    assert "41 kg on 2026-11, perhaps after the order." in picture.facts
    assert len(re.findall(r'class="point hollow"', picture.drawing)) == 1


def test_a_weight_that_is_missing_where_the_dose_hangs_on_it_is_said_to_be_missing() -> None:
    assert "No weight is on file." in facts(example("dtc-without-weight"), "Weight over time")


def test_an_adult_whose_dose_hangs_on_no_weight_gets_no_picture_of_it() -> None:
    chart = with_more(example("rcc-itraconazole"), weight("81", "2026-11-01"))
    assert drawn(chart, "Weight over time") is None


def test_the_ladder_marks_the_ordered_and_the_expected_dose() -> None:
    assert facts(example(), "Dose ladder").splitlines() == [
        "60 mg a day: ordered: no step here.",
        "40 mg once daily: expected.",
        "20 mg once daily: a lower step.",
        "20 mg every other day: a lower step.",
    ]


def test_the_ladder_of_a_dose_that_agrees_has_one_mark() -> None:
    assert "40 mg once daily: expected, ordered." in facts(example("net-adolescent-40mg"), "Dose ladder")


def test_an_earlier_order_stands_on_its_step_with_its_day() -> None:
    chart = example("rcc-reduced-after-reaction")
    earlier = next(line for line in facts(chart, "Dose ladder").splitlines() if "order of" in line)
    assert re.fullmatch(r"60 mg .*order of \d{4}-\d\d-\d\d\.", earlier)


def test_a_dose_that_hangs_on_an_open_question_is_called_expected_nowhere() -> None:
    said = facts(example("dtc-without-weight"), "Dose ladder")
    assert "expected" not in said
    assert "start in one reading" in said


def test_a_dose_that_hangs_on_a_weight_that_was_set_aside_is_called_expected_nowhere() -> None:
    chart = with_more(example(), weight("45", "2026-11-20", name="later") | {"status": "preliminary"})
    assert judged(chart).expected is None
    assert "expected" not in facts(chart, "Dose ladder")


def test_a_dose_that_cannot_be_read_is_not_drawn_as_one() -> None:
    said = facts(example("rcc-no-frequency"), "Dose ladder")
    assert "The ordered dose is not one known amount a day." in said
    assert "ordered" not in said.replace("The ordered dose", "")


def test_an_operation_and_an_interacting_drug_stand_on_the_line_of_time() -> None:
    operation = drawn(example("rcc-operation-in-ten-days"), "Treatment over time")
    drug = drawn(example("rcc-itraconazole"), "Treatment over time")
    assert operation is not None
    assert drug is not None
    assert any("2026-12-02" in fact for fact in operation.facts)
    assert 'class="point operation"' in operation.drawing
    assert any("itraconazole" in fact.lower() and "going on" in fact for fact in drug.facts)
    assert "span interacting" in drug.drawing


@pytest.mark.parametrize(
    ("status", "words"),
    [("active", "going on"), ("stopped", "over, end not told"), ("on-hold", "end not told"), ("draft", "end not told")],
)
def test_an_earlier_order_is_over_only_where_its_status_says_so(status: str, words: str) -> None:
    chart = example()
    earlier = part(chart, "order") | {"id": "earlier", "authoredOn": "2026-08-01", "status": status}
    orders = {one.order.rpartition("/")[2]: one for one in reported(with_more(chart, earlier)).orders}
    (told,) = [
        fact
        for picture in pictures(orders["order"], "order-0")
        for fact in picture.facts
        if picture.title == "Treatment over time" and "2026-08-01" in fact
    ]
    assert told.endswith(f"from 2026-08-01, {words}.")


def test_an_order_with_nothing_around_it_has_no_line_of_time() -> None:
    chart = example("cds-draft-order")
    assert drawn(chart, "Treatment over time") is None


def test_a_name_that_is_markup_is_drawn_as_the_letters_it_is() -> None:
    chart = example("rcc-operation-in-ten-days")
    text = str(drawn(chart, "Treatment over time"))
    assert "<script" not in text
    for entry in chart["entry"]:
        code = entry["resource"].get("code")
        if isinstance(code, dict) and entry["resource"]["resourceType"] in (
            "Procedure",
            "ServiceRequest",
            "Appointment",
        ):
            code["text"] = "<script>alert(1)</script>\u202e"
            for one in code.get("coding", []):
                one["display"] = "</text><script>alert(1)</script>\u202e"
    picture = drawn(chart, "Treatment over time")
    assert picture is not None
    assert "<script" not in picture.drawing
    assert "\u202e" not in picture.drawing
    ElementTree.fromstring(picture.drawing)


def test_more_than_twelve_rows_are_told_and_not_drawn() -> None:
    drug = concept(*DRUGS["itraconazole"])
    more = [
        statement(f"s{number}", drug, start=f"20{10 + number}-03-01", end=f"20{10 + number}-04-01")
        for number in range(14)
    ]
    picture = drawn(with_more(example("rcc-itraconazole"), *more), "Treatment over time")
    assert picture is not None
    assert picture.facts[-1].endswith("more than are drawn.")
    assert len(picture.facts) > 14
