"""Whether a list of search results is all there is: what says that it goes on, and what says nothing of it."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from support.cds_call import EXAMPLES

from validator import Verdict, check_bundle
from validator.fhir.searchset import count_in, gap_in, links_of


def listed(*identities, **more):
    entry = [{"resource": {"resourceType": "Condition", "id": one}} for one in identities]
    return {"resourceType": "Bundle", "type": "searchset", "entry": entry} | more


def why(bundle):
    gap = gap_in(bundle, "Bundle")
    return "" if gap is None else gap.why


@pytest.mark.parametrize("relation", ["next", "Next", "NEXT", " next "])
@pytest.mark.parametrize("one", [True, False])
def test_a_link_to_a_further_page_is_one_however_it_is_written(relation, one):
    link = {"relation": relation, "url": "https://ehr.example.org/fhir?page=2"}
    bundle = listed("a", link=link if one else [{"relation": "self", "url": "Condition"}, link])
    assert why(bundle) == "there is a further page"
    assert links_of(bundle, "next") == [link]


@pytest.mark.parametrize("relation", ["self", "previous", "last", "first", "nextpage", "", None, 3, ["next"]])
def test_another_link_leads_to_no_further_page(relation):
    assert why(listed("a", link=[{"relation": relation, "url": "https://ehr.example.org/fhir?page=2"}])) == ""


@pytest.mark.parametrize("total", [0, 1, 2, "2", " 2 ", 2.0, Decimal("2.0"), None])
def test_a_count_that_is_met_is_the_whole_list(total):
    assert why(listed("a", "b", total=total)) == ""


@pytest.mark.parametrize("total", [3, "3", 3.0, Decimal("3.00"), 40])
def test_a_count_above_what_came_is_not_the_whole_list(total):
    assert why(listed("a", "b", total=total)).endswith("entries and gave 2")


@pytest.mark.parametrize(
    "total", ["many", "", "2+", 1.5, Decimal("1.5"), -1, True, {}, [2], float("nan"), Decimal("NaN"), float("inf")]
)
def test_a_count_that_is_none_leaves_open_how_many_there_are(total):
    assert count_in(total) is None
    assert why(listed("a", "b", total=total)) == "the server's count of what it found is no count"


def test_the_same_resource_twice_does_not_make_up_for_one_that_did_not_come():
    assert why(listed("a", "a", total=2)) == "the server counts 2 entries and gave 1"
    assert why(listed("a", "b", total=2)) == ""
    # Of those without an id nobody can tell that they are the same.
    nameless = {"resource": {"resourceType": "Condition"}}
    assert why(listed(total=2, entry=[nameless, nameless])) == ""


def test_two_versions_of_a_resource_are_two():
    bundle = listed("a", "a", total=2)
    bundle["entry"][1]["resource"]["meta"] = {"versionId": "2"}
    assert why(bundle) == ""


def test_a_list_of_shortened_entries_is_not_the_whole_of_them():
    tag = {"system": "http://terminology.hl7.org/CodeSystem/v3-ObservationValue", "code": "SUBSETTED"}
    assert why(listed("a", meta={"tag": [tag]})) == "the server gave only a part of each entry"
    assert why(listed(meta={"tag": tag})) == "the server gave only a part of each entry"


@pytest.mark.parametrize(
    "meta", [{}, {"tag": []}, {"tag": [{"code": "actionable"}]}, {"tag": "SUBSETTED"}, None, "SUBSETTED"]
)
def test_another_tag_takes_nothing_from_a_list(meta):
    assert why(listed("a", meta=meta)) == ""


def test_a_count_of_what_is_no_list_of_results_says_nothing():
    assert why(listed("a", type="collection", total=40)) == ""


@pytest.mark.parametrize(
    ("more", "verdict"),
    [
        ({}, Verdict.ACCEPT),
        ({"link": {"relation": "self", "url": "Condition?patient=x"}}, Verdict.ACCEPT),
        ({"link": {"relation": "Next", "url": "Condition?page=2"}}, Verdict.UNDETERMINED),
        ({"total": "many"}, Verdict.UNDETERMINED),
        ({"meta": {"tag": [{"code": "SUBSETTED"}]}}, Verdict.UNDETERMINED),
    ],
)
def test_an_order_is_not_accepted_beside_a_list_that_goes_on(more, verdict):
    bundle = json.loads((EXAMPLES / "net-adolescent-40mg.json").read_text()) | {"type": "searchset"} | more
    (order,) = [one for one in check_bundle(bundle).orders if one.verdict is not Verdict.NOT_ASSESSED]
    assert order.verdict is verdict
