"""A drug that the label warns of, rinsed with, put on the skin or into an eye: local by its words alone, or not."""

from __future__ import annotations

from support.build import Resource, statement
from support.coding import DRUGS, concept
from support.judged import judged
from support.plain import kidney

TAKEN = """
swish and swallow 10 mL
swish and spit, then swallow the rest
swish, do not spit
intravitreal injection, then 200 mg by mouth
""".strip().splitlines()
LOCAL = """
swish and spit 10 mL
oral solution, rinse and expectorate
intravitreal injection
apply cream
""".strip().splitlines()


def ketoconazole(*sigs: str, name: str | None = None) -> Resource:
    made = statement("taken", concept(DRUGS["ketoconazole"][0], text=name), start="2026-10-01")
    return made | ({"dosage": [{"text": text} for text in sigs]} if sigs else {})


def interacts(one: Resource) -> bool:
    return "interacting-drug" in {found.code for found in judged(kidney(beside=(one,))).findings}


def test_what_is_swallowed_or_also_taken_by_mouth_interacts() -> None:
    assert [sig for sig in TAKEN if not interacts(ketoconazole(sig))] == []
    assert interacts(ketoconazole("swish and spit", "1 tablet by mouth"))


def test_what_is_spat_out_or_stays_where_it_is_applied_does_not() -> None:
    assert [sig for sig in LOCAL if interacts(ketoconazole(sig))] == []
    assert not interacts(ketoconazole("swish and spit", "rinse and expectorate"))


def test_the_name_of_a_product_tells_it_too_and_what_it_leaves_open_interacts() -> None:
    local = ("ketoconazole topical gel", "ketoconazole 2% cream", "ketoconazole intravitreal injection")
    taken = ("ketoconazole oral gel", "ketoconazole 200 mg tablet", "ketoconazole injection", None)
    assert [name for name in local if interacts(ketoconazole(name=name))] == []
    assert [name for name in taken if not interacts(ketoconazole(name=name))] == []
