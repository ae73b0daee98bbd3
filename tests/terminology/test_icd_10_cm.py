"""ICD-10-CM walked whole: every code whose title has the words of a topic is in a value set, or out with a reason."""

from __future__ import annotations

from bisect import bisect_left
from functools import cache
from importlib.metadata import version

import pytest
from support.coding import ICD10CM
from support.icd_10_cm import Topic, decisions, is_sequela, table
from support.shipped import BOOK

from validator.terminology.coding import normal_icd10
from validator.terminology.valueset import ValueSet

TOPICS = decisions().topics
SETS = [one for one in BOOK.value_sets if any(system == ICD10CM for system, _ in one.concepts)]


@cache
def spelt() -> list[str]:
    """Every code as the codebook spells it, in order."""
    return sorted(map(normal_icd10, table().titles))


def is_there(code: str, *, prefix: bool) -> bool:
    """Whether the table has the code; for a prefix, whether it has any code that begins with it."""
    place = bisect_left(spelt(), code)
    found = spelt()[place] if place < len(spelt()) else ""
    return found.startswith(code) if prefix else found == code


def by_name(topic: Topic) -> str:
    return topic.name


@pytest.mark.parametrize("topic", TOPICS, ids=by_name)
def test_every_near_miss_is_decided(topic: Topic) -> None:
    titles = table().titles
    open_codes = [f"{code} {titles[code]}" for code in topic.near_misses(BOOK) if not topic.decisions(code)]
    assert open_codes == [], "in which set, or out for which reason?"


@pytest.mark.parametrize("topic", TOPICS, ids=by_name)
def test_no_decision_is_stale(topic: Topic) -> None:
    covered = {item for code in topic.near_misses(BOOK) for item in topic.decisions(code)}
    assert [item for item, _ in topic.out if item not in covered] == []


@pytest.mark.parametrize("topic", TOPICS, ids=by_name)
def test_a_heading_over_codes_of_one_set_is_in_it_too(topic: Topic) -> None:
    assert list(topic.headings_left_out(BOOK)) == []


@pytest.mark.parametrize("topic", TOPICS, ids=by_name)
def test_no_set_holds_a_code_whose_title_says_the_contrary(topic: Topic) -> None:
    assert list(topic.contradictions(BOOK)) == []


def test_every_reason_is_explained_and_used() -> None:
    used = {reason for topic in TOPICS for _, reason in topic.out}
    assert used == set(decisions().reasons)


def test_every_set_with_codes_of_the_table_is_walked_or_says_why_not() -> None:
    walked = {one for topic in TOPICS for one in topic.sets}
    left = {one.name for one in SETS} - walked
    assert left == set(decisions().not_walked)


def test_what_was_walked_is_what_is_installed() -> None:
    for package in (decisions().table["package"], decisions().table["second_package"]):
        name, walked = package.split()
        assert version(name) == walked


@pytest.mark.parametrize("value_set", SETS, ids=lambda one: one.name)
def test_every_code_of_a_set_is_in_the_table_and_every_exclusion_excludes(value_set: ValueSet) -> None:
    codes = {code: concept for (system, code), concept in value_set.concepts.items() if system == ICD10CM}
    unknown = [concept.code for code, concept in codes.items() if not is_there(code, prefix=concept.prefix)]
    prefixes = tuple(code for code, concept in codes.items() if concept.prefix)
    idle = [code for system, code in value_set.excluded if system == ICD10CM and not code.startswith(prefixes)]
    assert (unknown, idle) == ([], [])


def test_no_event_is_named_by_a_sequela() -> None:
    late = {code: BOOK.groups("conditions-risk", ICD10CM, code) for code in table().titles if is_sequela(code)}
    assert {code for code, groups in late.items() if any(not group.endswith(":history") for group in groups)} == set()
