"""How far the disease has spread: attested, coded, in text; newer beats older, coded beats text."""

from __future__ import annotations

from typing import Any

import pytest
from support.asked import ask, truth
from support.build import Resource, attested, condition, observation, procedure, service_request
from support.coding import M0, M1, M_CATEGORY, STAGE_1, STAGE_4, STAGE_4C, STAGE_GROUP, Coding, concept, icd, snomed
from support.facts import chart

from validator.criteria.extent import extents
from validator.criteria.registry import read_criterion
from validator.terminology.domain import DRUG

NOT_SAID = "metastatic disease is on file, but nothing says that it is unresectable"
RCC, NET, DTC = ["rcc"], ["pnet", "epnet"], ["dtc"]
STAGE_2 = snomed("1222765007", "American Joint Committee on Cancer stage II")
STAGE_3 = snomed("1222801008", "American Joint Committee on Cancer stage III")
LUNG = icd("C78.01", "Secondary malignant neoplasm of right lung")
KIDNEY = snomed("702391001", "Renal cell carcinoma")
PAPILLARY = snomed("255029007", "Papillary thyroid carcinoma")
CRITERIA: dict[str, dict[str, Any]] = {
    "metastatic": {"kind": "metastatic", "disease": RCC},
    "metastatic-4": {"kind": "metastatic", "disease": RCC, "stage_four": True},
    "either": {"kind": "locally-advanced-or-metastatic", "disease": RCC, "stage_four": True},
    "advanced": {"kind": "advanced", "disease": RCC},
    "unresectable": {"kind": "unresectable", "disease": RCC},
}


def tumor(**elements: Any) -> Resource:
    return condition("tumor", concept(KIDNEY), **({"onset": "2026-01-01"} | elements))


def spread(on: str | None = "2026-05-01", name: str = "spread", **elements: Any) -> Resource:
    return condition(name, concept(LUNG), onset=on, **elements)


def category(value: Coding, on: str = "2026-05-01", name: str = "category") -> Resource:
    return observation(name, M_CATEGORY, on, coded=value, focus="Condition/tumor")


def stage(value: Coding, on: str = "2026-05-01", name: str = "stage") -> Resource:
    return observation(name, STAGE_GROUP, on, coded=value, focus="Condition/tumor")


def said(code: str, value: bool | None, on: str = "2026-11-01") -> Resource:
    return attested(code, code, on, value)


def answers(*resources: Resource) -> str:
    """The answers of the five questions by their first letters, in the order above."""
    letters = "".join(truth(question, tumor(), *resources)[0] for question in CRITERIA.values())
    assert "".join(truth(question, *resources[::-1], tumor())[0] for question in CRITERIA.values()) == letters
    return letters


@pytest.mark.parametrize(
    ("resources", "expected"),
    [
        # metastatic; the same with stage IV; locally advanced or metastatic; advanced; unresectable
        ([], "uuuuu"),
        ([spread()], "ttttt"),
        ([spread(None)], "ttttt"),
        ([spread("2026-11-23")], "uuuuu"),
        ([spread("2026-11-22")], "ttttt"),
        ([spread(status="resolved")], "uuuuu"),
        ([category(M1)], "ttttt"),
        ([category(M0)], "ffuuu"),
        ([category(M1, "2025-05-01"), category(M0, name="later")], "ffuuu"),
        ([category(M0, "2025-05-01"), category(M1, name="later")], "ttttt"),
        ([category(M0), category(M1, name="same")], "uuuuu"),  # of one day: one of the two is wrong
        ([spread(None), category(M0)], "ttttt"),
        ([category(M1, "2025-01-01", "first"), category(M0, "2025-06-01", "between"), category(M1)], "ttttt"),
        ([category(M0, "2025-01-01", "first"), category(M1, "2025-06-01", "between"), category(M0)], "ffuuu"),
        ([category(M1), category(M0, "2026", "partial")], "uuuuu"),  # neither is surely newer
        ([category(M1), category(M0, "2026-06-01", "later"), category(M0, "2026", "partial")], "ffuuu"),
        ([spread(), said("locally-advanced", True)], "ttttt"),
        ([stage(STAGE_4)], "utttt"),
        ([stage(STAGE_4C)], "ttttt"),
        ([stage(STAGE_3)], "uuutu"),
        ([stage(STAGE_2)], "uuffu"),
        ([stage(STAGE_1)], "uuffu"),
        ([stage(STAGE_1), spread()], "ttttt"),
        ([stage(STAGE_1, "2025-01-01"), stage(STAGE_3, name="later")], "uuutu"),
        ([said("metastatic", True)], "ttttt"),
        ([said("metastatic", False)], "ffuuu"),
        ([said("metastatic", None)], "uuuuu"),
        ([said("metastatic", False), spread()], "uuuuu"),
        ([said("locally-advanced", True)], "uuttu"),
        ([said("locally-advanced", False)], "uuuuu"),
        ([said("locally-advanced", False), said("metastatic", False)], "fffuu"),
        ([said("locally-advanced", False), category(M0)], "fffuu"),
        ([said("locally-advanced", False), category(M0), stage(STAGE_1)], "ffffu"),
        ([said("advanced", True)], "uuutu"),
        ([said("advanced", False)], "uuufu"),
        ([said("advanced", False), spread()], "tttut"),
        ([said("unresectable", True)], "uuutt"),
        ([said("unresectable", False)], "uuuuf"),
        ([said("unresectable", False), spread()], "ttttf"),
        ([said("unresectable", None), spread()], "ttttt"),
    ],
)
def test_what_shows_the_spread(resources: list[Resource], expected: str) -> None:
    assert answers(*resources) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("metastatic to bone", "ttttt"),
        ("locally advanced", "uuttu"),
        ("unresectable", "uuutt"),
        ("inoperable tumor", "uuutt"),
        ("advanced", "uuutu"),
        ("not metastatic", "uuuuu"),
        ("Ruled out: metastatic disease", "uuuuu"),
        ("metastatic?", "uuuuu"),
    ],
)
def test_words_can_make_it_so_and_never_otherwise(words: str, expected: str) -> None:
    letters = "".join(truth(question, tumor(note=words))[0] for question in CRITERIA.values())
    assert letters == expected


@pytest.mark.parametrize("question", ["metastatic", "either", "advanced", "unresectable"])
def test_what_is_read_from_text_says_so(question: str) -> None:
    words = {"unresectable": "unresectable", "advanced": "advanced"}.get(question, "metastatic")
    assert ask(CRITERIA[question], tumor(note=words)).because.endswith("(from text)")


@pytest.mark.parametrize(
    ("words", "denied", "question"),
    [
        ("metastatic", [category(M0)], "metastatic"),
        ("metastatic", [said("metastatic", False)], "metastatic"),
        ("locally advanced", [said("locally-advanced", False), category(M0)], "either"),
        ("advanced", [said("advanced", False)], "advanced"),
        ("advanced", [stage(STAGE_1)], "advanced"),
        ("unresectable", [said("unresectable", False)], "unresectable"),
    ],
)
def test_text_never_stands_against_a_code_or_an_attestation(words: str, denied: list[Resource], question: str) -> None:
    assert truth(CRITERIA[question], tumor(note=words)) == "true"
    assert truth(CRITERIA[question], tumor(note=words), *denied) == "false"


def test_metastatic_disease_counts_as_unresectable_with_a_note_only_where_it_may() -> None:
    found = ask(CRITERIA["unresectable"], tumor(), spread())
    assert (found.cautions, found.remarks) == ((), (NOT_SAID,))
    strict = CRITERIA["unresectable"] | {"metastatic_is_note": False}
    assert truth(strict, tumor(), spread()) == "unknown"
    assert ask(CRITERIA["unresectable"], tumor(), said("unresectable", True), spread()).remarks == ()


PANCREATECTOMY = snomed("33149006", "Pancreatectomy")
ABLATION = snomed("448781006", "Radiofrequency ablation of lesion of liver")


@pytest.mark.parametrize(
    ("resource", "cautious"),
    [
        (procedure("p", PANCREATECTOMY, "2026-02-01"), True),
        (procedure("p", PANCREATECTOMY, "2025-11-22"), True),
        (procedure("p", PANCREATECTOMY, "2025-11-21"), False),
        (procedure("p", ABLATION, "2026-09-01"), True),
        (procedure("p", snomed("314617008", "Chemoembolization of liver metastases"), "2026-09-01"), False),
        (service_request("p", ABLATION, "2026-12-15"), True),
        (service_request("p", PANCREATECTOMY, "2026-12-15"), True),
        (service_request("p", snomed("55162003", "Tooth extraction"), "2026-12-15"), False),
        (tumor(note="Borderline resectable, for discussion."), True),
        (tumor(note="Treated with curative intent."), True),
        (tumor(note="Not resectable."), False),
        (tumor(note="Two liver metastases."), False),
    ],
)
def test_what_speaks_for_removing_a_metastatic_tumor_is_a_caution(resource: Resource, cautious: bool) -> None:
    question = {"kind": "unresectable", "disease": RCC, "removals": ["pnet:resection", "net:ablation"]}
    chart = [resource, spread()] if resource["id"] == "tumor" else [tumor(), spread(), resource]
    found = ask(question, *chart)
    assert (found.truth.value, bool(found.cautions)) == ("true", cautious)


@pytest.mark.parametrize(
    ("on", "is_so", "expected"),
    [("2025-01-01", True, "unknown"), ("2026-11-01", True, "true"), ("2025-01-01", False, "false")],
)
def test_words_that_it_can_be_removed_leave_an_older_attestation_open(on: str, is_so: bool, expected: str) -> None:
    said_so = attested("at", "unresectable", on, is_so)
    found = ask(CRITERIA["unresectable"], tumor(note="Resectable disease."), said_so)
    assert (found.truth.value, len(found.evidence)) == (expected, 2 if expected == "unknown" else 1)


def test_a_stage_of_the_thyroid_is_not_spread() -> None:
    papillary = condition("tumor", concept(PAPILLARY), stage=[{"summary": concept(STAGE_4)}])
    assert truth({"kind": "metastatic", "disease": DTC}, papillary) == "unknown"
    assert truth({"kind": "locally-advanced-or-metastatic", "disease": DTC}, papillary) == "unknown"


def test_a_secondary_of_another_disease_is_no_evidence() -> None:
    carcinoid = condition("spread", concept(icd("C7B.02", "Secondary carcinoid tumors of liver")), onset="2026-05-01")
    assert truth({"kind": "metastatic", "disease": NET}, carcinoid) == "true"
    assert truth(CRITERIA["metastatic"], tumor(), carcinoid) == "unknown"


@pytest.mark.parametrize(("code", "cautious"), [("D48.5", False), ("D44.0", False), ("D43.2", False), ("C43.9", True)])
def test_a_neoplasm_of_uncertain_behavior_is_none_that_has_spread(code: str, cautious: bool) -> None:
    other = condition("other", concept(icd(code, "another neoplasm")), onset="2026-01-01")
    assert bool(ask(CRITERIA["metastatic"], tumor(), spread(), other).cautions) is cautious


@pytest.mark.parametrize("question", ["metastatic", "either", "advanced", "unresectable"])
def test_spread_that_may_be_anothers_is_a_caution(question: str) -> None:
    breast = condition("breast", concept(icd("C50.911", "Malignant neoplasm of breast")), onset="2026-01-01")
    loose = spread()
    with_other = ask(CRITERIA[question], tumor(), breast, loose)
    assert with_other.truth.value == "true"
    assert any("nothing says which of the cancers has spread" in caution for caution in with_other.cautions)
    alone = ask(CRITERIA[question], tumor(), loose)
    over = ask(CRITERIA[question], tumor(), breast | {"clinicalStatus": concept(text="resolved")}, loose)
    staged = ask(CRITERIA[question], tumor(), breast, category(M1))
    doubted = ask(CRITERIA[question], tumor(), breast | {"verificationStatus": concept(text="provisional")}, loose)
    for found in (alone, over, staged, doubted):
        assert not any("which of the cancers" in caution for caution in found.cautions)


def test_what_would_settle_it_is_named() -> None:
    stage_word, secondary = "Condition.stage or a stage Observation", "Condition of the secondary neoplasm"
    missing = {name: ask(question, tumor()).missing for name, question in CRITERIA.items()}
    assert missing == {
        "metastatic": ("metastatic", secondary),
        "metastatic-4": ("metastatic", secondary),
        "either": ("locally-advanced", "metastatic", stage_word, secondary),
        "advanced": ("advanced", stage_word, secondary),
        "unresectable": ("unresectable",),
    }


@pytest.mark.parametrize(
    ("denied", "asked"),
    [
        (["locally-advanced"], {"metastatic"}),
        (["metastatic"], {"locally-advanced"}),
        ([], {"locally-advanced", "metastatic"}),
    ],
)
def test_what_was_denied_is_not_asked_again(denied: list[str], asked: set[str]) -> None:
    found = ask(CRITERIA["either"], tumor(), *(said(code, False) for code in denied))
    assert found.truth.value == "unknown"
    assert set(found.missing) & {"locally-advanced", "metastatic"} == asked


def test_a_recurrence_is_advanced_and_leaves_open_how_far() -> None:
    back = tumor(status="recurrence")
    assert ask(CRITERIA["advanced"], back).because == "advanced by clinical status recurrence"
    assert truth(CRITERIA["advanced"], back, stage(STAGE_1, "2025-01-01")) == "true"
    assert truth(CRITERIA["either"], back, stage(STAGE_1, "2025-01-01")) == "unknown"


@pytest.mark.parametrize("late", [STAGE_3, STAGE_4])
def test_an_early_stage_of_a_thyroid_cancer_beside_a_late_one_settles_nothing(late: Coding) -> None:
    question = {"kind": "locally-advanced-or-metastatic", "disease": DTC}
    papillary = condition("tumor", concept(PAPILLARY), onset="2025-01-01")
    early = stage(STAGE_1, "2025-01-01", "early")
    assert truth(question, papillary, early) == "false"
    assert truth(question, papillary, early, stage(late)) == "unknown"


@pytest.mark.parametrize("words", ["Stage I", "Stage II"])
def test_an_early_stage_that_only_text_names_is_said_and_settles_nothing(words: str) -> None:
    written = observation("words", STAGE_GROUP, "2026-05-01", text=words, focus="Condition/tumor")
    found = ask(CRITERIA["advanced"], tumor(), written)
    assert (found.truth.value, found.because) == ("unknown", "only text names an early stage")
    assert [one.reference for one in found.evidence] == ["Observation/words"]
    assert truth(CRITERIA["either"], tumor(), written) == "unknown"


def test_statements_come_coded_first_and_newest_first() -> None:
    said_so = [
        tumor(note="metastatic"),
        spread("2026-03-01", "old"),
        spread(None, "undated"),
        spread("2026-09-01", "new"),
    ]
    for resources in (said_so, said_so[::-1]):
        found = extents(chart(*resources), ("metastatic",))
        names = [one.evidence.reference.partition("/")[2] for one in found]
        assert names == ["new", "old", "undated", "tumor"]


def test_without_any_sign_nothing_is_said_of_locally_advanced_disease() -> None:
    assert ask(CRITERIA["metastatic"], tumor()).because == "no metastasis is on file"


def test_locally_advanced_disease_is_said_where_metastases_are_asked_for() -> None:
    found = ask(CRITERIA["metastatic"], tumor(), said("locally-advanced", True))
    assert found.because == "locally advanced disease is on file, metastases are not"
    assert found.truth.value == "unknown"


def test_an_early_stage_denies_nothing_where_words_or_an_older_code_say_that_the_disease_has_grown() -> None:
    grown = [said("metastatic", False, "2026-09-01"), spread("2026-06-01"), stage(STAGE_1, "2026-02-01")]
    assert truth(CRITERIA["either"], tumor(), *grown) == "unknown"
    words = tumor(note="locally advanced")
    assert truth(CRITERIA["either"], words, said("locally-advanced", False), stage(STAGE_1)) == "unknown"
    assert truth(CRITERIA["either"], tumor(), said("locally-advanced", False), stage(STAGE_1)) == "false"


@pytest.mark.parametrize("recorded", [[], [spread()]])
def test_yes_and_no_of_one_day_on_resectability_are_not_settled_by_metastases(recorded: list[Resource]) -> None:
    both = [
        attested("a", "unresectable", "2026-11-01", True),
        attested("b", "unresectable", "2026-11-01", False),
    ]
    assert truth(CRITERIA["unresectable"], tumor(), *both, *recorded) == "unknown"


@pytest.mark.parametrize(
    ("period", "cautious"),
    [
        ({"start": "2020-01-01"}, False),
        ({"end": "2020-01-01"}, False),
        ({"start": "2026-03-01"}, True),
        ({"end": "2026-03-01"}, True),
        ({}, True),
    ],
)
def test_a_removal_speaks_for_another_by_the_one_day_that_is_told(period: dict[str, str], cautious: bool) -> None:
    removed = procedure("p", PANCREATECTOMY, None) | {"performedPeriod": period}
    removed = {name: part for name, part in removed.items() if part}
    question = {"kind": "unresectable", "disease": RCC, "removals": ["pnet:resection"]}
    assert bool(ask(question, tumor(), spread(), removed).cautions) is cautious


@pytest.mark.parametrize(
    ("words", "cautious"),
    [
        ("Whipple procedure", True),
        ("Hepatectomy, resection of liver; partial lobectomy", True),
        ("Microwave ablation of liver lesion", True),
        ("Ablation, 1 or more liver tumor(s), percutaneous, radiofrequency", True),
        ("Laparoscopic cholecystectomy", False),
        ("Total hip replacement", False),
        ("Cardiac ablation", False),
    ],
)
def test_a_removal_is_known_by_its_words(words: str, cautious: bool) -> None:
    done = procedure("p", {"display": words}, "2026-03-01")  # type: ignore[arg-type]
    removals = ["net:resection", "pnet:resection", "net:ablation"]
    question = {"kind": "unresectable", "disease": RCC, "removals": removals}
    assert bool(ask(question, tumor(), spread(), done).cautions) is cautious


def test_only_the_removals_that_are_named_are_looked_for() -> None:
    bare, named = (
        read_criterion({"kind": "unresectable", "disease": RCC} | more)
        for more in ({}, {"removals": ["pnet:resection"]})
    )
    resection = frozenset({(DRUG, "pnet:resection")})
    assert [one.names().ask_about(resection) for one in (bare, named)] == [False, True]


@pytest.mark.parametrize("on", ["2026-05-01", "2026-11-01", "2026-11-10"])
def test_a_tumor_that_was_locally_advanced_by_code_is_not_denied_to_be_so(on: str) -> None:
    coded = category(snomed("1228944003", "American Joint Committee on Cancer cT4"), on)
    assert truth(CRITERIA["either"], tumor(), coded) == "true"
    assert truth(CRITERIA["either"], tumor(), coded, said("locally-advanced", False)) == (
        "true" if on == "2026-11-10" else "unknown"
    )
    confined = category(M0, "2026-06-01", "metastases")
    assert truth(CRITERIA["either"], tumor(), coded, confined, said("locally-advanced", False)) == (
        "true" if on == "2026-11-10" else "unknown"
    )
