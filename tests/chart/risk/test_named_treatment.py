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
    "Endoclip x2, duodenum": BLED,
    "Hemospray": BLED,
    "Gelfoam embolization, L gastric artery": BLED,
    "Coil embolization GDA": BLED,
    "Kcentra for ICH": BLED,
    "Andexxa": BLED,
    "Chest tube for hemothorax": BLED,
    "MMA embolization for cSDH": BLED,
    "Rapid Rhino": BLED,
    "Blutstillung": BLED,
    "Hemostasia endoscópica": BLED,
    "Hémostase endoscopique": BLED,
    "Nasentamponade": BLED,
    "Massive transfusion protocol": BLED,
    "TNK given": {"thrombotic-event"},
    "Alteplase 0.9 mg/kg, AIS": {"thrombotic-event"},
    "EKOS": {"thrombotic-event"},
    "FlowTriever": {"thrombotic-event"},
    "ClotTriever, left iliofemoral": {"thrombotic-event"},
    "IVC filter placement": {"thrombotic-event"},
    "DES to RCA": {"thrombotic-event"},
    "DES x2 LAD": {"thrombotic-event"},
    "Lyse bei Schlaganfall": {"thrombotic-event"},
    "Systemische Lyse": {"thrombotic-event"},
    "Trombólisis por ictus": {"thrombotic-event"},
    "Thrombolyse pour AVC": {"thrombotic-event"},
    "Thrombektomie": {"thrombotic-event"},
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
    "IVC filter retrieval",
    "Elective DES to RCA",
    "Staged DES to LAD",
    "DES exposure in utero",
    "Polypectomy with endoclip x2, duodenum",
    "Endoclip of duodenal polypectomy, prophylactic",
    "Gelfoam embolization of renal mass",
    "GDA embolization, Y90 mapping",
    "Chest tube for pneumothorax",
    "MMA embolization for meningioma",
    "Alteplase for empyema",
    "Adhäsiolyse",
    "Neurolyse",
    "Blutstillung intraoperativ",
    "Septumplastik mit Nasentamponade",
    "Nasentamponade entfernt",
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
