"""Random stories for the laws: any disease, age, weight, liver, drug and dose, dressed like the worked cases."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st
from support.case import Case, read_case, read_cases
from support.dress import DRESSES, Dress

CASES = read_cases()

TABLETS = ("20 mg every other day", *(f"{mg} mg once daily" for mg in (20, 30, 40, 60, 80, 100)), "60 mg twice daily")
CAPSULES = tuple(f"{mg} mg once daily" for mg in (20, 60, 80, 100, 140, 160, 180))
DISEASES = ("rcc", "hcc", "dtc", "mtc", "pnet", "epnet", "pancreatic-nec")
CRITERIA = {
    "rcc": ("advanced",),
    "hcc": (),
    "dtc": ("metastatic", "progressed-on-vegfr-targeted-therapy", "rai-refractory"),
    "mtc": ("metastatic", "progressive"),
    "pnet": ("metastatic", "unresectable", "well-differentiated"),
    "epnet": ("metastatic", "unresectable"),
    "pancreatic-nec": ("metastatic",),
}
BESIDE = (
    *("itraconazole", "clarithromycin", "fluconazole"),
    *("rifampin", "phenytoin", "efavirenz", "st. john's wort", "esomeprazole"),
)
SINCE = date(2026, 11, 1)
PROBLEMS = (
    "hepatic:cirrhosis/cirrhosis of liver",
    "hay fever",
    "hemorrhage/hemoptysis",
    "lactose_intolerance",
    "nephrotic_syndrome",
)


def dresses() -> st.SearchStrategy[Dress]:
    """Any of the dresses."""
    return st.sampled_from(DRESSES)


def told() -> st.SearchStrategy[Case]:
    """Any of the worked cases."""
    return st.sampled_from(CASES)


@st.composite
def stories(draw: st.DrawFn) -> Case:
    """A story nobody has worked out: only the laws are known of it."""
    disease = draw(st.sampled_from(DISEASES))
    capsule = draw(st.booleans()) if disease == "mtc" else draw(st.integers(0, 9)) == 0
    table: dict[str, Any] = {
        "row": 0,
        "title": "random",
        "story": "random",
        "section": "",
        "verdict": "",
        "disease": disease,
        "age": draw(st.sampled_from((11, 12, 13, 15, 16, 17, 18, 50, 84))),
        "order": draw(st.sampled_from(CAPSULES if capsule else TABLETS)),
        "form": "capsule" if capsule else "tablet",
        "not_shown": draw(st.lists(st.sampled_from(CRITERIA[disease]), max_size=1)) if CRITERIA[disease] else [],
        "child_pugh": draw(st.sampled_from(("", "", "", "A", "B", "C"))),
        "taking": draw(st.lists(st.sampled_from(BESIDE), max_size=1)),
        "problems": [{"name": name, "since": SINCE} for name in draw(st.lists(st.sampled_from(PROBLEMS), max_size=1))],
    }
    grams = draw(st.one_of(st.none(), st.integers(25_000, 110_000), st.sampled_from((39_900, 39_950, 40_000, 40_100))))
    if grams is not None:
        table["weight"] = f"{grams / 1000} kg"
    if disease == "rcc" and draw(st.booleans()):
        table |= {"partner": "nivolumab 240 mg every 2 weeks", "stated": ["first-line"]}
    if draw(st.integers(0, 4)) == 0:
        table["earlier"] = ["140 mg once daily"] if capsule else ["60 mg once daily"]
    return read_case(table)


def any_story() -> st.SearchStrategy[Case]:
    """A worked case or a random one."""
    return st.one_of(told(), stories())
