"""The form of what an order leaves open: what it asks, what it shows, and what becomes of it when it is handed back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from support.answer import answer, verdict
from support.build import (
    Resource,
    attested,
    condition,
    observation,
    order,
    patient,
    quantity,
    questionnaire_response,
    statement,
    to_json,
    weight,
)
from support.coding import CRITERION, DRUGS, coding, concept, icd
from support.form import printed
from support.judge import as_file, errors, missing
from support.judged import thyroid
from support.plain import METFORMIN, collection, kidney, kidney_cancer, man, neuroendocrine, sixty

from validator.cli import main
from validator.verdict import Truth, Verdict

UNKNOWN = Truth.UNKNOWN


def unspread() -> list[Resource]:
    """Kidney cancer of which nothing says that it is advanced."""
    return [man(), kidney_cancer(), sixty()]


def net(*leave_out: str) -> list[Resource]:
    """A patient whose tumor of the pancreas nobody graded, without what is left out."""
    ungraded = condition("tumor", concept(icd("C25.4", "Malignant neoplasm of endocrine pancreas")), onset="2025-01-10")
    chart = [one for one in neuroendocrine() if one["id"] not in (*leave_out, "tumor")]
    return [*chart, ungraded]


def filed(made: dict[str, Any]) -> Resource:
    """The response of a form under an id, as a server keeps it."""
    return made["entry"][1]["resource"] | {"id": "filed"}


def test_what_an_order_leaves_open_is_asked_and_nothing_else() -> None:
    assert verdict(unspread()) == "undetermined"
    assert printed(unspread()).questions == ("advanced",)
    assert printed(net()).questions == ("well-differentiated",)
    assert printed(net("everolimus")).questions == ("well-differentiated", "previously-treated")


def test_an_order_that_leaves_nothing_open_is_asked_nothing() -> None:
    made = printed(kidney())
    assert made.questions == ()
    assert made.exit_code == 0
    assert answer(made.handed_back({})).verdict is Verdict.ACCEPT


@pytest.mark.parametrize(("said", "expected"), [(True, "accept"), (False, "error"), (UNKNOWN, "undetermined")])
def test_an_answered_form_beside_the_chart_settles_what_was_open(said: Truth | bool, expected: str) -> None:
    for chart, criterion in ((unspread(), "advanced"), (net(), "well-differentiated")):
        assert answer(printed(chart).handed_back({criterion: said})).verdict.value == expected


def test_one_bundle_of_the_chart_and_the_response_says_the_same() -> None:
    made = printed(unspread()).answered({"advanced": True})
    assert verdict([*unspread(), filed(made)]) == "accept"


def test_a_form_that_nobody_answered_settles_nothing_and_breaks_nothing() -> None:
    made = printed(unspread())
    for elements in ({"status": "in-progress"}, {"status": "completed"}):
        report = made.handed_back({}, **elements)
        assert answer(report).verdict is Verdict.UNDETERMINED
        assert report.issues == ()


def test_what_was_filled_in_states_nothing_by_itself() -> None:
    """A form that shows an earlier treatment is no evidence of it once the entry it rests on is gone."""
    made = printed(net())
    assert made.filled["chart-pnet-5"] is True
    answers = {"well-differentiated": True}
    assert verdict([*net(), filed(made.answered(answers))]) == "accept"
    assert verdict([*net("everolimus"), filed(made.answered(answers))]) == "undetermined"


def test_each_answer_that_is_filled_in_names_what_it_rests_on() -> None:
    made = printed(net())
    for item in made.shown:
        assert item["extension"], item["linkId"]
    (treated,) = [item for item in made.shown if item["linkId"] == "chart-pnet-5"]
    parts = {part["url"]: part for part in treated["extension"][0]["extension"]}
    assert parts["entry"]["valueReference"] == {"reference": "MedicationStatement/everolimus"}
    assert "everolimus" in parts["says"]["valueString"]
    assert parts["basis"]["valueCode"] == "coded"


def test_what_rests_on_less_than_the_labels_words_is_shown_with_its_caution() -> None:
    narrow = statement("octreotide", concept(DRUGS["octreotide"][0]), start="2025-03-01")
    (treated,) = [one for one in printed([*net("everolimus"), narrow]).shown if one["linkId"] == "chart-pnet-5"]
    last = treated["extension"][-1]["extension"]
    assert [part["url"] for part in last] == ["caution"]
    assert "somatostatin analog" in last[0]["valueString"]


def test_what_was_set_aside_leaves_nothing_shown() -> None:
    """A chart with an entry that may change the answer has none to show."""
    broken = observation("extent", coding(CRITERION, "advanced"), "2026-11-01", truth=False) | {"status": "unknown"}
    made = printed([*kidney(), broken])
    assert made.filled == {}


def test_what_no_criterion_settles_is_said_to_be_for_the_record() -> None:
    made = printed(neuroendocrine(born="2014-01-01", kilograms=None))
    assert made.questions == ()
    (group,) = [item for item in made.questionnaire["item"] if item["linkId"] == "record"]
    assert [item["type"] for item in group["item"]] == ["display"]
    assert "weight" in group["item"][0]["text"]


def test_the_form_of_another_drug_states_nothing_about_this_order() -> None:
    theirs = questionnaire_response({"advanced": True}, "2026-11-01")
    assert verdict([*unspread(), theirs]) == "accept"
    theirs["questionnaire"] = theirs["questionnaire"].replace("cabozantinib", "aardonib")
    assert verdict([*unspread(), theirs]) == "undetermined"


def test_two_forms_of_one_chart_do_not_contradict_each_other() -> None:
    first = printed(net("everolimus"))
    chart = [*net("everolimus"), filed(first.answered({"well-differentiated": True}))]
    second = printed(chart)
    assert second.questions == ("previously-treated",)
    assert answer(second.handed_back({"previously-treated": True})).verdict is Verdict.ACCEPT


def test_the_questionnaire_names_no_patient() -> None:
    made = printed([patient(born="1964-05-04") | {"name": [{"family": "Verymuch"}]}, kidney_cancer(), sixty()])
    text = json.dumps(made.questionnaire)
    assert "1964" not in text
    assert "Verymuch" not in text


def test_url_and_version_name_one_list_of_items() -> None:
    first, again, other = printed(unspread()), printed(unspread()), printed(net())
    assert first.bundle == again.bundle
    assert first.response["questionnaire"] == f"{first.questionnaire['url']}|{first.questionnaire['version']}"
    assert first.questionnaire["url"] == other.questionnaire["url"]
    assert first.questionnaire["version"] != other.questionnaire["version"]


def test_the_form_of_an_r5_chart_is_written_in_r5() -> None:
    made = printed(Path("examples/pnet-r5.json").read_bytes())
    assert made.questions == ()
    left_open = json.loads(made.chart)
    left_open["entry"] = [one for one in left_open["entry"] if one["resource"]["id"] != "everolimus"]
    left_open["total"] -= 1
    asked = printed(to_json(left_open))
    assert {item["linkId"]: item["type"] for item in asked.questionnaire["item"]}["previously-treated"] == "coding"
    assert answer(asked.handed_back({"previously-treated": True})).verdict is Verdict.ACCEPT


def invoked(chart: list[Resource], *options: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(main, ["questionnaire", "-", *options], input=to_json(collection(chart)))
    return done.exit_code, done.stdout, done.stderr


def test_with_several_orders_the_one_that_is_meant_has_to_be_named() -> None:
    two = [*unspread(), sixty(id="other")]
    code, out, err = invoked(two)
    assert (code, out) == (2, "")
    assert "MedicationRequest/order" in err
    for name in ("other", "MedicationRequest/other"):
        assert printed(two, "--order", name).questions == ("advanced",)
    code, _, err = invoked(two, "--order", "nobody")
    assert code == 2
    assert "MedicationRequest/other" in err


def test_another_order_in_the_chart_needs_no_name() -> None:
    assert printed([*unspread(), order(METFORMIN, [], name="metformin")]).questions == ("advanced",)


def test_a_chart_without_an_order_to_judge_has_no_form() -> None:
    code, out, err = invoked([man(), kidney_cancer()])
    assert (code, out) == (0, "")
    assert "no form" in err


def test_exit_codes_are_those_of_a_check(tmp_path: Path) -> None:
    assert invoked(unspread())[0] == 0
    assert invoked(unspread(), "--fail-on", "undetermined")[0] == 1
    assert invoked([man(born=None), kidney_cancer(clinicalStatus=None)], "--fail-on", "banana")[0] == 2
    assert CliRunner().invoke(main, ["questionnaire", str(tmp_path / "none.json")]).exit_code == 3
    assert CliRunner().invoke(main, ["questionnaire", "-"], input=b"{").exit_code == 3


def test_in_words_the_questions_come_before_what_is_shown() -> None:
    code, out, _ = invoked(net(), "--format", "text")
    out = " ".join(out.split())
    assert code == 0
    assert out.index("well differentiated (G1, G2 or NET G3)?") < out.index("The chart shows already")
    assert "MedicationStatement/everolimus" in out
    assert "No question to the prescriber is open." in invoked(kidney(), "--format", "text")[1]


def test_in_words_a_weight_stands_in_the_unit_in_which_it_was_written() -> None:
    pounds = quantity("86", "[lb_av]") | {"unit": "lb"}
    grown = [one for one in thyroid(sixty(), kilograms=None) if one["id"] != "rai-refractory"]
    _, out, _ = invoked([*grown, weight("39", "2026-11-18") | {"valueQuantity": pounds}], "--format", "text")
    assert "Weight that a dose would be judged by: Observation/weight: 39 kg (86 lb) on 2026-11-18." in " ".join(
        out.split()
    )
    assert "[lb_av]" not in out


def test_a_response_attested_by_observation_is_shown_and_not_asked() -> None:
    made = printed([*unspread(), attested("stated", "advanced", "2026-11-01", True)])
    assert made.questions == ()
    assert made.filled["chart-stated-advanced"] is True


@pytest.mark.skipif(missing() is not None, reason=str(missing()))
def test_a_form_and_its_answers_are_valid(tmp_path: Path) -> None:
    """The extensions of Structured Data Capture are not at hand offline; nothing else is wrong."""
    made = [printed(chart) for chart in (kidney(), net("everolimus"))]
    files = [as_file(tmp_path, f"form-{number}", json.dumps(one.bundle)) for number, one in enumerate(made)]
    answers = {"well-differentiated": True, "previously-treated": UNKNOWN}
    files.append(as_file(tmp_path, "answered", json.dumps(made[1].answered(answers))))
    assert [one for one in errors("R4", files) if "http://hl7.org/fhir/uv/sdc/" not in one.message] == []
