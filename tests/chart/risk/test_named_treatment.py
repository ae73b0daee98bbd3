"""What a procedure is done for alone, whose name tells the event without naming it."""

from __future__ import annotations

from test_treated_event import codes, procedure

BLED = {"recent-hemorrhage"}
TELLS = {
    "Nasal packing": BLED,
    "Control nasal hemorrhage, anterior, simple": BLED,
    "Rhino Rocket placement, left naris": BLED,
    "Band ligation of esophageal varices": BLED,
    "EGD with variceal banding": BLED,
    "Blakemore tube placement": BLED,
    "Cystoscopy with clot evacuation": BLED,
    "Cystourethroscopy with irrigation and evacuation of multiple obstructing clots": BLED,
    "Continuous bladder irrigation": BLED,
    "Craniotomy with clot evacuation": BLED,
    "Bronchial artery embolization": BLED,
    "Hemoclip placement, colonic bleed": BLED,
    "Hemoclip x2 for post-polypectomy bleeding": BLED,
    "Embolization-for-bleeding": BLED,
    "Epistaxis cautery": BLED,
    "Primary PCI": {"thrombotic-event"},
    "PCI, emergent, with DES to RCA": {"thrombotic-event"},
    "Urgent PCI": {"thrombotic-event"},
    "Systemic tPA": {"thrombotic-event"},
    "Thrombolytic infusion": {"thrombotic-event"},
    "Graham patch repair": {"perforation-or-fistula"},
    "Seton placement": {"perforation-or-fistula"},
}
ANOTHER_THING = (
    "Septoplasty with nasal packing",
    "Removal of nasal packing",
    "Prophylactic band ligation of esophageal varices",
    "Banding of esophageal varices without bleeding",
    "Sclerotherapy of varices of legs",
    "TURBT with continuous bladder irrigation",
    "Clot evacuation from port",
    "Cystoscopy with stent",
    "Hemoclip placement",
    "Polypectomy with hemoclip placement",
    "Renal artery embolization",
    "Elective PCI to LAD",
    "PCI with stent",
    "Primary angioplasty of renal artery",
    "Seton removal",
    "AV fistula plug",
    "IV alteplase for catheter occlusion",
)


def test_the_name_of_what_is_done_for_one_thing_alone_tells_it() -> None:
    assert {text: codes(procedure(text)) & told for text, told in TELLS.items()} == TELLS


def test_what_may_be_for_another_thing_was_of_then_or_is_long_ago_stays_quiet() -> None:
    quiet = {
        text: codes(procedure(text)) & {"recent-hemorrhage", "thrombotic-event", "perforation-or-fistula"}
        for text in ANOTHER_THING
    }
    assert quiet == {text: set() for text in ANOTHER_THING}
    assert codes(procedure("Nasal packing", status="not-done")) == set()
    assert codes(procedure("Band ligation of esophageal varices", on="2023-05-01")) == set()
