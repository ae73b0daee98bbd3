"""Which indication of the label is meant, and whether it is met."""

from __future__ import annotations

import pytest
from support.build import Resource, attested, condition, patient
from support.build import order as an_order
from support.coding import concept, icd, snomed
from support.facts import chart
from support.judged import with_nivolumab
from support.label import indication as invented_indication
from support.label import label as invented_label
from support.plain import TABLET_60, kidney, neuroendocrine, without
from support.shipped import load_label, revision_dates

from validator.assessment.indication import IndicationChoice, choose_indication, disease_of
from validator.frozen import replace
from validator.verdict import Truth

CURRENT = load_label("cabometyx", revision_dates("cabometyx")[-1])
NET_OF_UNKNOWN_SITE = condition("tumor", concept(icd("C7A.8", "Other malignant neuroendocrine tumors")))


def choice(resources: list[Resource], what: Resource | None = None) -> IndicationChoice:
    who = next((one for one in resources if one["resourceType"] == "Patient"), None)
    rest = [one for one in resources if one["id"] not in ("patient", "order")]
    return choose_indication(CURRENT, chart(*rest, who=who, what=what))


@pytest.mark.parametrize(
    ("chart", "code", "truth"),
    [
        (kidney(), "rcc-mono", Truth.TRUE),
        (without(kidney(), "metastasis"), "rcc-mono", Truth.UNKNOWN),
        (with_nivolumab(), "rcc-nivo", Truth.TRUE),
        (without(with_nivolumab(), "line"), "rcc-nivo", Truth.UNKNOWN),
        (neuroendocrine(), "epnet", Truth.TRUE),
        (neuroendocrine(born="2016-01-01"), "epnet", Truth.FALSE),
        ([condition("t", concept(icd("C50.911", "Malignant neoplasm of breast")))], None, Truth.FALSE),
        ([condition("t", concept(icd("C73", "Malignant neoplasm of thyroid gland")))], None, Truth.UNKNOWN),
        ([], None, Truth.UNKNOWN),
    ],
)
def test_the_disease_and_the_partner_choose(chart: list[Resource], code: str | None, truth: Truth) -> None:
    found = choice(chart)
    assert (found.code, found.truth) == (code, truth)
    assert found.certain is (code is not None or truth is Truth.FALSE)
    assert bool(found.refused) is (not found.chosen)


def test_a_partner_that_may_be_taken_leaves_two_indications() -> None:
    unclear = [one | {"status": "on-hold"} if one["id"] == "nivolumab" else one for one in with_nivolumab()]
    found = choice(unclear)
    assert not found.certain
    assert {one.indication.id for one in found.chosen} == {"rcc-mono", "rcc-nivo"}


def test_a_family_is_named_where_only_the_site_is_open() -> None:
    net = [NET_OF_UNKNOWN_SITE if one["id"] == "tumor" else one for one in neuroendocrine()]
    net.append(attested("grade", "well-differentiated", "2026-11-01", True))
    found = choice(net)
    assert (found.code, found.certain, found.truth) == ("net", True, Truth.TRUE)
    assert {one.indication.id for one in found.chosen} == {"pnet", "epnet"}
    lacking = choice(without(net, "everolimus"))
    assert (lacking.code, lacking.truth) == ("net", Truth.UNKNOWN)


@pytest.mark.parametrize("element", ["clinicalStatus", "verificationStatus"])
def test_a_family_needs_an_active_and_confirmed_diagnosis(element: str) -> None:
    value = None if element == "clinicalStatus" else {"coding": [{"code": "provisional"}]}
    spoilt = {key: one for key, one in (NET_OF_UNKNOWN_SITE | {element: value}).items() if one is not None}
    assert not choice([spoilt]).certain


def test_of_two_certain_indications_the_one_that_is_met_is_chosen() -> None:
    pancreas = condition("p", concept(snomed("1287665004", "Well-differentiated neuroendocrine tumor of pancreas")))
    renal = condition("r", concept(snomed("702391001", "Renal cell carcinoma")))
    for resources in ([pancreas, renal], [renal, pancreas]):
        said = attested("advanced", "advanced", "2026-11-01", True)
        assert choice([*resources, said]).code == "rcc-mono"
    denied = attested("advanced", "advanced", "2026-11-01", False)
    assert choice([pancreas, renal, denied]).code == "pnet"


def test_an_indication_that_is_met_comes_before_one_that_is_open() -> None:
    renal = condition("r", concept(snomed("702391001", "Renal cell carcinoma")))
    carcinoid = condition("spread", concept(icd("C7B.02", "Secondary carcinoid tumors of liver")), onset="2026-05-01")
    net = [*without(neuroendocrine(), "extent", "unresectable"), carcinoid]
    for resources in ([*net, renal], [renal, *net]):
        both = choice(resources)
        assert (both.code, both.truth) == ("epnet", Truth.TRUE)
    assert choice([renal]).truth is Truth.UNKNOWN


def test_what_cannot_be_meant_is_not_among_the_open_ones() -> None:
    unclear = [one | {"status": "on-hold"} if one["id"] == "nivolumab" else one for one in with_nivolumab()]
    later = attested("line", "first-line", "2026-11-01", False)
    found = choice([later if one["id"] == "line" else one for one in unclear])
    assert [one.indication.id for one in found.chosen] == ["rcc-mono"]
    assert (found.certain, found.truth) == (False, Truth.UNKNOWN)


def test_a_family_whose_members_answer_differently_is_open() -> None:
    def member(name: str, years: int) -> dict[str, object]:
        asked = {"words": "an age", "ask": {"kind": "age-at-least", "years": years}}
        return invented_indication(
            id=name, name=name, family="net", applies=[{"kind": "disease", "name": name}], requires=[asked]
        )

    for ages, truth in (((12, 12), Truth.TRUE), ((12, 99), Truth.UNKNOWN), ((99, 99), Truth.FALSE)):
        made = invented_label(indication=[member(*one) for one in zip(("pnet", "epnet"), ages, strict=True)])
        found = choose_indication(made, chart(NET_OF_UNKNOWN_SITE))
        assert (found.code, found.certain, found.truth) == ("net", True, truth)


def test_the_reason_of_the_order_narrows_the_choice() -> None:
    pancreas = condition("p", concept(snomed("1287665004", "Well-differentiated neuroendocrine tumor of pancreas")))
    chart = [*kidney(), pancreas]
    assert choice(chart, an_order(TABLET_60, reason="Condition/p")).code == "pnet"
    assert choice(chart, an_order(TABLET_60, reason="Condition/tumor")).code == "rcc-mono"


def test_what_is_asked_stands_with_its_answers() -> None:
    (answer,) = choice(neuroendocrine(born="2016-01-01")).chosen
    first = answer.asked[0]
    assert (first.requirement.words, first.answer.truth) == ("an age of 12 years or more", Truth.FALSE)
    assert (answer.required, answer.applies.truth, answer.holds) == (Truth.FALSE, Truth.TRUE, Truth.FALSE)
    assert replace(answer, asked=()).required is Truth.TRUE


def test_an_indication_is_about_its_disease() -> None:
    assert [disease_of(one) for one in CURRENT.indication] == ["rcc", "rcc", "hcc", "dtc", "pnet", "epnet"]
    assert disease_of(replace(CURRENT.indication[0], applies=())) is None


def test_an_indication_that_is_not_meant_is_not_asked_about() -> None:
    found = choice([patient(), condition("t", concept(icd("C50.911", "Malignant neoplasm of breast")))])
    assert [one.asked for one in found.refused] == [()] * 6
